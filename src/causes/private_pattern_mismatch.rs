use crate::base::Text;
use crate::go::pattern::{Near, Slip};
use crate::model::{
    Amiss, Area, Cause, Confidence, Evidence, Finding, Fix, Mark, Severity, Stray, Subject,
    Unmatched, WhoAsked,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "private-pattern-mismatch",
    area: Area::Private,
    title: Text::of(
        "A pattern that was meant for a module does not match it",
        "本应匹配模块的模式没有匹配上",
    ),
    docs: Text::of(
        "GOPRIVATE, GONOPROXY or GONOSUMDB has a pattern that was meant for the module, and by \
         go's rule it does not match. go says nothing of that: it treats the module as a public one.\n\n\
         go says: verifying go.mod: MODULE@VERSION/go.mod: reading https://sum.golang.org/lookup/MODULE@VERSION: 404 Not Found\n\
         or, where GOPROXY does not lead to its origin: reading https://proxy.golang.org/MODULE/@v/VERSION.mod: 404 Not Found\n\
         A Dockerfile may show it: RUN GOPRIVATE=https://git.corp.example go mod download\n\n\
         The lists are separated by commas alone, and nothing is trimmed. A pattern is held against \
         as many elements of the module's path as it has itself, letter by letter: `corp.example` \
         holds nothing on git.corp.example, `github.com/acme/*` not the module github.com/acme, \
         `github.com/acme/pro` not github.com/acme/project. A scheme, a user, a port, a version, `.git`, \
         `/...`, quotes or a carriage return (in a go env file from Windows) are part of it and match \
         nothing. GONOPROXY and GONOSUMDB, once set, stand in the place of GOPRIVATE; a value in the \
         environment stands in the place of `go env -w`; other names, such as GO_PRIVATE or \
         GONOSUMCHECK, are read by nobody.\n\n\
         Write the pattern as the module's path begins, without anything else, and leave the other \
         patterns as they are. `go env GOPRIVATE GONOPROXY GONOSUMDB` shows what is in force.",
        "GOPRIVATE、GONOPROXY 或 GONOSUMDB 里有一个为该模块而写的模式，但按 go 的规则它并不匹配。\
         go 对此不作任何提示，只是把该模块当作公共模块。\n\n\
         go 的报错：verifying go.mod: MODULE@VERSION/go.mod: reading https://sum.golang.org/lookup/MODULE@VERSION: 404 Not Found\n\
         或者（GOPROXY 不通向源站时）：reading https://proxy.golang.org/MODULE/@v/VERSION.mod: 404 Not Found\n\
         Dockerfile 里可能直接写着：RUN GOPRIVATE=https://git.corp.example go mod download\n\n\
         列表只用英文逗号分隔，不会去掉空白。模式有几个路径元素，就与模块路径的前几个元素逐字比较：\
         `corp.example` 不匹配 git.corp.example 上的任何模块，`github.com/acme/*` 不匹配模块 github.com/acme，\
         `github.com/acme/pro` 不匹配 github.com/acme/project。协议、用户名、端口、版本、`.git`、`/...`、引号，\
         以及（来自 Windows 的 go env 文件里的）回车符都会成为模式的一部分，使它什么都不匹配。GONOPROXY 和 GONOSUMDB 一旦设置，\
         就取代 GOPRIVATE；环境变量取代 `go env -w` 写入的值；GO_PRIVATE、GONOSUMCHECK 之类的名字则没有程序读取。\n\n\
         请按模块路径的开头书写模式，不要加任何别的内容，其余模式保持不变。\
         `go env GOPRIVATE GONOPROXY GONOSUMDB` 显示当前生效的值。",
    ),
    logs: &[
        Mark::of(&["GOPRIVATE=https://"]).common().warns(),
        Mark::of(&["GOPRIVATE=\"https://"]).common().warns(),
        Mark::of(&["GOPRIVATE='https://"]).common().warns(),
        Mark::of(&["GOPRIVATE=git@"]).common().warns(),
        Mark::of(&["GONOSUMDB=https://"]).common().warns(),
        Mark::of(&["GONOPROXY=https://"]).common().warns(),
        Mark::of(&["GO_PRIVATE="]).common().warns(),
    ],
    explains: &[
        "private-not-excluded",
        "sumdb-module-unknown",
        "goproxy-no-direct",
        "goproxy-off",
        "goproxy-forbidden",
        "goproxy-server-error",
        "goproxy-no-fallback",
    ],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let all = evidence.unmatched();
    let first = all.first()?;
    let mut cites: Vec<_> = all.iter().flat_map(|it| it.cites.clone()).collect();
    cites.sort();
    cites.dedup();
    let modules: Vec<String> =
        all.iter().map(|it| format!("{}@{}", it.need.module, it.need.version)).collect();
    let confidence = all.iter().map(|it| it.confidence).min().unwrap_or(Confidence::Likely);
    let finding = Finding::new(confidence, says(first, all.len()), cites);
    let finding = finding.severity(first.severity).stops(modules);
    Some(finding.about(Subject::Setting(first.variable.to_owned())))
}

