use super::check::{begun, runtime, tell};
use super::conclude;
use super::examine::Examined;
use super::named::folder;
use super::narrow::narrow;
use super::replay::replay;
use super::show::Stage;
use crate::base::Text;
use crate::machine::{DockerfileAt, Entry, Local, Machine, NoDockerfile, dockerfile};
use crate::model::{Evidence, FileFault, Mode, Verdict};
use crate::remedy::{Proposal, best, reread};
use crate::say;
use std::time::Instant;

/// The names that docker and podman look for.
const USUAL: &[&str] = &["Dockerfile", "Containerfile", "dockerfile", "containerfile"];
/// What comes by standard input and is larger is no Dockerfile, in bytes.
const MOST: usize = 4 << 20;

/// `dockerfile`: reads one, and says what will break or slow module downloads in it.
pub(super) fn run(stage: &Stage, file: Option<&str>) -> u8 {
    let start = Instant::now();
    let run = begun(stage, Mode::Dockerfile);
    let examined = match &stage.job.from {
        Some(path) => replay(stage.console, path).map(|evidence| (conclude(&evidence), evidence)),
        None => live(stage, file),
    };
    let (mut verdict, evidence) = match examined {
        Ok(examined) => examined,
        Err(why) => return stage.fail(&run, &why),
    };
    let left_out = narrow(&mut verdict, &evidence, stage.job);
    let examined = Examined { evidence, verdict, left_out };
    tell(stage, run, start, &examined, None, None)
}

fn live(stage: &Stage, file: Option<&str>) -> Result<(Verdict, Evidence), Text> {
    let dir = folder(&Local, stage.job.dir.as_deref())?;
    let at = located(stage, file, &dir)?;
    let evidence = dockerfile(&Local, &at).map_err(|why| unread(&at.name, why))?;
    let mut verdict = conclude(&evidence);
    runtime()?.block_on(prove(&mut verdict, &at));
    Ok((verdict, evidence))
}

/// Which file is meant; `-` is standard input.
fn located(stage: &Stage, file: Option<&str>, dir: &str) -> Result<DockerfileAt, Text> {
    let dir = dir.trim_end_matches('/').to_owned();
    let within = |name: &str| {
        if name.starts_with('/') { name.to_owned() } else { format!("{dir}/{name}") }
    };
    let at = |name: &str| DockerfileAt {
        name: name.to_owned(),
        path: Some(within(name)),
        content: None,
        dir: dir.clone(),
    };
    match file {
        Some("-") => {
            let content = stage.console.input(MOST).map_err(|error| {
                say! { en: "cannot read standard input: {error}", zh: "无法读取标准输入：{error}" }
            })?;
            Ok(DockerfileAt { path: None, content: Some(content), ..at("-") })
        }
        Some(name) => Ok(at(name)),
        None => {
            let is_there =
                |name: &&&str| matches!(Local.look(&within(name)), Ok(Entry::File { .. }));
            USUAL.iter().find(is_there).map(|name| at(name)).ok_or_else(|| {
                say! {
                    en: "there is neither a Dockerfile nor a Containerfile in {dir}",
                    zh: "{dir} 中既没有 Dockerfile，也没有 Containerfile",
                }
            })
        }
    }
}

fn unread(name: &str, why: NoDockerfile) -> Text {
    match why {
        NoDockerfile::NotOne => say! {
            en: "{name} is no Dockerfile: it does not begin with FROM or ARG",
            zh: "{name} 不是 Dockerfile：它不是以 FROM 或 ARG 开头",
        },
        NoDockerfile::Unreadable(FileFault::NotFound | FileFault::NotADirectory) => {
            say! { en: "there is no file {name}", zh: "没有文件 {name}" }
        }
        NoDockerfile::Unreadable(FileFault::IsDirectory) => {
            say! { en: "{name} is a folder", zh: "{name} 是一个目录" }
        }
        NoDockerfile::Unreadable(FileFault::TooLarge) => {
            say! { en: "{name} is too large for a Dockerfile", zh: "{name} 太大，不像是 Dockerfile" }
        }
        NoDockerfile::Unreadable(FileFault::Denied | FileFault::Failed) => {
            say! { en: "cannot read {name}", zh: "无法读取 {name}" }
        }
    }
}

/// Every fix is read again as it would leave the file.
async fn prove(verdict: &mut Verdict, at: &DockerfileAt) {
    for root in &mut verdict.roots {
        let proposals: Vec<Proposal> = Proposal::all(root).collect();
        for (fix, proposal) in root.fixes.iter_mut().zip(&proposals) {
            fix.proof = reread(&Local, at, proposal).await;
        }
        root.fixes = best(std::mem::take(&mut root.fixes));
    }
}
