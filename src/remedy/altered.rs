use super::mended::mended;
use crate::base::{Bytes, Soon};
use crate::go::env::{Platform, goenv_path};
use crate::machine::{Command, Entry, Machine, Ran, Scratch, Sink};
use crate::model::{FileFault, Step};
use std::collections::BTreeMap;
use std::time::Duration;

/// A machine as it would be once the steps of a fix were typed.
pub(super) struct Altered<'a> {
    machine: &'a dyn Machine,
    variables: BTreeMap<String, String>,
    /// The GOENV file, with its new content.
    goenv: Option<(String, String)>,
    /// Files with other lines in them.
    mended: BTreeMap<String, Vec<u8>>,
    /// Files and folders that are gone.
    removed: Vec<String>,
}

/// A larger file is not mended here, in bytes.
const LARGEST: usize = 256 << 20;

/// Why steps cannot be tried without doing them.
pub(super) struct Untriable;

impl<'a> Altered<'a> {
    pub(super) fn by(machine: &'a dyn Machine, steps: &[Step]) -> Result<Self, Untriable> {
        let mut altered = Self {
            machine,
            variables: machine.variables(),
            goenv: None,
            mended: BTreeMap::new(),
            removed: Vec::new(),
        };
        for step in steps {
            altered.apply(step)?;
        }
        Ok(altered)
    }

    fn apply(&mut self, step: &Step) -> Result<(), Untriable> {
        match step {
            Step::SetEnv { name, value } => {
                self.variables.insert(name.clone(), value.raw().to_owned());
            }
            Step::UnsetEnv { name } => {
                self.variables.remove(name);
            }
            Step::AppendPath { folder } => {
                let before = self.variables.get("PATH").cloned().unwrap_or_default();
                self.variables.insert("PATH".to_owned(), format!("{before}:{folder}"));
            }
            Step::SetGoEnv { key, value } => self.write(key, Some(value.raw())),
            Step::UnsetGoEnv { key } => self.write(key, None),
            Step::MendFile { file, letters, lines } => {
                let content = self.read(file, LARGEST).map_err(|_| Untriable)?;
                self.mended.insert(file.clone(), mended(&content, *letters, lines));
            }
            Step::RemoveFiles { paths } => self.removed.extend(paths.iter().cloned()),
            Step::Say(_) => {}
            _ => return Err(Untriable),
        }
        Ok(())
    }

    /// What nothing lies at any more.
    fn missing(&self, path: &str) -> Result<(), FileFault> {
        let below = |gone: &String| path.strip_prefix(gone).is_some_and(|it| it.starts_with('/'));
        let is_gone = self.removed.iter().any(|gone| gone == path || below(gone));
        if is_gone { Err(FileFault::NotFound) } else { Ok(()) }
    }

    /// What `go env -w` and `go env -u` do to the file.
    fn write(&mut self, key: &str, value: Option<&str>) {
        let platform = Platform { goos: self.machine.os(), goarch: self.machine.arch() };
        let Some(path) = goenv_path(&self.variables, &platform) else { return };
        let before = match self.goenv.take() {
            Some((_, content)) => content,
            None => String::from_utf8_lossy(&self.machine.read(&path, 1 << 20).unwrap_or_default())
                .into_owned(),
        };
        let others = before.lines().filter(|line| line.split('=').next() != Some(key));
        let own = value.map(|value| format!("{key}={value}"));
        let lines: Vec<String> = others.map(str::to_owned).chain(own).collect();
        self.goenv = Some((path, lines.join("\n")));
    }
}

impl Machine for Altered<'_> {
    fn variables(&self) -> BTreeMap<String, String> {
        self.variables.clone()
    }

    fn os(&self) -> String {
        self.machine.os()
    }

    fn arch(&self) -> String {
        self.machine.arch()
    }

    fn dir(&self) -> Option<String> {
        self.machine.dir()
    }

    fn host_name(&self) -> Option<String> {
        self.machine.host_name()
    }

    fn uid(&self) -> Option<u32> {
        self.machine.uid()
    }

    fn now(&self) -> i64 {
        self.machine.now()
    }

    fn read(&self, path: &str, most: usize) -> Result<Vec<u8>, FileFault> {
        self.missing(path)?;
        if let Some(content) = self.mended.get(path) {
            return Ok(content.clone());
        }
        match &self.goenv {
            Some((goenv, content)) if goenv == path => Ok(content.as_bytes().to_vec()),
            _ => self.machine.read(path, most),
        }
    }

    fn open(&self, path: &str) -> Result<Box<dyn Bytes>, FileFault> {
        self.missing(path)?;
        if let Some(content) = self.mended.get(path) {
            return Ok(Box::new(content.clone()));
        }
        match &self.goenv {
            Some((goenv, content)) if goenv == path => Ok(Box::new(content.as_bytes().to_vec())),
            _ => self.machine.open(path),
        }
    }

    fn list(&self, path: &str) -> Result<Vec<String>, FileFault> {
        self.missing(path)?;
        self.machine.list(path)
    }

    fn look(&self, path: &str) -> Result<Entry, FileFault> {
        self.missing(path)?;
        match &self.goenv {
            Some((goenv, content)) if goenv == path => {
                Ok(Entry::File { size: content.len() as u64, executable: false })
            }
            _ => self.machine.look(path),
        }
    }

    fn real(&self, path: &str) -> Option<String> {
        self.machine.real(path)
    }

    fn link(&self, path: &str) -> Option<String> {
        self.machine.link(path)
    }

    /// A real go would see the real machine: its files answer instead.
    fn run<'a>(&'a self, _: &'a Command, _: Duration) -> Soon<'a, Ran> {
        Box::pin(std::future::ready(Ran::NotFound))
    }
    fn pour<'a>(&'a self, _: &'a Command, _: Duration, _: &'a mut dyn Sink) -> Soon<'a, Ran> {
        Box::pin(std::future::ready(Ran::NotFound))
    }

    /// No program runs that would want one.
    fn scratch(&self) -> Option<Scratch> {
        None
    }
}
