use super::{Consequence, Damage, Harm, Survey, Wanted};
use crate::base::Text;
use crate::go::modcache::ModuleVersion;
use crate::model::{Cite, Confidence, Evidence, Finding, Severity, Subject};
use std::collections::BTreeSet;

/// As many are named one by one.
const CITED: usize = 20;

/// Not as it was downloaded, and go.sum or the database is not in doubt.
pub(super) fn is_damaged(damage: &Damage) -> bool {
    !damage.is_remnant() && !is_unsummed(damage) && !is_unrecorded(damage)
}

/// go.sum alone says otherwise, as far as is known.
pub(super) fn is_unsummed(damage: &Damage) -> bool {
    match &damage.harm {
        Harm::Unsummed { line, recorded, .. } => recorded.as_ref() != Some(&line.hash),
        _ => false,
    }
}

pub(super) fn is_unrecorded(damage: &Damage) -> bool {
    matches!(damage.harm, Harm::Unrecorded { .. })
}

/// Damages of one kind, the worst first.
pub(super) struct Found<'a> {
    pub(super) survey: &'a Survey,
    pub(super) damages: Vec<(usize, &'a Damage)>,
}

impl<'a> Found<'a> {
    pub(super) fn of(evidence: &'a Evidence, is: impl Fn(&Damage) -> bool) -> Option<Self> {
        let survey = evidence.survey.as_ref()?;
        let all = survey.damages.iter().enumerate();
        let mut damages: Vec<_> = all.filter(|(_, damage)| is(damage)).collect();
        damages.sort_by_key(|(at, it)| (std::cmp::Reverse((it.severity(), it.consequence())), *at));
        (!damages.is_empty()).then_some(Self { survey, damages })
    }

    pub(super) fn count(&self) -> usize {
        self.damages.len()
    }

    pub(super) fn worst(&self) -> Consequence {
        self.damages.first().map_or(Consequence::None, |(_, damage)| damage.consequence())
    }

    /// What only others need does no harm here.
    pub(super) fn whose(&self) -> Text {
        let elsewhere = |(_, damage): &(usize, &Damage)| damage.wanted == Wanted::Elsewhere;
        if !self.damages.iter().all(elsewhere) {
            return Text::same("");
        }
        Text::of(
            "The module in this folder does not need it; other projects that share the cache may.",
            "当前目录的模块不需要它；共用该缓存的其他项目可能需要。",
        )
    }

    pub(super) fn finding(&self, confidence: Confidence, says: Text) -> Finding {
        let cites = self.damages.iter().take(CITED).map(|(at, _)| Cite::Damage(*at)).collect();
        let severity = self.damages.iter().map(|(_, it)| it.severity()).max();
        let first = self.damages.first().map(|(_, damage)| damage.path.clone());
        Finding::new(confidence, says, cites)
            .severity(severity.unwrap_or(Severity::Info))
            .stops(self.modules().into_iter().collect())
            .about(Subject::File(first.unwrap_or_default()))
    }

    pub(super) fn modules(&self) -> BTreeSet<String> {
        let modules = self.damages.iter().filter_map(|(_, damage)| damage.module.as_ref());
        modules.map(ModuleVersion::named).collect()
    }
}