fn says(it: &Unmatched<'_>, count: usize) -> Text {
    let (amiss, so, more) = (amiss(it), so(it), more(count));
    let en = [&*amiss.en, " ", &so.en, &more.en].concat();
    let zh = [&*amiss.zh, &so.zh, &more.zh].concat();
    say! { en: "{en}", zh: "{zh}" }
}

fn amiss(it: &Unmatched<'_>) -> Text {
    let (module, variable) = (&it.need.module, it.variable);
    match &it.amiss {
        Amiss::Near(near) => {
            let (entry, why) = (shown(&near.entry), why(near, module));
            let (en, zh, pattern) = (&why.en, &why.zh, &near.pattern);
            say! {
                en: "{variable} has {entry}, which was meant for {module} and does not match it: {en} By the same rule `{pattern}` matches.",
                zh: "{variable} 里的 {entry} 本应匹配 {module}，却没有匹配：{zh}按同样的规则，`{pattern}` 可以匹配。",
            }
        }
        Amiss::Hidden { by, pattern } => say! {
            en: "GOPRIVATE has `{pattern}` for {module}, and {by} is set by itself: what it holds stands in the place of GOPRIVATE, and no pattern of it matches.",
            zh: "GOPRIVATE 里有匹配 {module} 的 `{pattern}`，但 {by} 单独设置了值：它取代 GOPRIVATE，而其中没有匹配的模式。",
        },
        Amiss::Misnamed { name, value } => say! {
            en: "The pattern `{value}` for {module} stands in the variable {name}, which go does not read: its name is {variable}.",
            zh: "匹配 {module} 的模式 `{value}` 写在变量 {name} 里，而 go 不读取它：正确的名字是 {variable}。",
        },
        Amiss::Stray { path, line, value, why: Stray::Overridden } => say! {
            en: "The pattern `{value}` for {module} stands in {path}:{line}, and {variable} in the environment, which has another value, counts for more than `go env -w`.",
            zh: "匹配 {module} 的模式 `{value}` 写在 {path}:{line}，但环境变量 {variable} 是另一个值，优先于 `go env -w`。",
        },
        Amiss::Stray { path, line, value, why: Stray::Unread } => say! {
            en: "The pattern `{value}` for {module} stands in {path}:{line}, and go takes nothing from that line: a line begins with the name itself, such as `{variable}=`.",
            zh: "匹配 {module} 的模式 `{value}` 写在 {path}:{line}，但 go 不会读取这一行：行首必须就是名字，例如 `{variable}=`。",
        },
    }
}

/// Blanks and the like, that can be seen.
fn shown(entry: &str) -> String {
    let seen = |c: char| match c {
        '\r' => "\\r".to_owned(),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        '`' => "'".to_owned(),
        c if c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{a0}') => {
            format!("\\u{{{:x}}}", u32::from(c))
        }
        c => c.to_string(),
    };
    format!("`{}`", entry.chars().take(100).map(seen).collect::<String>())
}

