use crate::base::{Text, Veiled};
use crate::go::goproxy::{ProxyList, Via};
use crate::model::{Endpoint, Facts, Fix, Risk};
use crate::say;
use std::cell::Cell;
use std::ops::Range;

/// Public mirrors that a fix may name. They are asked only for a module below
/// golang.org/x, never for one of the user's.
pub const MIRRORS: &[&str] = &[
    "https://goproxy.cn",
    "https://goproxy.io",
    "https://mirrors.aliyun.com/goproxy",
    "https://proxy.golang.org",
];

/// A module that is nobody's secret and that every public proxy has, and one of
/// its versions: mirrors and other new places are asked for nothing else.
pub const CANARY: (&str, &str) = ("golang.org/x/text", "v0.3.0");

impl Facts {
    /// Whether an element of GOPROXY is one of the public proxies: only these
    /// may be replaced by another public one. A company's own proxy never is:
    /// its module names are nobody else's business.
    pub fn is_public_proxy(&self, host: &str) -> bool {
        self.public_proxies().any(|public| public == host)
    }

    /// The hosts of the well-known public proxies.
    pub fn public_proxies(&self) -> impl Iterator<Item = &'static str> {
        let mirrors = MIRRORS.iter().map(|url| url.trim_start_matches("https://"));
        mirrors.chain(PUBLIC.iter().copied()).map(|url| url.split('/').next().unwrap_or(url))
    }

    /// One fix for each public mirror in place of the elements at `host`.
    pub fn mirrors(&self, host: &str) -> Vec<Fix> {
        let other = |mirror: &&&str| !mirror.contains(host);
        let usable = if self.is_public_proxy(host) { MIRRORS } else { &[] };
        usable.iter().filter(other).map(|mirror| self.mirror(mirror, host)).collect()
    }

    fn mirror(&self, mirror: &str, host: &str) -> Fix {
        let name = mirror.trim_start_matches("https://");
        let title = say! {
            en: "Fetch through the mirror {name}",
            zh: "改用镜像 {name}",
        };
        let value = self.goproxy_with(mirror, host);
        Fix::safe(title, self.reach("GOPROXY"), vec![self.set("GOPROXY", value)]).rivals("mirror")
    }

    /// GOPROXY with `mirror` where `host` stood; the rest stays as it is.
    fn goproxy_with(&self, mirror: &str, host: &str) -> String {
        let written = self.edited(host, |written, place| written.replace_range(place, mirror));
        written.unwrap_or_else(|| format!("{mirror},direct"))
    }

    /// GOPROXY with another host in the elements at `host`.
    pub fn goproxy_renamed(&self, host: &str, to: &str) -> Option<String> {
        self.edited(host, |written, place| {
            let start = place.start + authority(&written[place.clone()]);
            if let Some(at) = written[start..place.end].find(host) {
                written.replace_range(start + at..start + at + host.len(), to);
            }
        })
    }

    /// GOPROXY with https in the elements at `host` that say http.
    pub fn goproxy_secured(&self, host: &str) -> Option<String> {
        let before = self.settings.raw("GOPROXY");
        let written = self.edited(host, |written, place| {
            if written[place.clone()].starts_with("http://") {
                written.replace_range(place.start..place.start + "http".len(), "https");
            }
        });
        written.filter(|written| written != before)
    }

    /// GOPROXY with http in the elements at this endpoint that say https, on the
    /// port that they have. None where one holds a password: go sends none so.
    pub fn goproxy_in_the_clear(&self, endpoint: &Endpoint) -> Option<String> {
        let before = self.settings.raw("GOPROXY");
        let guarded = Cell::new(false);
        let written = self.edited(&endpoint.host, |written, place| {
            let element = &written[place.clone()];
            let url = crate::go::url::Url::parse(element).unwrap_or_default();
            guarded.set(guarded.get() || url.user().is_some());
            let port = url.port().into_owned();
            let here = if port.is_empty() { "443".to_owned() } else { port.clone() };
            let rest = element.strip_prefix("https://");
            let Some(rest) = rest.filter(|_| here == endpoint.port.to_string()) else { return };
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let port = if port.is_empty() { ":443" } else { "" };
            let plain = format!("http://{authority}{port}{path}");
            written.replace_range(place, &plain);
        });
        written.filter(|written| written != before && !guarded.get())
    }

    /// GOPROXY with `|` behind the elements at `host`, where a comma stands.
    pub fn goproxy_falling(&self, host: &str) -> Option<String> {
        let before = self.settings.raw("GOPROXY");
        let written = self.edited(host, |written, place| {
            if let Some(rest) = written.get(place.end..).map(str::trim_start)
                && rest.starts_with(',')
            {
                let comma = written.len() - rest.len();
                written.replace_range(comma..=comma, "|");
            }
        });
        written.filter(|written| written != before)
    }

    /// GOPROXY with another URL in place of an element.
    pub fn goproxy_based(&self, base: &Veiled, to: &Veiled) -> Option<String> {
        let written = self.edited_where(
            |url| url == base,
            |written, place| {
                written.replace_range(place, to.raw());
            },
        );
        written.filter(|_| base != to)
    }

    /// GOPROXY with `direct` at its end, in place of `off` if that ends it. None
    /// where it ends so.
    pub fn goproxy_appended(&self) -> Option<String> {
        let value = self.settings.raw("GOPROXY");
        let list = ProxyList::parse(value, "").ok()?;
        match &list.0.last()?.via {
            Via::Direct | Via::NoProxy => None,
            Via::Off => {
                let at = list.0.last()?.offset;
                Some(format!("{}direct", &value[..at]))
            }
            Via::Proxy { .. } => {
                let end = |c: char| c.is_ascii_whitespace() || matches!(c, ',' | '|');
                Some(format!("{},direct", value.trim_end_matches(end)))
            }
        }
    }

    /// Whether every proxy in GOPROXY is a public one.
    pub fn is_all_public(&self) -> bool {
        let list = ProxyList::parse(self.settings.raw("GOPROXY"), "");
        let list = list.map(|list| list.0).unwrap_or_default();
        let mut proxies = list.iter().filter_map(|element| match &element.via {
            Via::Proxy { url } => Some(host_of(url.raw())),
            _ => None,
        });
        proxies.all(|host| self.is_public_proxy(&host))
    }

    /// What it gives up to go past GOPROXY to the origin.
    pub fn past_the_list(&self) -> Risk {
        let is_off = self.settings.raw("GOPROXY").trim_end().ends_with("off");
        if self.is_all_public() && !is_off {
            return Risk::Safe;
        }
        Risk::TradeOff(Text::of(
            "go then fetches past the list in GOPROXY, which may be meant to prevent that: ask whose rule it is.",
            "此后 go 会绕过 GOPROXY 里的列表，而这个列表可能正是要防止这样做：请先询问制定规则的人。",
        ))
    }

    /// GOPROXY without an element and the separator behind it, the rest as it
    /// was written. None where nothing would be left.
    pub fn goproxy_without(&self, base: &Veiled) -> Option<String> {
        let written = self.edited_where(
            |url| url == base,
            |written, place| {
                let behind = written[place.end..].trim_start();
                let end = written.len() - behind.len();
                if behind.starts_with([',', '|']) {
                    let rest = behind[1..].len() - behind[1..].trim_start().len();
                    written.replace_range(place.start..end + 1 + rest, "");
                } else {
                    let before = written[..place.start].trim_end().trim_end_matches([',', '|']);
                    let end = before.trim_end().len();
                    written.replace_range(end..place.end, "");
                }
            },
        );
        written.filter(|written| ProxyList::parse(written, "").is_ok())
    }

    /// GOPROXY with every element at `host` edited in its place. None where no
    /// element is at that host.
    fn edited(&self, host: &str, edit: impl Fn(&mut String, Range<usize>)) -> Option<String> {
        self.edited_where(|url| host_of(url.raw()) == host, edit)
    }

    /// The last first, so that the places hold.
    fn edited_where(
        &self,
        is: impl Fn(&Veiled) -> bool,
        edit: impl Fn(&mut String, Range<usize>),
    ) -> Option<String> {
        let value = self.settings.raw("GOPROXY");
        let list = ProxyList::parse(value, "").map(|list| list.0).unwrap_or_default();
        let is_meant = |via: &Via| matches!(via, Via::Proxy { url } if is(url));
        let mut written = value.to_owned();
        let mut found = false;
        for element in list.iter().rev().filter(|element| is_meant(&element.via)) {
            edit(&mut written, element.offset..element.offset + element.raw.raw().len());
            found = true;
        }
        found.then_some(written)
    }
}

