//! The full text on one cause, and the catalogue.

use crate::base::{Scrub, Text};
use crate::model::Cause;
use crate::render::Style;
use crate::render::page::Page;
use crate::say;
use std::io;
use unicode_width::UnicodeWidthStr;

/// What `explain CODE` prints.
pub fn one(cause: &Cause, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut page = Page::new(style, Scrub::default());
    let (title, area) = (page.words(&cause.title), page.words(&cause.area.title()));
    page.strong_line(0, &format!("{title} [{}]", cause.code));
    page.line(0, &area);
    page.gap();
    let docs = page.words(&cause.docs);
    docs.trim().lines().for_each(|line| document(&mut page, line));
    if !cause.explains.is_empty() {
        page.gap();
        let codes = cause.explains.join(", ");
        let says = say! { en: "What it brings about: {codes}", zh: "由它引起：{codes}" };
        let says = page.words(&says);
        page.paragraph(0, &says);
    }
    out.write_all(page.into_text().as_bytes())
}

/// Indented lines are commands and go's own words: they stay as they are.
fn document(page: &mut Page, line: &str) {
    if line.starts_with([' ', '\t']) {
        page.line(0, line);
    } else {
        page.paragraph(0, line);
    }
}

/// What `explain --list` prints: every code with its title, by area.
pub fn list(causes: &[&Cause], style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut page = Page::new(style, Scrub::default());
    let widest = causes.iter().map(|cause| cause.code.width()).max();
    let mut sorted = causes.to_vec();
    sorted.sort_by_key(|cause| cause.area);
    for group in sorted.chunk_by(|a, b| a.area == b.area) {
        page.gap();
        let area: &Text = &group[0].area.title();
        let area = page.words(area);
        page.strong_line(0, &area);
        for cause in group {
            let code = format!("{:<1$}  ", cause.code, widest.unwrap_or(0));
            let title = page.words(&cause.title);
            page.item(2, &code, None, &title);
        }
    }
    out.write_all(page.into_text().as_bytes())
}
