use crate::base::Text;
use crate::model::{Access, Area, Cause, Cite, Confidence, Door, Evidence, Finding, Fix, LockedOut, LockedOuts, Login, Mark, Outcome, Prompt, Said, Scope, Spoken, Step, Subject, is_public_host};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "private-auth-missing",
    area: Area::Private,
    title: Text::of("The origin asks for credentials, and there are none", "源站要求凭据，而本机没有"),
    docs: Text::of(
        "The module is to be fetched from its own host, and that host shows nothing without a \
         login. There is nobody to type one, and git finds no credentials for the host.\n\n\
         go says: git ls-remote -q origin in ...: exit status 128: fatal: could not read Username for 'https://git.corp.example': terminal prompts \
         disabled\n\n\
         Most forges say the same of a private repository and of one that does not exist: a path \
         with a slip in it, a repository that was renamed or deleted. So look at the path first. \
         Where these words stand behind `server response:`, the git of a module proxy or of the \
         checksum database was asked, not the one of this machine.\n\n\
         git takes credentials from the URL, from a credential helper, from a header in its \
         configuration and from .netrc in the home folder; go takes those for its own pages from \
         netrc or GOAUTH. Put an entry into ~/.netrc, which both read: `machine HOST login USER \
         password TOKEN`. Or let git go by ssh: `git config --global \
         url.\"ssh://git@HOST/TEAM/\".insteadOf https://HOST/TEAM/`. In a Dockerfile mount the \
         file as a secret (`RUN --mount=type=secret,id=netrc,target=/root/.netrc`); a token in \
         ARG or ENV stays in the image. In CI the token of the job reaches, as a rule, its own \
         repository alone. A private module wants GOPRIVATE as well.",
        "该模块要从它自己的主机获取，而那台主机不登录就什么都不给看。这里没有人可以输入凭据，git 也找不到该主机的凭据。\n\n\
         go 的报错：git ls-remote -q origin in ...: exit status 128: fatal: could not read Username for 'https://git.corp.example': terminal prompts disabled\n\n\
         无论仓库是私有的还是不存在（路径写错、仓库已改名或删除），多数代码托管平台的说法都一样，所以请先核对路径。\
         如果这段文字出现在 `server response:` 后面，那么被要求登录的是模块代理或校验和数据库的 git，而不是本机的 git。\n\n\
         git 的凭据来自 URL、credential helper、配置里的 header 和用户主目录下的 .netrc；go 自己请求页面时用的是 netrc 或 GOAUTH。\
         请在两者都会读取的 ~/.netrc 里写一个条目：`machine HOST login USER password TOKEN`。\
         也可以让 git 走 ssh：`git config --global url.\"ssh://git@HOST/TEAM/\".insteadOf https://HOST/TEAM/`。\
         在 Dockerfile 中以 secret 方式挂载该文件（`RUN --mount=type=secret,id=netrc,target=/root/.netrc`）；写在 ARG 或 ENV 里的令牌会留在镜像中。\
         在 CI 中，作业自带的令牌通常只能访问它自己的仓库。私有模块还需要设置 GOPRIVATE。",
    ),
    logs: &[
        Mark::of(&["could not read Username for '"]).common().when(Spoken::is_ours).or(OPEN),
        Mark::of(&["could not read Username for '", "terminal prompts disabled"]).common().when(Spoken::is_ours).or(OPEN),
        Mark::of(&["could not read Username for '", "No such device or address"]).common().when(Spoken::is_ours).or(OPEN),
        Mark::of(&["project you were looking for could not be found"]).common().when(Spoken::is_ours).or(OPEN),
        Mark::of(&["project you were looking for could not be found", "repository '", "' not found"]).common().when(Spoken::is_ours).or(OPEN),
        Mark::of(&["exit status 128:", "could not read Username for '", "terminal prompts disabled"]).when(Spoken::is_ours).or(OPEN),
        Mark::of(&["credential helper '", "told us to quit"]).common(),
        Mark::of(&["unable to update url base from redirection"]).common().or(&["private-auth-rejected"]),
        Mark::of(&["不能更新重定向的 url base"]).common().or(&["private-auth-rejected"]),
        Mark::of(&["info/refs not valid: is this a git repository?"]).common().or(&["private-auth-rejected", "go-import-missing"]),
        Mark::of(&["reading http", "?go-get=1: 401 Unauthorized"]).or(OF_PAGE),
        Mark::of(&["?go-get=1: 401 Unauthorized", "server response:"]).or(OF_PAGE),
        Mark::of(&[": unknown revision"]).when(Spoken::is_hidden_by_old_go).or(&["version-not-found", "ssh-auth-failed"]),
        Mark::of(&["no secure protocol found for repository"]).or(&["insecure-host", "git-missing", "private-auth-rejected", "module-not-found"]),
        Mark::of(&["abort: http authorization required"]).common().or(&["private-auth-rejected"]),
        Mark::of(&["svn: E215004"]).common().or(&["private-auth-rejected"]),
    ],
    explains: &["sumdb-module-unknown", "goproxy-no-direct"],
    rule,
    fixes,
};

