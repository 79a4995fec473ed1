use crate::base::Text;
use crate::go::origin::Refusal;
use crate::go::semver;
use crate::model::{
    Area, Cause, Cite, Confidence, Evidence, Finding, Fix, Mispseudo, Need, Mark,
    Scope, Step, Subject, and_others,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "pseudo-version-invalid",
    area: Area::GoMod,
    title: Text::of(
        "A pseudo-version does not fit the commit that it names",
        "伪版本与它所指的提交不符",
    ),
    docs: Text::of(
        "A pseudo-version such as v1.2.4-0.20240301100000-0123456789ab is made by go from a \
         commit: the tag before it, the commit's time in UTC, and its first twelve digits. All \
         three are compared with the repository, and it has to be written exactly so.\n\n\
         go says: MODULE@VERSION: invalid pseudo-version: does not match version-control timestamp (expected 20240301100000)\n\
         or: revision is shorter than canonical (expected 0123456789ab)\n\
         or: preceding tag (v1.2.3) not found\n\
         or: revision 0123456789ab is not a descendent of preceding tag (v1.2.3)\n\
         or: major version without preceding tag must be v0, not v1\n\n\
         Mostly it was written by hand, or a tag was deleted or moved after go made it, or a branch \
         was rewritten. Who has it in a proxy goes on having it there: it is compared only where \
         version control is asked, by this go or by the proxy.\n\n\
         Let go make it: `go get MODULE@COMMIT`, or `go mod edit -require=MODULE@COMMIT`, which go \
         resolves when it next reads go.mod.",
        "像 v1.2.4-0.20240301100000-0123456789ab 这样的伪版本由 go 根据提交生成：\
         它之前的标签、提交的 UTC 时间、提交的前十二位。这三项都要与仓库一致，而且必须严格这样书写。\n\n\
         go 的报错：MODULE@VERSION: invalid pseudo-version: does not match version-control timestamp (expected 20240301100000)\n\
         或者：revision is shorter than canonical (expected 0123456789ab)\n\
         或者：preceding tag (v1.2.3) not found\n\
         或者：revision 0123456789ab is not a descendent of preceding tag (v1.2.3)\n\
         或者：major version without preceding tag must be v0, not v1\n\n\
         多半是手写的，或者在 go 生成之后，标签被删除、移动，分支被改写。已经存入代理的仍然可以取得：\
         只有访问版本控制时（本机的 go 或者代理）才会比对。\n\n\
         让 go 来生成：`go get MODULE@COMMIT`，或者 `go mod edit -require=MODULE@COMMIT`，\
         go 下次读取 go.mod 时会解析它。",
    ),
    logs: &[
        Mark::of(&["invalid pseudo-version: does not match"]),
        Mark::of(&["invalid pseudo-version: revision is"]),
        Mark::of(&["invalid pseudo-version: preceding tag"]),
        Mark::of(&["invalid pseudo-version:"]),
        Mark::of(&["does not match version-control timestamp (expected"]),
        Mark::of(&["does not match short name of revision (expected"]),
        Mark::of(&["revision is shorter than canonical"]),
        Mark::of(&["revision is longer than canonical"]),
        Mark::of(&["preceding tag (", ") not found"]),
        Mark::of(&["not a descendent of preceding tag"]),
        Mark::of(&["major version without preceding tag must be v0"]),
        Mark::of(&["should not be replaced with a pseudo-version derived from that tag"]),
        Mark::of(&["version before v0.0.0 would have negative patch number"]),
    ],
    explains: &["version-not-found", "goproxy-no-direct", "sumdb-module-unknown"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let all = evidence.mispseudos();
    let first = all.first()?;
    let says = says(first, all.len());
    let confidence = all.iter().map(|it| it.confidence).min().unwrap_or(Confidence::Likely);
    let mut cites: Vec<Cite> = all.iter().map(|it| it.cite.clone()).collect();
    cites.sort();
    cites.dedup();
    let modules: Vec<String> = all.iter().map(|it| name(it.need)).collect();
    let finding = Finding::new(confidence, says, cites);
    let finding = finding.stops(modules.clone()).about(Subject::Modules(modules));
    Some(match first.need.place() {
        Some(place) => finding.at(place),
        None => finding,
    })
}

fn says(it: &Mispseudo<'_>, count: usize) -> Text {
    let Need { module, version, .. } = it.need;
    let (why, more) = (why(it), and_others(count));
    let (why_en, why_zh, more_en, more_zh) = (why.en, why.zh, &more.en, &more.zh);
    say! {
        en: "{module} {version} is no version that go would make of that commit: {why_en}. go compares it with the repository and ends.{more_en}",
        zh: "{module} {version} 不是 go 会为那个提交生成的版本：{why_zh}。go 把它与仓库比对后就会报错。{more_zh}",
    }
}

fn why(it: &Mispseudo<'_>) -> Text {
    let Some(refusal) = it.refusal else {
        let (host, words) = (&it.host, &it.words);
        return say! { en: "{host} says `{words}`", zh: "{host} 的说法是 `{words}`" };
    };
    let time = semver::time(&it.need.version).unwrap_or_default();
    let rev = semver::rev(&it.need.version).unwrap_or_default();
    match refusal {
        Refusal::OtherTime { time: real } => say! {
            en: "the commit {rev} is of {real} (UTC), not of {time}",
            zh: "提交 {rev} 的时间是 {real}（UTC），而不是 {time}",
        },
        Refusal::OtherName { name } => say! {
            en: "the commit is to be named by twelve digits, {name}, not by {rev}",
            zh: "提交应当写成十二位 {name}，而不是 {rev}",
        },
        Refusal::NoBase { base } => say! {
            en: "it is to come after {base}, and there is no such tag",
            zh: "它应当排在 {base} 之后，但没有这个标签",
        },
        Refusal::NotAfter { tag } => say! {
            en: "the commit {rev} does not come after the tag {tag}",
            zh: "提交 {rev} 不在标签 {tag} 之后",
        },
        Refusal::Tagged { tag } => say! {
            en: "the commit {rev} has the tag {tag}, which is its version",
            zh: "提交 {rev} 已有标签 {tag}，应当使用该版本",
        },
        _ => Text::of(
            "without a tag before it, it begins with v0.0.0",
            "前面没有标签时，它应当以 v0.0.0 开头",
        ),
    }
}

fn name(need: &Need) -> String {
    format!("{}@{}", need.module, need.version)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let all = evidence.mispseudos();
    let gomod = evidence.facts.project.gomod.parsed();
    let required = |it: &&Mispseudo<'_>| {
        let lines = gomod.map(|it| it.require.as_slice()).unwrap_or_default();
        lines.iter().any(|line| line.path == it.need.module && line.version == it.need.version)
    };
    let flags = all.iter().filter(required).filter_map(|it| {
        let rev = semver::rev(&it.need.version).ok()?;
        let commit = it.commit.map_or(rev, |commit| commit.get(..12).unwrap_or(commit));
        Some(format!("-require={}@{commit}", it.need.module))
    });
    let flags: Vec<String> = flags.collect();
    let Some(first) = all.first() else { return Vec::new() };
    if flags.is_empty() {
        return vec![by_hand(first)];
    }
    let title = Text::of("Let go make the version of the commit", "让 go 为该提交生成版本");
    let words = ["go", "mod", "edit"].map(str::to_owned).into_iter().chain(flags).collect();
    vec![Fix::safe(title, Scope::Project, vec![Step::Run { words }])]
}

