use super::{Flag, Goflags};
use crate::go::strconv::{parse_bool, quote};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What `go mod download` makes of a flag in GOFLAGS that it knows. Displays as go's
/// message. go's files: `cmd/go/internal/base/goflags.go`, `SetFromGOFLAGS`, and
/// `cmd/go/internal/modcmd/download.go`, `init`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlagMisuse {
    /// A switch is given a value that is neither true nor false.
    NotABool { name: String, value: String },
    /// The flag wants a value behind an equals sign.
    NoValue { name: String },
    /// `-C` counts only as the first word that is typed.
    NotFirst { dir: String },
}

/// The switches that `go mod download` knows.
const SWITCHES: &[&str] = &["x", "json", "modcacherw"];
/// Its flags with a value.
const VALUED: &[&str] = &["C", "reuse", "modfile", "overlay"];

impl Goflags {
    /// The first flag at which `go mod download` stops. Those that it does not know
    /// it passes over, whatever their value.
    pub fn misused(&self) -> Option<FlagMisuse> {
        self.0.iter().find_map(Flag::misused)
    }
}

impl Flag {
    /// What `go mod download` refuses of it.
    pub fn misused(&self) -> Option<FlagMisuse> {
        let name = self.name.clone();
        let value = self.value.as_deref();
        if SWITCHES.contains(&name.as_str()) {
            let value = value.filter(|value| parse_bool(value).is_none())?.to_owned();
            return Some(FlagMisuse::NotABool { name, value });
        }
        if !VALUED.contains(&name.as_str()) {
            return None;
        }
        match value {
            None => Some(FlagMisuse::NoValue { name }),
            Some(dir) if name == "C" => Some(FlagMisuse::NotFirst { dir: dir.to_owned() }),
            Some(_) => None,
        }
    }
}

impl fmt::Display for FlagMisuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotABool { name, value } => {
                let value = quote(value);
                write!(
                    f,
                    "invalid boolean value {value} for flag -{name} (from $GOFLAGS): parse error"
                )
            }
            Self::NoValue { name } => write!(f, "flag needs an argument: -{name} (from $GOFLAGS)"),
            Self::NotFirst { dir } => write!(
                f,
                "invalid value {} for flag -C (from $GOFLAGS): -C flag must be first flag on command line",
                quote(dir)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_flags_stop_a_download() {
        let said = |value| {
            let flags = Goflags::parse(value, "").unwrap();
            flags.misused().map(|misuse| misuse.to_string())
        };
        for fine in ["-mod=foo", "-x=T -json=0", "-ldflags", "-modfile=", "-v=maybe", "-mod"] {
            assert_eq!(said(fine), None, "{fine}");
        }
        let wrong = r#"invalid boolean value "maybe" for flag -x (from $GOFLAGS): parse error"#;
        assert_eq!(said("-mod=mod --x=maybe").as_deref(), Some(wrong));
        assert!(said("-modfile").unwrap().starts_with("flag needs an argument"));
        assert!(said("-C=/tmp").unwrap().ends_with("must be first flag on command line"));
    }
}
