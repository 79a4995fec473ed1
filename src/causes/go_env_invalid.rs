use crate::base::{Text, Veiled};
use crate::go::env::{FileLine, Source, known_name};
use crate::model::{Area, Cause, Cite, Evidence, Facts, Fault, FileSetting, Finding, Fix, Mark, Scope, Severity, Spoken, Step, Subject, TunnelFault};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "go-env-invalid",
    area: Area::Settings,
    title: Text::of("A setting holds what go refuses or never reads", "某项设置 go 不接受或根本不读"),
    docs: Text::of(
        "A variable holds a value that go does not take, or a setting stands where nobody reads it.\n\n\
         go says: unknown environment setting GO111MODULE=yes\n\
         or: unknown GOEXPERIMENT loopvar\n\
         or: invalid GOFIPS140: must be off, latest, inprocess, certified, or v1.Y.Z\n\
         or: cannot find GOROOT directory: /usr/lib/go\n\
         or: refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy\n\
         or, of go env -w: unknown go command variable HTTPS_PROXY\n\n\
         What an experiment is called changes with each release: GOEXPERIMENT from an older image \
         stops a newer go. A GOROOT that is set by hand outlives the go that it was for; go finds \
         its own tree by itself, and a folder without go.env takes the defaults of GOPROXY and \
         GOSUMDB away. REQUEST_METHOD makes every program believe that it serves a web request, \
         and HTTP_PROXY might then come from outside.\n\n\
         The file that `go env -w` writes holds go's own settings, one NAME=value a line. There \
         HTTPS_PROXY, NO_PROXY, NETRC, SSL_CERT_FILE and GODEBUG are read by nobody, a line that \
         begins with `export` is passed over, and quotes, blanks and the carriage return of Windows \
         line ends are part of the value.\n\n\
         Unset or correct it where it is set. A variable of the shell is exported there, in the \
         Dockerfile or in the CI.",
        "某个变量的值 go 不接受，或者某项设置写在了没人读取的地方。\n\n\
         go 的报错：unknown environment setting GO111MODULE=yes\n\
         或者：unknown GOEXPERIMENT loopvar\n\
         或者：invalid GOFIPS140: must be off, latest, inprocess, certified, or v1.Y.Z\n\
         或者：cannot find GOROOT directory: /usr/lib/go\n\
         或者：refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy\n\
         或者（go env -w）：unknown go command variable HTTPS_PROXY\n\n\
         实验特性的名字每个版本都会变：旧镜像里的 GOEXPERIMENT 会让新的 go 停下。手工设置的 GOROOT \
         往往比当初的 go 活得更久；go 自己能找到安装目录，而没有 go.env 的目录会让 GOPROXY 和 GOSUMDB 失去默认值。\
         REQUEST_METHOD 会让程序以为自己在处理网页请求，此时 HTTP_PROXY 可能来自外部。\n\n\
         `go env -w` 写入的文件只放 go 自己的设置，每行一个 NAME=value。写在那里的 HTTPS_PROXY、NO_PROXY、NETRC、\
         SSL_CERT_FILE 和 GODEBUG 没有人读取；以 `export` 开头的行会被略过；引号、空格以及 Windows \
         换行的回车符都是值的一部分。\n\n\
         请在设置它的地方取消或改正。属于 shell 的变量应当在 shell、Dockerfile 或 CI 中导出。",
    ),
    logs: &[
        Mark::of(&["unknown environment setting GO111MODULE="]),
        Mark::of(&["unknown GOEXPERIMENT"]),
        Mark::of(&["go: invalid GO", ": must"]),
        Mark::of(&["cannot find GOROOT directory"]),
        Mark::of(&["refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/"]),
        Mark::of(&["unknown go command variable"]),
        Mark::of(&["go: unknown go command variable HTTPS_PROXY"]).or(&["https-proxy-missing"]),
        Mark::of(&["unknown GOFIPS140 version"]),
        Mark::of(&["missing GOSUMDB"]),
        Mark::of(&["arguments must be KEY=VALUE: invalid argument"]),
        Mark::of(&["GOENV can only be set using the OS environment"]),
        Mark::of(&["build cache is disabled by GOCACHE=off"]),
        Mark::of(&["GOCACHE is not an absolute path"]),
        Mark::of(&["does not match go tool version"]).or(&["go-not-found"]),
        Mark::of(&["package ", "is not in GOROOT"]).when(of_every_go),
        Mark::of(&["package ", "is not in std"]).when(of_every_go),
        Mark::of(&["cannot find package \"", "(from $GOROOT)"]).when(of_every_go),
        Mark::of(&["warning: GOPATH set to GOROOT"]).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether a package is missing that every go brings: then GOROOT is another's.
fn of_every_go(it: &Spoken) -> bool {
    let names = ["runtime", "fmt", "errors", "unsafe", "os", "io", "internal/cpu", "runtime/cgo"];
    let words = |name: &str| {
        let missing = [format!("package {name} is not in GOROOT"), format!("package {name} is not in std")];
        missing.iter().any(|it_says| it.text.contains(it_says))
            || it.text.contains(&format!("cannot find package \"{name}\" in any of"))
    };
    names.into_iter().any(words)
}

/// What is wrong.
enum Wrong<'a> {
    /// go itself says so of a setting or variable before it does anything.
    Refused { name: String, words: String },
    /// GO111MODULE is none of its words.
    Mode,
    /// GOROOT is a folder without go.env, so that a default is missing.
    NoDefaults { lacks: &'static str },
    /// go may not use `HTTP_PROXY`, and needs it.
    Cgi,
    /// A variable of the shell in the go env file.
    Unread(FileSetting<'a>),
    /// Carriage returns at the end of values.
    Returns(Vec<&'static str>),
    /// A line that go passes over.
    PassedOver { line: usize, name: &'static str },
}

fn wrong(evidence: &Evidence) -> Option<Wrong<'_>> {
    let facts = &evidence.facts;
    refused(facts)
        .or_else(|| mode(facts))
        .or_else(|| no_defaults(facts))
        .or_else(|| cgi(evidence))
        .or_else(|| in_file(evidence))
}

/// go names the setting in capitals.
fn refused(facts: &Facts) -> Option<Wrong<'static>> {
    let words = facts.go.said.as_ref()?.words.to_string();
    let marks = ["unknown GOEXPERIMENT", "invalid GO", "unknown GOFIPS140", "cannot find GOROOT directory"];
    let is_marked = marks.iter().any(|mark| words.starts_with(mark));
    // Which toolchain go would take, and the workspace, are other causes'.
    let others = ["GOTOOLCHAIN", "GOWORK", "GOPATH"];
    let word = words.split([' ', ':']).find(|word| word.starts_with("GO"))?;
    let name = word.to_owned();
    (is_marked && !others.contains(&name.as_str())).then_some(Wrong::Refused { name, words })
}

fn mode(facts: &Facts) -> Option<Wrong<'static>> {
    let value = facts.settings.raw("GO111MODULE");
    (!matches!(value, "" | "on" | "auto" | "off")).then_some(Wrong::Mode)
}

/// Since 1.21 the defaults stand in GOROOT/go.env.
fn no_defaults(facts: &Facts) -> Option<Wrong<'static>> {
    let set = facts.settings.get("GOROOT")?.source;
    if facts.go.minor() < 21 || set == Source::Default || facts.go.binary().is_none() {
        return None;
    }
    let lost = |name: &str| {
        facts.settings.get(name).is_some_and(|it| it.value.is_empty() && it.source == Source::Default)
    };
    let looks_up = facts.needs.iter().any(|need| !need.summed);
    match () {
        () if facts.needs.is_empty() => None,
        () if lost("GOPROXY") => Some(Wrong::NoDefaults { lacks: "GOPROXY" }),
        () if lost("GOSUMDB") && looks_up => Some(Wrong::NoDefaults { lacks: "GOSUMDB" }),
        () => None,
    }
}

