//! The report for people: what is wrong, why we think so, what to type.

mod diagnosis;
mod excerpt;
mod fix;
mod rest;
mod status;
mod summary;

#[cfg(test)]
mod tests;

use crate::model::{Judgement, Report};
use crate::render::page::Page;
use crate::render::{Style, Verbosity, scrub};
use std::io;

use status::mark;

/// Writes the report: one line where all is well.
pub fn render(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut page = Page::new(style, scrub(report));
    let foreign = summary::foreign(&mut page, report);
    for diagnosis in &report.verdict.roots {
        diagnosis::write(&mut page, report, diagnosis);
    }
    rest::unexplained(&mut page, report);
    rest::consequences(&mut page, report);
    if style.verbosity == Verbosity::Verbose {
        rest::looked_at(&mut page, report);
    }
    if !foreign {
        summary(&mut page, report);
    }
    out.write_all(page.into_text().as_bytes())
}

/// A fault needs no summary; quiet leaves out what is good.
fn summary(page: &mut Page, report: &Report) {
    let quiet = page.style.verbosity == Verbosity::Quiet;
    match report.verdict.judgement {
        Judgement::Fault => {}
        Judgement::Inconclusive => summary::inconclusive(page, report),
        Judgement::Healthy | Judgement::Warning if quiet => {}
        Judgement::Healthy | Judgement::Warning => summary::healthy(page, report),
    }
}
