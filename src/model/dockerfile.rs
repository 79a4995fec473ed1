use crate::base::{Secret, Text};
use crate::docker::{Kind, Remark};
use crate::go::sumfile::Letters;
use crate::model::{
    Cite, Evidence, Finding, Fix, Location, MendedLine, Scope, Severity, Step, Subject,
};
use crate::say;
use serde::{Deserialize, Serialize};

/// A Dockerfile, as far as it bears on modules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dockerfile {
    /// As it was named; `-` where it came by standard input.
    pub name: String,
    /// Where it lies; none where it came by standard input.
    pub path: Option<String>,
    pub stages: usize,
    /// Stages in which go fetches modules.
    pub fetching: usize,
    /// What stops the build first, then by line.
    pub remarks: Vec<Remark>,
    /// The lines that remarks stand in, from 1, without secrets.
    pub lines: Vec<(usize, String)>,
    #[serde(skip)]
    pub secrets: Vec<Secret>,
}

/// Lines that are named beside the first one.
const NAMED: usize = 4;

impl Evidence {
    /// What was remarked of one kind.
    pub fn remarks(&self, is: impl Fn(&Kind) -> bool) -> Vec<&Remark> {
        let all = self.dockerfile.iter().flat_map(|it| &it.remarks);
        all.filter(|it| is(&it.kind)).collect()
    }

    /// What a Dockerfile says of one kind: the first place in words, the others by line.
    pub fn in_dockerfile(
        &self,
        is: impl Fn(&Kind) -> bool,
        says: impl Fn(&Remark) -> Text,
    ) -> Option<Finding> {
        let dockerfile = self.dockerfile.as_ref()?;
        let remarks = self.remarks(is);
        let first = remarks.first()?;
        let Text { en, zh } = says(first);
        let Text { en: more_en, zh: more_zh } = also(&remarks);
        let says = say! { en: "{en}{more_en}", zh: "{zh}{more_zh}" };
        let source = dockerfile.lines.iter().find(|(line, _)| *line == first.line);
        let at = Location {
            file: dockerfile.name.clone(),
            line: first.line,
            column: None,
            source: source.map(|(_, text)| text.clone()),
        };
        let severity = if first.stops { Severity::Error } else { Severity::Warning };
        let cites = vec![Cite::Dockerfile(first.line)];
        let finding = Finding::certain(says, cites).severity(severity).at(at);
        Some(finding.about(Subject::File(dockerfile.name.clone())))
    }

    /// The lines as they should be; where nobody can know them all, what to do.
    pub fn corrected(&self, is: impl Fn(&Kind) -> bool, title: Text, by_hand: Text) -> Fix {
        let lines = self.dockerfile.as_ref().and_then(|it| mended(&self.remarks(is), it));
        let (Some((file, lines, is_file)), title) = (lines, title.clone()) else {
            let fix = Fix::safe(title, Scope::Image, vec![Step::Say(by_hand)]);
            let why = Text::of("What belongs there is yours to decide.", "具体内容需要由你决定。");
            return fix.unprovable(why);
        };
        let fix = Fix::safe(
            title,
            Scope::Image,
            vec![Step::MendFile { file, letters: Letters::Utf8, lines }],
        );
        if is_file {
            return fix;
        }
        let why = Text::of(
            "It came by standard input, and is no file here.",
            "内容来自标准输入，这里没有对应的文件。",
        );
        fix.unprovable(why)
    }
}

fn also(remarks: &[&Remark]) -> Text {
    let first = remarks.first().map(|it| it.line);
    let mut others: Vec<usize> =
        remarks.iter().map(|it| it.line).filter(|it| Some(*it) != first).collect();
    others.sort_unstable();
    others.dedup();
    let named: Vec<String> = others.iter().take(NAMED).map(usize::to_string).collect();
    let (lines, rest) = (named.join(", "), if others.len() > NAMED { ", …" } else { "" });
    let lines_zh = named.join("、");
    let rest_zh = if others.len() > NAMED { "……" } else { "" };
    match others.len() {
        0 => Text::same(""),
        1 => say! { en: " The same holds for line {lines}.", zh: "第 {lines} 行也是如此。" },
        _ => {
            say! { en: " The same holds for lines {lines}{rest}.", zh: "第 {lines_zh} 行{rest_zh}也是如此。" }
        }
    }
}

/// The corrections of all remarks together; none where one has none, or two are about
/// the same line.
fn mended(remarks: &[&Remark], of: &Dockerfile) -> Option<(String, Vec<MendedLine>, bool)> {
    let mut lines: Vec<MendedLine> = Vec::new();
    for remark in remarks {
        if remark.corrected.is_empty() {
            return None;
        }
        for line in &remark.corrected {
            let new = MendedLine { line: line.line, becomes: line.becomes.clone() };
            match lines.iter().find(|known| known.line == line.line) {
                Some(known) if *known == new => {}
                Some(_) => return None,
                None => lines.push(new),
            }
        }
    }
    lines.sort_by_key(|it| it.line);
    let is_file = of.path.is_some();
    let file = of.path.clone().unwrap_or_else(|| "Dockerfile".to_owned());
    (!lines.is_empty()).then_some((file, lines, is_file))
}
