use super::strings::{parse_string, readable};

/// The path of the `module` line alone, whatever else stands in the file; none
/// where go finds none. go's file: `golang.org/x/mod/modfile/read.go`, `ModulePath`.
pub fn module_path(gomod: &[u8]) -> Option<String> {
    let text = readable(gomod);
    let said = text.split('\n').find_map(|line| {
        let line = line.split("//").next().unwrap_or_default().trim();
        let said = line.strip_prefix("module")?;
        let path = said.trim();
        (path.len() < said.len() && !path.is_empty()).then_some(path)
    })?;
    match said.as_bytes()[0] {
        b'"' => Some(parse_string(said).ok()?.into_owned()),
        // As go reads a raw string: without carriage returns.
        b'`' => {
            let inner = said.strip_prefix('`')?.strip_suffix('`').filter(|_| said.len() > 1)?;
            (!inner.contains('`')).then(|| inner.replace('\r', ""))
        }
        _ => Some(said.to_owned()),
    }
    .filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(gomod: &str) -> Option<String> {
        module_path(gomod.as_bytes())
    }

    #[test]
    fn only_the_module_line_counts() {
        assert_eq!(path("module a.b/c // d\n").as_deref(), Some("a.b/c"));
        assert_eq!(path("\n  module\t\"a.b/c\"\r\ngo 1.20").as_deref(), Some("a.b/c"));
        assert_eq!(path("module `a.b/c`").as_deref(), Some("a.b/c"));
        assert_eq!(path("modules a.b/c\nmodule\nmodule a.b/d").as_deref(), Some("a.b/d"));
        assert_eq!(path("go 1.20\n"), None);
        assert_eq!(path("module \"a.b\nmodule c.d"), None);
        assert_eq!(path("// module a.b/c"), None);
    }
}
