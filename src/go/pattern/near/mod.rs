//! Patterns that were meant for a module and do not match it: which one, why by go's
//! rule, and what it has to be. Nothing is claimed of a pattern that may be meant for
//! another module.

mod elements;
mod repair;
#[cfg(test)]
mod tests;

use super::match_prefix_patterns;
use elements::fitted;
use repair::{REPAIRS, parts};

/// A list longer than this was not written by hand, in bytes.
const LONGEST: usize = 4000;

/// Why a pattern does not match what it was meant for.
/// go's file: `golang.org/x/mod/module/module.go`, `MatchPrefixPatterns`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// The end of a line of a file from Windows.
    CarriageReturn,
    /// A blank, tab or invisible character beside it.
    Blank,
    /// Something else than a comma between two patterns.
    Separator(char),
    /// The name of the variable stands in its value.
    Name,
    Quotes,
    /// A bracket that no other closes, or none of a glob.
    Malformed,
    /// `^`, `$` or `.*`, as in a regular expression.
    Regex,
    /// `%2F` in place of a slash.
    Encoded,
    Backslash,
    /// `https://` or another one.
    Scheme,
    /// `git@host:org`.
    Scp,
    Port,
    /// `@v1.2.3` or `@branch`.
    Version,
    /// `/...` or `/**`.
    Rest,
    /// Two slashes, or one in front.
    Slashes,
    /// `.git` at the end.
    Git,
    /// A dot in front of the host, or behind it.
    Dot,
    Case,
    /// A domain that does not hold for the hosts below it.
    Subdomain,
    /// `*.` wants one more label.
    Label,
    /// `/*` wants one more element.
    Element,
    /// It goes on below the module's path.
    Deeper,
    /// The `/vN` of another major version, or of none.
    Major,
    /// The beginning of an element.
    Half,
    /// A letter or two.
    Typo,
}

/// A pattern that was meant for a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// It as it stands in the list, blanks included.
    pub entry: String,
    /// What it has to be for that module.
    pub pattern: String,
    /// What belongs in the place of the entry: more than one pattern where something
    /// else than a comma stood between them.
    pub becomes: String,
    /// All that has to be put right, in the order in which it was.
    pub slips: Vec<Slip>,
}

/// The pattern of `globs` that was meant for `module`, where none matches it.
pub fn near_miss(globs: &str, module: &str) -> Option<Near> {
    if globs.len() > LONGEST || match_prefix_patterns(globs, module) {
        return None;
    }
    let entries = globs.split(',').filter_map(|entry| meant_by(entry, module));
    entries.min_by_key(Near::doubt)
}

fn meant_by(entry: &str, module: &str) -> Option<Near> {
    let (separator, parts) = parts(entry);
    let found = parts.iter().enumerate().filter_map(|(at, part)| Some((at, read(part, module)?)));
    let (at, (mut slips, pattern)) = found.min_by_key(|(_, (slips, _))| doubt(slips))?;
    slips.splice(0..0, separator.map(Slip::Separator));
    let mut others: Vec<&str> = parts.iter().map(|part| part.trim()).collect();
    others[at] = &pattern;
    let becomes = others.join(",");
    Some(Near { entry: entry.to_owned(), becomes, pattern, slips })
}

/// What is wrong with it, and what it has to be.
fn read(part: &str, module: &str) -> Option<(Vec<Slip>, String)> {
    let (all, pattern) = repaired(part, module, None)?;
    let needless = |slip: &Slip| repaired(part, module, Some(*slip)).is_some();
    let mut slips: Vec<Slip> = all.iter().copied().filter(|slip| !needless(slip)).collect();
    if slips.is_empty() {
        slips = all;
    }
    let holds = match_prefix_patterns(&pattern, module) && !pattern.starts_with(['*', '?', '/']);
    let holds = holds || pattern.starts_with("*.") && match_prefix_patterns(&pattern, module);
    holds.then_some((slips, pattern))
}

fn repaired(part: &str, module: &str, but: Option<Slip>) -> Option<(Vec<Slip>, String)> {
    let (mut slips, mut text) = (Vec::new(), part.to_owned());
    for (slip, repair) in REPAIRS.iter().filter(|(slip, _)| but != Some(*slip)) {
        let better = repair(&text);
        if better != text {
            slips.extend((!slips.contains(slip)).then_some(*slip));
            text = better;
        }
    }
    let (more, pattern) = fitted(&text, module)?;
    if more.iter().any(|slip| but == Some(*slip)) {
        return None;
    }
    slips.extend(more);
    Some((slips, pattern))
}

impl Near {
    /// The list with what was meant in its place; the others stay as they are, except for
    /// blanks, which never match anything.
    pub fn mended(&self, globs: &str) -> String {
        let entries = globs
            .split(',')
            .map(|entry| if entry == self.entry { self.becomes.as_str() } else { entry.trim() });
        entries.filter(|entry| !entry.is_empty()).collect::<Vec<_>>().join(",")
    }

    /// Whether it matches no module at all as it stands, whatever it was meant for.
    pub fn is_dead(&self) -> bool {
        use Slip::{
            Blank, CarriageReturn, Encoded, Malformed, Name, Port, Quotes, Regex, Scheme, Scp,
            Separator, Slashes, Version,
        };
        self.slips.iter().any(|slip| {
            matches!(
                slip,
                CarriageReturn | Blank | Separator(_) | Name | Quotes | Malformed | Regex | Encoded
            ) || matches!(slip, Scheme | Scp | Port | Version | Slashes)
        })
    }

    /// Whether it may as well be meant for another module.
    pub fn is_doubtful(&self) -> bool {
        self.slips.iter().any(|slip| matches!(slip, Slip::Deeper | Slip::Half | Slip::Typo))
    }

    fn doubt(&self) -> usize {
        doubt(&self.slips)
    }
}

fn doubt(slips: &[Slip]) -> usize {
    let weight = |slip: &Slip| match slip {
        Slip::Typo | Slip::Half | Slip::Deeper => 100,
        Slip::Subdomain => 50,
        _ => 1,
    };
    slips.iter().map(weight).sum()
}
