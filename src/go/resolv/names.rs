use super::Config;

/// The length of a name with its final dot.
const LONGEST: usize = 254;

impl Config {
    /// The complete names that go asks for, one after the other, when it looks
    /// for `name`; none for a name that is too long or ends in `.onion`
    /// (net `nameList`).
    pub fn name_list(&self, name: &str) -> Vec<String> {
        let rooted = name.ends_with('.');
        if name.len() > LONGEST || name.len() == LONGEST && !rooted {
            return Vec::new();
        }
        let whole = super::read::rooted(name);
        let alone = (!avoids_dns(&whole)).then(|| whole.clone());
        if rooted {
            return alone.into_iter().collect();
        }
        let suffixed = self.search.iter().map(|suffix| format!("{whole}{suffix}"));
        let suffixed = suffixed.filter(|name| !avoids_dns(name) && name.len() <= LONGEST);
        if name.matches('.').count() >= self.ndots {
            return alone.into_iter().chain(suffixed).collect();
        }
        suffixed.chain(alone).collect()
    }
}

/// RFC 7686 (net `avoidDNS`).
fn avoids_dns(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name).as_bytes();
    let start = name.len().saturating_sub(".onion".len());
    name[start..].eq_ignore_ascii_case(b".onion")
}

/// Whether go asks a server for such a name at all; it does not for addresses,
/// empty labels and strange characters (net `isDomainName`).
pub fn is_domain_name(name: &str) -> bool {
    if name == "." {
        return true;
    }
    let length = name.len();
    if length == 0 || length > LONGEST || length == LONGEST && !name.ends_with('.') {
        return false;
    }
    let labels = name.strip_suffix('.').unwrap_or(name);
    let named = labels.bytes().any(|byte| !byte.is_ascii_digit() && byte != b'.');
    named && labels.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(known)
        && !label.starts_with('-')
        && !label.ends_with('-')
}
