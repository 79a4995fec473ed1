use crate::base::Text;
use crate::model::{Area, BrokenFetches, Cause, Confidence, Endpoint, Evidence, Fetch, Finding, Fix, Mark, Spoken, Subject, Trial, VcsFault};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "git-server-error",
    area: Area::Private,
    title: Text::of("The repository's server fails", "仓库所在的服务器出错"),
    docs: Text::of(
        "git reaches the server of the repository, and that answers with an error of its own or \
         hangs up in the middle.\n\n\
         go says, in git's words: git ls-remote -q origin in ...: exit status 128: fatal: unable to access 'https://git.corp.example/team/lib/': The requested URL returned error: 503\n\
         or: fatal: the remote end hung up unexpectedly\n\
         or: error: RPC failed; HTTP 502 curl 22 ...\n\
         or: fatal: early EOF\n\n\
         A status from 500 on is the server's or that of a proxy before it; 429 asks for patience. \
         A connection that ends in the middle may also be cut on the way, by a firewall or a forward \
         proxy with a limit. If it always breaks at the same repository and others of the host \
         pass, the repository is damaged or too large for the server's limits. go does not try \
         again by itself. A broken clone in go's own cache makes git say nearly the same: \
         `gomod-doctor verify` looks at that.\n\n\
         Try again later, look at the forge's status page, ask who runs it. Through a module proxy \
         a module needs the server only once.",
        "git 到达了仓库所在的服务器，但服务器返回自身的错误，或者中途断开。\n\n\
         go 转述 git 的报错：git ls-remote -q origin in ...: exit status 128: fatal: unable to access 'https://git.corp.example/team/lib/': The requested URL returned error: 503\n\
         或者：fatal: the remote end hung up unexpectedly\n\
         或者：error: RPC failed; HTTP 502 curl 22 ...\n\
         或者：fatal: early EOF\n\n\
         500 及以上的状态码来自服务器或它前面的代理；429 表示请求过于频繁。中途断开的连接也可能是被途中的防火墙或有限制的正向代理切断的。\
         如果总是同一个仓库出错而同一主机的其他仓库正常，说明该仓库损坏，或者超过了服务器的限制。go 自己不会重试。\
         go 缓存里损坏的克隆也会让 git 说出几乎同样的话：可以用 `gomod-doctor verify` 检查。\n\n\
         请稍后重试，查看代码托管站的状态页，或询问其管理者。通过模块代理获取时，每个模块只需访问服务器一次。",
    ),
    logs: &[
        Mark::of(&["unable to access '", "returned error: 5"]).common(),
        Mark::of(&["unable to access '", "returned error: 429"]).common(),
        Mark::of(&["unable to access '", "returned error: 408"]).common(),
        Mark::of(&["the remote end hung up unexpectedly"])
            .common()
            .or(&["tcp-reset", "modcache-corrupt"]),
        Mark::of(&["the remote end hung up upon initial contact"]).common().or(&["tcp-reset"]),
        Mark::of(&["远端意外挂断了"]).common().or(&["tcp-reset", "modcache-corrupt"]),
        Mark::of(&["RPC failed; "]).common().or(&["tcp-reset"]),
        Mark::of(&["RPC 失败。"]).common().or(&["tcp-reset"]),
        Mark::of(&["RPC failed; HTTP 5"]).common(),
        Mark::of(&["RPC failed; HTTP 429"]).common(),
        Mark::of(&["early EOF"]).common().or(&["tcp-reset"]),
        Mark::of(&["过早的文件结束符（EOF）"]).common().or(&["tcp-reset"]),
        Mark::of(&["unexpected disconnect while reading sideband packet"]).common().or(&["tcp-reset"]),
        Mark::of(&["fetch-pack: invalid index-pack output"]).common().or(&["tcp-reset"]),
        Mark::of(&["expected flush after ref listing"]).common().or(&["tcp-reset"]),
        Mark::of(&["unable to access '", "Empty reply from server"]).common().or(&["tcp-reset"]),
        Mark::of(&["unable to access '", "was not closed cleanly"]).common().or(&["http2-stream-error"]),
        Mark::of(&["unable to access '", "transfer closed with"]).common().or(&["tcp-reset"]),
        Mark::of(&["exit status 128:", "fatal: Could not read from remote repository"])
            .common()
            .when(is_all_of_it)
            .or(&["ssh-auth-failed", "ssh-unreachable"]),
        Mark::of(&["Cannot obtain refs from GitHub"]).common(),
        Mark::of(&["abort: HTTP Error 5"]).common(),
        Mark::of(&["?go-get=1", "server response:", "Cannot obtain refs from GitHub"]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether git says no more than that the other end is gone.
fn is_all_of_it(it: &Spoken) -> bool {
    let said = it.text.split("exit status 128:").nth(1).unwrap_or_default();
    said.trim_start().starts_with("fatal: Could not read from remote repository")
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let fetch = broken.first()?.fetch;
    let VcsFault::ServerError { status, words } = fetch.vcs_fault()? else { return None };
    let url = evidence.facts.git_asks(fetch.url.raw()).unwrap_or_else(|| fetch.url.clone());
    let says = match status {
        Some(429) => say! {
            en: "The server of {url} asks for patience (429): git has come too often. It says: `{words}`.",
            zh: "{url} 所在的服务器要求放慢速度（429）：git 的请求过于频繁。报错：`{words}`。",
        },
        Some(status) => say! {
            en: "git reaches the server of {url}, which fails with {status}: `{words}`. Nothing on this machine causes that.",
            zh: "git 到达了 {url} 所在的服务器，它以 {status} 出错：`{words}`。原因不在本机。",
        },
        None => say! {
            en: "git reaches the server of {url}, and the connection ends in the middle: `{words}`.",
            zh: "git 到达了 {url} 所在的服务器，但连接中途断开：`{words}`。",
        },
    };
    let confidence = if status.is_some() { Confidence::Certain } else { Confidence::Likely };
    let finding = Finding::new(confidence, says, broken.cites()).stops(broken.modules());
    let because = Text::of("It answers otherwise than with 401 or 403.", "它的应答不是 401 或 403。");
    Some(finding.not("private-auth-missing", because).about(Subject::Host(fetch.host())))
}

/// Where git gets in without its own rule, that rule is what is wrong.
fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    let is_server = |fault: &VcsFault| matches!(fault, VcsFault::ServerError { .. });
    let mut broken = evidence.stopped_by_vcs(is_server);
    broken.0.retain(|it| evidence.got_in(it.fetch, |trial| *trial == Trial::Unrewritten).is_none());
    broken.0.retain(|it| is_told(it.fetch, evidence));
    broken
}

/// What ends without a word by ssh may be ssh's own doing.
fn is_told(fetch: &Fetch, evidence: &Evidence) -> bool {
    let asked = evidence.facts.git_asks(fetch.url.raw());
    let by_http = asked.is_some_and(|url| Endpoint::of(url.raw()).is_some());
    let words = fetch.vcs_fault().and_then(VcsFault::words);
    by_http || words.is_some_and(|it| !it.as_str().contains("Could not read from remote"))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = broken(evidence);
    let Some(first) = broken.first() else { return Vec::new() };
    let (host, url) = (first.fetch.host(), &first.fetch.url);
    let title = say! { en: "Try again later, and ask who runs {host}", zh: "稍后重试，并询问 {host} 的管理者" };
    let step = say! {
        en: "See with `git ls-remote {url}` whether it lasts; look at the status page of {host}, or tell its owner the words above.",
        zh: "用 `git ls-remote {url}` 查看是否仍然出错；查看 {host} 的状态页，或把上面的报错告诉它的管理者。",
    };
    vec![Fix::at_anothers(title, step)]
}

fn direct(stderr: &str) -> World {
    World::healthy()
        .var("GOPROXY", "direct")
        .gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
        .program("git ls-remote", 128, "", stderr)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a 503",
        world: || direct("fatal: unable to access 'https://github.com/acme/widget/': The requested URL returned error: 503\n"),
        roots: &["git-server-error"],
    },
    Scene {
        name: "too many requests",
        world: || direct("fatal: unable to access 'https://github.com/acme/widget/': The requested URL returned error: 429\n"),
        roots: &["git-server-error"],
    },
    Scene {
        name: "it hangs up",
        world: || direct("fatal: the remote end hung up unexpectedly\n"),
        roots: &["git-server-error"],
    },
    Scene {
        name: "it answers",
        world: || direct("").program("git ls-remote", 0, "0123456789012345678901234567890123456789\trefs/tags/v1.2.3\n", ""),
        roots: &[],
    },
];
