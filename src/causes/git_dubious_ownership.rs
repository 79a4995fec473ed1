use crate::base::Text;
use crate::model::{
    Area, BrokenFetches, Cause, Evidence, Finding, Fix, Mark, Scope, Step, Subject, VcsFault,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "git-dubious-ownership",
    area: Area::Private,
    title: Text::of("git does not enter a folder of somebody else", "git 不进入属于他人的目录"),
    docs: Text::of(
        "git refuses a repository whose folder belongs to another user, so that nobody's settings \
         are run by others.\n\n\
         git says: fatal: detected dubious ownership in repository at '/srv/git/lib.git'\n\
         go build says of the same: error obtaining VCS status: exit status 128\n\n\
         `go mod download` meets it where a rule of git's leads to a folder of this machine \
         (insteadOf to a path or to file://), such as a mirror that root filled or that is mounted \
         into a container. What go keeps of repositories in its own cache is not concerned. `go \
         build` meets it at the project's own folder: a checkout that another user made, as in \
         Docker with a mounted folder or in CI; there -buildvcs=false avoids the question.\n\n\
         Give the folder to the user who runs go, or say that this one is safe: \
         `git config --global --add safe.directory /srv/git/lib.git`. An asterisk would declare \
         all folders safe.",
        "git 拒绝进入属于其他用户的仓库目录，以免执行别人的设置。\n\n\
         git 的报错：fatal: detected dubious ownership in repository at '/srv/git/lib.git'\n\
         go build 对同一问题的说法：error obtaining VCS status: exit status 128\n\n\
         `go mod download` 遇到它，是因为 git 的规则指向本机目录（insteadOf 指向路径或 file://），\
         例如由 root 建立的、或挂载进容器的镜像仓库。go 自己缓存里的仓库不受影响。`go build` 则是在项目自己的目录上遇到它：\
         由其他用户检出的代码，常见于 Docker 挂载目录或 CI；那时可以用 -buildvcs=false 绕开。\n\n\
         把目录的属主改为运行 go 的用户，或声明这一个目录是安全的：\
         `git config --global --add safe.directory /srv/git/lib.git`。用星号则会把所有目录都声明为安全。",
    ),
    logs: &[
        Mark::of(&["detected dubious ownership in repository"]).common(),
        Mark::of(&["检测到可疑的仓库所有权"]).common(),
        Mark::of(&["unsafe repository", "owned by someone else"]).common(),
        Mark::of(&["obtaining VCS status: exit status 128"]).or(&["git-broken"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let fetch = broken.first()?.fetch;
    let VcsFault::Ownership { words } = fetch.vcs_fault()? else { return None };
    let (module, rewritten) = (&fetch.module, evidence.facts.rewritten(fetch.url.raw()));
    let way = match rewritten {
        Some((to, rule)) => {
            let (key, file) = (&rule.key, &rule.file);
            say! {
                en: " {key} in {file} sends git to {to}.",
                zh: "{file} 里的 {key} 让 git 访问 {to}。",
            }
        }
        None => Text::same(""),
    };
    let (en, zh) = (way.en, way.zh);
    let says = say! {
        en: "git does not enter the repository of {module}, for its folder belongs to another user: `{words}`.{en}",
        zh: "git 不进入 {module} 的仓库，因为其目录属于另一个用户：`{words}`。{zh}",
    };
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    Some(finding.about(Subject::Machine))
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_by_vcs(|fault| matches!(fault, VcsFault::Ownership { .. }))
}

/// What stands between the quotes.
fn folder(words: &str) -> Option<&str> {
    let (_, rest) = words.split_once('\'')?;
    rest.split_once('\'').map(|(folder, _)| folder).filter(|it| it.starts_with('/'))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = broken(evidence);
    let Some(VcsFault::Ownership { words }) = broken.first().and_then(|it| it.fetch.vcs_fault())
    else {
        return Vec::new();
    };
    let Some(folder) = folder(words.as_str()) else { return Vec::new() };
    let title = say! { en: "Tell git that {folder} is safe", zh: "告诉 git {folder} 是安全的" };
    let words = ["git", "config", "--global", "--add", "safe.directory", folder];
    let step = Step::Run { words: words.map(str::to_owned).to_vec() };
    let why = Text::of("Whose folder it is, you know.", "这个目录属于谁，只有你知道。");
    vec![Fix::safe(title, Scope::User, vec![step]).unprovable(why)]
}

const SAID: &str = "fatal: detected dubious ownership in repository at '/srv/git/acme/widget'\nTo add an exception for this directory, call:\n";
const RULE: &str = "file:/etc/gitconfig\0url./srv/git/.insteadof\nhttps://github.com/\0";

fn mirrored() -> World {
    World::healthy()
        .var("GOPROXY", "direct")
        .gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
        .program("git config", 0, RULE, "")
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a mirror of another user",
        world: || mirrored().program("git ls-remote", 128, "", SAID),
        roots: &["git-dubious-ownership"],
    },
    Scene {
        name: "a mirror of one's own",
        world: || mirrored().program("git ls-remote", 0, "0123456789012345678901234567890123456789\trefs/tags/v1.2.3\n", ""),
        roots: &[],
    },
];
