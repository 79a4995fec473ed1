use crate::base::Text;
use crate::model::{Access, Area, Cause, Cite, Confidence, Door, Evidence, Facts, Finding, Fix, GitSetting, LockedOut, LockedOuts, Login, Mark, Outcome, Prompt, Said, Scope, Speaker, Spoken, Step, Subject, VcsFault};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "private-auth-rejected",
    area: Area::Private,
    title: Text::of("The origin does not accept the credentials", "源站不接受所发送的凭据"),
    docs: Text::of(
        "Credentials were sent to the module's own host, and it refuses them: they have expired, \
         are of another kind than it takes, or may not read this repository.\n\n\
         go says: git ls-remote -q origin in ...: exit status 128: fatal: Authentication failed for 'https://git.corp.example/team/a.git/'\n\n\
         Where they come from .netrc or from a header in git's configuration, git asks for others \
         after the refusal, so that its words are those of somebody who has none: could not read \
         Username. `could not read Password for 'https://TOKEN@HOST'` means that the token stands \
         in the place of the user; it has to be the password, behind a user that the forge takes \
         (GitHub: x-access-token, GitLab: oauth2, Bitbucket: x-token-auth, GitLab CI: \
         gitlab-ci-token). 403 is said to a token that is known and lacks the scope, or that the \
         organization's single sign-on has not approved. `repository not found` in spite of \
         credentials is what forges say of a repository that these may not see.\n\n\
         What a token needs: on GitHub Contents: read (or the scope repo), and where the \
         organization has single sign-on its approval; on GitLab read_repository for git and \
         read_api for the pages of projects in subgroups; on Bitbucket and Gitea the right to read \
         repositories; on Azure DevOps Code (read). A deploy token or CI_JOB_TOKEN reaches its own \
         project, and others only where these allow it. Renew the token where it stands.",
        "已经向模块自己的主机发送了凭据，但被拒绝：凭据已过期，不是它接受的类型，或者无权读取这个仓库。\n\n\
         go 的报错：git ls-remote -q origin in ...: exit status 128: fatal: Authentication failed for 'https://git.corp.example/team/a.git/'\n\n\
         如果凭据来自 .netrc 或 git 配置里的 header，被拒绝后 git 会再要求输入，所以报错与没有凭据时相同：could not read Username。\
         `could not read Password for 'https://TOKEN@HOST'` 表示令牌写在了用户名的位置；\
         令牌必须作为密码，并配上平台接受的用户名（GitHub：x-access-token，GitLab：oauth2，Bitbucket：x-token-auth，GitLab CI：gitlab-ci-token）。\
         403 表示令牌有效但权限范围不够，或未经组织的单点登录授权。带着凭据仍报 `repository not found`，是平台对无权查看的仓库的说法。\n\n\
         令牌所需的权限：GitHub 为 Contents: read（或 repo 范围），组织启用单点登录时还需授权；GitLab 为 read_repository（供 git 使用）\
         和 read_api（供子群组项目的页面使用）；Bitbucket 和 Gitea 为读取仓库；Azure DevOps 为 Code (read)。\
         deploy token 或 CI_JOB_TOKEN 只能访问自己的项目，访问其他项目需要对方允许。请在凭据所在之处更换令牌。",
    ),
    logs: &[
        Mark::of(&["Authentication failed for '"]).common().when(Spoken::is_ours),
        Mark::of(&["' 鉴权失败"]).common(),
        Mark::of(&["could not read Password for '"]).common().when(Spoken::is_ours),
        Mark::of(&["could not read Password for '", "terminal prompts disabled"])
            .common()
            .when(Spoken::is_ours),
        Mark::of(&["could not read Password for '", "No such device or address"])
            .common()
            .when(Spoken::is_ours),
        Mark::of(&["exit status 128:", "could not read Password for '", "terminal prompts disabled"]).when(Spoken::is_ours),
        Mark::of(&["HTTP Basic: Access denied"]).common(),
        Mark::of(&["Support for password authentication was removed"]).common(),
        Mark::of(&["Invalid username or "]).common().when(is_told_by_git),
        Mark::of(&["SAML SSO"]).common(),
        Mark::of(&["Your SSH key has expired"]).common(),
        Mark::of(&["You are not allowed to download code from this project"]).common(),
        Mark::of(&["Write access to repository not granted"]).common(),
        Mark::of(&["unable to access '", "The requested URL returned error: 401"]).common(),
        Mark::of(&["The requested URL returned error: 403"])
            .common()
            .when(Spoken::is_ours)
            .or(&["private-auth-missing", "http-proxy-blocks-host"]),
        Mark::of(&["ERROR: Repository not found"]).common().when(Spoken::is_ours).or(&["module-not-found"]),
        Mark::of(&["remote: Permission to ", "denied"]).common(),
        Mark::of(&["ERROR: Permission to ", "denied"]).common(),
        Mark::of(&["?go-get=1: 403 Forbidden"]).or(&["private-auth-missing", "http-proxy-blocks-host"]),
        Mark::of(&["abort: authorization failed"]).common(),
        Mark::of(&["abort: HTTP Error 403"]).common(),
        Mark::of(&["svn: E170001"]).common(),
        Mark::of(&["svn: E175013"]).common(),
    ],
    explains: &["sumdb-module-unknown", "goproxy-no-direct"],
    rule,
    fixes,
};