fn cgi(evidence: &Evidence) -> Option<Wrong<'static>> {
    evidence.facts.variable("REQUEST_METHOD")?;
    let broken = evidence.broken_by(is_cgi);
    broken.first().map(|_| Wrong::Cgi)
}

fn is_cgi(fault: &Fault) -> bool {
    matches!(fault, Fault::Tunnel(TunnelFault::RefusedByGo))
}

fn in_file(evidence: &Evidence) -> Option<Wrong<'_>> {
    let facts = &evidence.facts;
    if let Some(unread) = facts.unread_line() {
        return Some(Wrong::Unread(unread));
    }
    // What stops go by such a line, its own cause tells.
    if evidence.walks().iter().any(|walk| walk.stopped_by().is_some()) {
        return None;
    }
    let returns = facts.returned();
    if !returns.is_empty() {
        return Some(Wrong::Returns(returns));
    }
    facts.passed_over().map(|(line, name)| Wrong::PassedOver { line, name })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    let path = facts.env_file.as_ref().map(|file| file.path.as_str()).unwrap_or_default();
    let wrong = wrong(evidence)?;
    let about = Subject::Setting(name_of(&wrong).to_owned());
    let finding = match &wrong {
        Wrong::Refused { name, words } => refusal(facts, name, words)?,
        Wrong::Mode => {
            let value = &facts.settings.get("GO111MODULE")?.value;
            let says = say! {
                en: "GO111MODULE is `{value}`, and go knows only `on`, `auto` and `off`. It stops before it reads go.mod.",
                zh: "GO111MODULE 的值是 `{value}`，而 go 只认识 `on`、`auto` 和 `off`。它在读取 go.mod 之前就停止了。",
            };
            Finding::certain(says, vec![Cite::Setting("GO111MODULE".into())])
        }
        Wrong::NoDefaults { lacks } => {
            let value = &facts.settings.get("GOROOT")?.value;
            let says = say! {
                en: "GOROOT is `{value}`, which is no tree of go's: without its go.env there is no default of {lacks}, and nothing else sets it. go downloads nothing.",
                zh: "GOROOT 的值是 `{value}`，那里不是 go 的安装目录：没有其中的 go.env，{lacks} 就没有默认值，也没有别处设置它。go 什么也不下载。",
            };
            Finding::certain(says, vec![Cite::Setting("GOROOT".into())])
        }
        Wrong::Cgi => {
            let says = say! {
                en: "REQUEST_METHOD is set, as for a program that a web server starts. There go refuses HTTP_PROXY, which might come from outside, and asks nobody that it would reach through it.",
                zh: "设置了 REQUEST_METHOD，就像由网页服务器启动的程序那样。此时 go 拒绝使用可能来自外部的 HTTP_PROXY，凡是要经过它的请求都不会发出。",
            };
            let broken = evidence.broken_by(is_cgi);
            let cites = broken.cites().into_iter().chain([Cite::Variable("REQUEST_METHOD".into())]);
            Finding::certain(says, cites.collect()).stops(broken.modules())
        }
        Wrong::Unread(line) => unread(path, line),
        Wrong::Returns(names) => {
            let names = names.join(", ");
            let says = say! {
                en: "{path} has Windows line ends, and go takes the carriage return for a part of the value: of {names}, which then means another thing.",
                zh: "{path} 使用 Windows 换行，go 把回车符当作值的一部分：{names} 的含义因此变了。",
            };
            Finding::certain(says, vec![Cite::EnvFile]).severity(Severity::Warning)
        }
        Wrong::PassedOver { line, name } => {
            let says = say! {
                en: "Line {line} of {path} is meant to set {name}, and go passes over it: a line there is NAME=value and nothing more, from its first letter on.",
                zh: "{path} 第 {line} 行想设置 {name}，但 go 会略过它：那里的每一行从第一个字母起只能是 NAME=value。",
            };
            Finding::certain(says, vec![Cite::EnvFile]).severity(Severity::Warning)
        }
    };
    Some(finding.about(about))
}

