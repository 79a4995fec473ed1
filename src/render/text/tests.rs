use crate::base::Lang;
use crate::model::{Evidence, Judgement, Limits, Verdict};
use crate::render::{Glyphs, Style, Verbosity, explain, route, sample, text};
use snapbox::{assert_data_eq, file};

fn shown(evidence: &Evidence, verdict: &Verdict, style: &Style) -> String {
    let mut out = Vec::new();
    text::render(&sample::report(evidence, verdict), style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn style(lang: Lang, width: usize) -> Style {
    Style { lang, width, glyphs: Glyphs::Unicode, ..Style::default() }
}

fn fault(style: &Style) -> String {
    shown(&sample::evidence(), &sample::verdict(), style)
}

#[test]
fn a_fault_in_english() {
    assert_data_eq!(fault(&style(Lang::En, 80)), file!["snapshots/fault-en-80.txt"].raw());
    assert_data_eq!(fault(&style(Lang::En, 120)), file!["snapshots/fault-en-120.txt"].raw());
}

#[test]
fn a_fault_in_chinese() {
    assert_data_eq!(fault(&style(Lang::Zh, 80)), file!["snapshots/fault-zh-80.txt"].raw());
    assert_data_eq!(fault(&style(Lang::Zh, 120)), file!["snapshots/fault-zh-120.txt"].raw());
}

#[test]
fn verbose_in_ascii_lists_all_checks() {
    let verbose =
        Style { verbosity: Verbosity::Verbose, glyphs: Glyphs::Ascii, ..style(Lang::En, 100) };
    assert_data_eq!(fault(&verbose), file!["snapshots/fault-verbose.txt"].raw());
}

#[test]
fn nothing_is_wider_than_the_page_but_commands_and_addresses() {
    for (lang, width) in [(Lang::En, 80), (Lang::Zh, 80), (Lang::Zh, 72)] {
        for line in fault(&style(lang, width)).lines() {
            let wide = unicode_width::UnicodeWidthStr::width(line) > width;
            assert!(!wide || line.starts_with("         "), "{width}: {line}");
        }
    }
}

fn well(verdict: &Verdict, verbosity: Verbosity) -> String {
    let style = Style { verbosity, ..Style::default() };
    shown(&sample::healthy(), verdict, &style)
}

#[test]
fn one_line_when_all_is_well() {
    let healthy = Verdict::default();
    assert_eq!(
        well(&healthy, Verbosity::Normal),
        "ok    go can download what this module needs (2 modules, 1 proxy checked in 0.8 s)\n"
    );
    assert_eq!(well(&healthy, Verbosity::Quiet), "");
    let mut cached = sample::healthy();
    cached.facts.needs.clear();
    cached.facts.cached = 12;
    assert_eq!(
        shown(&cached, &healthy, &Style::default()),
        "ok    nothing to download: all 12 modules are in the cache\n"
    );
}

#[test]
fn an_open_question_is_said_even_quietly() {
    let open = Verdict { judgement: Judgement::Inconclusive, ..Verdict::default() };
    let mut evidence = sample::healthy();
    evidence.limits = Limits { offline: false, cut_short: true, ..Limits::default() };
    let quiet = Style { verbosity: Verbosity::Quiet, ..Style::default() };
    assert_eq!(
        shown(&evidence, &open, &quiet),
        "????  no fault was found before the time ran out (20 s); --timeout gives more\n"
    );
}

#[test]
fn what_nothing_explains_is_not_hidden() {
    let verdict = Verdict {
        unexplained_ladders: vec![0, 99],
        judgement: Judgement::Fault,
        ..Verdict::default()
    };
    let text = shown(&sample::evidence(), &verdict, &Style::default());
    assert!(text.starts_with("FAIL  This fails, and no known cause explains it:\n"));
    assert!(text.contains("proxy.corp.example:443 through"), "{text}");
}

#[test]
fn colour_only_where_asked_for() {
    let style = style(Lang::En, 80);
    assert!(!fault(&style).contains('\u{1b}'));
    let coloured = Style { colour: true, ..style };
    assert!(fault(&coloured).contains("\u{1b}[31m"));
}

#[test]
fn commands_stand_alone_and_whole() {
    let text = fault(&style(Lang::En, 50));
    let alone = |command: &str| text.lines().any(|line| line.trim() == command);
    assert!(alone("go env -w GOPROXY=https://goproxy.cn,direct"));
    assert!(alone("sudo update-ca-certificates"));
    assert!(alone("export GOPROXY='https://<USER>:<PASSWORD>@proxy.corp.example|direct'"));
}

#[test]
fn a_secret_never_shows() {
    let (evidence, verdict) = (sample::evidence(), sample::verdict());
    for lang in [Lang::En, Lang::Zh] {
        for target in crate::render::target::ALL {
            let style = Style { verbosity: Verbosity::Verbose, target: *target, ..style(lang, 40) };
            let text = shown(&evidence, &verdict, &style);
            assert!(!text.contains(sample::CANARY), "{text}");
        }
    }
    let mut out = Vec::new();
    let report = sample::report(&evidence, &verdict);
    route::render(&report, &style(Lang::En, 80), &mut out).unwrap();
    assert!(!String::from_utf8(out).unwrap().contains(sample::CANARY));
}

#[test]
fn a_password_that_only_a_log_knows_is_masked_too() {
    let line = "Get \"https://bob:s3same@h.example/x\": EOF; git@github.com: denied; m/x@v1";
    let shown = crate::render::seen::log_line(line).to_string();
    assert_eq!(shown, "Get \"https://***@h.example/x\": EOF; git@github.com: denied; m/x@v1");
}

#[test]
fn routes_are_told_once_for_all_that_take_them() {
    let mut evidence = sample::healthy();
    evidence.routes.push(sample::private_route());
    let (verdict, mut out) = (Verdict::default(), Vec::new());
    let report = sample::report(&evidence, &verdict);
    route::render(&report, &style(Lang::En, 80), &mut out).unwrap();
    assert_data_eq!(String::from_utf8(out).unwrap(), file!["snapshots/route-en.txt"].raw());
}

#[test]
fn a_cause_is_explained_and_listed() {
    let (mut one, mut list) = (Vec::new(), Vec::new());
    let style = style(Lang::En, 60);
    explain::one(sample::intercepted(), &style, &mut one).unwrap();
    let causes = [sample::intercepted(), sample::syntax(), sample::shadow()];
    explain::list(&causes, &style, &mut list).unwrap();
    assert_data_eq!(String::from_utf8(one).unwrap(), file!["snapshots/explain-one.txt"].raw());
    assert_data_eq!(String::from_utf8(list).unwrap(), file!["snapshots/explain-list.txt"].raw());
}
