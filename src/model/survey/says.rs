use super::{Consequence, Damage, Harm, Survey, Wanted};
use crate::base::Text;
use crate::go::modcache::{ModuleVersion, TOOLCHAIN};
use crate::model::{
    Cite, Confidence, Evidence, Finding, Fix, Location, Part, Scope, Severity, Step, Subject,
};
use crate::say;
use std::collections::BTreeSet;

/// As many are named one by one.
const CITED: usize = 20;
/// As many files are removed in one go.
const REMOVED: usize = 300;
/// As many modules are fetched by one command.
const FETCHED: usize = 50;

impl Evidence {
    /// The files of the cache that are not what was downloaded.
    pub fn damaged_files(&self) -> Option<Finding> {
        let found = Found::of(self, |it| !it.is_remnant() && !is_unsummed(it))?;
        let (root, count) = (&found.survey.root, found.count());
        let whole = match count {
            1 => say! {
                en: "A file or folder of the module cache at {root} is not what was downloaded.",
                zh: "模块缓存 {root} 中有一个文件或目录不是当初下载的内容。",
            },
            _ => say! {
                en: "{count} files or folders of the module cache at {root} are not what was downloaded.",
                zh: "模块缓存 {root} 中有 {count} 个文件或目录不是当初下载的内容。",
            },
        };
        let says = joined([whole, consequence(found.worst()), found.whose()]);
        Some(found.finding(Confidence::Certain, says))
    }

    /// What go left behind, and what is none of its files.
    pub fn remnants(&self) -> Option<Finding> {
        let found = Found::of(self, Damage::is_remnant)?;
        let (root, count) = (&found.survey.root, found.count());
        let says = say! {
            en: "What go mends or replaces by itself, or never looks at, lies in the module cache at {root} ({count}). Nothing fails because of it; it takes up room.",
            zh: "模块缓存 {root} 中有 {count} 个文件或目录，go 会自行修复或替换，或者根本不会查看。它们不会造成失败，只是占用空间。",
        };
        Some(found.finding(Confidence::Certain, says))
    }

    /// What agrees with itself in the cache, and not with go.sum.
    pub fn unsummed_files(&self) -> Option<Finding> {
        let found = Found::of(self, is_unsummed)?;
        let first = found.damages.first()?.1;
        let Harm::Unsummed { part, line, .. } = &first.harm else { return None };
        let named = first.module.as_ref().map(ModuleVersion::named).unwrap_or_default();
        let (file, number) = (&line.file, line.line);
        let what = match part {
            Part::GoMod => Text::of("the go.mod", "go.mod"),
            Part::Zip => Text::of("the zip", "zip"),
        };
        let (en, zh) = (&what.en, &what.zh);
        let one = say! {
            en: "{file}, line {number}, has another hash for {en} of {named} than what lies in the module cache, and the cache agrees with itself. go stops there.",
            zh: "{file} 第 {number} 行所记的 {named} 的 {zh} 的哈希，与模块缓存中的不同，而缓存自身是一致的。go 会在这里停止。",
        };
        let more = match found.count() - 1 {
            0 => Text::same(""),
            more => say! {
                en: "The same holds for {more} more.",
                zh: "另有 {more} 处情况相同。",
            },
        };
        let open = Text::of(
            "Which of the two is wrong cannot be told from here alone.",
            "仅凭这里无法判断哪一方有误。",
        );
        let location = Location { file: file.clone(), line: number, column: None, source: None };
        let says = joined([one, more, open]);
        Some(found.finding(Confidence::Likely, says).at(location))
    }

    /// Removes what is damaged, and nothing else.
    pub fn damage_removed(&self) -> Vec<Fix> {
        let Some(found) = Found::of(self, |it| !it.is_remnant() && !is_unsummed(it)) else {
            return Vec::new();
        };
        let unreadable =
            found.damages.iter().find(|(_, it)| matches!(it.harm, Harm::Unreadable { .. }));
        let readable = unreadable.map(|(_, damage)| readable(damage));
        found.removed().into_iter().chain(readable).collect()
    }

