use crate::base::{Excerpt, Text, Veiled};
use crate::model::{
    Area, Artefact, BrokenFetch, Cause, Cite, End, Evidence, Fault, Fetch, FileFault, Finding, Fix,
    HttpFault, Mark, Outcome, Reply, Scope, Source, Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World, zip};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-file-missing",
    area: Area::Goproxy,
    title: Text::of("The folder in GOPROXY lacks a file", "GOPROXY 中的文件夹缺少文件"),
    docs: Text::of(
        "An element of GOPROXY is a folder (file://), and it is not there, or it lacks a file of \
         the version that go asks for: .info, .mod or .zip.\n\n\
         go says: reading file:///srv/mirror/github.com/.../@v/v1.2.3.zip: no such file or \
         directory\n\n\
         The folder has to look as GOMODCACHE/cache/download does: the module's path, then @v, \
         then the three files of each version, with ! and a small letter in place of a capital \
         one (github.com/!burnt!sushi). It is the folder cache/download that GOPROXY has to name, \
         not GOMODCACHE itself. The URL is absolute, with three slashes and forward ones also on \
         Windows (file:///C:/mirror); a relative one is refused. An unpacked module is no \
         replacement for its .zip.\n\n\
         Name the folder that has the files, or copy what is missing from a module cache that has \
         it: on a machine that may download, go mod download fills GOMODCACHE/cache/download.",
        "GOPROXY 的一项是文件夹（file://），但该文件夹不存在，或者缺少 go 所要版本的文件：.info、.mod 或 .zip。\n\n\
         go 的报错：reading file:///srv/mirror/github.com/.../@v/v1.2.3.zip: no such file or directory\n\n\
         文件夹的结构要与 GOMODCACHE/cache/download 相同：模块路径，然后是 @v，然后是每个版本的三个文件；\
         大写字母写作 ! 加小写字母（github.com/!burnt!sushi）。GOPROXY 要写的是 cache/download 这个文件夹，\
         而不是 GOMODCACHE 本身。URL 必须是绝对路径，三个斜杠，在 Windows 上也用正斜杠（file:///C:/mirror）；\
         相对路径会被拒绝。解压后的模块不能代替它的 .zip。\n\n\
         请写明有这些文件的文件夹，或者从有它们的模块缓存里复制缺少的文件：在可以下载的机器上，\
         go mod download 会填满 GOMODCACHE/cache/download。",
    ),
    logs: &[
        Mark::of(&["reading file://", "no such file or directory"]),
        Mark::of(&["reading file://", "cannot find the path specified"]),
        Mark::of(&["reading file://", "cannot find the file specified"]),
        Mark::of(&["reading file://", "找不到指定的路径"]),
        Mark::of(&["reading file://", "找不到指定的文件"]),
        Mark::of(&["reading file://", "permission denied"]),
        Mark::of(&["reading file://", "Access is denied"]),
        Mark::of(&["reading file://", "拒绝访问"]),
        Mark::of(&["reading file://", "not a directory"]),
    ],
    explains: &["goproxy-off"],
    rule,
    fixes,
};

/// As many modules are copied by typed commands.
const COPIED: usize = 20;

fn rule(evidence: &Evidence) -> Option<Finding> {
    let lacking = lacking(evidence);
    let first = lacking.first()?;
    let base = base(first, evidence)?;
    let says = match missing(first.fetch) {
        None => unreadable(first.fetch),
        Some(reply) if reply.header("folder") == Some("absent") => absent(&base, reply),
        Some(reply) => lacks(&base, first, reply, lacking.len()),
    };
    let mut cites: Vec<Cite> = lacking.iter().map(|it| it.cite.clone()).collect();
    cites.sort();
    let mut modules: Vec<String> = lacking.iter().flat_map(|it| it.modules.clone()).collect();
    modules.sort();
    modules.dedup();
    let because =
        Text::of("A folder is read, and nobody is asked.", "读取的是文件夹，没有询问任何服务器。");
    let finding = Finding::certain(says, cites).stops(modules);
    Some(finding.not("goproxy-server-error", because).about(Subject::File(base.to_string())))
}

