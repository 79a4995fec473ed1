use crate::base::{Text, Veiled};
use crate::go::env::{Platform, Source};
use crate::model::{Area, Cause, Cite, Evidence, Facts, Finding, Fix, Mark, Subject};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "gomodcache-relative",
    area: Area::Settings,
    title: Text::of("GOMODCACHE or GOPATH is no absolute path", "GOMODCACHE 或 GOPATH 不是绝对路径"),
    docs: Text::of(
        "go wants the folder of the module cache, and each folder of GOPATH, from the root on: it \
         runs in other folders at other times. A tilde is the shell's and not go's; in quotes, in \
         an ENV line of a Dockerfile or in a CI's settings nobody replaces it.\n\n\
         go says: GOMODCACHE entry is relative; must be absolute path: \"cache\".\n\
         or: GOPATH entry is relative; must be absolute path: \"go\".\n\
         or: GOPATH entry cannot start with shell metacharacter '~': \"~/go\"\n\n\
         A GOPATH like that stops every go command, `go env` too; a GOMODCACHE like that only those \
         that need a module. Both are seen in the settings alone.\n\n\
         Write the path out, or leave the setting to its default, which is below the home folder. \
         In a Dockerfile write ENV GOMODCACHE=/root/go/pkg/mod, in a shell \"$HOME/go\".",
        "模块缓存目录以及 GOPATH 中的每个目录都必须从根目录写起，因为 go 会在不同的目录里运行。\
         波浪号由 shell 展开，go 不认识它；写在引号里、Dockerfile 的 ENV 里或 CI 设置里时没有人替它展开。\n\n\
         go 的报错：GOMODCACHE entry is relative; must be absolute path: \"cache\".\n\
         或者：GOPATH entry is relative; must be absolute path: \"go\".\n\
         或者：GOPATH entry cannot start with shell metacharacter '~': \"~/go\"\n\n\
         这样的 GOPATH 会让所有 go 命令停止，包括 `go env`；这样的 GOMODCACHE 只影响需要模块的命令。\
         两者只看设置就能断定。\n\n\
         请写出完整路径，或者不设置它，默认值在主目录下。Dockerfile 里写 ENV GOMODCACHE=/root/go/pkg/mod，\
         shell 里写 \"$HOME/go\"。",
    ),
    logs: &[
        Mark::of(&["GOMODCACHE entry is relative; must be absolute path"]),
        Mark::of(&["GOPATH entry is relative; must be absolute path"]),
        Mark::of(&["GOPATH entry cannot start with shell metacharacter '~'"]),
        Mark::of(&["GOMODCACHE entry cannot start with shell metacharacter '~'"]),
        Mark::of(&["cannot install, GOBIN must be an absolute path"]),
    ],
    explains: &["home-unset"],
    rule,
    fixes,
};

/// An entry that go refuses, and the setting that it stands in.
struct Refused<'a> {
    name: &'static str,
    entry: String,
    value: &'a Veiled,
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let Refused { name, entry, value } = refused(&evidence.facts)?;
    let (en, zh) = match entry.chars().next() {
        Some('~') => TILDE,
        Some('"' | '\'') => QUOTED,
        _ => RELATIVE,
    };
    let whole = if entry == value.raw() {
        Text::same("")
    } else {
        say! { en: " in `{value}`", zh: "（位于 `{value}` 中）" }
    };
    let (whole_en, whole_zh) = (whole.en, whole.zh);
    let says = if name == "GOPATH" {
        say! {
            en: "GOPATH holds `{entry}`{whole_en}, {en}. Every go command stops.",
            zh: "GOPATH 包含 `{entry}`{whole_zh}，{zh}。所有 go 命令都会停止。",
        }
    } else {
        say! {
            en: "GOMODCACHE is `{entry}`, {en}. go has no place for a module, and downloads none.",
            zh: "GOMODCACHE 的值是 `{entry}`，{zh}。go 没有地方存放模块，什么也不会下载。",
        }
    };
    Some(Finding::certain(says, vec![Cite::Setting(name.into())]).about(Subject::Setting(name.into())))
}

const TILDE: (&str, &str) =
    ("and a tilde is replaced by a shell only: go takes it as it stands", "波浪号只有 shell 会展开，go 按字面理解");
