//! Secrets as people leave them in Dockerfiles.

use crate::base::Secret;

/// What tokens of well-known services begin with.
const BEGINNINGS: &[&str] = &[
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "gldt-",
    "ATBB",
    "AKIA",
    "xoxb-",
    "npm_",
];
/// Words in the names of variables that hold a secret.
const WORDS: &[&str] = &[
    "TOKEN",
    "PASSWORD",
    "PASSWD",
    "SECRET",
    "PAT",
    "APIKEY",
    "CREDENTIALS",
    "PRIVATE_KEY",
    "SSH_KEY",
    "ACCESS_KEY",
    "PASS",
];
/// Files that hold one.
const FILES: &[&str] =
    &[".netrc", "_netrc", ".git-credentials", "id_rsa", "id_ed25519", "id_ecdsa", "id_dsa"];

/// Whether a variable of that name is for a secret.
pub(super) fn is_secret_name(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let parts: Vec<&str> = upper.split('_').collect();
    WORDS.iter().any(|word| {
        if word.contains('_') {
            upper.contains(word)
        } else {
            parts.contains(word) || upper.ends_with(word) && word.len() > 4
        }
    }) && !upper.ends_with("_FILE")
        && !upper.ends_with("_PATH")
        && !upper.ends_with("_URL")
}

/// The secrets that stand in a value as such.
pub(super) fn literal(value: &str) -> Vec<Secret> {
    let mut found: Vec<Secret> = Vec::new();
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    for word in value.split(|c: char| !is_part(c)) {
        if BEGINNINGS.iter().any(|it| word.starts_with(it)) && word.len() >= 16 {
            found.push(Secret::new(word));
        }
    }
    found.extend(in_urls(value));
    found
}

/// `https://user:password@host`, where the password stands there.
fn in_urls(value: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    for (at, _) in value.match_indices("://") {
        let rest = &value[at + 3..];
        let end =
            rest.find(|c: char| c.is_whitespace() || "/\"'".contains(c)).unwrap_or(rest.len());
        let Some((user, _)) = rest[..end].rsplit_once('@') else { continue };
        if let Some((_, password)) = user.split_once(':')
            && is_told(password)
        {
            found.push(Secret::new(password));
        }
    }
    found
}

/// Whether a value says something, and does not only name where to find it.
pub(super) fn is_told(value: &str) -> bool {
    !value.is_empty() && !value.contains(['$', '<', '{', '%']) && value.len() >= 4 && value != "***"
}

/// Whether a file of that name holds a secret.
pub(super) fn is_secret_file(path: &str) -> bool {
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    FILES.contains(&name) || (name == ".ssh" || name == ".git-credentials")
}
