use crate::base::Text;
use crate::model::{Bar, Spot, Write};
use crate::model::{
    Area, Cause, Cite, Evidence, File, FileFault, Finding, Fix, Mark, Scope, Severity, Step,
    Subject,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "project-files-inaccessible",
    area: Area::Settings,
    title: Text::of("go.mod cannot be read, or go.sum not written", "无法读取 go.mod，或无法写入 go.sum"),
    docs: Text::of(
        "go.mod is there, and the user that go runs as cannot read it: the file belongs to \
         somebody else, its mode forbids it, or the disk fails. Or go.sum lacks lines, and go may not write it.\n\n\
         go says: open /src/go.mod: permission denied, or: updating go.sum: open /src/go.sum: \
         permission denied\n\
         or: cannot determine current directory: getwd: no such file or directory\n\n\
         It differs from a missing go.mod (`go.mod file not found`) in that the file exists, and \
         from one with a mistake in it (`errors parsing go.mod`) in that go never gets to see a \
         line. In containers the file was mostly copied or mounted as root while the command runs \
         as another user.\n\n\
         Give the file to the user that runs go, or run go as the user that owns it. In a \
         Dockerfile: `COPY --chown=USER go.mod go.sum ./`. Running everything as root only moves \
         the question: the module cache then belongs to root, and the next user cannot write it.",
        "go.mod 文件存在，但运行 go 的用户读不了它：文件属于别的用户、权限位不允许，或者磁盘出错。也可能是 go.sum 缺少一些行，而 go 不能写入它。\n\n\
         go 的报错：open /src/go.mod: permission denied，或者：updating go.sum: open /src/go.sum: permission denied\n\n\
         它与 go.mod 缺失（`go.mod file not found`）不同，因为文件确实存在；也与 go.mod 有语法错误\
         （`errors parsing go.mod`）不同，因为 go 一行都没有读到。在容器里，多半是文件以 root 身份复制或挂载，\
         而命令以另一个用户运行。\n\n\
         请把文件交给运行 go 的用户，或者以文件所有者的身份运行 go。在 Dockerfile 中：\
         `COPY --chown=USER go.mod go.sum ./`。一律用 root 运行只会把问题推迟：\
         模块缓存会归 root 所有，下一个用户就写不进去。",
    ),
    logs: &[
        Mark::of(&["go.mod: permission denied"]),
        Mark::of(&["go.mod: Access is denied."]),
        Mark::of(&["go.sum: permission denied"]),
        Mark::of(&["go.sum: Access is denied."]),
        Mark::of(&["go.work: permission denied"]),
        Mark::of(&["go.work.sum: permission denied"]),
        Mark::of(&["go.mod: 拒绝访问"]),
        Mark::of(&["go.sum: 拒绝访问"]),
        Mark::of(&["go.mod: operation not permitted"]),
        Mark::of(&["go.mod: input/output error"]),
        Mark::of(&["go.sum: input/output error"]),
        Mark::of(&["updating go.sum: ", ": read-only file system"]),
        Mark::of(&["updating go.mod: ", ": read-only file system"]),
        Mark::of(&["go.mod: read-only file system"]),
        Mark::of(&["go.sum: read-only file system"]),
        Mark::of(&["updating go.mod: existing contents have changed since last read"]),
        Mark::of(&["cannot determine current directory"]),
        Mark::of(&["go: getwd:"]),
        Mark::of(&["go: open ", "go.mod: is a directory"]).or(&["gomod-missing"]),
        Mark::of(&["go: read ", "go.mod: is a directory"]).or(&["gomod-missing"]),
        Mark::of(&["getcwd: cannot access parent directories"]).common(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    if evidence.facts.project.gone {
        let says = Text::of(
            "The working folder was removed while this shell stood in it. go ends with `cannot determine current directory: getwd: no such file or directory`, whatever it is asked for.",
            "当前目录已被删除，而 shell 还停留在其中。无论让 go 做什么，它都会报 `cannot determine current directory: getwd: no such file or directory` 并退出。",
        );
        return Some(Finding::certain(says, vec![Cite::GoMod]).about(Subject::File(".".into())));
    }
    let File::Unreadable { path, why } = &evidence.facts.project.gomod else {
        return unwritable(evidence);
    };
    let (says, severity) = match why {
        FileFault::Denied => (say! {
            en: "The user that runs this may not read {path} (permission denied), so that go ends before it knows what to download.",
            zh: "当前用户无权读取 {path}（permission denied），go 在知道要下载什么之前就会退出。",
        }, Severity::Error),
        FileFault::Failed | FileFault::NotADirectory => (say! {
            en: "{path} is there and reading it fails: the disk or the file system errs. go ends before it knows what to download.",
            zh: "{path} 存在但读取失败：磁盘或文件系统出错。go 在知道要下载什么之前就会退出。",
        }, Severity::Error),
        FileFault::TooLarge => (say! {
            en: "{path} is larger than any go.mod should be; it was not read here, and go takes long to read it.",
            zh: "{path} 大得不像正常的 go.mod；本工具没有读取它，go 读取它也会很慢。",
        }, Severity::Warning),
        FileFault::NotFound | FileFault::IsDirectory => return None,
    };
    let finding = Finding::certain(says, vec![Cite::GoMod]).severity(severity);
    let because = say! {
        en: "{path} exists.",
        zh: "{path} 是存在的。",
    };
    Some(finding.not("gomod-missing", because).about(Subject::File(path.clone())))
}

/// go.sum, where go has to write new lines.
fn unwritable(evidence: &Evidence) -> Option<Finding> {
    let spot = sums(evidence)?;
    let (path, at) = (&spot.path, &spot.at);
    let Text { en: whose, zh: whose_zh } = evidence.facts.whose(spot);
    let Text { en: mounted, zh: mounted_zh } = spot.mounted();
    let says = match spot.bar {
        Bar::ReadOnly => say! {
            en: "{path} lacks lines that go has to write, and{mounted} is read-only. go ends with `updating go.sum`.",
            zh: "{path} 缺少 go 需要写入的行，但{mounted_zh}是只读的。go 会以 `updating go.sum` 失败。",
        },
        _ => say! {
            en: "{path} lacks lines that go has to write, and this user may not write {at}.{whose} go ends with `updating go.sum`.",
            zh: "{path} 缺少 go 需要写入的行，但当前用户不能写入 {at}。{whose_zh}go 会以 `updating go.sum` 失败。",
        },
    };
    let finding = Finding::certain(says, vec![Cite::Disk(at.clone())]);
    Some(finding.stops(spot.modules.clone()).about(Subject::File(path.clone())))
}

fn sums(evidence: &Evidence) -> Option<&Spot> {
    let is_it = |spot: &&Spot| {
        spot.write == Write::Sums && matches!(spot.bar, Bar::Denied | Bar::ReadOnly)
    };
    evidence.facts.disk.spots.iter().find(is_it)
}

/// The file of this user, or whole before it comes here.
fn summed(spot: &Spot, evidence: &Evidence) -> Vec<Fix> {
    let path = &spot.path;
    let owned = evidence.facts.owned(spot).filter(|_| spot.bar == Bar::Denied);
    let title = say! { en: "Commit a complete {path}", zh: "提交完整的 {path}" };
    let says = Text::of(
        "Run `go mod tidy` where the sources can be written and commit go.mod and go.sum: go then only reads them here.",
        "在可写的源码目录运行 `go mod tidy`，并提交 go.mod 和 go.sum：这样 go 在这里只需读取。",
    );
    let why = Text::of("It is done elsewhere.", "这要在别处完成。");
    let whole = Fix::safe(title, Scope::Project, vec![Step::Say(says)]).unprovable(why);
    owned.into_iter().chain([whole]).collect()
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    if evidence.facts.project.gone {
        let title = Text::of("Change to a folder that exists", "切换到存在的目录");
        let say = Text::of(
            "Type `cd` with the folder of the module; where it was made anew at the same place, `cd \"$PWD\"` is enough.",
            "用 `cd` 切换到模块所在的目录；如果在同一位置重新创建过，`cd \"$PWD\"` 就够了。",
        );
        let why = Text::of("It is this shell that stands there.", "停在那里的是当前 shell。");
        return vec![Fix::safe(title, Scope::Process, vec![Step::Say(say)]).unprovable(why)];
    }
    if let Some(spot) = sums(evidence).filter(|_| evidence.facts.project.gomod.parsed().is_some()) {
        return summed(spot, evidence);
    }
    match &evidence.facts.project.gomod {
        File::Unreadable { path, why: FileFault::Denied } => vec![owned(path, evidence)],
        File::Unreadable { path, why: FileFault::TooLarge } => vec![said(say! {
            en: "Look at what {path} holds: a go.mod of this size was not written by go.",
            zh: "检查 {path} 的内容：这么大的 go.mod 不会是 go 写出来的。",
        })],
        File::Unreadable { path, .. } => vec![said(say! {
            en: "Look at the disk that holds {path} (dmesg, the mount's options), or check the sources out on another one.",
            zh: "检查 {path} 所在的磁盘（dmesg、挂载选项），或者把源码检出到另一个磁盘。",
        })],
        _ => Vec::new(),
    }
}

fn owned(path: &str, evidence: &Evidence) -> Fix {
    let user = evidence.facts.platform.user.as_deref().filter(|user| !user.is_empty());
    let Some(user) = user else {
        return said(say! {
            en: "Make {path} readable for the user that runs go: chown or chmod it, in a Dockerfile COPY --chown=USER.",
            zh: "让运行 go 的用户可以读取 {path}：用 chown 或 chmod，在 Dockerfile 中用 COPY --chown=USER。",
        });
    };
    let title = say! {
        en: "Give {path} to the user {user}",
        zh: "把 {path} 交给用户 {user}",
    };
    let words = ["sudo", "chown", user, path].map(str::to_owned).to_vec();
    Fix::safe(title, Scope::Project, vec![Step::Run { words }]).unprovable(rights())
}

fn said(what: Text) -> Fix {
    let title = Text::of("Make the file readable", "让文件可以读取");
    Fix::safe(title, Scope::Project, vec![Step::Say(what)]).unprovable(rights())
}

fn rights() -> Text {
    Text::of("This tool changes no rights of files.", "本工具不会改动文件权限。")
}

const GOMOD: &str = "/home/dev/app/go.mod";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a working folder that is gone",
        world: || World::healthy().astray(),
        roots: &["project-files-inaccessible"],
    },
    Scene {
        name: "another user's file",
        world: || World::healthy().var("USER", "dev").locked(GOMOD, FileFault::Denied),
        roots: &["project-files-inaccessible"],
    },
    Scene {
        name: "a disk that errs",
        world: || World::healthy().locked(GOMOD, FileFault::Failed),
        roots: &["project-files-inaccessible"],
    },
    Scene {
        name: "a file of no sensible size",
        world: || World::healthy().locked(GOMOD, FileFault::TooLarge),
        roots: &["project-files-inaccessible"],
    },
    Scene { name: "a file that can be read", world: World::healthy, roots: &[] },
    Scene {
        name: "no go.sum, and a folder of another user",
        world: || World::healthy().sealed("/home/dev/app", Bar::Denied),
        roots: &["project-files-inaccessible"],
    },
    Scene {
        name: "no go.sum, and read-only sources",
        world: || World::healthy().sealed("/home/dev/app", Bar::ReadOnly),
        roots: &["project-files-inaccessible"],
    },
    Scene {
        name: "read-only sources with all that go would note",
        world: || {
            let widget = "github.com/acme/widget v1.2.3/go.mod h1:";
            let text = "golang.org/x/text v0.14.0/go.mod h1:";
            let hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
            let sums = format!("{widget}{hash}\n{text}{hash}\n");
            World::healthy().file("/home/dev/app/go.sum", &sums).sealed("/home/dev/app", Bar::ReadOnly)
        },
        roots: &["gosum-mismatch"],
    },
];
