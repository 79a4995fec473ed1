use crate::base::Text;
use crate::model::{Area, Cause, Cite, Evidence, Finding, Fix, Mark, Scope, Search, Spoken, Step};
use crate::say;
use crate::world::{Scene, World, database};

pub(super) const CAUSE: Cause = Cause {
    code: "go-not-found",
    area: Area::Settings,
    title: Text::of("There is no go command on PATH", "PATH 中找不到 go 命令"),
    docs: Text::of(
        "The shell looks for `go` in the folders of PATH, and none of them holds it. Either Go \
         is not installed, or it is installed in a folder that this PATH leaves out.\n\n\
         It shows as `go: command not found`, `sh: go: not found` or \
         `exec: \"go\": executable file not found in $PATH`. Nothing of it comes from go itself, \
         so neither the network nor the module is to blame.\n\n\
         PATH is often shorter where the command fails than where it works: `sudo` resets it, \
         a CI job or a cron job does not read the profile of a shell, and `docker run` takes the \
         PATH of the image.\n\n\
         Add the folder of go to PATH in the place that the failing process reads, or install Go \
         from https://go.dev/dl/. Do not copy the go binary alone to another folder: it needs the \
         tree around it.",
        "shell 在 PATH 的各个目录里查找 `go`，但都没有找到。要么没有安装 Go，要么安装目录不在这个 PATH 里。\n\n\
         表现为 `go: command not found`、`sh: go: not found` 或 \
         `exec: \"go\": executable file not found in $PATH`。这些都不是 go 自己的输出，所以与网络和模块无关。\n\n\
         出错的环境里 PATH 往往更短：`sudo` 会重置它，CI 任务和定时任务不会读取 shell 的配置文件，\
         `docker run` 使用的是镜像里的 PATH。\n\n\
         请在出错进程读取配置的地方把 go 所在目录加入 PATH，或者从 https://go.dev/dl/ 安装 Go。\
         不要只复制 go 这一个二进制文件：它需要整个安装目录。",
    ),
    logs: &[
        Mark::of(&[" go: command not found"]),
        Mark::of(&[" go: Command not found"]),
        Mark::of(&[" go: not found"]),
        Mark::of(&["/go: not found"]),
        Mark::of(&["/go: command not found"]),
        Mark::of(&[" go: No such file or directory"]),
        Mark::of(&["/bin/go: No such file or directory"]),
        Mark::of(&["/bin/go: no such file or directory"]).without(&["golang.org/toolchain@"]),
        Mark::of(&["'go': No such file or directory"]),
        Mark::of(&["‘go’: No such file or directory"]),
        Mark::of(&["No such file or directory: 'go'"]),
        Mark::of(&["can't execute 'go': No such file or directory"]),
        Mark::of(&["zsh: command not found: go"]).when(ends_there),
        Mark::of(&["Unknown command: go"]).when(ends_there),
        Mark::of(&["Command 'go' not found"]),
        Mark::of(&["exec: \"go\": executable file not found in"]),
        Mark::of(&["exec: \"go\": stat go: no such file or directory"]),
        Mark::of(&["exec: \"go\": not found"]),
        Mark::of(&["'go' is not recognized as an internal or external command"]),
        Mark::of(&["'go' is not recognized as "]),
        Mark::of(&["spawn go ENOENT"]),
        Mark::of(&[" go: 未找到命令"]),
        Mark::of(&[" go：未找到命令"]),
        Mark::of(&[" go: 没有那个文件或目录"]),
        Mark::of(&["未找到命令: go"]).when(ends_there),
        Mark::of(&["'go' 不是内部或外部命令"]),
        Mark::of(&["无法将“go”项识别为"]),
        Mark::of(&["/bin/go: cannot execute"]).or(&["go-env-invalid"]),
        Mark::of(&["go tool: no such tool \"compile\""]).or(&["go-env-invalid"]),
        Mark::of(&["go: no such tool \"compile\""]).or(&["go-env-invalid"]),
        Mark::of(&["The term 'go' is not recognized"]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether the name of the command ends where the words do: `go`, and not `gofmt`.
fn ends_there(it: &Spoken) -> bool {
    it.text.lines().any(|line| line.trim_end().ends_with(": go"))
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let Search::Missing { elsewhere } = &evidence.facts.go.search else { return None };
    let says = match elsewhere.first() {
        Some(place) => say! {
            en: "No folder of PATH holds a go command, though one lies at {place}. No go command can run here.",
            zh: "PATH 的所有目录里都没有 go 命令，但 {place} 处有一个。目前在这里无法运行任何 go 命令。",
        },
        None => Text::of(
            "No folder of PATH holds a go command, and none lies in the usual places. No go command can run here.",
            "PATH 的所有目录里都没有 go 命令，常见的安装位置也没有。目前在这里无法运行任何 go 命令。",
        ),
    };
    Some(Finding::certain(says, vec![Cite::GoBinary]))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Search::Missing { elsewhere } = &evidence.facts.go.search else { return Vec::new() };
    let folders = elsewhere.iter().filter_map(|place| place.rsplit_once('/'));
    let on_path = folders.take(1).map(|(folder, _)| {
        let title = say! {
            en: "Add {folder} to PATH",
            zh: "把 {folder} 加入 PATH",
        };
        let step = Step::AppendPath { folder: folder.to_owned() };
        Fix::safe(title, Scope::Process, vec![step])
    });
    let installed = Fix::safe(
        Text::of("Install Go", "安装 Go"),
        Scope::Machine,
        vec![Step::Say(Text::of(
            "Install Go from https://go.dev/dl/, or start from an image that has it, such as golang.",
            "从 https://go.dev/dl/ 安装 Go，或者改用自带 Go 的镜像，例如 golang。",
        ))],
    );
    let here = elsewhere.is_empty().then(|| installed.unprovable(by_hand()));
    on_path.chain(here).collect()
}

fn by_hand() -> Text {
    Text::of("This tool installs nothing.", "本工具不会安装任何软件。")
}

/// Without a go nobody says which key is the network's.
fn without_go() -> World {
    World::healthy().var("PATH", "/usr/bin").var("GOSUMDB", &database::key())
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a PATH without go", world: without_go, roots: &["go-not-found"] },
    Scene {
        name: "no go at all",
        world: || without_go().without_file("/usr/local/go"),
        roots: &["go-not-found"],
    },
    Scene { name: "go on PATH", world: World::healthy, roots: &[] },
];