/// Whether git says so, or its server through it.
fn is_told_by_git(it: &Spoken) -> bool {
    matches!(it.by, Speaker::Remote | Speaker::Tool)
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    by_password(evidence).or_else(|| by_key(evidence))
}

/// ssh got in, and the forge does not show the repository to this key.
fn by_key(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.kept_from_key();
    let fetch = broken.first()?.fetch;
    let (host, url) = (evidence.facts.ssh_target(&fetch.url)?.host, &fetch.url);
    let (confidence, words, means) = match fetch.vcs_fault()? {
        VcsFault::Forbidden { words } => {
            let denied = Text::of("this key may not read it", "这个密钥无权读取它");
            (Confidence::Certain, words, denied)
        }
        VcsFault::NotFound { words } => {
            let unseen = Text::of(
                "what this key may not see, the forge calls not there, so that it may not read it, or there is none",
                "对于这个密钥无权查看的仓库，平台就说它不存在：它无权读取，或者仓库确实不存在",
            );
            (Confidence::Likely, words, unseen)
        }
        _ => return None,
    };
    let (en, zh) = (means.en, means.zh);
    let says = say! {
        en: "{host} lets this machine in by ssh, and ends at {url} with `{words}`: {en}.",
        zh: "{host} 允许本机通过 ssh 登录，但访问 {url} 时以 `{words}` 结束：{zh}。",
    };
    let because = Text::of("The key was accepted.", "密钥已被接受。");
    let finding = Finding::new(confidence, says, broken.cites()).stops(broken.modules());
    Some(finding.not("ssh-auth-failed", because).about(Subject::Host(host)))
}

fn by_password(evidence: &Evidence) -> Option<Finding> {
    let refused = refused(evidence);
    let first = refused.first()?;
    let (words, host, url) = (first.words(), first.host(), &first.broken.fetch.url);
    let (from, means) = (source(first, &evidence.facts), means(first, &words, evidence));
    let (from_en, from_zh) = (from.en, from.zh);
    let (means_en, means_zh) = (means.en, means.zh);
    let near = near(first, evidence);
    let (near_en, near_zh) = (near.en, near.zh);
    let says = match first.door {
        Door::Page { .. } => say! {
            en: "{host} answers go `{words}` where it asks for {url}, although credentials were sent ({from_en}): {means_en}.{near_en}",
            zh: "go 请求 {url} 时已经发送了凭据（{from_zh}），{host} 的应答仍是 `{words}`：{means_zh}。{near_zh}",
        },
        Door::Git { .. } | Door::Proxy { .. } => say! {
            en: "git of this machine sends credentials to {host} ({from_en}) and ends at {url} with `{words}`: {means_en}.{near_en}",
            zh: "本机的 git 向 {host} 发送了凭据（{from_zh}），访问 {url} 时以 `{words}` 结束：{means_zh}。{near_zh}",
        },
    };
    let mut cites = refused.cites();
    let (confidence, counter) = confidence(first, evidence);
    cites.extend(counter);
    let because = Text::of("Credentials were sent.", "已经发送了凭据。");
    let finding = Finding::new(confidence, says, cites).stops(refused.modules());
    Some(finding.not("private-auth-missing", because).about(Subject::Host(host)))
}

