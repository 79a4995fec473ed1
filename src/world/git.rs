use super::World;
use crate::base::tarred;

/// The only commit there is.
const COMMIT: &str = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";

impl World {
    /// The repository that git finds wherever it is sent: a module at its root, of
    /// v0 or v1, with one tag and these files; go.mod is among them.
    #[must_use]
    pub fn tagged(self, tag: &str, files: &[(&str, &str)]) -> Self {
        let gomod = files.iter().find(|(name, _)| *name == "go.mod").map_or("", |it| it.1);
        let blobs = format!("{COMMIT} blob {}\n{gomod}\n{COMMIT}:LICENSE missing\n", gomod.len());
        let named: Vec<(String, &str)> =
            files.iter().map(|(name, content)| (format!("prefix/{name}"), *content)).collect();
        let named: Vec<(&str, &str)> =
            named.iter().map(|(name, it)| (name.as_str(), *it)).collect();
        let archive = String::from_utf8_lossy(&tarred(&named)).into_owned();
        self.program("git ls-remote", 0, &format!("{COMMIT}\trefs/tags/{tag}\n"), "")
            .program("git init", 0, "", "")
            .program("git remote", 0, "", "")
            .program("git fetch", 0, "", "")
            .program("git log", 0, &format!("{COMMIT} 1709287200"), "")
            .program("git cat-file", 0, &blobs, "")
            .program("git archive", 0, &archive, "")
    }
}
