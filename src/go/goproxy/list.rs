use super::{ProxyListError, Wrong};
use crate::base::Veiled;
use crate::go::url::Url;
use serde::{Deserialize, Serialize};

/// The elements of GOPROXY in the order in which go asks them. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyList(pub Vec<Element>);

/// One element of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    pub via: Via,
    pub next_on: NextOn,
    /// The element as written, without the blanks around it. Empty for the
    /// `noproxy` that GONOPROXY implies.
    pub raw: Veiled,
    /// Where the element begins in the value, in bytes.
    pub offset: usize,
}

/// How an element fetches modules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// A module proxy below this URL, completed with `https://` where go does so.
    Proxy { url: Veiled },
    /// Version control, for the modules that GONOPROXY matches.
    NoProxy,
    /// Version control.
    Direct,
    /// Nothing is fetched.
    Off,
}

/// After which failures go asks the next element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NextOn {
    /// Only where the module is not found: a comma, or the end of the list.
    NotFound,
    /// After any error: a vertical bar.
    AnyError,
}

impl ProxyList {
    /// Reads GOPROXY beside the GONOPROXY in force.
    pub fn parse(goproxy: &str, gonoproxy: &str) -> Result<Self, ProxyListError> {
        let mut list = implied_noproxy(goproxy, gonoproxy);
        for (offset, text, next_on) in elements(goproxy) {
            let element =
                Element { via: via(text, offset)?, next_on, raw: Veiled::new(text), offset };
            let ends = matches!(element.via, Via::Direct | Via::Off);
            list.push(element);
            if ends {
                break;
            }
        }
        if list.iter().all(|element| element.via == Via::NoProxy) {
            return Err(ProxyListError {
                element: Veiled::default(),
                offset: 0,
                wrong: Wrong::NoEntries,
            });
        }
        Ok(Self(list))
    }
}

fn implied_noproxy(goproxy: &str, gonoproxy: &str) -> Vec<Element> {
    if gonoproxy.is_empty() || goproxy == "direct" {
        return Vec::new();
    }
    vec![Element {
        via: Via::NoProxy,
        next_on: NextOn::NotFound,
        raw: Veiled::default(),
        offset: 0,
    }]
}

/// The elements that are not blank, with their offset and the meaning of the
/// separator behind them; `off` and `direct` have none.
fn elements(goproxy: &str) -> impl Iterator<Item = (usize, &str, NextOn)> {
    let mut start = 0;
    let parts = goproxy.split_inclusive([',', '|']).map(move |part| {
        let offset = start + (part.len() - part.trim_start().len());
        start += part.len();
        let bar = part.ends_with('|');
        let text = part.strip_suffix([',', '|']).unwrap_or(part).trim();
        let falls = bar && text != "off" && text != "direct";
        (offset, text, if falls { NextOn::AnyError } else { NextOn::NotFound })
    });
    parts.filter(|(_, text, _)| !text.is_empty())
}

fn via(text: &str, offset: usize) -> Result<Via, ProxyListError> {
    match text {
        "off" => return Ok(Via::Off),
        "direct" => return Ok(Via::Direct),
        _ => {}
    }
    let url = completed(text);
    match check(&url) {
        Ok(()) => Ok(Via::Proxy { url: Veiled::new(url) }),
        Err(wrong) => Err(ProxyListError { element: Veiled::new(text), offset, wrong }),
    }
}

/// Single words are kept for go's keywords, and an absolute path must be a
/// whole URL; anything else that looks like a host is asked by https.
pub(super) fn completed(text: &str) -> String {
    let like_host =
        text.contains(['.', ':', '/']) && !text.contains(":/") && !text.starts_with('/');
    if like_host { format!("https://{text}") } else { text.to_owned() }
}

fn check(url: &str) -> Result<(), Wrong> {
    let url = Url::parse(url).map_err(|error| Wrong::Url { error })?;
    match url.scheme() {
        "file" if url.has_more_than_path() => Err(Wrong::FileUrlBeyondPath),
        "http" | "https" | "file" => Ok(()),
        "" => Err(Wrong::MissingScheme),
        scheme => Err(Wrong::Scheme { scheme: scheme.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(goproxy: &str, gonoproxy: &str) -> Vec<(String, NextOn, usize)> {
        let list = ProxyList::parse(goproxy, gonoproxy).unwrap();
        let shown = |via| match via {
            Via::Proxy { url } => url.raw().to_owned(),
            Via::NoProxy => "noproxy".to_owned(),
            Via::Direct => "direct".to_owned(),
            Via::Off => "off".to_owned(),
        };
        list.0.into_iter().map(|e| (shown(e.via), e.next_on, e.offset)).collect()
    }

    #[test]
    fn separators_belong_to_the_element_before() {
        let (found, any) = (NextOn::NotFound, NextOn::AnyError);
        let list = read("https://a.example | b.example:3000,,file:///c,direct|off", "");
        let whole = [
            ("https://a.example", any, 0),
            ("https://b.example:3000", found, 20),
            ("file:///c", found, 36),
            ("direct", found, 46),
        ];
        assert_eq!(list, whole.map(|(via, next_on, offset)| (via.to_owned(), next_on, offset)));
    }

    #[test]
    fn gonoproxy_comes_first_even_before_off() {
        assert_eq!(read("off", "corp.example")[0].0, "noproxy");
        assert_eq!(read("direct", "corp.example").len(), 1);
        assert_eq!(read("direct,", "corp.example").len(), 2);
    }

    #[test]
    fn a_list_of_blanks_has_no_entries() {
        for (goproxy, gonoproxy) in [("", ""), (", |", ""), (" ", "x"), ("", "x")] {
            let error = ProxyList::parse(goproxy, gonoproxy).unwrap_err();
            assert_eq!(error.wrong, Wrong::NoEntries, "{goproxy:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        let wrong = |goproxy| ProxyList::parse(goproxy, "").unwrap_err().wrong;
        assert_eq!(wrong("Direct"), Wrong::MissingScheme);
        assert_eq!(wrong("/srv/proxy"), Wrong::MissingScheme);
        assert_eq!(wrong("ftp://a"), Wrong::Scheme { scheme: "ftp".to_owned() });
        assert_eq!(wrong("file://host/x"), Wrong::FileUrlBeyondPath);
        assert!(matches!(wrong("https://a b"), Wrong::Url { .. }));
    }

    #[test]
    fn pieces_of_a_password_never_show() {
        for goproxy in ["https://u:hunter/2@h", "https://u:%hu@h"] {
            let error = ProxyList::parse(goproxy, "").unwrap_err();
            let shown = format!("{error:?} {}", error.message());
            assert!(!shown.contains("hu"), "{shown}");
        }
    }
}
