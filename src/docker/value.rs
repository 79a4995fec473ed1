//! What docker puts in the place of `$NAME` and `${NAME:-…}`.

/// A value; none where a build argument or an unknown image decides.
pub(super) type Value = Option<String>;

/// The text with its variables replaced. docker's file: `frontend/dockerfile/shell/lex.go`.
pub(super) fn substituted(text: &str, lookup: &dyn Fn(&str) -> Value) -> Value {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        if let Some(inner) = after.strip_prefix('{') {
            let end = inner.find('}')?;
            out.push_str(&braced(&inner[..end], lookup)?);
            rest = &inner[end + 1..];
        } else {
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let (name, behind) = after.split_at(end.unwrap_or(after.len()));
            if name.is_empty() {
                out.push('$');
            } else {
                out.push_str(&lookup(name)?);
            }
            rest = behind;
        }
    }
    out.push_str(rest);
    Some(out)
}

fn braced(inner: &str, lookup: &dyn Fn(&str) -> Value) -> Value {
    if let Some((name, usual)) = inner.split_once(":-").or_else(|| inner.split_once('-')) {
        return match lookup(name) {
            Some(value) if !value.is_empty() => Some(value),
            Some(_) => substituted(usual, lookup),
            None => None,
        };
    }
    if let Some((name, other)) = inner.split_once(":+") {
        let value = lookup(name)?;
        return if value.is_empty() { Some(value) } else { substituted(other, lookup) };
    }
    if inner.contains(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        return None;
    }
    lookup(inner)
}
