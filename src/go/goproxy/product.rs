use std::borrow::Cow;

/// A server that serves modules below some of its paths alone, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    Artifactory,
    Nexus,
    GitLab,
    Gitea,
    /// No module proxy: it is for Maven, npm, Python and others alone.
    CodeArtifact,
    /// No module proxy either.
    AzureArtifacts,
}

/// Paths that say nothing of a repository's name.
const ARTIFACTORY: &[&str] = &[
    "artifactory",
    "ui",
    "native",
    "repos",
    "tree",
    "general",
    "webapp",
    "artifacts",
    "browse",
    "list",
    "simple",
    "api",
    "go",
    "vcs",
    "packages",
    "home",
];
const NEXUS: &[&str] = &[
    "nexus",
    "repository",
    "repositories",
    "content",
    "groups",
    "service",
    "rest",
    "v1",
    "browse",
    "admin",
    "index.html",
];
/// Names that a first Go repository mostly gets.
const USUAL: &[&str] = &["go", "go-proxy", "go-public", "go-group", "golang", "go-virtual"];

impl Product {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Artifactory => "JFrog Artifactory",
            Self::Nexus => "Sonatype Nexus Repository",
            Self::GitLab => "GitLab",
            Self::Gitea => "Gitea / Forgejo",
            Self::CodeArtifact => "AWS CodeArtifact",
            Self::AzureArtifacts => "Azure Artifacts",
        }
    }

    /// Where it serves modules; none where it does not at all.
    pub fn pattern(self) -> Option<&'static str> {
        match self {
            Self::Artifactory => Some("/artifactory/api/go/<REPOSITORY>"),
            Self::Nexus => Some("/repository/<REPOSITORY>"),
            Self::GitLab => Some("/api/v4/projects/<PROJECT_ID>/packages/go"),
            Self::Gitea => Some("/api/packages/<OWNER>/go"),
            Self::CodeArtifact | Self::AzureArtifacts => None,
        }
    }

    /// What a host's name gives away.
    pub fn of_host(host: &str) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        match () {
            () if host.contains(".codeartifact.") && host.ends_with(".amazonaws.com") => {
                Some(Self::CodeArtifact)
            }
            () if host == "pkgs.dev.azure.com" || host.ends_with(".pkgs.visualstudio.com") => {
                Some(Self::AzureArtifacts)
            }
            () if host.ends_with(".jfrog.io") => Some(Self::Artifactory),
            () if host == "gitlab.com" => Some(Self::GitLab),
            () if host == "codeberg.org" => Some(Self::Gitea),
            () => None,
        }
    }

    /// What an answer gives away by its headers and its first words.
    pub fn of_answer<'a>(header: impl Fn(&str) -> Option<&'a str>, words: &str) -> Option<Self> {
        let server = header("server").unwrap_or_default();
        let words = words.to_ascii_lowercase();
        let says = |word: &str| words.contains(word);
        let jfrog = ["x-jfrog-version", "x-artifactory-id", "x-artifactory-node-id"];
        match () {
            () if jfrog.iter().any(|name| header(name).is_some()) => Some(Self::Artifactory),
            () if server.starts_with("Artifactory") || says("jfrog") => Some(Self::Artifactory),
            () if server.starts_with("Nexus/") || says("nexus repository") => Some(Self::Nexus),
            () if header("x-gitlab-meta").is_some() || says("404 project not found") => {
                Some(Self::GitLab)
            }
            () if says("gitlab") => Some(Self::GitLab),
            () if says("gitea:") || says("forgejo:") => Some(Self::Gitea),
            () => None,
        }
    }

    /// What a path that begins as its paths do gives away.
    pub fn of_path(path: &str) -> Option<Self> {
        let words = words(path);
        let begins =
            |with: &[&str]| words.iter().zip(with).filter(|(a, b)| a == b).count() == with.len();
        match words.first().map(|word| &**word) {
            Some("artifactory" | "ui") => Some(Self::Artifactory),
            Some("repository" | "nexus" | "service") => Some(Self::Nexus),
            Some(word) if word.starts_with("browse:") => Some(Self::Nexus),
            _ if begins(&["api", "go"]) => Some(Self::Artifactory),
            _ if begins(&["api", "v4"]) => Some(Self::GitLab),
            _ if begins(&["api", "packages"]) => Some(Self::Gitea),
            _ => None,
        }
    }

    /// Whether a path has the form of those at which it serves modules.
    pub fn serves_at(self, path: &str) -> bool {
        let words = words(path);
        let words: Vec<&str> = words.iter().map(|word| &**word).collect();
        match self {
            Self::Artifactory => words.windows(3).any(|it| it[0] == "api" && it[1] == "go"),
            Self::Nexus => words.windows(2).any(|it| it[0] == "repository"),
            Self::GitLab => matches!(&words[..], ["api", "v4", "projects", _, "packages", "go"]),
            Self::Gitea => matches!(&words[..], ["api", "packages", _, "go"]),
            Self::CodeArtifact | Self::AzureArtifacts => false,
        }
    }

    /// The paths that a path may have been meant for, likeliest first. A name
    /// that is not in it is guessed.
    pub fn paths(self, path: &str) -> Vec<String> {
        let words = words(path);
        match self {
            Self::Artifactory => named(&words, ARTIFACTORY)
                .iter()
                .flat_map(|repo| [format!("/artifactory/api/go/{repo}"), format!("/api/go/{repo}")])
                .collect(),
            Self::Nexus => {
                let context =
                    if words.first().is_some_and(|it| it == "nexus") { "/nexus" } else { "" };
                let at = |repo: &String| format!("{context}/repository/{repo}");
                named(&words, NEXUS).iter().map(at).collect()
            }
            Self::GitLab => project(&words).into_iter().collect(),
            Self::Gitea => {
                let known = |it: &&Cow<'_, str>| !matches!(&***it, "api" | "packages" | "-" | "go");
                let owner = words.iter().find(known);
                owner.map(|owner| format!("/api/packages/{owner}/go")).into_iter().collect()
            }
            Self::CodeArtifact | Self::AzureArtifacts => Vec::new(),
        }
    }
}

