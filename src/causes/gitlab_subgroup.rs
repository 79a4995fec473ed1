use crate::base::Text;
use crate::go::module;
use crate::model::{Area, BrokenFetches, Cause, Confidence, Evidence, Fetch, Finding, Fix, Mark, Scope, Spoken, Step, Subject, VcsFault};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "gitlab-subgroup",
    area: Area::Private,
    title: Text::of(
        "GitLab names another repository to whoever is not logged in",
        "未登录时，GitLab 给出的是另一个仓库",
    ),
    docs: Text::of(
        "The module lies in a nested group of a GitLab. Asked by go where its code is, GitLab tells \
         who is not logged in no more than the first two parts of the path, whatever lies there: it \
         keeps secret which projects exist. go then hands git a repository that is none.\n\n\
         go says: gitlab.com/group/sub/repo@v1.0.0: git ls-remote -q https://gitlab.com/group/sub.git in ...: exit status 128: fatal: could not read \
         Username for 'https://gitlab.com': terminal prompts disabled\n\n\
         The repository in the message is shorter than the module's path. With credentials GitLab \
         names the whole path. They have to be where go itself looks: go sends what netrc has for \
         the host along with the question (a token with the scope read_api, or read_repository where \
         the version of GitLab takes that); what only git knows, such as a rule to use ssh or a \
         credential helper, comes too late. Nothing of this tells a nested group from a folder in a \
         repository of two parts: both look the same from outside.\n\n\
         Put the host's credentials into netrc. Or name the repository in the path itself: a module \
         path such as gitlab.com/group/sub/repo.git, in the module's own go.mod too, needs no \
         question.",
        "模块位于 GitLab 的嵌套群组中。go 询问代码在哪里时，对没有登录的请求，GitLab 只说出路径的前两段，\
         不管那里有什么：哪些项目存在是保密的。于是 go 交给 git 的仓库并不存在。\n\n\
         go 的报错：gitlab.com/group/sub/repo@v1.0.0: git ls-remote -q https://gitlab.com/group/sub.git in ...: exit status 128: fatal: could not read \
         Username for 'https://gitlab.com': terminal prompts disabled\n\n\
         报错里的仓库比模块路径短。带上凭据，GitLab 就会给出完整的路径。凭据必须放在 go 自己查看的地方：\
         go 会把 netrc 中该主机的凭据随询问一起发送（具有 read_api 权限的令牌；有的 GitLab 版本也接受 read_repository）。\
         只有 git 知道的东西，例如改用 ssh 的规则或 credential helper，都来得太晚。\
         从外面看不出这是嵌套群组，还是两段式仓库里的一个目录：两者看起来一样。\n\n\
         请把该主机的凭据写进 netrc。或者在路径里写明仓库：gitlab.com/group/sub/repo.git 这样的模块路径\
         （模块自己的 go.mod 也要这样写）不需要询问。",
    ),
    logs: &[
        Mark::of(&["could not read Username for '"]).common().when(Spoken::is_cut_short).or(ALIKE),
        Mark::of(&["git ", ": exit status 128:", "could not read Username for '", "terminal prompts disabled"])
            .common()
            .when(Spoken::is_cut_short)
            .or(ALIKE),
        Mark::of(&["git ", ": exit status 128:", "could not read Username for '"])
            .common()
            .when(Spoken::is_cut_short)
            .or(ALIKE),
        Mark::of(&["fatal: repository '", "' not found"])
            .common()
            .when(Spoken::is_cut_short)
            .or(&["private-auth-missing", "module-not-found"]),
        Mark::of(&["仓库 '", "' 未找到"])
            .common()
            .when(Spoken::is_cut_short)
            .or(&["private-auth-missing", "module-not-found"]),
    ],
    explains: &[
        "netrc-host-missing",
        "netrc-not-used",
        "private-auth-missing",
        "private-auth-rejected",
        "module-not-found",
    ],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &["private-auth-missing", "private-auth-rejected"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let first = broken.first()?;
    let (host, module) = (host(first.fetch), &first.fetch.module);
    let repository = first.fetch.shown_url();
    let (VcsFault::Prompt { words, .. } | VcsFault::NotFound { words }) = first.fetch.vcs_fault()?
    else {
        return None;
    };
    let says = say! {
        en: "{host} is a GitLab, and go asked it without credentials where {module} lies. To such a question GitLab names the first two parts of the path, {repository}, whatever is there; and git gets nothing from that: `{words}`. Either the project lies deeper, or {module} is a folder of a private repository: go needs credentials for both.",
        zh: "{host} 是 GitLab，go 在没有凭据的情况下询问 {module} 在哪里。对这样的询问，GitLab 只给出路径的前两段 {repository}，不管那里有什么；git 从那里什么也拿不到：`{words}`。要么项目在更深一层，要么 {module} 是某个私有仓库里的目录：两种情况 go 都需要凭据。",
    };
    let mut cites = broken.cites();
    cites.extend(evidence.cut_by_gitlab(first.fetch));
    let finding = Finding::new(Confidence::Likely, says, cites).stops(broken.modules());
    Some(finding.about(Subject::Host(host)))
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_at(|fetch| evidence.cut_by_gitlab(fetch).is_some())
}

/// The host of the module: that of its repository may be another.
fn host(fetch: &Fetch) -> String {
    module::host(&fetch.module).to_owned()
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let broken = broken(evidence);
    let Some(first) = broken.first() else { return Vec::new() };
    vec![Fix::netrc_entry(host.clone()), named(&first.fetch.module)]
}

/// The repository in the path itself.
fn named(module: &str) -> Fix {
    let title = say! {
        en: "Or name the repository in the path: {module}.git",
        zh: "或者在路径里写明仓库：{module}.git",
    };
    let says = say! {
        en: "If the repository is {module}, let its go.mod say `module {module}.git`, publish a version of that, and require and import it by this path. git then needs credentials of its own.",
        zh: "如果仓库就是 {module}，请让它的 go.mod 写成 `module {module}.git`，发布一个这样的版本，并用这个路径 require 和 import。此后 git 仍需要自己的凭据。",
    };
    let why = Text::of("It changes the module itself.", "这会改动模块本身。");
    Fix::safe(title, Scope::Upstream, vec![Step::Say(says)]).unprovable(why)
}

const PAGE: &str = "<html><head><meta name=\"go-import\" content=\"git.corp.example/team/sub git https://git.corp.example/team/sub.git\"></head><body>go get git.corp.example/team/sub</body></html>";
const PROMPT: &str = "fatal: could not read Username for 'https://git.corp.example': terminal prompts disabled\n";
const TAG: &str = "0123456789012345678901234567890123456789\trefs/tags/v1.0.0\n";

fn nested(page: &'static str) -> World {
    World::healthy()
        .var("GOPRIVATE", "git.corp.example")
        .gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/sub/tool v1.0.0\n")
        .site("git.corp.example", Site::status(200, page))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a nested group, nobody logged in",
        world: || nested(PAGE).program("git ls-remote", 128, "", PROMPT),
        roots: &["gitlab-subgroup"],
    },
    Scene {
        name: "the first two parts are a repository",
        world: || nested(PAGE).program("git ls-remote", 0, TAG, ""),
        roots: &[],
    },
];
