use super::found::{Found, is_damaged, is_unrecorded, is_unsummed};
use super::{Damage, Harm};
use crate::base::Text;
use crate::go::modcache::TOOLCHAIN;
use crate::go::sumfile::Letters;
use crate::model::{Evidence, Fix, MendedLine, Part, Scope, Step};
use crate::say;
use std::collections::{BTreeMap, BTreeSet};

/// As many files are removed in one go.
const REMOVED: usize = 300;
/// As many modules are fetched by one command.
const FETCHED: usize = 50;

impl Evidence {
    /// Removes what the database contradicts, and mends the lines that came of it.
    pub fn unrecorded_removed(&self) -> Vec<Fix> {
        let Some(found) = Found::of(self, is_unrecorded) else { return Vec::new() };
        let Some(mut fix) = found.removed() else { return Vec::new() };
        let with_line = Found::of(self, |it| is_unrecorded(it) && mended(it).is_some());
        if let Some(lines) = with_line.and_then(|found| found.lines_mended()) {
            // go holds what it fetches against go.sum first.
            let at = fix.steps.len().saturating_sub(1);
            fix.steps.splice(at..at, lines.steps);
        }
        vec![fix]
    }

    /// Removes what is damaged, and nothing else.
    pub fn damage_removed(&self) -> Vec<Fix> {
        let Some(found) = Found::of(self, is_damaged) else { return Vec::new() };
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

    /// Puts the recorded hash into go.sum; where none is known, has go fetch the files
    /// again: it compares them with go.sum then.
    pub fn unsummed_fetched(&self) -> Vec<Fix> {
        let Some(found) = Found::of(self, is_unsummed) else { return Vec::new() };
        if let Some(mended) = found.lines_mended() {
            return vec![mended];
        }
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

impl Found<'_> {
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

    /// The lines of go.sum that the database contradicts, where it does in all cases.
    fn lines_mended(&self) -> Option<Fix> {
        let mut files: BTreeMap<&str, Vec<MendedLine>> = BTreeMap::new();
        for (_, damage) in &self.damages {
            let (file, line) = mended(damage)?;
            files.entry(file).or_default().push(line);
        }
        let steps = files.into_iter().map(|(file, mut lines)| {
            lines.sort_by_key(|it| it.line);
            lines.dedup_by_key(|it| it.line);
            Step::MendFile { file: file.to_owned(), letters: Letters::Utf8, lines }
        });
        let title = Text::of(
            "Put what the checksum database has recorded into go.sum",
            "把 go.sum 的这些行换成校验和数据库的记录",
        );
        let why = Text::of("This tool changes no files.", "本工具不会改动文件。");
        Some(Fix::safe(title, Scope::Project, steps.collect()).unprovable(why))
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

/// A line of go.sum with the recorded hash in it.
fn mended(damage: &Damage) -> Option<(&str, MendedLine)> {
    let module = damage.module.as_ref()?;
    let (part, line, recorded) = match &damage.harm {
        Harm::Unsummed { part, line, recorded, .. } => (part, line, recorded.as_ref()?),
        Harm::Unrecorded { part, line, recorded, .. } => (part, line.as_ref()?, recorded),
        _ => return None,
    };
    let ending = match part {
        Part::GoMod => "/go.mod",
        Part::Zip => "",
    };
    let becomes = format!("{} {}{ending} {recorded}", module.path, module.version);
    Some((&line.file, MendedLine { line: line.line, becomes: vec![becomes] }))
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

fn nothing_removed() -> Text {
    Text::of("This tool removes nothing.", "本工具不会删除任何内容。")
}