fn why(near: &Near, module: &str) -> Text {
    let host = module.split('/').next().unwrap_or_default();
    match near.slips.first().copied().unwrap_or(Slip::Typo) {
        Slip::CarriageReturn => Text::of(
            "it ends with a carriage return, which go keeps.",
            "它以回车符结尾，而 go 会保留它。",
        ),
        Slip::Blank => Text::of(
            "the blank is part of the pattern, since go trims nothing.",
            "空白会成为模式的一部分，go 不会去掉它。",
        ),
        Slip::Separator(_) => Text::of(
            "only a comma separates patterns, so that all of this is one.",
            "只有英文逗号才能分隔模式，因此这整段是一个模式。",
        ),
        Slip::Name => Text::of(
            "the name of the variable stands in its value.",
            "变量的名字写进了它的值里。",
        ),
        Slip::Quotes => Text::of("the quotes are part of the pattern.", "引号会成为模式的一部分。"),
        Slip::Malformed => Text::of(
            "its brackets make no glob that go can read, and go passes over it.",
            "其中的括号不是 go 能读懂的通配写法，go 会跳过它。",
        ),
        Slip::Regex => Text::of(
            "patterns are globs and no regular expressions.",
            "模式是通配符，不是正则表达式。",
        ),
        Slip::Encoded => Text::of("nothing in it is decoded.", "其中的编码不会被还原。"),
        Slip::Backslash => Text::of(
            "a backslash separates nothing; elements are separated by slashes.",
            "反斜杠不是分隔符；路径元素以斜杠分隔。",
        ),
        Slip::Scheme => Text::of(
            "a module path has no scheme, and the pattern has one.",
            "模块路径没有协议部分，而该模式有。",
        ),
        Slip::Scp => Text::of(
            "a module path has neither user nor colon, as the address of a repository has.",
            "模块路径不像仓库地址那样带有用户名和冒号。",
        ),
        Slip::Port => Text::of(
            "a module path has no port, and the pattern has one.",
            "模块路径没有端口，而该模式有。",
        ),
        Slip::Version => Text::of(
            "patterns are held against paths without a version.",
            "模式只与不带版本的路径比较。",
        ),
        Slip::Rest => Text::of(
            "a pattern holds all that lies below it by itself, and `...` or `**` means nothing to go.",
            "模式本身就包含它下面的所有路径，`...` 或 `**` 对 go 没有意义。",
        ),
        Slip::Slashes => Text::of(
            "a slash too many makes an empty element, which no path has.",
            "多余的斜杠会产生一个空元素，而路径里没有空元素。",
        ),
        Slip::Git => Text::of(
            "`.git` belongs to the address of the repository and not to the module's path.",
            "`.git` 属于仓库地址，不属于模块路径。",
        ),
        Slip::Dot => Text::of(
            "a dot in front of a domain does not stand for its hosts, as it does in NO_PROXY.",
            "域名前面的点并不像在 NO_PROXY 里那样代表其下的主机。",
        ),
        Slip::Case => Text::of(
            "letters count as they are written, upper or lower case.",
            "字母区分大小写。",
        ),
        Slip::Subdomain => say! {
            en: "a domain does not hold for the hosts below it, and {host} is another host.",
            zh: "域名不包含其下的主机，而 {host} 是另一个主机。",
        },
        Slip::Label => say! {
            en: "`*.` wants one more label than {host} has.",
            zh: "`*.` 要求比 {host} 多一个域名标签。",
        },
        Slip::Element => say! {
            en: "`/*` wants one more element than {module} has.",
            zh: "`/*` 要求比 {module} 多一个路径元素。",
        },
        Slip::Deeper => say! {
            en: "it goes on below {module}, which is the path of the whole module.",
            zh: "它比模块的完整路径 {module} 还要深。",
        },
        Slip::Major => Text::of(
            "it has the `/vN` of another major version.",
            "它带有另一个主版本的 `/vN`。",
        ),
        Slip::Half => Text::of(
            "elements are compared whole, and it has only the beginning of one.",
            "路径元素按整体比较，而它只写了其中一个元素的开头。",
        ),
        Slip::Typo => Text::of("it is spelled otherwise.", "它的拼写不同。"),
    }
}

