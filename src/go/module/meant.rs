use super::major::{check_path_major, split_path_version};
use super::path::check_path;
use crate::go::semver;

/// The module path that somebody meant who wrote a URL, a path of a forge's pages, a
/// host in capitals or a major version that go does not write. None where what comes
/// of it is no path either, or is what stands there already.
///
/// `version` decides what gopkg.in is asked for; empty where none is known.
pub fn path_meant(written: &str, version: &str) -> Option<String> {
    let bare = without_scheme(written.trim());
    let bare = without_user(bare);
    let bare = bare.split(['?', '#']).next().unwrap_or_default();
    let (host, rest) = bare.split_once('/').unwrap_or((bare, ""));
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let rest = without_page(&host, rest);
    let rest = rest.trim_matches('/');
    let rest = rest.strip_suffix(".git").unwrap_or(rest);
    let joined = if rest.is_empty() { host } else { format!("{host}/{rest}") };
    let elements: Vec<&str> = joined.split('/').filter(|it| !it.is_empty() && *it != ".").collect();
    let path = with_major(&elements.join("/"), version);
    let major = split_path_version(&path)?.major;
    let fits = semver::is_valid(version).then(|| check_path_major(version, major).is_ok());
    (path != written && check_path(&path).is_ok() && fits != Some(false)).then_some(path)
}

/// `https://`, `ssh://`, `git+ssh://`; and `https:/`, which is left where somebody
/// cleaned a path.
fn without_scheme(written: &str) -> &str {
    let Some((scheme, rest)) = written.split_once(":/") else { return written };
    let is_scheme = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'+');
    if is_scheme { rest.trim_start_matches('/') } else { written }
}

/// `git@host:path` and `user:password@host/path` without whoever asks.
fn without_user(written: &str) -> String {
    let host_end = written.find('/').unwrap_or(written.len());
    let (front, rest) = written.split_at(host_end);
    let Some((_, host)) = front.rsplit_once('@') else { return written.to_owned() };
    match host.split_once(':') {
        Some((host, path)) if !path.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{host}/{path}{rest}")
        }
        _ => format!("{host}{rest}"),
    }
}

/// The repository of a page: `/owner/name/tree/main/sub` on GitHub, `/-/tree/` on GitLab.
fn without_page(host: &str, rest: &str) -> String {
    if let Some((repository, _)) = rest.split_once("/-/") {
        return repository.to_owned();
    }
    let elements: Vec<&str> = rest.split('/').collect();
    let is_page =
        matches!(elements.get(2), Some(&("tree" | "blob" | "releases" | "src" | "commit" | "raw")));
    if !is_page || !matches!(host, "github.com" | "gitlab.com" | "bitbucket.org" | "gitee.com") {
        return rest.to_owned();
    }
    let below = if elements[2] == "tree" { elements.get(4..).unwrap_or_default() } else { &[] };
    [&elements[..2], below].concat().join("/")
}

/// Without `/v1` or `/v0`, which no path has; with `.vN` for gopkg.in.
fn with_major(path: &str, version: &str) -> String {
    let major = semver::major(version).unwrap_or("v1");
    if path.starts_with("gopkg.in/") && split_path_version(path).is_none() {
        return format!("{path}.{major}");
    }
    let shorter = path.strip_suffix("/v1").or_else(|| path.strip_suffix("/v0"));
    shorter.unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::path_meant;

    #[test]
    fn what_was_meant_is_told() {
        let meant = |written| path_meant(written, "").unwrap_or_default();
        for written in [
            "https://github.com/acme/tool",
            "https:/github.com/acme/tool",
            "http://github.com/acme/tool/",
            "git@github.com:acme/tool.git",
            "ssh://git@github.com/acme/tool.git",
            "ssh://git@github.com:22/acme/tool",
            "https://user:secret@github.com/acme/tool.git",
            "GitHub.com/acme/tool",
            "github.com//acme/tool",
            "github.com/acme/tool/",
            "github.com/acme/tool/v1",
            "https://github.com/acme/tool/tree/main",
            "https://github.com/acme/tool/blob/main/README.md",
            "https://github.com/acme/tool?tab=readme#usage",
            "./github.com/acme/tool",
        ] {
            assert_eq!(meant(written), "github.com/acme/tool", "{written}");
        }
        assert_eq!(meant("https://gitlab.com/a/b/c/-/tree/main/x"), "gitlab.com/a/b/c");
        assert_eq!(meant("https://github.com/a/b/tree/main/sub"), "github.com/a/b/sub");
        assert_eq!(path_meant("gopkg.in/yaml", "v2.4.0").unwrap(), "gopkg.in/yaml.v2");
    }

    #[test]
    fn nothing_is_made_up() {
        for written in ["github.com/acme/tool", "acme/tool", "", "https://", "git@", "a b"] {
            assert_eq!(path_meant(written, ""), None, "{written}");
        }
        assert_eq!(path_meant("https://github.com/acme/tool", "v2.0.0"), None);
    }
}
