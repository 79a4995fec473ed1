use crate::base::{Excerpt, Text};
use crate::model::{CacheState, Cite, Fetch, Force, Mode, Outcome, Report, Role, Tally, Unknown};
use crate::render::Verbosity;
use crate::render::check::Status;
use crate::render::page::Page;
use crate::render::seen;
use crate::render::text::mark;
use crate::say;

/// A request that was given less time than this was cut off by the whole run.
const LATE_MS: u64 = 1000;

/// The one line of a run that found nothing in go's way.
pub(super) fn healthy(page: &mut Page, report: &Report) {
    line(page, Status::Pass, &good(report));
}

/// The sentence of a run that could not settle the question.
pub(super) fn inconclusive(page: &mut Page, report: &Report) {
    line(page, Status::Unknown, &open(report));
}

/// The one line of a command that failed for something else; says whether it did.
pub(super) fn foreign(page: &mut Page, report: &Report) -> bool {
    let is_run = report.run.mode == Mode::Run && report.run.complete;
    let Some(command) = report.run.command.as_deref().filter(|_| is_run) else { return false };
    let hints = report.evidence.symptoms.iter().all(|it| it.force == Force::Hints);
    let is_told = |it: &Cite| matches!(it, Cite::Symptom(_));
    let told = report.verdict.roots.iter().any(|it| it.finding.because.iter().any(is_told));
    if !hints || told {
        return false;
    }
    let command = Excerpt::text(command);
    let command = command.as_str();
    let says = say! {
        en: "nothing in what {command} printed is about downloading modules",
        zh: "{command} 的输出中没有与下载模块有关的内容",
    };
    let found = report.verdict.roots.len() + report.verdict.unexplained().count();
    if page.style.verbosity != Verbosity::Quiet || found > 0 {
        let words = page.words(&says);
        page.paragraph(0, &format!("gomod-doctor: {words}"));
    }
    true
}

fn line(page: &mut Page, status: Status, says: &Text) {
    page.gap();
    let mark = mark(status, page.style);
    let words = page.words(says);
    page.item(0, &mark.words, mark.colour, &words);
}

fn good(report: &Report) -> Text {
    match report.run.mode {
        Mode::Verify => agreed(report),
        Mode::Dockerfile => Text::of(
            "nothing in this Dockerfile stands in the way of module downloads",
            "该 Dockerfile 中没有妨碍模块下载的内容",
        ),
        Mode::Log => {
            Text::of("this log shows no failed module download", "该日志中没有失败的模块下载")
        }
        Mode::Check | Mode::Run | Mode::Route => downloads(report),
    }
}

fn agreed(report: &Report) -> Text {
    let Some(survey) = &report.evidence.survey else {
        return Text::of("the module cache was not looked at", "没有查看模块缓存");
    };
    if survey.state != CacheState::Present {
        return seen::tally(survey);
    }
    let Tally { zips, folders, gomods, summed, .. } = survey.tally;
    if let Some(records) = &survey.records {
        let Text { en, zh } = seen::records(records);
        return say! {
            en: "the module cache, go.sum and the checksum database agree (zips {zips}, unpacked folders {folders}, go.mod files {gomods}; {en})",
            zh: "模块缓存、go.sum 与校验和数据库一致（zip {zips} 个，解压目录 {folders} 个，go.mod {gomods} 个；{zh}）",
        };
    }
    if summed == 0 {
        return say! {
            en: "the module cache agrees with itself (zips {zips}, unpacked folders {folders}, go.mod files {gomods}); no go.sum here speaks of it",
            zh: "模块缓存自身一致（zip {zips} 个，解压目录 {folders} 个，go.mod {gomods} 个）；这里没有涉及它的 go.sum",
        };
    }
    say! {
        en: "the module cache and go.sum agree (zips {zips}, unpacked folders {folders}, go.mod files {gomods})",
        zh: "模块缓存与 go.sum 一致（zip {zips} 个，解压目录 {folders} 个，go.mod {gomods} 个）",
    }
}

