use crate::base::{Excerpt, Text, Veiled};
use crate::model::{Area, BrokenFetch, Cause, Cite, Confidence, Evidence, Fault, Fetch, Finding, Fix, GitSetting, Mark, Outcome, Proof, Risk, Scope, Spoken, Step, Subject, Trial, TunnelFault, VcsFault};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "git-insteadof-broken",
    area: Area::Private,
    title: Text::of("A rule of git's rewrites the URL into one that fails", "git 的改写规则得到了不可用的地址"),
    docs: Text::of(
        "go hands the repository's URL to git, and an insteadOf rule of git's configuration puts \
         another in its place, which fails. go's message shows the URL before the rule, git's words \
         the one behind it.\n\n\
         go says, for instance: git ls-remote -q origin in ...: exit status 128: git@github.com: Permission denied (publickey).\n\
         for a module that everybody can read by https; or: git ls-remote -q https://github.com/acme/lib in ...: fatal: unable to access 'https://mirror.corp.example/acme/lib/': Could not resolve host\n\n\
         A rule holds for every URL that begins with it, public repositories included: one that \
         turns all of https://github.com/ into ssh makes public modules need a key. Of several that \
         fit, the longest counts. `git config --show-origin --get-regexp 'url.*insteadof'` lists \
         them, and `git ls-remote --get-url URL` shows what becomes of a URL. Rules may also come \
         from /etc/gitconfig, an image or a CI job.\n\n\
         Let the rule hold for your own organisation alone, or take it out where it stands. A rule \
         that leaves a URL as it is, being longer, exempts what lies below.",
        "go 把仓库地址交给 git，而 git 配置里的 insteadOf 规则把它换成了另一个，结果失败。go 的报错显示改写之前的地址，git 的报错显示改写之后的。\n\n\
         例如 go 的报错：git ls-remote -q origin in ...: exit status 128: git@github.com: Permission denied (publickey).\n\
         而这个模块通过 https 人人可读；或者：git ls-remote -q https://github.com/acme/lib in ...: fatal: unable to access 'https://mirror.corp.example/acme/lib/': Could not resolve host\n\n\
         规则对所有以它开头的地址生效，公共仓库也不例外：把整个 https://github.com/ 改成 ssh 的规则会让公共模块也需要密钥。\
         多条规则都符合时，最长的生效。`git config --show-origin --get-regexp 'url.*insteadof'` 列出它们，\
         `git ls-remote --get-url URL` 显示一个地址会变成什么。规则也可能来自 /etc/gitconfig、镜像或 CI 任务。\n\n\
         请让规则只对你自己的组织生效，或者在它所在的地方删除。一条更长、保持地址不变的规则，可以让其下的地址不受影响。",
    ),
    logs: &[
        Mark::of(&["unable to access '", "Could not resolve host"])
            .common()
            .when(Spoken::is_rewritten)
            .or(&["dns-no-such-host"]),
        Mark::of(&["unable to access '", "Could not resolve host: "])
            .common()
            .when(Spoken::is_rewritten)
            .or(&["dns-no-such-host"]),
        Mark::of(&["unable to access '", "Failed to connect to "])
            .common()
            .when(Spoken::is_rewritten)
            .or(&["tcp-refused", "tcp-timeout"]),
        Mark::of(&["unable to access '", "Failed to connect to ", "Couldn't connect to server"])
            .common()
            .when(Spoken::is_rewritten)
            .or(&["tcp-refused", "tcp-timeout"]),
        Mark::of(&["unable to access '", "Failed to connect to ", "Connection refused"])
            .common()
            .when(Spoken::is_rewritten)
            .or(&["tcp-refused"]),
        Mark::of(&["unable to access '", "Failed to connect to ", "Connection timed out"])
            .common()
            .when(Spoken::is_rewritten)
            .or(&["tcp-timeout"]),
        Mark::of(&["unable to access '", "The requested URL returned error: 40"])
            .common()
            .when(Spoken::is_rewritten)
            .or(&["private-auth-rejected", "module-not-found"]),
        Mark::of(&["unable to access '", "The requested URL returned error: 403"])
            .common()
            .when(Spoken::is_rewritten)
            .or(&["private-auth-rejected"]),
        Mark::of(&["unable to access '", "The requested URL returned error: 5"])
            .common()
            .when(Spoken::is_rewritten)
            .or(&["git-server-error"]),
        Mark::of(&["unable to access '", "SSL certificate problem"])
            .common()
            .when(Spoken::is_rewritten)
            .or(&["git-tls-untrusted"]),
        Mark::of(&["fatal: repository '", "' not found"])
            .common()
            .when(|it| it.is_rewritten() && !it.is_cut_short())
            .or(&["module-not-found", "private-auth-rejected"]),
        Mark::of(&["fatal: '", "does not appear to be a git repository"])
            .common()
            .when(|it| it.repository().is_some_and(|url| url.starts_with("http"))),
        Mark::of(&["fatal: Unable to find remote helper for '"])
            .common()
            .when(|it| it.repository().is_some_and(|url| url.starts_with("http")) && !it.text.contains("helper for 'http"))
            .or(&["git-broken"]),
    ],
    explains: &[
        "ssh-auth-failed",
        "ssh-host-key-unknown",
        "ssh-unreachable",
        "ssh-missing",
        "private-auth-missing",
        "private-auth-rejected",
        "git-tls-untrusted",
        "git-server-error",
        "git-proxy-config",
    ],
    rule,
    fixes,
};

