use super::{Lacks, Line, Oddity, Rules, lookup};
use crate::base::Veiled;
use crate::go::url::Url;
use serde::{Deserialize, Serialize};

/// The entry that was most likely meant for a URL and does not fit it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Near {
    /// As written.
    pub machine: Veiled,
    pub line: usize,
    pub off: Off,
}

/// What keeps an entry from fitting, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Off {
    /// The entry fits, and has no login or no password.
    Incomplete {
        lacks: Lacks,
    },
    /// The URL has a port, the machine none, or another.
    Port,
    /// The machine names the port of https, the URL none.
    UsualPort,
    Case,
    /// Quotes belong to the value.
    Quotes,
    /// `https://` in front, which this release of go does not take off.
    Scheme,
    /// A slash or a path behind it, which this release of go does not know.
    Path,
    /// Letters differ, by so few that it is a slip.
    Spelling,
    /// Another host of the same domain.
    Domain,
}

/// A first part of a host no longer than this, with its dot, is short.
const SHORT: usize = 4;

/// The entry nearest to a URL that none fits; none where nothing is alike.
pub fn near(lines: &[Line], oddities: &[Oddity], url: &Url, rules: Rules) -> Option<Near> {
    if lookup(lines, url, rules).is_some() {
        return None;
    }
    let whole = lines.iter().filter_map(|line| {
        let off = off(line.machine.raw(), url)?;
        Some(Near { machine: line.machine.clone(), line: line.line, off })
    });
    let broken = oddities.iter().filter_map(|oddity| match oddity {
        Oddity::Incomplete { line, machine, lacks } => {
            let fits = machine.raw() == url.host();
            let off =
                if fits { Off::Incomplete { lacks: *lacks } } else { off(machine.raw(), url)? };
            Some(Near { machine: machine.clone(), line: *line, off })
        }
        _ => None,
    });
    whole.chain(broken).min_by_key(|near| (near.off, near.line))
}

fn off(machine: &str, url: &Url) -> Option<Off> {
    let (host, name) = (url.host(), url.hostname());
    let unquoted = machine.trim_matches(['"', '\'']);
    let rest = unquoted.split_once("://").map_or(unquoted, |(_, rest)| rest);
    let place = rest.split('/').next().unwrap_or_default();
    let bare = place.rsplit_once(':').map_or(place, |(bare, _)| bare);
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    match () {
        () if same(bare, &name) && !same(place, &host) => {
            Some(if url.port().is_empty() { Off::UsualPort } else { Off::Port })
        }
        () if !same(bare, &name) => alike(bare, &name),
        () if place != host => Some(Off::Case),
        () if unquoted != machine => Some(Off::Quotes),
        () if rest != unquoted => Some(Off::Scheme),
        () if rest != place => Some(Off::Path),
        () => None,
    }
}

fn alike(bare: &str, name: &str) -> Option<Off> {
    let parent = |host: &str| host.split_once('.').map(|(_, parent)| parent.to_ascii_lowercase());
    let (ours, theirs) = (parent(name)?, parent(bare)?);
    // `go` and `git` of one domain are two hosts, not a slip.
    let brief = ours == theirs && name.len() - ours.len() <= SHORT;
    let most = if brief { 1 } else { 2 };
    if bare.len().abs_diff(name.len()) <= most && slips(bare, name) <= most {
        return Some(Off::Spelling);
    }
    let whole = bare.to_ascii_lowercase();
    let related = ours == theirs || ours == whole || theirs == name;
    (related && ours.contains('.')).then_some(Off::Domain)
}

/// Letters that differ at the front and the back do not count: what is left.
fn slips(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_ascii_lowercase(), b.to_ascii_lowercase());
    let front = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a.as_bytes()[front..], &b.as_bytes()[front..]);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    a.len().max(b.len()) - back
}

#[cfg(test)]
mod tests {
    use super::super::{oddities, parse};
    use super::*;

    fn off_of(text: &str, url: &str, minor: u32) -> Option<(usize, Off)> {
        let url = Url::parse(url).unwrap();
        let rules = Rules::of_release(minor);
        near(&parse(text), &oddities(text), &url, rules).map(|near| (near.line, near.off))
    }

    fn of(machine: &str, url: &str) -> Option<Off> {
        let text = format!("machine {machine} login u password p\n");
        off_of(&text, url, 21).map(|(_, off)| off)
    }

    #[test]
    fn what_keeps_an_entry_from_fitting_is_named() {
        let url = "https://go.corp.example/x";
        assert_eq!(of("go.corp.example", url), None);
        assert_eq!(of("go.corp.example:443", url), Some(Off::UsualPort));
        assert_eq!(of("go.corp.example", "https://go.corp.example:8443/x"), Some(Off::Port));
        assert_eq!(of("Go.Corp.Example", url), Some(Off::Case));
        assert_eq!(of("\"go.corp.example\"", url), Some(Off::Quotes));
        assert_eq!(of("https://go.corp.example", url), Some(Off::Scheme));
        assert_eq!(of("go.corp.example/", url), Some(Off::Path));
        assert_eq!(of("go.crop.example", url), Some(Off::Spelling));
        assert_eq!(of("git.corp.example", url), Some(Off::Domain));
        assert_eq!(of("corp.example", url), Some(Off::Domain));
        assert_eq!(of("github.com", url), None);
        assert_eq!(of("example.com", "https://other.com"), None);
    }

    #[test]
    fn an_entry_without_a_password_is_the_nearest() {
        let text = "machine go.corp.example login u\nmachine go.corp.example:1 login u password p";
        let lacks = Lacks::Password;
        assert_eq!(
            off_of(text, "https://go.corp.example", 26),
            Some((1, Off::Incomplete { lacks }))
        );
    }
}
