use crate::docker::shell::Simple;

/// What a package manager is told to install.
pub(super) struct Installed<'c> {
    pub packages: Vec<&'c str>,
    /// Whether packages that are only recommended come along.
    pub recommended: bool,
}

/// The packages that a command installs, if it is a package manager that does so.
pub(super) fn installed(command: &Simple) -> Option<Installed<'_>> {
    let words = command.arguments();
    let has = |word: &str| words.iter().any(|it| it == word);
    let (verb, recommends) = match command.program() {
        "apk" => ("add", false),
        "apt-get" | "apt" | "aptitude" | "dnf" | "yum" | "microdnf" | "tdnf" | "zypper" => {
            ("install", true)
        }
        "pacman" => ("-S", false),
        _ => return None,
    };
    let begins = |it: &String| it == verb || (verb == "-S" && it.starts_with("-S")) || it == "in";
    words.iter().find(|it| begins(it))?;
    let no = ["--no-install-recommends", "--setopt=install_weak_deps=False", "--no-recommends"];
    let spared = no.iter().any(|it| has(it))
        || words.iter().any(|it| it.starts_with("--setopt=install_weak_deps"))
        || words.iter().any(|it| it.contains("Install-Recommends=false"));
    let packages = words.iter().filter(|it| !it.starts_with('-') && !begins(it));
    Some(Installed {
        packages: packages
            .map(|it| it.split(['=', ':', '~', '<', '>', '@']).next().unwrap_or(it))
            .collect(),
        recommended: recommends && !spared,
    })
}

impl Installed<'_> {
    pub(super) fn has(&self, names: &[&str]) -> bool {
        self.packages.iter().any(|it| names.contains(it))
    }

    /// A list that is computed may hold anything.
    pub(super) fn is_computed(&self) -> bool {
        self.packages.iter().any(|it| it.contains('$'))
    }

    /// git comes with it.
    pub(super) fn git(&self) -> bool {
        self.is_computed()
            || self.has(&[
                "git",
                "git-core",
                "git-lfs",
                "git-all",
                "build-base-git",
                "alpine-sdk",
                "devscripts",
            ])
    }

    /// Certificates come with it: by name, or as what others recommend.
    pub(super) fn certificates(&self) -> bool {
        self.is_computed()
            || self.has(&["ca-certificates", "ca-certificates-bundle", "ca-certificates-mozilla"])
            || self.recommended && !self.packages.is_empty()
    }

    /// Packages of which it is known that no certificates come with them.
    pub(super) fn is_plain(&self) -> bool {
        const PLAIN: &[&str] =
            &["git", "gcc", "g++", "make", "build-essential", "libc6-dev", "tzdata", "pkg-config"];
        let plain = |it: &&str| PLAIN.contains(it) || it.starts_with("golang");
        self.packages.iter().all(plain)
    }

    /// An ssh client comes with it.
    pub(super) fn ssh(&self) -> bool {
        let ssh =
            |it: &&str| it.starts_with("openssh") || **it == *"ssh" || **it == *"dropbear-ssh";
        self.is_computed()
            || self.packages.iter().any(ssh)
            || self.recommended && self.has(&["git"])
    }

    /// A go of the distribution comes with it.
    pub(super) fn go(&self) -> bool {
        let go = |it: &&str| **it == *"go" || it.starts_with("golang") || it.starts_with("go-1.");
        self.is_computed() || self.packages.iter().any(go)
    }
}
