use crate::base::Text;
use crate::model::{Fix, Proof, Report, Risk, Scope};
use crate::render::page::Page;
use crate::render::target::{self, Place};
use crate::say;

/// All fixes, each with its commands alone on their lines, as they are typed.
pub(super) fn write(page: &mut Page, indent: usize, report: &Report, fixes: &[Fix]) {
    if fixes.is_empty() {
        return;
    }
    page.gap();
    let target = page.style.target.name();
    let heading = page.words(&say! { en: "To fix it ({target}):", zh: "修复方法（{target}）：" });
    page.strong_line(indent, &heading);
    for (at, fix) in fixes.iter().enumerate() {
        if at > 0 {
            page.gap();
        }
        one(page, indent, report, at + 1, fix);
    }
}

fn one(page: &mut Page, indent: usize, report: &Report, number: usize, fix: &Fix) {
    let (title, reach) = (&fix.title, reach(fix.scope));
    let (en, zh, for_en, for_zh) = (&title.en, &title.zh, reach.en, reach.zh);
    let head = page.words(&say! { en: "{en} ({for_en})", zh: "{zh}（{for_zh}）" });
    let number = format!("{number}. ");
    page.item(indent, &number, None, &head);
    let inside = indent + number.len();
    if let Some(price) = price(&fix.risk) {
        let price = page.words(&price);
        page.paragraph(inside, &price);
    }
    let place = Place { platform: &report.evidence.facts.platform, lang: page.style.lang };
    for line in page.style.target.write(&fix.steps, &place) {
        page.line(inside + 2, &line);
    }
    if let Some(proof) = proof(fix) {
        let proof = page.words(&proof);
        page.paragraph(inside, &proof);
    }
}

fn price(risk: &Risk) -> Option<Text> {
    Some(match risk {
        Risk::Safe => return None,
        Risk::TradeOff(Text { en, zh }) => say! { en: "What it gives up: {en}", zh: "代价：{zh}" },
        Risk::Unsafe(Text { en, zh }) => say! { en: "Unsafe: {en}", zh: "不安全：{zh}" },
    })
}

fn proof(fix: &Fix) -> Option<Text> {
    Some(match &fix.proof {
        Proof::NotVerifiable(Text { en, zh }) => {
            say! { en: "Not tried: {en}", zh: "未验证：{zh}" }
        }
        Proof::Failed(Text { en, zh }) => {
            say! { en: "Tried, and it does not help: {en}", zh: "已验证，无效：{zh}" }
        }
        _ if target::has_placeholder(&fix.steps) => Text::of(
            "Not tried: fill in what stands in angle brackets first.",
            "未验证：请先填写尖括号中的内容。",
        ),
        Proof::Passed(Text { en, zh }) => {
            say! { en: "Tried, and it works: {en}", zh: "已验证，有效：{zh}" }
        }
        Proof::NotRun => return None,
    })
}

fn reach(scope: Scope) -> Text {
    match scope {
        Scope::Process => Text::of("for this command or shell", "仅当前命令或 shell"),
        Scope::Project => Text::of("for this project", "当前项目"),
        Scope::User => Text::of("for this user", "当前用户"),
        Scope::Machine => Text::of("for this machine", "整台机器"),
        Scope::Image => Text::of("for this image", "当前镜像"),
        Scope::Ci => Text::of("for the CI", "CI 环境"),
        Scope::Upstream => Text::of("to be done upstream", "需由上游处理"),
    }
}
