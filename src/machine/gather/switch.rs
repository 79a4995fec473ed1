use super::{join, project::MOST};
use crate::go::env::Settings;
use crate::go::toolchain::{self, Choice, How, Lines, choose};
use crate::machine::{Entry, Machine};
use crate::model::{Lacking, Need, Project};

/// The module that toolchains are fetched as.
const TOOLCHAIN: &str = "golang.org/toolchain";
/// The toolchain that go would download before it does anything else.
/// go's file: `cmd/go/internal/toolchain/select.go`.
pub(super) fn look(
    machine: &dyn Machine,
    settings: &Settings,
    project: &Project,
    local: &str,
    path: &str,
) -> Option<Need> {
    let file = project.gowork.path().or(project.gomod.path())?;
    let lines = Lines::scan(&machine.read(file, MOST).ok()?);
    let gotoolchain = settings.raw("GOTOOLCHAIN");
    // Before 1.21 go knew no other toolchain than itself.
    if gotoolchain.is_empty() || toolchain::compare(local.trim_start_matches("go"), "1.21").is_lt()
    {
        return None;
    }
    let Choice::Switch { to, how: How::Download, .. } = choose(local, gotoolchain, &lines) else {
        return None;
    };
    let version = format!("v0.0.1-{to}.{}-{}", settings.raw("GOOS"), settings.raw("GOARCH"));
    let folder = join(settings.raw("GOMODCACHE"), &format!("{TOOLCHAIN}@{version}"));
    let here = matches!(machine.look(&folder), Ok(Entry::Folder)) || on_path(machine, path, &to);
    (!here).then(|| Need {
        module: TOOLCHAIN.into(),
        version,
        lacking: Lacking { zip: true, ..Lacking::default() },
        file: Some(file.to_owned()),
        line: None,
        summed: false,
    })
}

fn on_path(machine: &dyn Machine, path: &str, name: &str) -> bool {
    let mut places = path.split(':').filter(|place| place.starts_with('/'));
    places.any(|place| {
        matches!(machine.look(&join(place, name)), Ok(Entry::File { executable: true, .. }))
    })
}
