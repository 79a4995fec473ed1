//! The go on this machine as the judge: the same repositories, fetched by it and by
//! us.

mod lab;
mod pages;
mod shapes;

use self::lab::{Lab, Said};
use super::git::Git;
use super::{Sought, origin_sum};
use crate::base::Deadline;
use crate::go::origin::Home;
use crate::machine::{Local, Machine};
use crate::model::{Facts, OriginFault, OriginSum};
use crate::world::World;
use std::time::Duration;

/// git is slow where everything is built at the same time.
const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn every_shape_hashes_as_go_hashes_it() {
    let Some(lab) = Lab::new() else { return };
    let versions = shapes::make(&lab);
    let judged = lab.go(&versions);
    assert_eq!(judged.len(), versions.len());
    // Were they all of one kind, little would be compared.
    let refused = judged.values().filter(|said| matches!(said, Said::Refused { .. })).count();
    assert!(refused >= 12 && judged.len() - refused >= 25, "{refused} of {}", judged.len());
    let mut wrong = Vec::new();
    for (module, version) in &versions {
        let said = &judged[&(module.clone(), version.clone())];
        let found = ours(&lab, module, version).await;
        if !agree(said, &found) {
            wrong.push(format!("{module}@{version}: go {said:?}, we {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn ours(lab: &Lab, module: &str, version: &str) -> OriginSum {
    let home = Home::by_path(module).or_else(|| pages::home(module)).unwrap();
    let place = home.repository.raw().strip_prefix("https://").unwrap().to_owned();
    let home = Home { repository: lab.repository(&place), ..home };
    let facts = Facts::default();
    let sought = Sought { module, version, home: &home, facts: &facts };
    origin_sum(&Local, &sought, Deadline::after(PATIENCE)).await
}

fn agree(said: &Said, found: &OriginSum) -> bool {
    match said {
        Said::Hashes { gomod, zip } => {
            found.fault.is_none()
                && found.gomod.as_ref() == Some(gomod)
                && found.zip.as_ref() == Some(zip)
        }
        Said::Refused { .. } => {
            let refused =
                matches!(found.fault, Some(OriginFault::Refused { .. } | OriginFault::NotThere));
            refused && found.zip.is_none()
        }
    }
}

#[tokio::test]
async fn what_cannot_be_reached_is_told() {
    let Some(lab) = Lab::new() else { return };
    let found = ours(&lab, "github.com/lab/nowhere", "v1.0.0").await;
    assert!(matches!(found.fault, Some(OriginFault::Failed { code: 128, .. })), "{found:?}");
    shapes::plain(&lab);
    let home = Home::by_path("github.com/lab/plain").unwrap();
    let home = Home { repository: lab.repository(&home.root), ..home };
    let (module, facts) = ("github.com/lab/plain", Facts::default());
    let sought = Sought { module, version: "v1.0.0", home: &home, facts: &facts };
    let late = origin_sum(&Local, &sought, Deadline::after(Duration::ZERO)).await;
    assert_eq!(late.fault, Some(OriginFault::Deadline));
}

/// A server that takes the line and says nothing: git is ended with all it started.
#[tokio::test]
async fn a_silent_server_is_not_waited_for() {
    if Lab::new().is_none() {
        return;
    }
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/x", listener.local_addr().unwrap());
    let home = Home::by_path("github.com/lab/silent").unwrap();
    let home = Home { repository: crate::base::Veiled::new(url), ..home };
    let (module, facts) = ("github.com/lab/silent", Facts::default());
    let sought = Sought { module, version: "v1.0.0", home: &home, facts: &facts };
    let begun = std::time::Instant::now();
    let found = origin_sum(&Local, &sought, Deadline::after(Duration::from_millis(700))).await;
    assert_eq!(found.fault, Some(OriginFault::Deadline));
    assert!(begun.elapsed() < Duration::from_secs(10));
}

/// Within a hook the variables of git name the repository that it runs for.
#[test]
fn git_writes_into_the_scratch_folder_alone() {
    let world = World::healthy()
        .var("GIT_DIR", "/w/.git")
        .var("GIT_OBJECT_DIRECTORY", "/w/.git/objects/incoming")
        .var("GIT_COMMON_DIR", "/w/.git");
    let (scratch, remote) = (world.scratch().unwrap(), crate::base::Veiled::new("https://h"));
    let until = Deadline::after(PATIENCE);
    let facts = Facts::default();
    let git = Git { machine: &world, facts: &facts, scratch: &scratch, remote: &remote, until };
    let set = git.command(&["init"]).variables;
    let value = |name: &str| set.iter().find(|(known, _)| known == name).map(|it| it.1.clone());
    let path = scratch.path();
    assert_eq!(value("GIT_DIR").as_deref(), Some(path));
    assert_eq!(value("GIT_COMMON_DIR").as_deref(), Some(path));
    assert_eq!(value("GIT_OBJECT_DIRECTORY"), Some(format!("{path}/objects")));
    assert_eq!(value("GIT_INDEX_FILE"), None);
}
