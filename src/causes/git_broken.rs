use crate::base::Text;
use crate::model::{Area, BrokenFetches, Cause, Confidence, Defect, Evidence, Finding, Fix, GitSetting, Location, Mark, Scope, Spoken, Step, Subject, VcsFault};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "git-broken",
    area: Area::Private,
    title: Text::of("git fails by itself", "git 自身无法工作"),
    docs: Text::of(
        "A module is fetched from its repository, git is on PATH, and it fails before it has asked \
         anybody anything.\n\n\
         go says, in git's words: git ls-remote -q origin in ...: exit status 128: error while loading shared libraries: libcurl.so.4: cannot open shared object file\n\
         or: fatal: bad config line 3 in file /root/.gitconfig\n\
         or: warning: unable to access '/root/.gitconfig': Permission denied\n\
         or: git: 'remote-https' is not a git command. See 'git --help'.\n\
         or: fatal: transport 'https' not allowed\n\
         or only: failed to execute git version: exit status 127\n\n\
         Which one it is, the words tell: a library that is gone after half an update; a file of \
         settings that does not parse or that this user may not read (HOME is another's); a git \
         that was built without curl; a protocol that protocol.<name>.allow or GIT_ALLOW_PROTOCOL \
         switches off. `git version` and `git config --list --show-origin` show it without a network.\n\n\
         Repair that one thing. Nothing is wrong with the module, its host or go.",
        "模块要从它的仓库获取，PATH 中有 git，但它在询问任何人之前自己就失败了。\n\n\
         go 转述 git 的报错：git ls-remote -q origin in ...: exit status 128: error while loading shared libraries: libcurl.so.4: cannot open shared object file\n\
         或者：fatal: bad config line 3 in file /root/.gitconfig\n\
         或者：warning: unable to access '/root/.gitconfig': Permission denied\n\
         或者：git: 'remote-https' is not a git command. See 'git --help'.\n\
         或者：fatal: transport 'https' not allowed\n\
         或者只有：failed to execute git version: exit status 127\n\n\
         报错说明了是哪一种：升级不完整而缺少动态库；配置文件无法解析，或当前用户无权读取（HOME 属于别人）；git 编译时没有 curl；\
         protocol.<name>.allow 或 GIT_ALLOW_PROTOCOL 关闭了该协议。`git version` 和 `git config --list --show-origin` 不用网络就能看出来。\n\n\
         只需修复这一处。模块、它的主机和 go 都没有问题。",
    ),
    logs: &[
        Mark::of(&["git: error while loading shared libraries"]).common(),
        Mark::of(&["error while loading shared libraries", "git"]).common(),
        Mark::of(&["git-remote-http", "error while loading shared libraries"]).common(),
        Mark::of(&["Error loading shared library ", "git"]).common(),
        Mark::of(&["dyld", "Library not loaded", "git"]).common(),
        Mark::of(&["bad config line "]).common(),
        Mark::of(&["bad config "]).common().when(is_of_git),
        Mark::of(&["bad boolean config value '"]).common(),
        Mark::of(&["bad numeric config value '"]).common(),
        Mark::of(&["错误的配置行 "]).common(),
        Mark::of(&["错误的布尔取值"]).common(),
        Mark::of(&["unable to parse command-line config"]).common(),
        Mark::of(&["error occurred while reading the configuration files"]).common(),
        Mark::of(&["unable to access '/", "gitconfig': Permission denied"]).common(),
        Mark::of(&["unable to access '/", "/git/config': Permission denied"]).common(),
        Mark::of(&["git: 'remote-http", "is not a git command"]).common(),
        Mark::of(&["git：'remote-http", "不是一个 git 命令"]).common(),
        Mark::of(&["remote helper 'http", "aborted session"]).common(),
        Mark::of(&["Unable to find remote helper for 'http"]).common(),
        Mark::of(&["transport '", "' not allowed"]).common(),
        Mark::of(&["传输 '", "' 不允许"]).common(),
        Mark::of(&["Protocol \"http", "not supported or disabled in libcurl"]).common(),
        Mark::of(&["Unsupported SSL backend"]).common(),
        Mark::of(&["failed to execute git version: exit status"]),
        Mark::of(&["failed to execute git version: signal:"]),
        Mark::of(&["failed to execute git version: fork/exec ", "permission denied"]),
        Mark::of(&["git version extraction regexp did not match"]),
        Mark::of(&["git init --bare in ", "exit status 127"]),
        Mark::of(&["git init --bare in ", ": signal: "]),
        Mark::of(&["git-remote-http", "died of signal"]).common(),
        Mark::of(&["invalid active developer path"]).common(),
        Mark::of(&["agreed to the Xcode"]).common(),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether the settings that are bad are git's.
fn is_of_git(it: &Spoken) -> bool {
    it.text.contains("git")
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let fetch = broken.first()?.fetch;
    let VcsFault::Defective { how, words, .. } = fetch.vcs_fault()? else { return None };
    let (what, module) = (what(*how, evidence), &fetch.module);
    let (en, zh) = (what.en, what.zh);
    let quoted = if words.is_empty() { String::new() } else { format!(" (`{words}`)") };
    let says = say! {
        en: "go calls git for {module}, and git fails by itself: {en}{quoted}.",
        zh: "go 为 {module} 调用 git，而 git 自身失败：{zh}{quoted}。",
    };
    let confidence = match how {
        Defect::Crashes => Confidence::Likely,
        _ => Confidence::Certain,
    };
    let finding = Finding::new(confidence, says, broken.cites()).stops(broken.modules());
    let because = Text::of("git is on PATH.", "PATH 中有 git。");
    let finding = finding.not("git-missing", because).about(Subject::Machine);
    Some(match place(words.as_str()) {
        Some((file, line)) => finding.at(Location { file, line, column: None, source: None }),
        None => finding,
    })
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_by_vcs(|fault| matches!(fault, VcsFault::Defective { .. }))
}

fn what(how: Defect, evidence: &Evidence) -> Text {
    match how {
        Defect::Library => Text::of("a shared library of it is missing", "缺少它需要的动态库"),
        Defect::Configuration => {
            Text::of("a file of its settings cannot be read", "它的配置文件无法读取")
        }
        Defect::NoHelper => Text::of(
            "the part of it that speaks https is not installed",
            "没有安装负责 https 的组件",
        ),
        Defect::Transport => match switching_off(evidence) {
            Some(GitSetting { key, file, .. }) => say! {
                en: "{key} in {file} switches the protocol off",
                zh: "{file} 里的 {key} 关闭了该协议",
            },
            None => Text::of(
                "the protocol is switched off, by GIT_ALLOW_PROTOCOL or a setting",
                "该协议被 GIT_ALLOW_PROTOCOL 或某项设置关闭",
            ),
        },
        Defect::NotExecutable => {
            Text::of("the file on PATH may not be executed", "PATH 中的文件没有执行权限")
        }
        Defect::Crashes => Text::of("it ends without an answer", "它没有给出结果就退出了"),
    }
}

fn switching_off(evidence: &Evidence) -> Option<&GitSetting> {
    evidence.facts.git.settings.iter().find(|it| {
        let key = it.key.raw();
        key.starts_with("protocol.") && key.ends_with("allow") && it.value.raw() == "never"
    })
}

/// `bad config line 3 in file /root/.gitconfig`.
fn place(words: &str) -> Option<(String, usize)> {
    let (_, rest) = words.split_once("bad config line ")?;
    let (line, file) = rest.split_once(" in file ")?;
    Some((file.trim().to_owned(), line.parse().ok()?))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = broken(evidence);
    let Some(VcsFault::Defective { how, words, .. }) = broken.first().and_then(|it| it.fetch.vcs_fault())
    else {
        return Vec::new();
    };
    vec![match how {
        Defect::Library | Defect::NoHelper | Defect::Crashes => reinstalled(),
        Defect::Configuration => corrected(words.as_str()),
        Defect::Transport => switched_on(evidence),
        Defect::NotExecutable => {
            let title = Text::of("Let git be executed", "为 git 加上执行权限");
            let says = Text::of(
                "See with `command -v git` which file it is, and give it its mode back (`chmod 755`), or install git anew.",
                "用 `command -v git` 查看是哪个文件，恢复其权限（`chmod 755`），或重新安装 git。",
            );
            own(Fix::safe(title, Scope::Machine, vec![Step::Say(says)]))
        }
    }]
}

fn own(fix: Fix) -> Fix {
    fix.unprovable(Text::of("It changes what lies on this machine.", "它会改动本机上的内容。"))
}

fn reinstalled() -> Fix {
    let title = Text::of("Install git anew, whole", "重新完整安装 git");
    own(Fix::safe(title, Scope::Machine, vec![Step::Install { packages: vec!["git"] }]))
}

fn corrected(words: &str) -> Fix {
    let title = Text::of("Repair git's settings", "修复 git 的配置");
    let says = match place(words) {
        Some((file, line)) => say! {
            en: "Open {file} and correct line {line}, or take it out; `git config --list --show-origin` then ends without an error.",
            zh: "打开 {file}，更正或删除第 {line} 行；之后 `git config --list --show-origin` 应当不再报错。",
        },
        None => Text::of(
            "`git config --list --show-origin` names the file and what is wrong with it: correct it there, or let this user read it (owner and mode; HOME must be this user's own).",
            "`git config --list --show-origin` 会指出是哪个文件、哪里有错：在那里更正，或让当前用户可以读取它（属主和权限；HOME 必须是当前用户自己的）。",
        ),
    };
    own(Fix::safe(title, Scope::User, vec![Step::Say(says)]))
}

fn switched_on(evidence: &Evidence) -> Fix {
    let Some(GitSetting { key, file, .. }) = switching_off(evidence) else {
        let title = Text::of("Take GIT_ALLOW_PROTOCOL away", "取消 GIT_ALLOW_PROTOCOL");
        let step = Step::UnsetEnv { name: "GIT_ALLOW_PROTOCOL".to_owned() };
        return Fix::safe(title, Scope::Process, vec![step]);
    };
    let title = say! { en: "Take {key} out of {file}", zh: "从 {file} 中删除 {key}" };
    let words = ["git", "config", "--file", file, "--unset-all", key.raw()];
    let step = Step::Run { words: words.map(str::to_owned).to_vec() };
    own(Fix::safe(title, Scope::User, vec![step]))
}

fn direct(stderr: &str) -> World {
    World::healthy()
        .var("GOPROXY", "direct")
        .gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
        .program("git ls-remote", 128, "", stderr)
}

const OFF: &str = "file:/home/dev/.gitconfig\0protocol.https.allow\nnever\0";
const TRANSPORT: &str = "fatal: transport 'https' not allowed\n";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a library is missing",
        world: || direct("git: error while loading shared libraries: libpcre2-8.so.0: cannot open shared object file: No such file or directory\n"),
        roots: &["git-broken"],
    },
    Scene {
        name: "its settings do not parse",
        world: || direct("fatal: bad config line 3 in file /home/dev/.gitconfig\n"),
        roots: &["git-broken"],
    },
    Scene {
        name: "no part that speaks https",
        world: || direct("git: 'remote-https' is not a git command. See 'git --help'.\n"),
        roots: &["git-broken"],
    },
    Scene {
        name: "https is switched off in its settings",
        world: || direct(TRANSPORT).program("git config", 0, OFF, ""),
        roots: &["git-broken"],
    },
    Scene {
        name: "https is switched off by a variable",
        world: || direct(TRANSPORT).var("GIT_ALLOW_PROTOCOL", "ssh"),
        roots: &["git-broken"],
    },
    Scene {
        name: "nothing goes to a repository",
        world: || World::healthy().program("git version", 127, "", "git: error while loading shared libraries: libz.so.1\n"),
        roots: &[],
    },
];