/// What a host leaves open that shows a repository to nobody.
const OPEN: &[&str] = &["private-auth-rejected", "module-not-found", "netrc-host-missing", "netrc-not-used", "gitlab-subgroup"];
/// What a page leaves open that is for those who are logged in.
const OF_PAGE: &[&str] = &["private-auth-rejected", "netrc-host-missing", "netrc-not-used"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    by_git(evidence).or_else(|| by_tool(evidence))
}

/// Other programs read no netrc, and go gives them nothing.
fn by_tool(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.asked_by_tool();
    let fetch = broken.first()?.fetch;
    let (tool, words) = fetch.vcs_fault()?.other_tool()?;
    let (host, url) = (fetch.host(), fetch.shown_url());
    let says = say! {
        en: "{host} asks {tool} for credentials at {url}, and it has none that serve: `{words}`. {tool} does not read .netrc.",
        zh: "{host} 要求 {tool} 在 {url} 提供凭据，而它没有可用的凭据：`{words}`。{tool} 不读取 .netrc。",
    };
    let finding = Finding::new(Confidence::Certain, says, broken.cites());
    Some(finding.stops(broken.modules()).about(Subject::Host(host)))
}

fn by_git(evidence: &Evidence) -> Option<Finding> {
    let shut = shut(evidence);
    let first = shut.first()?;
    let (met, lacks, hints) = (met(first), lacks(first, evidence), hints(first, evidence));
    let (met_en, met_zh) = (met.en, met.zh);
    let (lacks_en, lacks_zh) = (lacks.en, lacks.zh);
    let (hints_en, hints_zh) = (hints.en, hints.zh);
    let says = say! {
        en: "{met_en}, and {lacks_en}. Without a login nobody outside can see it: it is private, or does not exist.{hints_en}",
        zh: "{met_zh}，而{lacks_zh}。不登录，外人就看不到它：它是私有的，或者不存在。{hints_zh}",
    };
    let mut cites = shut.cites();
    let (confidence, counter) = confidence(first, evidence);
    cites.extend(counter);
    let because = Text::of("No credentials were sent.", "没有发送任何凭据。");
    let finding = Finding::new(confidence, says, cites).stops(shut.modules());
    Some(finding.not("private-auth-rejected", because).about(Subject::Host(first.host())))
}

fn shut(evidence: &Evidence) -> LockedOuts<'_> {
    evidence.locked_out(|it| match &it.door {
        Door::Page { status: 401, access } => {
            matches!(access, Access::Nothing | Access::NoEntry { near: None, .. })
        }
        Door::Page { .. } => false,
        Door::Proxy { .. } => true,
        Door::Git { said, login } => {
            // What a public forge forbids to everybody, no login opens.
            let asks = matches!(said, Said::Asked(Prompt::Username) | Said::Page)
                || *said == Said::Forbidden && !is_public_host(&it.host());
            asks && has_nothing(it, *said, login, evidence) && !is_open(it, evidence)
        }
    })
}

fn has_nothing(it: &LockedOut<'_>, said: Said, login: &Login<'_>, evidence: &Evidence) -> bool {
    let fetch = it.broken.fetch;
    match login {
        // Nothing but a header goes to a host that does not ask.
        Login::Netrc { .. } | Login::InUrl { .. } => said == Said::Page,
        Login::Nothing | Login::NoEntry { near: None, .. } => {
            // What a helper knows is sent, and then git asks nobody.
            matches!(said, Said::Asked(_) | Said::Page)
                || evidence.facts.credential_helper(fetch.url.raw()).is_none()
        }
        Login::Elsewhere { path, .. } => {
            let tried = evidence.tried_with(fetch, path);
            matches!(tried, Some((_, Outcome::Broken { .. })))
        }
        _ => false,
    }
}

