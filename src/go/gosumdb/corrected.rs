use super::place::place_fault;
use super::{Database, KNOWN};
use crate::base::Veiled;
use crate::go::url::Url;

/// The other spelling that go knows as a whole.
const CHINA: &str = "sum.golang.google.cn";

impl Database {
    /// What a slip in GOSUMDB was meant to be: quotes, a comma for a blank, a scheme
    /// before a known name, a hash in place of its key, a URL without a name, a scheme
    /// that go does not ask by. None where that cannot be told.
    pub fn corrected(gosumdb: &str) -> Option<String> {
        let plain: String = gosumdb.chars().filter(|c| !QUOTES.contains(c)).map(parting).collect();
        let mut fields = plain.split_whitespace();
        let first = fields.next()?;
        let second = fields.next().map(url_meant);
        let meant = match (known(first), second) {
            (Some(CHINA), _) => CHINA.to_owned(),
            (Some(name), None) => name.to_owned(),
            (Some(name), Some(url)) => format!("{name} {url}"),
            (None, None) if is_url(first) => format!("{} {first}", KNOWN[0].0),
            (None, Some(url)) => format!("{first} {url}"),
            (None, None) => first.to_owned(),
        };
        let database = Self::parse(&meant).ok()?;
        let sound = database.url.as_ref().is_none_or(|url| place_fault(url).is_none());
        (sound && meant != gosumdb).then_some(meant)
    }
}

const QUOTES: [char; 6] = ['"', '\'', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}'];

/// What stands between two fields by mistake.
fn parting(c: char) -> char {
    if matches!(c, ',' | ';' | '|' | '\u{ff0c}' | '\u{3001}' | '\u{ff1b}') { ' ' } else { c }
}

fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// The known name that is meant: with a scheme, a slash or capitals, or with something
/// behind it that is not its key.
fn known(first: &str) -> Option<&'static str> {
    let lower = first.to_ascii_lowercase();
    let bare = lower.trim_start_matches("https://").trim_start_matches("http://");
    let bare = bare.split('+').next().unwrap_or(bare).trim_end_matches('/');
    let sound = first.contains('+') && Database::parse(first).is_ok();
    let names = KNOWN.iter().map(|(name, _)| *name).chain([CHINA]);
    names.into_iter().find(|name| *name == bare && !sound)
}

/// By https, where go would not ask by what stands there.
fn url_meant(url: &str) -> String {
    let sound = |url: &str| Url::parse(url).is_ok() && place_fault(&Veiled::new(url)).is_none();
    if sound(url) {
        return url.to_owned();
    }
    let behind = url.split_once("://").map_or(url, |(_, behind)| behind);
    let behind = behind.trim_start_matches("https:").trim_start_matches("http:");
    format!("https://{}", behind.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_what_nobody_can_know() {
        let corrected = |text: &str| Database::corrected(text);
        let plain = Some("sum.golang.org".to_owned());
        for slip in [
            "\"sum.golang.org\"",
            "https://sum.golang.org/",
            "SUM.golang.org",
            "sum.golang.org+deadbeef",
            "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn9",
        ] {
            assert_eq!(corrected(slip), plain, "{slip}");
        }
        for slip in ["sum.golang.google.cn\r", "https://sum.golang.google.cn"] {
            assert_eq!(corrected(slip).as_deref(), Some("sum.golang.google.cn"), "{slip}");
        }
        for (slip, meant) in [
            ("sum.golang.org,https://a.b", "sum.golang.org https://a.b"),
            ("sum.golang.org https://a.b https://c.d", "sum.golang.org https://a.b"),
            ("sum.golang.org ftp://a.b/c", "sum.golang.org https://a.b/c"),
            ("sum.golang.org https:/a.b", "sum.golang.org https://a.b"),
            ("sum.golang.org localhost:8080", "sum.golang.org https://localhost:8080"),
            ("https://a.b/sumdb/sum.golang.org", "sum.golang.org https://a.b/sumdb/sum.golang.org"),
        ] {
            assert_eq!(corrected(slip).as_deref(), Some(meant), "{slip}");
        }
        for unknown in ["", " ", "OFF", "off\r", "none", "sum.corp.example", "deadbeef", "a b c"] {
            assert_eq!(corrected(unknown), None, "{unknown}");
        }
    }
}
