use crate::base::Text;
use crate::go::modfile::ModFile;
use crate::go::semver;
use crate::model::{Area, Cause, Cite, DialFault, Doing, Evidence, Finding, Fix, Mark, MissingVersion, Need, Scope, Severity, Step, Subject, Untagged, and_others};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "version-not-found",
    area: Area::GoMod,
    title: Text::of("This version of the module does not exist", "模块没有这个版本"),
    docs: Text::of(
        "The module is known, and the version that is asked for is not among its versions.\n\n\
         go says: reading https://proxy.golang.org/.../@v/v1.2.9.mod: 404 Not Found\n\
         	server response: not found: MODULE@v1.2.9: invalid version: unknown revision v1.2.9\n\
         or, from version control: MODULE@v1.2.9: invalid version: unknown revision v1.2.9\n\n\
         A module that is not found at all gives the same status; the list of versions tells the \
         two apart. If the proxy ends with `direct`, go then asks the origin, and what it reports \
         is the failure there, which hides this one. A version that was tagged minutes ago may \
         not have reached the proxy yet: it remembers for up to half an hour that there was none. \
         A module in a folder of its repository needs a tag with that folder in front \
         (`sub/v1.2.9`).\n\n\
         Ask for a version that exists. `go get` cannot help while go.mod asks for the missing \
         one, as it has to read that first; `go mod edit -require` changes the line without \
         looking. Afterwards `go mod tidy` brings the rest in line, where the sources are \
         present. Clearing the module cache changes nothing.",
        "模块是存在的，但所要求的版本不在它的版本列表里。\n\n\
         go 的报错：reading https://proxy.golang.org/.../@v/v1.2.9.mod: 404 Not Found\n\
         	server response: not found: MODULE@v1.2.9: invalid version: unknown revision v1.2.9\n\
         或者（来自版本控制）：MODULE@v1.2.9: invalid version: unknown revision v1.2.9\n\n\
         模块完全不存在时状态码也一样，要靠版本列表来区分。如果 GOPROXY 以 `direct` 结尾，go 接着会去问源站，\
         最后报出来的是那里的失败，反而把这个原因盖住了。几分钟前才打的标签，代理可能还不知道：\
         它会把“没有”的结果记住，最长半小时。位于仓库子目录的模块，标签前面要带上目录（`sub/v1.2.9`）。\n\n\
         请改用存在的版本。只要 go.mod 还要求那个不存在的版本，`go get` 就无能为力，因为它要先读取该版本；\
         `go mod edit -require` 则直接改写那一行。之后在有源码的地方运行 `go mod tidy` 整理其余内容。\
         清空模块缓存没有任何作用。",
    ),
    logs: &[
        Mark::of(&["invalid version: unknown revision"]).or(NO_SUCH),
        Mark::of(&[": unknown revision"]).common().or(NO_SUCH),
        Mark::of(&["unknown revision"])
            .without(&["unknown revision or path not in the working tree"]).common().or(NO_SUCH),
        Mark::of(&["no matching versions for query"]).or(&["module-not-found", "goproxy-stale"]),
        Mark::of(&[": no matching versions"]).common().or(&["module-not-found", "goproxy-stale"]),
        Mark::of(&["abort: unknown revision '"]).common(),
        Mark::of(&["revision does not exist locally: "]).common().or(&["modcache-corrupt"]),
        Mark::of(&["fatal: couldn't find remote ref "]).when(|it| it.doing == Doing::Repository),
        Mark::of(&["upload-pack: not our ref"]).when(|it| it.doing == Doing::Repository),
        Mark::of(&["at revision ", ": unknown revision"]).or(&["private-auth-missing", "vcs-missing"]),
        Mark::of(&["/@v/", "server response:", "unknown revision"]).or(&["goproxy-stale", "goproxy-no-direct", "private-not-excluded"]),
        Mark::of(&["version \"", "is not available"]).when(|it| it.text.contains("go: ")),
        Mark::of(&["missing ", "go.mod at revision "])
    .without(&["go.mod and "]).or(&["module-not-found", "package-not-in-module", "major-version-mismatch"]),
    ],
    explains: &[
        "dns-no-such-host",
        "dns-timeout",
        "dns-resolver-unreachable",
        "tcp-refused",
        "tcp-timeout",
        "tls-unknown-authority",
        "tls-expired",
        "tls-name-mismatch",
        "goproxy-off",
        "sumdb-module-unknown",
    ],
    rule,
    fixes,
};

