use crate::base::Text;
use crate::model::Report;
use crate::render::check::{self, Check, Status};
use crate::render::page::Page;
use crate::render::seen;
use crate::render::text::mark;
use crate::say;
use unicode_width::UnicodeWidthStr;

/// What stops go and nothing explains: silence is not health.
pub(super) fn unexplained(page: &mut Page, report: &Report) {
    let cites: Vec<_> = report.verdict.unexplained().collect();
    if cites.is_empty() {
        return;
    }
    page.gap();
    let mark = mark(Status::Fail, page.style);
    let says = page.words(&Text::of(
        "This fails, and no known cause explains it:",
        "以下失败没有已知原因可以解释：",
    ));
    page.item(0, &mark.words, mark.colour, &says);
    for cite in cites {
        let words = page.words(&seen::cite(report.evidence, &cite));
        page.item(mark.words.width(), "- ", None, &words);
    }
}

/// What goes away with its root.
pub(super) fn consequences(page: &mut Page, report: &Report) {
    let shadows = &report.verdict.shadows;
    if shadows.is_empty() {
        return;
    }
    page.gap();
    let heading = page.words(&Text::of("Follows from the above:", "由上述原因引起："));
    page.strong_line(0, &heading);
    for (shadow, root) in shadows {
        let title = &shadow.cause.title;
        let (en, zh, code) = (&title.en, &title.zh, shadow.cause.code);
        let says =
            say! { en: "{en} [{code}], because of {root}", zh: "{zh} [{code}]，源于 {root}" };
        let says = page.words(&says);
        page.item(0, "- ", None, &says);
    }
}

/// Every check, a line or two each.
pub(super) fn looked_at(page: &mut Page, report: &Report) {
    page.gap();
    let heading = page.words(&Text::of("Looked at:", "查看过："));
    page.strong_line(0, &heading);
    for check in check::all(report) {
        let mark = mark(check.status, page.style);
        let words = line(page, &check);
        page.item(0, &mark.words, mark.colour, &words);
    }
    page.gap();
}

fn line(page: &Page, check: &Check) -> String {
    let seen = page.words(&check.seen);
    let took = match check.duration_ms {
        Some(ms) => format!(" ({})", seen::time(ms)),
        None => String::new(),
    };
    let why = match &check.reason {
        Some(reason) => format!(" [{reason}]"),
        None => String::new(),
    };
    format!("{} - {seen}{took}{why}", check.id)
}
