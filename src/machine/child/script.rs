use std::env::{split_paths, var_os};
use std::ffi::OsString;
use std::path::PathBuf;

/// The words by which a shell runs a script that names no interpreter.
/// `execvp` does so, and what starts programs here does not.
pub(super) fn shown_to_shell(words: &[OsString]) -> Option<Vec<OsString>> {
    let (program, rest) = words.split_first()?;
    let script = PathBuf::from(program);
    let script = if script.components().count() > 1 {
        script
    } else {
        let path = var_os("PATH")?;
        split_paths(&path).map(|folder| folder.join(&script)).find(|it| it.is_file())?
    };
    let shell = ["/bin/sh".into(), script.into_os_string()];
    Some(shell.into_iter().chain(rest.iter().cloned()).collect())
}
