use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Evidence, Finding, Fix, Location, Mark, ReplacedBy, Risk, Scope,
    Stand, Step, Subject, and_others,
};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "replace-dir-missing",
    area: Area::GoMod,
    title: Text::of("The folder that replaces a module is not there", "replace 指向的目录不存在"),
    docs: Text::of(
        "A replace line with a folder makes go take the module from this disk. The folder has to \
         exist and to hold a go.mod; nothing is downloaded in its place.\n\n\
         go says: example.com/lib@v1.2.3 (replaced by ../lib): reading ../lib/go.mod: open /src/lib/go.mod: no such file or directory\n\n\
         Such a line is mostly left over from work on two checkouts side by side. On another \
         machine, in CI and in a Docker build, whose context ends at the folder that it is given, \
         the second checkout is missing. No proxy, credential or version has to do with it.\n\n\
         Check the folder out or copy it in, correct the path, or take the line out with \
         `go mod edit -dropreplace` where the module is published. For work on two modules at \
         once, go.work does the same and stays out of the repository.",
        "带目录的 replace 行会让 go 从本机磁盘取模块。目录必须存在，并且里面要有 go.mod；go 不会改为下载。\n\n\
         go 的报错：example.com/lib@v1.2.3 (replaced by ../lib): reading ../lib/go.mod: open /src/lib/go.mod: no such file or directory\n\n\
         这样的行多半是同时修改两个仓库时留下的。换一台机器、在 CI 里，或者在 Docker 构建中\
         （构建上下文只包含指定目录之内的文件），另一个仓库就不在了。这与代理、凭据、版本都无关。\n\n\
         请检出或复制该目录、改正路径；如果模块已经发布，可以用 `go mod edit -dropreplace` 去掉这一行。\
         需要同时修改两个模块时，go.work 可以达到同样的效果，而且不会进入仓库。",
    ),
    logs: &[
        Mark::of(&["(replaced by ", "go.mod: no such file or directory"]),
        Mark::of(&["(replaced by ", "go.mod: not a directory"]),
        Mark::of(&["(replaced by ", "cannot find the path"]),
        Mark::of(&["(replaced by ", "cannot find the file"]),
        Mark::of(&["(replaced by ", "系统找不到指定的"]),
        Mark::of(&["parsing ", "go.mod: open ", "go.mod: no such file or directory"]),
        Mark::of(&["parsing ", "go.mod: open ", "go.mod: The system cannot find the "]),
        Mark::of(&["replacement directory ", " does not exist"]),
        Mark::of(&["replacement directory ", ": "]),
    ],
    explains: &[],
    rule: |evidence| evidence.image_without_folder("go.mod").or_else(|| rule(evidence)),
    fixes: |finding, evidence| match evidence.image_without_folder("go.mod") {
        Some(_) => evidence.image_with_folder("go.mod"),
        None => fixes(finding, evidence),
    },
};

/// The replacements that go cannot read, those that stop it alone.
fn missing(evidence: &Evidence) -> Vec<&ReplacedBy> {
    let is_broken = |it: &&ReplacedBy| it.state != Stand::Whole;
    evidence.facts.ground.folders.iter().filter(is_broken).collect()
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let missing = missing(evidence);
    let first = missing.first()?;
    let is_named = evidence.facts.project.modules_named;
    if is_named || evidence.work_fault().is_some() {
        return None;
    }
    let mut cites: Vec<Cite> = missing.iter().map(|it| Cite::Ground(it.folder.clone())).collect();
    cites.sort();
    cites.dedup();
    let modules: Vec<String> = missing.iter().map(|it| format!("{}@{}", it.module, it.version)).collect();
    let finding = Finding::certain(says(first, missing.len()), cites).at(place(first));
    Some(finding.stops(modules).about(Subject::File(first.folder.clone())))
}

fn place(it: &ReplacedBy) -> Location {
    if let Stand::Broken { error, source } = &it.state {
        return Location {
            file: format!("{}/go.mod", it.folder),
            line: error.line,
            column: (error.column > 0).then_some(error.column),
            source: source.clone(),
        };
    }
    let column = it.source.as_ref().and_then(|text| column_of(text, &it.written));
    Location { file: it.file.clone(), line: it.line, column, source: it.source.clone() }
}

