use crate::base::{Text, Veiled};
use crate::go::env::Source;
use crate::model::{
    Area, Cause, Cite, Evidence, Facts, Finding, Fix, Mark, Scope, Severity, Step, Subject,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "home-unset",
    area: Area::Settings,
    title: Text::of("go has no place for its files", "go 没有存放文件的位置"),
    docs: Text::of(
        "go keeps modules in GOMODCACHE, and what it knows of the checksum database in \
         GOPATH/pkg/sumdb. Both follow from HOME where they are not set; a service, a cron job, \
         `env -i` and some CI runners start programs without HOME.\n\n\
         go says: `module cache not found: neither GOMODCACHE nor GOPATH is set`, or, where \
         GOMODCACHE alone is set, `could not locate sumdb file: missing $GOPATH: HOME is not \
         set`. Where GOPATH is set and the build cache has no place, only `go build` stops: `build \
         cache is required, but could not be located: GOCACHE is not defined and neither \
         $XDG_CACHE_HOME nor $HOME are defined`.\n\n\
         The settings alone tell: no network is needed to see it, and none would help. A cache \
         that is there and cannot be written says `permission denied` or `read-only file system` \
         instead.\n\n\
         Set HOME, or GOPATH, in the place that starts go: the unit file, the job, the Dockerfile.",
        "go 把模块放在 GOMODCACHE，把校验和数据库的状态放在 GOPATH/pkg/sumdb。两者未设置时都由 HOME 推出；\
         系统服务、定时任务、`env -i` 和一些 CI 执行器启动程序时没有 HOME。\n\n\
         go 的报错：`module cache not found: neither GOMODCACHE nor GOPATH is set`；如果只设置了 GOMODCACHE，\
         则是 `could not locate sumdb file: missing $GOPATH: HOME is not set`。如果设置了 GOPATH 而构建缓存没有位置，\
         只有 `go build` 会停止：`build cache is required, but could not be located: GOCACHE is not defined and neither \
         $XDG_CACHE_HOME nor $HOME are defined`。\n\n\
         只看设置就能断定：与网络无关。缓存存在但不可写时，报错是 `permission denied` 或 \
         `read-only file system`。\n\n\
         在启动 go 的地方设置 HOME 或 GOPATH：systemd 的 unit 文件、任务定义或 Dockerfile。",
    ),
    logs: &[
        Mark::of(&["module cache not found: neither GOMODCACHE nor GOPATH is set"]),
        Mark::of(&["neither GOPATH nor GOMODCACHE are set"]),
        Mark::of(&["missing $GOPATH"]),
        Mark::of(&["cannot download, $GOPATH not set"]),
        Mark::of(&["build cache is required, but could not be located"]),
        Mark::of(&["cannot find go env config", " defined"]),
        Mark::of(&[
            "failed to initialize build cache at /.cache/",
            "mkdir /.cache: permission denied",
        ])
            .or(&["modcache-not-writable"]),
        Mark::of(&[
            "failed to initialize build cache at /.cache/",
            "mkdir /.cache: read-only file system",
        ])
            .or(&["modcache-read-only"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    let gopath = facts.settings.get("GOPATH")?;
    let no_cache = facts.settings.raw("GOMODCACHE").is_empty();
    let asks_database = facts.needs.iter().any(|need| !need.summed);
    if gopath.value.is_empty() && !facts.needs.is_empty() && (no_cache || asks_database) {
        let cites = vec![Cite::Setting("GOPATH".into())];
        let says = if no_cache { nowhere() } else { no_database() };
        return Some(Finding::certain(says, cites).about(Subject::Setting("GOPATH".into())));
    }
    only_build(facts)
}

fn nowhere() -> Text {
    Text::of(
        "Neither HOME nor GOPATH nor GOMODCACHE is set, so go has no place for a module cache. It downloads nothing.",
        "HOME、GOPATH 和 GOMODCACHE 都没有设置，go 找不到存放模块缓存的位置，什么都不会下载。",
    )
}

fn no_database() -> Text {
    Text::of(
        "Neither HOME nor GOPATH is set, so go has no place for what it knows of the checksum database. It verifies no new module, and stops.",
        "HOME 和 GOPATH 都没有设置，go 没有地方保存校验和数据库的状态，无法校验新模块，因此停止。",
    )
}

/// Modules have a place, and what is built of them has none.
fn only_build(facts: &Facts) -> Option<Finding> {
    let cache = facts.settings.get("GOCACHE")?;
    if cache.source != Source::Default || cache.value.raw() != "off" {
        return None;
    }
    let says = Text::of(
        "Neither HOME nor GOCACHE is set: go mod download works, and go build has no place for its cache and stops.",
        "HOME 和 GOCACHE 都没有设置：go mod download 可以工作，但 go build 没有存放构建缓存的位置，会停止。",
    );
    let finding = Finding::certain(says, vec![Cite::Setting("GOCACHE".into())]);
    Some(finding.severity(Severity::Warning).about(Subject::Setting("GOCACHE".into())))
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let set = |name: &str, folder: &str| Step::SetEnv { name: name.into(), value: Veiled::new(folder) };
    let cache = evidence.facts.settings.get("GOCACHE");
    let lacks_cache = cache.is_some_and(|it| it.source == Source::Default && it.value.raw() == "off");
    let of_modules = (finding.subject == Subject::Setting("GOPATH".into())).then(|| set("GOPATH", "/tmp/go"));
    let of_builds = lacks_cache.then(|| set("GOCACHE", "/tmp/go-build"));
    let title = say! {
        en: "Give go folders of its own for this shell",
        zh: "为当前 shell 给 go 指定目录",
    };
    vec![Fix::safe(title, Scope::Process, of_modules.into_iter().chain(of_builds).collect())]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "an environment without HOME",
        world: || World::healthy().without_var("HOME"),
        roots: &["home-unset"],
    },
    Scene {
        name: "a cache, and no place for the database",
        world: || World::healthy().without_var("HOME").var("GOMODCACHE", "/srv/cache"),
        roots: &["home-unset"],
    },
    Scene {
        name: "GOPATH alone is enough to download",
        world: || World::healthy().without_var("HOME").var("GOPATH", "/srv/go"),
        roots: &["home-unset"],
    },
    Scene {
        name: "a place for each",
        world: || World::healthy().without_var("HOME").var("GOPATH", "/srv/go").var("GOCACHE", "/srv/build"),
        roots: &[],
    },
];
