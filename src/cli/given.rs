use crate::base::Lang;
use std::ffi::OsString;

/// All that a command line is understood from.
pub struct Given<'a> {
    /// With the program's own name in front.
    pub arguments: Vec<OsString>,
    pub variable: &'a dyn Fn(&str) -> Option<String>,
    /// The codes of all causes.
    pub codes: &'a [&'a str],
    /// Columns of the terminal, for help.
    pub width: usize,
}

impl Given<'_> {
    /// A variable that is set and not empty.
    pub(super) fn set(&self, name: &str) -> Option<String> {
        (self.variable)(name).filter(|value| !value.is_empty())
    }

    /// The language before anything is parsed: help and mistakes need it.
    pub(super) fn lang(&self) -> Lang {
        let asked = self.value_of("--lang");
        match asked.or_else(|| self.set("GOMOD_DOCTOR_LANG")).as_deref() {
            Some("zh") => Lang::Zh,
            Some("en") => Lang::En,
            _ => self.locale(),
        }
    }

    fn locale(&self) -> Lang {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
        match names.iter().find_map(|name| self.set(name)) {
            Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Lang::Zh,
            _ => Lang::En,
        }
    }

    /// Whether a machine format was asked for, however broken the rest is.
    pub(super) fn wants_json(&self) -> bool {
        let words: Vec<String> = self.typed().collect();
        let typed = words.iter().any(|word| word == "--format=json")
            || words.windows(2).any(|pair| pair == ["--format", "json"]);
        let never = !words.iter().any(|word| word.starts_with("--format"));
        typed || (never && self.set("GOMOD_DOCTOR_FORMAT").as_deref() == Some("json"))
    }

    /// The last value of a long flag, read without a parser.
    fn value_of(&self, flag: &str) -> Option<String> {
        let words: Vec<String> = self.typed().collect();
        let mut found = None;
        for (at, word) in words.iter().enumerate() {
            match word.strip_prefix(flag) {
                Some("") => found = words.get(at + 1).cloned(),
                Some(rest) => found = rest.strip_prefix('=').map(str::to_owned).or(found),
                None => {}
            }
        }
        found
    }

    /// What was typed as text, up to `--`.
    fn typed(&self) -> impl Iterator<Item = String> + '_ {
        let words = self.arguments.iter().skip(1);
        words.map(|word| word.to_string_lossy().into_owned()).take_while(|word| word != "--")
    }
}
