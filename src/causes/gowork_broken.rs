use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Evidence, FileFault, Finding, Fix, Location, Member, Mark, Severity,
    Stand, Subject, WorkFault,
};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "gowork-broken",
    area: Area::Settings,
    title: Text::of("The workspace of go.work cannot be used", "go.work 工作区无法使用"),
    docs: Text::of(
        "A go.work here or above makes go work on all the modules that it uses. If it cannot be \
         read, uses a folder that holds no module, or its parts contradict each other, every go \
         command below that folder ends, whatever the go.mod here says.\n\n\
         go says: cannot load module ../lib listed in go.work file: open ../lib/go.mod: no such file or directory\n\
         or: errors parsing go.work:\n\
         or: module . listed in go.work file requires go >= 1.24, but go.work lists go 1.21\n\
         or: path /src/lib appears multiple times in workspace\n\
         or: conflicting replacements for example.com/x:\n\
         or: invalid GOWORK: not an absolute path\n\n\
         A go.work is mostly one person's own and not committed: in a container or a CI job it \
         came along with `COPY . .`, and the folders beside it did not. `go env GOWORK` says which \
         file is in force; a mistake in the go.mod of this folder is told apart by its name.\n\n\
         Take out the folder that is gone with `go work edit -dropuse`, raise the go line with \
         `go work use`, or leave the workspace aside with GOWORK=off.",
        "当前目录或上级目录中的 go.work 会让 go 同时处理它列出的所有模块。如果它无法读取、\
         列出的目录里没有模块，或者各部分互相矛盾，那么该目录之下的所有 go 命令都会失败，与这里的 go.mod 无关。\n\n\
         go 的报错：cannot load module ../lib listed in go.work file: open ../lib/go.mod: no such file or directory\n\
         或者：errors parsing go.work:\n\
         或者：module . listed in go.work file requires go >= 1.24, but go.work lists go 1.21\n\
         或者：path /src/lib appears multiple times in workspace\n\
         或者：conflicting replacements for example.com/x:\n\
         或者：invalid GOWORK: not an absolute path\n\n\
         go.work 多半是个人文件，不会提交到仓库：在容器或 CI 里它随 `COPY . .` 一起被带进来，\
         旁边的目录却没有。`go env GOWORK` 会显示正在生效的是哪个文件；如果是本目录 go.mod 的错误，报错里会写明文件名。\n\n\
         用 `go work edit -dropuse` 去掉不存在的目录，用 `go work use` 提高 go 版本行，\
         或者用 GOWORK=off 暂时不使用工作区。",
    ),
    logs: &[
        Mark::of(&["listed in go.work file"]),
        Mark::of(&["listed in go.work file", "go.mod: no such file or directory"]),
        Mark::of(&["listed in go.work file", "go.mod: The system cannot find the "]),
        Mark::of(&["listed in go.work file", "missing module declaration"]),
        Mark::of(&["listed in go.work file requires go >=", "but go.work "]),
        Mark::of(&["errors parsing go.work"]),
        Mark::of(&["error loading go.work"]),
        Mark::of(&["reading go.work:"]),
        Mark::of(&["invalid GOWORK:"]),
        Mark::of(&["appears multiple times in workspace"]),
        Mark::of(&["no modules were found in the current workspace"]),
        Mark::of(&["does not contain modules listed in go.work"]),
        Mark::of(&["outside modules listed in go.work"]),
        Mark::of(&["is not one of the workspace modules listed in go.work"]),
        Mark::of(&["directory prefix ", " outside available modules"]).or(&["gomod-missing"]),
        Mark::of(&["is replaced at all versions in the go.work file"]),
        Mark::of(&["conflicting replacements found for", "in workspace modules defined by"]),
        Mark::of(&["use \"go work edit -replace"]),
        Mark::of(&["no go.work file found"]),
        Mark::of(&["'go mod vendor' cannot be run in workspace mode"]),
        Mark::of(&["-mod may only be set to readonly", "when in workspace mode"]),
        Mark::of(&["go: -mod may only be set to ", " when in workspace mode", "GOWORK=off"]),
    ],
    explains: &[],
    rule: |evidence| evidence.image_without_folder("go.work").or_else(|| rule(evidence)),
    fixes: |finding, evidence| match evidence.image_without_folder("go.work") {
        Some(_) => evidence.image_with_folder("go.work"),
        None => fixes(finding, evidence),
    },
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    match evidence.work_fault() {
        Some(fault) => Some(stopped(evidence, &fault)),
        None => left_out(evidence).or_else(|| mod_mod(evidence)),
    }
}