fn downloads(report: &Report) -> Text {
    let facts = &report.evidence.facts;
    // What lies in the cache and is looked up in the checksum database is no download.
    let (missing, here): (Vec<_>, Vec<_>) = facts.needs.iter().partition(|it| it.lacking.any());
    let asked_for = here.iter().filter(|it| it.line.is_some() || facts.project.modules_named);
    let (needed, cached) = (missing.len(), facts.cached + asked_for.count());
    if needed == 0 && cached == 0 {
        return Text::of("nothing to download", "没有需要下载的模块");
    }
    if needed == 0 {
        return say! {
            en: "nothing to download: all {cached} modules are in the cache",
            zh: "无需下载：全部 {cached} 个模块都在缓存中",
        };
    }
    let asked = proxies(report);
    let (modules, proxies) =
        (counted(needed, "module", "modules"), counted(asked, "proxy", "proxies"));
    let took = seconds(report.run.duration_ms);
    if facts.project.modules_named {
        say! {
            en: "go can download what was asked for ({modules}, {proxies} checked in {took})",
            zh: "go 可以下载所指定的模块（{needed} 个模块，{asked} 个代理，用时 {took}）",
        }
    } else {
        say! {
            en: "go can download what this module needs ({modules}, {proxies} checked in {took})",
            zh: "go 可以下载该模块所需的一切（{needed} 个模块，{asked} 个代理，用时 {took}）",
        }
    }
}

fn seconds(ms: u64) -> String {
    format!("{}.{} s", ms / 1000, ms % 1000 / 100)
}

fn proxies(report: &Report) -> usize {
    let ladders = report.evidence.ladders.iter();
    let roles = ladders.flat_map(|ladder| &ladder.roles);
    roles.filter(|role| matches!(role, Role::Proxy { .. })).count()
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn open(report: &Report) -> Text {
    let limits = report.evidence.limits;
    if report.run.mode == Mode::Log {
        return Text::of(
            "nothing in this log is about downloading modules",
            "该日志中没有与下载模块有关的内容",
        );
    }
    if report.run.mode == Mode::Verify {
        return unfinished(report);
    }
    if limits.offline || report.run.offline {
        return Text::of(
            "no fault was found on this machine; --offline left the network unexamined",
            "本机上没有发现问题；因 --offline 未查看网络",
        );
    }
    if let Some((host, after)) = late(report) {
        return say! {
            en: "{host} took the request and had not answered after {after}; go itself would wait without limit. --probe-timeout waits longer",
            zh: "{host} 接受了请求，但 {after} 后仍未应答；go 自己会无限期等待。可用 --probe-timeout 延长等待",
        };
    }
    if limits.cut_short || !report.run.complete {
        let limit = seen::time(report.run.timeout_ms);
        return say! {
            en: "no fault was found before the time ran out ({limit}); --timeout gives more",
            zh: "在时限（{limit}）内没有发现问题；可用 --timeout 放宽时限",
        };
    }
    let Text { en, zh } =
        seen::unknown(report.evidence.open_question().unwrap_or(Unknown::NotAsked));
    say! {
        en: "no fault was found, and whether go succeeds is not known: {en}",
        zh: "没有发现问题，但无法确定 go 能否成功：{zh}",
    }
}

/// The cache was not looked through to its end, or not at all.
fn unfinished(report: &Report) -> Text {
    let Some(survey) = report.evidence.survey.as_ref() else {
        return Text::of("the module cache was not looked at", "没有查看模块缓存");
    };
    if survey.state != CacheState::Present {
        return seen::tally(survey);
    }
    let Text { en, zh } = seen::tally(survey);
    if let Some(records) = survey.records.filter(|_| survey.complete) {
        let Text { en, zh } = seen::records(&records);
        return say! {
            en: "nothing wrong was found, and the checksum database did not answer for all: {en}",
            zh: "没有发现问题，但校验和数据库没有对全部版本作答：{zh}",
        };
    }
    match report.run.timeout_ms {
        0 => say! {
            en: "nothing wrong was found up to the interrupt. {en}",
            zh: "中断之前没有发现问题。{zh}",
        },
        limit => {
            let limit = seen::time(limit);
            say! {
                en: "nothing wrong was found before the time ran out ({limit}); --timeout gives more. {en}",
                zh: "在时限（{limit}）内没有发现问题；可用 --timeout 放宽时限。{zh}",
            }
        }
    }
}

/// A server that was asked and had not answered when its time was over.
fn late(report: &Report) -> Option<(String, String)> {
    let is_late = |fetch: &&Fetch| {
        fetch.outcome == Outcome::Unknown { why: Unknown::Deadline } && fetch.took_ms >= LATE_MS
    };
    let fetch = report.evidence.fetches.iter().find(is_late)?;
    Some((fetch.host(), seen::time(fetch.took_ms)))
}
