/// Whether a name of a certificate or, with a leading dot, of a constraint is
/// one that go can compare (crypto/x509 `domainNameValid`). Empty is.
pub(super) fn is_valid(name: &str, role: Role) -> bool {
    let name = match role {
        Role::Constraint if name.len() > 1 => name.strip_prefix('.').unwrap_or(name),
        _ => name,
    };
    name.is_empty()
        || name
            .split('.')
            .all(|label| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// Where a domain name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Name,
    Constraint,
}

/// An email address in two parts, the domain as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Mailbox {
    pub(super) local: Vec<u8>,
    pub(super) domain: String,
}

impl Mailbox {
    /// crypto/x509 `parseRFC2821Mailbox`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (local, rest) = match text.as_bytes() {
            [b'"', rest @ ..] => quoted_local(rest)?,
            bytes => dotted_local(bytes)?,
        };
        let domain = std::str::from_utf8(rest.strip_prefix(b"@")?).ok()?;
        is_valid(domain, Role::Name).then(|| Self {
            local,
            domain: domain.to_owned(),
        })
    }

    pub(super) fn with_lower_domain(mut self) -> Self {
        self.domain.make_ascii_lowercase();
        self
    }
}

impl std::fmt::Display for Mailbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}@{}",
            String::from_utf8_lossy(&self.local),
            self.domain
        )
    }
}

/// A quoted string after its opening quote; go allows spaces in it.
fn quoted_local(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut local = Vec::new();
    let mut rest = bytes;
    loop {
        let (&byte, left) = rest.split_first()?;
        rest = left;
        match byte {
            b'"' => return Some((local, rest)),
            b'\\' => {
                let (&escaped, left) = rest.split_first()?;
                if !matches!(escaped, 1..=9 | 11 | 12 | 14..=127) {
                    return None;
                }
                local.push(escaped);
                rest = left;
            }
            1..=8 | 11 | 12 | 14..=33 | 35..=91 | 93..=127 => local.push(byte),
            _ => return None,
        }
    }
}

/// `atom.atom`; go allows a backslash before any character.
fn dotted_local(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut local = Vec::new();
    let mut rest = bytes;
    while let Some((&byte, left)) = rest.split_first() {
        if byte == b'\\' {
            let (&escaped, left) = left.split_first()?;
            local.push(escaped);
            rest = left;
        } else if byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte) {
            local.push(byte);
            rest = left;
        } else {
            break;
        }
    }
    let misplaced = local.is_empty()
        || local.starts_with(b".")
        || local.ends_with(b".")
        || local.windows(2).any(|pair| pair == b"..");
    (!misplaced).then_some((local, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_may_start_with_a_dot() {
        assert!(is_valid(".example.com", Role::Constraint));
        assert!(!is_valid(".example.com", Role::Name));
        assert!(!is_valid("example.com.", Role::Name));
        assert!(!is_valid(".", Role::Constraint));
        assert!(is_valid("", Role::Name));
    }

    #[test]
    fn mailboxes_split_at_the_unquoted_at() {
        let local = |text| Mailbox::parse(text).map(|mailbox| mailbox.local);
        assert_eq!(local("a.b@example.com"), Some(b"a.b".to_vec()));
        assert_eq!(local("\"a@b\"@example.com"), Some(b"a@b".to_vec()));
        assert_eq!(local("a..b@example.com"), None);
        assert_eq!(local("a@.example.com"), None);
        assert_eq!(local("a"), None);
    }
}
