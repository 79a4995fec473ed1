use crate::base::Text;
use crate::go::modfile::{Fault, Slip, SyntaxError};
use crate::go::toolchain::{Choice, Refusal, compare};
use crate::model::{Area, Cause, Cite, Evidence, Facts, File, Finding, Fix, Location, Newest, Spoken};
use crate::model::{Mark, Risk, Scope, Step, Subject};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "go-too-old",
    area: Area::Settings,
    title: Text::of("This go is older than the module asks for", "当前的 go 版本低于模块的要求"),
    docs: Text::of(
        "The go line of go.mod or go.work names the oldest go that may work on the module. A go \
         from 1.21 on fetches a newer toolchain by itself, unless GOTOOLCHAIN says `local`, as the \
         official container images and many distributions do.\n\n\
         go says: go.mod requires go >= 1.24 (running go 1.22.3; GOTOOLCHAIN=local)\n\
         or: example.com/a@v1.0.0: module example.com/a@v1.0.0 requires go >= 1.26.0 (running go 1.24.11; GOTOOLCHAIN=local)\n\
         or, of a go before 1.21: invalid go version '1.22.0': must match format 1.23\n\
         or: cannot use path@version syntax in GOPATH mode\n\
         or: unknown directive: toolchain\n\n\
         A dependency may ask for more than go.mod does. An older go minds what it cannot read: a \
         go line with a patch and `toolchain` (before 1.21), `godebug` (1.23), `tool` (1.24), \
         `ignore` (1.25). The file is right then, and this go too old for it.\n\n\
         The go line, the version of this go and GOTOOLCHAIN tell it apart from a toolchain that \
         cannot be fetched: there GOTOOLCHAIN allows the switch, and the download fails.\n\n\
         Take a newer go, or a newer image. GOTOOLCHAIN=auto lets this go fetch the right one. \
         Editing the go line down does not help: what the module uses of the newer go stays in it.",
        "go.mod 或 go.work 的 go 行写明了可以使用的最低 go 版本。从 1.21 起，go 会自动下载更新的工具链；\
         但如果 GOTOOLCHAIN 是 `local` 就不会，官方容器镜像和不少发行版正是这样设置的。\n\n\
         go 的报错：go.mod requires go >= 1.24 (running go 1.22.3; GOTOOLCHAIN=local)\n\
         或者：example.com/a@v1.0.0: module example.com/a@v1.0.0 requires go >= 1.26.0 (running go 1.24.11; GOTOOLCHAIN=local)\n\
         1.21 之前的 go 则报：invalid go version '1.22.0': must match format 1.23\n\
         或者：cannot use path@version syntax in GOPATH mode\n\
         或者：unknown directive: toolchain\n\n\
         依赖的要求可能比 go.mod 更高。旧的 go 读不懂新的写法：带补丁号的 go 行和 `toolchain`（1.21 之前）、\
         `godebug`（1.23）、`tool`（1.24）、`ignore`（1.25）。这时文件没有错，是这个 go 太旧。\n\n\
         根据 go 行、当前 go 的版本和 GOTOOLCHAIN 就能与“工具链下载失败”区分开：后者允许切换，但下载不成功。\n\n\
         换用更新的 go 或更新的镜像。GOTOOLCHAIN=auto 允许当前的 go 自动下载合适的版本。\
         把 go 行改低没有用：模块用到的新特性依然存在。",
    ),
    logs: &[
        Mark::of(&["requires go >=", "(running go ", "; GOTOOLCHAIN="])
            .without(&["+auto", "+path"]),
        Mark::of(&["requires go >=", "(running go "]).or(&["toolchain-unavailable"]).hints(),
        Mark::of(&["invalid go version '1.", "': must match format 1.23"])
            .when(sound_of_a_newer_go),
        Mark::of(&["unknown directive: toolchain"]),
        Mark::of(&["unknown directive: godebug"]).or(&["godebug-invalid"]),
        Mark::of(&["unknown directive: tool"]).without(&["directive: tools"]),
        Mark::of(&["unknown directive: ignore"]).without(&["directive: ignored"]),
        Mark::of(&["unknown directive: retract"]).without(&["directive: retracted"]),
        Mark::of(&["unknown block type: godebug"]).or(&["godebug-invalid"]),
        Mark::of(&["unknown block type: tool"]).without(&["type: tools"]),
        Mark::of(&["unknown block type: ignore"]),
        Mark::of(&["unknown block type: retract"]),
        Mark::of(&["can only use path@version syntax with 'go get'"])
            .without(&["and 'go install'"])
            .or(&["command-argument-invalid"]),
        Mark::of(&["is not in std", "imported by a module that requires go "]),
        Mark::of(&["flag provided but not defined: -compat"]),
        Mark::of(&["flag provided but not defined: -modcacherw"]),
        Mark::of(&["note: module requires Go 1."]).warns(),
    ],
    explains: &[],
    rule: |evidence| evidence.image_too_old().or_else(|| rule(evidence)),
    fixes: |finding, evidence| match evidence.image_too_old() {
        Some(_) => evidence.image_new_enough(),
        None => fixes(finding, evidence),
    },
};

