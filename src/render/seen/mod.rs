//! What was seen, in words: the only place where evidence becomes sentences.

mod counter;
mod here;
mod http;
mod machine;
mod names;
mod origin;
mod road;
mod sumdb;
mod sums;
mod survey;
mod trust;
mod vcs;

pub use counter::{counter, greeting};
pub use http::{artefact, http_fault, outcome, reply};
pub use machine::{file_fault, source, unknown};
pub use names::{answer, dns_fault};
pub use road::{dial_fault, tunnel_fault};
pub use sumdb::sumdb_fault;
pub use survey::{damage, guarded, holder, lock, records, tally};
pub use trust::{distrust, presented, tls_fault};
pub use vcs::{import_fault, vcs_fault};

use crate::base::{Excerpt, Text, Veiled};
use crate::model::{Cite, Evidence, Fault, Fetch, Ladder, Observation, Symptom};
use crate::say;

/// One cited piece of evidence as a sentence without its full stop.
pub fn cite(evidence: &Evidence, cite: &Cite) -> Text {
    let facts = &evidence.facts;
    match cite {
        Cite::Setting(name) => machine::setting(name, facts.settings.get(name), facts),
        Cite::Variable(name) => machine::setting(name, facts.variable(name), facts),
        Cite::GoBinary => machine::go_binary(&facts.go.search),
        Cite::GoMod if facts.project.gone => here::gone(),
        Cite::GoMod => machine::file("go.mod", &facts.project.gomod),
        Cite::GoWork => machine::file("go.work", &facts.project.gowork),
        Cite::Netrc => machine::netrc(facts),
        Cite::Roots => machine::roots(&facts.roots),
        Cite::Ladder(at) => evidence.ladders.get(*at).map_or_else(gone, ladder),
        Cite::Fetch(at) => evidence.fetches.get(*at).map_or_else(gone, fetch),
        Cite::SumFile(path) => sums::file(evidence, path),
        Cite::Copy(at) => evidence.facts.copies.get(*at).map_or_else(gone, sums::copy),
        Cite::Damage(at) => evidence.damages().get(*at).map_or_else(gone, damage),
        Cite::Lock(at) => facts.locks.get(*at).map_or_else(gone, lock),
        Cite::Counter(at) => evidence.counters.get(*at).map_or_else(gone, counter),
        Cite::Symptom(at) => evidence.symptoms.get(*at).map_or_else(gone, symptom),
        Cite::EnvFile => here::env_file(facts.env_file.as_ref()),
        Cite::Disk(path) => here::disk(&facts.disk, path),
        Cite::Switching => here::switching(&facts.switching),
        Cite::Ground(path) => here::ground(&facts.ground, path),
        Cite::Import(path) => here::import(&facts.packages, path),
        Cite::Stored(path) => here::stored(&facts.packages, path),
        Cite::Argument(at) => facts.arguments.get(*at).map_or_else(gone, here::argument),
        Cite::Dockerfile(line) => here::dockerfile(evidence.dockerfile.as_ref(), *line),
    }
}

/// How far a climb got: its fault, or the last thing that held.
pub fn ladder(ladder: &Ladder) -> Text {
    let endpoint = &ladder.endpoint;
    let Text { en, zh } = climbed(ladder);
    match &ladder.through {
        Some(proxy) => say! {
            en: "{endpoint} through {proxy}: {en}",
            zh: "经 {proxy} 访问 {endpoint}：{zh}",
        },
        None => say! { en: "{endpoint}: {en}", zh: "{endpoint}：{zh}" },
    }
}

/// The end of a climb, without where it led.
fn climbed(ladder: &Ladder) -> Text {
    let what = match (ladder.fault(), ladder.rungs.last()) {
        (Some(fault), _) => self::fault(fault),
        (None, Some(rung)) => observation(&rung.seen),
        (None, None) => Text::of("not climbed", "未探测"),
    };
    let chain = match (ladder.fault(), ladder.presented()) {
        (Some(Fault::Tls(_)), Some(shown)) => {
            let Text { en, zh } = presented(shown);
            say! { en: "; {en}", zh: "；{zh}" }
        }
        _ => Text::same(""),
    };
    let (en, zh) = (what.en + &*chain.en, what.zh + &*chain.zh);
    say! { en: "{en}", zh: "{zh}" }
}

/// Why a climb or a request ended.
pub fn fault(fault: &Fault) -> Text {
    match fault {
        Fault::Dns(fault) => dns_fault(fault),
        Fault::Dial(fault) => dial_fault(fault),
        Fault::Tunnel(fault) => tunnel_fault(fault),
        Fault::Tls(fault) => tls_fault(fault),
        Fault::Http(fault) => http_fault(fault),
        Fault::Sumdb(fault) => sumdb_fault(fault),
        Fault::Import(fault) => import_fault(fault),
        Fault::Vcs(fault) => vcs_fault(fault),
    }
}

/// What held on one rung.
pub fn observation(seen: &Observation) -> Text {
    match seen {
        Observation::Resolved { addresses, by_hosts_line, .. } => {
            names::resolved(addresses, *by_hosts_line)
        }
        Observation::Connected { to, failed } => road::connected(*to, failed),
        Observation::Tried { failed } => road::tried(failed),
        Observation::Tunnelled { proxy, .. } => say! {
            en: "the forward proxy {proxy} opened the way",
            zh: "正向代理 {proxy} 已建立通道",
        },
        Observation::Secured { presented, .. } => trust::secured(presented),
        Observation::Answered { reply } => self::reply(reply),
    }
}

/// One request and what became of it.
pub fn fetch(fetch: &Fetch) -> Text {
    let (url, what) = (&fetch.url, outcome(&fetch.outcome));
    let hash = fetch.content.as_ref().map_or(Text::same(""), sums::content);
    let (en, zh) = (what.en + &*hash.en, what.zh + &*hash.zh);
    if fetch.sent_credentials {
        say! {
            en: "{url} (credentials sent): {en}",
            zh: "{url}（已发送凭据）：{zh}",
        }
    } else {
        say! { en: "{url}: {en}", zh: "{url}：{zh}" }
    }
}

fn symptom(symptom: &Symptom) -> Text {
    let Symptom { line, text, words, .. } = symptom;
    let text = log_line(text);
    let Text { en, zh } = words.named();
    if let Some((first, words)) = &symptom.head {
        let words = log_line(words);
        return say! {
            en: "line {first} of {en}: {words}; line {line}: {text}",
            zh: "{zh}第 {first} 行：{words}；第 {line} 行：{text}",
        };
    }
    say! { en: "line {line} of {en}: {text}", zh: "{zh}第 {line} 行：{text}" }
}

/// A line of a log, short, and without the passwords of the URLs in it.
pub fn log_line(line: &str) -> Excerpt {
    let veiled = |word: &str| {
        if word.contains("://") { Veiled::new(word).to_string() } else { word.to_owned() }
    };
    let words: Vec<String> = line.split(' ').map(veiled).collect();
    Excerpt::text(&words.join(" "))
}

fn gone() -> Text {
    Text::of("not looked at", "未查看")
}

/// Milliseconds as a reader says them.
pub(super) fn time(ms: u64) -> String {
    match ms {
        0..1000 => format!("{ms} ms"),
        _ if ms.is_multiple_of(1000) => format!("{} s", ms / 1000),
        _ => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
    }
}