/// Other well-known public proxies, gone ones included.
const PUBLIC: &[&str] = &[
    "goproxy.baidu.com",
    "athens.azurefd.net",
    "gocenter.io",
    "repo.huaweicloud.com",
    "mirrors.cloud.tencent.com",
    "goproxy.dev",
];

/// Where the host of an element begins, behind the scheme and the user.
fn authority(element: &str) -> usize {
    let start = element.find("//").map_or(0, |at| at + "//".len());
    let rest = &element[start..];
    let rest = &rest[..rest.find('/').unwrap_or(rest.len())];
    start + rest.rfind('@').map_or(0, |at| at + 1)
}

fn host_of(url: &str) -> String {
    let parsed = crate::go::url::Url::parse(url).unwrap_or_default();
    parsed.hostname().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::env::{Setting, Settings, Source};

    fn facts(goproxy: &str) -> Facts {
        let (name, value) = ("GOPROXY".to_owned(), Veiled::new(goproxy));
        let setting = Setting { name, value, source: Source::Environment };
        Facts { settings: Settings(vec![setting]), ..Facts::default() }
    }

    #[test]
    fn only_the_element_at_that_host_is_edited() {
        let facts = facts("https://a.example, http://h:h@h/h|direct");
        let renamed = facts.goproxy_renamed("h", "proxy.example");
        assert_eq!(renamed.unwrap(), "https://a.example, http://h:h@proxy.example/h|direct");
        let secured = facts.goproxy_secured("h");
        assert_eq!(secured.unwrap(), "https://a.example, https://h:h@h/h|direct");
        let falling = facts.goproxy_falling("a.example");
        assert_eq!(falling.unwrap(), "https://a.example| http://h:h@h/h|direct");
        let plain = |host, port| {
            let endpoint = Endpoint { port, ..Endpoint::https(host) };
            facts.goproxy_in_the_clear(&endpoint)
        };
        let written = "http://a.example:443, http://h:h@h/h|direct";
        assert_eq!(plain("a.example", 443).unwrap(), written);
        assert_eq!((plain("a.example", 8443), plain("h", 80)), (None, None));
        assert_eq!(facts.goproxy_falling("h"), None);
        assert_eq!(facts.goproxy_renamed("other.example", "b"), None);
    }

    #[test]
    fn the_rest_stays_as_it_is_written() {
        let without = |value: &str, base: &str| facts(value).goproxy_without(&Veiled::new(base));
        let rest = "https://b.example|direct";
        let dead = "https://a.example";
        assert_eq!(without(&format!("{dead}, {rest}"), dead).as_deref(), Some(rest));
        // Behind `direct` go reads no further.
        assert_eq!(without(&format!("{rest},{dead}"), dead), None);
        let last = without("https://b.example | a.example", dead);
        assert_eq!(last.as_deref(), Some("https://b.example"));
        assert_eq!(without("a.example", dead), None);
        let appended = |value: &str| facts(value).goproxy_appended();
        let ended = Some("https://a.example|b.example,direct");
        assert_eq!(appended("https://a.example|b.example, ").as_deref(), ended);
        assert_eq!(appended("https://a.example|b.example,off").as_deref(), ended);
        assert_eq!(appended("https://a.example,direct"), None);
        let facts = facts("a.example/x , direct");
        let (from, to) = ("https://a.example/x", Veiled::new("https://a.example/y"));
        let based = facts.goproxy_based(&Veiled::new(from), &to);
        assert_eq!(based.as_deref(), Some("https://a.example/y , direct"));
    }
}
