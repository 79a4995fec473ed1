use super::Place;
use crate::base::Veiled;
use crate::model::{Artefact, Fetch, Need, Outcome, Source, Unknown};
use crate::probe::lookout::Lookout;

/// A version asked of a repository that is none of git's.
#[expect(clippy::unused_async, reason = "asking takes time")]
pub(super) async fn ask(_lookout: &Lookout<'_>, need: &Need, place: &Place) -> Fetch {
    Fetch {
        module: need.module.clone(),
        version: need.version.clone(),
        artefact: Artefact::Tag,
        source: Source::Origin,
        url: Veiled::new(place.repository.clone()),
        sent_credentials: false,
        outcome: Outcome::Unknown { why: Unknown::NotAsked },
        content: None,
        took_ms: 0,
    }
}
