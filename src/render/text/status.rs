use crate::model::Severity;
use crate::render::check::Status;
use crate::render::{Glyphs, Style};
use colored::Color;

/// A status as it stands at the start of a line: never by colour alone.
pub(super) struct Mark {
    /// Padded, so that what follows lines up.
    pub(super) words: String,
    pub(super) colour: Option<Color>,
}

/// The mark of a status.
pub(super) fn mark(status: Status, style: &Style) -> Mark {
    let (symbol, word, colour) = match status {
        Status::Pass => ("✓", "ok", Some(Color::Green)),
        Status::Warn => ("!", "warn", Some(Color::Yellow)),
        Status::Fail => ("✗", "FAIL", Some(Color::Red)),
        Status::Skip => ("-", "skip", None),
        Status::Unknown => ("?", "????", Some(Color::Cyan)),
    };
    let words = match style.glyphs {
        Glyphs::Unicode => format!("{symbol} {word:<4}  "),
        Glyphs::Ascii => format!("{word:<4}  "),
    };
    Mark { words, colour }
}

/// The status that a finding of this severity gets.
pub(super) fn of(severity: Severity) -> Status {
    match severity {
        Severity::Error => Status::Fail,
        Severity::Warning => Status::Warn,
        Severity::Info => Status::Pass,
    }
}