/// A tag that was not pushed, one that this go was not let see, or one of a repository
/// that a proxy or an old git has not whole.
const NO_SUCH: &[&str] = &["goproxy-stale", "private-auth-missing", "git-too-old", "vcs-missing"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let all = evidence.missing_versions();
    let missing = settled(&all);
    let first = missing.first()?;
    let says = says(first, missing.len());
    let confidence = missing.iter().map(|it| it.confidence).min()?;
    let mut cites: Vec<Cite> = missing.iter().flat_map(|it| it.cites.clone()).collect();
    cites.sort();
    cites.dedup();
    let modules: Vec<String> = missing.iter().map(|it| name(it.need)).collect();
    let severity = if first.open { Severity::Warning } else { Severity::Error };
    let finding = Finding::new(confidence, says, cites)
        .severity(severity)
        .stops(modules.clone())
        .about(Subject::Modules(modules));
    Some(match first.need.place() {
        Some(place) => finding.at(place),
        None => finding,
    })
}

/// What stops go; where nothing does, what go may still find at the origin.
fn settled<'e, 'a>(all: &'e [MissingVersion<'a>]) -> Vec<&'e MissingVersion<'a>> {
    let stopped: Vec<_> = all.iter().filter(|it| !it.open).collect();
    if stopped.is_empty() { all.iter().collect() } else { stopped }
}

fn says(missing: &MissingVersion<'_>, count: usize) -> Text {
    if let Some(untagged) = &missing.untagged {
        return in_repository(missing, untagged, count);
    }
    let Need { module, version, .. } = missing.need;
    let (host, known) = (&missing.host, missing.versions.len());
    if known == 0 {
        let (rev, more) = (semver::rev(version).unwrap_or_default(), and_others(count));
        let (more_en, more_zh) = (&more.en, &more.zh);
        return say! {
            en: "{module} has no version {version}: no branch and no tag of {host} leads to a commit {rev}. Its branch may have been deleted or rewritten.{more_en}",
            zh: "{module} 没有 {version} 这个版本：{host} 的任何分支和标签都到达不了提交 {rev}。它所在的分支可能已被删除或改写。{more_zh}",
        };
    }
    let near = missing.nearest().join(", ");
    let more = and_others(count);
    let (more_en, more_zh) = (&more.en, &more.zh);
    if missing.open {
        return say! {
            en: "{module} has no version {version} on {host}, which lists {known} version(s), the nearest being {near}. go asks the origin next, and fails if it is not tagged there either.{more_en}",
            zh: "{host} 上的 {module} 没有 {version} 这个版本，它列出了 {known} 个版本，最接近的是 {near}。go 接下来会询问源站，如果那里也没有这个标签就会失败。{more_zh}",
        };
    }
    say! {
        en: "{module} has no version {version}: {host} lists {known} version(s), the nearest being {near}. go cannot download what does not exist.{more_en}",
        zh: "{module} 没有 {version} 这个版本：{host} 列出了 {known} 个版本，最接近的是 {near}。不存在的版本 go 无法下载。{more_zh}",
    }
}

/// What the repository was asked for, and what it has in its place.
fn in_repository(missing: &MissingVersion<'_>, untagged: &Untagged<'_>, count: usize) -> Text {
    let Need { module, version, .. } = missing.need;
    let repository = &missing.host;
    let wanted = untagged.wanted.unwrap_or(version);
    let (instead, more) = (instead(missing, untagged), and_others(count));
    let (instead_en, instead_zh) = (&instead.en, &instead.zh);
    let (more_en, more_zh) = (&more.en, &more.zh);
    say! {
        en: "{module} has no version {version}: {repository} is there and has no {wanted}.{instead_en} go cannot download what does not exist.{more_en}",
        zh: "{module} 没有 {version} 这个版本：仓库 {repository} 存在，但没有 {wanted}。{instead_zh}不存在的版本 go 无法下载。{more_zh}",
    }
}

