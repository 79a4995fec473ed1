use super::site::Tls;
use super::{World, published};
use crate::base::Excerpt;
use crate::go::x509::Place;
use crate::machine::Machine;
use crate::model::{Clues, Distrust, Flaw, LackingLink, Presented, Trust};

const BEGINNING: i64 = 1_577_836_800;
const END: i64 = 1_893_456_000;
const ISSUING: &str = "CN=Public Issuing CA,O=Public Trust";

/// The chain that a site shows, judged on this machine.
pub(super) fn present(world: &World, tls: &Tls, host: &str) -> Presented {
    let issuer = issuer(tls, host);
    let names = match tls {
        Tls::WrongName { names } => names.iter().map(|name| (*name).to_owned()).collect(),
        Tls::CommonName => Vec::new(),
        _ => vec![host.to_owned()],
    };
    let own = fault_of(tls, host, &names);
    let by_system = verdict(known(tls, |it| world.trusts(it)), own.clone());
    let by_variable =
        ["SSL_CERT_FILE", "SSL_CERT_DIR"].iter().any(|it| world.variables.contains_key(*it));
    let by_usual =
        by_variable.then(|| verdict(known(tls, |it| world.trusts_usually(it)), own.clone()));
    Presented {
        subject: Excerpt::text(&format!("CN={}", names.first().map_or(host, String::as_str))),
        issuer: Excerpt::text(&issuer),
        names,
        not_after: if let Tls::Expired { on } = tls { on } else { "2030-01-01T00:00:00Z" }
            .to_owned(),
        length: length(tls),
        fingerprint: "00".repeat(32),
        version: "TLSv1.3".into(),
        by_mozilla: verdict(known(tls, |it| it == published::PUBLIC_ROOT), own),
        by_itself: matches!(tls, Tls::SelfSigned),
        clues: Clues { by_usual, ..clues(world, tls, &by_system) },
        by_system,
    }
}

fn issuer(tls: &Tls, host: &str) -> String {
    match tls {
        Tls::Private { authority } | Tls::Rekeyed { authority } => format!("CN={authority}"),
        Tls::SelfSigned => format!("CN={host}"),
        Tls::Incomplete { .. } => ISSUING.to_owned(),
        _ => "CN=Public Root".to_owned(),
    }
}

/// Whether the chain's end is known to who trusts what `trusts` says.
fn known(tls: &Tls, trusts: impl Fn(&str) -> bool) -> bool {
    match tls {
        Tls::Private { authority } => trusts(authority),
        Tls::SelfSigned | Tls::Rekeyed { .. } | Tls::Incomplete { .. } => false,
        _ => trusts(published::PUBLIC_ROOT),
    }
}

fn clues(world: &World, tls: &Tls, by_system: &Trust) -> Clues {
    let at = world.now();
    if *by_system == Trust::Trusted {
        return Clues { at, ..Clues::default() };
    }
    Clues {
        at,
        by_usual: None,
        stands: stands(tls),
        lacking: lacking(tls),
        namesake: match tls {
            Tls::Rekeyed { authority } => Some(Excerpt::text(&format!("CN={authority}"))),
            _ => None,
        },
        linked: length(tls),
    }
}

fn length(tls: &Tls) -> usize {
    let lone = matches!(tls, Tls::SelfSigned | Tls::Incomplete { .. });
    if lone { 1 } else { 2 }
}

fn stands(tls: &Tls) -> Option<(i64, i64)> {
    let seconds = |date: &str| date.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_second);
    match tls {
        Tls::Expired { on } | Tls::ExpiredAbove { on, .. } => Some((BEGINNING, seconds(on).ok()?)),
        Tls::NotYetValid { from } => Some((seconds(from).ok()?, END)),
        _ => None,
    }
}

fn lacking(tls: &Tls) -> Option<LackingLink> {
    match tls {
        Tls::Private { authority } => Some(LackingLink {
            issuer: Excerpt::text(&format!("CN={authority}")),
            offered_at: Vec::new(),
            kin: None,
        }),
        Tls::Incomplete { offered_at, kin } => Some(LackingLink {
            issuer: Excerpt::text(ISSUING),
            offered_at: offered_at.iter().map(|url| (*url).to_owned()).collect(),
            kin: kin.then(|| Excerpt::text("CN=Public Root,O=Public Trust")),
        }),
        _ => None,
    }
}

fn fault_of(tls: &Tls, host: &str, names: &[String]) -> Option<Distrust> {
    let dates = || "x509: certificate has expired or is not yet valid".to_owned();
    match tls {
        Tls::Expired { on } => Some(expired(&format!("CN={host}"), on, Place::Leaf)),
        Tls::ExpiredAbove { on, place } => Some(expired("CN=Public Root", on, *place)),
        Tls::NotYetValid { from } => Some(Distrust::NotYetValid {
            whose: Excerpt::text(&format!("CN={host}")),
            not_before: (*from).to_owned(),
            words: dates(),
        }),
        Tls::WrongName { .. } => Some(Distrust::WrongName {
            names: names.to_vec(),
            words: format!("x509: certificate is valid for {}, not {host}", names.join(", ")),
        }),
        Tls::CommonName => Some(Distrust::CommonNameOnly {
            name: Excerpt::text(host),
            words: "x509: certificate relies on legacy Common Name field, use SANs instead".into(),
        }),
        Tls::Flawed { rule } => Some(Distrust::Invalid {
            words: "x509: certificate specifies an incompatible key usage".into(),
            flaw: Some(Flaw { whose: Excerpt::text(&format!("CN={host}")), rule: rule.clone() }),
        }),
        _ => None,
    }
}

fn expired(whose: &str, on: &str, place: Place) -> Distrust {
    Distrust::Expired {
        whose: Excerpt::text(whose),
        not_after: on.to_owned(),
        place,
        words: "x509: certificate has expired or is not yet valid".into(),
    }
}

fn verdict(known: bool, own: Option<Distrust>) -> Trust {
    let words = "x509: certificate signed by unknown authority".to_owned();
    match own {
        Some(fault) => Trust::Refused(fault),
        None if known => Trust::Trusted,
        None => Trust::Refused(Distrust::UnknownAuthority { words }),
    }
}
