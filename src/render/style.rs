use crate::base::Lang;
use crate::render::target::{self, Target};
use colored::{Color, Colorize, control};

/// How a report for people is to look. Decided once, before anything is drawn.
#[derive(Clone, Copy)]
pub struct Style {
    pub lang: Lang,
    /// Columns, at least 40.
    pub width: usize,
    pub colour: bool,
    pub glyphs: Glyphs,
    pub verbosity: Verbosity,
    /// Where the reader will type the fixes.
    pub target: &'static dyn Target,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            lang: Lang::En,
            width: Self::USUAL_WIDTH,
            colour: false,
            glyphs: Glyphs::Ascii,
            verbosity: Verbosity::Normal,
            target: target::ALL[0],
        }
    }
}

/// Which characters the terminal can draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    Unicode,
    Ascii,
}

/// How much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// Diagnoses only, nothing where all is well.
    Quiet,
    #[default]
    Normal,
    /// Also what was looked at.
    Verbose,
}

/// The value of `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColourChoice {
    #[default]
    Auto,
    Always,
    Never,
}

impl ColourChoice {
    /// Whether to colour one stream. `terminal` says whether that very stream is
    /// one; a file given by `-o` is none.
    ///
    /// `--color`, then `NO_COLOR`, then `CLICOLOR_FORCE` or `FORCE_COLOR`, then
    /// `CLICOLOR=0`, then `TERM=dumb`, then the stream.
    pub fn decide(self, variable: &dyn Fn(&str) -> Option<String>, terminal: bool) -> bool {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let forced = |name: &str| set(name).is_some_and(|value| value != "0");
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto if set("NO_COLOR").is_some() => false,
            Self::Auto if forced("CLICOLOR_FORCE") || forced("FORCE_COLOR") => true,
            Self::Auto if set("CLICOLOR").as_deref() == Some("0") => false,
            Self::Auto if set("TERM").as_deref() == Some("dumb") => false,
            Self::Auto => terminal,
        }
    }
}

impl Glyphs {
    /// ASCII unless the locale says UTF-8 and the terminal is not a dumb one.
    pub fn decide(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
        let locale = locale.unwrap_or_default().to_ascii_lowercase();
        let utf8 = locale.contains("utf-8") || locale.contains("utf8");
        if utf8 && set("TERM").as_deref() != Some("dumb") { Self::Unicode } else { Self::Ascii }
    }
}

impl Style {
    /// Where no terminal says how wide it is.
    pub const USUAL_WIDTH: usize = 100;

    pub(super) fn paint(&self, words: &str, colour: Color) -> String {
        self.shown(words, |words| words.color(colour).to_string())
    }

    pub(super) fn strong(&self, words: &str) -> String {
        self.shown(words, |words| words.bold().to_string())
    }

    /// The crate's own guess looks at standard output alone; ours is made.
    fn shown(&self, words: &str, painted: impl Fn(&str) -> String) -> String {
        if !self.colour || words.is_empty() {
            return words.to_owned();
        }
        control::set_override(true);
        painted(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(choice: ColourChoice, variables: &[(&str, &str)], terminal: bool) -> bool {
        let look = |name: &str| {
            let named = variables.iter().find(|(known, _)| *known == name);
            named.map(|(_, value)| (*value).to_owned())
        };
        choice.decide(&look, terminal)
    }

    #[test]
    fn each_reason_yields_to_the_one_before() {
        let auto = ColourChoice::Auto;
        let no = ("NO_COLOR", "1");
        let force = ("CLICOLOR_FORCE", "1");
        assert!(decided(ColourChoice::Always, &[no], false));
        assert!(!decided(ColourChoice::Never, &[force], true));
        assert!(!decided(auto, &[no, force], true));
        assert!(decided(auto, &[("NO_COLOR", ""), force], false));
        assert!(decided(auto, &[force, ("CLICOLOR", "0")], false));
        assert!(decided(auto, &[("FORCE_COLOR", "3")], false));
        assert!(!decided(auto, &[("CLICOLOR_FORCE", "0")], false));
        assert!(!decided(auto, &[("CLICOLOR", "0")], true));
        assert!(!decided(auto, &[("TERM", "dumb")], true));
        assert!(decided(auto, &[("TERM", "xterm")], true));
        assert!(!decided(auto, &[], false));
    }

    #[test]
    fn glyphs_follow_the_locale() {
        let of = |pairs: &'static [(&str, &str)]| {
            Glyphs::decide(&move |name| {
                let named = pairs.iter().find(|(known, _)| *known == name);
                named.map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(of(&[("LANG", "zh_CN.UTF-8")]), Glyphs::Unicode);
        assert_eq!(of(&[("LC_ALL", "C"), ("LANG", "en_US.utf8")]), Glyphs::Ascii);
        assert_eq!(of(&[("LANG", "C.UTF-8"), ("TERM", "dumb")]), Glyphs::Ascii);
        assert_eq!(of(&[]), Glyphs::Ascii);
    }
}
