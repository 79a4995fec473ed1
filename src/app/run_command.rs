use super::check::{Told, begun, looked_at, tell};
use super::hearing::Hearing;
use super::named::folder;
use super::show::Stage;
use crate::base::{Excerpt, Text};
use crate::machine::{Asked, Attended, Commanded, End, Ended, Local, Machine, Scope, Under};
use crate::model::{Mode, Run, Words};
use crate::say;
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;
use std::time::Instant;

/// `run`: the command as if it stood alone; where it fails, why. The exit code is the
/// command's, whatever becomes of the report.
pub(super) fn run(stage: &Stage, words: &[OsString]) -> u8 {
    let run = begun(stage, Mode::Run);
    let dir = match stage.job.dir.as_deref().map(|dir| folder(&Local, Some(dir))).transpose() {
        Ok(dir) => dir,
        Err(why) => return stage.fail(&run, &why),
    };
    let ((out, from_out), (err, from_err)) = (Hearing::begun(), Hearing::begun());
    let ended = Attended { words, dir: dir.as_deref() }.run(out, err);
    note_trouble(stage, words, &ended);
    let code = ended.end.code();
    if code == 0 || ended.interrupted || ended.end.is_wanted() || never_was(words, &ended) {
        return code;
    }
    // One that never began has printed nothing.
    let command = ended.why.is_none().then(|| short(words));
    let run = Run { command, ..run };
    let explained = catch_unwind(AssertUnwindSafe(|| {
        let (first, second) =
            if ended.as_one { (Words::Both, Words::Both) } else { (Words::Out, Words::Err) };
        let mut symptoms = from_err.symptoms(second);
        symptoms.extend(from_out.symptoms(first));
        let told = Told { symptoms, late: ended.late.clone() };
        explain(stage, run, words, dir, told, code);
    }));
    if explained.is_err() {
        let says = Text::of("an error of this tool itself", "本工具自身出错");
        stage.note(&says);
    }
    code
}

fn explain(stage: &Stage, run: Run, words: &[OsString], dir: Option<String>, told: Told, code: u8) {
    let start = Instant::now();
    let commanded = Commanded::by(words);
    let named = told
        .symptoms
        .iter()
        .filter_map(|it| Some((it.said.module.clone()?, it.said.version.clone())));
    let asked = commanded.asked(named, !told.symptoms.is_empty());
    let asked = Asked {
        dir: commanded.folder(dir.or_else(|| Local.dir())),
        go: stage.job.go.clone().or(asked.go),
        scope: Scope::Missing,
        ..asked
    };
    let machine = Under::these(&Local, commanded.variables);
    let interrupt = OnceLock::new();
    match looked_at(stage, &machine, &asked, told, &interrupt) {
        Ok(examined) => {
            tell(stage, run, start, &examined, interrupt.get().copied(), Some(code));
        }
        Err(why) => {
            stage.fail(&run, &why);
        }
    }
}

/// The name of the program, and of go what it was to do. No more of its words: they may
/// hold secrets.
fn short(words: &[OsString]) -> String {
    let mut words = words.iter().map(|word| word.to_string_lossy().into_owned());
    let program = words.next().unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or_default().to_owned();
    let is_verb = |word: &String| word.chars().all(|c| c.is_ascii_lowercase());
    let verbs: Vec<String> = words.take(2).take_while(is_verb).collect();
    if name == "go" { format!("go {}", verbs.join(" ")).trim().to_owned() } else { name }
}

/// A command that could not be started says nothing: only a missing go is our business.
fn never_was(words: &[OsString], ended: &Ended) -> bool {
    let is_go = words.first().is_some_and(|word| word == "go");
    ended.why.is_some() && !(is_go && ended.end == End::NotFound)
}

/// What a shell would have said, and what stood between the command and our streams.
fn note_trouble(stage: &Stage, words: &[OsString], ended: &Ended) {
    let name = words.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
    let name = Excerpt::text(&name);
    let name = name.as_str();
    match (&ended.why, ended.end) {
        (Some(_), End::NotFound) => {
            stage.note(&say! { en: "{name}: command not found", zh: "{name}：未找到命令" });
        }
        (Some(error), _) => {
            stage.note(&say! { en: "cannot run {name}: {error}", zh: "无法运行 {name}：{error}" });
        }
        (None, _) => {}
    }
    if let Some((place, error)) = &ended.lost {
        stage.note(&say! {
            en: "cannot write to {place}: {error}",
            zh: "无法写入 {place}：{error}",
        });
    }
}