fn name_of<'a>(wrong: &'a Wrong<'_>) -> &'a str {
    match wrong {
        Wrong::Refused { name, .. } => name,
        Wrong::Mode => "GO111MODULE",
        Wrong::NoDefaults { .. } => "GOROOT",
        Wrong::Cgi => "REQUEST_METHOD",
        Wrong::Unread(line) => line.name,
        Wrong::Returns(names) => names.first().copied().unwrap_or_default(),
        Wrong::PassedOver { name, .. } => name,
    }
}

fn refusal(facts: &Facts, name: &str, words: &str) -> Option<Finding> {
    let setting = facts.settings.get(name).filter(|it| !it.value.is_empty());
    let (value, cite) = match (setting, facts.variable(name)) {
        (Some(setting), _) => (&setting.value, Cite::Setting(name.to_owned())),
        (None, Some(variable)) => (&variable.value, Cite::Variable(name.to_owned())),
        (None, None) => return None,
    };
    let says = say! {
        en: "{name} is `{value}`, and this go does not take it: {words}. Every go command stops.",
        zh: "{name} 的值是 `{value}`，当前的 go 不接受：{words}。所有 go 命令都会停止。",
    };
    Some(Finding::certain(says, vec![cite]))
}

/// Nobody hears of it; where only the proxy gets out, that is another cause's to say.
fn unread(path: &str, line: &FileSetting<'_>) -> Finding {
    let FileSetting { line: number, name, value } = line;
    let says = say! {
        en: "Line {number} of {path} has {name}={value}, which nobody reads there: {name} counts in the environment alone.",
        zh: "{path} 第 {number} 行写着 {name}={value}，但没有程序会从那里读取：{name} 只在环境变量中有效。",
    };
    Finding::certain(says, vec![Cite::EnvFile]).severity(Severity::Warning)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let Some(wrong) = wrong(evidence) else { return Vec::new() };
    match wrong {
        Wrong::Refused { name, .. } => vec![away(facts, &name)],
        Wrong::Mode => vec![away(facts, "GO111MODULE")],
        Wrong::NoDefaults { .. } => vec![away(facts, "GOROOT")],
        Wrong::Cgi => vec![away(facts, "REQUEST_METHOD")],
        Wrong::Unread(line) => vec![exported(line)],
        Wrong::Returns(names) => {
            let title = Text::of("Write these settings anew, without the carriage return", "重新写入这些设置，去掉回车符");
            let again = |name: &&'static str| facts.set(name, facts.settings.raw(name).trim());
            vec![Fix::safe(title, Scope::User, names.iter().map(again).collect())]
        }
        Wrong::PassedOver { line, name } => vec![written(facts, line, name)],
    }
}

