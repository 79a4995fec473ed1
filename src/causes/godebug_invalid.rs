use crate::base::Text;
use crate::go::godebug::{GodebugFault, Table, fatal, line_fault, net_limit, without};
use crate::go::modfile::Godebug;
use crate::model::{
    Area, Cause, Cite, Evidence, Facts, File, Finding, Fix, Location, Mark, Scope, Step, Subject,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "godebug-invalid",
    area: Area::Settings,
    title: Text::of("A GODEBUG setting stops go", "GODEBUG 设置让 go 停止"),
    docs: Text::of(
        "GODEBUG and the `godebug` lines of go.mod and go.work bring old behaviour back for a \
         while. Each release knows its own settings and takes old ones away.\n\n\
         go says: fatal error: removed GODEBUG \"x509sha1\" set to old value \"1\" in environment\n\
         or: error loading go.mod: go.mod:5: unknown godebug \"foo\"\n\
         or: go.mod:5: use of removed godebug \"x509sha1\"\n\
         or: go.mod:5: default=go1.99 too new (toolchain is go1.26.8)\n\
         or: network disabled by cmdgonetlimit=0\n\n\
         A variable that asks for what was removed stops go from 1.27 on before its first word; \
         older ones pass over it. An unknown name in the variable is never minded, in a line it \
         always is. In a workspace the lines of go.work count, and those of go.mod do not.\n\n\
         Drop that setting where it is made: the variable, the ENV of a Dockerfile, the job's \
         variables, or the line, with `go mod edit -dropgodebug=KEY`.",
        "GODEBUG 变量以及 go.mod、go.work 中的 `godebug` 行可以暂时恢复旧的行为。\
         每个版本有自己认识的设置，也会移除旧的设置。\n\n\
         go 的报错：fatal error: removed GODEBUG \"x509sha1\" set to old value \"1\" in environment\n\
         或者：error loading go.mod: go.mod:5: unknown godebug \"foo\"\n\
         或者：go.mod:5: use of removed godebug \"x509sha1\"\n\
         或者：go.mod:5: default=go1.99 too new (toolchain is go1.26.8)\n\
         或者：network disabled by cmdgonetlimit=0\n\n\
         变量里如果要求已移除的行为，从 1.27 起 go 一启动就会停止，旧版本则忽略它。\
         变量里的未知名字从不报错，而文件中的则一定报错。在工作区中只看 go.work 的行，不看 go.mod 的。\n\n\
         请在设置它的地方去掉：变量、Dockerfile 的 ENV、CI 任务的变量，\
         或者用 `go mod edit -dropgodebug=KEY` 删除那一行。",
    ),
    logs: &[
        Mark::of(&["removed GODEBUG \"", "set to old value"]),
        Mark::of(&["unknown godebug \""]),
        Mark::of(&["use of removed godebug"]),
        Mark::of(&["default=go1", "too new (toolchain is"]),
        Mark::of(&["value for default= must be goVERSION"]),
        Mark::of(&["usage: godebug key=value"]),
        Mark::of(&["network disabled by", "cmdgonetlimit="]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// What go stops at.
enum Stop<'e> {
    /// A variable that asks for what is gone.
    Fatal { key: &'e str, value: &'e str, minor: u32, go: String },
    /// A variable that forbids the network.
    NoNetwork { value: &'e str },
    Line { line: &'e Godebug, fault: GodebugFault, path: &'e str, is_work: bool },
}

fn stop(evidence: &Evidence) -> Option<Stop<'_>> {
    let facts = &evidence.facts;
    let godebug = facts.settings.raw("GODEBUG");
    in_variable(facts, godebug).or_else(|| in_file(facts)).or_else(|| {
        let value = net_limit(godebug)?;
        (!facts.needs.is_empty()).then_some(Stop::NoNetwork { value })
    })
}

/// The go that is started minds it, or the toolchain that it switches to.
fn in_variable<'e>(facts: &'e Facts, godebug: &'e str) -> Option<Stop<'e>> {
    facts.go.binary()?.version.as_ref()?;
    let minors = [facts.go.minor(), minor(&facts.switching.running)];
    minors.into_iter().find_map(|of| {
        let (key, value, minor) = fatal(&Table::of(of), godebug, of)?;
        Some(Stop::Fatal { key, value, minor, go: format!("go 1.{of}") })
    })
}

fn minor(version: &str) -> u32 {
    let digits = version.strip_prefix("1.").unwrap_or_default();
    digits.split(|c: char| !c.is_ascii_digit()).next().and_then(|it| it.parse().ok()).unwrap_or(0)
}

fn in_file(facts: &Facts) -> Option<Stop<'_>> {
    let project = &facts.project;
    let (lines, path, is_work) = match (&project.gowork, &project.gomod) {
        (File::Parsed { path, it }, _) => (&it.godebug, path, true),
        (File::Absent, File::Parsed { path, it }) => (&it.godebug, path, false),
        _ => return None,
    };
    let running = &facts.switching.running;
    // A go that stops before, or is still to be fetched, reads no line.
    if facts.go.refusal.is_some() || facts.switching.to().is_some() && facts.switching.here.is_none() {
        return None;
    }
    let table = facts.switching.godebugs.clone().unwrap_or_else(|| Table::of(minor(running)));
    (minor(running) > 0).then_some(())?;
    lines.iter().find_map(|line| {
        let fault = line_fault(&table, &line.key, &line.value, running)?;
        Some(Stop::Line { line, fault, path, is_work })
    })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let variable = || vec![Cite::Setting("GODEBUG".into())];
    let about = || Subject::Setting("GODEBUG".into());
    Some(match stop(evidence)? {
        Stop::Fatal { key, value, minor, go } => {
            let says = say! {
                en: "GODEBUG holds `{key}={value}`, which asks for what go 1.{minor} removed. {go} stops at it before it does anything.",
                zh: "GODEBUG 中有 `{key}={value}`，它要求的行为已在 go 1.{minor} 中移除。{go} 一启动就会因此停止。",
            };
            Finding::certain(says, variable()).about(about())
        }
        Stop::NoNetwork { value: "0" } => {
            let says = Text::of(
                "GODEBUG holds `cmdgonetlimit=0`, with which go sends nothing over the network, and the cache lacks what it needs.",
                "GODEBUG 中有 `cmdgonetlimit=0`，go 因此不会访问网络，而缓存里缺少所需的内容。",
            );
            Finding::certain(says, variable()).about(about())
        }
        Stop::NoNetwork { value } => {
            let shown = value.escape_default().to_string();
            let says = say! {
                en: "GODEBUG holds `cmdgonetlimit={shown}`, which is no number. go stops when it is about to send something.",
                zh: "GODEBUG 中有 `cmdgonetlimit={shown}`，这不是数字。go 在要访问网络时就会停止。",
            };
            Finding::certain(says, variable()).about(about())
        }
        Stop::Line { line, fault, path, is_work } => {
            let cite = if is_work { Cite::GoWork } else { Cite::GoMod };
            let source = Some(format!("godebug {}={}", line.key, line.value));
            let at = Location { file: path.to_owned(), line: line.line, column: None, source };
            let running = &evidence.facts.switching.running;
            let says = of_line(line, &fault, path, running);
            Finding::certain(says, vec![cite]).about(Subject::File(path.to_owned())).at(at)
        }
    })
}

fn of_line(line: &Godebug, fault: &GodebugFault, path: &str, running: &str) -> Text {
    let Godebug { key, value, line } = line;
    match fault {
        GodebugFault::Removed { minor } => say! {
            en: "Line {line} of {path} sets `{key}={value}`, which go 1.{minor} removed. go {running} stops there.",
            zh: "{path} 第 {line} 行设置了 `{key}={value}`，它已在 go 1.{minor} 中移除。go {running} 在此停止。",
        },
        GodebugFault::Unknown => say! {
            en: "Line {line} of {path} sets `{key}`, which go {running} does not know. It stops there.",
            zh: "{path} 第 {line} 行设置了 `{key}`，go {running} 不认识它，在此停止。",
        },
        GodebugFault::TooNew { running } => say! {
            en: "Line {line} of {path} asks for the defaults of {value}, and the go that runs is {running}. It stops there.",
            zh: "{path} 第 {line} 行要求 {value} 的默认值，而运行的是 go {running}，在此停止。",
        },
        GodebugFault::NoVersion => say! {
            en: "Line {line} of {path} sets `default={value}`, where go wants a version such as go1.21. It stops there.",
            zh: "{path} 第 {line} 行设置了 `default={value}`，而 go 要求 go1.21 这样的版本，在此停止。",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    match stop(evidence) {
        Some(Stop::Fatal { key, .. }) => vec![dropped(evidence, key)],
        Some(Stop::NoNetwork { .. }) => vec![dropped(evidence, "cmdgonetlimit")],
        Some(Stop::Line { line, is_work, .. }) => {
            let (tool, key) = (if is_work { "work" } else { "mod" }, &line.key);
            let title = say! { en: "Drop {key} from the file", zh: "从文件中删除 {key}" };
            let drop = format!("-dropgodebug={key}");
            let words = ["go", tool, "edit", &drop].map(str::to_owned).to_vec();
            vec![Fix::safe(title, Scope::Project, vec![Step::Run { words }])]
        }
        None => Vec::new(),
    }
}

/// The rest of the variable stays.
fn dropped(evidence: &Evidence, key: &str) -> Fix {
    let facts = &evidence.facts;
    let rest = without(facts.settings.raw("GODEBUG"), key);
    let title = say! { en: "Take {key} out of GODEBUG", zh: "从 GODEBUG 中去掉 {key}" };
    let step = if rest.is_empty() { facts.unset("GODEBUG") } else { facts.set("GODEBUG", rest) };
    Fix::safe(title, facts.reach("GODEBUG"), vec![step])
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "go 1.27 and what it removed",
        world: || newest().var("GODEBUG", "netdns=go,x509sha1=1"),
        roots: &["godebug-invalid"],
    },
    Scene {
        name: "the same, before it was minded",
        world: || World::healthy().var("GODEBUG", "netdns=go,x509sha1=1"),
        roots: &[],
    },
    Scene {
        name: "no network",
        world: || World::healthy().var("GODEBUG", "cmdgonetlimit=0"),
        roots: &["godebug-invalid"],
    },
    Scene {
        name: "a line that nobody knows",
        world: || lines("godebug foo=1"),
        roots: &["godebug-invalid"],
    },
    Scene {
        name: "a line of go.work",
        world: || {
            lines("godebug foo=1")
                .file("/home/dev/app/go.work", "go 1.24\n\nuse .\n\ngodebug default=go1.99\n")
        },
        roots: &["godebug-invalid"],
    },
    Scene {
        name: "a line of go.mod in a workspace",
        world: || lines("godebug foo=1").file("/home/dev/app/go.work", "go 1.24\n\nuse .\n"),
        roots: &[],
    },
    Scene {
        name: "a removed setting with its new value",
        world: || newest_lines("godebug tlsrsakex=0"),
        roots: &[],
    },
    Scene {
        name: "a removed setting with its old value",
        world: || newest_lines("godebug tlsrsakex=1"),
        roots: &["godebug-invalid"],
    },
    Scene {
        name: "lines that are known",
        world: || lines("godebug (\n\tdefault=go1.21\n\tpanicnil=1\n)"),
        roots: &[],
    },
];

fn newest() -> World {
    World::healthy().file("/usr/local/go/VERSION", "go1.27.3\n")
}

fn lines(lines: &str) -> World {
    World::healthy().gomod(&format!("module example.com/app\n\ngo 1.24\n\n{lines}\n"))
}

fn newest_lines(text: &str) -> World {
    lines(text).file("/usr/local/go/VERSION", "go1.27.3\n")
}
