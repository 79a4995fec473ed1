use crate::base::{Excerpt, Text};
use crate::model::{
    Area, BadImport, Cause, Cite, Evidence, Finding, Fix, Importer, Lack, Location, Mark,
    Provider, Scope, Severity, Step, Subject,
};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "package-not-in-module",
    area: Area::GoMod,
    title: Text::of("The module has no such package", "模块里没有这个包"),
    docs: Text::of(
        "A package is imported by the path of its module and the folder behind it. The module is \
         there, in the version that go.mod asks for, and has no folder of this name with a Go file \
         in it.\n\n\
         go says: module example.com/m@latest found (v1.1.0), but does not contain package example.com/m/nopkg\n\
         or, as it does of a module that is missing altogether: no required module provides \
         package example.com/m/nopkg; to add it:\n\n\
         The folder is mistyped, was renamed or taken away in this version or came with a later \
         one, became a module of its own with its own path, or belongs to another major version \
         (example.com/m/v2/nopkg). In this module itself it may be a folder that was never \
         committed, or that .gitignore or .dockerignore keep out. go mod download does not look at \
         the code and works.\n\n\
         Correct the import, or take the version that has the package: `go get PACKAGE` looks for \
         one.",
        "导入包时写的是模块路径加上后面的目录。模块在，版本也是 go.mod 要求的那个，但里面没有这个名字的、含有 Go 文件的目录。\n\n\
         go 的报错：module example.com/m@latest found (v1.1.0), but does not contain package example.com/m/nopkg\n\
         或者与模块完全缺失时相同：no required module provides package example.com/m/nopkg; to add it:\n\n\
         可能是目录写错了；这个版本里已经改名或删除，或者要更新的版本才有；它已经成了有自己路径的独立模块；\
         或者属于另一个主版本（example.com/m/v2/nopkg）。如果是本模块自己的目录，可能从未提交，\
         或者被 .gitignore、.dockerignore 排除在外。go mod download 不看代码，所以能够成功。\n\n\
         请改正导入，或者换用含有这个包的版本：`go get PACKAGE` 会去找一个。",
    ),
    logs: &[
        Mark::of(&["found (", "but does not contain package"]),
        Mark::of(&[" found, but does not contain package"]),
        Mark::of(&["found", ", but does not contain packages matching"]),
        Mark::of(&["main module (", ") does not contain package"]),
        Mark::of(&["main modules do not contain package"]),
        Mark::of(&["but not at required version"]),
        Mark::of(&["cannot find package \".\" in:", "/pkg/mod/"]).or(&["modcache-corrupt"]),
        Mark::of(&["package ", " not provided by module "]),
        Mark::of(&[" is not a package in module rooted at "]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// An import, the module that should have it, and a package beside it of a like name.
type Missing<'a> = (&'a BadImport, &'a Provider, Option<&'a str>);

fn rule(evidence: &Evidence) -> Option<Finding> {
    let found = missing(evidence);
    let (first, ..) = found.first()?;
    let cites = found.iter().map(|(it, ..)| Cite::Import(it.package.clone())).collect();
    let source = Some(first.text.clone());
    let at = Location { file: first.file.clone(), line: first.line, column: None, source };
    let named = found.iter().map(|(it, ..)| it.package.clone()).collect();
    Some(
        Finding::certain(says(found[0], found.len()), cites)
            .severity(Severity::Warning)
            .stops(named)
            .about(Subject::File(first.file.clone()))
            .at(at),
    )
}

fn missing(evidence: &Evidence) -> Vec<Missing<'_>> {
    let imports = evidence.facts.packages.imports.iter();
    let found = imports.filter_map(|it| match it {
        import @ BadImport { lack: Lack::NotInModule { module, meant }, .. } => {
            Some((import, module, meant.as_deref()))
        }
        _ => None,
    });
    found.collect()
}

