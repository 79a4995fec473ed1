use super::statement::Line;

/// Whether the comment behind a requirement says `// indirect` (`isIndirect` in `rule.go`).
pub(super) fn is_indirect(line: &Line<'_>) -> bool {
    let Some(comment) = line.suffix.first() else {
        return false;
    };
    let mut words = without_slashes(comment).split_whitespace();
    matches!((words.next(), words.next()), (Some("indirect"), None) | (Some("indirect;"), Some(_)))
}

/// The text of a directive's comments, or of its block's when it has none
/// (`parseDirectiveComment`).
pub(super) fn directive_comment(line: &Line<'_>) -> String {
    let own = line.before.iter().chain(&line.suffix);
    let block = line.block.as_ref().filter(|_| line.before.is_empty() && line.suffix.is_empty());
    own.chain(block.iter().flat_map(|block| &block.before))
        .filter(|comment| comment.starts_with("//"))
        .map(|comment| without_slashes(comment).trim())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The paragraph of a comment that begins with `Deprecated:` (`parseDeprecation`).
pub(super) fn deprecation(comment: &str) -> String {
    const MARK: &str = "Deprecated:";
    const PARAGRAPH: &str = "\n\n";
    let text = comment.strip_prefix(MARK).or_else(|| {
        let at = comment.find("\n\nDeprecated:")?;
        comment.get(at + PARAGRAPH.len() + MARK.len()..)
    });
    let Some(text) = text else {
        return String::new();
    };
    let text = text.trim_start_matches(' ');
    text.split(PARAGRAPH).next().unwrap_or(text).to_owned()
}

fn without_slashes(comment: &str) -> &str {
    comment.strip_prefix("//").unwrap_or(comment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deprecations_end_with_their_paragraph() {
        assert_eq!(deprecation("Deprecated: use v2\nnow.\n\nmore"), "use v2\nnow.");
        assert_eq!(deprecation("Module m.\n\nDeprecated:  old"), "old");
        assert_eq!(deprecation("not\nDeprecated: here"), "");
    }
}
