use crate::model::Step;
use crate::render::target::{hides, quote, spelled};

/// The steps that only set variables, as names and values; none if one does
/// more or needs a secret. What is only said counts as nothing.
pub(super) fn plain_variables(steps: &[Step]) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for step in steps {
        match step {
            Step::SetGoEnv { key, value } if !hides(value) => {
                found.push(((*key).to_owned(), spelled(value)));
            }
            Step::SetEnv { name, value } if !hides(value) => {
                found.push((name.clone(), spelled(value)));
            }
            Step::Say(_) => {}
            _ => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// A mapping below `key:`.
pub(super) fn mapping(key: &str, pairs: &[(String, String)]) -> Vec<String> {
    let lines = pairs.iter().map(|(name, value)| format!("  {name}: {}", quote::yaml(value)));
    std::iter::once(format!("{key}:")).chain(lines).collect()
}
