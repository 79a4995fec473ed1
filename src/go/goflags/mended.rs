use super::split::{BLANKS, split};
use super::{Flag, Goflags, known};

impl Goflags {
    /// The flags that were meant: quotes inside a word hold it together, and a flag with
    /// its value a blank away gets its equals sign. What go does not know is left out.
    /// None where nothing is left.
    pub fn mended(value: &str, version: &str) -> Option<Self> {
        let words = split(value).ok().map(|words| words.into_iter().map(str::to_owned).collect());
        let joined = words
            .filter(|words: &Vec<String>| Self::are_flags(words))
            .unwrap_or_else(|| joined(value));
        let mut flags: Vec<Flag> = Vec::new();
        for word in joined {
            match word.strip_prefix('-') {
                Some(text) => flags.push(read(text.strip_prefix('-').unwrap_or(text))),
                // A value without its flag belongs to the one before.
                None => match flags.last_mut() {
                    Some(flag) if flag.value.is_none() => flag.value = Some(word),
                    _ => flags.push(read(&word)),
                },
            }
        }
        flags.retain(|flag| known::is_known(&flag.name, version));
        (!flags.is_empty()).then_some(Self(flags))
    }

    fn are_flags(words: &[String]) -> bool {
        // A quote that is open in a word holds what stands behind the blank as well.
        let whole = |word: &String| word.matches(['"', '\'']).count().is_multiple_of(2);
        words.iter().all(|word| word.starts_with('-') && whole(word))
    }

    /// As GOFLAGS is written: a word with a blank in it stands in quotes.
    pub fn written(&self) -> String {
        let words = self.0.iter().map(|flag| {
            let value = flag.value.as_ref().map(|value| format!("={value}")).unwrap_or_default();
            let word = format!("-{}{value}", flag.name);
            match (word.contains(BLANKS), word.contains('\'')) {
                (false, _) => word,
                (true, false) => format!("'{word}'"),
                (true, true) => format!("\"{word}\""),
            }
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

fn read(text: &str) -> Flag {
    match text.split_once('=') {
        Some((name, value)) => Flag { name: name.to_owned(), value: Some(value.to_owned()) },
        None => Flag { name: text.to_owned(), value: None },
    }
}

/// The words as a shell would take them: quotes hold blanks wherever they stand.
fn joined(value: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut open = None;
    for c in value.chars() {
        match open {
            Some(quote) if c == quote => open = None,
            None if matches!(c, '"' | '\'') => open = Some(c),
            None if BLANKS.contains(&c) => words.push(std::mem::take(&mut word)),
            _ => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_written_as_go_takes_it() {
        let mended = |value: &str| Goflags::mended(value, "").map(|flags| flags.written());
        for (value, meant) in [
            ("-mod mod", "-mod=mod"),
            ("-mod vendor -x", "-mod=vendor -x"),
            ("-ldflags='-s -w'", "'-ldflags=-s -w'"),
            ("-ldflags=\"-X 'a=b c'\"", "\"-ldflags=-X 'a=b c'\""),
            ("mod=mod", "-mod=mod"),
            ("-modd=mod -x", "-x"),
            ("\"-tags=a", "-tags=a"),
        ] {
            assert_eq!(mended(value).as_deref(), Some(meant), "{value}");
            assert!(Goflags::parse(meant, "").is_ok(), "{meant}");
        }
        assert_eq!(mended("-nope"), None);
        assert_eq!(mended("maybe"), None);
    }
}
