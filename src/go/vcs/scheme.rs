use super::Tool;

/// Schemes that are secure by themselves.
const SECURE: &[&str] = &["https", "git+ssh", "bzr+ssh", "svn+ssh", "ssh"];

impl Tool {
    /// The schemes by which go looks for a repository that is named without one, in
    /// its order.
    fn schemes(self) -> &'static [&'static str] {
        match self {
            Self::Git => &["git", "https", "http", "git+ssh", "ssh"],
            Self::Hg => &["https", "http", "ssh"],
            Self::Svn => &["https", "http", "svn", "svn+ssh"],
            Self::Bzr => &["https", "http", "bzr", "bzr+ssh"],
            Self::Fossil => &["https", "http"],
        }
    }

    /// Whether go takes the scheme for a secure one, with this `GIT_ALLOW_PROTOCOL`.
    /// go's file: `cmd/go/internal/vcs/vcs.go`, `isSecureScheme`.
    fn is_secure(self, scheme: &str, allow_protocol: &str) -> bool {
        if self == Self::Git && !allow_protocol.is_empty() {
            return allow_protocol.split(':').any(|allowed| allowed == scheme);
        }
        SECURE.contains(&scheme)
    }

    /// The schemes that go tries; where it does not ask the server, the first one alone.
    /// go's function: `repoRootFromVCSPaths`.
    pub fn tried(self, is_insecure: bool, allow_protocol: &str) -> Vec<&'static str> {
        let schemes = self.schemes().iter().copied();
        let allowed = schemes.filter(|it| is_insecure || self.is_secure(it, allow_protocol));
        let most = if self == Self::Fossil { 1 } else { usize::MAX };
        allowed.take(most).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn insecure_schemes_are_for_goinsecure() {
        assert_eq!(Tool::Git.tried(false, ""), ["https", "git+ssh", "ssh"]);
        assert_eq!(Tool::Git.tried(true, ""), ["git", "https", "http", "git+ssh", "ssh"]);
        assert_eq!(Tool::Git.tried(false, "ssh:file"), ["ssh"]);
        assert_eq!(Tool::Svn.tried(false, "ssh"), ["https", "svn+ssh"]);
        assert_eq!(Tool::Fossil.tried(true, ""), ["https"]);
    }
}
