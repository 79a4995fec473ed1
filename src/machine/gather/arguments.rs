use super::Asked;
use crate::base::Veiled;
use crate::model::Argument;

/// What was typed where go takes modules, as go would see it.
pub(super) fn look(asked: &Asked) -> Vec<Argument> {
    let typed = |(module, version): &(String, Option<String>)| match version {
        Some(version) => format!("{module}@{version}"),
        None => module.clone(),
    };
    asked.modules.iter().map(|it| Argument { typed: Veiled::new(typed(it)) }).collect()
}
