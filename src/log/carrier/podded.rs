use super::Taken;

/// Of stern: `pod container text`. A pod of a set ends in five letters of Kubernetes' own
/// alphabet (apimachinery, util/rand), which has no vowels that could make words.
pub(super) fn stern(text: &str) -> Option<Taken<'_>> {
    let (pod, rest) = text.split_once(' ')?;
    let (set, last) = pod.rsplit_once('-')?;
    let drawn = |c: char| "bcdfghjklmnpqrstvwxz2456789".contains(c);
    let label = |it: &str| {
        let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
        (1..=63).contains(&it.len()) && it.chars().all(sound)
    };
    if last.len() != 5 || !last.chars().all(drawn) || !label(set) {
        return None;
    }
    let (container, rest) = rest.split_once(' ')?;
    let name = &text[..pod.len() + 1 + container.len()];
    let rest = rest.strip_prefix("› ").unwrap_or(rest);
    label(container).then(|| Taken::named(name, rest))
}