fn refused(evidence: &Evidence) -> LockedOuts<'_> {
    evidence.locked_out(|it| match &it.door {
        Door::Page { access, .. } => *access == Access::Sent,
        Door::Proxy { .. } => false,
        Door::Git { said: Said::Rejected | Said::Asked(Prompt::Password), .. } => true,
        Door::Git { said: Said::Asked(Prompt::Username), login } => {
            login.is_sent() && !is_taken(it, evidence)
        }
        Door::Git { said: Said::NotFound, login } => {
            sends(it, login, &evidence.facts) && !is_gone(it, evidence)
        }
        // Nothing but a header goes to a host that does not ask.
        Door::Git { said: Said::Page, login } => matches!(login, Login::Header { .. }),
        Door::Git { login, .. } => {
            let is_asked = !is_forbidden_to_all(it, evidence);
            matches!(login, Login::Header { .. }) || is_asked && sends(it, login, &evidence.facts)
        }
    })
}

fn sends(it: &LockedOut<'_>, login: &Login<'_>, facts: &Facts) -> bool {
    login.is_sent() || facts.credential_helper(it.broken.fetch.url.raw()).is_some()
}

/// The server takes from us what git was to send.
fn is_taken(it: &LockedOut<'_>, evidence: &Evidence) -> bool {
    let seen = evidence.refs_of(it.broken.fetch, true);
    matches!(seen, Some((_, Outcome::Served { .. })))
}

fn is_forbidden_to_all(it: &LockedOut<'_>, evidence: &Evidence) -> bool {
    let seen = evidence.refs_of(it.broken.fetch, false);
    matches!(seen, Some((_, Outcome::Refused { reply })) if reply.status == 403)
}

/// A server that says "not found" to whoever has no credentials hides nothing.
fn is_gone(it: &LockedOut<'_>, evidence: &Evidence) -> bool {
    let seen = evidence.refs_of(it.broken.fetch, false);
    matches!(seen, Some((_, Outcome::Missing { .. } | Outcome::Served { .. })))
}

fn confidence(first: &LockedOut<'_>, evidence: &Evidence) -> (Confidence, Option<Cite>) {
    let says = match &first.door {
        Door::Page { status: 401, .. }
        | Door::Git { said: Said::Rejected | Said::Asked(Prompt::Password), .. } => {
            return (Confidence::Certain, None);
        }
        Door::Page { .. } | Door::Git { said: Said::NotFound | Said::Page, .. } => {
            return (Confidence::Likely, None);
        }
        Door::Git { .. } | Door::Proxy { .. } => evidence.refs_of(first.broken.fetch, true),
    };
    match says {
        Some((cite, Outcome::Refused { .. } | Outcome::Missing { .. })) => {
            (Confidence::Certain, Some(cite))
        }
        _ => (Confidence::Likely, None),
    }
}

/// Where they came from.
fn source(first: &LockedOut<'_>, facts: &Facts) -> Text {
    let ruled = |rule: Option<&GitSetting>| match rule {
        Some(GitSetting { file, .. }) => say! {
            en: "from a rule in {file} that rewrites the URL",
            zh: "来自 {file} 中改写 URL 的规则",
        },
        None => Text::of("from the URL itself", "来自 URL 本身"),
    };
    match &first.door {
        Door::Git { login: Login::InUrl { rule } | Login::UserAlone { rule }, .. } => ruled(*rule),
        Door::Git { login: Login::Header { setting }, .. } => {
            let file = &setting.file;
            say! { en: "from a header in {file}", zh: "来自 {file} 中的 header" }
        }
        Door::Git { login: Login::Netrc { path, line }, .. } => at(path, *line),
        Door::Git { .. } => match facts.credential_helper(first.broken.fetch.url.raw()) {
            Some(helper) => {
                let name = helper.value.raw();
                say! { en: "from the credential helper `{name}`", zh: "来自 credential helper `{name}`" }
            }
            None => Text::of("from what answers git's prompt", "来自应答 git 提示的程序"),
        },
        Door::Page { .. } | Door::Proxy { .. } => match entry(first, facts) {
            Some((path, line)) => at(path, line),
            None => Text::of("from a program of GOAUTH", "来自 GOAUTH 的程序"),
        },
    }
}