/// Whether the go line is one that a newer go takes: `1.22.0`, `1.21rc2`. Only go before
/// 1.21 minds these, and names 1.23 and not 1.23.0 as the format.
fn sound_of_a_newer_go(it: &Spoken) -> bool {
    let lines = it.text.split("invalid go version '1.").skip(1);
    let sound = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let patch = rest[end..].trim_start_matches(['.', 'r', 'c', 'b', 'e', 't', 'a']);
        let digits = patch.find(|c: char| !c.is_ascii_digit()).unwrap_or(patch.len());
        let format = &patch[digits..];
        end > 0 && digits > 0 && format.starts_with("': must match format 1.23")
            && !format.starts_with("': must match format 1.23.0")
    };
    lines.into_iter().any(sound)
}

/// What asks for more than this go is.
enum Asks<'e> {
    /// The go line of go.mod or go.work.
    Line { needs: &'e str, running: &'e str },
    /// The go line of a module of the build.
    Module(Newest),
    /// What this go cannot read.
    Unread { path: &'e str, error: &'e SyntaxError, text: Option<&'e str>, is_work: bool },
}

fn asks(evidence: &Evidence) -> Option<Asks<'_>> {
    let facts = &evidence.facts;
    let refusal = facts.go.refusal.as_ref().or_else(|| refused_there(facts));
    if let Some(Refusal::TooOld { needs, running }) = refusal {
        return Some(Asks::Line { needs, running });
    }
    unread(evidence).or_else(|| {
        let asked = (!facts.may_switch()).then(|| evidence.newest_asked()).flatten();
        asked.map(Asks::Module)
    })
}

/// What the toolchain minds that GOTOOLCHAIN names, where it is here.
fn refused_there(facts: &Facts) -> Option<&Refusal> {
    facts.go.binary()?;
    match (&facts.switching.choice, &facts.switching.here) {
        (Some(Choice::Switch { refused, .. }), Some(_)) => refused.as_ref(),
        _ => None,
    }
}

