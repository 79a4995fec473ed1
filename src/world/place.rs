use super::{DIR, Seal, World};
use crate::model::{Bar, Rights};

impl World {
    /// A folder, or a file, where something keeps from writing: there and below. Those
    /// that are denied are root's.
    #[must_use]
    pub fn sealed(mut self, path: &str, bar: Bar) -> Self {
        let root = Rights { uid: 0, gid: 0, mode: 0o755, owner: None };
        let rights = (bar == Bar::Denied).then_some(root);
        self.sealed.insert(path.into(), Seal { bar, rights });
        self
    }

    /// A Dockerfile beside go.mod is read, and nothing else.
    #[must_use]
    pub fn dockerfile(mut self, content: &str) -> Self {
        self.reads_dockerfile = true;
        self.file(&format!("{DIR}/Dockerfile"), content)
    }

    /// The working folder was removed.
    #[must_use]
    pub fn astray(self) -> Self {
        self.within("")
    }

    /// The working folder is another one.
    #[must_use]
    pub fn within(mut self, dir: &str) -> Self {
        self.dir = dir.into();
        self
    }
}