/// A rule that leads astray.
struct Astray<'a> {
    broken: BrokenFetch<'a>,
    to: Veiled,
    rule: &'a GitSetting,
    /// The counter-probe that got in without it.
    passed: Option<Cite>,
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let all = astray(evidence);
    let first = all.first()?;
    let (from, to, key, file) =
        (&first.broken.fetch.url, &first.to, &first.rule.key, &first.rule.file);
    let words = words(first.broken.fetch)?;
    let passes = match first.passed {
        Some(_) => Text::of(
            " Asked without that rule, git gets in.",
            "不用这条规则，git 可以访问。",
        ),
        None => Text::same(""),
    };
    let (en, zh) = (passes.en, passes.zh);
    let says = say! {
        en: "{key} in {file} makes git ask {to} in place of {from}, and that fails: `{words}`.{en}",
        zh: "{file} 里的 {key} 让 git 用 {to} 代替 {from}，结果失败：`{words}`。{zh}",
    };
    let sure = all.iter().all(|it| it.passed.is_some());
    let confidence = if sure { Confidence::Certain } else { Confidence::Likely };
    let mut cites: Vec<Cite> = all.iter().map(|it| it.broken.cite.clone()).collect();
    cites.extend(all.iter().filter_map(|it| it.passed.clone()));
    cites.sort();
    cites.dedup();
    let modules = all.iter().flat_map(|it| it.broken.modules.clone()).collect();
    let finding = Finding::new(confidence, says, cites).stops(modules);
    Some(finding.about(Subject::Setting(key.to_string())))
}

/// Where another URL than go's is asked and the road there is broken, or go's passes.
fn astray(evidence: &Evidence) -> Vec<Astray<'_>> {
    let stopped = evidence.stopped_at(is_gits).0.into_iter();
    let found = stopped.filter_map(|broken| {
        let (to, rule) = evidence.facts.rewritten(broken.fetch.url.raw())?;
        let passed = evidence.got_in(broken.fetch, |trial| *trial == Trial::Unrewritten);
        let passed = passed.map(|(cite, _)| cite);
        let lost = matches!(broken.fetch.vcs_fault(), Some(VcsFault::Road { .. }));
        let lost = lost && to != broken.fetch.url;
        (passed.is_some() || lost).then_some(Astray { broken, to, rule, passed })
    });
    found.collect()
}

fn is_gits(fetch: &Fetch) -> bool {
    words(fetch).is_some()
}

