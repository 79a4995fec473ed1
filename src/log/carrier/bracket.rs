use super::eye::Eye;
use super::{Taken, logger};
use std::net::Ipv6Addr;

/// Longer ones are words of a sentence.
const LONGEST: usize = 80;

/// `[name] text`: a branch of Jenkins, a step of Drone or Tekton, a pod of kubectl, a
/// level, a thread.
pub(super) fn bracketed(text: &str) -> Option<Taken<'_>> {
    // Ant sets them flush right.
    let flush = text.trim_start_matches(' ');
    let (name, rest) = flush.strip_prefix('[')?.split_once(']')?;
    let sound = |c: char| c.is_ascii_alphanumeric() || "-_./:@#+=$ ".contains(c);
    if name.is_empty() || name.len() > LONGEST || !name.chars().all(sound) || is_own(name) {
        return None;
    }
    if flush.len() < text.len() && !name.bytes().all(|it| it.is_ascii_lowercase()) {
        return None;
    }
    let mut eye = Eye::on(rest);
    let parted = eye.sees(": ") || eye.parted() || eye.rest.starts_with('[');
    let mut taken = parted.then(|| Taken::said(eye.rest))?;
    if !logger::is_level(name) {
        taken.name = Some(unnumbered(name));
    }
    Some(taken)
}

/// What go and git put in brackets.
fn is_own(name: &str) -> bool {
    let words = ["signal ", "no ", "setup failed", "build failed", "new ", "rejected", "deleted"];
    words.iter().any(|it| name.starts_with(it)) || name.parse::<Ipv6Addr>().is_ok()
}

/// Drone and Woodpecker count the lines: `step:12`, `step:L12:3s`.
fn unnumbered(name: &str) -> &str {
    let Some((step, count)) = name.split_once(':') else { return name };
    let counted = count.trim_start_matches('L').starts_with(|c: char| c.is_ascii_digit());
    if counted { step } else { name }
}
