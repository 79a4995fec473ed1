use crate::model::{Speaker, Spoken, is_public_host, looks_private};

/// The public checksum database, at both of its addresses.
const DATABASES: &[&str] = &["sum.golang.org", "sum.golang.google.cn"];

/// Host, owner and project: as much of a path as GitLab names to whoever is not logged in.
const NAMED: usize = 3;

/// What a message tells where go fetches from a repository or asks a checksum database.
impl Spoken {
    /// Whether it is told of what happened here, and not in the answer of a server.
    pub fn is_ours(&self) -> bool {
        self.by != Speaker::Server
    }

    /// Whether a proxy was asked as the relay of a checksum database.
    pub fn asks_relay(&self) -> bool {
        self.url.as_ref().is_some_and(|url| url.contains("/sumdb/"))
    }

    /// Whether a checksum database was asked itself.
    pub fn asks_database(&self) -> bool {
        let Some(url) = &self.url else { return false };
        let is_record = ["/lookup/", "/tile/"].iter().any(|part| url.contains(part));
        (is_record || url.ends_with("/latest")) && !self.asks_relay()
    }

    /// Whether that database is the public one.
    pub fn asks_public_database(&self) -> bool {
        self.asks_database() && self.url_host().is_some_and(|host| DATABASES.contains(&host))
    }

    /// Whether a page was asked where a module's code lies.
    pub fn asks_page(&self) -> bool {
        self.text.contains("?go-get=1")
    }

    /// The host of the URL that was asked.
    pub fn url_host(&self) -> Option<&str> {
        let place = self.url.as_ref()?.split_once("://")?.1;
        let authority = place.split('/').next()?;
        authority.rsplit('@').next()?.split(':').next()
    }

    /// The host that the module's path begins with.
    pub fn module_host(&self) -> Option<&str> {
        self.module.as_deref()?.split('/').next()
    }

    /// Whether the module lies on a host that only its own network knows.
    pub fn is_inner_module(&self) -> bool {
        self.module_host().is_some_and(looks_private)
    }

    /// Whether the module lies on a host that everybody knows.
    pub fn is_on_public_host(&self) -> bool {
        self.module_host().is_some_and(is_public_host)
    }

    /// Whether it is told as go up to 1.12 tells of every repository that git may not
    /// read: without a word before the revision.
    pub fn is_hidden_by_old_go(&self) -> bool {
        let later = ["invalid version", "at revision", "server response:"];
        let plain = !later.iter().any(|word| self.text.contains(word));
        plain && self.module.is_some() && !self.is_on_public_host()
    }

    /// The URL that go gave to git, where go says it or the path tells it by itself.
    pub fn repository(&self) -> Option<String> {
        let of_git = |command: &str| {
            let rest = self.text.split_once(command)?.1;
            let line = rest.lines().next()?.split(" in ").next()?;
            line.split_whitespace().find(|word| word.contains("://")).map(str::to_owned)
        };
        let known = || {
            let path = self.module.as_deref()?;
            let forge = ["github.com/", "bitbucket.org/"].iter().any(|it| path.starts_with(it));
            let parts: Vec<&str> = path.split('/').take(NAMED).collect();
            (forge && parts.len() == NAMED).then(|| format!("https://{}", parts.join("/")))
        };
        of_git("git ls-remote ").or_else(|| of_git("git fetch ")).or_else(known)
    }

    /// Whether git asked another place than go had told it to.
    pub fn is_rewritten(&self) -> bool {
        let Some(asked) = self.repository() else { return false };
        let words = ["unable to access '", "无法访问 '", "repository '", "仓库 '"];
        let said = words.iter().find_map(|it| self.text.split_once(it)?.1.split('\'').next());
        match said.filter(|it| it.contains("://")) {
            Some(said) => place(said) != place(&asked),
            None => asked.starts_with("http") && self.text.contains("ssh: "),
        }
    }

    /// Whether the repository is the first part of a deeper path, as GitLab names it.
    pub fn is_cut_short(&self) -> bool {
        let words = ["repository '", "仓库 '"];
        let said = words.iter().find_map(|it| self.text.split_once(it)?.1.split('\'').next());
        let Some(url) = said.map(str::to_owned).or_else(|| self.repository()) else {
            return false;
        };
        let repository = place(&url);
        let below = |word: &str| {
            let word = word.trim_end_matches(':').split('@').next().unwrap_or_default();
            let rest = word.trim_end_matches("/go.mod").strip_prefix(repository);
            rest.is_some_and(|rest| rest.starts_with('/') && !is_major(rest))
        };
        repository.split('/').count() == NAMED
            && !matches!(repository.split('/').next(), Some("github.com" | "bitbucket.org"))
            && self.text.split_whitespace().any(below)
    }
}

/// A URL without what does not tell one repository from another.
fn place(url: &str) -> &str {
    let place = url.split_once("://").map_or(url, |it| it.1);
    let place = place.split_once('@').map_or(place, |it| it.1);
    place.trim_end_matches('/').trim_end_matches(".git")
}

/// `/v2` and its like.
fn is_major(rest: &str) -> bool {
    let digits = rest.strip_prefix("/v").unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