fn unread(evidence: &Evidence) -> Option<Asks<'_>> {
    evidence.facts.go.binary()?;
    let project = &evidence.facts.project;
    let (path, errors, lines, is_work) = match (&project.gowork, &project.gomod) {
        (File::Broken { path, errors, lines }, _) => (path, errors, lines, true),
        (File::Absent, File::Broken { path, errors, lines }) => {
            (path, errors, lines, false)
        }
        _ => return None,
    };
    let error = errors.iter().find(|error| evidence.slip(error) == Slip::Newer)?;
    let text = lines.iter().find(|(line, _)| *line == error.line).map(|(_, text)| text.as_str());
    Some(Asks::Unread { path, error, text, is_work })
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    let value = facts.settings.raw("GOTOOLCHAIN");
    let finding = match asks(evidence)? {
        Asks::Line { needs, running } => {
            let (file, line) = place(facts)?;
            let says = if facts.may_switch() {
                say! {
                    en: "{file} asks for go {needs}, and this is go {running}. Its toolchain line says `default`, so that go fetches no newer one, and stops.",
                    zh: "{file} 要求 go {needs}，而当前是 go {running}。它的 toolchain 行是 `default`，go 因此不下载更新的版本，并停止。",
                }
            } else {
                say! {
                    en: "{file} asks for go {needs}, and this is go {running}. GOTOOLCHAIN is `{value}`, so that go may not fetch a newer one, and stops.",
                    zh: "{file} 要求 go {needs}，而当前是 go {running}。GOTOOLCHAIN 是 `{value}`，不允许下载更新的版本，go 因此停止。",
                }
            };
            let source = Some(format!("go {needs}"));
            let at = Location { file, line, column: None, source };
            Finding::certain(says, vec![Cite::GoBinary]).at(at)
        }
        Asks::Module(Newest { module, needs, cite, location }) => {
            let running = &facts.switching.running;
            let says = say! {
                en: "{module} asks for go {needs}, and this is go {running}. GOTOOLCHAIN is `{value}`, so that go may not fetch a newer one, and stops.",
                zh: "{module} 要求 go {needs}，而当前是 go {running}。GOTOOLCHAIN 是 `{value}`，不允许下载更新的版本，go 因此停止。",
            };
            let finding = Finding::certain(says, vec![cite]);
            match location {
                Some(location) => finding.at(location),
                None => finding,
            }
        }
        Asks::Unread { path, error, text, is_work } => {
            let version = facts.go.binary().and_then(|go| go.version.clone());
            let version = version.unwrap_or_else(|| "go".into());
            let words = error.shown(path.rsplit('/').next().unwrap_or(path));
            let says = say! {
                en: "{version} cannot read {path}: {words}. A newer go can; until then every go command here ends with this message.",
                zh: "{version} 读不懂 {path}：{words}。更新的 go 可以读；在此之前，这里的所有 go 命令都会以此报错结束。",
            };
            let column = (error.column > 0).then_some(error.column);
            let source = text.map(str::to_owned);
            let at = Location { file: path.to_owned(), line: error.line, column, source };
            let cite = if is_work { Cite::GoWork } else { Cite::GoMod };
            Finding::certain(says, vec![cite, Cite::GoBinary]).at(at)
        }
    };
    Some(finding.about(Subject::Setting("GOTOOLCHAIN".into())))
}

/// The go line that asks: go.work's before go.mod's.
fn place(facts: &Facts) -> Option<(String, usize)> {
    let work = facts.project.gowork.path();
    let file = work.or(facts.project.gomod.path())?.to_owned();
    let line = facts.switching.go_at.as_ref().map_or(1, |(line, _)| *line);
    Some((file, line))
}

