use crate::base::{Excerpt, Text};
use crate::go::semver;
use crate::model::{
    Area, Artefact, Cause, Cite, Evidence, Finding, Fix, Location, Misnamed, Outcome, Mark,
    Scope, Step, Subject, and_others,
};
use crate::say;
use crate::world::{HOME, Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "dependency-gomod-invalid",
    area: Area::GoMod,
    title: Text::of("The go.mod of a dependency is broken", "依赖的 go.mod 有错误"),
    docs: Text::of(
        "go reads the go.mod of every module that go.mod leads to. It forgives much there, such \
         as directives that it does not know, but the file has to parse, and has to name its \
         module.\n\n\
         go says: example.com/m@v1.2.0: parsing go.mod: missing module line\n\
         or: example.com/m@v1.2.0: parsing go.mod: go.mod:3: usage: require module/path v1.2.3\n\
         or, from version control: go.mod is missing module path at revision v1.2.0\n\n\
         It is not this project's go.mod: a mistake in that is told by the line of the file, \
         without a module in front. A web page in the place of the file is no broken go.mod \
         either, but a proxy that is none. What was published once stays as it is, so that only \
         another version helps. A copy in the module cache may also have been cut or written \
         over: then it alone is to be removed.\n\n\
         Require another version of the module, and tell its author. Where another module \
         requires it, a `replace` of that one version by another leads past it.",
        "go 会读取 go.mod 所涉及的每个模块的 go.mod。对这些文件它相当宽容，例如允许不认识的指令，\
         但文件必须能够解析，并且写明模块路径。\n\n\
         go 的报错：example.com/m@v1.2.0: parsing go.mod: missing module line\n\
         或者：example.com/m@v1.2.0: parsing go.mod: go.mod:3: usage: require module/path v1.2.3\n\
         或者（来自版本控制）：go.mod is missing module path at revision v1.2.0\n\n\
         这不是本项目的 go.mod：那里的错误会写明文件的行号，前面没有模块名。\
         如果得到的是网页，那也不是 go.mod 有错，而是代理并非模块代理。已经发布的版本不会再变，所以只有换版本才行。\
         模块缓存里的副本也可能被截断或覆盖过，这时只需删除那一个文件。\n\n\
         请改用该模块的另一个版本，并告知作者。如果是别的模块要求了它，可以用 `replace` 把这一个版本换成另一个。",
    ),
    logs: &[
        Mark::of(&["@v", ": parsing go.mod: go.mod:"]),
        Mark::of(&["@v", ": parsing go.mod: missing module line"])
            .or(&["modcache-corrupt", "goproxy-not-a-module-proxy"]),
        Mark::of(&["go.mod is missing module path"]),
        Mark::of(&["is missing module path at revision"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let found = invalid(evidence);
    let first = found.first()?;
    let cites: Vec<Cite> = found.iter().map(|it| it.cite.clone()).collect();
    let modules: Vec<String> = found.iter().map(Misnamed::name).collect();
    let finding = Finding::certain(says(first, found.len()), cites)
        .stops(modules.clone())
        .about(Subject::Modules(modules));
    Some(match place(first, evidence) {
        Some(place) => finding.at(place),
        None => finding,
    })
}

fn invalid(evidence: &Evidence) -> Vec<Misnamed<'_>> {
    evidence.misnamed().into_iter().filter(|it| !it.nameplate.is_whole()).collect()
}

fn says(it: &Misnamed<'_>, count: usize) -> Text {
    let (module, version) = (it.module, it.version);
    let more = and_others(count);
    let (more_en, more_zh) = (&more.en, &more.zh);
    let (by_en, by_zh) = match it.through.last() {
        Some(last) => (format!(", which {last} requires,"), format!("（由 {last} 要求）")),
        None => (String::new(), String::new()),
    };
    match (&it.nameplate.error, &it.cite) {
        (Some(words), _) => {
            let words = Excerpt::text(words);
            say! {
                en: "The go.mod of {module} {version}{by_en} does not parse: {words}. go has to read it, and stops.{more_en}",
                zh: "{module} {version}{by_zh}的 go.mod 无法解析：{words}。go 必须读取它，就此停止。{more_zh}",
            }
        }
        (None, Cite::Stored(path)) => say! {
            en: "{path}, the go.mod of {module} {version}{by_en} in the module cache, names no module. go has to read it, and stops.{more_en}",
            zh: "模块缓存里 {module} {version}{by_zh}的 go.mod（{path}）没有写明模块。go 必须读取它，就此停止。{more_zh}",
        },
        (None, _) => say! {
            en: "The go.mod of {module} {version}{by_en} names no module: it has no `module` line. go has to read it, and stops.{more_en}",
            zh: "{module} {version}{by_zh}的 go.mod 没有写明模块：它没有 `module` 行。go 必须读取它，就此停止。{more_zh}",
        },
    }
}

fn place(it: &Misnamed<'_>, evidence: &Evidence) -> Option<Location> {
    let file = evidence.facts.project.gomod.path()?.to_owned();
    Some(Location { file, line: it.line?, column: None, source: None })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let found = invalid(evidence);
    let Some(first) = found.first() else { return Vec::new() };
    let mut fixes: Vec<Fix> = removed(&found).into_iter().collect();
    let near = nearest(first, evidence);
    fixes.extend(near.iter().map(|version| other(first, version)));
    if near.is_empty() {
        fixes.push(by_hand(first));
    }
    fixes
}

/// A copy in the cache may be of another making than what is published.
fn removed(found: &[Misnamed<'_>]) -> Option<Fix> {
    let stored = found.iter().filter_map(|it| match &it.cite {
        Cite::Stored(path) => Some(path.clone()),
        _ => None,
    });
    let paths: Vec<String> = stored.collect();
    let title = Text::of("Have go fetch that go.mod anew", "让 go 重新下载这个 go.mod");
    let step = Step::RemoveFiles { paths: paths.clone() };
    (!paths.is_empty()).then(|| Fix::safe(title, Scope::User, vec![step]))
}

/// The versions above and below, where some list of them is known.
fn nearest(it: &Misnamed<'_>, evidence: &Evidence) -> Vec<String> {
    let lists = evidence.fetches.iter().filter(|fetch| {
        fetch.artefact == Artefact::List && fetch.module == it.module && fetch.version == it.version
    });
    let versions = lists.filter_map(|fetch| match &fetch.outcome {
        Outcome::Served { versions } => Some(versions),
        _ => None,
    });
    let others: Vec<&String> = versions.flatten().filter(|version| *version != it.version).collect();
    let above = others.iter().filter(|known| semver::compare(known, it.version).is_gt());
    let below = others.iter().filter(|known| semver::compare(known, it.version).is_lt());
    let above = above.min_by(|a, b| semver::compare(a, b));
    let below = below.max_by(|a, b| semver::compare(a, b));
    above.into_iter().chain(below).map(|it| (*it).clone()).collect()
}

/// Required in its place, or put in its place where another module requires it.
fn other(it: &Misnamed<'_>, version: &str) -> Fix {
    let (module, bad) = (it.module, it.version);
    let listed = it.through.is_empty() && !it.replaced;
    let word = if listed {
        format!("-require={module}@{version}")
    } else {
        format!("-replace={module}@{bad}={module}@{version}")
    };
    let words = ["go", "mod", "edit", word.as_str()].map(str::to_owned).to_vec();
    let title = say! {
        en: "Take {module} {version}",
        zh: "改用 {module} {version}",
    };
    Fix::safe(title, Scope::Project, vec![Step::Run { words }])
}

fn by_hand(it: &Misnamed<'_>) -> Fix {
    let (module, version) = (it.module, it.version);
    let title = say! {
        en: "Take another version of {module}",
        zh: "改用 {module} 的另一个版本",
    };
    let step = say! {
        en: "Require another version of {module} than {version}, and tell its author that the go.mod of {version} is broken.",
        zh: "请改用 {module} 的 {version} 之外的版本，并告知作者 {version} 的 go.mod 有错误。",
    };
    let why = Text::of("Which versions there are is not known.", "不知道有哪些版本。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).unprovable(why)
}

fn serving(gomod: &'static str) -> World {
    World::healthy()
        .var("GOSUMDB", "off")
        .site("proxy.golang.org", Site::except(&["widget/@v/v1.2.3.mod"], 200, gomod))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "no module line",
        world: || serving("go 1.20\n\nrequire golang.org/x/mod v0.20.0\n"),
        roots: &["dependency-gomod-invalid"],
    },
    Scene {
        name: "conflict markers",
        world: || serving("module github.com/acme/widget\n\nrequire (\n<<<<<<< HEAD\n)\n"),
        roots: &["dependency-gomod-invalid"],
    },
    Scene {
        name: "a page in its place is the proxy's",
        world: || serving("<html><body>sign in</body></html>"),
        roots: &["goproxy-not-a-module-proxy"],
    },
    Scene {
        name: "cut short in the cache",
        world: || {
            let path = "go/pkg/mod/cache/download/github.com/acme/widget/@v/v1.2.3.mod";
            let cut = "module github.com/acme/widget\n\nrequire (\n";
            World::healthy().var("GOSUMDB", "off").file(&format!("{HOME}/{path}"), cut)
        },
        roots: &["dependency-gomod-invalid"],
    },
    Scene {
        name: "in its repository",
        world: || {
            World::healthy()
                .gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
                .var("GOPROXY", "direct")
                .var("GOSUMDB", "off")
                .tagged("v1.2.3", &[("go.mod", "module github.com/acme/widget\n\nrequire (\n"), ("a.go", "package a\n")])
        },
        roots: &["dependency-gomod-invalid"],
    },
    Scene {
        name: "directives that this go does not know",
        world: || serving("module github.com/acme/widget\n\nfrobnicate yes\n"),
        roots: &[],
    },
];
