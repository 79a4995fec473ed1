use crate::base::{Excerpt, Text};
use crate::model::{
    Area, BadImport, Cause, Cite, Evidence, Finding, Fix, Importer, Lack, Location, Mark,
    Provider, Scope, Severity, Step, Subject,
};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "ambiguous-import",
    area: Area::GoMod,
    title: Text::of("Two modules have the same package", "两个模块含有同一个包"),
    docs: Text::of(
        "A package may come from every module whose path its own path begins with. Where two that \
         go.mod requires have it, go does not choose.\n\n\
         go says: ambiguous import: found package example.com/amb/sub in multiple modules:\n\
         \texample.com/amb v1.0.0 (…/example.com/amb@v1.0.0/sub)\n\
         \texample.com/amb/sub v1.0.0 (…/example.com/amb/sub@v1.0.0)\n\n\
         Mostly a folder became a module of its own, and an older version of the module around it, \
         which still has the folder, is required beside it. Both came in by other modules, more \
         often than not. go build, go test and go mod tidy stop; go mod download fetches both.\n\n\
         Take a newer version of the module around it, one from which the folder is gone: `go get \
         example.com/amb@latest`. Where the inner module is the stale one, take that out.",
        "一个包可能来自路径是它前缀的任何一个模块。如果 go.mod 所依赖的模块中有两个都含有它，go 不会替你选择。\n\n\
         go 的报错：ambiguous import: found package example.com/amb/sub in multiple modules:\n\
         \texample.com/amb v1.0.0 (…/example.com/amb@v1.0.0/sub)\n\
         \texample.com/amb/sub v1.0.0 (…/example.com/amb/sub@v1.0.0)\n\n\
         通常是某个目录后来成了独立的模块，而外层模块的旧版本里还有这个目录，两者又同时被依赖，往往都是别的模块带进来的。\
         go build、go test 和 go mod tidy 会停止；go mod download 则两个都会下载。\n\n\
         请换用外层模块中已经没有这个目录的新版本：`go get example.com/amb@latest`。如果过时的是内层模块，就把它去掉。",
    ),
    logs: &[
        Mark::of(&["ambiguous import: found package"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let found = doubled(evidence);
    let (first, _) = found.first()?;
    let cites = found.iter().map(|(it, _)| Cite::Import(it.package.clone())).collect();
    let source = Some(first.text.clone());
    let at = Location { file: first.file.clone(), line: first.line, column: None, source };
    let named = found.iter().map(|(it, _)| it.package.clone()).collect();
    Some(
        Finding::certain(says(found[0], found.len()), cites)
            .severity(Severity::Warning)
            .stops(named)
            .about(Subject::File(first.file.clone()))
            .at(at),
    )
}

fn doubled(evidence: &Evidence) -> Vec<(&BadImport, &[Provider])> {
    let imports = evidence.facts.packages.imports.iter();
    let found = imports.filter_map(|it| match it {
        import @ BadImport { lack: Lack::Ambiguous { providers }, .. } => {
            Some((import, providers.as_slice()))
        }
        _ => None,
    });
    found.collect()
}

fn says((import, providers): (&BadImport, &[Provider]), count: usize) -> Text {
    let package = Excerpt::text(&import.package);
    let named = |it: &Provider| format!("{} {}", it.module, it.version).trim().to_owned();
    let all: Vec<String> = providers.iter().map(named).collect();
    let (en, zh) = (all.join(" and "), all.join("、"));
    let command = match import.by {
        Importer::Code => "go build",
        Importer::Tests => "go test",
    };
    let more = match count - 1 {
        0 => Text::of("", ""),
        others => say! {
            en: " The same holds for {others} more packages.",
            zh: "另有 {others} 个包情况相同。",
        },
    };
    let (more_en, more_zh) = (&more.en, &more.zh);
    say! {
        en: "The code imports {package}, and both {en} have it. go does not choose: go mod download works, and `{command}` will stop.{more_en}",
        zh: "代码导入了 {package}，而 {zh} 都含有它。go 不会选择：go mod download 能够成功，`{command}` 则会停止。{more_zh}",
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let found = doubled(evidence);
    let Some((import, providers)) = found.first() else { return Vec::new() };
    // The longest path comes first: what lies around it is what may be behind the times.
    let outer = providers.iter().skip(1).find(|it| !it.version.is_empty());
    let fix = match outer {
        Some(outer) => newer(outer),
        None => by_hand(import, providers),
    };
    vec![fix]
}

fn newer(outer: &Provider) -> Fix {
    let module = &outer.module;
    let words = vec!["go".to_owned(), "get".to_owned(), format!("{module}@latest")];
    let title = say! { en: "Take a newer {module}", zh: "换用更新的 {module}" };
    let why = Text::of("It would write files.", "它会写入文件。");
    Fix::safe(title, Scope::Project, vec![Step::Run { words }]).unprovable(why)
}

fn by_hand(import: &BadImport, providers: &[Provider]) -> Fix {
    let (package, inner) = (Excerpt::text(&import.package), providers.first());
    let inner = inner.map(|it| it.module.clone()).unwrap_or_default();
    let title = say! { en: "Keep {package} in one module", zh: "只在一个模块里保留 {package}" };
    let step = say! {
        en: "Take the folder out of this module, or do without {inner}: only one of them may have {package}.",
        zh: "从本模块中去掉这个目录，或者不再依赖 {inner}：{package} 只能存在于其中一个。",
    };
    let why = Text::of("The code is yours to change.", "代码需要由你来改。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).unprovable(why)
}

fn two(outer_has: bool) -> World {
    let world = super::gomod_not_tidy::coded("package main\n\nimport _ \"example.com/amb/sub\"\n")
        .gomod("module example.com/app\n\ngo 1.24\n\nrequire (\n\texample.com/amb v1.0.0\n\texample.com/amb/sub v1.0.0\n)\n\nreplace (\n\texample.com/amb => ../amb\n\texample.com/amb/sub => ../sub\n)\n")
        .file("/home/dev/amb/go.mod", "module example.com/amb\n")
        .file("/home/dev/amb/a.go", "package amb\n")
        .file("/home/dev/sub/go.mod", "module example.com/amb/sub\n")
        .file("/home/dev/sub/a.go", "package sub\n");
    if outer_has { world.file("/home/dev/amb/sub/a.go", "package sub\n") } else { world }
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a folder that became a module", world: || two(true), roots: &["ambiguous-import"] },
    Scene {
        name: "of the module itself and of another",
        world: || {
            two(true)
                .gomod("module example.com/amb\n\ngo 1.24\n\nrequire example.com/amb/sub v1.0.0\n\nreplace example.com/amb/sub => ../sub\n")
                .file(&format!("{DIR}/sub/a.go"), "package sub\n")
        },
        roots: &["ambiguous-import"],
    },
    Scene { name: "the outer one has it no more", world: || two(false), roots: &[] },
    Scene {
        name: "a module of its own lies in the way",
        world: || two(true).file("/home/dev/amb/sub/go.mod", "module example.com/amb/sub\n"),
        roots: &[],
    },
];
