//! The JSON document of schema version 1.0: `fixtures/report.schema.json`.

mod diagnosis;
mod document;
mod environment;
mod redact;

#[cfg(test)]
mod tests;

use crate::model::{Report, Run};
use crate::render::{Style, scrub};
use document::Document;
use serde::Serialize;
use std::io;

/// Writes the one document, with a line break at its end.
pub fn render(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    write(&redact::document(&Document::of(report, style), &scrub(report)), out)
}

/// The document of a run that could not do its work: bad usage, unreadable
/// input. Exit code 2, nothing concluded, and an `error`.
pub fn failure(run: &Run, error: &str, out: &mut dyn io::Write) -> io::Result<()> {
    write(&Document::failed(run, error), out)
}

fn write(document: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let mut text = serde_json::to_string_pretty(document).map_err(io::Error::other)?;
    text.push('\n');
    out.write_all(text.as_bytes())
}