const QUOTED: (&str, &str) = ("where the quotes are a part of the path", "其中的引号被当作路径的一部分");
const RELATIVE: (&str, &str) = ("which does not begin at the root", "它不是从根目录开始的路径");

fn refused(facts: &Facts) -> Option<Refused<'_>> {
    let platform = Platform { goos: facts.platform.os.clone(), goarch: facts.platform.arch.clone() };
    let absolute = |path: &str| platform.is_absolute(path);
    let gopath = facts.settings.get("GOPATH")?;
    if gopath.source != Source::Default {
        let entries = platform.split_list(gopath.value.raw());
        let odd = |entry: &String| !entry.is_empty() && !absolute(entry);
        if let Some(entry) = entries.into_iter().find(odd) {
            return Some(Refused { name: "GOPATH", entry, value: &gopath.value });
        }
    }
    // go looks at this one no sooner than it needs a module.
    let needed = !facts.needs.is_empty() || facts.cached > 0;
    let cache = facts.settings.get("GOMODCACHE").filter(|_| needed)?;
    let entry = cache.value.raw();
    let odd = !entry.is_empty() && !absolute(entry);
    odd.then(|| Refused { name: "GOMODCACHE", entry: entry.to_owned(), value: &cache.value })
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let name = match &finding.subject {
        Subject::Setting(name) if name == "GOPATH" => "GOPATH",
        _ => "GOMODCACHE",
    };
    let default = Text::of("Leave it to its default below the home folder", "不设置它，使用主目录下的默认值");
    let default = Fix::safe(default, facts.reach(name), facts.back_to_default(name));
    let whole = written_out(facts, name).map(|value| {
        let title = say! { en: "Write the path out", zh: "写出完整路径" };
        Fix::safe(title, facts.reach(name), vec![facts.set(name, value)])
    });
    whole.into_iter().chain([default]).collect()
}

/// Each entry from the root on: a tilde is the home folder, what is relative is below
/// the project's. None where nobody knows the home folder.
fn written_out(facts: &Facts, name: &'static str) -> Option<String> {
    let platform = Platform { goos: facts.platform.os.clone(), goarch: facts.platform.arch.clone() };
    if platform.goos == "windows" {
        return None;
    }
    let value = facts.settings.raw(name);
    let entries = if name == "GOPATH" { platform.split_list(value) } else { vec![value.to_owned()] };
    let whole = |entry: &String| {
        let entry = &entry.trim_matches(['"', '\'']).to_owned();
        if entry.is_empty() || platform.is_absolute(entry) {
            return Some(entry.clone());
        }
        let home = facts.platform.home.as_deref().filter(|home| platform.is_absolute(home));
        if let Some(below) = entry.strip_prefix('~') {
            // Another user's folder is known to the shell alone.
            return below.is_empty().then_some("").or(below.strip_prefix('/')).and_then(|below| {
                let home = home?.trim_end_matches('/');
                Some(if below.is_empty() { home.to_owned() } else { format!("{home}/{below}") })
            });
        }
        let dir = facts.project.dir.trim_end_matches('/');
        Some(format!("{dir}/{}", entry.trim_start_matches("./")))
    };
    let entries: Option<Vec<String>> = entries.iter().map(whole).collect();
    entries.map(|entries| entries.join(":"))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a relative cache",
        world: || World::healthy().var("GOMODCACHE", "cache/mod"),
        roots: &["gomodcache-relative"],
    },
    Scene {
        name: "a tilde in quotes",
        world: || World::healthy().var("GOMODCACHE", "~/go/pkg/mod"),
        roots: &["gomodcache-relative"],
    },
    Scene {
        name: "a relative GOPATH",
        world: || World::healthy().var("GOPATH", "/home/dev/go:go"),
        roots: &["gomodcache-relative"],
    },
    Scene {
        name: "a GOPATH by go env -w",
        world: || World::healthy().go_env("GOPATH", "~/go"),
        roots: &["gomodcache-relative"],
    },
    Scene {
        name: "a relative cache and nothing to fetch",
        world: || World::healthy().gomod("module example.com/app\n\ngo 1.24\n").var("GOMODCACHE", "cache"),
        roots: &[],
    },
    Scene {
        name: "empty entries are passed over",
        world: || World::healthy().var("GOPATH", "/home/dev/go:"),
        roots: &[],
    },
];