/// The files that stop go, where nothing but folders was asked, or where the
/// folder itself is what is wrong.
fn lacking(evidence: &Evidence) -> Vec<BrokenFetch<'_>> {
    let mut found: Vec<BrokenFetch<'_>> = Vec::new();
    for walk in evidence.walks() {
        let End::Stopped { by, past } = &walk.end else { continue };
        let met = || std::iter::once(by).chain(past);
        let Some((cite, fetch)) = met().find_map(|cite| Some((cite, at_folder(evidence, cite)?)))
        else {
            continue;
        };
        let alone =
            met().all(|it| matches!(it, Cite::Setting(_)) || at_folder(evidence, it).is_some());
        if !(by == cite
            || alone
            || is_misplaced(fetch) && met().all(|it| says_missing(evidence, it)))
        {
            continue;
        }
        match found.iter_mut().find(|known| known.cite == *cite) {
            Some(known) => known.modules.push(walk.need.clone()),
            None => found.push(BrokenFetch {
                cite: cite.clone(),
                fetch,
                modules: vec![walk.need.clone()],
            }),
        }
    }
    found
}

fn at_folder<'a>(evidence: &'a Evidence, cite: &Cite) -> Option<&'a Fetch> {
    let Cite::Fetch(at) = cite else { return None };
    let fetch = evidence.fetches.get(*at).filter(|it| it.url.raw().starts_with("file:"))?;
    let unreadable = matches!(
        &fetch.outcome,
        Outcome::Broken { fault: Fault::Http(HttpFault::Unreadable { .. }) }
    );
    (unreadable || missing(fetch).is_some()).then_some(fetch)
}

fn says_missing(evidence: &Evidence, cite: &Cite) -> bool {
    match cite {
        Cite::Fetch(at) => evidence.fetches.get(*at).is_some_and(|it| missing(it).is_some()),
        other => matches!(other, Cite::Setting(_)),
    }
}

fn missing(fetch: &Fetch) -> Option<&Reply> {
    match &fetch.outcome {
        Outcome::Missing { reply } => Some(reply),
        _ => None,
    }
}

fn is_misplaced(fetch: &Fetch) -> bool {
    let Some(reply) = missing(fetch) else { return false };
    reply.header("folder") == Some("absent")
        || reply.header("near").is_some()
        || reply.header("unescaped").is_some()
}

fn base(broken: &BrokenFetch<'_>, evidence: &Evidence) -> Option<Veiled> {
    match broken.fetch.source {
        Source::Proxy { element } => evidence.base_of(element).cloned(),
        _ => None,
    }
}

fn absent(base: &Veiled, reply: &Reply) -> Text {
    let near = near(reply);
    let (en, zh) = (&near.en, &near.zh);
    say! {
        en: "GOPROXY names the folder {base}, which is not there: go finds no module in it.{en}",
        zh: "GOPROXY 里的文件夹 {base} 不存在：go 在其中找不到任何模块。{zh}",
    }
}

fn lacks(base: &Veiled, broken: &BrokenFetch<'_>, reply: &Reply, count: usize) -> Text {
    let Fetch { module, version, artefact, .. } = broken.fetch;
    let ending = ending(*artefact);
    let near = near(reply);
    let (near_en, near_zh) = (&near.en, &near.zh);
    let more = match count.saturating_sub(1) {
        0 => Text::of("", ""),
        others => {
            say! { en: " The same holds for {others} more file(s).", zh: "另有 {others} 个文件情况相同。" }
        }
    };
    let (more_en, more_zh) = (&more.en, &more.zh);
    let path = &reply.excerpt;
    say! {
        en: "The folder {base} lacks {ending} of {module} {version}: there is no {path}. go stops.{near_en}{more_en}",
        zh: "文件夹 {base} 缺少 {module} {version} 的 {ending}：{path} 不存在。go 就此停止。{near_zh}{more_zh}",
    }
}