    /// Removes what is left over.
    pub fn remnants_removed(&self) -> Vec<Fix> {
        let Some(found) = Found::of(self, Damage::is_remnant) else { return Vec::new() };
        let paths = found.paths();
        if paths.is_empty() {
            let title = Text::of(
                "Look at them, and remove what is yours",
                "查看这些文件，删除属于您的部分",
            );
            let says = Text::of(
                "go did not put them there: whoever did knows whether they are needed.",
                "它们不是 go 放在那里的：是否需要，由放置者判断。",
            );
            let fix = Fix::safe(title, Scope::User, vec![Step::Say(says)]);
            return vec![fix.unprovable(nothing_removed())];
        }
        let title = Text::of("Remove what go left behind", "删除 go 遗留的内容");
        let steps = vec![Step::RemoveFiles { paths }];
        vec![Fix::safe(title, Scope::User, steps).unprovable(nothing_removed())]
    }

    /// Has go fetch the files again: it compares them with go.sum then.
    pub fn unsummed_fetched(&self) -> Vec<Fix> {
        let Some(found) = Found::of(self, is_unsummed) else { return Vec::new() };
        let judged = Text::of(
            "If go says `checksum mismatch` again, what the servers have is the same, and the line of go.sum is wrong: look at its history (`git log -p go.sum`) before it is replaced.",
            "如果 go 仍然报告 `checksum mismatch`，说明服务器上的内容也是如此，有误的是 go.sum 的这一行：替换之前请查看它的历史（`git log -p go.sum`）。",
        );
        let told = found.removed().map(|mut fix| {
            fix.steps.push(Step::Say(judged));
            fix
        });
        told.into_iter().collect()
    }
}

fn is_unsummed(damage: &Damage) -> bool {
    matches!(damage.harm, Harm::Unsummed { .. })
}

fn nothing_removed() -> Text {
    Text::of("This tool removes nothing.", "本工具不会删除任何内容。")
}

/// Damages of one kind, the worst first.
struct Found<'a> {
    survey: &'a Survey,
    damages: Vec<(usize, &'a Damage)>,
}

impl<'a> Found<'a> {
    fn of(evidence: &'a Evidence, is: impl Fn(&Damage) -> bool) -> Option<Self> {
        let survey = evidence.survey.as_ref()?;
        let all = survey.damages.iter().enumerate();
        let mut damages: Vec<_> = all.filter(|(_, damage)| is(damage)).collect();
        damages.sort_by_key(|(at, it)| (std::cmp::Reverse((it.severity(), it.consequence())), *at));
        (!damages.is_empty()).then_some(Self { survey, damages })
    }

    fn count(&self) -> usize {
        self.damages.len()
    }

    fn worst(&self) -> Consequence {
        self.damages.first().map_or(Consequence::None, |(_, damage)| damage.consequence())
    }

    /// What only others need does no harm here.
    fn whose(&self) -> Text {
        let elsewhere = |(_, damage): &(usize, &Damage)| damage.wanted == Wanted::Elsewhere;
        if !self.damages.iter().all(elsewhere) {
            return Text::same("");
        }
        Text::of(
            "The module in this folder does not need it; other projects that share the cache may.",
            "当前目录的模块不需要它；共用该缓存的其他项目可能需要。",
        )
    }

    fn finding(&self, confidence: Confidence, says: Text) -> Finding {
        let cites = self.damages.iter().take(CITED).map(|(at, _)| Cite::Damage(*at)).collect();
        let severity = self.damages.iter().map(|(_, it)| it.severity()).max();
        let first = self.damages.first().map(|(_, damage)| damage.path.clone());
        Finding::new(confidence, says, cites)
            .severity(severity.unwrap_or(Severity::Info))
            .stops(self.modules().into_iter().collect())
            .about(Subject::File(first.unwrap_or_default()))
    }