fn away(facts: &Facts, name: &str) -> Fix {
    let title = say! { en: "Unset {name}", zh: "取消 {name}" };
    match known_name(name) {
        Some(known) => Fix::safe(title, facts.reach(known), facts.back_to_default(known)),
        None => Fix::safe(title, Scope::Process, vec![Step::UnsetEnv { name: name.to_owned() }]),
    }
}

/// The variable where it is read, and the line gone.
fn exported(line: FileSetting<'_>) -> Fix {
    let name = line.name;
    let title = say! { en: "Export {name} instead", zh: "改为导出环境变量 {name}" };
    let value = Veiled::new(line.value.raw().trim().trim_matches(['"', '\'']));
    let words = ["go", "env", "-u", name].map(str::to_owned).to_vec();
    let steps = vec![Step::SetEnv { name: name.to_owned(), value }, Step::Run { words }];
    Fix::safe(title, Scope::Process, steps)
}

fn written(facts: &Facts, line: usize, name: &'static str) -> Fix {
    let title = say! { en: "Write {name} as go reads it", zh: "按 go 的写法设置 {name}" };
    let lines = facts.env_file.iter().flat_map(|file| &file.lines);
    let text = lines.into_iter().find_map(|it| match it {
        FileLine::Ignored { line: number, text } if *number == line => Some(text.as_str()),
        _ => None,
    });
    let value = text.and_then(|text| text.split_once('=')).map(|(_, value)| value.trim().trim_matches(['"', '\'']));
    let step = Step::SetGoEnv { key: name, value: Veiled::new(value.unwrap_or_default()) };
    Fix::safe(title, Scope::User, vec![step])
}

