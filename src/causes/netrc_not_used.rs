use crate::base::Text;
use crate::model::{
    Access, Area, BrokenFetches, Cause, Cite, Confidence, Door, Evidence, Facts, FileFault,
    Finding, Fix, LockedOuts, Login, Mark, Outcome, Prompt, Proof, Said, Scope, Source, Step,
    Subject, Unused,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "netrc-not-used",
    area: Area::Goproxy,
    title: Text::of("The credentials lie where go does not look", "凭据放在 go 不查看的地方"),
    docs: Text::of(
        "The module proxy, or the module's own host, asks for credentials. This machine has some, \
         in a file that go, or the git that go runs, does not read.\n\n\
         go says: reading https://go.corp.example/...: 401 Unauthorized\n\
         and with -x: GOAUTH=netrc: open /root/.netrc: permission denied\n\n\
         go reads one file: the one that NETRC names, else .netrc in the home of HOME (on Windows \
         _netrc in that of USERPROFILE, or .netrc where there is no such file). It does not fall \
         back from one to the other. sudo, a CI runner or a container may set another HOME; a \
         secret of a Docker build lies in /run/secrets unless a target is given. A file that \
         cannot be read is passed over without a word, which go shows only with -x. With GOAUTH=off, \
         or where GOAUTH names programs and not netrc, no netrc is read at all. A `default` entry, \
         which curl honours, is never used.\n\n\
         git, which fetches a module from its own host, reads ~/.netrc alone: NETRC=/run/secrets/netrc \
         serves the pages of go and not the git behind them, which then says `could not read \
         Username`.\n\n\
         Point NETRC to the file, or put the file where go reads it. In a Dockerfile give the \
         secret its place: `RUN --mount=type=secret,id=netrc,target=/root/.netrc`. Never copy it \
         into the image.",
        "模块代理或模块自己的主机要求凭据。本机有凭据，但 go 或 go 调用的 git 不读取它所在的文件。\n\n\
         go 的报错：reading https://go.corp.example/...: 401 Unauthorized\n\
         加上 -x 还有：GOAUTH=netrc: open /root/.netrc: permission denied\n\n\
         go 只读取一个文件：NETRC 指定的文件，否则是 HOME 目录下的 .netrc（Windows 上是 USERPROFILE 目录下的 _netrc，\
         没有时才是 .netrc）。两者之间不会互相替补。sudo、CI 执行器或容器可能会设置另一个 HOME；\
         Docker 构建的 secret 若未指定 target，就放在 /run/secrets 里。无法读取的文件会被默默跳过，只有加上 -x 时 go 才会提示。\
         GOAUTH=off，或者 GOAUTH 只写了程序而没有写 netrc 时，根本不会读取 netrc。\
         curl 会采用的 `default` 条目，go 从不采用。\n\n\
         从模块自己的主机获取时用的是 git，它只读取 ~/.netrc：NETRC=/run/secrets/netrc 对 go 请求页面有效，\
         对其后的 git 无效，于是 git 报 `could not read Username`。\n\n\
         请让 NETRC 指向该文件，或者把文件放到 go 读取的位置。在 Dockerfile 中请为 secret 指定位置：\
         `RUN --mount=type=secret,id=netrc,target=/root/.netrc`。切勿把它复制进镜像。",
    ),
    logs: &[
        Mark::of(&["GOAUTH=netrc: ", "permission denied"]).common().hints(),
        Mark::of(&["GOAUTH=netrc: ", "no such file or directory"]).common().hints(),
        Mark::of(&["GOAUTH=netrc: ", "is a directory"]).common().hints(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    by_go(evidence).or_else(|| by_git(evidence))
}

fn by_go(evidence: &Evidence) -> Option<Finding> {
    let broken = denied(evidence);
    let first = broken.first()?;
    let Access::Unused(unused) = evidence.access(first.fetch) else { return None };
    let host = first.fetch.host();
    let reply = first.fetch.refusal()?;
    let words = reply.words();
    let (why, reads) = (why(&unused, evidence), reads(evidence));
    let (why_en, why_zh) = (why.en, why.zh);
    let (reads_en, reads_zh) = (reads.en, reads.zh);
    let says = say! {
        en: "{host} answers `{words}`, and go sends it no credentials: {why_en}.{reads_en}",
        zh: "{host} 的应答是 `{words}`，而 go 没有向它发送凭据：{why_zh}。{reads_zh}",
    };
    let is_sure = reply.status == 401 && unused.is_exact();
    let confidence = if is_sure { Confidence::Certain } else { Confidence::Likely };
    let mut cites = broken.cites();
    cites.push(Cite::Netrc);
    if matches!(unused, Unused::LeftOut { .. }) {
        cites.push(Cite::Setting("GOAUTH".into()));
    }
    let because = Text::of("No credentials were sent.", "没有发送任何凭据。");
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    Some(finding.not("goproxy-auth-rejected", because).about(Subject::Host(host)))
}

/// A server may also say 403 to whom it does not know.
fn denied(evidence: &Evidence) -> BrokenFetches<'_> {
    let broken = evidence.denied_anywhere(&[401], |access| matches!(access, Access::Unused(_)));
    if broken.first().is_some() {
        return broken;
    }
    evidence.denied_anywhere(&[403], |access| matches!(access, Access::Unused(it) if it.is_exact()))
}

/// git reads the netrc in the home folder, and the entry stands in another.
fn by_git(evidence: &Evidence) -> Option<Finding> {
    let shut = shut(evidence);
    let first = shut.first()?;
    let Door::Git { login, .. } = &first.door else { return None };
    let fetch = first.broken.fetch;
    let (words, host, url) = (first.words(), first.host(), &fetch.url);
    let (lies, settled) = match login {
        Login::Elsewhere { path, line } => {
            let tried = evidence.tried_with(fetch, path);
            let passes = tried.filter(|(_, it)| matches!(it, Outcome::Served { .. }));
            (lies(path, *line, passes.is_some(), evidence), passes.map(|(cite, _)| cite))
        }
        Login::Unreadable { path, why } => {
            (self::why(&Unused::Unreadable { path, why: *why }, evidence), None)
        }
        _ => return None,
    };
    let (en, zh) = (lies.en, lies.zh);
    let says = say! {
        en: "git asks for {url} and ends with `{words}`, since it has no credentials for {host}: {en}.",
        zh: "git 访问 {url}，以 `{words}` 结束，因为它没有 {host} 的凭据：{zh}。",
    };
    let confidence = if settled.is_some() { Confidence::Certain } else { Confidence::Likely };
    let mut cites = shut.cites();
    cites.push(Cite::Netrc);
    cites.extend(settled);
    let because = Text::of("No credentials were sent.", "没有发送任何凭据。");
    let finding = Finding::new(confidence, says, cites).stops(shut.modules());
    Some(finding.not("private-auth-rejected", because).about(Subject::Host(host)))
}

fn shut(evidence: &Evidence) -> LockedOuts<'_> {
    evidence.locked_out(|it| {
        let Door::Git { said, login } = &it.door else { return false };
        let asks = matches!(said, Said::Asked(Prompt::Username) | Said::Forbidden | Said::Page);
        asks && match login {
            Login::Elsewhere { path, .. } => {
                let tried = evidence.tried_with(it.broken.fetch, path);
                !matches!(tried, Some((_, Outcome::Broken { .. })))
            }
            Login::Unreadable { .. } => true,
            _ => false,
        }
    })
}

