use super::{CodeRepo, Refusal};
use crate::go::modfile::module_path;
use crate::go::module::{check, match_path_major, path_major_prefix, split_path_version};
use crate::go::semver;

/// Where a version of a module lies in its repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Empty for the root.
    pub folder: String,
    /// Its go.mod, or the one that go makes up where there is none.
    pub gomod: Vec<u8>,
}

impl CodeRepo {
    /// The place of a version, by the go.mod where it is expected and the one in
    /// the folder of the major version.
    pub fn place(
        &self,
        version: &str,
        gomod: Option<&[u8]>,
        major_gomod: Option<&[u8]>,
    ) -> Result<Place, Refusal> {
        check(&self.module, version).map_err(|error| Refusal::Names { error })?;
        let place = self.found(gomod, major_gomod)?;
        self.check_incompatible(version, gomod.is_some())?;
        Ok(place)
    }

    /// go's function: `codeRepo.findDir`.
    fn found(&self, gomod: Option<&[u8]>, other: Option<&[u8]>) -> Result<Place, Refusal> {
        let own = gomod.map(|content| (content, module_path(content)));
        let fits = |path: &Option<String>| path.as_deref().is_some_and(|path| self.fits(path));
        let own_fits = own.as_ref().is_some_and(|(_, path)| fits(path));
        if let (Some(content), Some(file), Some(folder)) =
            (other, self.major_gomod(), self.major_folder())
        {
            return match module_path(content) {
                Some(path) if is_major(&path, &self.major) && own_fits => {
                    Err(Refusal::TwoGoMods { file: self.gomod(), other: file })
                }
                Some(path) if is_major(&path, &self.major) => Ok(at(folder, content)),
                Some(path) => Err(Refusal::OtherMajor { file, path }),
                None => Err(Refusal::Nameless { file }),
            };
        }
        match own {
            Some((content, _)) if own_fits => Ok(at(self.folder.clone(), content)),
            Some((_, Some(path))) => Err(Refusal::OtherMajor { file: self.gomod(), path }),
            Some((_, None)) => Err(Refusal::Nameless { file: self.gomod() }),
            None if self.may_lack() => Ok(at(String::new(), &made_up(&self.module))),
            None => Err(Refusal::NoGoMod {
                places: std::iter::once(self.gomod()).chain(self.major_gomod()).collect(),
            }),
        }
    }

    /// A fork of a gopkg.in module under a plain path was once taken, and still is.
    /// go's function: `canReplaceMismatchedVersionDueToBug`.
    fn fits(&self, path: &str) -> bool {
        is_major(path, &self.major) || self.major.is_empty() && path.starts_with("gopkg.in/")
    }

    fn may_lack(&self) -> bool {
        self.folder.is_empty() && !self.major.starts_with('/')
    }

    /// go's function: `checkCanonical` in `codeRepo.convert`.
    fn check_incompatible(&self, version: &str, has_gomod: bool) -> Result<(), Refusal> {
        let Some(base) = version.strip_suffix(semver::INCOMPATIBLE) else { return Ok(()) };
        if match_path_major(base, &self.major) {
            return Err(Refusal::Compatible);
        }
        if has_gomod || !self.folder.is_empty() || !self.major.is_empty() {
            return Err(Refusal::HasGoMod);
        }
        Ok(())
    }
}

fn at(folder: String, gomod: &[u8]) -> Place {
    Place { folder, gomod: gomod.to_vec() }
}

/// go's function: `LegacyGoMod`.
fn made_up(module: &str) -> Vec<u8> {
    format!("module {module}\n").into_bytes()
}

/// Whether a module of this path has the versions that the major asks for.
/// go's function: `isMajor`.
fn is_major(path: &str, major: &str) -> bool {
    let Some(split) = split_path_version(path) else { return false };
    if major.is_empty() {
        return matches!(path_major_prefix(split.major), "" | "v0" | "v1");
    }
    !split.major.is_empty() && major[1..] == split.major[1..]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Veiled;
    use crate::go::origin::Home;
    use crate::go::vcs::Tool;

    fn found(
        module: &str,
        root: &str,
        version: &str,
        gomod: Option<&str>,
        other: Option<&str>,
    ) -> Result<String, Refusal> {
        let repository = Veiled::new("https://h");
        let home = Home { root: root.into(), repository, tool: Tool::Git, below: None };
        let code = CodeRepo::new(module, &home)?;
        let place = code.place(version, gomod.map(str::as_bytes), other.map(str::as_bytes))?;
        Ok(place.folder)
    }

    #[test]
    fn modules_lie_where_their_go_mod_is() {
        let root = "h.example/r";
        let at = |folder: &str| Ok(folder.to_owned());
        let plain = Some("module h.example/r\n");
        let second = Some("module h.example/r/v2\n");
        assert_eq!(found(root, root, "v1.0.0", plain, None), at(""));
        assert_eq!(found(root, root, "v1.0.0", None, None), at(""));
        assert_eq!(found("h.example/r/v2", root, "v2.0.0", second, None), at(""));
        assert_eq!(found("h.example/r/v2", root, "v2.0.0", plain, second), at("v2"));
        let two = Refusal::TwoGoMods { file: "go.mod".into(), other: "v2/go.mod".into() };
        assert_eq!(found("h.example/r/v2", root, "v2.0.0", second, second), Err(two));
        let none = Refusal::NoGoMod { places: vec!["go.mod".into(), "v2/go.mod".into()] };
        assert_eq!(found("h.example/r/v2", root, "v2.0.0", None, None), Err(none));
        let other = Refusal::OtherMajor { file: "go.mod".into(), path: "h.example/r/v2".into() };
        assert_eq!(found(root, root, "v1.0.0", second, None), Err(other));
        let nameless = Refusal::Nameless { file: "c/go.mod".into() };
        assert_eq!(found("h.example/r/c", root, "v1.0.0", Some("go 1.20"), None), Err(nameless));
    }

    #[test]
    fn incompatible_is_for_the_root_without_a_go_mod() {
        let (root, version) = ("h.example/r", "v2.0.0+incompatible");
        assert_eq!(found(root, root, version, None, None), Ok(String::new()));
        let gomod = Some("module h.example/r\n");
        assert_eq!(found(root, root, version, gomod, None), Err(Refusal::HasGoMod));
        let compatible = found(root, root, "v1.0.0+incompatible", None, None);
        assert!(compatible.is_err());
    }

    #[test]
    fn gopkg_in_needs_no_go_mod() {
        let root = "gopkg.in/yaml.v2";
        assert_eq!(found(root, root, "v2.4.0", None, None), Ok(String::new()));
        let other = found(root, root, "v2.4.0", Some("module h.example/yaml\n"), None);
        assert!(matches!(other, Err(Refusal::OtherMajor { .. })));
    }
}
