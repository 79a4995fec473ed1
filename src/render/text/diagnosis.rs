use crate::base::Text;
use crate::model::{Confidence, Diagnosis, Location, Report, Severity};
use crate::render::page::Page;
use crate::render::seen;
use crate::render::target::Place;
use crate::render::text::{excerpt, fix, mark, status};
use crate::say;
use unicode_width::UnicodeWidthStr;

/// As many modules as are named.
const EXAMPLES: usize = 3;

/// One root cause, from what is wrong to what to type.
pub(super) fn write(page: &mut Page, report: &Report, diagnosis: &Diagnosis) {
    let finding = &diagnosis.finding;
    page.gap();
    let indent = head(page, diagnosis);
    let says = page.words(&finding.says);
    page.paragraph(indent, &says);
    if let Some(location) = &finding.location {
        let source = report.evidence.facts.project.line_at(location);
        let location = &Location { source: source.or(location.source.clone()), ..location.clone() };
        excerpt::write(page, indent, location);
    }
    evidence(page, indent, report, diagnosis);
    ruled_out(page, indent, diagnosis);
    affected(page, indent, report, diagnosis);
    unsettled(page, indent, report, diagnosis);
    fix::write(page, indent, report, &diagnosis.fixes);
}

/// What the text of a log cannot tell, and what to type to know it.
fn unsettled(page: &mut Page, indent: usize, report: &Report, diagnosis: &Diagnosis) {
    let Some(open) = &diagnosis.finding.unsettled else { return };
    page.gap();
    let words = page.words(&open.says);
    page.paragraph(indent, &words);
    heading(
        page,
        indent,
        &Text::of("To settle it, where it failed:", "在出错的地方运行，即可确定："),
    );
    let place = Place { platform: &report.evidence.facts.platform, lang: page.style.lang };
    for line in page.style.target.write(&open.steps, &place) {
        page.line(indent + 2, &line);
    }
}

/// `FAIL  The title [code, likely]`; returns where its words begin.
fn head(page: &mut Page, diagnosis: &Diagnosis) -> usize {
    let finding = &diagnosis.finding;
    let mark = mark(status::of(finding.severity), page.style);
    let title = page.words(&diagnosis.cause.title);
    let code = diagnosis.cause.code;
    let doubt = match finding.confidence {
        Confidence::Certain => None,
        Confidence::Likely => Some(Text::of("likely", "很可能")),
        Confidence::Possible => Some(Text::of("possible", "可能")),
    };
    let code = match doubt {
        Some(doubt) => format!("{code}, {}", page.words(&doubt)),
        None => code.to_owned(),
    };
    page.item(0, &mark.words, mark.colour, &format!("{title} [{code}]"));
    mark.words.width()
}

fn evidence(page: &mut Page, indent: usize, report: &Report, diagnosis: &Diagnosis) {
    let cited = &diagnosis.finding.because;
    if cited.is_empty() {
        return;
    }
    heading(page, indent, &Text::of("Seen:", "依据："));
    for cite in cited {
        let words = page.words(&seen::cite(report.evidence, cite));
        page.item(indent, "- ", None, &words);
    }
}

fn ruled_out(page: &mut Page, indent: usize, diagnosis: &Diagnosis) {
    let out = &diagnosis.finding.ruled_out;
    if out.is_empty() {
        return;
    }
    heading(page, indent, &Text::of("Ruled out:", "已排除："));
    for it in out {
        let because = page.words(&it.because);
        page.item(indent, "- ", None, &format!("{}: {because}", it.code));
    }
}

fn affected(page: &mut Page, indent: usize, report: &Report, diagnosis: &Diagnosis) {
    let finding = &diagnosis.finding;
    let needed = report.evidence.facts.needs.len();
    let says = match finding.affects.as_slice() {
        [] if finding.severity == Severity::Error && needed > 0 => say! {
            en: "This stops all modules that go needs here ({needed}).",
            zh: "go 在此需要的全部模块（{needed} 个）都因此受阻。",
        },
        [] => return,
        modules => {
            let (count, some) = (modules.len(), modules.len().min(EXAMPLES));
            let named = modules[..some].join(", ");
            let more = if count > some { ", …" } else { "" };
            say! {
                en: "Modules this concerns ({count}): {named}{more}",
                zh: "受影响的模块（{count} 个）：{named}{more}",
            }
        }
    };
    page.gap();
    let words = page.words(&says);
    page.paragraph(indent, &words);
}

fn heading(page: &mut Page, indent: usize, words: &Text) {
    page.gap();
    let words = page.words(words);
    page.strong_line(indent, &words);
}
