use crate::base::{Excerpt, Text};
use crate::go::module::{check, split_path_version};
use crate::go::semver;
use crate::model::{
    Area, Cause, Cite, Evidence, Finding, Fix, Location, Misnamed, Mark, Scope, Step, Subject,
    and_others,
};
use crate::say;
use crate::world::{HOME, Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "module-path-mismatch",
    area: Area::GoMod,
    title: Text::of("The module declares another path", "模块声明的是另一个路径"),
    docs: Text::of(
        "Every module names itself in the first line of its go.mod, and go takes it under that \
         path alone: the packages in it import each other by it. A fork keeps the path of what \
         it was forked from, a renamed project has a new one, and capitals count.\n\n\
         go says: example.com/fork@v1.2.0: parsing go.mod:\n\
         \tmodule declares its path as: example.com/lib\n\
         \t        but was required as: example.com/fork\n\n\
         Behind a `replace` either path may be declared, that of the module that is replaced or \
         that of the one that takes its place; a third one is refused as well. The requirement \
         may stand in another module: `go mod graph` does not get so far, but the first line of \
         the message names the version, and what follows here says who asks for it.\n\n\
         Require the declared path, and write it in the imports too. For a fork keep the declared \
         path and have go fetch it from the fork: `go mod edit -require=example.com/lib@v1.2.0 \
         -replace=example.com/lib=example.com/fork@v1.2.0`. Where another module requires the old \
         path, a `replace` from the old path to the declared one serves until that module is \
         updated.",
        "每个模块都在自己的 go.mod 里写明路径，go 只接受这个路径：模块内的包也用它互相导入。\
         复刻的仓库保留着原来的路径，改名后的项目有了新路径，大小写也算数。\n\n\
         go 的报错：example.com/fork@v1.2.0: parsing go.mod:\n\
         \tmodule declares its path as: example.com/lib\n\
         \t        but was required as: example.com/fork\n\n\
         使用 `replace` 时，声明被替换模块的路径或者替换者的路径都可以；第三种路径同样会被拒绝。\
         这个依赖也可能写在别的模块里：`go mod graph` 走不到那一步，但报错的第一行写明了版本，\
         这里的诊断会指出是谁要求的。\n\n\
         请依赖它声明的路径，代码里的导入也要这样写。如果是复刻，请保留声明的路径，再让 go 从复刻处下载：\
         `go mod edit -require=example.com/lib@v1.2.0 -replace=example.com/lib=example.com/fork@v1.2.0`。\
         如果是别的模块依赖了旧路径，在它更新之前，可以用 `replace` 把旧路径指向声明的路径。",
    ),
    logs: &[
        Mark::of(&["module declares its path as:"]),
        Mark::of(&["but was required as:"]),
        Mark::of(&["parsing go.mod: unexpected module path"]),
        Mark::of(&["unexpected module path"]).common(),
        Mark::of(&["used for two different module paths ("]),
        Mark::of(&["mismatched repo: found ", " for "]),
        Mark::of(&["repository rooted at ", " cannot contain module "]).or(&["go-import-missing"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let found = mismatched(evidence);
    let first = found.first()?;
    let cites: Vec<Cite> = found.iter().map(|it| it.cite.clone()).collect();
    let modules: Vec<String> = found.iter().map(Misnamed::name).collect();
    let finding = Finding::certain(says(first, found.len()), cites)
        .stops(modules.clone())
        .about(Subject::Modules(modules))
        .not(
            "dependency-gomod-invalid",
            Text::of("Its go.mod can be read, and names a module.", "它的 go.mod 可以读取，也写明了模块。"),
        );
    Some(match place(first, evidence) {
        Some(place) => finding.at(place),
        None => finding,
    })
}

fn mismatched(evidence: &Evidence) -> Vec<Misnamed<'_>> {
    evidence.misnamed().into_iter().filter(|it| it.nameplate.is_whole()).collect()
}

fn says(it: &Misnamed<'_>, count: usize) -> Text {
    let (module, version, required) = (it.module, it.version, &it.required);
    let declared = Excerpt::text(it.declared().unwrap_or_default());
    let (more, by) = (and_others(count), asked_by(it));
    let (more_en, more_zh, by_en, by_zh) = (&more.en, &more.zh, &by.en, &by.zh);
    if it.replaced {
        return say! {
            en: "{module} {version}, which takes the place of {required}, declares itself as {declared}. Behind a replace go takes either of those two paths, and no third one.{by_en}{more_en}",
            zh: "代替 {required} 的 {module} {version} 声明自己是 {declared}。使用 replace 时 go 接受前两个路径之一，不接受第三个。{by_zh}{more_zh}",
        };
    }
    if it.is_case() {
        return say! {
            en: "{module} {version} declares itself as {declared}: the same letters, and capitals count. go takes a module under the path that it declares, and stops.{by_en}{more_en}",
            zh: "{module} {version} 声明自己是 {declared}：字母相同，但大小写也算数。go 只接受模块声明的路径，就此停止。{by_zh}{more_zh}",
        };
    }
    say! {
        en: "{module} {version} declares itself as {declared}. go takes a module under the path that it declares and no other, and stops.{by_en}{more_en}",
        zh: "{module} {version} 声明自己是 {declared}。go 只接受模块声明的路径，就此停止。{by_zh}{more_zh}",
    }
}

/// Who asks for a module that go.mod does not list.
fn asked_by(it: &Misnamed<'_>) -> Text {
    match it.through.as_slice() {
        [] => Text::of("", ""),
        [one] => say! {
            en: " It is {one} that requires it, not go.mod.",
            zh: "要求它的不是 go.mod，而是 {one}。",
        },
        [first, .., last] => say! {
            en: " It is {last} that requires it, which go.mod comes to by {first}.",
            zh: "要求它的是 {last}，go.mod 经由 {first} 到达那里。",
        },
    }
}

fn place(it: &Misnamed<'_>, evidence: &Evidence) -> Option<Location> {
    let file = evidence.facts.project.gomod.path()?.to_owned();
    let gomod = evidence.facts.project.gomod.parsed()?;
    // Where another module requires it, the line is the one that leads there.
    let root = it.through.first().and_then(|name| name.rsplit_once('@')).map(|(path, _)| path);
    let led = root.and_then(|path| gomod.require.iter().find(|it| it.path == path));
    let line = it.line.or(led.map(|it| it.line))?;
    let required = gomod.require.iter().find(|it| it.line == line);
    let source = required.map(|it| format!("{} {}", it.path, it.version));
    Some(Location { file, line, column: None, source })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let found = mismatched(evidence);
    let Some(first) = found.first() else { return Vec::new() };
    let mut fixes = Vec::new();
    if first.through.is_empty() {
        let kept = fixed(&found, kept).map(|words| titled(kept_title(first), words, first));
        let moved = fixed(&found, moved).map(|words| titled(moved_title(first), words, first));
        let both = if first.is_case() { [moved, kept] } else { [kept, moved] };
        fixes.extend(both.into_iter().flatten());
    }
    let led = fixed(&found, led).map(|words| Fix::safe(led_title(first), Scope::Project, vec![Step::Run { words }]));
    fixes.extend(led);
    if fixes.is_empty() {
        fixes.push(by_hand(first));
    }
    fixes
}

/// One `go mod edit` for all of them; none where one of them cannot be mended so.
fn fixed(found: &[Misnamed<'_>], mend: fn(&Misnamed<'_>) -> Option<Vec<String>>) -> Option<Vec<String>> {
    let mut words = ["go", "mod", "edit"].map(str::to_owned).to_vec();
    for it in found {
        words.extend(mend(it)?);
    }
    Some(words)
}

/// The declared path is required, and fetched from where it was fetched from.
fn kept(it: &Misnamed<'_>) -> Option<Vec<String>> {
    let Misnamed { module, version, required, .. } = it;
    let declared = it.declared()?;
    let as_version = fitting(declared, version)?;
    let mut words = gone(it);
    words.push(format!("-droprequire={required}"));
    words.push(format!("-require={declared}@{as_version}"));
    words.push(format!("-replace={declared}={module}@{version}"));
    it.through.is_empty().then_some(words)
}

/// The declared path is required, and fetched from its own place.
fn moved(it: &Misnamed<'_>) -> Option<Vec<String>> {
    let Misnamed { version, required, .. } = it;
    let declared = it.declared().filter(|path| check(path, version).is_ok())?;
    let mut words = gone(it);
    words.push(format!("-droprequire={required}"));
    words.push(format!("-require={declared}@{version}"));
    it.through.is_empty().then_some(words)
}

/// Whoever requires the old path is given the declared one.
fn led(it: &Misnamed<'_>) -> Option<Vec<String>> {
    let Misnamed { version, required, .. } = it;
    let declared = it.declared().filter(|path| check(path, version).is_ok())?;
    let mut words = gone(it);
    words.push(format!("-replace={required}={declared}@{version}"));
    Some(words)
}

fn gone(it: &Misnamed<'_>) -> Vec<String> {
    it.replaced.then(|| format!("-dropreplace={}", it.required)).into_iter().collect()
}

/// The version, or one that stands for any where the major version of the path is
/// another.
fn fitting(path: &str, version: &str) -> Option<String> {
    if check(path, version).is_ok() {
        return Some(version.to_owned());
    }
    let major = split_path_version(path)?.major.trim_start_matches(['/', '.']).to_owned();
    let major = if major.is_empty() { "v0".to_owned() } else { major };
    let any = format!("{major}.0.0-00010101000000-000000000000");
    (semver::is_valid(&any) && check(path, &any).is_ok()).then_some(any)
}

/// Imports have to be rewritten by whoever knows the code.
fn titled(title: Text, words: Vec<String>, it: &Misnamed<'_>) -> Fix {
    let declared = Excerpt::text(it.declared().unwrap_or_default());
    let required = &it.required;
    let imports = say! {
        en: "In the code import {declared} in place of {required}; then go mod tidy brings the rest in line.",
        zh: "代码里用 {declared} 代替 {required} 来导入；然后用 go mod tidy 整理其余内容。",
    };
    Fix::safe(title, Scope::Project, vec![Step::Run { words }, Step::Say(imports)])
}

fn kept_title(it: &Misnamed<'_>) -> Text {
    let (declared, module) = (Excerpt::text(it.declared().unwrap_or_default()), it.module);
    say! {
        en: "Require {declared}, fetched from {module}",
        zh: "依赖 {declared}，从 {module} 下载",
    }
}

fn moved_title(it: &Misnamed<'_>) -> Text {
    let declared = Excerpt::text(it.declared().unwrap_or_default());
    say! { en: "Require {declared}", zh: "改为依赖 {declared}" }
}

fn led_title(it: &Misnamed<'_>) -> Text {
    let (declared, required) = (Excerpt::text(it.declared().unwrap_or_default()), &it.required);
    say! {
        en: "Have go take {declared} for {required}, imports as they are",
        zh: "让 go 用 {declared} 代替 {required}，导入不变",
    }
}

fn by_hand(it: &Misnamed<'_>) -> Fix {
    let (module, version) = (it.module, it.version);
    let title = say! {
        en: "Do without {module} {version}",
        zh: "不用 {module} {version}",
    };
    let step = say! {
        en: "No version {version} can have the path that {module} declares: take another version of it, or another module.",
        zh: "{module} 所声明的路径不可能有 {version} 这个版本：请换用它的另一个版本，或者另一个模块。",
    };
    let why = Text::of("Which one cannot be told.", "无法判断该用哪一个。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).unprovable(why)
}

const FORK: &str = "module golang.org/x/text\n";

fn fork() -> World {
    requiring("github.com/acme/widget v1.2.3")
        .site("proxy.golang.org", Site::except(&["widget/@v/v1.2.3.mod"], 200, FORK))
}

fn requiring(lines: &str) -> World {
    World::healthy()
        .gomod(&format!("module example.com/app\n\ngo 1.24\n\nrequire {lines}\n"))
        .var("GOSUMDB", "off")
}

/// A version whose go.mod lies in the cache.
fn cached(world: World, path: &str, gomod: &str) -> World {
    world.file(&format!("{HOME}/go/pkg/mod/cache/download/{path}.mod"), gomod)
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a fork", world: fork, roots: &["module-path-mismatch"] },
    Scene {
        name: "capitals",
        world: || {
            requiring("github.com/acme/widget v1.2.3").site(
                "proxy.golang.org",
                Site::except(&["widget/@v/v1.2.3.mod"], 200, "module github.com/Acme/widget\n"),
            )
        },
        roots: &["module-path-mismatch"],
    },
    Scene {
        name: "its go.mod lies in the cache already",
        world: || cached(requiring("github.com/acme/widget v1.2.3"), "github.com/acme/widget/@v/v1.2.3", FORK),
        roots: &["module-path-mismatch"],
    },
    Scene {
        name: "required by another module, both cached",
        world: || {
            let asks = "module golang.org/x/text\n\nrequire github.com/acme/widget v1.2.3\n";
            let world = cached(requiring("golang.org/x/text v0.14.0"), "golang.org/x/text/@v/v0.14.0", asks);
            cached(world, "github.com/acme/widget/@v/v1.2.3", "module github.com/acme/gadget\n")
        },
        roots: &["module-path-mismatch"],
    },
    Scene {
        name: "required by another module, which comes first",
        world: || {
            requiring("golang.org/x/text v0.14.0").site(
                "proxy.golang.org",
                Site::except(&[".mod"], 200, "module golang.org/x/text\n\nrequire github.com/acme/widget v1.2.3\n"),
            )
        },
        roots: &["module-path-mismatch"],
    },
    Scene {
        name: "a replacement with a third path",
        world: || {
            fork().gomod("module m\n\ngo 1.24\n\nrequire golang.org/x/mod v0.20.0\n\nreplace golang.org/x/mod => github.com/acme/widget v1.2.3\n")
        },
        roots: &["module-path-mismatch"],
    },
    Scene {
        name: "in its repository",
        world: || {
            requiring("github.com/acme/widget v1.2.3")
                .var("GOPROXY", "direct")
                .tagged("v1.2.3", &[("go.mod", FORK), ("widget.go", "package widget\n")])
        },
        roots: &["module-path-mismatch"],
    },
    Scene {
        name: "a replacement that declares what it replaces",
        world: || {
            fork().gomod("module m\n\ngo 1.24\n\nrequire golang.org/x/text v0.14.0\n\nreplace golang.org/x/text => github.com/acme/widget v1.2.3\n")
        },
        roots: &[],
    },
    Scene {
        name: "named on the command line",
        world: || {
            let mut world = fork();
            world.modules = vec![("github.com/acme/widget".into(), Some("v1.2.3".into()))];
            world
        },
        roots: &[],
    },
];
