use super::check::{begun, tell};
use super::conclude;
use super::examine::Examined;
use super::narrow::narrow;
use super::replay::replay;
use super::show::Stage;
use crate::base::{Excerpt, Text};
use crate::causes;
use crate::log::Reader;
use crate::model::{Evidence, Facts, Limits, Mode};
use crate::say;
use std::io;
use std::time::Instant;

/// `log`: what a log tells of why go failed, from its text alone.
pub(super) fn run(stage: &Stage, file: Option<&str>) -> u8 {
    let start = Instant::now();
    let run = begun(stage, Mode::Log);
    let evidence = match &stage.job.from {
        Some(path) => replay(stage.console, path),
        None => heard(stage, file.unwrap_or("-")),
    };
    let evidence = match evidence {
        Ok(evidence) => evidence,
        Err(why) => return stage.fail(&run, &why),
    };
    let mut verdict = conclude(&evidence);
    let left_out = narrow(&mut verdict, &evidence, stage.job);
    tell(stage, run, start, &Examined { evidence, verdict, left_out }, None, None)
}

fn heard(stage: &Stage, file: &str) -> Result<Evidence, Text> {
    let mut reader = Reader::new(causes::ALL);
    let path = stage.below_dir(file);
    let read = stage.console.pour(&path, &mut |piece| reader.feed(piece));
    read.map_err(|error| unread(file, &error))?;
    let limits = Limits { text_alone: true, ..Limits::default() };
    let nothing = Evidence::new(Facts::default(), vec![], vec![], vec![], limits);
    Ok(nothing.heard(reader.finish()))
}

fn unread(file: &str, error: &io::Error) -> Text {
    let file = Excerpt::text(file);
    let file = file.as_str();
    match file {
        "-" => say! { en: "cannot read standard input: {error}", zh: "无法读取标准输入：{error}" },
        _ => say! { en: "cannot read {file}: {error}", zh: "无法读取 {file}：{error}" },
    }
}