    fn modules(&self) -> BTreeSet<String> {
        let modules = self.damages.iter().filter_map(|(_, damage)| damage.module.as_ref());
        modules.map(ModuleVersion::named).collect()
    }

    fn paths(&self) -> Vec<String> {
        let paths: BTreeSet<&String> =
            self.damages.iter().flat_map(|(_, damage)| &damage.remove).collect();
        // What lies in a folder goes with it.
        let is_inside = |path: &str| {
            let above = path.match_indices('/').map(|(at, _)| &path[..at]);
            above.into_iter().any(|above| paths.iter().any(|known| *known == above))
        };
        let paths = paths.iter().filter(|path| paths.len() > REMOVED || !is_inside(path));
        paths.take(REMOVED).map(|path| (*path).clone()).collect()
    }

    /// Exactly these files, and then those modules again.
    fn removed(&self) -> Option<Fix> {
        let (paths, modules) = (self.paths(), self.fetched());
        let mut steps = Vec::new();
        if !paths.is_empty() {
            steps.push(Step::RemoveFiles { paths });
        }
        if !modules.is_empty() {
            let words = ["go", "mod", "download"].map(str::to_owned).into_iter();
            steps.push(Step::Run { words: words.chain(modules).collect() });
        }
        if steps.is_empty() {
            return None;
        }
        let title = Text::of(
            "Remove exactly these files; go fetches them again and checks them",
            "只删除这些文件；go 会重新获取并检查",
        );
        Some(Fix::safe(title, Scope::User, steps).unprovable(nothing_removed()))
    }

    /// A toolchain comes by itself.
    fn fetched(&self) -> Vec<String> {
        let is_ours = |it: &String| !it.starts_with(TOOLCHAIN);
        let modules: Vec<String> = self.modules().into_iter().filter(is_ours).collect();
        if modules.len() > FETCHED { Vec::new() } else { modules }
    }
}

fn readable(damage: &Damage) -> Fix {
    let path = &damage.path;
    let title = Text::of(
        "Make the file readable for the user that runs go",
        "让运行 go 的用户可以读取该文件",
    );
    let says = say! {
        en: "Give {path} to the user that runs go (chown), or look at the disk that holds it.",
        zh: "把 {path} 交给运行 go 的用户（chown），或者检查它所在的磁盘。",
    };
    let why = Text::of("This tool changes no rights of files.", "本工具不会改动文件权限。");
    Fix::safe(title, Scope::User, vec![Step::Say(says)]).unprovable(why)
}

fn consequence(worst: Consequence) -> Text {
    match worst {
        Consequence::Alters => Text::of(
            "go compiles what is unpacked as it is, and only `go mod verify` notices.",
            "go 会照原样编译这样的文件，只有 `go mod verify` 会发现。",
        ),
        Consequence::Stops => Text::of(
            "go ends with an error as soon as it needs that.",
            "go 一旦用到它们就会报错退出。",
        ),
        Consequence::FailsVerify => Text::of(
            "`go mod verify` fails because of that, and so does go where it has to unpack a zip.",
            "`go mod verify` 会因此失败，go 需要解压它们时也会失败。",
        ),
        Consequence::Hinders | Consequence::None => Text::of(
            "go works with what it has, and stumbles when it has to fetch something anew.",
            "go 可以使用已有的内容，但需要重新获取时会受阻。",
        ),
    }
}

/// Sentences one after the other; Chinese needs no blank between them.
fn joined(sentences: impl IntoIterator<Item = Text>) -> Text {
    let (mut en, mut zh) = (String::new(), String::new());
    for sentence in sentences {
        if !en.is_empty() && !sentence.en.is_empty() {
            en.push(' ');
        }
        en.push_str(&sentence.en);
        zh.push_str(&sentence.zh);
    }
    Text { en: en.into(), zh: zh.into() }
}