fn lies(path: &str, line: usize, passes: bool, evidence: &Evidence) -> Text {
    let reads = evidence.facts.git.netrc_at.as_deref().unwrap_or("~/.netrc");
    let is_gos = evidence.facts.netrc.path() == Some(path);
    let (reader_en, reader_zh) = if is_gos {
        ("go reads that file, as NETRC names it", "go 会读取该文件，因为 NETRC 指定了它")
    } else {
        ("neither of them reads that file", "go 和 git 都不读取该文件")
    };
    let (proof_en, proof_zh) = if passes {
        (". With these credentials git gets in", "。换用这些凭据，git 就能访问")
    } else {
        ("", "")
    };
    say! {
        en: "line {line} of {path} has an entry for it; {reader_en}, and git reads {reads} alone, whatever NETRC says{proof_en}",
        zh: "{path} 第 {line} 行有它的条目；{reader_zh}，而无论 NETRC 如何设置，git 只读取 {reads}{proof_zh}",
    }
}

fn why(unused: &Unused<'_>, evidence: &Evidence) -> Text {
    match unused {
        Unused::LeftOut { path, line } => {
            let goauth = shown(&evidence.facts);
            say! {
                en: "line {line} of {path} has an entry for it, and GOAUTH={goauth} leaves netrc out",
                zh: "{path} 第 {line} 行有它的条目，但 GOAUTH={goauth} 没有包括 netrc",
            }
        }
        Unused::Elsewhere { path, line } => say! {
            en: "line {line} of {path} has an entry for it, and go does not read that file",
            zh: "{path} 第 {line} 行有它的条目，但 go 不读取那个文件",
        },
        Unused::Unreadable { path, why: FileFault::IsDirectory } => say! {
            en: "{path} is a folder, which is what Docker makes of a mount whose file is not there",
            zh: "{path} 是一个目录：挂载的文件不存在时，Docker 就会建出这样的目录",
        },
        Unused::Unreadable { path, why: FileFault::Denied } => say! {
            en: "{path} is there, and this user may not read it",
            zh: "{path} 存在，但当前用户无权读取",
        },
        Unused::Unreadable { path, .. } => say! {
            en: "{path} is there and cannot be read",
            zh: "{path} 存在，但无法读取",
        },
        Unused::Default { path, line } => say! {
            en: "line {line} of {path} has a `default` entry, which go never uses, and no entry names the host",
            zh: "{path} 第 {line} 行是 `default` 条目，go 从不采用它，而没有条目写明该主机",
        },
    }
}