/// Counted in characters from 1.
fn column_of(text: &str, written: &str) -> Option<usize> {
    let at = text.rfind(written)?;
    Some(text[..at].chars().count() + 1)
}

fn says(it: &ReplacedBy, count: usize) -> Text {
    let ReplacedBy { module, written, folder, .. } = it;
    let more = and_others(count);
    let (more_en, more_zh) = (&more.en, &more.zh);
    match &it.state {
        Stand::NoGomod => say! {
            en: "{module} is replaced by {written}, and {folder} holds no go.mod. go takes nothing in its place, and ends.{more_en}",
            zh: "{module} 被替换为 {written}，但 {folder} 里没有 go.mod。go 不会改用别的来源，直接退出。{more_zh}",
        },
        Stand::NotAFolder => say! {
            en: "{module} is replaced by {written}, and {folder} is no folder. go takes nothing in its place, and ends.{more_en}",
            zh: "{module} 被替换为 {written}，但 {folder} 不是目录。go 不会改用别的来源，直接退出。{more_zh}",
        },
        Stand::Unreadable { .. } => say! {
            en: "{module} is replaced by {written}, and this user cannot read the go.mod in {folder}. go ends.{more_en}",
            zh: "{module} 被替换为 {written}，但当前用户无法读取 {folder} 中的 go.mod。go 因此退出。{more_zh}",
        },
        Stand::Broken { error, .. } => {
            let words = error.shown("go.mod");
            say! {
                en: "{module} is replaced by {written}, whose go.mod cannot be read: {words}. go ends.{more_en}",
                zh: "{module} 被替换为 {written}，而其中的 go.mod 无法解析：{words}。go 因此退出。{more_zh}",
            }
        }
        Stand::NoFolder | Stand::Whole => say! {
            en: "{module} is replaced by {written}, and {folder} does not exist. go takes nothing in its place, and ends.{more_en}",
            zh: "{module} 被替换为 {written}，但 {folder} 不存在。go 不会改用别的来源，直接退出。{more_zh}",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let missing = missing(evidence);
    let Some(first) = missing.first() else { return Vec::new() };
    let moved: Vec<Fix> = moved(evidence, &missing).into_iter().collect();
    let is_dropped = !matches!(first.state, Stand::Broken { .. } | Stand::Unreadable { .. });
    let dropped = is_dropped.then(|| dropped(evidence, &missing));
    moved.into_iter().chain([brought(evidence, first)]).chain(dropped).collect()
}

/// Every one of them lies in another folder that is known.
fn moved(evidence: &Evidence, missing: &[&ReplacedBy]) -> Option<Fix> {
    let flags: Option<Vec<String>> = missing
        .iter()
        .map(|it| it.meant.as_ref().map(|meant| format!("-replace={}={meant}", old(it))))
        .collect();
    let meant = missing.first()?.meant.clone()?;
    let title = say! {
        en: "Take it from {meant}, which declares that module",
        zh: "改用 {meant}，那里声明的正是该模块",
    };
    Some(Fix::safe(title, Scope::Project, edit(evidence, missing, flags?)))
}

fn old(it: &ReplacedBy) -> String {
    if it.for_version { format!("{}@{}", it.module, it.version) } else { it.module.clone() }
}

/// In go.work or in go.mod, wherever it stands.
fn edit(evidence: &Evidence, missing: &[&ReplacedBy], flags: Vec<String>) -> Vec<Step> {
    let work = evidence.facts.project.gowork.path();
    let is_work = missing.first().is_some_and(|it| Some(it.file.as_str()) == work);
    let kind = if is_work { "work" } else { "mod" };
    let words = ["go", kind, "edit"].map(str::to_owned).into_iter().chain(flags).collect();
    vec![Step::Run { words }]
}

fn brought(evidence: &Evidence, it: &ReplacedBy) -> Fix {
    let ReplacedBy { folder, written, module, .. } = it;
    let why = Text::of("It is not on this machine.", "它不在这台机器上。");
    let title = say! { en: "Bring the folder {written} here", zh: "把目录 {written} 放到这里" };
    let is_outside = written.starts_with("..") || written.starts_with('/');
    let say = if evidence.facts.platform.container.is_some() && is_outside {
        say! {
            en: "COPY {module} to {folder} before `go mod download`. What lies outside of the build context cannot be copied: build from the folder above both, with `docker build -f PATH/Dockerfile .`.",
            zh: "在 `go mod download` 之前把 {module} COPY 到 {folder}。构建上下文之外的文件无法复制：请在同时包含两者的上级目录里构建，例如 `docker build -f PATH/Dockerfile .`。",
        }
    } else {
        say! {
            en: "Check {module} out at {folder}, or correct the path in the replace line.",
            zh: "把 {module} 检出到 {folder}，或者改正 replace 行中的路径。",
        }
    };
    Fix::safe(title, Scope::Project, vec![Step::Say(say)]).unprovable(why)
}

fn dropped(evidence: &Evidence, missing: &[&ReplacedBy]) -> Fix {
    let flags = missing.iter().map(|it| format!("-dropreplace={}", old(it))).collect();
    let title = Text::of("Take the published version instead", "改用已发布的版本");
    let gives_up = Risk::TradeOff(Text::of(
        "What was changed in that folder and never published is then missing.",
        "该目录中未发布的改动将不再生效。",
    ));
    Fix::safe(title, Scope::Project, edit(evidence, missing, flags)).risk(gives_up)
}

const GOMOD: &str = "module example.com/app\n\ngo 1.24\n\nrequire (\n\tgolang.org/x/mod v0.20.0\n\tgolang.org/x/text v0.14.0\n)\n\nreplace golang.org/x/text => ../text\n";
const TEXT: &str = "module golang.org/x/text\n\ngo 1.18\n";

const fn gone(name: &'static str, world: fn() -> World) -> Scene {
    Scene { name, world, roots: &["replace-dir-missing"] }
}

pub(super) const SCENES: &[Scene] = &[
    gone("a checkout beside that is not there", || World::healthy().gomod(GOMOD)),
    gone("the same in a container", || World::healthy().gomod(GOMOD).container()),
    gone("it lies elsewhere", || {
        World::healthy().gomod(GOMOD).file(&format!("{DIR}/text/go.mod"), TEXT)
    }),
    gone("a folder without go.mod", || {
        World::healthy().gomod(GOMOD).file("/home/dev/text/text.go", "package text\n")
    }),
    gone("a file in its place", || World::healthy().gomod(GOMOD).file("/home/dev/text", "")),
    gone("a go.mod that does not parse", || {
        World::healthy().gomod(GOMOD).file("/home/dev/text/go.mod", "module golang.org/x/text\n\nrequire (\n")
    }),
    Scene {
        name: "a folder that is there",
        world: || World::healthy().gomod(GOMOD).file("/home/dev/text/go.mod", TEXT),
        roots: &[],
    },
    Scene {
        name: "nobody needs what it replaces",
        world: || World::healthy().gomod("module m\n\ngo 1.24\n\nrequire golang.org/x/text v0.14.0\n\nreplace example.com/none => ../none\n"),
        roots: &[],
    },
    Scene {
        name: "a Dockerfile, and a folder that is not copied",
        world: || World::healthy().file("/home/dev/app/go.sum", "").file("/home/dev/app/lib/go.mod", "module example.com/lib\n").gomod("module m\n\ngo 1.24\n\nrequire (\n\texample.com/lib v1.0.0\n\tgolang.org/x/text v0.14.0\n)\n\nreplace example.com/lib => ./lib\n").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &["replace-dir-missing"],
    },
    Scene {
        name: "a folder outside of the build context",
        world: || World::healthy().file("/home/dev/app/go.sum", "").gomod("module m\n\ngo 1.24\n\nrequire (\n\texample.com/lib v1.0.0\n\tgolang.org/x/text v0.14.0\n)\n\nreplace example.com/lib => ../lib\n").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &["replace-dir-missing"],
    },
];
