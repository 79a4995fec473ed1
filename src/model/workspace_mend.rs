use crate::base::{Text, Veiled};
use crate::go::modfile::Fault;
use crate::go::sumfile::Letters;
use crate::go::toolchain;
use crate::model::{
    Evidence, Facts, Fix, Member, MendedLine, Risk, Scope, Stand, Step, WorkFault, nearest,
};
use crate::say;

const DIRECTIVES: &[&str] = &["go", "toolchain", "use", "replace", "godebug"];

impl Evidence {
    /// What makes the workspace whole again, and what leaves it aside.
    pub fn work_mended(&self) -> Vec<Fix> {
        let facts = &self.facts;
        let Some(fault) = self.work_fault() else {
            if facts.is_left_out() {
                return vec![used_too(self), aside(facts)];
            }
            return vec![without_mod(facts)];
        };
        let own = match &fault {
            WorkFault::Relative | WorkFault::Unread { .. } => return vec![unset(facts)],
            WorkFault::Syntax { path, error, source, .. } => {
                vec![mended(path, error.line, *source, &error.fault)]
            }
            WorkFault::Empty => vec![used_too(self)],
            WorkFault::Member { member } => match member.state {
                Stand::Broken { .. } | Stand::Unreadable { .. } => {
                    vec![by_hand(member), dropped(member)]
                }
                _ => vec![dropped(member)],
            },
            WorkFault::Twice { member, .. } => vec![line_removed(self, member)],
            WorkFault::SameModule { member, .. } => vec![dropped(member)],
            WorkFault::Older { needs, .. } => vec![raised(needs)],
            WorkFault::OwnReplaced { module } => vec![kept(module)],
            WorkFault::Clash { second, .. } => vec![line_gone(self, second.line)],
            WorkFault::Conflict { swap, other, .. } => {
                vec![settled(&swap.old, &other.new), settled(&swap.old, &swap.new)]
            }
        };
        let is_optional =
            facts.project.gomod.path().is_some() && !matches!(fault, WorkFault::Older { .. });
        own.into_iter().chain(is_optional.then(|| aside(facts))).collect()
    }
}

fn unset(facts: &Facts) -> Fix {
    let title = Text::of("Let go look for go.work by itself", "让 go 自己查找 go.work");
    Fix::safe(title, facts.reach("GOWORK"), vec![facts.unset("GOWORK")])
}

/// Everything else stays as it is: only this shell works without the workspace.
fn aside(facts: &Facts) -> Fix {
    let title =
        Text::of("Work on this module without the workspace", "不使用工作区，只处理当前模块");
    let step = Step::SetEnv { name: "GOWORK".into(), value: Veiled::new("off") };
    let scope = if facts.platform.ci.is_some() { Scope::Ci } else { Scope::Process };
    Fix::safe(title, scope, vec![step]).risk(Risk::TradeOff(Text::of(
        "The other modules of the workspace are then fetched in the versions that go.mod names, not taken from their folders.",
        "工作区中的其他模块会按 go.mod 里的版本去下载，而不再使用本地目录。",
    )))
}

fn work_edit(flag: String) -> Vec<Step> {
    vec![Step::Run {
        words: ["go", "work", "edit"].map(str::to_owned).into_iter().chain([flag]).collect(),
    }]
}

fn dropped(member: &Member) -> Fix {
    let used = &member.used;
    let title = say! {
        en: "Take `{used}` out of the workspace",
        zh: "把 `{used}` 从工作区移除",
    };
    Fix::safe(title, Scope::Project, work_edit(format!("-dropuse={used}")))
}

fn used_too(evidence: &Evidence) -> Fix {
    let root = evidence.facts.project.gowork.path().and_then(|path| path.rsplit_once('/'));
    let root = root.map_or("", |(folder, _)| folder);
    let own = evidence.facts.project.gomod.path().and_then(|path| path.rsplit_once('/'));
    let below = own.and_then(|(folder, _)| folder.strip_prefix(root));
    let title = Text::of("Let the workspace use this module", "让工作区包含当前模块");
    let Some(below) = below else {
        let say = Text::of(
            "Change to the folder of a module and type: go work use .",
            "切换到模块所在的目录，然后输入：go work use .",
        );
        let why = Text::of("There is no module here.", "这里没有模块。");
        return Fix::safe(title, Scope::Project, vec![Step::Say(say)]).unprovable(why);
    };
    let path = format!(".{}", below.trim_end_matches('/'));
    let own = evidence.facts.project.gomod.parsed().and_then(|it| it.go.as_ref());
    let work = evidence.facts.project.gowork.parsed().and_then(|it| it.go.as_ref());
    let listed = work.map_or("1.18", |line| line.version.as_str());
    let newer = own.filter(|line| toolchain::compare(&line.version, listed).is_gt());
    let mut steps = work_edit(format!("-use={path}"));
    if let (Some(line), Some(Step::Run { words })) = (newer, steps.first_mut()) {
        // go wants the workspace to ask for as new a go as its modules do.
        words.push(format!("-go={}", line.version));
    }
    Fix::safe(title, Scope::Project, steps)
}

