use crate::base::Veiled;
use crate::machine::{Command, Machine, Ran};
use crate::model::{GitFacts, GitProxy};
use std::time::Duration;

/// git reads its own files in a few milliseconds.
const WITHIN: Duration = Duration::from_millis(800);
/// More entries than this are nobody's own.
const MOST: usize = 32;

/// git's own forward proxies, as git itself reads them outside of any repository:
/// go runs it in a folder of its cache.
pub(super) async fn look(machine: &dyn Machine) -> GitFacts {
    let words = ["config", "--null", "--show-origin", "--get-regexp", r"^http\..*proxy$"];
    let command = Command {
        program: "git".into(),
        arguments: words.map(str::to_owned).to_vec(),
        dir: Some("/".into()),
        variables: Vec::new(),
        input: Vec::new(),
    };
    match machine.run(&command, WITHIN).await {
        Ran::Exited { code: 0, stdout, .. } => GitFacts { proxies: read(&stdout) },
        _ => GitFacts::default(),
    }
}

/// `file:PATH NUL KEY LF VALUE NUL`, again and again; a key alone has no value.
fn read(told: &[u8]) -> Vec<GitProxy> {
    let told = String::from_utf8_lossy(told);
    let mut parts = told.split('\0');
    let mut found = Vec::new();
    while let (Some(origin), Some(pair)) = (parts.next(), parts.next()) {
        let (key, value) = pair.split_once('\n').unwrap_or((pair, ""));
        // `http.proxyAuthMethod` and the like are no proxies.
        let last = key.rsplit('.').next();
        if last == Some("proxy") && found.len() < MOST {
            let file = origin.strip_prefix("file:").unwrap_or(origin).to_owned();
            found.push(GitProxy { key: key.to_owned(), value: Veiled::new(value), file });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_as_git_prints_them() {
        let told = b"file:/etc/gitconfig\0http.proxy\nhttp://p:1\0file:/h/.gitconfig\0http.https://x.proxy\n\0";
        let found = read(told);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].key.as_str(), found[0].value.raw()), ("http.proxy", "http://p:1"));
        assert_eq!((found[1].file.as_str(), found[1].value.raw()), ("/h/.gitconfig", ""));
        assert!(read(b"").is_empty() && read(b"\0\0\0x").is_empty());
    }
}