fn instead(missing: &MissingVersion<'_>, untagged: &Untagged<'_>) -> Text {
    let Need { module, version, .. } = missing.need;
    let (folder, near) = (untagged.folder(), missing.nearest().join(", "));
    let has = |tag: &str| missing.names.iter().any(|name| name.strip_prefix("refs/tags/") == Some(tag));
    let bare = version.trim_start_matches('v');
    let tag = |name: String| (has(&name) && name != *version).then_some(name);
    if !folder.is_empty() && has(version) {
        let top = folder.trim_end_matches('/');
        return say! {
            en: " Its tag {version} is one of the module at its root. The module in the folder {top} needs the tag {folder}{version}; if {module} is only a package of the one at the root, that one is to be required.",
            zh: "它的标签 {version} 属于仓库根目录的模块。目录 {top} 里的模块需要标签 {folder}{version}；如果 {module} 只是根模块的一个包，就应当依赖根模块。",
        };
    }
    if let Some(other) = tag(format!("{folder}{bare}")).or_else(|| tag(format!("{folder}v{bare}"))) {
        return say! {
            en: " It has the tag {other}, which is another name: a version of go's begins with v.",
            zh: "它有标签 {other}，但那是另一个名字：go 的版本以 v 开头。",
        };
    }
    match (near.is_empty(), missing.names.is_empty()) {
        (false, _) => {
            let known = missing.versions.len();
            say! {
                en: " Of its tags {known} are versions of this module, the nearest being {near}.",
                zh: "它的标签中有 {known} 个是这个模块的版本，最接近的是 {near}。",
            }
        }
        (true, false) => Text::of(
            " None of its tags is a version of this module.",
            "它的标签里没有一个是这个模块的版本。",
        ),
        (true, true) => Text::of("", ""),
    }
}

fn name(need: &Need) -> String {
    format!("{}@{}", need.module, need.version)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let all = evidence.missing_versions();
    let missing = settled(&all);
    let gomod = evidence.facts.project.gomod.parsed();
    let edited = missing.first().map_or(0, |it| choices(it).len());
    let fixes: Vec<Fix> = (0..edited).filter_map(|at| required(&missing, gomod, at)).collect();
    if fixes.is_empty() { missing.first().map(|it| by_hand(it)).into_iter().collect() } else { fixes }
}

