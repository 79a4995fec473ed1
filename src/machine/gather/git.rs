use crate::base::Veiled;
use crate::go::vcs::Tool;
use crate::machine::{Command, Machine, Ran};
use crate::model::{Defect, GitFacts, GitProgram, GitProxy, GitSetting, VcsFault};
use std::time::Duration;

/// git reads its own files in a few milliseconds.
const WITHIN: Duration = Duration::from_millis(800);
/// More entries than this are nobody's own.
const MOST: usize = 128;
/// What bears on how git fetches.
const WANTED: &str = r"^(url\..*\.insteadof|http\..*|credential\..*|core\.(sshcommand|askpass)|ssh\.variant|protocol\..*|safe\.directory)$";

/// git itself, and its configuration as it reads that outside of any repository: go
/// runs it in a folder of its cache.
pub(super) async fn look(machine: &dyn Machine) -> GitFacts {
    let wanted = ["config", "--null", "--show-origin", "--get-regexp", WANTED];
    let (version, config) = (command(&["version"]), command(&wanted));
    let asked =
        futures_util::future::join(machine.run(&version, WITHIN), machine.run(&config, WITHIN));
    let (version, config) = asked.await;
    let (mut proxies, mut settings) = (Vec::new(), Vec::new());
    if let Ran::Exited { code: 0, stdout, .. } = &config {
        for it in read(stdout) {
            // `http.proxyAuthMethod` and the like are no proxies.
            let key = it.key.raw();
            if key.starts_with("http.") && key.rsplit('.').next() == Some("proxy") {
                proxies.push(GitProxy { key: key.to_owned(), value: it.value, file: it.file });
            } else {
                settings.push(it);
            }
        }
    }
    GitFacts { program: program(version, &config), proxies, settings, ..GitFacts::default() }
}

fn command(words: &[&str]) -> Command {
    let variables = vec![("LC_ALL".to_owned(), "C".to_owned())];
    Command { dir: Some("/".to_owned()), variables, ..Command::of("git", words) }
}

/// A configuration that git cannot read stops every command of it, with some faults that
/// of its version as well.
fn program(version: Ran, config: &Ran) -> GitProgram {
    match (version, config) {
        (Ran::NotFound, _) => GitProgram::Missing,
        (_, Ran::Exited { code, stderr, .. }) if *code > 1 => {
            GitProgram::Defective { fault: VcsFault::of(Tool::Git, *code, stderr) }
        }
        (Ran::Exited { code: 0, stdout, .. }, _) => {
            let said = String::from_utf8_lossy(&stdout);
            let version = said.trim().strip_prefix("git version ").unwrap_or(said.trim());
            let version = version.chars().take(40).collect();
            GitProgram::Found { version }
        }
        (Ran::Exited { code, stderr, .. }, _) => {
            GitProgram::Defective { fault: VcsFault::of(Tool::Git, code, &stderr) }
        }
        (Ran::NotExecutable, _) => defective(Defect::NotExecutable),
        (Ran::Killed, _) => defective(Defect::Crashes),
        (Ran::TimedOut, _) => GitProgram::NotLooked,
    }
}

fn defective(how: Defect) -> GitProgram {
    let words = crate::base::Excerpt::text("");
    GitProgram::Defective { fault: VcsFault::Defective { tool: Tool::Git, how, words } }
}

/// `file:PATH NUL KEY LF VALUE NUL`, again and again; a key alone has no value.
fn read(told: &[u8]) -> Vec<GitSetting> {
    let told = String::from_utf8_lossy(told);
    let mut parts = told.split('\0');
    let mut found = Vec::new();
    while let (Some(origin), Some(pair)) = (parts.next(), parts.next()) {
        let (key, value) = pair.split_once('\n').unwrap_or((pair, ""));
        if key.contains('.') && found.len() < MOST {
            let file = origin.strip_prefix("file:").unwrap_or(origin).to_owned();
            let value = Veiled::new(open(key, value));
            found.push(GitSetting { key: Veiled::new(key), value, file });
        }
    }
    found
}

/// A header may be a token, and a helper that is a script may hold one.
fn open<'v>(key: &str, value: &'v str) -> &'v str {
    match value {
        _ if key.ends_with(".extraheader") => "",
        it if key.ends_with(".helper") && it.starts_with('!') => "!",
        it => it,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_as_git_prints_them() {
        let told = b"file:/etc/gitconfig\0http.proxy\nhttp://p:1\0file:/h/.gitconfig\0http.https://x.proxy\n\0";
        let found = read(told);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].key.raw(), found[0].value.raw()), ("http.proxy", "http://p:1"));
        assert_eq!((found[1].file.as_str(), found[1].value.raw()), ("/h/.gitconfig", ""));
        let script = b"file:/h/.gitconfig\0credential.helper\n!f() { echo password=s3cret; }; f\0";
        assert_eq!(read(script)[0].value.raw(), "!");
        assert!(read(b"").is_empty() && read(b"\0\0\0x").is_empty());
    }
}
