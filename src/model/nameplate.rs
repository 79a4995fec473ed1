use crate::go::modfile::{Grammar, ModFile, parse, parse_lax};
use serde::{Deserialize, Serialize};

/// Directives that begin a line of any go.mod.
const VERBS: &[&str] = &["module", "go", "require", "replace", "exclude", "retract", "toolchain"];

/// What the go.mod of a dependency says of its own module, as go reads it.
/// go's file: `cmd/go/internal/modload/modfile.go`, `rawGoModSummary`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nameplate {
    /// The path of its `module` line; none where there is none to be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    /// What go's lenient reader stumbles over, in go's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Whether it replaces or excludes modules, which counts in a main module alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub directs: bool,
}

impl Nameplate {
    /// Reads a go.mod as go reads that of a dependency.
    pub fn of(content: &[u8]) -> Self {
        match parse_lax(content, Grammar::default()) {
            Ok(file) => Self::in_file(&file, content),
            Err(errors) => {
                let error = errors.first().map(|error| error.shown("go.mod"));
                Self { module: None, error, directs: false }
            }
        }
    }

    fn in_file(file: &ModFile, content: &[u8]) -> Self {
        let strict = parse(content, Grammar::default());
        let directs = |it: ModFile| !it.replace.is_empty() || !it.exclude.is_empty();
        let module = file.module.as_ref().map(|module| module.path.clone());
        let module = module.filter(|path| !path.is_empty());
        Self { module, error: None, directs: strict.is_ok_and(directs) }
    }

    /// Whether go can take it for the go.mod of a module.
    pub fn is_whole(&self) -> bool {
        self.error.is_none() && self.module.is_some()
    }

    /// Whether a text was meant for a go.mod, if not by a reader of go's: a page or JSON
    /// in its place is another's fault.
    pub fn is_meant(content: &[u8]) -> bool {
        let text = String::from_utf8_lossy(content);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let begins = |line: &str| {
            let word = line.split([' ', '\t', '(']).next().unwrap_or_default();
            VERBS.contains(&word.trim())
        };
        !text.starts_with(['<', '{', '[']) && text.lines().any(begins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_go_mod_is_told_from_what_stands_in_its_place() {
        let whole = Nameplate::of(b"module example.com/m\n\nfrobnicate x\n");
        assert!(whole.is_whole() && whole.module.as_deref() == Some("example.com/m"));
        let nameless = Nameplate::of(b"go 1.20\nrequire example.com/a v1.0.0\n");
        assert!(!nameless.is_whole() && nameless.error.is_none());
        let broken = Nameplate::of(b"module example.com/m\nrequire (\n");
        assert!(broken.error.is_some_and(|it| it.starts_with("go.mod:3: syntax error")));
        for meant in ["go 1.20\n", "\u{feff}module m\n", "// a\nrequire(\n", "module"] {
            assert!(Nameplate::is_meant(meant.as_bytes()), "{meant}");
        }
        for other in ["", "<html>\nmodule x\n", "{\"go\": 1}", "not found: module x"] {
            assert!(!Nameplate::is_meant(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn replacements_are_seen_though_they_do_not_count() {
        let directs = |text: &str| Nameplate::of(text.as_bytes()).directs;
        assert!(directs("module example.com/m\nreplace example.com/a => ../a\n"));
        assert!(directs("module example.com/m\nexclude example.com/a v1.0.0\n"));
        assert!(!directs("module example.com/m\nrequire example.com/a v1.0.0\n"));
    }
}