/// The server shows it to everybody: what git is asked for is something else.
fn is_open(it: &LockedOut<'_>, evidence: &Evidence) -> bool {
    let seen = evidence.refs_of(it.broken.fetch, false);
    matches!(seen, Some((_, Outcome::Served { .. })))
}

/// A company's host that says 401 to us as well wants a login. A public forge says so
/// of what does not exist, and a path that is nearly another's may be a slip.
fn confidence(first: &LockedOut<'_>, evidence: &Evidence) -> (Confidence, Option<Cite>) {
    let fetch = first.broken.fetch;
    if let Door::Proxy { .. } = first.door {
        return (Confidence::Likely, None);
    }
    if let Some(cite) = evidence.page_in_its_place(fetch) {
        return (Confidence::Likely, Some(cite));
    }
    if is_public_host(&first.host()) || evidence.near_path(&fetch.module).is_some() {
        return (Confidence::Likely, None);
    }
    match (&first.door, evidence.refs_of(fetch, false)) {
        (Door::Page { .. }, _) => (Confidence::Certain, None),
        (_, Some((cite, Outcome::Refused { reply }))) if reply.status == 401 => {
            (Confidence::Certain, Some(cite))
        }
        _ => (Confidence::Likely, None),
    }
}

/// Who asked for the password, and where.
fn met(first: &LockedOut<'_>) -> Text {
    let (words, fetch) = (first.words(), first.broken.fetch);
    let (url, host) = (&fetch.url, first.host());
    let module = &fetch.module;
    match &first.door {
        Door::Proxy { host: proxy } => say! {
            en: "The git of {proxy}, not the one of this machine, was asked by {host} for a login, as {proxy} tells go of {module}",
            zh: "{proxy} 就 {module} 告诉 go：要求登录的是 {host}，被要求的是 {proxy} 的 git，而不是本机的 git",
        },
        Door::Page { .. } => say! { en: "{host} answers go `{words}` where it asks for {url}", zh: "go 请求 {url} 时，{host} 的应答是 `{words}`" },
        Door::Git { said: Said::Page, .. } => say! {
            en: "git of this machine asks for {url} and gets a page for people, as a login is",
            zh: "本机的 git 访问 {url}，得到的是登录页之类给人看的网页",
        },
        Door::Git { .. } => say! { en: "git of this machine asks for {url} and ends with `{words}`", zh: "本机的 git 访问 {url}，以 `{words}` 结束" },
    }
}

fn lacks(first: &LockedOut<'_>, evidence: &Evidence) -> Text {
    let (facts, host) = (&evidence.facts, first.host());
    match &first.door {
        Door::Git { login: Login::Elsewhere { path, line }, .. } => say! {
            en: "the entry for {host} in line {line} of {path}, which git does not read, is refused as well",
            zh: "{path} 第 {line} 行有 {host} 的条目，git 并不读取它，其中的凭据也被拒绝",
        },
        Door::Git { login: Login::Netrc { path, line }, .. } => say! {
            en: "the entry for {host} in line {line} of {path} goes only to a host that asks for it",
            zh: "{path} 第 {line} 行有 {host} 的条目，但只有对方要求时才会发送",
        },
        Door::Git { login: Login::NoEntry { path, .. }, .. } => say! { en: "{path} has no entry for {host}", zh: "{path} 里没有 {host} 的条目" },
        Door::Page { access: Access::NoEntry { path, .. }, .. } => say! { en: "{path}, which go reads, has no entry for {host}", zh: "go 读取的 {path} 里没有 {host} 的条目" },
        Door::Proxy { host: proxy } => say! { en: "{proxy} has no credentials for it; go asks nobody else", zh: "{proxy} 没有它的凭据；go 也不会再询问别处" },
        Door::Page { .. } => say! { en: "go has no credentials for {host}", zh: "go 没有 {host} 的凭据" },
        Door::Git { .. } => match facts.credential_helper(first.broken.fetch.url.raw()) {
            Some(helper) => {
                let name = helper.value.raw().split_whitespace().next().unwrap_or_default();
                say! { en: "its credential helper `{name}` has none for {host}", zh: "它的 credential helper `{name}` 没有 {host} 的凭据" }
            }
            None => say! { en: "there are no credentials for {host} where git looks", zh: "git 查看的位置没有 {host} 的凭据" },
        },
    }
}

