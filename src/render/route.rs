//! How go would fetch each module and why, for people.

use crate::base::Text;
use crate::go::pattern::near_miss;
use crate::model::{Credential, Facts, Hop, Judgement, NextOn, Report, Route, Via, is_everybodys};
use crate::render::page::Page;
use crate::render::{Style, Verbosity, scrub, seen};
use crate::say;
use std::io;

/// Writes each distinct way once, with the modules that take it; diagnoses, if
/// go itself would refuse, come first.
pub fn render(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    if report.verdict.judgement == Judgement::Fault || !report.verdict.roots.is_empty() {
        super::text::render(report, style, out)?;
    }
    let mut page = Page::new(style, scrub(report));
    for (route, modules) in ways(&report.evidence.routes) {
        page.gap();
        way(&mut page, route, &modules);
        near(&mut page, route, &report.evidence.facts);
    }
    settings(&mut page, report);
    out.write_all(page.into_text().as_bytes())
}

/// Most modules travel alike: a go.mod of hundreds has a handful of ways.
fn ways(routes: &[Route]) -> Vec<(&Route, Vec<String>)> {
    let mut ways: Vec<(&Route, Vec<String>)> = Vec::new();
    for route in routes {
        let name = if route.version.is_empty() {
            route.module.clone()
        } else {
            format!("{}@{}", route.module, route.version)
        };
        match ways.iter_mut().find(|(known, _)| alike(known, route)) {
            Some((_, modules)) => modules.push(name),
            None => ways.push((route, vec![name])),
        }
    }
    ways
}

fn alike(a: &Route, b: &Route) -> bool {
    a.hops == b.hops && a.direct_because == b.direct_because && a.checksums == b.checksums
}

fn way(page: &mut Page, route: &Route, modules: &[String]) {
    for module in modules {
        page.strong_line(0, module);
    }
    if let Some(matched) = &route.direct_because {
        let (variable, pattern) = (&matched.variable, &matched.pattern);
        let says = say! {
            en: "goes direct, because {variable} has the pattern {pattern}",
            zh: "直接获取，因为 {variable} 含有模式 {pattern}",
        };
        let says = page.words(&says);
        page.paragraph(2, &says);
    }
    for (at, hop) in route.hops.iter().enumerate() {
        let says = page.words(&self::hop(hop));
        page.item(2, &format!("{}. ", at + 1), None, &says);
    }
    let says = page.words(&checksums(route));
    page.paragraph(2, &says);
}

/// A pattern that was meant for it and does not match.
fn near(page: &mut Page, route: &Route, facts: &Facts) {
    let lists = [
        ("GONOPROXY", route.direct_because.is_none()),
        ("GONOSUMDB", route.checksums.skipped_because.is_none()),
    ];
    let mut told = Vec::new();
    for (list, _) in lists.into_iter().filter(|(_, unheld)| *unheld) {
        let variable = facts.holder_of(list);
        let Some(near) = near_miss(facts.settings.raw(list), &route.module) else { continue };
        if told.contains(&variable) || is_everybodys(&near.pattern) {
            continue;
        }
        told.push(variable);
        let (entry, pattern) = (near.entry.escape_debug().to_string(), &near.pattern);
        let says = say! {
            en: "`{entry}` in {variable} does not match it; `{pattern}` would",
            zh: "{variable} 里的 `{entry}` 不匹配它；`{pattern}` 则可以匹配",
        };
        let says = page.words(&says);
        page.paragraph(2, &says);
    }
}

fn hop(hop: &Hop) -> Text {
    let mut says = match &hop.via {
        Via::Proxy { url, .. } => Text::same(url.to_string()),
        Via::Direct => Text::of(
            "direct: from version control, as the module's path says",
            "direct：按模块路径从版本控制系统获取",
        ),
        Via::Off => Text::of("off: go stops here", "off：go 到此为止"),
    };
    let more = [proxied(hop), credentials(hop), next(hop)];
    for more in more.into_iter().flatten() {
        let (Text { en, zh }, and_en, and_zh) = (says, more.en, more.zh);
        says = say! { en: "{en}, {and_en}", zh: "{zh}，{and_zh}" };
    }
    says
}

fn proxied(hop: &Hop) -> Option<Text> {
    let proxy = hop.forward_proxy.as_ref()?;
    Some(say! { en: "through the forward proxy {proxy}", zh: "经正向代理 {proxy}" })
}

fn credentials(hop: &Hop) -> Option<Text> {
    Some(match hop.credentials? {
        Credential::Url => Text::of("with the credentials in the URL", "使用 URL 中的凭据"),
        Credential::Netrc => Text::of("with the credentials from netrc", "使用 netrc 中的凭据"),
        Credential::GoAuth => Text::of("with the credentials from GOAUTH", "使用 GOAUTH 的凭据"),
    })
}

fn next(hop: &Hop) -> Option<Text> {
    Some(match hop.next_on? {
        NextOn::NotFound => Text::of("on 404 or 410 the next", "遇到 404 或 410 时转下一个"),
        NextOn::AnyError => Text::of("on any error the next", "遇到任何错误都转下一个"),
    })
}

fn checksums(route: &Route) -> Text {
    let checksums = &route.checksums;
    if let Some(because) = &checksums.skipped_because {
        return say! {
            en: "checksums: no database is asked ({because})",
            zh: "校验和：不查询数据库（{because}）",
        };
    }
    let Some(database) = &checksums.database else {
        return Text::of("checksums: no database is asked", "校验和：不查询数据库");
    };
    let via: Vec<String> = checksums.via.iter().map(ToString::to_string).collect();
    let via = via.join(", ");
    if via.is_empty() {
        say! { en: "checksums: {database}", zh: "校验和：{database}" }
    } else {
        say! { en: "checksums: {database}, by way of {via}", zh: "校验和：{database}，依次经由 {via}" }
    }
}

/// The settings that decide all this, each with its source; defaults with -v.
fn settings(page: &mut Page, report: &Report) {
    use crate::go::env::Source;
    let verbose = page.style.verbosity == Verbosity::Verbose;
    let facts = &report.evidence.facts;
    let all = facts.settings.0.iter().chain(&facts.variables);
    let shown: Vec<_> = all.filter(|it| verbose || it.source != Source::Default).collect();
    if shown.is_empty() {
        return;
    }
    page.gap();
    let heading = page.words(&Text::of("Settings:", "设置："));
    page.strong_line(0, &heading);
    for it in shown {
        let source = page.words(&seen::source(it.source));
        page.line(2, &format!("{}={}  ({source})", it.name, it.value));
    }
}