const GO_ENV: &str = "/usr/local/go/bin/go env";
const FILE: &str = "/home/dev/.config/go/env";

fn stopping(name: &str, value: &str, words: &str) -> World {
    World::healthy().var(name, value).program(GO_ENV, 2, "", &format!("go: {words}\n"))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a mode that is none",
        world: || World::healthy().var("GO111MODULE", "yes"),
        roots: &["go-env-invalid"],
    },
    Scene {
        name: "a mode with a carriage return",
        world: || World::healthy().go_env("GO111MODULE", "on\r"),
        roots: &["go-env-invalid"],
    },
    Scene {
        name: "an experiment of another release",
        world: || stopping("GOEXPERIMENT", "loopvar", "unknown GOEXPERIMENT loopvar"),
        roots: &["go-env-invalid"],
    },
    Scene {
        name: "an architecture that is none",
        world: || stopping("GOARM64", "x", "invalid GOARM64: must start with v8.{0-9} or v9.{0-5}"),
        roots: &["go-env-invalid"],
    },
    Scene {
        name: "a GOROOT that is gone",
        world: || stopping("GOROOT", "/opt/go1.19", "cannot find GOROOT directory: /opt/go1.19"),
        roots: &["go-env-invalid"],
    },
    Scene {
        name: "a GOROOT without a go in it",
        world: || World::healthy().var("GOROOT", "/home/dev").file("/home/dev/notes", ""),
        roots: &["go-env-invalid"],
    },
    Scene {
        name: "a proxy in the go env file",
        world: || World::healthy().file(FILE, "HTTPS_PROXY=http://proxy.corp.example:3128\n"),
        roots: &["go-env-invalid"],
    },
    Scene {
        name: "the same where only the proxy gets out",
        world: || {
            World::healthy()
                .forward("proxy.corp.example", None)
                .fenced(&crate::model::DialFault::TimedOut { after_ms: 5000 })
                .file(FILE, "HTTPS_PROXY=http://proxy.corp.example:3128\n")
        },
        roots: &["https-proxy-missing", "go-env-invalid"],
    },
    Scene {
        name: "a proxy in the file and in the environment",
        world: || {
            World::healthy()
                .forward("proxy.corp.example", None)
                .var("HTTPS_PROXY", "http://proxy.corp.example:3128")
                .file(FILE, "HTTPS_PROXY=http://proxy.corp.example:3128\n")
        },
        roots: &[],
    },
    Scene {
        name: "Windows line ends",
        world: || World::healthy().file(FILE, "GOPROXY=https://goproxy.cn\r\nGOPRIVATE=git.corp.example\r\n"),
        roots: &["go-env-invalid"],
    },
    Scene {
        name: "Windows line ends that go trims",
        world: || World::healthy().file(FILE, "GOPROXY=https://goproxy.cn\r\n"),
        roots: &[],
    },
    Scene {
        name: "lines of a shell",
        world: || World::healthy().file(FILE, "export GOPRIVATE=git.corp.example\n"),
        roots: &["go-env-invalid"],
    },
    Scene {
        name: "comments and names of nobody's",
        world: || World::healthy().file(FILE, "# GOPROXY=off\nMY_NAME=x\nset -e\n"),
        roots: &[],
    },
];
