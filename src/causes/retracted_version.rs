use crate::base::{Excerpt, Text};
use crate::model::{
    Area, Cause, Cite, Counter, Evidence, Finding, Fix, Location, Need, Mark, Scope, Severity,
    Step, Subject, and_others,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "retracted-version",
    area: Area::GoMod,
    title: Text::of("The author withdrew a version that go.mod requires", "作者撤回了 go.mod 所依赖的版本"),
    docs: Text::of(
        "The go.mod of the module's latest version has a `retract` line that names the version \
         which is required here, mostly with a reason behind it.\n\n\
         go still downloads what is \
         required by its number: nothing fails because of it. Queries such as `latest` pass it \
         over, and `go get` warns.\n\n\
         go says: go: warning: MODULE@VERSION: retracted by module author: REASON\n\
         	go: to switch to the latest unretracted version, run:\n\n\
         Take the version that follows. `go list -m -u -retracted all` shows all of them.",
        "这个模块最新版本的 go.mod 里有一行 `retract`，其中包括这里所依赖的版本，后面多半写有理由。\n\n\
         按版本号依赖的版本 go 仍然会下载，不会因此失败；`latest` 之类的查询会跳过它，`go get` 会给出警告。\n\n\
         go 的提示：go: warning: MODULE@VERSION: retracted by module author: REASON\n\
         	go: to switch to the latest unretracted version, run:\n\n\
         请改用其后的版本。`go list -m -u -retracted all` 可以列出所有被撤回的依赖。",
    ),
    logs: &[
        Mark::of(&["retracted by module author"]).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

/// A required version that is withdrawn.
struct Withdrawn<'a> {
    need: &'a Need,
    cite: Cite,
    latest: &'a str,
    rationale: &'a Excerpt,
    next: Option<&'a str>,
}

fn withdrawn(evidence: &Evidence) -> Vec<Withdrawn<'_>> {
    let numbered = evidence.counters.iter().enumerate();
    let found = numbered.filter_map(|(at, probe)| {
        let Counter::Retracted { module, version, latest, rationale, next, .. } = &probe.seen else {
            return None;
        };
        let is = |need: &&Need| need.module == *module && need.version == *version;
        let need = evidence.facts.needs.iter().find(is)?;
        let (cite, next) = (Cite::Counter(at), next.as_deref());
        Some(Withdrawn { need, cite, latest, rationale, next })
    });
    found.collect()
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let all = withdrawn(evidence);
    let first = all.first()?;
    let cites = all.iter().map(|it| it.cite.clone()).collect();
    let modules: Vec<String> =
        all.iter().map(|it| format!("{}@{}", it.need.module, it.need.version)).collect();
    let finding = Finding::certain(says(first, all.len()), cites)
        .severity(Severity::Warning)
        .stops(modules.clone())
        .about(Subject::Modules(modules));
    Some(match (&first.need.file, first.need.line) {
        (Some(file), Some(line)) => {
            finding.at(Location { file: file.clone(), line, column: None, source: None })
        }
        _ => finding,
    })
}

fn says(it: &Withdrawn<'_>, count: usize) -> Text {
    let Need { module, version, .. } = it.need;
    let (latest, more) = (it.latest, and_others(count));
    let rationale = it.rationale;
    let reason = if rationale.is_empty() {
        Text::of("", "")
    } else {
        say! { en: " (\"{rationale}\")", zh: "（“{rationale}”）" }
    };
    let (reason_en, reason_zh) = (reason.en, reason.zh);
    let (more_en, more_zh) = (&more.en, &more.zh);
    say! {
        en: "{module} {version} is retracted by its author, as the go.mod of {latest} says{reason_en}. go downloads it all the same.{more_en}",
        zh: "{module} {version} 已被作者撤回，{latest} 的 go.mod 是这样写的{reason_zh}。go 仍然会下载它。{more_zh}",
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let all = withdrawn(evidence);
    let flags = all.iter().filter_map(|it| Some((it, it.next?)));
    let pairs: Vec<String> = flags.map(|(it, next)| format!("{}@{next}", it.need.module)).collect();
    if pairs.is_empty() {
        let title = Text::of("Ask its author which version to take", "询问作者应当使用哪个版本");
        let says = Text::of(
            "No release follows that is not retracted: take an earlier one, or ask its author.",
            "其后没有未撤回的正式版本：请改用更早的版本，或者询问作者。",
        );
        return vec![Fix::at_anothers(title, says)];
    }
    let list = pairs.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    let title = say! { en: "Require {list}", zh: "改为依赖 {list}" };
    let flags = pairs.iter().map(|pair| format!("-require={pair}"));
    let words = ["go", "mod", "edit"].map(str::to_owned).into_iter().chain(flags).collect();
    vec![Fix::safe(title, Scope::Project, vec![Step::Run { words }])]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a version that the next one retracts",
        world: || requiring("v0.3.0", "retract v0.3.0 // Breaks on Mondays.\n"),
        roots: &["retracted-version"],
    },
    Scene {
        name: "another version is retracted",
        world: || requiring("v0.3.0", "retract v0.2.0\n"),
        roots: &[],
    },
];

fn requiring(version: &str, retract: &'static str) -> World {
    let gomod = format!("module example.com/app\n\ngo 1.24\n\nrequire golang.org/x/text {version}\n");
    let said = if retract.contains("v0.3.0") { RETRACTS } else { OTHERS };
    World::healthy()
        .gomod(&gomod)
        .site("proxy.golang.org", Site::except(&["x/text/@v/v0.14.0.mod"], 200, said))
}

const RETRACTS: &str = "module golang.org/x/text\n\nretract v0.3.0 // Breaks on Mondays.\n";
const OTHERS: &str = "module golang.org/x/text\n\nretract v0.2.0\n";
