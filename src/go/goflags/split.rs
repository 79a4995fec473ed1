use super::GoflagsError;

/// The words of `text`; quotes count only around a whole word, and nothing is
/// unescaped. go's file: `cmd/internal/quoted/quoted.go`, `Split`.
pub(super) fn split(text: &str) -> Result<Vec<&str>, GoflagsError> {
    let mut words = Vec::new();
    let mut rest = text.trim_start_matches(BLANKS);
    while let Some(first) = rest.chars().next() {
        let (word, after) = if first == '"' || first == '\'' {
            let unterminated = GoflagsError::Unterminated { quote: first };
            rest[1..].split_once(first).ok_or(unterminated)?
        } else {
            rest.split_at(rest.find(BLANKS).unwrap_or(rest.len()))
        };
        words.push(word);
        rest = after.trim_start_matches(BLANKS);
    }
    Ok(words)
}

pub(super) const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_a_word_together() {
        let words = split(" -a 'b c'\"d'e\"-f='g\r\n").unwrap();
        assert_eq!(words, ["-a", "b c", "d'e", "-f='g"]);
        assert_eq!(split("-a \"b"), Err(GoflagsError::Unterminated { quote: '"' }));
        assert_eq!(split(" \t"), Ok(vec![]));
    }
}
