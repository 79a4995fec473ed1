use super::amiss::near;
use super::{Amiss, Unmatched, WhoAsked};
use crate::go::pattern::{match_prefix_patterns, matching_pattern};
use crate::model::{Facts, LISTS, Step};
use std::collections::BTreeMap;

impl Facts {
    /// The lists with what was meant for these modules, as steps.
    pub fn matched_again(&self, all: &[Unmatched<'_>]) -> Vec<Step> {
        let mut values: BTreeMap<&'static str, String> = BTreeMap::new();
        for it in all {
            let value = self.value_of(&values, it.variable);
            if let Some(better) = holding(&value, it) {
                values.insert(it.variable, better);
            }
            // The same slip was mostly typed into the other lists as well.
            for list in LISTS.into_iter().filter(|list| self.has_own(list)) {
                let value = self.value_of(&values, list);
                if let Some(near) = near(&value, &it.need.module) {
                    values.insert(list, near.mended(&value));
                }
            }
        }
        for it in all {
            self.let_through(&mut values, it);
        }
        LISTS.into_iter().filter_map(|key| Some(self.set(key, values.remove(key)?))).collect()
    }

    fn value_of(&self, values: &BTreeMap<&'static str, String>, key: &str) -> String {
        let own = || if self.has_own(key) { self.settings.raw(key) } else { "" };
        values.get(key).cloned().unwrap_or_else(|| own().to_owned())
    }

    /// The database is not to stop go next, nor a list of its own to hide GOPRIVATE.
    fn let_through(&self, values: &mut BTreeMap<&'static str, String>, it: &Unmatched<'_>) {
        let module = &it.need.module;
        let lists: &[&str] = match it.asked {
            WhoAsked::Proxies if !it.need.summed => &["GONOPROXY", "GONOSUMDB"],
            WhoAsked::Proxies => &["GONOPROXY"],
            WhoAsked::Database => &["GONOSUMDB"],
        };
        for list in lists {
            let Some(list) = LISTS.into_iter().find(|it| it == list) else { continue };
            let holder = self.holder_of(list);
            let value = self.value_of(values, holder);
            if match_prefix_patterns(&value, module) {
                continue;
            }
            let pattern = LISTS.into_iter().find_map(|key| {
                let value = self.value_of(values, key);
                matching_pattern(&value, module).map(str::to_owned)
            });
            if let Some(pattern) = pattern {
                let key = if holder == "GOPRIVATE" { list } else { holder };
                values.insert(key, with(&value, &pattern));
            }
        }
    }
}

/// A value that holds the module; none where this one does.
fn holding(value: &str, it: &Unmatched<'_>) -> Option<String> {
    let module = &it.need.module;
    if match_prefix_patterns(value, module) {
        return None;
    }
    if let Some(near) = near(value, module) {
        return Some(near.mended(value));
    }
    let pattern = match &it.amiss {
        Amiss::Near(near) => near.pattern.clone(),
        Amiss::Hidden { pattern, .. } => pattern.clone(),
        Amiss::Misnamed { value, .. } | Amiss::Stray { value, .. } => {
            let value = value.raw();
            let near = near(value, module);
            near.map_or_else(|| value.to_owned(), |near| near.mended(value))
        }
    };
    Some(with(value, &pattern))
}

fn with(value: &str, pattern: &str) -> String {
    let comma = if value.is_empty() || value.ends_with(',') { "" } else { "," };
    format!("{value}{comma}{pattern}")
}
