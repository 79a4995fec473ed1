use crate::base::Text;
use crate::model::{Area, Bar, Cause, Cite, Evidence, Finding, Fix, Mark, Scope, Spoken, Spot, Step, Subject, Write};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "modcache-not-writable",
    area: Area::Settings,
    title: Text::of("The module cache may not be written", "当前用户不能写入模块缓存"),
    docs: Text::of(
        "What go downloads it writes into the module cache (GOMODCACHE), and what it knows of the \
         checksum database into GOPATH/pkg/sumdb. The folder, or one in it, belongs to another \
         user, or its mode keeps this user from writing.\n\n\
         go says: could not create module cache: mkdir /go: permission denied, or open \
         /go/pkg/mod/cache/download/github.com/acme/widget/@v/v1.2.3.lock: permission denied. Where pkg/sumdb cannot be made, it says: open \
         /go/pkg/sumdb/sum.golang.org/latest: no such file or directory\n\n\
         Mostly root made it: `sudo go`, an earlier step of a Dockerfile or a CI job that ran as \
         root, a volume that came up as root's. In OpenShift and wherever a container runs as a \
         number without a name, HOME is / and the cache /go, which nobody but root may make. A \
         cache that has every version whole and unpacked is only read: there go does not mind. \
         Where the whole file system is read-only, go says `read-only file system` instead.\n\n\
         Give just that folder to the user that runs go, or let GOPATH or GOMODCACHE name one \
         that it may write. Do not open the folder to everybody: whoever may write the cache \
         decides what others build.",
        "go 把下载的内容写入模块缓存（GOMODCACHE），把校验和数据库的状态写入 GOPATH/pkg/sumdb。\
         该目录或其中的某个目录属于别的用户，或者权限位不允许当前用户写入。\n\n\
         go 的报错：could not create module cache: mkdir /go: permission denied，或者 open \
         /go/pkg/mod/cache/download/github.com/acme/widget/@v/v1.2.3.lock: permission denied。如果无法创建 pkg/sumdb，则会报：open \
         /go/pkg/sumdb/sum.golang.org/latest: no such file or directory\n\n\
         多半是 root 创建的：`sudo go`、Dockerfile 或 CI 中以 root 运行的前一步、属于 root 的卷。\
         在 OpenShift 以及容器以没有用户名的 uid 运行时，HOME 是 /，缓存就成了 /go，只有 root 能创建。\
         如果缓存里所有版本都完整并已解压，go 只需读取，不会报错。\
         如果整个文件系统只读，go 的报错则是 `read-only file system`。\n\n\
         请只把该目录交给运行 go 的用户，或者让 GOPATH 或 GOMODCACHE 指向该用户可写的目录。\
         不要把目录开放给所有人：谁能写缓存，谁就能决定别人构建的内容。",
    ),
    logs: &[
        Mark::of(&["could not create module cache", "permission denied"]).without(&["exec go1."]),
        Mark::of(&["could not create module cache", "Access is denied."]),
        Mark::of(&["writing go.mod cache", "permission denied"]),
        Mark::of(&["writing stat cache", "permission denied"]),
        Mark::of(&["/cache/download/", "@v/", ": permission denied"]),
        Mark::of(&["/pkg/sumdb/", ": permission denied"]),
        Mark::of(&["/pkg/sumdb/", "/latest: no such file or directory"]),
        Mark::of(&["/pkg/mod/", "@v", "/go.mod: permission denied"]),
        Mark::of(&["mkdir ", ": permission denied"]).when(of_the_cache),
        Mark::of(&["open ", ": permission denied"]).when(of_the_cache),
        Mark::of(&["rename ", ": permission denied"]).when(of_the_cache),
        Mark::of(&["unlinkat ", ": permission denied"]).when(of_the_cache),
        Mark::of(&["chmod ", ": operation not permitted"]).when(of_the_cache),
        Mark::of(&["mkdir ", ": Access is denied."]).when(of_the_cache),
        Mark::of(&["open ", ": Access is denied."]).when(of_the_cache),
        Mark::of(&["rename ", ": Access is denied."])
            .when(of_the_cache)
            .or(&["modcache-locked", "modcache-unusable"]),
        Mark::of(&["mkdir ", ": 拒绝访问"]).when(of_the_cache),
        Mark::of(&["open ", ": 拒绝访问"]).when(of_the_cache),
        Mark::of(&["/cache/vcs/", ": Permission denied"]),
        Mark::of(&["rm: ", "go/pkg/mod", ": Permission denied"]).or(&["modcache-read-only"]).warns(),
        Mark::of(&["failed to initialize build cache at ", ": permission denied"])
            .or(&["home-unset"]),
        Mark::of(&["go: failed to trim cache: ", ": permission denied"]).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether it is the module cache, or GOPATH/pkg/sumdb, that go writes to.
fn of_the_cache(it: &Spoken) -> bool {
    let text = it.text.replace('\\', "/");
    let inside = ["/pkg/mod", "/pkg/sumdb", "/cache/download", "/cache/vcs", "/cache/lock"];
    let said = ["module cache", "stat cache", "go.mod cache", "cache directory", "sumdb"];
    let made = text.contains("go: mkdir ") && !text.contains("go-build");
    made || inside.iter().chain(&said).any(|words| text.contains(words))
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let spots = spots(evidence);
    let first = spots.first()?;
    let (path, at) = (&first.path, &first.at);
    let Text { en: whose, zh: whose_zh } = evidence.facts.whose(first);
    let says = match first.write {
        Write::Sumdb => say! {
            en: "go has to note in {path} what it knows of the checksum database, and this user may not write into {at}.{whose} go verifies no new module, and stops.",
            zh: "go 需要在 {path} 中记录校验和数据库的状态，但当前用户不能写入 {at}。{whose_zh}go 无法校验新模块，因此停止。",
        },
        _ => say! {
            en: "go has to write {path} in the module cache, and this user may not write {at}.{whose}",
            zh: "go 需要写入模块缓存中的 {path}，但当前用户不能写入 {at}。{whose_zh}",
        },
    };
    let cites = spots.iter().map(|spot| Cite::Disk(spot.at.clone())).collect();
    let because = say! {
        en: "The file system there is not mounted read-only.",
        zh: "该处的文件系统并非只读挂载。",
    };
    let modules = spots.iter().flat_map(|spot| spot.modules.clone()).collect();
    let finding = Finding::certain(says, cites).stops(modules);
    Some(finding.not("modcache-read-only", because).about(Subject::File(at.clone())))
}

/// Those of the cache first: go comes to the database only with something to keep.
fn spots(evidence: &Evidence) -> Vec<&Spot> {
    evidence.facts.disk.cache_barred(|bar| bar == Bar::Denied)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let spots = spots(evidence);
    let Some(first) = spots.first() else { return vec![told()] };
    let elsewhere = facts.elsewhere(first);
    let owned = spots.iter().filter_map(|spot| facts.owned(spot)).take(1);
    let fixes: Vec<Fix> = elsewhere.into_iter().chain(owned).collect();
    if fixes.is_empty() { vec![told()] } else { fixes }
}

fn told() -> Fix {
    let says = Text::of(
        "Give the folder that go names to the user that runs go (chown), or set GOMODCACHE and GOPATH to folders that this user may write.",
        "把 go 报出的目录交给运行 go 的用户（chown），或者把 GOMODCACHE 和 GOPATH 设为该用户可写的目录。",
    );
    let title = Text::of("Let the user that runs go write its cache", "让运行 go 的用户可以写入缓存");
    let why = Text::of("This tool changes no rights of files.", "本工具不会改动文件权限。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(says)]).unprovable(why)
}

const CACHE: &str = "/home/dev/go/pkg/mod/cache/download";
const LOCK: &str = "/home/dev/go/pkg/mod/cache/download/github.com/acme/widget/@v/v1.2.3.lock";
const SUMDB: &str = "/home/dev/go/pkg/sumdb/other/latest";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a cache that root made",
        world: || World::healthy().file(&format!("{CACHE}/x"), "").sealed("/home/dev/go", Bar::Denied),
        roots: &["modcache-not-writable"],
    },
    Scene {
        name: "a home that is the root folder",
        world: || World::healthy().var("HOME", "/").sealed("/", Bar::Denied),
        roots: &["modcache-not-writable", "project-files-inaccessible"],
    },
    Scene {
        name: "the lock of one version is root's",
        world: || World::healthy().file(LOCK, "").sealed(LOCK, Bar::Denied),
        roots: &["modcache-not-writable"],
    },
    Scene {
        name: "no place for what it knows of the database",
        world: || World::healthy().file(SUMDB, "").sealed("/home/dev/go/pkg/sumdb", Bar::Denied),
        roots: &["modcache-not-writable"],
    },
    Scene {
        name: "only what nobody needs is root's",
        world: || {
            let other = format!("{CACHE}/github.com/other/thing/@v/v1.0.0.lock");
            World::healthy().file(&other, "").sealed(&format!("{CACHE}/github.com/other"), Bar::Denied)
        },
        roots: &[],
    },
];
