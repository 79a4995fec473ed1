use crate::base::Text;
use crate::go::vcs::{ImportFault, Tool, allowing, readable};
use crate::model::{
    Area, BrokenFetches, Cause, Evidence, Facts, Finding, Fix, Mark, Risk, Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "govcs-disallowed",
    area: Area::Private,
    title: Text::of("GOVCS keeps go from running a program", "GOVCS 不允许 go 运行某个程序"),
    docs: Text::of(
        "A module lies in a repository for which GOVCS allows no program, or GOVCS itself cannot be \
         read, so that go runs none at all.\n\n\
         go says: GOVCS disallows using svn for public svn.example.com/team; see 'go help vcs'\n\
         or: malformed entry in GOVCS (missing colon): \"git\"\n\n\
         GOVCS is a list of entries `pattern:program|program`; the first pattern that fits the \
         repository's import path decides. `public` and `private` are patterns too: private is what \
         GOPRIVATE matches, by the repository's path and not the module's. Behind all that is set \
         go adds private:all,public:git|hg, so that svn, fossil and bzr work only for private paths \
         unless something says otherwise: these programs are less hardened against hostile servers. \
         One entry that go cannot read stops every module, whichever it is for.\n\n\
         Put an entry for the one repository in front of what is set, and nothing wider.",
        "模块所在的仓库，GOVCS 不允许用任何程序访问；或者 GOVCS 本身无法解析，go 因此一个程序也不运行。\n\n\
         go 的报错：GOVCS disallows using svn for public svn.example.com/team; see 'go help vcs'\n\
         或者：malformed entry in GOVCS (missing colon): \"git\"\n\n\
         GOVCS 由若干项 `PATTERN:VCS|VCS`（模式和允许的程序） 组成，第一个匹配仓库导入路径的模式说了算。`public` 和 `private` 也是模式：\
         private 指 GOPRIVATE 匹配的路径，按仓库的路径而不是模块的路径判断。go 总会在末尾加上 private:all,public:git|hg，\
         所以除非另有设置，svn、fossil 和 bzr 只能用于私有路径：这些程序面对恶意服务器时没有那么可靠。\
         只要有一项无法解析，所有模块都会停下，不管它是为谁写的。\n\n\
         请在现有设置前面只为这一个仓库加一项，不要放得更宽。",
    ),
    logs: &[
        Mark::of(&["GOVCS disallows using"]),
        Mark::of(&["malformed entry in GOVCS"]),
        Mark::of(&["empty entry in GOVCS"]),
        Mark::of(&["empty pattern in GOVCS"]),
        Mark::of(&["empty VCS list in GOVCS"]),
        Mark::of(&["empty VCS name in GOVCS"]),
        Mark::of(&["unreachable pattern in GOVCS"]),
        Mark::of(&["relative pattern not allowed in GOVCS"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = broken(evidence);
    let fault = broken.first()?.fetch.import_fault()?;
    let set = evidence.facts.settings.get("GOVCS");
    let says = match fault {
        ImportFault::Govcs { words } => say! {
            en: "go cannot read GOVCS, and runs no version control program for any module: `{words}`.",
            zh: "go 无法解析 GOVCS，因此不为任何模块运行版本控制程序：`{words}`。",
        },
        ImportFault::Forbidden { vcs, private, root } => {
            let (kind, value) = (kind(*private), shown(&evidence.facts));
            let (kind_en, kind_zh, en, zh) = (kind.en, kind.zh, value.en, value.zh);
            say! {
                en: "The code of {root} is to be fetched with {vcs}, and GOVCS does not allow {vcs} for it: {en}, and by GOPRIVATE the path is {kind_en}.",
                zh: "{root} 的代码要用 {vcs} 获取，而 GOVCS 不允许对它使用 {vcs}：{zh}，并且按 GOPRIVATE 这个路径是{kind_zh}的。",
            }
        }
        _ => return None,
    };
    let mut cites = broken.cites();
    if set.is_some() && matches!(fault, ImportFault::Govcs { .. }) {
        cites.truncate(1);
    }
    let finding = Finding::certain(says, cites).stops(broken.modules());
    Some(finding.about(Subject::Setting("GOVCS".into())))
}

fn broken(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.stopped_at(|fetch| {
        let fault = fetch.import_fault();
        matches!(fault, Some(ImportFault::Govcs { .. } | ImportFault::Forbidden { .. }))
    })
}

fn kind(private: bool) -> Text {
    if private { Text::of("private", "私有") } else { Text::of("public", "公开") }
}

fn shown(facts: &Facts) -> Text {
    match facts.settings.raw("GOVCS").trim() {
        "" => Text::of(
            "without a value of its own it is private:all,public:git|hg",
            "没有另外设置时，它是 private:all,public:git|hg",
        ),
        value => say! { en: "it is {value}", zh: "它是 {value}" },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = broken(evidence);
    let faults = broken.0.iter().filter_map(|it| it.fetch.import_fault());
    let facts = &evidence.facts;
    let mut govcs = facts.settings.raw("GOVCS").to_owned();
    let mut allowed = Vec::new();
    for fault in faults {
        match fault {
            ImportFault::Govcs { .. } => return vec![mended(facts)],
            ImportFault::Forbidden { vcs, root, .. } if !allowed.contains(root) => {
                let with = Tool::named(vcs).and_then(|tool| allowing(&govcs, root, tool));
                let Some(with) = with else { continue };
                govcs = with;
                allowed.push(root.clone());
            }
            _ => {}
        }
    }
    let title = say! {
        en: "Allow it for this repository alone: GOVCS={govcs}",
        zh: "只对这个仓库放行：GOVCS={govcs}",
    };
    let risk = Risk::TradeOff(Text::of(
        "The program then speaks to that server on this machine. Allow it for servers that you trust; where the rule is your company's, ask first.",
        "此后本机会用该程序与那台服务器通信。请只对你信任的服务器放行；如果这是公司的规定，请先询问。",
    ));
    vec![Fix::safe(title, facts.reach("GOVCS"), vec![facts.set("GOVCS", govcs)]).risk(risk)]
}

/// What can be read of it stays.
fn mended(facts: &Facts) -> Fix {
    let kept = readable(facts.settings.raw("GOVCS"));
    let scope = facts.reach("GOVCS");
    if kept.is_empty() {
        let title = Text::of("Take GOVCS back to its default", "把 GOVCS 恢复为默认值");
        return Fix::safe(title, scope, vec![facts.unset("GOVCS")]);
    }
    let title = say! {
        en: "Leave out what go cannot read: GOVCS={kept}",
        zh: "去掉 go 无法解析的部分：GOVCS={kept}",
    };
    let step: Step = facts.set("GOVCS", kept);
    Fix::safe(title, scope, vec![step])
}

const SVN: &str = "<meta name=\"go-import\" content=\"svn.example.org/team svn https://svn.example.org/repos/team\">";

fn subversion() -> World {
    World::healthy()
        .var("GOPROXY", "direct")
        .var("GONOSUMDB", "svn.example.org")
        .gomod("module m\n\ngo 1.24\n\nrequire svn.example.org/team v1.2.3\n")
        .site("svn.example.org", Site::status(200, SVN))
}

fn git() -> World {
    World::healthy()
        .var("GOPROXY", "direct")
        .gomod("module m\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
        .program("git ls-remote", 0, "0123456789012345678901234567890123456789\trefs/tags/v1.2.3\n", "")
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "svn for a public path", world: subversion, roots: &["govcs-disallowed"] },
    Scene {
        name: "a rule that forbids git",
        world: || git().go_env("GOVCS", "github.com/acme:hg,public:all"),
        roots: &["govcs-disallowed"],
    },
    Scene {
        name: "an entry without a colon",
        world: || git().var("GOVCS", "public:git,hg"),
        roots: &["govcs-disallowed"],
    },
    Scene {
        name: "nothing but such an entry",
        world: || git().var("GOVCS", "git"),
        roots: &["govcs-disallowed"],
    },
    Scene { name: "a rule that allows it", world: || git().var("GOVCS", "*:git"), roots: &[] },
];