fn near(reply: &Reply) -> Text {
    if let Some(near) = reply.header("near") {
        return say! { en: " {near} has it.", zh: "{near} 里有。" };
    }
    match reply.header("unescaped") {
        Some(spelled) => say! {
            en: " It lies in {spelled}, where go does not look: capital letters are written as ! and a small one.",
            zh: "它在 {spelled} 里，而 go 不会去那里找：大写字母要写作 ! 加小写字母。",
        },
        None => Text::of("", ""),
    }
}

fn unreadable(fetch: &Fetch) -> Text {
    let path = match &fetch.outcome {
        Outcome::Broken { fault: Fault::Http(HttpFault::Unreadable { excerpt }) } => {
            excerpt.clone()
        }
        _ => Excerpt::default(),
    };
    say! {
        en: "GOPROXY names a folder, and the file {path} in it cannot be read: its permissions forbid it, or a part of the path is no folder. go takes that for an error, and stops.",
        zh: "GOPROXY 里写的是文件夹，而其中的文件 {path} 无法读取：权限不允许，或者路径中有一段不是文件夹。go 把这当作错误，就此停止。",
    }
}

fn ending(artefact: Artefact) -> &'static str {
    match artefact {
        Artefact::Info => ".info",
        Artefact::Zip => ".zip",
        Artefact::Mod => ".mod",
        _ => "@v/list",
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let lacking = lacking(evidence);
    let Some(first) = lacking.first() else { return Vec::new() };
    let mut fixes: Vec<Fix> = renamed(first, evidence).into_iter().collect();
    fixes.extend(copied(&lacking, evidence));
    // What can be typed here needs no other machine.
    if fixes.is_empty() {
        fixes.push(match missing(first.fetch) {
            Some(_) => filled(first, evidence),
            None => permitted(first.fetch),
        });
    }
    fixes
}

/// The folder next to it that has the file.
fn renamed(broken: &BrokenFetch<'_>, evidence: &Evidence) -> Option<Fix> {
    let facts = &evidence.facts;
    let near = missing(broken.fetch)?.header("near")?;
    let to = Veiled::new(format!("file://{}", near.replace('%', "%25").replace(' ', "%20")));
    let value = facts.goproxy_based(&base(broken, evidence)?, &to)?;
    let title = say! { en: "Name the folder {to}", zh: "改用文件夹 {to}" };
    Some(Fix::safe(title, facts.reach("GOPROXY"), vec![facts.set("GOPROXY", value)]))
}

