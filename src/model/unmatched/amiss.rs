use super::Amiss;
use crate::base::Veiled;
use crate::go::pattern::{Near, match_prefix_patterns, matching_pattern, near_miss};
use crate::model::{Facts, LISTS, is_everybodys, list_meant, narrowest};

impl Facts {
    /// Whether there is any pattern that could be meant for a module.
    pub(super) fn has_patterns(&self) -> bool {
        let misnamed = || self.variables.iter().any(|it| list_meant(&it.name).is_some());
        LISTS.iter().any(|list| !self.settings.raw(list).is_empty())
            || !self.stray_lines.is_empty()
            || misnamed()
    }

    /// Whether a list has a letter in it that no path and no glob has.
    pub(super) fn has_odd_list(&self) -> bool {
        let usual = |c: char| c.is_ascii_alphanumeric() || ".,*?/~_-+!".contains(c);
        LISTS
            .iter()
            .map(|list| self.settings.raw(list))
            .any(|globs| globs.chars().any(|c| !usual(c)) || globs.contains("//"))
    }

    /// Why a list does not hold the module that a pattern was meant for, and the variable
    /// to be put right.
    pub(super) fn amiss(
        &self,
        list: &'static str,
        module: &str,
    ) -> Option<(&'static str, Amiss<'_>)> {
        let holder = self.holder_of(list);
        self.settings.get("GOPRIVATE")?;
        if let Some(near) = near(self.settings.raw(holder), module) {
            return Some((holder, Amiss::Near(near)));
        }
        let private = self.settings.raw("GOPRIVATE");
        if holder == list && list != "GOPRIVATE" {
            if let Some(pattern) = matching_pattern(private, module) {
                let pattern = pattern.to_owned();
                return Some((holder, Amiss::Hidden { by: list, pattern }));
            }
            if let Some(near) = near(private, module) {
                return Some(("GOPRIVATE", Amiss::Near(near)));
            }
        }
        self.misplaced(list, module)
    }

    /// The pattern stands where go does not look.
    fn misplaced(&self, list: &'static str, module: &str) -> Option<(&'static str, Amiss<'_>)> {
        let fits = |key: &str| key == "GOPRIVATE" || key == list;
        let meant = |value: &Veiled| {
            match_prefix_patterns(value.raw(), module)
                || near_miss(value.raw(), module).is_some_and(|near| !near.is_doubtful())
        };
        let misnamed = self.variables.iter().find_map(|it| {
            let key = list_meant(&it.name).filter(|key| fits(key) && meant(&it.value))?;
            Some((key, Amiss::Misnamed { name: &it.name, value: &it.value }))
        });
        let stray = || {
            self.stray_lines.iter().find_map(|it| {
                let key = LISTS.into_iter().find(|key| *key == it.key && fits(key))?;
                let (path, line, value, why) = (&*it.path, it.line, &it.value, it.why);
                meant(value).then_some((key, Amiss::Stray { path, line, value, why }))
            })
        };
        misnamed.or_else(stray)
    }
}

/// What was meant, and never a whole public host in its place.
pub(super) fn near(globs: &str, module: &str) -> Option<Near> {
    let near = near_miss(globs, module)?;
    if !is_everybodys(&near.pattern) {
        return Some(near);
    }
    let pattern = narrowest(std::iter::once(module));
    let becomes = near.becomes.replace(&near.pattern, &pattern);
    Some(Near { pattern, becomes, ..near })
}
