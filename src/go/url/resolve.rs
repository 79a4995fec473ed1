use super::Url;

impl Url {
    /// The URL that `reference` means when it stands in an answer from `self`:
    /// where a redirect leads (net/url `ResolveReference`).
    #[must_use]
    pub fn resolve_reference(&self, reference: &Self) -> Self {
        let mut url = reference.clone();
        if reference.scheme.is_empty() {
            url.scheme.clone_from(&self.scheme);
        }
        if reference.is_absolute() {
            return url.with_escaped_path(&resolve_path(&reference.escaped_path(), ""));
        }
        if !reference.opaque.is_empty() {
            return url.bare();
        }
        if reference.path.is_empty() && reference.query.is_none() {
            url.query.clone_from(&self.query.clone().filter(|query| !query.is_empty()));
            if reference.fragment.is_empty() {
                url.fragment.clone_from(&self.fragment);
                url.raw_fragment.clone_from(&self.raw_fragment);
            }
        }
        if reference.path.is_empty() && !self.opaque.is_empty() {
            url.opaque.clone_from(&self.opaque);
            return url.bare();
        }
        url.host.clone_from(&self.host);
        url.user.clone_from(&self.user);
        let path = resolve_path(&self.escaped_path(), &reference.escaped_path());
        url.with_escaped_path(&path)
    }

    fn is_absolute(&self) -> bool {
        !self.scheme.is_empty() || !self.host.is_empty() || self.user.is_some()
    }

    fn bare(self) -> Self {
        Self { user: None, host: Vec::new(), path: Vec::new(), ..self }
    }
}

/// Joins two encoded paths and takes `.` and `..` out (net/url `resolvePath`).
fn resolve_path(base: &str, reference: &str) -> String {
    let full = match reference {
        "" => base.to_owned(),
        _ if reference.starts_with('/') => reference.to_owned(),
        _ => {
            let folder = base.rfind('/').map_or("", |at| &base[..=at]);
            format!("{folder}{reference}")
        }
    };
    if full.is_empty() {
        return full;
    }
    let clean = without_dots(&full);
    match clean.strip_prefix('/') {
        Some(rest) if rest.starts_with('/') => rest.to_owned(),
        _ => clean,
    }
}

fn without_dots(full: &str) -> String {
    let mut clean = String::from("/");
    let mut first = true;
    for element in full.split('/') {
        match element {
            "." => first = false,
            ".." => {
                let keep = clean[1..].rfind('/').map_or(1, |at| at + 1);
                clean.truncate(keep);
                first = keep == 1;
            }
            _ => {
                if !first {
                    clean.push('/');
                }
                clean.push_str(element);
                first = false;
            }
        }
    }
    if full.ends_with("/.") || full.ends_with("/..") || matches!(full, "." | "..") {
        clean.push('/');
    }
    clean
}