/// The last word of a path that may be a repository's name, else the usual ones.
fn named(words: &[Cow<'_, str>], known: &[&str]) -> Vec<String> {
    let is_name = |word: &&Cow<'_, str>| !known.contains(&&*word.to_ascii_lowercase());
    let spoken = words.iter().rev().find(is_name).map(|word| {
        let bare = word.strip_prefix("browse:").unwrap_or(word);
        bare.split(':').next().unwrap_or(bare).to_owned()
    });
    let guessed = || USUAL.iter().map(|name| (*name).to_owned()).collect();
    spoken.filter(|name| !name.is_empty()).map_or_else(guessed, |name| vec![name])
}

/// GitLab knows a project by its number or by its escaped path.
fn project(words: &[Cow<'_, str>]) -> Option<String> {
    let words: Vec<&str> = words.iter().map(|word| &**word).collect();
    let id = match &words[..] {
        ["api", "v4", "projects", id, ..] => (*id).to_owned(),
        ["api", ..] => return None,
        path => {
            let end = path.iter().position(|word| *word == "-").unwrap_or(path.len());
            path[..end].join("%2F")
        }
    };
    (!id.is_empty()).then(|| format!("/api/v4/projects/{id}/packages/go"))
}

/// What stands between the slashes; a fragment counts, as people copy URLs from
/// the browser.
fn words(path: &str) -> Vec<Cow<'_, str>> {
    let path = path.split('?').next().unwrap_or_default();
    let words = path.split(['/', '#']).filter(|word| !word.is_empty());
    words.map(Cow::Borrowed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_give_their_server_away() {
        // As seen in public logs: header lines of Artifactory 7 and Nexus 3, the
        // messages of GitLab's API, the titles of Gitea and Forgejo.
        let of = |name: &'static str, value: &'static str, words: &str| {
            Product::of_answer(|asked| (asked == name).then_some(value), words)
        };
        let artifactory = Some(Product::Artifactory);
        assert_eq!(of("x-jfrog-version", "Artifactory/7.104.6 80406900", ""), artifactory);
        assert_eq!(of("x-artifactory-id", "6d1731817a707a2f:-416a877d", ""), artifactory);
        assert_eq!(of("server", "Nexus/3.71.0-06 (OSS)", ""), Some(Product::Nexus));
        let gitlab = "{\"message\":\"404 Project Not Found\"}";
        assert_eq!(of("", "", gitlab), Some(Product::GitLab));
        assert_eq!(of("x-gitlab-meta", "{\"version\":\"1\"}", ""), Some(Product::GitLab));
        let gitea = "Page Not Found - Gitea: Git with a cup of tea";
        assert_eq!(of("", "", gitea), Some(Product::Gitea));
        assert_eq!(of("server", "nginx", "404 Not Found"), None);
    }

    #[test]
    fn the_right_path_is_found_in_the_wrong_one() {
        let go = Product::Artifactory;
        for wrong in [
            "/artifactory/gohub",
            "/gohub",
            "/ui/native/gohub/",
            "/artifactory/webapp/#/artifacts/browse/tree/General/gohub",
        ] {
            assert_eq!(go.paths(wrong)[0], "/artifactory/api/go/gohub", "{wrong}");
        }
        for wrong in ["/gohub", "/#browse/browse:gohub", "/service/rest/repository/browse/gohub/"] {
            assert_eq!(Product::Nexus.paths(wrong), ["/repository/gohub"], "{wrong}");
        }
        assert_eq!(Product::Nexus.paths("/repository")[0], "/repository/go");
        for (wrong, id) in [("/team/sub/app", "team%2Fsub%2Fapp"), ("/api/v4/projects/7", "7")] {
            let right = format!("/api/v4/projects/{id}/packages/go");
            assert_eq!(Product::GitLab.paths(wrong), [right], "{wrong}");
        }
        for wrong in ["/team", "/team/app", "/team/-/packages", "/api/packages/team"] {
            assert_eq!(Product::Gitea.paths(wrong), ["/api/packages/team/go"], "{wrong}");
        }
    }

    #[test]
    fn what_is_right_is_known_as_right() {
        for (product, path) in [
            (Product::Artifactory, "/artifactory/api/go/gohub"),
            (Product::Nexus, "/nexus/repository/gohub/"),
            (Product::GitLab, "/api/v4/projects/team%2Fapp/packages/go"),
            (Product::Gitea, "/api/packages/team/go"),
        ] {
            assert!(product.serves_at(path), "{path}");
            assert_eq!(Product::of_path(path), Some(product));
            assert!(!product.serves_at("/"), "{path}");
        }
    }
}
