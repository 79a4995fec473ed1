use crate::go::module::split_path_version;
use crate::go::vcs::Tool;
use crate::model::{Artefact, Cite, Counter, Evidence, Fetch, Forge, Source, VcsFault};

/// Host, group and project: what GitLab names of a path to whoever is not logged in.
const NAMED: usize = 3;

impl Evidence {
    /// What shows that a GitLab named only the first part of a path as the repository
    /// of a module, as go asked it without credentials. With them it names the whole
    /// path.
    pub fn cut_by_gitlab(&self, fetch: &Fetch) -> Option<Cite> {
        if !fetch.hides_deeper_path() || self.asked_with_credentials(&fetch.module) {
            return None;
        }
        let host = fetch.module.split('/').next();
        let is = |seen: &Counter| {
            matches!(seen, Counter::Forge { url, forge: Forge::Gitlab }
                if url.raw().split('/').nth(2) == host)
        };
        let mut counters = self.counters.iter().enumerate();
        counters.find(|(_, probe)| is(&probe.seen)).map(|(at, _)| Cite::Counter(at))
    }

    fn asked_with_credentials(&self, module: &str) -> bool {
        let page = |it: &&Fetch| it.artefact == Artefact::GoGet && it.source == Source::Origin;
        let pages = self.fetches.iter().filter(page);
        pages.filter(|it| it.module == module).any(|it| it.sent_credentials)
    }
}

impl Fetch {
    /// Whether the repository is the first part of a deeper path, and its server shows
    /// it to nobody or does not know it.
    pub fn hides_deeper_path(&self) -> bool {
        let hidden =
            matches!(self.vcs_fault(), Some(VcsFault::Prompt { .. } | VcsFault::NotFound { .. }));
        hidden && self.artefact == Artefact::Tag && self.is_first_part()
    }

    fn is_first_part(&self) -> bool {
        let url = self.url.raw();
        let place = url.split_once("://").map_or(url, |(_, place)| place);
        let place = place.split_once('@').map_or(place, |(_, place)| place);
        let git = format!(".{}", Tool::Git);
        let place = place.strip_suffix(&git).unwrap_or(place);
        let module = split_path_version(&self.module).map_or(&*self.module, |it| it.prefix);
        let below = module.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'));
        below && place.split('/').count() == NAMED
    }
}