fn stopped(evidence: &Evidence, fault: &WorkFault<'_>) -> Finding {
    let file = evidence.facts.project.gowork.path().unwrap_or("go.work").to_owned();
    let says = says(evidence, fault, &file);
    let mut cites = vec![Cite::GoWork];
    cites.extend(folder(fault).map(|folder| Cite::Ground(folder.to_owned())));
    if matches!(fault, WorkFault::Relative | WorkFault::Unread { .. }) {
        let is_set = evidence.facts.settings.get("GOWORK").is_some_and(|it| !it.value.is_empty());
        cites = if is_set { vec![Cite::Setting("GOWORK".into())] } else { cites };
    }
    let finding = Finding::certain(says, cites).about(Subject::File(file.clone()));
    match place(fault, &file) {
        Some(at) => finding.at(at),
        None => finding,
    }
}

/// The folder without which there is nothing to say.
fn folder<'e>(fault: &WorkFault<'e>) -> Option<&'e str> {
    match fault {
        WorkFault::Member { member }
        | WorkFault::Twice { member, .. }
        | WorkFault::SameModule { member, .. }
        | WorkFault::Older { member, .. }
        | WorkFault::Conflict { member, .. } => Some(&member.folder),
        _ => None,
    }
}

fn place(fault: &WorkFault<'_>, file: &str) -> Option<Location> {
    match fault {
        WorkFault::Syntax { error, source, .. } => Some(Location {
            file: file.to_owned(),
            line: error.line,
            column: (error.column > 0).then_some(error.column),
            source: source.map(str::to_owned),
        }),
        WorkFault::Member { member } => match &member.state {
            Stand::Broken { error, source } => Some(Location {
                file: format!("{}/go.mod", member.folder),
                line: error.line,
                column: (error.column > 0).then_some(error.column),
                source: source.clone(),
            }),
            _ => Some(member.place(file)),
        },
        WorkFault::Twice { member, .. }
        | WorkFault::SameModule { member, .. }
        | WorkFault::Older { member, .. } => Some(member.place(file)),
        _ => None,
    }
}

fn says(evidence: &Evidence, fault: &WorkFault<'_>, file: &str) -> Text {
    let value = evidence.facts.settings.raw("GOWORK").to_owned();
    match fault {
        WorkFault::Relative => say! {
            en: "GOWORK is `{value}`, which is no absolute path. go refuses it and ends before it looks at any module.",
            zh: "GOWORK 是 `{value}`，不是绝对路径。go 拒绝接受，在查看任何模块之前就会退出。",
        },
        WorkFault::Unread { path, why: FileFault::NotFound } => say! {
            en: "GOWORK names {path}, and there is no such file. go looks for no other workspace, and ends.",
            zh: "GOWORK 指向 {path}，但该文件不存在。go 不会再找别的工作区，直接退出。",
        },
        WorkFault::Unread { path, .. } => say! {
            en: "{path} is there and cannot be read by this user. go ends before it looks at any module.",
            zh: "{path} 存在，但当前用户无法读取。go 在查看任何模块之前就会退出。",
        },
        WorkFault::Syntax { path, error, count, .. } => {
            let words = error.shown("go.work");
            let more = if *count > 1 { format!(" ({count} errors)") } else { String::new() };
            let more_zh = if *count > 1 { format!("（共 {count} 处错误）") } else { String::new() };
            say! {
                en: "{path} cannot be read: {words}{more}. Every go command below that folder ends with this message.",
                zh: "{path} 无法解析：{words}{more_zh}。该目录之下的所有 go 命令都会以此报错结束。",
            }
        }
        WorkFault::Empty => say! {
            en: "{file} uses no folder, so that go finds no module to work on.",
            zh: "{file} 没有列出任何目录，go 找不到可以处理的模块。",
        },
        WorkFault::Member { member } => member_says(member, file),
        WorkFault::Twice { member, first } => {
            let (used, line) = (&member.used, member.line);
            say! {
                en: "{file} uses the folder `{used}` twice, in lines {first} and {line}. go refuses that.",
                zh: "{file} 的第 {first} 行和第 {line} 行列出了同一个目录 `{used}`。go 不接受重复。",
            }
        }
        WorkFault::SameModule { member, first } => {
            let module = member.module.clone().unwrap_or_default();
            let (one, two) = (&first.used, &member.used);
            say! {
                en: "The folders `{one}` and `{two}` of {file} both hold the module {module}. go does not know which one counts, and ends.",
                zh: "{file} 列出的目录 `{one}` 和 `{two}` 都声明为模块 {module}。go 无法判断以哪个为准，因此退出。",
            }
        }
        WorkFault::Older { member, needs } => {
            let used = &member.used;
            let has = work_go(evidence);
            say! {
                en: "The module in `{used}` asks for go {needs}, and {file} for go {has} only. go wants the workspace to ask for at least as much, and ends.",
                zh: "`{used}` 中的模块要求 go {needs}，而 {file} 只要求 go {has}。go 要求工作区的版本不低于其中的模块，因此退出。",
            }
        }
        WorkFault::OwnReplaced { module } => say! {
            en: "{file} uses the module {module} and replaces it as well, at all versions. go does not know which one counts, and ends.",
            zh: "{file} 既列出了模块 {module}，又替换了它的所有版本。go 无法判断以哪个为准，因此退出。",
        },
        WorkFault::Clash { first, second } => {
            let (old, one, two) = (&second.old.path, &first.new.path, &second.new.path);
            say! {
                en: "{file} replaces {old} twice by different things: by {one} and by {two}. go takes neither and ends with `conflicting replacements`.",
                zh: "{file} 对 {old} 有两处不同的替换：{one} 和 {two}。go 不会采用任何一个，并报 `conflicting replacements`。",
            }
        }
        WorkFault::Conflict { member, swap, other } => {
            let (old, one, two, used) = (&swap.old, &other.new, &swap.new, &member.used);
            say! {
                en: "Two modules of the workspace replace {old} by different things: by {one}, and in `{used}` by {two}. go takes neither.",
                zh: "工作区里有两个模块对 {old} 的替换不一致：一个替换为 {one}，`{used}` 则替换为 {two}。go 不会采用任何一个。",
            }
        }
    }
}

