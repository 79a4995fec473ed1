use crate::base::Lang;
use crate::cli::{Command, Explain, Filter, Format, Given, Job, Mistake, Output, Parsed, parse};
use crate::exit::FailOn;
use crate::model::Stage;
use crate::render::{ColourChoice, Verbosity};
use std::time::Duration;

const CODES: &[&str] = &["tls-intercepted", "dns-timeout"];

fn parsed(line: &str, variables: &[(&str, &str)]) -> Parsed {
    let words = std::iter::once("gomod-doctor").chain(line.split_whitespace());
    parse(&Given {
        arguments: words.map(Into::into).collect(),
        variable: &|name| {
            let named = variables.iter().find(|(known, _)| *known == name);
            named.map(|(_, value)| (*value).to_owned())
        },
        codes: CODES,
        width: 80,
    })
}

fn job_with(line: &str, variables: &[(&str, &str)]) -> Job {
    match parsed(line, variables) {
        Parsed::Job(job) => *job,
        Parsed::Print(text) => panic!("{line}: printed {text}"),
        Parsed::Mistake(mistake) => panic!("{line}: {mistake}"),
    }
}

fn job(line: &str) -> Job {
    job_with(line, &[])
}

fn mistake_with(line: &str, variables: &[(&str, &str)]) -> Mistake {
    match parsed(line, variables) {
        Parsed::Mistake(mistake) => mistake,
        _ => panic!("{line}: no mistake"),
    }
}

fn mistake(line: &str) -> Mistake {
    mistake_with(line, &[])
}

fn check(modules: &[&str]) -> Command {
    Command::Check { modules: modules.iter().map(|it| (*it).to_owned()).collect() }
}

#[test]
fn check_is_the_default() {
    let plain = job("");
    assert_eq!(plain.command, check(&[]));
    assert_eq!(plain.timeout, Duration::from_secs(20));
    assert_eq!(plain.probe_timeout, Duration::from_secs(5));
    assert_eq!(plain.outputs, [output(Format::Text, None)]);
    assert_eq!(job("golang.org/x/mod@v0.1.0 -q").command, check(&["golang.org/x/mod@v0.1.0"]));
    assert_eq!(job("--timeout 3s check a.b/c").command, check(&["a.b/c"]));
    assert_eq!(job("-C check a.b/c").dir.as_deref(), Some("check"));
    assert_eq!(job("-- a.b/c").command, check(&["a.b/c"]));
}

#[test]
fn commands_are_told_apart() {
    let route = job("route a.b/c --lang zh");
    assert_eq!(job("verify -q").command, Command::Verify);
    assert_eq!(
        (job("verify").limit, job("verify --timeout 3s").limit),
        (None, Some(Duration::from_secs(3)))
    );
    assert!(mistake("verify a.b/c").message.contains("a.b/c"));
    assert!(job("verify --sumdb").sumdb && !job("verify").sumdb);
    assert!(job_with("verify", &[("GOMOD_DOCTOR_SUMDB", "1")]).sumdb);
    assert!(mistake("check --sumdb").message.contains("--sumdb"));
    assert!(mistake("verify --sumdb --offline").message.contains("exclude"));
    assert!(matches!(&route.command, Command::Route { modules } if modules == &["a.b/c"]));
    assert_eq!(route.lang, Lang::Zh);
    assert_eq!(job("explain --list").command, Command::Explain(Explain::List));
    let code = Command::Explain(Explain::Code("dns-timeout".into()));
    assert_eq!(job("explain dns-timeout").command, code);
    assert!(mistake("explain no-such").message.contains("no-such"));
    assert!(mistake("explain").message.contains("CODE"));
    assert!(mistake("rout").message.contains("there is no command rout"));
}

fn output(format: Format, file: Option<&str>) -> Output {
    Output { format, file: file.map(str::to_owned) }
}

#[test]
fn each_file_belongs_to_the_format_before_it() {
    let two = job("--format json -o a.json check --format text").outputs;
    assert_eq!(two, [output(Format::Json, Some("a.json")), output(Format::Text, None)]);
    let other = job("--format text --format=json --output=b").outputs;
    assert_eq!(other, [output(Format::Text, None), output(Format::Json, Some("b"))]);
    assert_eq!(job("-o r.txt").outputs, [output(Format::Text, Some("r.txt"))]);
    for wrong in [
        "--format text --format json",
        "--format json -o a -o b",
        "--format json -o a --format text -o a",
    ] {
        mistake(wrong);
    }
}

#[test]
fn all_flags_arrive() {
    let job =
        job("--for dockerfile --probe-timeout 500ms --offline --no-mirrors --save s --from f \
         --only tls,dns-timeout --skip tcp:a.b:443 --fail-on warning --color always -v --go /g");
    assert_eq!(job.target.map(super::super::render::target::Target::name), Some("dockerfile"));
    assert_eq!(job.probe_timeout, Duration::from_millis(500));
    assert!(job.offline && job.no_mirrors);
    assert_eq!((job.save.as_deref(), job.from.as_deref()), (Some("s"), Some("f")));
    let only = [Filter::Stage(Stage::Tls), Filter::Code("dns-timeout".into())];
    assert_eq!(job.only, only);
    assert_eq!(job.skip, [Filter::Check("tcp:a.b:443".into())]);
    assert_eq!(job.fail_on, FailOn::Warning);
    assert_eq!(job.colour, ColourChoice::Always);
    assert_eq!(job.verbosity, Verbosity::Verbose);
    assert_eq!(job.go.as_deref(), Some("/g"));
}