/// What comes of it.
fn so(it: &Unmatched<'_>) -> Text {
    match (it.severity, it.asked) {
        (Severity::Error, WhoAsked::Database) => Text::of(
            "go therefore asks the checksum database, which does not know the module.",
            "go 因此去查询校验和数据库，而数据库不认识该模块。",
        ),
        (Severity::Error, WhoAsked::Proxies) => Text::of(
            "go therefore asks GOPROXY and not the module's own host.",
            "go 因此询问 GOPROXY，而不是模块自己的主机。",
        ),
        (_, WhoAsked::Database) => Text::of(
            "go therefore tells its name to the checksum database.",
            "go 因此会把它的名字告知校验和数据库。",
        ),
        (_, WhoAsked::Proxies) => Text::of(
            "go therefore tells its name to the proxies in GOPROXY.",
            "go 因此会把它的名字告知 GOPROXY 里的代理。",
        ),
    }
}

fn more(count: usize) -> Text {
    match count.saturating_sub(1) {
        0 => Text::same(""),
        others => say! {
            en: " {others} more modules are concerned.",
            zh: "另有 {others} 个模块受到影响。",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let all = evidence.unmatched();
    let Some(first) = all.first() else { return Vec::new() };
    let variable = first.variable;
    let steps = evidence.facts.matched_again(&all);
    let title = say! {
        en: "Correct the patterns in {variable}",
        zh: "改正 {variable} 里的模式",
    };
    vec![Fix::safe(title, evidence.facts.reach(variable), steps)]
}

const PAGE: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/lib git https://git.corp.example/team/lib.git\">";
const HEAD: &str = "1f3870be274f6c49b3e31a0c6728957f7d2f0c8e\trefs/tags/v1.0.0\n";

/// A module of the company's, on its own host.
fn private() -> World {
    let gomod = "module example.com/app\n\ngo 1.24\n\nrequire (\n\tgit.corp.example/team/lib v1.0.0\n\tgolang.org/x/text v0.14.0\n)\n";
    World::healthy()
        .gomod(gomod)
        .site("git.corp.example", Site::status(200, PAGE))
        .program("git ls-remote", 0, HEAD, "")
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "with a scheme",
        world: || private().var("GOPRIVATE", "https://git.corp.example/team"),
        roots: &["private-pattern-mismatch"],
    },
    Scene {
        name: "a blank behind the comma",
        world: || private().go_env("GOPRIVATE", "other.example, git.corp.example"),
        roots: &["private-pattern-mismatch"],
    },
    Scene {
        name: "a domain for its hosts",
        world: || private().go_env("GOPRIVATE", "corp.example"),
        roots: &["private-pattern-mismatch"],
    },
    Scene {
        name: "the file has Windows' line ends",
        world: || private().go_env("GOPRIVATE", "git.corp.example\r"),
        roots: &["private-pattern-mismatch"],
    },
    Scene {
        name: "half a word",
        world: || private().var("GONOSUMDB", "git.corp.example/te"),
        roots: &["private-pattern-mismatch"],
    },
    Scene {
        name: "hidden by a list of its own",
        world: || private().var("GOPRIVATE", "git.corp.example").var("GONOSUMDB", "none"),
        roots: &["private-pattern-mismatch"],
    },
    Scene {
        name: "another name",
        world: || private().var("GO_PRIVATE", "git.corp.example"),
        roots: &["private-pattern-mismatch"],
    },
    Scene {
        name: "a line that go does not read",
        world: || private().file("/home/dev/.config/go/env", "export GOPRIVATE=git.corp.example\n"),
        roots: &["private-pattern-mismatch"],
    },
    Scene {
        name: "the environment counts for more",
        world: || private().go_env("GOPRIVATE", "git.corp.example").var("GOPRIVATE", "x.example"),
        roots: &["private-pattern-mismatch", "goenv-shadowed"],
    },
    Scene {
        name: "no way to the origin",
        world: || {
            private().var("GOPRIVATE", "git.corp.example:443").var("GOPROXY", "https://goproxy.cn")
        },
        roots: &["private-pattern-mismatch"],
    },
    Scene {
        name: "its hash is known",
        world: || {
            let sum = "git.corp.example/team/lib v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
            private()
                .file("/home/dev/app/go.sum", &format!("{sum}{}", sum.replace("v1.0.0 ", "v1.0.0/go.mod ")))
                .var("GOPRIVATE", "'git.corp.example'")
        },
        roots: &["private-pattern-mismatch"],
    },
    Scene {
        name: "the pattern is right",
        world: || private().var("GOPRIVATE", "*.corp.example/team/"),
        roots: &[],
    },
];
