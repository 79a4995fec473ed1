use super::ImportFault;
use super::page_url;

/// What a host of whom nothing else is known would have to name.
const SOMEWHERE: &str = "https://<HOST>/<REPOSITORY>";

impl ImportFault {
    /// The page that lacks the right tag, where it is not that of the module.
    pub fn page(&self) -> Option<String> {
        match self {
            Self::Silent { url, .. } => Some(url.clone()),
            Self::Disagree { prefix, .. } => Some(page_url("https", prefix)),
            _ => None,
        }
    }

    /// The tag that has to be on the page for the module, as far as it is known.
    pub fn tag(fault: Option<&Self>, module: &str) -> String {
        let (prefix, repository) = match fault {
            Some(Self::Silent { prefix, .. } | Self::Disagree { prefix, .. }) => {
                (prefix.as_str(), None)
            }
            Some(Self::Repository { repository, .. }) => (module, by_ssh(repository)),
            _ => (module, None),
        };
        let repository = repository.unwrap_or_else(|| SOMEWHERE.to_owned());
        format!("<meta name=\"go-import\" content=\"{prefix} git {repository}\">")
    }
}

/// `git@host:path` as a URL.
fn by_ssh(repository: &str) -> Option<String> {
    let (place, path) = repository.split_once(':').filter(|(place, _)| place.contains('@'))?;
    (!path.starts_with("//")).then(|| format!("ssh://{place}/{}", path.trim_start_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_ssh_becomes_a_url() {
        let by = |repository: &str| by_ssh(repository);
        assert_eq!(by("git@h.example:a/b.git").as_deref(), Some("ssh://git@h.example/a/b.git"));
        assert_eq!(by("git@h.example:/srv/b").as_deref(), Some("ssh://git@h.example/srv/b"));
        assert_eq!(by("h.example/b"), None);
        assert_eq!(by("ssh://git@h.example/b"), None);
    }
}
