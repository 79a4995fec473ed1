use crate::base::Text;
use crate::go::toolchain;
use crate::model::{
    Area, Cause, Cite, Evidence, Finding, Fix, Location, Mark, Scope, Severity, Step, Subject,
    and_others,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "version-excluded",
    area: Area::GoMod,
    title: Text::of("go.mod excludes a version that it requires", "go.mod 排除了自己所依赖的版本"),
    docs: Text::of(
        "An exclude line takes one version of a module out of all that go chooses from. Where the \
         same go.mod requires that very version, the requirement counts as if it did not stand \
         there.\n\n\
         go says: dropping requirement on excluded version example.com/m v1.1.0\n\
         then: module example.com/m: not a known dependency\n\
         and `go get`: example.com/m@v1.1.0: excluded by go.mod\n\n\
         `go mod download` has taken the line out of go.mod by then, so that it works the second \
         time, and the module is missing. `go build` ends with `updates to go.mod needed`. The \
         version exists, and no server has to do with it.\n\n\
         Require another version, or drop the exclude line where its reason is gone: \
         `git log -p go.mod` tells who added it, and why.",
        "exclude 行会把模块的某个版本从可选范围中去掉。如果同一个 go.mod 又正好依赖这个版本，那一行依赖就等于不存在。\n\n\
         go 的报错：dropping requirement on excluded version example.com/m v1.1.0\n\
         接着是：module example.com/m: not a known dependency\n\
         `go get` 则报：example.com/m@v1.1.0: excluded by go.mod\n\n\
         此时 `go mod download` 已经把那一行从 go.mod 中删掉，所以第二次运行会成功，而模块却缺失了。\
         `go build` 会报 `updates to go.mod needed`。该版本是存在的，与任何服务器都无关。\n\n\
         请改为依赖其他版本；如果当初排除的理由已不成立，就删除 exclude 行：用 `git log -p go.mod` 查看是谁、为什么加上的。",
    ),
    logs: &[
        Mark::of(&["excluded by go.mod"]),
        Mark::of(&["dropping requirement on excluded version"]).warns(),
        Mark::of(&["ignoring requirement on excluded version"]).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

/// A module, its version, the line that requires and the line that excludes it.
type Excluded<'e> = (&'e str, &'e str, usize, usize);

fn excluded(evidence: &Evidence) -> Vec<Excluded<'_>> {
    let Some(it) = evidence.facts.project.gomod.parsed() else { return Vec::new() };
    let required = it.require.iter().filter_map(|require| {
        let is_it = |exclude: &&crate::go::modfile::Exclude| {
            exclude.path == require.path && exclude.version == require.version
        };
        let exclude = it.exclude.iter().find(is_it)?;
        Some((&*require.path, &*require.version, require.line, exclude.line))
    });
    required.collect()
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let all = excluded(evidence);
    let (module, version, required, line) = *all.first()?;
    // In a workspace go passes over the requirement, and builds without a word.
    if evidence.facts.project.modules_named || evidence.facts.project.gowork.path().is_some() {
        return None;
    }
    let stops = is_fatal(evidence);
    let more = and_others(all.len());
    let (more_en, more_zh) = (&more.en, &more.zh);
    let says = if stops {
        say! {
            en: "Line {required} of go.mod requires {module} {version}, and line {line} excludes it. go takes the requirement out of go.mod, misses the module then, and ends.{more_en}",
            zh: "go.mod 第 {required} 行依赖 {module} {version}，第 {line} 行又排除了它。go 会把这一依赖从 go.mod 中删除，随后因找不到该模块而退出。{more_zh}",
        }
    } else {
        say! {
            en: "Line {required} of go.mod requires {module} {version}, and line {line} excludes it. go passes over the requirement: the module is not downloaded, and `go build` ends with `updates to go.mod needed`.{more_en}",
            zh: "go.mod 第 {required} 行依赖 {module} {version}，第 {line} 行又排除了它。go 会忽略这一依赖：该模块不会被下载，`go build` 会报 `updates to go.mod needed`。{more_zh}",
        }
    };
    let file = evidence.facts.project.gomod.path()?.to_owned();
    let source = evidence.facts.project.source(line);
    let severity = if stops { Severity::Error } else { Severity::Warning };
    let modules: Vec<String> = all.iter().map(|(module, version, ..)| format!("{module}@{version}")).collect();
    let finding = Finding::certain(says, vec![Cite::GoMod]).severity(severity);
    let at = Location { file, line, column: None, source };
    Some(finding.at(at).stops(modules.clone()).about(Subject::Modules(modules)))
}

/// go asks for what it has just dropped, where go.mod lists all that is needed and
/// nothing else asks for the module. go's file: `cmd/go/internal/modcmd/download.go`,
/// `runDownload`.
fn is_fatal(evidence: &Evidence) -> bool {
    let project = &evidence.facts.project;
    let Some(it) = project.gomod.parsed() else { return false };
    let go = it.go.as_ref();
    let lists_all = go.is_none_or(|line| toolchain::compare(&line.version, "1.17").is_ge());
    let all = excluded(evidence);
    let kept = |require: &&crate::go::modfile::Require| {
        !all.iter().any(|(path, version, ..)| require.path == *path && require.version == *version)
    };
    let is_lost = |(path, ..): &Excluded<'_>| {
        !it.require.iter().filter(kept).any(|require| require.path == *path)
    };
    lists_all && all.iter().any(is_lost)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let all = excluded(evidence);
    let Some((module, version, ..)) = all.first() else { return Vec::new() };
    let flags = all.iter().map(|(module, version, ..)| format!("-dropexclude={module}@{version}"));
    let words = ["go", "mod", "edit"].map(str::to_owned).into_iter().chain(flags).collect();
    let title = say! {
        en: "Drop the exclude line, where its reason is gone",
        zh: "如果排除的理由已不成立，就删除 exclude 行",
    };
    let dropped = Fix::safe(title, Scope::Project, vec![Step::Run { words }]);
    let title = Text::of("Require another version", "改为依赖其他版本");
    let words = ["go", "get", &format!("{module}@<VERSION>")].map(str::to_owned).to_vec();
    let why = say! {
        en: "Which version besides {version} is wanted is yours to say.",
        zh: "除 {version} 之外要用哪个版本，只有你知道。",
    };
    let other = Fix::safe(title, Scope::Project, vec![Step::Run { words }]).unprovable(why);
    vec![dropped, other]
}

fn with(lines: &str) -> World {
    let text = "module example.com/app\n\ngo 1.20\n\nrequire (\n\tgithub.com/acme/widget v1.2.3\n\tgolang.org/x/text v0.14.0\n)\n\n";
    World::healthy().gomod(&format!("{text}{lines}"))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "in a workspace",
        world: || with("exclude golang.org/x/text v0.14.0\n").file("/home/dev/go.work", "go 1.24\n\nuse ./app\n"),
        roots: &[],
    },
    Scene {
        name: "the only requirement of it",
        world: || with("exclude golang.org/x/text v0.14.0\n"),
        roots: &["version-excluded"],
    },
    Scene {
        name: "one of two",
        world: || with("require golang.org/x/text v0.3.0\n\nexclude golang.org/x/text v0.3.0\n"),
        roots: &["version-excluded"],
    },
    Scene {
        name: "another version",
        world: || with("exclude golang.org/x/text v0.13.0\n"),
        roots: &[],
    },
];