#[test]
fn filters_say_what_is_wanted() {
    let plain = job("");
    assert!(plain.wants_code("x") && plain.wants_stage(Stage::Dns));
    let narrow = job("--only tls --only dns:a.b --skip dns-timeout");
    assert!(narrow.wants_stage(Stage::Tls) && narrow.wants_stage(Stage::Dns));
    assert!(!narrow.wants_stage(Stage::Tcp));
    assert!(narrow.wants_check(Stage::Dns, "dns:a.b"));
    assert!(!narrow.wants_check(Stage::Dns, "dns:c.d"));
    assert!(narrow.wants_code("tls-intercepted") && !narrow.wants_code("dns-timeout"));
    let code = job("--only dns-timeout");
    assert!(code.wants_stage(Stage::Tcp) && !code.wants_code("tls-intercepted"));
    assert!(mistake("--only nonsense").message.contains("nonsense"));
}

#[test]
fn variables_fill_in_what_is_not_typed() {
    let job = job_with(
        "route a.b/c --timeout 1s",
        &[
            ("GOMOD_DOCTOR_TIMEOUT", "9s"),
            ("GOMOD_DOCTOR_PROBE_TIMEOUT", "2s"),
            ("GOMOD_DOCTOR_OFFLINE", "1"),
            ("GOMOD_DOCTOR_NO_MIRRORS", "false"),
            ("GOMOD_DOCTOR_FORMAT", "json"),
            ("GOMOD_DOCTOR_C", "/d"),
            ("GOMOD_DOCTOR_LANG", ""),
            ("LANG", "zh_CN.UTF-8"),
        ],
    );
    assert_eq!(job.timeout, Duration::from_secs(1));
    assert_eq!(job.probe_timeout, Duration::from_secs(2));
    assert!(job.offline && !job.no_mirrors);
    assert_eq!(job.outputs, [output(Format::Json, None)]);
    assert_eq!(job.dir.as_deref(), Some("/d"));
    assert_eq!(job.lang, Lang::Zh);
    let wrong = mistake_with("", &[("GOMOD_DOCTOR_TIMEOUT", "soon")]);
    assert!(wrong.message.contains("GOMOD_DOCTOR_TIMEOUT"), "{}", wrong.message);
    let wrong = mistake_with("", &[("GOMOD_DOCTOR_FAIL_ON", "info")]);
    assert!(wrong.message.contains("GOMOD_DOCTOR_FAIL_ON"), "{}", wrong.message);
    assert_eq!(job_with("-q", &[("GOMOD_DOCTOR_VERBOSE", "1")]).verbosity, Verbosity::Quiet);
}

#[test]
fn a_mistake_knows_whether_json_was_asked_for() {
    assert!(mistake("--format json --nope").as_json);
    assert!(mistake("check --format=json --timeout soon").as_json);
    assert!(mistake_with("--nope", &[("GOMOD_DOCTOR_FORMAT", "json")]).as_json);
    assert!(!mistake("--nope").as_json);
    assert!(!mistake("--format xml").as_json);
}

#[test]
fn mistakes_are_said_in_the_readers_language() {
    assert_eq!(
        mistake("--fail-on info").message,
        "--fail-on <LEVEL> does not take 'info': it is one of error, warning, never"
    );
    assert!(mistake("--ofline").message.contains("--offline"));
    assert!(mistake("--nope --lang zh").message.contains("没有选项"));
    assert!(mistake("-q -v").message.contains("exclude"));
    assert!(mistake("--timeout").message.contains("needs a value"));
}

fn printed(line: &str, variables: &[(&str, &str)]) -> String {
    match parsed(line, variables) {
        Parsed::Print(text) => text,
        _ => panic!("{line}: nothing printed"),
    }
}

#[test]
fn help_promises_only_what_is_there() {
    let help = printed("--help", &[]);
    assert!(help.contains("Commands:") && help.contains("Options:"), "{help}");
    for absent in ["schema", "  man", "  fix", "\u{1b}"] {
        assert!(!help.contains(absent), "{absent}: {help}");
    }
    snapbox::assert_data_eq!(help, snapbox::file!["snapshots/help-en.txt"].raw());
    let zh = printed("-h", &[("LC_ALL", "zh_CN.UTF-8")]);
    assert!(!zh.contains("Options") && !zh.contains("Usage"), "{zh}");
    snapbox::assert_data_eq!(zh, snapbox::file!["snapshots/help-zh.txt"].raw());
    assert!(printed("route --help", &[]).contains("gomod-doctor route"));
    assert!(printed("verify --help", &[]).contains("gomod-doctor verify"));
    assert!(printed("help", &[]).contains("Commands:"));
    assert_eq!(
        printed("--version", &[]).trim(),
        concat!("gomod-doctor ", env!("CARGO_PKG_VERSION"))
    );
}

proptest::proptest! {
    #[test]
    fn no_line_is_too_odd(line in "(-{0,2}[a-z=/.@]{0,8} ?){0,5}|\\PC{0,30}") {
        let _ = parsed(&line, &[]);
    }
}
