use super::paths::below;
use super::{Home, Tool};

/// What go before 1.27 makes of a path of launchpad.net that has no page.
/// go's file: `cmd/go/internal/vcs/vcs.go`, `vcsPathsAfterDynamic`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launchpad {
    pub home: Home,
    /// The project, where what follows it may be a series of it or a folder: whether
    /// there is a branch of the series decides.
    pub otherwise: Option<Home>,
}

/// The branch of a path below launchpad.net.
pub fn launchpad(path: &str, minor: u32) -> Option<Launchpad> {
    let tool = Tool::known("bzr", minor)?;
    let rest = below(path, "launchpad.net")?.strip_prefix('/')?;
    let elements: Vec<&str> = rest.split('/').collect();
    let home =
        |count: usize| Home::of(tool, &format!("launchpad.net/{}", elements[..count].join("/")));
    let of_person = elements[0].starts_with('~');
    let is_plain = |(at, element): (usize, &&str)| match at {
        0 if of_person => plain(&element[1..]),
        1 if of_person => plain(element) || *element == "+junk",
        _ => plain(element),
    };
    if !elements.iter().enumerate().all(is_plain) {
        return None;
    }
    match (of_person, elements.len()) {
        (true, 3..) => Some(Launchpad { home: home(3), otherwise: None }),
        (false, 1) => Some(Launchpad { home: home(1), otherwise: None }),
        (false, 2..) => Some(Launchpad { home: home(2), otherwise: Some(home(1)) }),
        _ => None,
    }
}

fn plain(element: &str) -> bool {
    let is_plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'.' | b'-');
    !element.is_empty() && element.bytes().all(is_plain)
}
