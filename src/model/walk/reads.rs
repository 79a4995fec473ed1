use super::compare::Came;
use super::{End, Map};
use crate::go::route::Route;
use crate::model::{Artefact, Cite, Nameplate, Need};

impl<'a> Map<'a> {
    /// What the go.mod says of its own module: go reads it while it loads the graph, and
    /// not where modules were named. go's file: `cmd/go/internal/modload/modfile.go`,
    /// `goModSummary`.
    pub(super) fn read(&self, route: &Route, need: &Need) -> End {
        if self.evidence.facts.project.modules_named || need.module == "golang.org/toolchain" {
            return End::Works;
        }
        let read = if need.lacking.gomod { self.came_with(route, need) } else { self.stored(need) };
        let refused = read.filter(|(_, says)| {
            self.evidence.facts.refused_as(&need.module, &need.version, says).is_some()
        });
        match refused {
            Some((by, _)) => End::Stopped { by, past: Vec::new() },
            None => End::Works,
        }
    }

    fn came_with(&self, route: &Route, need: &Need) -> Option<(Cite, &'a Nameplate)> {
        match self.came(route, need, Artefact::Mod)? {
            Came::Served(at, fetch) => Some((Cite::Fetch(at), fetch.nameplate.as_ref()?)),
            Came::AtOrigin => {
                let (cite, sum) = self.evidence.repository_of(need)?;
                Some((cite, sum.nameplate.as_ref()?))
            }
        }
    }

    fn stored(&self, need: &Need) -> Option<(Cite, &'a Nameplate)> {
        let mut stored = self.evidence.facts.packages.misnamed.iter();
        let stored = stored.find(|it| it.module == need.module && it.version == need.version)?;
        Some((Cite::Stored(stored.path.clone()), &stored.nameplate))
    }
}