fn at(path: &str, line: usize) -> Text {
    say! { en: "from line {line} of {path}", zh: "来自 {path} 第 {line} 行" }
}

/// The entry that go sent for a page.
fn entry<'f>(first: &LockedOut<'_>, facts: &'f Facts) -> Option<(&'f str, usize)> {
    use crate::go::auth::Credentials;
    let url = crate::go::url::Url::parse(first.broken.fetch.url.raw()).ok()?;
    match facts.credentials_for(&url)? {
        Credentials::Netrc { line, .. } => Some((facts.netrc.path()?, line)),
        _ => None,
    }
}

fn means(first: &LockedOut<'_>, words: &str, evidence: &Evidence) -> Text {
    let denied = Text::of(
        "they are known, and may not read this repository (scope, single sign-on, another project)",
        "凭据有效，但无权读取这个仓库（权限范围、单点登录、属于别的项目）",
    );
    let unseen = Text::of(
        "what these credentials may not see, the forge calls not there: they may not read it, or it does not exist",
        "对于这些凭据无权查看的仓库，平台就说它不存在：它们无权读取，或者它确实不存在",
    );
    match &first.door {
        _ if words.contains("SSO") || words.contains("SAML") => Text::of(
            "the organization's single sign-on has not approved this token",
            "这个令牌未经组织的单点登录授权",
        ),
        Door::Git { said: Said::Asked(Prompt::Password), .. } => Text::of(
            "a user stands there without a password, as a token does that was put into the place of the user",
            "那里只有用户名而没有密码，例如令牌被写在了用户名的位置",
        ),
        Door::Page { status: 403, .. } | Door::Git { said: Said::Forbidden, .. } => denied,
        Door::Git { said: Said::NotFound, .. } => unseen,
        Door::Git { .. } => match evidence.refs_of(first.broken.fetch, true) {
            Some((_, Outcome::Refused { reply })) if reply.status == 403 => denied,
            Some((_, Outcome::Missing { .. })) => unseen,
            _ => wrong(),
        },
        Door::Page { .. } | Door::Proxy { .. } => wrong(),
    }
}

/// What is not there may be misspelled.
fn near(first: &LockedOut<'_>, evidence: &Evidence) -> Text {
    let is_unseen = matches!(first.door, Door::Git { said: Said::NotFound, .. });
    let near = evidence.near_path(&first.broken.fetch.module).filter(|_| is_unseen);
    let Some(near) = near else { return Text::of("", "") };
    say! {
        en: " go.mod also asks for {near}, which is there and is called nearly the same: maybe a slip of the pen.",
        zh: "go.mod 里还有名称几乎相同的 {near}，而它是存在的：可能是笔误。",
    }
}

fn wrong() -> Text {
    Text::of(
        "they are wrong or have expired, or are of a kind that it does not take",
        "凭据有误或已过期，或者不是它接受的类型",
    )
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let refused = refused(evidence);
    let Some(first) = refused.first() else {
        return evidence.key_admitted().into_iter().collect();
    };
    let (host, from) = (first.host(), source(first, &evidence.facts));
    let (from_en, from_zh) = (from.en, from.zh);
    let title = say! { en: "Renew the credentials for {host}", zh: "更换 {host} 的凭据" };
    let needs = needs(&host);
    let (needs_en, needs_zh) = (needs.en, needs.zh);
    let says = say! {
        en: "Put a token for {host} that is valid in the place of the old one ({from_en}). {needs_en}",
        zh: "用有效的令牌替换 {host} 的旧凭据（{from_zh}）。{needs_zh}",
    };
    let why = Text::of("The token is yours to make.", "令牌需要由你生成。");
    let steps = evidence.secluding(&refused.modules()).into_iter().chain([Step::Say(says)]);
    let renewed = Fix::safe(title, Scope::User, steps.collect()).unprovable(why);
    vec![renewed]
}