/// The value of GOAUTH without what a command line may hold.
fn shown(facts: &Facts) -> String {
    use crate::go::auth::{Method, Program};
    let names = facts.goauth_methods().into_iter().map(|method| match method {
        Method::Netrc => "netrc".to_owned(),
        Method::Git { folder } => format!("git {folder}"),
        Method::Command { program: Program::Named(name), .. } => name,
        Method::Command { program: Program::Unterminated, .. } => "…".to_owned(),
    });
    let names: Vec<String> = names.collect();
    if names.is_empty() { "off".to_owned() } else { names.join(";") }
}

/// Which file go reads in its stead.
fn reads(evidence: &Evidence) -> Text {
    let facts = &evidence.facts;
    match (facts.variable("NETRC"), facts.netrc.path()) {
        (Some(set), path) => {
            let (value, missing) = (&set.value, path.is_none());
            let (en, zh) = if missing { (", which is not there", "，而它不存在") } else { ("", "") };
            say! { en: " NETRC names {value}{en}.", zh: "NETRC 指定的是 {value}{zh}。" }
        }
        (None, Some(path)) => say! { en: " go reads {path}.", zh: "go 读取的是 {path}。" },
        (None, None) => Text::of(
            " Where go looks, in the home that HOME names, there is no .netrc.",
            "在 go 查看的位置，即 HOME 指定的目录里，没有 .netrc。",
        ),
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = denied(evidence);
    let Some(first) = broken.first() else { return for_git(evidence) };
    let Access::Unused(unused) = evidence.access(first.fetch) else { return Vec::new() };
    if matches!(first.fetch.source, Source::Origin)
        && let Unused::Elsewhere { path, .. } = &unused
    {
        return evidence.facts.netrc_for_both(path);
    }
    let entry = Fix::netrc_entry(first.fetch.netrc_machine());
    match unused {
        Unused::LeftOut { .. } => vec![with_netrc(&evidence.facts)],
        Unused::Elsewhere { path, .. } => vec![Fix::netrc_named(path)],
        Unused::Unreadable { path, why: FileFault::Denied } => vec![readable(path)],
        Unused::Unreadable { path, .. } => vec![replaced(path)],
        Unused::Default { path, line } => vec![above(path, line, entry)],
    }
}

fn for_git(evidence: &Evidence) -> Vec<Fix> {
    let shut = shut(evidence);
    let Some(first) = shut.first() else { return Vec::new() };
    let Door::Git { login, .. } = &first.door else { return Vec::new() };
    let secluding = evidence.secluding(&shut.modules());
    let entries = || {
        let steps = secluding.iter().cloned().chain(evidence.entries_for(first)).collect();
        Fix::netrc_entries(&first.host(), steps)
    };
    let fix = match login {
        Login::Unreadable { path, why: FileFault::Denied } => readable(path),
        Login::Unreadable { path, .. } => replaced(path),
        Login::Elsewhere { path, .. } => match evidence.facts.netrc_for_git(path) {
            Some(fix) => {
                let tried = evidence.tried_with(first.broken.fetch, path);
                let steps = secluding.iter().chain(&fix.steps).cloned().collect();
                let fix = Fix { steps, ..fix };
                let alone = secluding.is_empty();
                let passes = matches!(tried, Some((_, Outcome::Served { .. })));
                if passes && alone { fix.proof(Proof::Passed(tried_by_git())) } else { fix }
            }
            None => entries(),
        },
        _ => entries(),
    };
    vec![fix]
}

fn tried_by_git() -> Text {
    Text::of("git gets in with the credentials of that file", "用该文件里的凭据，git 可以访问")
}

/// What GOAUTH names, and netrc behind it.
fn with_netrc(facts: &Facts) -> Fix {
    let before = facts.goauth_shown();
    let value = match before.as_str() {
        "off" => "netrc".to_owned(),
        before => format!("{before};netrc"),
    };
    let title = Text::of("Let GOAUTH read netrc", "让 GOAUTH 读取 netrc");
    Fix::safe(title, facts.reach("GOAUTH"), vec![facts.set("GOAUTH", value)])
}

fn readable(path: &str) -> Fix {
    let title = say! { en: "Let this user read {path}", zh: "让当前用户可以读取 {path}" };
    let words = ["chmod", "u+r,go-rwx", path].map(str::to_owned).to_vec();
    let why = Text::of("It changes a file of yours.", "它会改动你的文件。");
    Fix::safe(title, Scope::User, vec![Step::Run { words }]).unprovable(why)
}

fn replaced(path: &str) -> Fix {
    let title = say! { en: "Put a readable file at {path}", zh: "在 {path} 放一个可读取的文件" };
    let says = say! {
        en: "Mount or write the netrc file itself at {path}. If Docker mounts it, its source has to be there before: `docker run -v \"$HOME/.netrc\":{path}:ro`.",
        zh: "请把 netrc 文件本身挂载或写到 {path}。如果由 Docker 挂载，源文件必须事先存在：`docker run -v \"$HOME/.netrc\":{path}:ro`。",
    };
    let why = Text::of("The file is yours to bring.", "该文件需要由你提供。");
    Fix::safe(title, Scope::User, vec![Step::Say(says)]).unprovable(why)
}

fn above(path: &str, line: usize, mut entry: Fix) -> Fix {
    let says = say! {
        en: "The entry has to stand above line {line} of {path} if `default` is the last word of that line: below it go reads nothing.",
        zh: "如果 `default` 是 {path} 第 {line} 行的最后一个词，条目就必须写在该行上面：go 不读取它下面的内容。",
    };
    entry.steps.insert(0, Step::Say(says));
    entry
}

fn asking() -> World {
    World::healthy()
        .var("GOPROXY", "https://go.corp.example")
        .site("go.corp.example", Site::proxy().password("dev:s3cret"))
}

/// A private module that git fetches from a forge.
fn fetching() -> World {
    let said = "fatal: could not read Username for 'https://github.com': terminal prompts disabled\n";
    World::healthy()
        .var("GOPROXY", "direct")
        .var("GOPRIVATE", "github.com/acme")
        .gomod("module example.com/app\n\ngo 1.24\n\nrequire github.com/acme/secret v1.0.0\n")
        .site("github.com", Site::status(401, ""))
        .program("git ls-remote", 128, "", said)
}

const ENTRY: &str = "machine go.corp.example login dev password s3cret\n";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "NETRC points elsewhere",
        world: || asking().var("NETRC", "/etc/netrc").file("/home/dev/.netrc", ENTRY),
        roots: &["netrc-not-used"],
    },
    Scene {
        name: "the file of another system",
        world: || asking().file("/home/dev/_netrc", ENTRY),
        roots: &["netrc-not-used"],
    },
    Scene {
        name: "the home of whoever called sudo",
        world: || asking().var("SUDO_USER", "ann").file("/home/ann/.netrc", ENTRY),
        roots: &["netrc-not-used"],
    },
    Scene {
        name: "a secret of the build without a target",
        world: || asking().file("/run/secrets/netrc", ENTRY),
        roots: &["netrc-not-used"],
    },
    Scene {
        name: "GOAUTH is off",
        world: || asking().var("GOAUTH", "off").file("/home/dev/.netrc", ENTRY),
        roots: &["netrc-not-used"],
    },
    Scene {
        name: "a default entry",
        world: || asking().file("/home/dev/.netrc", "default login dev password s3cret\n"),
        roots: &["netrc-not-used"],
    },
    Scene {
        name: "a file of another user",
        world: || asking().locked("/home/dev/.netrc", FileFault::Denied),
        roots: &["netrc-not-used"],
    },
    Scene {
        name: "a folder in place of the file",
        world: || asking().locked("/home/dev/.netrc", FileFault::IsDirectory),
        roots: &["netrc-not-used"],
    },
    Scene {
        name: "go reads it by NETRC, and git does not",
        world: || {
            fetching()
                .var("NETRC", "/run/secrets/netrc")
                .file("/run/secrets/netrc", "machine github.com login dev password s3cret\n")
                .program("GIT_CONFIG_COUNT git ls-remote", 0, "5ca1ab1e\tHEAD\n", "")
        },
        roots: &["netrc-not-used"],
    },
    Scene {
        name: "what lies elsewhere is refused as well",
        world: || {
            fetching()
                .var("NETRC", "/run/secrets/netrc")
                .file("/run/secrets/netrc", "machine github.com login dev password s3cret\n")
        },
        roots: &["private-auth-missing"],
    },
    Scene {
        name: "a file of git's that this user may not read",
        world: || fetching().locked("/home/dev/.netrc", FileFault::Denied),
        roots: &["netrc-not-used"],
    },
    Scene {
        name: "NETRC names the right file",
        world: || asking().var("NETRC", "/run/secrets/netrc").file("/run/secrets/netrc", ENTRY),
        roots: &[],
    },
];
