use crate::base::Text;
use crate::model::{
    Area, Artefact, Bar, Cause, Cite, Evidence, Finding, Fix, Outcome, Mark, Scope, Spot, Step,
    Subject, Write,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tmpdir-unusable",
    area: Area::Settings,
    title: Text::of("The folder for temporary files cannot be used", "临时文件目录无法使用"),
    docs: Text::of(
        "Where go fetches a module from its repository, it puts the zip together in a temporary \
         folder: the one that TMPDIR names, else /tmp. That folder is not there, or this user may \
         not write into it, or it is full.\n\n\
         go says: open /scratch/go-codehost-123456: no such file or directory\n\n\
         Only modules that are fetched directly meet it; those of a proxy go straight into the \
         module cache, so that the same TMPDIR seems to work for years. Build systems and batch \
         queues set TMPDIR to a folder that is gone when the job ends, and images made from \
         scratch have no /tmp at all.\n\n\
         Make the folder, or unset TMPDIR, in the place that sets it.",
        "go 直接从仓库获取模块时，会在临时目录里生成 zip：优先用 TMPDIR 指定的目录，否则用 /tmp。\
         该目录不存在、当前用户不能写入，或者已满。\n\n\
         go 的报错：open /scratch/go-codehost-123456: no such file or directory\n\n\
         只有直接获取的模块会遇到；经代理的模块直接写入模块缓存，所以同样的 TMPDIR 可能多年都没有问题。\
         构建系统和作业调度系统会把 TMPDIR 设为作业结束后就消失的目录；从 scratch 构建的镜像根本没有 /tmp。\n\n\
         请创建该目录，或者在设置 TMPDIR 的地方取消它。",
    ),
    logs: &[
        Mark::of(&["go-codehost-", "no such file or directory"]),
        Mark::of(&["go-codehost-", "permission denied"]),
        Mark::of(&["go-codehost-", "read-only file system"]),
        Mark::of(&["go-codehost-", "The system cannot find the "]),
        Mark::of(&["go-codehost-", "Access is denied."]),
        Mark::of(&["go-readzip-", "no such file or directory"]),
        Mark::of(&["gitarchive", "no such file or directory"]).when(|it| it.text.contains("go: ")),
        Mark::of(&["go: creating work dir: ", "no such file or directory"]),
        Mark::of(&["go: creating work dir: ", "permission denied"]),
        Mark::of(&["go: creating work dir: ", "read-only file system"]),
        Mark::of(&["go: creating work dir: ", "The system cannot find the "]),
        Mark::of(&["go: creating work dir: ", "Access is denied."]),
        Mark::of(&["go: creating work dir: ", "not a directory"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let spot = spot(evidence)?;
    let reached = reached(evidence, spot);
    let module = reached.first()?;
    let (path, at) = (&spot.path, &spot.at);
    let Text { en: mounted, zh: mounted_zh } = spot.mounted();
    let says = match spot.bar {
        Bar::Missing => say! {
            en: "TMPDIR names {path}, which does not exist. go fetches {module} from its repository and puts its zip together there, and makes no such folder.",
            zh: "TMPDIR 指向的 {path} 不存在。go 从仓库获取 {module} 时要在那里生成 zip，并且不会自己创建该目录。",
        },
        Bar::NoSpace | Bar::NoInodes => say! {
            en: "go fetches {module} from its repository and puts its zip together in {path}, and{mounted} is full.",
            zh: "go 从仓库获取 {module} 时要在 {path} 生成 zip，但{mounted_zh}已满。",
        },
        Bar::ReadOnly => say! {
            en: "go fetches {module} from its repository and puts its zip together in {path}, and{mounted} is read-only.",
            zh: "go 从仓库获取 {module} 时要在 {path} 生成 zip，但{mounted_zh}是只读的。",
        },
        _ => say! {
            en: "go fetches {module} from its repository and puts its zip together in {path}, and this user may not write {at}.",
            zh: "go 从仓库获取 {module} 时要在 {path} 生成 zip，但当前用户不能写入 {at}。",
        },
    };
        let cites = vec![Cite::Disk(at.clone())];
    Some(Finding::certain(says, cites).stops(reached).about(Subject::File(path.clone())))
}

fn spot(evidence: &Evidence) -> Option<&Spot> {
    evidence.facts.disk.spots.iter().find(|spot| spot.write == Write::Temporary)
}

/// Those whose repository git reaches: go comes as far as to make a zip of it.
fn reached(evidence: &Evidence, spot: &Spot) -> Vec<String> {
    let fetches = evidence.fetches.iter().filter_map(|fetch| {
        let is_served = matches!(fetch.outcome, Outcome::Served { .. });
        let named = format!("{}@{}", fetch.module, fetch.version);
        let is_it = fetch.artefact == Artefact::Tag && is_served && spot.modules.contains(&named);
        is_it.then_some(named)
    });
    fetches.collect()
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Some(spot) = spot(evidence) else { return vec![unset()] };
    let path = spot.path.clone();
    let title = say! { en: "Make the folder {path}", zh: "创建目录 {path}" };
    let words = vec!["mkdir".to_owned(), "-p".to_owned(), path];
    let made = Fix::safe(title, Scope::Machine, vec![Step::Run { words }]);
    let made = (spot.bar == Bar::Missing).then_some(made);
    let usual = evidence.facts.disk.has_usual_temporary.then(unset);
    made.into_iter().chain(usual).chain([other(&spot.path)]).take(2).collect()
}

fn other(path: &str) -> Fix {
    let says = say! {
        en: "Let TMPDIR name a folder that this user may write, or make {path} one.",
        zh: "让 TMPDIR 指向当前用户可写的目录，或者让 {path} 可写。",
    };
    let title = Text::of("Use another folder for temporary files", "改用另一个临时文件目录");
    let why = Text::of("This tool makes no folders.", "本工具不会创建目录。");
    Fix::safe(title, Scope::Process, vec![Step::Say(says)]).unprovable(why)
}

fn unset() -> Fix {
    let title = Text::of("Use /tmp again for temporary files", "重新用 /tmp 存放临时文件");
    Fix::safe(title, Scope::Process, vec![Step::UnsetEnv { name: "TMPDIR".into() }])
}

fn direct() -> World {
    let tags = "1111111111111111111111111111111111111111\trefs/tags/v1.2.3\n";
    World::healthy()
        .var("GOPROXY", "direct")
        .gomod("module example.com/app\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
        .program("git ls-remote", 0, tags, "")
        .site("github.com", Site::status(200, ""))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a folder that is gone, and a module from its repository",
        world: || direct().var("TMPDIR", "/scratch/job-17"),
        roots: &["tmpdir-unusable"],
    },
    Scene {
        name: "a folder of another user",
        world: || direct().var("TMPDIR", "/scratch").file("/scratch/x", "").sealed("/scratch", Bar::Denied),
        roots: &["tmpdir-unusable"],
    },
    Scene {
        name: "modules of a proxy do not meet it",
        world: || World::healthy().var("TMPDIR", "/scratch/job-17"),
        roots: &[],
    },
];