fn says((import, provider, meant): Missing<'_>, count: usize) -> Text {
    let (package, module) = (Excerpt::text(&import.package), Excerpt::text(&provider.module));
    let (version, folder) = (&provider.version, &provider.folder);
    let command = match import.by {
        Importer::Code => "go build",
        Importer::Tests => "go test",
    };
    let near = match meant {
        Some(meant) => {
            let meant = Excerpt::text(meant);
            say! { en: " There is {meant}.", zh: "有的是 {meant}。" }
        }
        None => Text::of("", ""),
    };
    let more = match count - 1 {
        0 => Text::of("", ""),
        others => say! {
            en: " The same holds for {others} more packages.",
            zh: "另有 {others} 个包情况相同。",
        },
    };
    let (near_en, near_zh, more_en, more_zh) = (&near.en, &near.zh, &more.en, &more.zh);
    if version.is_empty() {
        return say! {
            en: "The code imports {package}, a package of this module, and {folder} holds no Go file.{near_en} go mod download works, and `{command}` will stop.{more_en}",
            zh: "代码导入了 {package}，这是本模块的包，而 {folder} 里没有 Go 文件。{near_zh}go mod download 能够成功，`{command}` 则会停止。{more_zh}",
        };
    }
    say! {
        en: "The code imports {package}, and {module} {version}, which go.mod requires, has no such package: {folder} holds no Go file.{near_en} go mod download works, and `{command}` will stop.{more_en}",
        zh: "代码导入了 {package}，而 go.mod 所依赖的 {module} {version} 里没有这个包：{folder} 中没有 Go 文件。{near_zh}go mod download 能够成功，`{command}` 则会停止。{more_zh}",
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let found = missing(evidence);
    let Some(first) = found.first() else { return Vec::new() };
    let mut fixes: Vec<Fix> = corrected(&found).into_iter().collect();
    let (import, provider, _) = first;
    if provider.version.is_empty() {
        fixes.push(added(import, provider));
    } else {
        fixes.push(sought(import));
    }
    fixes
}

/// The name of the folder beside it, where the slip is plain for all of them.
fn corrected(found: &[Missing<'_>]) -> Option<Fix> {
    let mut steps = Vec::new();
    for (import, _, meant) in found {
        let meant = meant.filter(|_| import.files == 1 && import.text.len() <= 500)?;
        steps.push(Step::EditLine {
            file: import.file.clone(),
            line: import.line,
            was: import.text.clone(),
            becomes: import.text.replacen(&import.package, meant, 1),
        });
    }
    let title = Text::of("Correct the import", "改正导入");
    Some(Fix::safe(title, Scope::Project, steps))
}

fn sought(import: &BadImport) -> Fix {
    let package = &import.package;
    let words = ["go", "get", package.as_str()].map(str::to_owned).to_vec();
    let title = say! {
        en: "Have go look for a version with {package}",
        zh: "让 go 查找含有 {package} 的版本",
    };
    let why = Text::of("It would write files.", "它会写入文件。");
    Fix::safe(title, Scope::Project, vec![Step::Run { words }]).unprovable(why)
}

fn added(import: &BadImport, provider: &Provider) -> Fix {
    let (package, folder) = (Excerpt::text(&import.package), &provider.folder);
    let title = say! { en: "Add {package}", zh: "补上 {package}" };
    let step = say! {
        en: "Put the package into {folder}: commit it, or take that folder out of .gitignore and .dockerignore; or correct the import.",
        zh: "把这个包放进 {folder}：提交它，或者把这个目录从 .gitignore 和 .dockerignore 中去掉；否则请改正导入。",
    };
    let why = Text::of("The code is yours to change.", "代码需要由你来改。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).unprovable(why)
}

fn importing(package: &str) -> World {
    super::gomod_not_tidy::coded(&format!("package main\n\nimport _ \"{package}\"\n"))
        .file(&format!("{DIR}/store/store.go"), "package store\n")
}

/// The same with a module in a folder next door.
fn beside(package: &str) -> World {
    importing(package)
        .gomod("module example.com/app\n\ngo 1.24\n\nrequire example.com/lib v1.0.0\n\nreplace example.com/lib => ../lib\n")
        .file("/home/dev/lib/go.mod", "module example.com/lib\n")
        .file("/home/dev/lib/parse/a.go", "package parse\n")
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a folder of this module that is not there",
        world: || importing("example.com/app/none"),
        roots: &["package-not-in-module"],
    },
    Scene {
        name: "a slip of the finger",
        world: || importing("example.com/app/stores"),
        roots: &["package-not-in-module"],
    },
    Scene {
        name: "a module next door without it",
        world: || beside("example.com/lib/none"),
        roots: &["package-not-in-module"],
    },
    Scene { name: "a package that is there", world: || beside("example.com/lib/parse"), roots: &[] },
    Scene { name: "one of this module", world: || importing("example.com/app/store"), roots: &[] },
];