/// The files of each version, from where they lie on this machine.
fn copied(lacking: &[BrokenFetch<'_>], evidence: &Evidence) -> Option<Fix> {
    let mut steps = Vec::new();
    let mut from = None;
    for broken in lacking.iter().take(COPIED) {
        let reply = missing(broken.fetch)?;
        let to = reply.excerpt.as_str().rsplit_once('/')?.0.to_owned();
        let files = match (reply.header("elsewhere"), reply.header("unescaped")) {
            (Some(cache), _) => {
                let root = crate::go::url::Url::parse(base(broken, evidence)?.raw()).ok()?;
                let below = to.strip_prefix(root.path().trim_end_matches('/'))?;
                from.get_or_insert(cache);
                let stem = stem(broken.fetch)?;
                [".info", ".mod", ".zip"].map(|end| format!("{cache}{below}/{stem}{end}")).to_vec()
            }
            (None, Some(spelled)) => {
                from.get_or_insert(spelled);
                let stem = stem(broken.fetch)?;
                [".info", ".mod", ".zip"].map(|end| format!("{spelled}/{stem}{end}")).to_vec()
            }
            (None, None) => return None,
        };
        steps.push(run(["mkdir", "-p", &to].map(str::to_owned).to_vec()));
        let words = std::iter::once("cp".to_owned()).chain(files).chain([to]);
        steps.push(run(words.collect()));
    }
    let from = from?;
    let title = say! { en: "Copy what is missing from {from}", zh: "从 {from} 复制缺少的文件" };
    Some(Fix::safe(title, Scope::Machine, steps))
}

fn run(words: Vec<String>) -> Step {
    Step::Run { words }
}

/// The version as file names spell it.
fn stem(fetch: &Fetch) -> Option<String> {
    crate::go::module::escape_version(&fetch.version).ok()
}

fn filled(broken: &BrokenFetch<'_>, evidence: &Evidence) -> Fix {
    let Fetch { module, version, .. } = broken.fetch;
    let base = base(broken, evidence).unwrap_or_default();
    let title =
        Text::of("Fill the folder where downloading is allowed", "在允许下载的地方填满这个文件夹");
    let step = say! {
        en: "Type go mod download {module}@{version} on a machine that may download, and copy the .info, .mod and .zip of it from its GOMODCACHE/cache/download to the same place below {base}.",
        zh: "在允许下载的机器上运行 go mod download {module}@{version}，然后把它的 .info、.mod 和 .zip 从那里的 GOMODCACHE/cache/download 复制到 {base} 下的相同位置。",
    };
    let why = Text::of("Another machine cannot be tried from here.", "无法在这里试用另一台机器。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

fn permitted(fetch: &Fetch) -> Fix {
    let path = match &fetch.outcome {
        Outcome::Broken { fault: Fault::Http(HttpFault::Unreadable { excerpt }) } => {
            excerpt.clone()
        }
        _ => Excerpt::default(),
    };
    let title = Text::of("Let this user read the folder", "让当前用户可以读取该文件夹");
    let step = say! {
        en: "Have its owner make {path} and the folders above it readable for this user.",
        zh: "请其所有者让当前用户可以读取 {path} 以及它上面的各级文件夹。",
    };
    let why = Text::of("It may belong to another user.", "它可能属于其他用户。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

fn files(folder: &str, endings: &[&str]) -> World {
    let gomod = "module example.com/app\n\ngo 1.24\n\nrequire golang.org/x/mod v0.20.0\n";
    let world =
        World::healthy().gomod(gomod).var("GOPROXY", "file:///srv/mirror").var("GOSUMDB", "off");
    endings.iter().fold(world, |world, ending| {
        let gomod = "module golang.org/x/mod\n";
        let content = match *ending {
            ".info" => b"{\"Version\":\"v0.20.0\"}".to_vec(),
            ".mod" => gomod.into(),
            _ => zip(&[("golang.org/x/mod@v0.20.0/go.mod".into(), gomod.into())]),
        };
        world.bytes(&format!("{folder}/golang.org/x/mod/@v/v0.20.0{ending}"), content)
    })
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "no such folder",
        world: || files("/srv/other", &[]),
        roots: &["goproxy-file-missing"],
    },
    Scene {
        name: "the zip is missing",
        world: || files("/srv/mirror", &[".info", ".mod"]),
        roots: &["goproxy-file-missing"],
    },
    Scene {
        name: "a module cache in place of its cache/download",
        world: || files("/srv/mirror/cache/download", &[".info", ".mod", ".zip"]),
        roots: &["goproxy-file-missing"],
    },
    Scene {
        name: "another module cache has it",
        world: || {
            files("/home/dev/go/pkg/mod/cache/download", &[".info", ".mod", ".zip"])
                .var("GOMODCACHE", "/tmp/cache")
        },
        roots: &["goproxy-file-missing"],
    },
    Scene {
        name: "off behind the folder",
        world: || files("/srv/mirror", &[]).var("GOPROXY", "file:///srv/mirror,off"),
        roots: &["goproxy-file-missing"],
    },
    Scene {
        name: "a file that this user may not read",
        world: || {
            files("/srv/mirror", &[".info", ".mod", ".zip"])
                .locked("/srv/mirror/golang.org/x/mod/@v/v0.20.0.mod", FileFault::Denied)
        },
        roots: &["goproxy-file-missing"],
    },
    Scene {
        name: "the folder lacks it and the next proxy has it",
        world: || {
            files("/srv/mirror", &[]).var("GOPROXY", "file:///srv/mirror,https://proxy.golang.org")
        },
        roots: &[],
    },
    Scene {
        name: "a whole folder",
        world: || {
            files("/srv/mirror", &[".info", ".mod", ".zip"])
                .site("proxy.golang.org", Site::status(500, ""))
        },
        roots: &[],
    },
];
