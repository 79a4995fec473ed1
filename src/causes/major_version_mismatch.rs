use crate::base::{Excerpt, Text};
use crate::go::modfile::{Fault, Slip, SyntaxError};
use crate::go::module::{respelled, respelled_anew};
use crate::go::origin::Refusal;
use crate::model::{
    Area, Cause, Cite, Evidence, File, Finding, Fix, Location, Need, OtherMajor, Mark, Scope,
    Step, Subject, Told, and_others,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "major-version-mismatch",
    area: Area::GoMod,
    title: Text::of("Path and major version do not fit", "路径与主版本号不符"),
    docs: Text::of(
        "From v2 on the major version belongs to the path of a module: example.com/m/v2 has the \
         versions v2.x.y and no others, and example.com/m those of v0 and v1. A tag of v2 or above \
         in a repository without any go.mod is version v2.x.y+incompatible of the path without \
         /v2. On gopkg.in the path ends in .vN instead, v0 and v1 included.\n\n\
         go says, of a line of go.mod: require example.com/m: version \"v2.0.0\" invalid: should \
         be v0 or v1, not v2\n\
         of a version: module contains a go.mod file, so module path must match major version \
         (\"example.com/m/v2\")\n\
         or: go.mod has post-v1 module path \"example.com/m/v2\" at revision v1.5.0\n\
         or: missing example.com/m/go.mod and .../v2/go.mod at revision v2.0.0\n\
         or: +incompatible suffix not allowed: module contains a go.mod file, so semantic import \
         versioning is required\n\n\
         The path that the go.mod at that tag declares decides, and not what the tag is called. \
         Authors who tag v2.0.0 and leave the path as it was have published nothing that go can \
         take.\n\n\
         Require the path that exists, and import it by that path: /vN added, or taken off, or \
         +incompatible behind the version. Where there is none, the newest version of the path \
         without /vN, or a commit (`go get example.com/m@COMMIT`), remains.",
        "从 v2 起，主版本号是模块路径的一部分：example.com/m/v2 只有 v2.x.y 这些版本，example.com/m 只有 v0 和 v1。\
         没有 go.mod 的仓库里 v2 及以上的标签，是不带 /v2 的路径的 v2.x.y+incompatible 版本。\
         gopkg.in 的路径则以 .vN 结尾，v0 和 v1 也是如此。\n\n\
         go 对 go.mod 某一行的报错：require example.com/m: version \"v2.0.0\" invalid: should be v0 or v1, not v2\n\
         对某个版本的报错：module contains a go.mod file, so module path must match major version (\"example.com/m/v2\")\n\
         或者：go.mod has post-v1 module path \"example.com/m/v2\" at revision v1.5.0\n\
         或者：missing example.com/m/go.mod and .../v2/go.mod at revision v2.0.0\n\
         或者：+incompatible suffix not allowed: module contains a go.mod file, so semantic import versioning is required\n\n\
         起决定作用的是该标签处的 go.mod 所声明的路径，而不是标签的名字。\
         作者打了 v2.0.0 的标签却没有改路径，等于没有发布 go 能用的东西。\n\n\
         请依赖存在的路径，并按这个路径导入：加上 /vN、去掉 /vN，或者在版本后面写 +incompatible。\
         如果都不存在，就只能用不带 /vN 的路径的最新版本，或者某个提交（`go get example.com/m@COMMIT`）。",
    ),
    logs: &[
        Mark::of(&["invalid: should be v", ", not v"]).without(&[": parsing go.mod: go.mod:"]),
        Mark::of(&["must be compatible: should be v", ", not v"]),
        Mark::of(&["mismatched module path ", "and version "]),
        Mark::of(&["so module path must match major version"]),
        Mark::of(&["go.mod has post-v", "module path"]),
        Mark::of(&["go.mod has post-v", "at revision"]),
        Mark::of(&["go.mod has non-", "module path"]),
        Mark::of(&["go.mod has non-", "at revision"]),
        Mark::of(&["missing ", "/go.mod and ...", "/go.mod at revision"]),
        Mark::of(&["both have ...", " module paths at revision"]),
        Mark::of(&["invalid version: missing ", "/go.mod at revision"]).or(&["version-not-found", "package-not-in-module"]),
        Mark::of(&["semantic import versioning is required"]),
        Mark::of(&["+incompatible (or module "]),
        Mark::of(&["invalid version: should be v", ", not v"]),
        Mark::of(&["so major version must be compatible"]),
        Mark::of(&["so major version must be compatible: should be v", ", not v"]),
        Mark::of(&["go.mod has post-v1 module path"]),
        Mark::of(&["go.mod has post-v1 module path ", " at revision "]),
        Mark::of(&["go.mod has non-", "module path", " at revision "]),
        Mark::of(&["go.mod has malformed module path "]),
        Mark::of(&["missing ", "go.mod and ...", "go.mod at revision"]),
        Mark::of(&["go.mod both have ...", "module paths at revision"]),
    ],
    explains: &["version-not-found", "goproxy-off", "goproxy-stale", "goproxy-no-direct"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    in_gomod(evidence).or_else(|| in_module(evidence))
}

/// A line of go.mod that go refuses before it asks anybody.
fn in_gomod(evidence: &Evidence) -> Option<Finding> {
    let slips = evidence.major_slips();
    let first = slips.first()?;
    let File::Broken { path, lines, .. } = &evidence.facts.project.gomod else { return None };
    let (module, version, want) = parts(&first.fault)?;
    let words = first.shown("go.mod");
    let more = and_others(slips.len());
    let (more_en, more_zh) = (&more.en, &more.zh);
    let (module, want) = (Excerpt::text(module), Excerpt::text(want));
    let says = say! {
        en: "{module} has the versions of {want} alone, and {version} is none of these. Every go command here ends with {words}.{more_en}",
        zh: "{module} 只有 {want} 的版本，{version} 不在其中。这里的所有 go 命令都会以 {words} 结束。{more_zh}",
    };
    let source = lines.iter().find(|(line, _)| *line == first.line).map(|(_, text)| text.clone());
    let column = (first.column > 0).then_some(first.column);
    let at = Location { file: path.clone(), line: first.line, column, source };
    let modules = slips.iter().filter_map(|slip| parts(&slip.fault));
    let modules: Vec<String> = modules.map(|(path, version, _)| format!("{path}@{version}")).collect();
    Some(Finding::certain(says, vec![Cite::GoMod]).about(Subject::Modules(modules)).at(at))
}

/// Path, version, and the major versions that the path has.
fn parts(fault: &Fault) -> Option<(&str, &str, &str)> {
    let Fault::Version { path, error, .. } = fault else { return None };
    let crate::go::module::VersionFault::WrongMajor { want, .. } = &error.fault else { return None };
    Some((path, &error.version, want))
}

/// A version of which go makes no module.
fn in_module(evidence: &Evidence) -> Option<Finding> {
    let found = evidence.other_majors();
    let first = found.first()?;
    let mut cites: Vec<Cite> = found.iter().flat_map(|it| it.cites.clone()).collect();
    cites.sort();
    cites.dedup();
    let modules: Vec<String> = found.iter().map(|it| name(it.need)).collect();
    let finding = Finding::certain(says(first, found.len()), cites)
        .stops(modules.clone())
        .about(Subject::Modules(modules));
    Some(match place(first.need) {
        Some(place) => finding.at(place),
        None => finding,
    })
}

fn name(need: &Need) -> String {
    format!("{}@{}", need.module, need.version)
}

fn place(need: &Need) -> Option<Location> {
    let (file, line) = (need.file.clone()?, need.line?);
    let source = Some(format!("{} {}", need.module, need.version));
    Some(Location { file, line, column: None, source })
}

fn says(it: &OtherMajor<'_>, count: usize) -> Text {
    let Need { module, version, .. } = it.need;
    let more = and_others(count);
    let (more_en, more_zh) = (&more.en, &more.zh);
    let why = match &it.told {
        Told::Words(words) => say! {
            en: "the proxy has made no module of it: {words}",
            zh: "代理没能由它得到模块：{words}",
        },
        Told::Refused(refusal) => refused(refusal, version),
    };
    let Text { en, zh } = why;
    say! {
        en: "There is no {module} {version}: {en}. From v2 on the major version belongs to the path.{more_en}",
        zh: "{module} {version} 不存在：{zh}。从 v2 起，主版本号是路径的一部分。{more_zh}",
    }
}

fn refused(refusal: &Refusal, version: &str) -> Text {
    match refusal {
        Refusal::OtherMajor { file, path } => {
            let (file, path) = (Excerpt::text(file), Excerpt::text(path));
            say! {
                en: "at {version} the repository's {file} declares {path}",
                zh: "在 {version} 处，仓库的 {file} 声明的是 {path}",
            }
        }
        Refusal::NoGoMod { places } => {
            let places = Excerpt::text(&places.join(", "));
            say! {
                en: "at {version} the repository has none of {places}, and a path with a major version needs one",
                zh: "在 {version} 处，仓库里没有 {places}，而带主版本号的路径必须有 go.mod",
            }
        }
        Refusal::HasGoMod => say! {
            en: "at {version} the repository has a go.mod, and +incompatible is for those without one",
            zh: "在 {version} 处，仓库里有 go.mod，而 +incompatible 只用于没有 go.mod 的版本",
        },
        _ => say! {
            en: "at {version} two go.mod files of the repository declare it",
            zh: "在 {version} 处，仓库里有两个 go.mod 声明了它",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let slips = evidence.major_slips();
    if !slips.is_empty() {
        return (0..2).filter_map(|at| respelt(&slips, evidence, at)).chain([unmade()]).take(2).collect();
    }
    let found = evidence.other_majors();
    let Some(first) = found.first() else { return Vec::new() };
    let spellings = respelled_anew(&first.need.module, &first.need.version, first.declared());
    let listed = first.need.line.is_some() || first.need.by.is_some();
    let fixes = spellings.iter().filter(|_| listed).map(|it| required(first.need, it, evidence));
    let fixes: Vec<Fix> = fixes.collect();
    if fixes.is_empty() { vec![unmade()] } else { fixes }
}

/// The lines of go.mod in the spelling that stands at `at` in the order of likelihood,
/// all of them at once.
fn respelt(slips: &[&SyntaxError], evidence: &Evidence, at: usize) -> Option<Fix> {
    let File::Broken { path: file, lines, errors } = &evidence.facts.project.gomod else { return None };
    let mut steps = Vec::new();
    let mut title = None;
    let mut imports = Vec::new();
    for slip in slips {
        let (path, version, _) = parts(&slip.fault)?;
        let all = respelled(path, version);
        let (to, as_version) = if slips.len() == 1 { all.get(at) } else { all.get(at).or(all.first()) }?;
        let (line, was) = lines.iter().find(|(line, _)| *line == slip.line)?;
        let becomes = edited(was, (path, version), (to, as_version))?;
        steps.push(Step::EditLine { file: file.clone(), line: *line, was: was.clone(), becomes });
        title.get_or_insert(say! {
            en: "Require {to} {as_version}",
            zh: "改为依赖 {to} {as_version}",
        });
        if path != to {
            imports.push((path, to.clone()));
        }
    }
    if let Some((path, to)) = imports.first() {
        steps.push(Step::Say(say! {
            en: "In the code import {to} in place of {path}; then go mod tidy brings the rest in line.",
            zh: "代码里用 {to} 代替 {path} 来导入；然后用 go mod tidy 整理其余内容。",
        }));
    }
    let fix = Fix::safe(title?, Scope::Project, steps);
    let others = errors.iter().any(|it| it.slip() != Slip::Major);
    Some(if others {
        fix.unprovable(Text::of("Other lines of go.mod stop go as well.", "go.mod 里还有别的行让 go 停止。"))
    } else {
        fix
    })
}

/// Behind `=>` where the line replaces; the first time that the path stands there else.
fn edited(was: &str, (path, version): (&str, &str), (to, becomes): (&str, &str)) -> Option<String> {
    let from = match was.find("=>") {
        Some(arrow) if was[arrow..].contains(path) && was[arrow..].contains(version) => arrow,
        _ => 0,
    };
    let (before, rest) = was.split_at(from);
    let at = rest.find(path)?;
    let (until, behind) = (at + path.len(), at + path.len());
    let version_at = behind + rest[behind..].find(version)?;
    let (head, between) = (&rest[..at], &rest[until..version_at]);
    let tail = &rest[version_at + version.len()..];
    Some(format!("{before}{head}{to}{between}{becomes}{tail}"))
}

/// Another path or version in its place, asked for where it was asked for.
fn required(need: &Need, (path, version): &(String, String), evidence: &Evidence) -> Fix {
    let Need { module, version: old, .. } = need;
    let gomod = evidence.facts.project.gomod.parsed();
    let listed = gomod.is_some_and(|it| it.require.iter().any(|it| it.path == *module && it.version == *old));
    let mut words = ["go", "mod", "edit"].map(str::to_owned).to_vec();
    let replacing = gomod.and_then(|it| it.replace.iter().find(|it| {
        it.new.path == *module && it.new.version.as_deref() == Some(old)
    }));
    match replacing {
        Some(replace) => {
            let left = match &replace.old.version {
                Some(version) => format!("{}@{version}", replace.old.path),
                None => replace.old.path.clone(),
            };
            words.push(format!("-replace={left}={path}@{version}"));
        }
        None if listed => {
            words.extend((path != module).then(|| format!("-droprequire={module}")));
            words.push(format!("-require={path}@{version}"));
        }
        None => words.push(format!("-replace={module}@{old}={path}@{version}")),
    }
    let title = say! {
        en: "Require {path} {version}",
        zh: "改为依赖 {path} {version}",
    };
    let mut steps = vec![Step::Run { words }];
    if path != module && listed {
        steps.push(Step::Say(say! {
            en: "In the code import {path} in place of {module}; then go mod tidy brings the rest in line.",
            zh: "代码里用 {path} 代替 {module} 来导入；然后用 go mod tidy 整理其余内容。",
        }));
    }
    Fix::safe(title, Scope::Project, steps)
}

fn unmade() -> Fix {
    let title = Text::of("Ask for a path and version that fit", "改用相符的路径和版本");
    let step = Text::of(
        "Look which path the go.mod at that tag declares, and ask for that one; a commit can be asked for as PATH@COMMIT.",
        "请查看该标签处的 go.mod 声明的是哪个路径，改用那个路径；也可以用 PATH@COMMIT 的形式指定某个提交。",
    );
    let why = Text::of("Which one is meant cannot be told.", "无法判断原意。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).unprovable(why)
}

fn with(lines: &str) -> World {
    World::healthy().gomod(&format!("module example.com/app\n\ngo 1.24\n\n{lines}"))
}

const POST: &str = "not found: github.com/acme/widget@v1.2.3: invalid version: go.mod has post-v1 module path \"github.com/acme/widget/v2\" at revision v1.2.3";

/// The repository of the widget, and nobody else.
fn straight(require: &str, tag: &str, gomod: &str) -> World {
    with(&format!("require {require}\n"))
        .var("GOPROXY", "direct")
        .var("GOSUMDB", "off")
        .tagged(tag, &[("go.mod", gomod), ("widget.go", "package widget\n")])
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "v2 without /v2",
        world: || with("require golang.org/x/text v2.0.0\n"),
        roots: &["major-version-mismatch"],
    },
    Scene {
        name: "another major version than that of the path, in a block",
        world: || with("require (\n\tgolang.org/x/mod v0.20.0\n\tgolang.org/x/text/v2 v3.1.0 // indirect\n)\n"),
        roots: &["major-version-mismatch"],
    },
    Scene {
        name: "behind a replace",
        world: || with("require golang.org/x/text v0.14.0\n\nreplace golang.org/x/text => github.com/acme/text v2.0.0\n"),
        roots: &["major-version-mismatch"],
    },
    Scene {
        name: "a proxy that found another major version",
        world: || {
            with("require github.com/acme/widget v1.2.3\n")
                .var("GOPROXY", "https://proxy.golang.org")
                .var("GOSUMDB", "off")
                .site("proxy.golang.org", Site::except(&["v1.2.3.mod", "v1.2.3.info"], 404, POST))
        },
        roots: &["major-version-mismatch"],
    },
    Scene {
        name: "off behind that proxy hides it",
        world: || {
            with("require github.com/acme/widget v1.2.3\n")
                .var("GOPROXY", "https://proxy.golang.org,off")
                .var("GOSUMDB", "off")
                .site("proxy.golang.org", Site::except(&["v1.2.3.mod", "v1.2.3.info"], 404, POST))
        },
        roots: &["major-version-mismatch"],
    },
    Scene {
        name: "a repository that went on to v2",
        world: || straight("github.com/acme/widget v1.2.3", "v1.2.3", "module github.com/acme/widget/v2\n"),
        roots: &["major-version-mismatch"],
    },
    Scene {
        name: "a go.mod, and +incompatible",
        world: || straight("github.com/acme/widget v2.0.0+incompatible", "v2.0.0", "module github.com/acme/widget\n"),
        roots: &["major-version-mismatch"],
    },
    Scene {
        name: "a repository that has what is asked for",
        world: || straight("github.com/acme/widget v1.2.3", "v1.2.3", "module github.com/acme/widget\n"),
        roots: &[],
    },
    Scene {
        name: "other slips of go.mod",
        world: || with("reqire golang.org/x/text v0.14.0\n"),
        roots: &["gomod-syntax"],
    },
];