fn by_hand(it: &Mispseudo<'_>) -> Fix {
    let Need { module, version, .. } = it.need;
    let rev = semver::rev(version).unwrap_or_default();
    let title = say! { en: "Ask for {module}@{rev}", zh: "改用 {module}@{rev}" };
    let says = say! {
        en: "Write {module}@{rev} in place of {version}: go makes the version of the commit.",
        zh: "把 {version} 换成 {module}@{rev}：go 会为该提交生成版本。",
    };
    let why = Text::of("It was not asked for by a require line.", "它不是由 require 行要求的。");
    Fix::safe(title, Scope::Project, vec![Step::Say(says)]).unprovable(why)
}

const PSEUDO: &str = "v0.0.0-20240101000000-0123456789ab";

fn wanting(version: &str, goproxy: &str) -> World {
    let gomod = format!(
        "module example.com/app\n\ngo 1.24\n\nrequire github.com/acme/widget {version}\n"
    );
    World::healthy().gomod(&gomod).var("GOPROXY", goproxy)
}

/// The commit is at the end of the main branch, and of this second.
fn repository(version: &str, seconds: &str) -> World {
    const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";
    wanting(version, "direct")
        .var("GOSUMDB", "off")
        .site("github.com", Site::status(200, ""))
        .program("git ls-remote", 0, &format!("{COMMIT}\trefs/heads/main\n"), "")
        .program("git log", 0, &format!("{COMMIT} {seconds}\n"), "")
        .program("git", 0, "", "")
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "another time",
        world: || repository(PSEUDO, "1704067201"),
        roots: &["pseudo-version-invalid"],
    },
    Scene {
        name: "a commit of fewer digits",
        world: || repository("v0.0.0-20240101000000-0123456789a", "1704067200"),
        roots: &["pseudo-version-invalid"],
    },
    Scene {
        name: "after a tag that is not there",
        world: || repository("v1.2.4-0.20240101000000-0123456789ab", "1704067200"),
        roots: &["pseudo-version-invalid"],
    },
    Scene {
        name: "the proxy says so",
        world: || {
            let said = "not found: github.com/acme/widget@v0.0.0-20240101000000-0123456789ab: invalid pseudo-version: does not match version-control timestamp (expected 20240101000001)";
            wanting(PSEUDO, "https://proxy.golang.org")
                .site("proxy.golang.org", Site::except(&["ab.mod", "ab.info", "ab.zip"], 404, said))
        },
        roots: &["pseudo-version-invalid"],
    },
    Scene {
        name: "a commit that nobody has",
        world: || wanting(PSEUDO, "https://proxy.golang.org"),
        roots: &["version-not-found"],
    },
];
