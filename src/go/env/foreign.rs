//! Names that stand in a GOENV file and mean nothing there.

use super::{FileLine, NAMES};

/// Variables that programs read from the environment alone, go's own HTTP client and
/// runtime among them: a line of the GOENV file says nothing to anybody.
/// go's file: `cmd/go/internal/cfg/cfg.go`, `CanGetenv`.
const OF_THE_SHELL: &[&str] = &[
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "NETRC",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "GODEBUG",
    "GOENV",
    "GIT_SSH_COMMAND",
    "GIT_SSL_NO_VERIFY",
    "GIT_SSL_CAINFO",
    "GIT_TERMINAL_PROMPT",
    "GIT_CONFIG_COUNT",
];

/// Whether a variable of that name counts in the environment, and nowhere else.
pub fn is_of_the_shell(name: &str) -> bool {
    OF_THE_SHELL.contains(&name)
}

/// Whether it is a setting of go's that is looked at here.
pub fn is_of_go(name: &str) -> bool {
    NAMES.contains(&name)
}

/// The name as it is known here.
pub fn known_name(name: &str) -> Option<&'static str> {
    NAMES.iter().copied().find(|known| *known == name)
}

impl FileLine {
    /// The setting that a line was meant for which go passes over: `export NAME=`,
    /// `set NAME=`, a blank or small letters in front. A comment is meant for nobody.
    pub fn meant(&self) -> Option<&'static str> {
        let Self::Ignored { text, .. } = self else { return None };
        let (name, _) = text.as_str().split_once('=')?;
        let name = name.trim().trim_start_matches("export ").trim_start_matches("set ").trim();
        let name = name.trim_start_matches("$env:").to_ascii_uppercase();
        known_name(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::file_lines;
    use super::*;

    #[test]
    fn lines_for_another_reader_are_told() {
        let meant = |line: &str| file_lines(line.as_bytes()).next().and_then(|it| it.meant());
        assert_eq!(meant("export GOPROXY=direct"), Some("GOPROXY"));
        assert_eq!(meant(" GOPRIVATE=x"), Some("GOPRIVATE"));
        assert_eq!(meant("goproxy=direct"), Some("GOPROXY"));
        assert_eq!(meant("# GOPROXY=direct"), None);
        assert_eq!(meant("GOPROXY=direct"), None);
        assert_eq!(meant("see GOPROXY=direct"), None);
        assert!(is_of_the_shell("HTTPS_PROXY") && !is_of_the_shell("GOPROXY"));
    }
}
