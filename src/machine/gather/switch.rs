use super::{join, project::MOST};
use crate::go::env::Settings;
use crate::go::toolchain::{self, Choice, How, Lines, Refusal, choose};
use crate::machine::{Entry, Machine};
use crate::model::{Lacking, Need, Project, Switching};

/// The module that toolchains are fetched as.
const TOOLCHAIN: &str = "golang.org/toolchain";
/// What go does about its own version before anything else.
#[derive(Default)]
pub(super) struct Switch {
    /// The toolchain to fetch, where it is not here.
    pub need: Option<Need>,
    /// Why go stops at once.
    pub refusal: Option<Refusal>,
    pub facts: Switching,
}

/// The toolchain that go would download before it does anything else.
/// go's file: `cmd/go/internal/toolchain/select.go`.
pub(super) fn look(
    machine: &dyn Machine,
    settings: &Settings,
    project: &Project,
    local: &str,
    path: &str,
) -> Switch {
    match chosen(machine, settings, project, local) {
        Some((file, Choice::Switch { to, how: How::Download, .. })) => {
            let need = need(machine, settings, path, file, &to);
            Switch { need, ..Switch::default() }
        }
        Some((_, Choice::Refused(refusal))) => {
            Switch { refusal: Some(refusal), ..Switch::default() }
        }
        _ => Switch::default(),
    }
}

/// The choice that go would make, and the file whose lines lead to it.
fn chosen<'p>(
    machine: &dyn Machine,
    settings: &Settings,
    project: &'p Project,
    local: &str,
) -> Option<(&'p str, Choice)> {
    let file = project.gowork.path().or(project.gomod.path())?;
    let lines = Lines::scan(&machine.read(file, MOST).ok()?);
    let gotoolchain = settings.raw("GOTOOLCHAIN");
    // Before 1.21 go knew no other toolchain than itself.
    if gotoolchain.is_empty() || toolchain::compare(local.trim_start_matches("go"), "1.21").is_lt()
    {
        return None;
    }
    Some((file, choose(local, gotoolchain, &lines)))
}

fn need(
    machine: &dyn Machine,
    settings: &Settings,
    path: &str,
    file: &str,
    to: &str,
) -> Option<Need> {
    let version = format!("v0.0.1-{to}.{}-{}", settings.raw("GOOS"), settings.raw("GOARCH"));
    let folder = join(settings.raw("GOMODCACHE"), &format!("{TOOLCHAIN}@{version}"));
    let here = matches!(machine.look(&folder), Ok(Entry::Folder)) || on_path(machine, path, to);
    (!here).then(|| Need {
        module: TOOLCHAIN.into(),
        version,
        lacking: Lacking { zip: true, ..Lacking::default() },
        file: Some(file.to_owned()),
        line: None,
        by: None,
        summed: false,
        sums: Vec::new(),
    })
}

fn on_path(machine: &dyn Machine, path: &str, name: &str) -> bool {
    let mut places = path.split(':').filter(|place| place.starts_with('/'));
    places.any(|place| {
        matches!(machine.look(&join(place, name)), Ok(Entry::File { executable: true, .. }))
    })
}