/// The lines of go.mod changed to the version that stands at `at` in the order
/// of nearness, for all of them at once.
fn required(missing: &[&MissingVersion<'_>], gomod: Option<&ModFile>, at: usize) -> Option<Fix> {
    // What is no version at all `go mod edit` refuses to read.
    let is_editable = |it: &&ModFile| it.require.iter().all(|it| semver::is_valid(&it.version));
    let gomod = gomod.filter(is_editable)?;
    let mut words = ["go", "mod", "edit"].map(str::to_owned).to_vec();
    let mut names = Vec::new();
    for it in missing {
        let Need { module, version, .. } = it.need;
        let has = |line: &crate::go::modfile::Require| line.path == *module && line.version == *version;
        let near = choices(it);
        let version = near.get(at).or(near.first()).filter(|_| gomod.require.iter().any(has))?;
        words.push(format!("-require={module}@{version}"));
        names.push(format!("{module}@{version}"));
    }
    let list = names.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    let title = say! {
        en: "Require {list}",
        zh: "改为依赖 {list}",
    };
    Some(Fix::safe(title, Scope::Project, vec![Step::Run { words }]))
}

/// What go.mod may ask for in its place: a version that is there, else what stands at the
/// end of the main branch, of which go makes a version.
fn choices<'m>(missing: &'m MissingVersion<'_>) -> Vec<&'m str> {
    let near = missing.nearest();
    if !near.is_empty() {
        return near;
    }
    let heads = missing.names.iter().filter_map(|name| name.strip_prefix("refs/heads/"));
    heads.filter(|head| matches!(*head, "main" | "master")).take(1).collect()
}

fn by_hand(missing: &MissingVersion<'_>) -> Fix {
    let Need { module, version, .. } = missing.need;
    let near = choices(missing).join(", ");
    if near.is_empty() {
        return tagged(missing);
    }
    let title = say! {
        en: "Ask for a version of {module} that exists",
        zh: "改用 {module} 的已有版本",
    };
    let step = say! {
        en: "Ask for {near} in place of {version} wherever {module} is named: in go.mod, or on the command line.",
        zh: "在写有 {module} 的地方（go.mod 或者命令行），把 {version} 换成 {near}。",
    };
    let why = Text::of("go mod edit cannot change it.", "go mod edit 无法改动它。");
    Fix::safe(title, Scope::Project, vec![Step::Say(step)]).unprovable(why)
}

fn tagged(missing: &MissingVersion<'_>) -> Fix {
    let Need { module, version, .. } = missing.need;
    let title = say! { en: "Tag {version} in the repository of {module}", zh: "在 {module} 的仓库里打上标签 {version}" };
    let says = say! {
        en: "Ask whoever keeps {module} to push the tag, or take a version that is there.",
        zh: "请维护 {module} 的人推送这个标签，或者改用已有的版本。",
    };
    Fix::at_anothers(title, says)
}

fn wanting(version: &str, goproxy: &str) -> World {
    let gomod = format!("module example.com/app\n\ngo 1.24\n\nrequire golang.org/x/text {version}\n");
    World::healthy().gomod(&gomod).var("GOPROXY", goproxy)
}

/// Asked of the repository alone, which has this one name.
fn direct(module: &str, version: &str, name: &str) -> World {
    let gomod = format!("module example.com/app\n\ngo 1.24\n\nrequire {module} {version}\n");
    let line = format!("1f3870be274f6c49b3e31a0c6728957f7d2f0c8e\t{name}\n");
    World::healthy()
        .gomod(&gomod)
        .var("GOPROXY", "direct")
        .site("github.com", Site::status(200, ""))
        .program("git ls-remote --tags", 0, &line, "")
        .program("git ls-remote", 0, "", "")
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a version that was never tagged",
        world: || wanting("v0.3.1", "https://proxy.golang.org"),
        roots: &["version-not-found"],
    },
    Scene {
        name: "the origin may still have it",
        world: || {
            let tag = "<meta name=\"go-import\" content=\"golang.org/x/text git https://go.googlesource.com/text\">";
            wanting("v0.3.1", "https://proxy.golang.org,direct")
                .site("golang.org", Site::status(200, tag))
                .program("git ls-remote", 0, "", "")
        },
        roots: &["version-not-found"],
    },
    Scene {
        name: "two proxies, neither has it",
        world: || wanting("v0.3.1", "https://goproxy.cn,https://proxy.golang.org"),
        roots: &["version-not-found"],
    },
    Scene {
        name: "the origin is blocked, which hides it",
        world: || {
            wanting("v0.99.0", "https://proxy.golang.org,direct")
                .dial("golang.org", &DialFault::TimedOut { after_ms: 5000 })
        },
        roots: &["version-not-found"],
    },
    Scene {
        name: "off behind the proxy hides it",
        world: || wanting("v0.15.0", "https://proxy.golang.org,off"),
        roots: &["version-not-found"],
    },
    Scene {
        name: "a commit that nobody has",
        world: || wanting("v0.0.0-20240101000000-0123456789ab", "https://proxy.golang.org"),
        roots: &["version-not-found"],
    },
    Scene {
        name: "a replacement",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org")
                .gomod("module m\n\ngo 1.24\n\nrequire example.com/old v1.0.0\n\nreplace example.com/old => golang.org/x/mod v0.20.1\n")
        },
        roots: &["version-not-found"],
    },
    Scene {
        name: "the blocked origin stops a private module as well",
        world: || {
            let gone = DialFault::TimedOut { after_ms: 5000 };
            wanting("v0.3.1", "https://proxy.golang.org,direct")
                .var("GOPRIVATE", "golang.org/x/mod")
                .gomod("module m\n\ngo 1.24\n\nrequire (\n\tgolang.org/x/mod v0.20.0\n\tgolang.org/x/text v0.3.1\n)\n")
                .dial("golang.org", &gone)
        },
        roots: &["version-not-found", "tcp-timeout"],
    },
    Scene {
        name: "a tag that the repository has not",
        world: || direct("github.com/acme/tool", "v1.2.9", "refs/tags/v1.2.3"),
        roots: &["version-not-found"],
    },
    Scene {
        name: "a tag that is missing below a folder",
        world: || direct("github.com/acme/tool/sub", "v1.2.3", "refs/tags/v1.2.3"),
        roots: &["version-not-found"],
    },
    Scene {
        name: "a repository without any tag",
        world: || direct("github.com/acme/tool", "v1.2.3", "refs/heads/main"),
        roots: &["version-not-found"],
    },
    Scene {
        name: "a query that no version answers",
        world: || wanting("v1", "https://proxy.golang.org"),
        roots: &["version-not-found"],
    },
    Scene {
        name: "a query that a version answers",
        world: || wanting("v0.3", "https://proxy.golang.org"),
        roots: &[],
    },
    Scene {
        name: "only the second proxy has it",
        world: || {
            wanting("v0.14.0", "https://go.corp.example,https://proxy.golang.org")
                .site("go.corp.example", Site::status(404, "not found"))
        },
        roots: &[],
    },
];
