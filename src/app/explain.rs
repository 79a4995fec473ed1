use super::show::Stage;
use crate::causes;
use crate::cli::Explain;
use crate::exit;
use crate::model::Run;
use crate::render::{explain, target};
use crate::say;

/// `explain`: the full text on one cause, or the catalogue.
pub(super) fn run(stage: &Stage, what: &Explain) -> u8 {
    let style = stage.plain_style(false, stage.job.target.unwrap_or(target::ALL[0]));
    let mut page = Vec::new();
    let written = match what {
        Explain::List => explain::list(causes::ALL, &style, &mut page),
        Explain::Code(code) => match causes::ALL.iter().find(|cause| cause.code == code) {
            Some(cause) => explain::one(cause, &style, &mut page),
            None => return unknown(stage, code),
        },
    };
    match written.and_then(|()| stage.console.print(&page)) {
        Ok(()) => exit::OK,
        Err(_) => exit::UNABLE,
    }
}

fn unknown(stage: &Stage, code: &str) -> u8 {
    let says = say! {
        en: "there is no cause `{code}`; `gomod-doctor explain --list` lists them",
        zh: "没有代码为 `{code}` 的原因；用 `gomod-doctor explain --list` 查看全部",
    };
    stage.fail(&Run::default(), &says)
}