fn work_go(evidence: &Evidence) -> String {
    let it = evidence.facts.project.gowork.parsed();
    it.and_then(|it| it.go.as_ref()).map_or_else(|| "1.18".to_owned(), |line| line.version.clone())
}

fn member_says(member: &Member, file: &str) -> Text {
    let Member { used, folder, .. } = member;
    match &member.state {
        Stand::NoGomod => say! {
            en: "{file} uses the folder `{used}`, which holds no go.mod. go loads all modules of the workspace or none, and ends.",
            zh: "{file} 列出了目录 `{used}`，但其中没有 go.mod。工作区的模块必须全部能加载，go 因此退出。",
        },
        Stand::NotAFolder => say! {
            en: "{file} uses `{used}`, which is no folder. go loads all modules of the workspace or none, and ends.",
            zh: "{file} 列出的 `{used}` 不是目录。工作区的模块必须全部能加载，go 因此退出。",
        },
        Stand::Broken { error, .. } => {
            let words = error.shown("go.mod");
            say! {
                en: "The go.mod in `{used}`, which {file} uses, cannot be read: {words}. go loads all modules of the workspace or none, and ends.",
                zh: "{file} 列出的 `{used}` 中的 go.mod 无法解析：{words}。工作区的模块必须全部能加载，go 因此退出。",
            }
        }
        Stand::Unreadable { .. } => say! {
            en: "The go.mod in `{used}`, which {file} uses, cannot be read by this user. go loads all modules of the workspace or none, and ends.",
            zh: "当前用户无法读取 {file} 列出的 `{used}` 中的 go.mod。工作区的模块必须全部能加载，go 因此退出。",
        },
        Stand::Whole => say! {
            en: "The go.mod in `{used}`, which {file} uses, has no module line. go loads all modules of the workspace or none, and ends.",
            zh: "{file} 列出的 `{used}` 中的 go.mod 没有 module 行。工作区的模块必须全部能加载，go 因此退出。",
        },
        Stand::NoFolder => say! {
            en: "{file} uses the folder `{used}`, and {folder} does not exist. go loads all modules of the workspace or none, and ends.",
            zh: "{file} 列出了目录 `{used}`，而 {folder} 不存在。工作区的模块必须全部能加载，go 因此退出。",
        },
    }
}

/// `go mod download` takes the workspace for what is meant; a build does not.
fn left_out(evidence: &Evidence) -> Option<Finding> {
    let file = evidence.facts.project.gowork.path()?;
    if !evidence.facts.is_left_out() || evidence.facts.project.modules_named {
        return None;
    }
    let dir = &evidence.facts.project.dir;
    let says = say! {
        en: "{file} is in force here and does not use this module. `go mod download` fetches what the workspace needs, not what the go.mod here asks for, and `go build` in {dir} ends with `does not contain modules listed in go.work`.",
        zh: "这里生效的是 {file}，但它没有列出当前模块。`go mod download` 下载的是工作区所需的模块，而不是这里的 go.mod 所要求的；在 {dir} 运行 `go build` 会报 `does not contain modules listed in go.work`。",
    };
    let finding = Finding::certain(says, vec![Cite::GoWork, Cite::GoMod]);
    Some(finding.severity(Severity::Warning).about(Subject::File(file.to_owned())))
}