fn kept(module: &str) -> Fix {
    let title = say! {
        en: "Take {module} from its folder, and drop the replacement",
        zh: "使用 {module} 自己的目录，删除这条 replace",
    };
    Fix::safe(title, Scope::Project, work_edit(format!("-dropreplace={module}")))
}

fn without_mod(facts: &Facts) -> Fix {
    let kept = facts.goflags_without("mod");
    let step = if kept.is_empty() { facts.unset("GOFLAGS") } else { facts.set("GOFLAGS", kept) };
    let title = Text::of("Take -mod=mod out of GOFLAGS", "从 GOFLAGS 中去掉 -mod=mod");
    Fix::safe(title, facts.reach("GOFLAGS"), vec![step])
}

fn line_removed(evidence: &Evidence, member: &Member) -> Fix {
    line_gone(evidence, member.line)
}

fn line_gone(evidence: &Evidence, line: usize) -> Fix {
    let file = evidence.facts.project.gowork.path().unwrap_or("go.work").to_owned();
    let title = say! { en: "Remove line {line} of go.work", zh: "删除 go.work 的第 {line} 行" };
    let lines = vec![MendedLine { line, becomes: Vec::new() }];
    let letters = Letters::Utf8;
    Fix::safe(title, Scope::Project, vec![Step::MendFile { file, letters, lines }])
}

fn raised(needs: &str) -> Fix {
    let title = say! {
        en: "Have go.work ask for go {needs} as well",
        zh: "让 go.work 也要求 go {needs}",
    };
    Fix::safe(title, Scope::Project, work_edit(format!("-go={needs}")))
}

fn settled(old: &str, new: &str) -> Fix {
    let title = say! {
        en: "Replace {old} by {new} for the whole workspace",
        zh: "在整个工作区把 {old} 替换为 {new}",
    };
    Fix::safe(title, Scope::Project, work_edit(format!("-replace={old}={new}")))
}

fn by_hand(member: &Member) -> Fix {
    let path = format!("{}/go.mod", member.folder);
    let title = say! { en: "Repair {path}", zh: "修复 {path}" };
    let say = match &member.state {
        Stand::Broken { error, .. } => {
            let line = error.line;
            let fault = &error.fault;
            say! {
                en: "Correct line {line} of {path}. go says: {fault}.",
                zh: "改正 {path} 的第 {line} 行。go 的报错：{fault}。",
            }
        }
        _ => say! {
            en: "Make {path} readable for the user that runs go.",
            zh: "让运行 go 的用户可以读取 {path}。",
        },
    };
    let why = Text::of("What was meant cannot be told.", "无法判断原意。");
    Fix::safe(title, Scope::Project, vec![Step::Say(say)]).unprovable(why)
}

fn mended(path: &str, line: usize, source: Option<&str>, fault: &Fault) -> Fix {
    let verb = match fault {
        Fault::UnknownDirective { verb } | Fault::UnknownBlock { block: verb } => Some(verb),
        _ => None,
    };
    let meant = verb.and_then(|verb| nearest(verb, DIRECTIVES.iter().copied()));
    let title = Text::of("Correct go.work", "改正 go.work");
    if let (Some(verb), Some(meant), Some(was)) = (verb, meant, source) {
        let becomes = was.replacen(verb.as_str(), meant, 1);
        let step = Step::EditLine { file: path.to_owned(), line, was: was.to_owned(), becomes };
        return Fix::safe(title, Scope::Project, vec![step]);
    }
    let say = say! {
        en: "Correct line {line} of {path}. go says: {fault}.",
        zh: "改正 {path} 的第 {line} 行。go 的报错：{fault}。",
    };
    let why = Text::of("What was meant cannot be told.", "无法判断原意。");
    Fix::safe(title, Scope::Project, vec![Step::Say(say)]).unprovable(why)
}
