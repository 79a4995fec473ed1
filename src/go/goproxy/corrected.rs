use super::list::completed;
use super::{ProxyList, Via};
use crate::base::Veiled;
use crate::go::url::Url;

/// A longer value is not a slip of the pen.
const LONGEST: usize = 10_000;

impl ProxyList {
    /// What a mistyped GOPROXY was meant to be, where that can be told: quotes
    /// and blanks gone, full-width signs and semicolons made commas, schemes and
    /// keywords mended. go reads the result; none if it still would not, or if
    /// there is nothing to mend.
    pub fn corrected(value: &str) -> Option<String> {
        if value.len() > LONGEST {
            return None;
        }
        let plain: String = value.chars().filter_map(plain).collect();
        let plain = plain.trim().trim_start_matches("GOPROXY=");
        let mut written = String::new();
        for part in plain.split_inclusive([',', '|']) {
            let text = part.trim_end_matches([',', '|']);
            let elements: Vec<String> = text.split_whitespace().map(element).collect();
            written.push_str(&elements.join(","));
            written.push_str(&part[text.len()..]);
        }
        // A sign in a password is no slip.
        let secrets = Veiled::new(value).secrets();
        let kept = secrets.iter().all(|secret| written.contains(secret.expose()));
        let reads =
            Self::parse(&written, "").is_ok_and(|list| list.0.iter().all(|it| is_sound(&it.via)));
        (kept && reads && written != value).then_some(written)
    }
}

/// Typographic signs as the ASCII that was meant, quotes as nothing.
fn plain(c: char) -> Option<char> {
    match c {
        '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '「' | '」' => None,
        '，' | '、' | '；' | ';' => Some(','),
        '｜' => Some('|'),
        '：' => Some(':'),
        '／' => Some('/'),
        '．' | '。' => Some('.'),
        c if c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' => Some(' '),
        c => Some(c),
    }
}

fn element(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    if lower == "direct" || lower == "off" {
        return lower;
    }
    if let Some(path) = folder(text) {
        return format!("file:///{path}");
    }
    let Some((scheme, rest)) = scheme_and_rest(text) else { return text.to_owned() };
    format!("{scheme}://{rest}")
}

/// The absolute path in `/p`, `file:/p` and `file://localhost/p`.
fn folder(text: &str) -> Option<&str> {
    let path = match text.strip_prefix("file:") {
        Some(rest) if !rest.starts_with("//") => rest,
        Some(rest) => rest.strip_prefix("//localhost")?,
        None => text,
    };
    let path = path.strip_prefix('/')?;
    (!path.is_empty() && !path.starts_with('/')).then_some(path)
}

/// `https//h`, `https:/h`, `https:h`, `https:///h`, `htps://h`.
fn scheme_and_rest(text: &str) -> Option<(&'static str, &str)> {
    let end = text.find([':', '/'])?;
    let (word, rest) = text.split_at(end);
    let rest = rest.strip_prefix(':').unwrap_or(rest).trim_start_matches('/');
    let scheme = match word.to_ascii_lowercase().as_str() {
        "https" | "htps" | "htpps" | "httsp" | "hhtps" | "ttps" | "htttps" | "httpss" => "https",
        "http" | "htp" | "hhtp" | "ttp" => "http",
        _ => return None,
    };
    (!rest.is_empty()).then_some((scheme, rest))
}

/// Beyond what go insists on: a host that can be one.
fn is_sound(via: &Via) -> bool {
    let Via::Proxy { url } = via else { return true };
    let Ok(url) = Url::parse(&completed(url.raw())) else { return false };
    let host = url.host();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    url.scheme() == "file"
        || !host.is_empty() && host.chars().all(is_name) && !matches!(&*host, "http" | "https")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slips_are_mended() {
        let meant = "https://goproxy.cn,direct";
        for slip in [
            "https//goproxy.cn,direct",
            "https:/goproxy.cn,direct",
            "https:///goproxy.cn,Direct",
            "https://goproxy.cn，direct",
            "https://goproxy.cn;direct",
            "https://goproxy.cn direct",
            "\"https://goproxy.cn,direct\"",
            "'https://goproxy.cn',direct",
            "“https://goproxy.cn”,DIRECT",
            "htps://goproxy.cn,direct",
            "https：//goproxy.cn，direct",
            "GOPROXY=https://goproxy.cn,direct",
        ] {
            assert_eq!(ProxyList::corrected(slip).as_deref(), Some(meant), "{slip}");
        }
        for slip in ["/srv/proxy", "file:/srv/proxy", "file://localhost/srv/proxy"] {
            let mended = ProxyList::corrected(slip);
            assert_eq!(mended.as_deref(), Some("file:///srv/proxy"), "{slip}");
        }
    }

    #[test]
    fn what_is_right_or_beyond_telling_is_left() {
        for value in [
            "https://goproxy.cn,direct",
            "off",
            "ftp://h",
            "file://host/p",
            "file:///p",
            "",
            ",",
            "https://u:p;w@h,Direct",
        ] {
            assert_eq!(ProxyList::corrected(value), None, "{value}");
        }
    }

    proptest! {
        #[test]
        fn go_reads_what_comes_out(value in ".{0,60}") {
            if let Some(written) = ProxyList::corrected(&value) {
                prop_assert!(ProxyList::parse(&written, "").is_ok());
            }
        }
    }
}