/// go mod download has no such flag, and passes over it.
fn mod_mod(evidence: &Evidence) -> Option<Finding> {
    let file = evidence.facts.project.gowork.path()?;
    let says = say! {
        en: "GOFLAGS holds -mod=mod, and {file} is in force. `go mod download` works; `go build` and `go test` take that flag in no workspace.",
        zh: "GOFLAGS 中有 -mod=mod，而这里生效的是 {file}。`go mod download` 可以运行，但 `go build` 和 `go test` 在工作区模式下不接受该参数。",
    };
    let cites = vec![Cite::GoWork, Cite::Setting("GOFLAGS".into())];
    let finding = Finding::certain(says, cites).severity(Severity::Warning);
    let finding = finding.about(Subject::Setting("GOFLAGS".into()));
    evidence.facts.is_mod_in_workspace().then_some(finding)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    evidence.work_mended()
}

const APP: &str = "module example.com/app\n\ngo 1.24\n\nrequire golang.org/x/text v0.14.0\n";
const LIB: &str = "module example.com/lib\n\ngo 1.24\n";
const BOTH: &str = "go 1.24\n\nuse (\n\t.\n\t./lib\n)\n";

fn work(text: &str) -> World {
    World::healthy().gomod(APP).file(&format!("{DIR}/go.work"), text)
}

fn with_lib(text: &str, lib: &str) -> World {
    work(text).file(&format!("{DIR}/lib/go.mod"), lib)
}

const fn broken(name: &'static str, world: fn() -> World) -> Scene {
    Scene { name, world, roots: &["gowork-broken"] }
}

pub(super) const SCENES: &[Scene] = &[
    broken("a folder that is gone", || work(BOTH)),
    broken("a folder without go.mod", || work(BOTH).file(&format!("{DIR}/lib/lib.go"), "")),
    broken("a file in its place", || work(BOTH).file(&format!("{DIR}/lib"), "")),
    broken("a module in it that does not parse", || with_lib(BOTH, "module example.com/lib\n\nrequire (\n")),
    broken("a directive mistyped", || with_lib("go 1.24\n\nuses ./lib\n", LIB)),
    broken("no folder at all", || work("go 1.24\n")),
    broken("a folder twice", || work("go 1.24\n\nuse .\nuse ./\n")),
    broken("one module twice", || with_lib(BOTH, APP)),
    broken("an older go line", || work("go 1.21\n\nuse .\n")),
    broken("no go line", || work("use .\n")),
    broken("replacements that differ", || {
        with_lib(BOTH, &format!("{LIB}\nreplace golang.org/x/text => golang.org/x/text v0.3.0\n"))
            .gomod(&format!("{APP}\nreplace golang.org/x/text => golang.org/x/text v0.14.0\n"))
    }),
    broken("a relative GOWORK", || World::healthy().var("GOWORK", "go.work")),
    broken("a GOWORK that is not there", || World::healthy().var("GOWORK", "/srv/go.work")),
    broken("a module that it leaves out", || with_lib("go 1.24\n\nuse ./lib\n", LIB)),
    broken("a member that it replaces", || with_lib(&format!("{BOTH}\nreplace example.com/lib => ./x\n"), LIB)),
    broken("replaced by two", || {
        with_lib(&format!("{BOTH}\nreplace a.example/x => ./a\nreplace a.example/x => ./b\n"), LIB)
    }),
    broken("a member without a module line", || with_lib(BOTH, "go 1.24\n")),
    broken("-mod=mod beside it", || with_lib(BOTH, LIB).var("GOFLAGS", "-mod=mod")),
    Scene { name: "a workspace that is whole", world: || with_lib(BOTH, LIB), roots: &[] },
    Scene {
        name: "a broken one that is switched off",
        world: || work(BOTH).var("GOWORK", "off"),
        roots: &[],
    },
    Scene {
        name: "go.work settles what its modules replace",
        world: || {
            let own = "replace golang.org/x/text => golang.org/x/text v0.14.0\n";
            with_lib(&format!("{BOTH}\n{own}"), &format!("{LIB}\nreplace golang.org/x/text => ../gone\n"))
                .gomod(&format!("{APP}\n{own}"))
        },
        roots: &[],
    },
    Scene {
        name: "a Dockerfile that leaves a member out",
        world: || World::healthy().file("/home/dev/app/go.sum", "").file("/home/dev/app/go.work", "go 1.24\n\nuse (\n\t.\n\t./lib\n)\n").file("/home/dev/app/lib/go.mod", "module example.com/lib\n\ngo 1.24\n").dockerfile("FROM golang:1.26\nWORKDIR /src\nCOPY go.work go.mod go.sum ./\nRUN --mount=type=cache,target=/go/pkg/mod go mod download\n"),
        roots: &["gowork-broken"],
    },
];