/// What tells a private repository from one that does not exist.
fn hints(first: &LockedOut<'_>, evidence: &Evidence) -> Text {
    let fetch = first.broken.fetch;
    let near = evidence.near_path(&fetch.module).map(|near| say! {
        en: " go.mod also asks for {near}, which is there and is called nearly the same: maybe a slip of the pen.",
        zh: "go.mod 里还有名称几乎相同的 {near}，而它是存在的：可能是笔误。",
    });
    let owner = evidence.owner_of(fetch).map(|(page, is_there)| {
        if is_there {
            say! { en: " Its owner is there ({page}).", zh: "它的所有者存在（{page}）。" }
        } else {
            say! {
            en: " There is no {page} for the public either, so that the path is likely wrong.",
            zh: "公网上也没有 {page}，所以路径很可能写错了。",
        }
        }
    });
    let is_told = matches!(first.door, Door::Proxy { .. });
    let others = evidence.others_asked(fetch).filter(|_| !is_told).map(|host| say! { en: " The git of {host} was asked for a login as well.", zh: "{host} 的 git 也被要求登录。" });
    let all = [near, owner, others].into_iter().flatten();
    all.fold(Text::of("", ""), |so_far, next| {
        let (Text { en, zh }, Text { en: more_en, zh: more_zh }) = (so_far, next);
        say! { en: "{en}{more_en}", zh: "{zh}{more_zh}" }
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let shut = shut(evidence);
    let Some(first) = shut.first() else {
        return evidence.told_to_tool().into_iter().collect();
    };
    let secluding = match first.door {
        Door::Proxy { .. } => evidence.directing(&shut.modules()),
        _ => evidence.secluding(&shut.modules()),
    };
    // A line of a Dockerfile holds for those below it.
    let entry = secluding.iter().cloned().chain(evidence.entries_for(first)).collect();
    let entry = match first.door {
        Door::Git { said: Said::Page, .. } => unasked(first, secluding.clone()),
        Door::Proxy { .. } => {
            Fix::netrc_entries(&first.host(), entry).risk(evidence.facts.past_the_list())
        }
        _ => Fix::netrc_entries(&first.host(), entry),
    };
    let near = corrected(first, evidence);
    let there = at_the_proxy(first, evidence);
    near.into_iter().chain(there).chain([entry]).chain(by_ssh(first, secluding, evidence)).collect()
}

/// curl sends what netrc holds to whoever asks for it by 401, and a page asks nobody.
/// git's file: `http.c`, `init_curl_http_auth`.
fn unasked(first: &LockedOut<'_>, secluding: Vec<Step>) -> Fix {
    let host = first.host();
    let title = say! { en: "Let git send credentials to {host} unasked", zh: "让 git 主动向 {host} 发送凭据" };
    let says = say! {
        en: "{host} does not ask git for a password, so that an entry in netrc is not sent. Put a header into ~/.gitconfig: under [http \"https://{host}/\"] the line `extraHeader = Authorization: Basic <BASE64-OF-USER:TOKEN>`. In a Dockerfile mount that file as a secret.",
        zh: "{host} 并不要求 git 提供密码，所以 netrc 里的条目不会被发送。请在 ~/.gitconfig 的 [http \"https://{host}/\"] 下面写一行 `extraHeader = Authorization: Basic <BASE64-OF-USER:TOKEN>`。在 Dockerfile 中请以 secret 方式挂载该文件。",
    };
    let why = Text::of("The token is yours to make.", "令牌需要由你生成。");
    let steps = secluding.into_iter().chain([Step::Say(says)]).collect();
    Fix::safe(title, Scope::User, steps).unprovable(why)
}

/// A company's proxy may be given credentials; a public one is not for private modules.
fn at_the_proxy(first: &LockedOut<'_>, evidence: &Evidence) -> Option<Fix> {
    let Door::Proxy { host: proxy } = &first.door else { return None };
    let host = first.host();
    let title = say! { en: "Give {proxy} credentials for {host}", zh: "为 {proxy} 配置 {host} 的凭据" };
    let says = say! {
        en: "Ask whoever runs {proxy} to give its git a token that may read {host}.",
        zh: "请联系 {proxy} 的维护者，为它的 git 配置可以读取 {host} 的令牌。",
    };
    (!evidence.facts.is_public_proxy(proxy)).then(|| Fix::at_anothers(title, says))
}

fn corrected(first: &LockedOut<'_>, evidence: &Evidence) -> Option<Fix> {
    let module = &first.broken.fetch.module;
    let near = evidence.near_path(module)?;
    let title = say! { en: "Ask for {near}, if that is meant", zh: "如果本意是 {near}，请改正路径" };
    let says = say! {
        en: "Write {near} in place of {module} in go.mod and in the imports.",
        zh: "把 go.mod 和 import 中的 {module} 改为 {near}。",
    };
    let why = Text::of("Which of them is meant is yours to say.", "本意是哪一个由你判断。");
    Some(Fix::safe(title, Scope::Project, vec![Step::Say(says)]).unprovable(why))
}

/// Where there are keys for ssh, git may go by it: for this owner's repositories alone.
fn by_ssh(first: &LockedOut<'_>, secluding: Vec<Step>, evidence: &Evidence) -> Option<Fix> {
    let ssh = &evidence.facts.ssh;
    let has_keys = ssh.client && (ssh.agent || !ssh.keys.is_empty());
    let rest = first.broken.fetch.url.raw().strip_prefix("https://")?;
    let mut parts = rest.split('/');
    let (host, owner) = (parts.next()?, parts.next()?);
    let is_git = matches!(first.door, Door::Git { .. }) && !host.contains([':', '@']);
    parts.next().filter(|_| has_keys && is_git)?;
    let title = say! { en: "Let git ask {host} by ssh", zh: "让 git 通过 ssh 访问 {host}" };
    let key = format!("url.ssh://git@{host}/{owner}/.insteadOf");
    let words = ["git", "config", "--global", &key, &format!("https://{host}/{owner}/")];
    let run = Step::Run { words: words.map(str::to_owned).to_vec() };
    let why = Text::of("It changes git's own settings.", "它会改动 git 自己的设置。");
    let steps = secluding.into_iter().chain([run]).collect();
    Some(Fix::safe(title, Scope::User, steps).unprovable(why))
}

const ASKED: &str =
    "fatal: could not read Username for 'https://github.com': terminal prompts disabled\n";

/// A module on a forge that asks whoever wants to see it for a login.
fn asking(goproxy: &str) -> World {
    World::healthy()
        .var("GOPROXY", goproxy)
        .gomod("module example.com/app\n\ngo 1.24\n\nrequire github.com/acme/secret v1.0.0\n")
        .site("github.com", Site::status(401, "Repository not found."))
        .program("git ls-remote", 128, "", ASKED)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "Mercurial is asked for a login",
        world: || {
            let page = "<meta name=\"go-import\" content=\"git.corp.example/a hg https://git.corp.example/a\">";
            World::healthy()
                .var("GOPRIVATE", "git.corp.example")
                .gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/a v1.0.0\n")
                .site("git.corp.example", Site::status(200, page))
                .program("hg", 255, "", "abort: http authorization required for https://git.corp.example/a\n")
        },
        roots: &["private-auth-missing"],
    },
    Scene { name: "no credentials anywhere", world: || asking("direct").var("GOPRIVATE", "github.com/acme"), roots: &["private-auth-missing"] },
    Scene { name: "nothing keeps the database from being asked next", world: || asking("direct"), roots: &["private-auth-missing"] },
    Scene {
        name: "a path that is nearly another's",
        world: || {
            asking("direct")
                .gomod("module example.com/app\n\ngo 1.24\n\nrequire (\n\tgithub.com/acme/secert v1.0.0\n\tgithub.com/acme/secret v1.0.0\n)\n")
                .program("git ls-remote https://github.com/acme/secret", 0, "5ca1ab1e\trefs/tags/v1.0.0\n", "")
                .var("GOPRIVATE", "github.com/acme")
        },
        roots: &["private-auth-missing"],
    },
    Scene {
        name: "the git of the proxy was asked, and nobody else is",
        world: || {
            let said = "not found: github.com/acme/secret@v1.0.0: invalid version: git ls-remote -q origin in /tmp/vcs: exit status 128: fatal: could not read Username for 'https://github.com': terminal prompts disabled";
            asking("https://proxy.golang.org").site("proxy.golang.org", Site::status(404, said))
        },
        roots: &["private-auth-missing"],
    },
    Scene { name: "an open repository", world: || asking("direct").var("GOPRIVATE", "github.com/acme").program("git ls-remote", 0, "5ca1ab1e\trefs/tags/v1.0.0\n", ""), roots: &[] },
];
