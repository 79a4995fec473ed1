use super::{asked, insecure};
use crate::base::Veiled;
use crate::go::vcs::{ImportFault, Origin, Page, Silence, launchpad, page_url};
use crate::model::{Artefact, Fault, Fetch, Need, Outcome, Role};
use crate::probe::fetch::Asked;
use crate::probe::lookout::Lookout;

/// What a host says of where the module lies, and what was asked for it; first of all
/// what stops go.
/// go's file: `cmd/go/internal/vcs/vcs.go`, `repoRootForImportDynamic`.
pub(super) async fn discover(lookout: &Lookout<'_>, need: &Need) -> (Vec<Fetch>, Option<Origin>) {
    let facts = lookout.climber.facts;
    let (fetches, origin) = by_page(lookout, need).await;
    let stopped = fetches.first().is_some_and(|it| !matches!(it.outcome, Outcome::Unknown { .. }));
    if origin.is_none()
        && stopped
        && let Some(branch) = launchpad(&need.module, facts.go.minor())
        && facts.vcs_policy().check(branch.home.tool, &branch.home.root).is_ok()
    {
        return (Vec::new(), Some(Origin::Repository(branch.home)));
    }
    (fetches, origin)
}

async fn by_page(lookout: &Lookout<'_>, need: &Need) -> (Vec<Fetch>, Option<Origin>) {
    let discovery = lookout.climber.facts.discovery(&need.module);
    let own = see(lookout, need, &need.module).await;
    let Some(page) = own.page() else { return (vec![own.fetch], None) };
    let tag = match discovery.tag(&page) {
        Ok(tag) => tag,
        Err(silence) => return (vec![own.without(silence)], None),
    };
    if tag.prefix != need.module {
        let above = see(lookout, need, &tag.prefix).await;
        let Some(page) = above.page() else { return (vec![above.fetch, own.served()], None) };
        if let Err(silence) = discovery.confirm(&tag, &own.url(), &page) {
            return (vec![above.without(silence), own.served()], None);
        }
    }
    match discovery.lead(&tag, &own.url()) {
        Ok(origin) => (vec![own.served()], Some(origin)),
        Err(fault) => (vec![own.without(Silence::Import(fault))], None),
    }
}

/// The page of an import path.
async fn see(lookout: &Lookout<'_>, need: &Need, path: &str) -> Seen {
    let Asked { fetch, body } = if lookout.climber.facts.is_insecure(&need.module) {
        insecure::asked(lookout, need, path).await
    } else {
        let url = Veiled::new(page_url("https", path));
        asked(lookout, need, Artefact::GoGet, url, Role::Origin).await
    };
    let shown = fetch.url.raw().to_owned();
    Seen { fetch, body, shown }
}

struct Seen {
    fetch: Fetch,
    body: Vec<u8>,
    shown: String,
}

impl Seen {
    /// What came, where anything did.
    fn page(&self) -> Option<Page<'_>> {
        let is_ok = matches!(self.fetch.outcome, Outcome::Served { .. });
        let came = is_ok
            || matches!(self.fetch.outcome, Outcome::Missing { .. } | Outcome::Refused { .. });
        came.then_some(Page { url: &self.shown, body: &self.body, is_ok })
    }

    fn url(&self) -> String {
        self.shown.clone()
    }

    /// Its status says why it does not tell, or go's reading of it does.
    fn without(self, silence: Silence) -> Fetch {
        match silence {
            Silence::Status => self.fetch,
            Silence::Import(fault) => self.broken(fault),
        }
    }

    fn broken(self, fault: ImportFault) -> Fetch {
        Fetch { outcome: Outcome::Broken { fault: Fault::Import(fault) }, ..self.fetch }
    }

    /// It tells, whatever its status is.
    fn served(self) -> Fetch {
        Fetch { outcome: Outcome::Served { versions: Vec::new() }, ..self.fetch }
    }
}
