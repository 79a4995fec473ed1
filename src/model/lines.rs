use crate::model::{Location, Project};

impl Project {
    /// What stands at a place in go.mod, as it stands.
    pub fn line_at(&self, location: &Location) -> Option<String> {
        let is_gomod = self.gomod.parsed().is_some() && self.gomod.path() == Some(&*location.file);
        let line = self.source(location.line).filter(|_| is_gomod);
        line.filter(|line| !line.trim().is_empty())
    }

    /// A line of go.mod as it stands.
    pub fn source(&self, line: usize) -> Option<String> {
        self.lines.get(line.checked_sub(1)?).cloned()
    }
}