/// The release that is asked for, as far as it is known.
fn wanted(evidence: &Evidence) -> Option<String> {
    Some(match asks(evidence)? {
        Asks::Line { needs, .. } => needs.to_owned(),
        Asks::Module(it) => it.needs,
        Asks::Unread { error, .. } => match &error.fault {
            Fault::GoVersion { version, .. } => version.clone(),
            Fault::UnknownDirective { verb } | Fault::UnknownBlock { block: verb } => {
                let since = match verb.as_str() {
                    "godebug" => "1.23",
                    "tool" => "1.24",
                    "ignore" => "1.25",
                    _ => "1.21",
                };
                let own = &evidence.facts.switching.lines.go;
                if compare(own, since).is_gt() { own.clone() } else { since.to_owned() }
            }
            _ => return None,
        },
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let Some(needs) = wanted(evidence) else { return Vec::new() };
    let newer = say! {
        en: "Use go {needs} or newer",
        zh: "使用 go {needs} 或更新的版本",
    };
    let image = if facts.platform.container.is_some() {
        say! {
            en: "Start the image from golang:{needs} or newer (or install go {needs} from https://go.dev/dl/). The go line is right; do not edit it down.",
            zh: "让镜像基于 golang:{needs} 或更新的版本（或者从 https://go.dev/dl/ 安装 go {needs}）。go 行没有错，不要把它改低。",
        }
    } else {
        say! {
            en: "Install go {needs} or newer from https://go.dev/dl/; in a Dockerfile, start from an image such as golang:{needs}. The go line is right; do not edit it down.",
            zh: "从 https://go.dev/dl/ 安装 go {needs} 或更新的版本；在 Dockerfile 中改用 golang:{needs} 这样的镜像。go 行没有错，不要把它改低。",
        }
    };
    let by_hand = Text::of("This tool installs nothing.", "本工具不会安装任何软件。");
    let installed = Fix::safe(newer, Scope::Machine, vec![Step::Say(image)]).unprovable(by_hand);
    // A go that knows no other toolchain has nothing to set, and where it may switch
    // already the setting says nothing.
    let knows = facts.switching.choice.is_some() && !facts.may_switch();
    if knows { vec![installed, switched(facts)] } else { vec![installed] }
}

fn switched(facts: &Facts) -> Fix {
    let auto = Text::of("Let go fetch the toolchain that is asked for", "允许 go 自动下载所需的工具链");
    let gives_up = Risk::TradeOff(Text::of(
        "The build then runs another go than the one that is installed.",
        "此后构建所用的 go 与已安装的不是同一个版本。",
    ));
    let steps = vec![facts.set("GOTOOLCHAIN", "auto")];
    Fix::safe(auto, facts.reach("GOTOOLCHAIN"), steps).risk(gives_up)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "an image whose go is too old",
        world: || newer().var("GOTOOLCHAIN", "local"),
        roots: &["go-too-old"],
    },
    Scene {
        name: "a workspace that asks for more",
        world: || {
            World::healthy()
                .file(&format!("{DIR}/go.work"), "go 1.99\n\nuse .\n")
                .var("GOTOOLCHAIN", "local")
        },
        roots: &["go-too-old"],
    },
    Scene {
        name: "a dependency in the cache that asks for more",
        world: || dependency("1.99.0").var("GOTOOLCHAIN", "local"),
        roots: &["go-too-old"],
    },
    Scene {
        name: "a dependency that asks for what this go is",
        world: || dependency("1.26").var("GOTOOLCHAIN", "local"),
        roots: &[],
    },
    Scene {
        name: "a go line with a patch, and an old go",
        world: || old("1.20.14", "go 1.22.0"),
        roots: &["go-too-old"],
    },
    Scene {
        name: "a language that an old go reads",
        world: || old("1.20.14", "go 1.22"),
        roots: &[],
    },
    Scene {
        name: "a tool, and a go before there were any",
        world: || old("1.23.9", "go 1.23\n\ntool golang.org/x/text"),
        roots: &["go-too-old"],
    },
    Scene {
        name: "default, and a go line beyond it",
        world: || World::healthy().gomod("module m\n\ngo 1.99\n\ntoolchain default\n"),
        roots: &["go-too-old"],
    },
    Scene {
        name: "a go that is new enough",
        world: || World::healthy().var("GOTOOLCHAIN", "local"),
        roots: &[],
    },
    Scene {
        name: "a Dockerfile whose image is too old",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.22\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &["go-too-old"],
    },
    Scene {
        name: "the newest patch of the same go",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.24\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &[],
    },
    Scene {
        name: "a go that may switch",
        world: || World::healthy().file("/home/dev/app/go.sum", "").dockerfile("FROM golang:1.22\nWORKDIR /src\nENV GOTOOLCHAIN=auto\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &[],
    },
];

fn newer() -> World {
    World::healthy().gomod("module m\n\ngo 1.99\n\nrequire golang.org/x/text v0.14.0\n")
}

fn old(version: &str, lines: &str) -> World {
    World::healthy()
        .file("/usr/local/go/VERSION", &format!("go{version}\n"))
        .gomod(&format!("module example.com/app\n\n{lines}\n"))
}

fn dependency(go: &str) -> World {
    let folder = "/home/dev/go/pkg/mod/cache/download/github.com/acme/widget/@v";
    World::healthy()
        .gomod("module example.com/app\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
        .file(&format!("{folder}/v1.2.3.mod"), &format!("module github.com/acme/widget\n\ngo {go}\n"))
        .var("GONOSUMDB", "github.com/acme")
}
