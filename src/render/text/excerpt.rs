use crate::model::Location;
use crate::render::page::Page;
use crate::render::{Glyphs, Style};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// Longer lines are no help to a reader.
const LONGEST: usize = 2000;

/// The place in the file: the line with a caret below, or file and line alone.
pub(super) fn write(page: &mut Page, indent: usize, location: &Location) {
    page.gap();
    let place = match location.column {
        Some(column) => format!("{}:{}:{column}", location.file, location.line),
        None => format!("{}:{}", location.file, location.line),
    };
    match location.source.as_deref().filter(|it| it.len() <= LONGEST) {
        Some(source) => {
            let drawn = drawn(location, source, page.style, indent);
            page.drawn(indent, &drawn);
        }
        None => page.line(indent, &place),
    }
}

fn drawn(location: &Location, source: &str, style: &Style, indent: usize) -> String {
    let source = plain(source);
    let span = span(&source, location.column);
    let snippet = Snippet::source(source.as_str())
        .line_start(location.line.max(1))
        .path(plain(&location.file))
        .annotation(AnnotationKind::Primary.span(span));
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let decor = match style.glyphs {
        Glyphs::Unicode => DecorStyle::Unicode,
        Glyphs::Ascii => DecorStyle::Ascii,
    };
    renderer
        .term_width(style.width.saturating_sub(indent).max(20))
        .decor_style(decor)
        .render(&[Group::with_level(Level::ERROR).element(snippet)])
}

/// Control characters become blanks, so that columns stay where they are.
fn plain(text: &str) -> String {
    let blank = |c: char| if c.is_control() { ' ' } else { c };
    text.chars().map(blank).collect()
}

/// From the column, in characters counted from 1, to the end of its word; the
/// whole line where no column is known.
fn span(source: &str, column: Option<usize>) -> Range<usize> {
    let Some(column) = column else {
        let start = source.len() - source.trim_start().len();
        return start..source.trim_end().len().max(start);
    };
    let mut starts = source.char_indices().map(|(at, _)| at);
    let start = starts.nth(column.saturating_sub(1)).unwrap_or(source.len());
    let word = source[start..].find(char::is_whitespace);
    start..word.map_or(source.len(), |end| start + end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_location_is_too_odd(
            source in "\\PC{0,40}|[\\t a中\u{7}\u{301}]{0,200}",
            column in prop::option::of(0usize..60),
            line in prop_oneof![0usize..20, Just(usize::MAX)],
            width in 0usize..100,
            unicode: bool,
        ) {
            let location = Location { file: "go.mod".into(), line, column, source: None };
            let glyphs = if unicode { Glyphs::Unicode } else { Glyphs::Ascii };
            let style = Style { width, glyphs, ..Style::default() };
            prop_assert!(drawn(&location, &source, &style, 8).contains("go.mod"));
        }
    }
}
