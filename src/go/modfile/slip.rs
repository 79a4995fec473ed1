use super::fault::{Fault, SyntaxError};
use crate::go::module::VersionFault;

/// What a complaint about go.mod or go.work is about. Each is another mistake, with
/// another way out, though go heads them all with `errors parsing go.mod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slip {
    /// The file is right, and this go too old for it.
    Newer,
    /// The line is not one that go.mod may hold.
    Grammar,
    /// No module can have this path.
    Path,
    /// The version is none that go.mod may hold.
    Version,
    /// Path and version speak of different major versions.
    Major,
}

/// Directives that came with a later go than the reader may have.
const LATER: &[&str] = &["toolchain", "godebug", "tool", "ignore"];

impl Fault {
    /// What it is about.
    pub fn slip(&self) -> Slip {
        match self {
            Self::UnknownDirective { verb } | Self::UnknownBlock { block: verb }
                if LATER.contains(&verb.as_str()) =>
            {
                Slip::Newer
            }
            Self::GoVersion { version, .. } if is_release(version) => Slip::Newer,
            Self::ModulePath | Self::ReplacedPath { .. } => Slip::Path,
            Self::Version { error, .. } => match &error.fault {
                VersionFault::WrongMajor { .. } => Slip::Major,
                VersionFault::MalformedPath { .. } => Slip::Path,
                VersionFault::InvalidSyntax | VersionFault::QuoteInside => Slip::Grammar,
                VersionFault::NotSemantic
                | VersionFault::Disallowed
                | VersionFault::NotCanonical => Slip::Version,
            },
            _ => Slip::Grammar,
        }
    }
}

impl SyntaxError {
    /// What it is about.
    pub fn slip(&self) -> Slip {
        self.fault.slip()
    }
}

/// `1.22.0`, which go 1.20 refuses and go 1.21 reads.
fn is_release(version: &str) -> bool {
    let parts: Vec<&str> = version.split('.').collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (2..=3).contains(&parts.len()) && parts.iter().all(digits)
}

#[cfg(test)]
mod tests {
    use super::Slip;
    use crate::go::modfile::{Grammar, parse};

    fn slips(version: &str, lines: &str) -> Vec<Slip> {
        let text = format!("module example.com/m\n{lines}\n");
        let errors = parse(text.as_bytes(), Grammar::of(version)).unwrap_err();
        errors.iter().map(crate::go::modfile::SyntaxError::slip).collect()
    }

    #[test]
    fn each_mistake_is_of_one_kind() {
        let of = |lines: &str| slips("go1.26.8", lines);
        assert_eq!(of("reqire example.com/a v1.0.0"), [Slip::Grammar]);
        assert_eq!(of("go 1.x"), [Slip::Grammar]);
        assert_eq!(of("require example.com/a v2.0.0"), [Slip::Major]);
        assert_eq!(of("require example.com/a/v1 v1.0.0"), [Slip::Path]);
        assert_eq!(slips("go1.20.14", "go 1.22.0"), [Slip::Newer]);
        assert_eq!(slips("go1.20.14", "tool example.com/a"), [Slip::Newer]);
    }
}