/// What a token has to have there.
fn needs(host: &str) -> Text {
    let is = |name: &str| host.split('.').any(|part| part == name);
    match () {
        () if is("github") => Text::of(
            "It needs Contents: read for this repository (or the scope repo), the approval of the organization's single sign-on if it has one, and any user, such as x-access-token.",
            "它需要该仓库的 Contents: read 权限（或 repo 范围），组织启用单点登录时还需授权；用户名任意，例如 x-access-token。",
        ),
        () if is("gitlab") => Text::of(
            "It needs read_repository, and read_api where the project lies in a subgroup; the user is oauth2 or yours, for CI_JOB_TOKEN gitlab-ci-token, which the other project's list of job tokens has to allow.",
            "它需要 read_repository，项目在子群组中时还需要 read_api；用户名为 oauth2 或你自己的用户名；使用 CI_JOB_TOKEN 时为 gitlab-ci-token，并且目标项目的作业令牌许可名单必须允许。",
        ),
        () if is("bitbucket") => Text::of(
            "It needs the right to read repositories; the user is x-token-auth for an access token.",
            "它需要读取仓库的权限；使用 access token 时用户名为 x-token-auth。",
        ),
        () if is("azure") || is("visualstudio") => Text::of(
            "It needs Code (read); any user does.",
            "它需要 Code (read) 权限；用户名任意。",
        ),
        () => Text::of(
            "It needs the right to read this repository, as the password behind a user that the host takes.",
            "它需要读取该仓库的权限，并且要作为密码，配上该主机接受的用户名。",
        ),
    }
}

const ASKED: &str =
    "fatal: could not read Username for 'https://github.com': terminal prompts disabled\n";

/// A private module whose forge refuses what is sent.
fn refusing(said: &str) -> World {
    World::healthy()
        .var("GOPROXY", "direct")
        .var("GOPRIVATE", "github.com/acme")
        .gomod("module example.com/app\n\ngo 1.24\n\nrequire github.com/acme/secret v1.0.0\n")
        .site("github.com", Site::status(401, "Repository not found."))
        .program("git ls-remote", 128, "", said)
}

const ENTRY: &str = "machine github.com login ann password 0ldt0ken\n";

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "an old token in .netrc", world: || refusing(ASKED).file("/home/dev/.netrc", ENTRY), roots: &["private-auth-rejected"] },
    Scene { name: "a token in the place of the user", world: || refusing("fatal: could not read Password for 'https://t0ken@github.com': terminal prompts disabled\n"), roots: &["private-auth-rejected"] },
    Scene {
        name: "a token that may not read it",
        world: || {
            let said = "fatal: unable to access 'https://github.com/acme/secret/': The requested URL returned error: 403\n";
            refusing(said).file("/home/dev/.netrc", ENTRY)
        },
        roots: &["private-auth-rejected"],
    },
    Scene {
        name: "a repository that these credentials do not see",
        world: || {
            let said = "remote: Repository not found.\nfatal: repository 'https://github.com/acme/secret/' not found\n";
            refusing(said).file("/home/dev/.netrc", ENTRY)
        },
        roots: &["private-auth-rejected"],
    },
    Scene {
        name: "a key of ssh that does not see it",
        world: || {
            let rule = "file:/home/dev/.gitconfig\0url.git@github.com:.insteadof\nhttps://github.com/\0";
            refusing("ERROR: Repository not found.\nfatal: Could not read from remote repository.\n")
                .program("git config", 0, rule, "")
        },
        roots: &["private-auth-rejected"],
    },
    Scene {
        name: "refused in so many words",
        world: || refusing("fatal: Authentication failed for 'https://github.com/acme/secret/'\n"),
        roots: &["private-auth-rejected"],
    },
    Scene {
        name: "the right token",
        world: || {
            refusing(ASKED)
                .file("/home/dev/.netrc", ENTRY)
                .program("git ls-remote", 0, "5ca1ab1e\trefs/tags/v1.0.0\n", "")
        },
        roots: &[],
    },
];
