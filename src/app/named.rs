use crate::base::Text;
use crate::cli::Job;
use crate::machine::{Asked, Machine, Scope};
use crate::say;

/// What the command line says about where to look and for what.
pub(super) fn asked(
    machine: &dyn Machine,
    job: &Job,
    modules: &[String],
    scope: Scope,
) -> Result<Asked, Text> {
    Ok(Asked {
        dir: match &job.dir {
            Some(dir) => Some(folder(machine, Some(dir))?),
            // That there is none any more is for a cause to say.
            None => machine.dir(),
        },
        go: job.go.clone(),
        modules: modules.iter().map(|typed| split(typed)).collect(),
        scope,
        ..Asked::default()
    })
}

/// Where go would work after `-C`: an absolute path, so that the folders above
/// it are known. go's file: `cmd/go/chdir.go`.
pub(super) fn folder(machine: &dyn Machine, named: Option<&str>) -> Result<String, Text> {
    let Some(dir) = named else {
        return machine
            .dir()
            .ok_or(Text::of("the working folder does not exist any more", "当前目录已不存在"));
    };
    if !machine.is_folder(dir) {
        return Err(say! { en: "{dir} is no folder", zh: "{dir} 不是文件夹" });
    }
    let real = machine.real(dir).filter(|_| machine.os() != "windows");
    Ok(real.unwrap_or_else(|| dir.to_owned()))
}

/// `MODULE[@VERSION]`; without a version it is the one of go.mod, else the latest.
fn split(typed: &str) -> (String, Option<String>) {
    match typed.split_once('@') {
        Some((module, version)) if !version.is_empty() => {
            (module.to_owned(), Some(version.to_owned()))
        }
        _ => (typed.trim_end_matches('@').to_owned(), None),
    }
}
