use super::gover;
use crate::go::strconv::quote;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A well-formed GOTOOLCHAIN: `auto`, `path`, or a minimum with or without
/// `+auto` or `+path`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    pub minimum: Minimum,
    pub mode: Mode,
}

/// The toolchain that GOTOOLCHAIN starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Minimum {
    Local,
    Named { toolchain: String },
}

/// Whether go.mod may ask for a newer toolchain, and where it is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Only the minimum is used, whatever go.mod says.
    Fixed,
    /// In the PATH, else downloaded.
    Auto,
    /// In the PATH only.
    Path,
}

/// Why go refuses a value of GOTOOLCHAIN. Displays as go's message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettingError {
    /// Neither a keyword nor `go` with a version.
    Unknown { value: String },
    /// What stands before the plus is no toolchain.
    Minimum { value: String, minimum: String },
    /// What stands behind the plus is neither `auto` nor `path`.
    Suffix { value: String, suffix: String },
}

impl Setting {
    /// Reads GOTOOLCHAIN. An empty value leaves the local toolchain in charge.
    pub fn parse(value: &str) -> Result<Self, SettingError> {
        let setting = |minimum, mode| Ok(Self { minimum, mode });
        match value {
            "" => return setting(Minimum::Local, Mode::Fixed),
            "auto" => return setting(Minimum::Local, Mode::Auto),
            "path" => return setting(Minimum::Local, Mode::Path),
            _ => {}
        }
        let (minimum, suffix) = match value.split_once('+') {
            Some((minimum, suffix)) => (minimum, Some(suffix)),
            None => (value, None),
        };
        setting(read_minimum(value, minimum, suffix)?, read_mode(value, suffix)?)
    }
}

fn read_minimum(value: &str, minimum: &str, suffix: Option<&str>) -> Result<Minimum, SettingError> {
    if minimum == "local" {
        return Ok(Minimum::Local);
    }
    if gover::from_toolchain(minimum).is_some() {
        return Ok(Minimum::Named { toolchain: minimum.to_owned() });
    }
    let value = value.to_owned();
    Err(match suffix {
        Some(_) => SettingError::Minimum { value, minimum: minimum.to_owned() },
        None => SettingError::Unknown { value },
    })
}

fn read_mode(value: &str, suffix: Option<&str>) -> Result<Mode, SettingError> {
    match suffix {
        None => Ok(Mode::Fixed),
        Some("auto") => Ok(Mode::Auto),
        Some("path") => Ok(Mode::Path),
        Some(suffix) => {
            Err(SettingError::Suffix { value: value.to_owned(), suffix: suffix.to_owned() })
        }
    }
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Unknown { value } | Self::Minimum { value, .. } | Self::Suffix { value, .. }) =
            self;
        write!(f, "invalid GOTOOLCHAIN {}", quote(value))?;
        match self {
            Self::Unknown { .. } => Ok(()),
            Self::Minimum { minimum, .. } => {
                write!(f, ": invalid minimum toolchain {}", quote(minimum))
            }
            Self::Suffix { .. } => f.write_str(": only version suffixes are +auto and +path"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_forms_are_read() {
        let named = |toolchain: &str| Minimum::Named { toolchain: toolchain.to_owned() };
        for (value, minimum, mode) in [
            ("auto", Minimum::Local, Mode::Auto),
            ("path", Minimum::Local, Mode::Path),
            ("local", Minimum::Local, Mode::Fixed),
            ("", Minimum::Local, Mode::Fixed),
            ("local+auto", Minimum::Local, Mode::Auto),
            ("go1.22.3", named("go1.22.3"), Mode::Fixed),
            ("go1.22.3-acme+path", named("go1.22.3-acme"), Mode::Path),
        ] {
            assert_eq!(Setting::parse(value), Ok(Setting { minimum, mode }), "{value}");
        }
    }

    #[test]
    fn other_values_are_refused_in_go_s_words() {
        let refused = |value| Setting::parse(value).unwrap_err().to_string();
        assert_eq!(refused("1.22"), r#"invalid GOTOOLCHAIN "1.22""#);
        assert_eq!(refused("auto\r"), r#"invalid GOTOOLCHAIN "auto\r""#);
        assert_eq!(
            refused("x+auto"),
            r#"invalid GOTOOLCHAIN "x+auto": invalid minimum toolchain "x""#
        );
        assert!(refused("local+").ends_with("only version suffixes are +auto and +path"));
    }
}