/// What git said, on whichever road it failed.
fn words(fetch: &Fetch) -> Option<&Excerpt> {
    let Outcome::Broken { fault } = &fetch.outcome else { return None };
    match fault {
        Fault::Vcs(fault) => fault.words(),
        Fault::Tunnel(TunnelFault::GitAstray { words }) => Some(words),
        _ => None,
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let all = astray(evidence);
    let Some(first) = all.first() else { return Vec::new() };
    let mut fixes = Vec::new();
    let dead = matches!(first.broken.fetch.vcs_fault(), Some(VcsFault::Road { .. }));
    if first.passed.is_some() && !dead {
        fixes.push(exempt(&all));
    }
    fixes.push(taken_out(first, dead));
    fixes
}

/// A longer rule that leaves what lies below the owner's path as it is.
fn exempt(all: &[Astray<'_>]) -> Fix {
    let mut owners: Vec<String> = all.iter().filter_map(|it| owner(&it.broken.fetch.url)).collect();
    owners.sort();
    owners.dedup();
    let listed = owners.join(", ");
    let title = say! { en: "Exempt {listed} from that rule", zh: "让 {listed} 不受该规则影响" };
    let step = |owner: &String| {
        let key = format!("url.{owner}.insteadOf");
        let words = ["git", "config", "--global", &key, owner];
        Step::Run { words: words.map(str::to_owned).to_vec() }
    };
    Fix::safe(title, Scope::User, owners.iter().map(step).collect()).proof(passed())
}

fn passed() -> Proof {
    Proof::Passed(Text::of("git got in without that rule", "不用该规则，git 可以访问"))
}

/// `https://github.com/acme/` of `https://github.com/acme/widget`.
fn owner(url: &Veiled) -> Option<String> {
    let raw = url.raw();
    let start = raw.find("://")? + 3;
    let mut slashes = raw[start..].match_indices('/').map(|(at, _)| start + at + 1);
    let (_, second) = (slashes.next()?, slashes.next());
    Some(second.map_or_else(|| raw.to_owned(), |end| raw[..end].to_owned()))
}

fn taken_out(first: &Astray<'_>, dead: bool) -> Fix {
    let GitSetting { key, value, file } = first.rule;
    let title = say! { en: "Take {key} out of {file}", zh: "从 {file} 中删除 {key}" };
    let shown = key.to_string();
    let step = if shown == key.raw() && file.starts_with('/') {
        let words =
            ["git", "config", "--file", file, "--fixed-value", "--unset-all", &shown, value.raw()];
        Step::Run { words: words.map(str::to_owned).to_vec() }
    } else {
        // It holds a secret, or stands in no file.
        Step::Say(say! {
            en: "Take the rule {key} out of {file}, where it stands.",
            zh: "从 {file} 中删除规则 {key}。",
        })
    };
    let fix = Fix::safe(title, Scope::User, vec![step]);
    let fix = match (&first.passed, fix.steps.first()) {
        (Some(_), Some(Step::Run { .. })) => fix.proof(passed()),
        _ => fix.unprovable(Text::of("It changes git's settings.", "它会改动 git 的配置。")),
    };
    if dead {
        return fix;
    }
    fix.risk(Risk::TradeOff(Text::of(
        "Private repositories that are reached by this rule are then asked by their own URL again.",
        "依靠该规则访问的私有仓库会重新使用它们原来的地址。",
    )))
}

const BY_SSH: &str = "file:/home/dev/.gitconfig\0url.git@github.com:.insteadof\nhttps://github.com/\0";
const PORT: &str = "file:/home/dev/.gitconfig\0url.https://git.corp.example:8443/.insteadof\nhttps://git.corp.example/\0";
const TAG: &str = "0123456789012345678901234567890123456789\trefs/tags/v1.2.3\n";
const DENIED: &str = "git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.\n";
const DEAD: &str = "fatal: unable to access 'https://git.corp.example:8443/team/secret.git/': Failed to connect to git.corp.example port 8443 after 0 ms: Couldn't connect to server\n";
const PAGE: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/secret git https://git.corp.example/team/secret.git\">";

fn public() -> World {
    World::healthy()
        .var("GOPROXY", "direct")
        .gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
        .program("git config", 0, BY_SSH, "")
        .program("git ls-remote", 128, "", DENIED)
}

fn private() -> World {
    World::healthy()
        .var("GOPRIVATE", "git.corp.example")
        .gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/secret v1.0.0\n")
        .site("git.corp.example", Site::status(200, PAGE))
        .program("git config", 0, PORT, "")
        .program("git ls-remote", 128, "", DEAD)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a public repository by ssh, without a key",
        world: || public().program("GIT_CONFIG_COUNT git ls-remote", 0, TAG, ""),
        roots: &["git-insteadof-broken"],
    },
    Scene {
        name: "a wrong port",
        world: || private().program("GIT_CONFIG_COUNT git ls-remote", 0, TAG, ""),
        roots: &["git-insteadof-broken"],
    },
    Scene {
        name: "a wrong port, and the right one does not answer git either",
        world: private,
        roots: &["git-insteadof-broken"],
    },
    Scene {
        name: "the repository is private, and ssh has no key",
        world: public,
        roots: &["ssh-auth-failed"],
    },
    Scene {
        name: "a dead mirror by a proxy of its own",
        world: || {
            let rule = "file:/home/dev/.gitconfig\0url.https://mirror.corp.example/.insteadof\nhttps://github.com/\0file:/home/dev/.gitconfig\0http.https://mirror.corp.example/.proxy\nhttp://gone.corp.example:3128\0";
            let said = "fatal: unable to access 'https://mirror.corp.example/acme/widget/': Could not resolve proxy: gone.corp.example\n";
            public()
                .program("git config", 0, rule, "")
                .program("git ls-remote", 128, "", said)
                .program("GIT_CONFIG_COUNT git ls-remote", 128, "", said)
        },
        roots: &["git-proxy-config"],
    },
    Scene {
        name: "a rule that works",
        world: || public().program("git ls-remote", 0, TAG, ""),
        roots: &[],
    },
];
