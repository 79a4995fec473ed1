use super::mended::mended;
use super::typed::{Edited, Typed};
use crate::base::{Bytes, Soon};
use crate::go::env::{FileLine, Platform, file_lines, goenv_path, is_of_go};
use crate::machine::{
    Command, Entry, Identity, Listed, Machine, Ran, Scratch, Sink, WriteFault, quietly,
};
use crate::model::{Facts, FileFault, Rights, Room, Step};
use std::collections::BTreeMap;
use std::io::Read;
use std::time::Duration;

/// A machine as it would be once the steps of a fix were typed.
pub(super) struct Altered<'a> {
    machine: &'a dyn Machine,
    variables: BTreeMap<String, String>,
    /// Files by path: their new content, or none where they are gone, with all below.
    files: BTreeMap<String, Option<Vec<u8>>>,
    /// Whether a file was changed that a program besides go may read.
    beyond_go: bool,
}

/// What asks a repository something, and writes nothing.
const ASKING: &[&str] = &["git", "hg", "svn"];

/// Why steps cannot be tried without doing them.
pub(super) struct Untriable;

/// go reads one file and prints it.
const EDITING: Duration = Duration::from_secs(2);

/// A text file larger than this is not edited, in bytes.
const TEXT: usize = 256 << 20;

impl<'a> Altered<'a> {
    pub(super) async fn by(
        machine: &'a dyn Machine,
        facts: &Facts,
        steps: &[Step],
    ) -> Result<Self, Untriable> {
        let mut altered = Self {
            machine,
            variables: machine.variables(),
            files: BTreeMap::default(),
            beyond_go: false,
        };
        for step in steps {
            match step {
                Step::Run { words } => altered.typed(words, facts).await?,
                step => altered.apply(step)?,
            }
        }
        Ok(altered)
    }

    /// What a typed command would change: go prints the file that it would write.
    async fn typed(&mut self, words: &[String], facts: &Facts) -> Result<(), Untriable> {
        let go = facts.go.binary().ok_or(Untriable)?;
        let project = &facts.project;
        match Typed::of(words, &go.path, &project.dir).ok_or(Untriable)? {
            Typed::Variables(set) => self.variables.extend(set),
            Typed::EnvFile { key, value } => self.write(&key, value.as_deref()),
            Typed::Edit { which, command } => {
                let path = match which {
                    Edited::GoMod => project.gomod.path(),
                    Edited::GoWork => project.gowork.path(),
                };
                let path = path.filter(|path| !self.files.contains_key(*path)).ok_or(Untriable)?;
                let mut command = self.with_variables(&command);
                command.variables.extend(quietly(self.machine, facts.settings.raw("GOENV")));
                let ran = self.machine.run(&command, EDITING).await;
                let Ran::Exited { code: 0, stdout, .. } = ran else { return Err(Untriable) };
                self.files.insert(path.to_owned(), Some(stdout));
            }
        }
        Ok(())
    }

    fn apply(&mut self, step: &Step) -> Result<(), Untriable> {
        self.beyond_go |= matches!(
            step,
            Step::EditLine { .. } | Step::MendFile { .. } | Step::RemoveFiles { .. }
        );
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
            Step::EditLine { file, line, becomes, .. } => self.edit(file, *line, becomes)?,
            Step::MendFile { file, letters, lines } => {
                let content = self.read(file, TEXT).map_err(|_| Untriable)?;
                self.files.insert(file.clone(), Some(mended(&content, *letters, lines)));
            }
            Step::RemoveFiles { paths } => {
                self.files.extend(paths.iter().map(|path| (path.clone(), None)));
            }
            Step::Say(_) => {}
            _ => return Err(Untriable),
        }
        Ok(())
    }

    /// What `go env -w` and `go env -u` do to the file.
    fn write(&mut self, key: &str, value: Option<&str>) {
        let platform = Platform { goos: self.machine.os(), goarch: self.machine.arch() };
        let Some(path) = goenv_path(&self.variables, &platform) else { return };
        let before = self.read(&path, 1 << 20).unwrap_or_default();
        let before = String::from_utf8_lossy(&before).into_owned();
        let others = before.lines().filter(|line| line.split('=').next() != Some(key));
        let own = value.map(|value| format!("{key}={value}"));
        let lines: Vec<String> = others.map(str::to_owned).chain(own).collect();
        self.files.insert(path, Some(lines.join("\n").into_bytes()));
    }

    /// The same program, where variables are as they would be.
    fn with_variables(&self, command: &Command) -> Command {
        let real = self.machine.variables();
        let set = self.variables.iter().filter(|(name, value)| real.get(*name) != Some(*value));
        let mut variables: Vec<(String, String)> =
            set.map(|(name, value)| (name.clone(), value.clone())).collect();
        variables.extend(command.variables.iter().cloned());
        let gone = real.into_keys().filter(|name| !self.variables.contains_key(name));
        let without = gone.chain(command.without.iter().cloned()).collect();
        Command { variables, without, ..command.clone() }
    }

    fn edit(&mut self, path: &str, line: usize, becomes: &str) -> Result<(), Untriable> {
        let before = self.read(path, TEXT).map_err(|_| Untriable)?;
        let mut lines: Vec<&[u8]> = before.split(|byte| *byte == b'\n').collect();
        let edited = line.checked_sub(1).and_then(|at| lines.get_mut(at)).ok_or(Untriable)?;
        *edited = becomes.as_bytes();
        self.files.insert(path.to_owned(), Some(lines.join(&b'\n')));
        Ok(())
    }

    /// What was made of a file; none where it is as it was.
    fn made_of(&self, path: &str) -> Option<Result<&[u8], FileFault>> {
        if let Some(made) = self.files.get(path) {
            return Some(made.as_deref().ok_or(FileFault::NotFound));
        }
        let gone = |(removed, made): (&String, &Option<Vec<u8>>)| {
            made.is_none()
                && path.strip_prefix(removed.as_str()).is_some_and(|it| it.starts_with('/'))
        };
        self.files.iter().any(gone).then_some(Err(FileFault::NotFound))
    }
}

/// `go env` tells its settings, and stops where every go command does.
fn is_go_env(command: &Command) -> bool {
    let is_go = command.program.ends_with("/go") || command.program.ends_with("go.exe");
    is_go && command.arguments.first().is_some_and(|word| word == "env")
}

impl Altered<'_> {
    /// The same command under the variables as they would be. A go env file that would
    /// be another one is told by variables, which come before it; none where these
    /// cannot say it, or another file was changed.
    fn go_env(&self, command: &Command) -> Option<Command> {
        let mut told = self.with_variables(command);
        let platform = Platform { goos: self.machine.os(), goarch: self.machine.arch() };
        let path = goenv_path(&self.variables, &platform).unwrap_or_default();
        let Some(content) = self.files.get(&path).and_then(Option::as_ref) else {
            return self.files.is_empty().then_some(told);
        };
        if self.files.len() > 1 {
            return None;
        }
        told.variables.retain(|(name, _)| name != "GOENV");
        told.variables.push(("GOENV".to_owned(), "off".to_owned()));
        for line in file_lines(content) {
            let FileLine::Setting { name, value, .. } = line else { continue };
            if value.is_empty() {
                return None;
            }
            let set = self.variables.get(&name).is_some_and(|it| !it.is_empty());
            let known = is_of_go(&name) && !matches!(name.as_str(), "GOENV" | "GODEBUG");
            if known && !set && name != "GOTOOLCHAIN" {
                told.variables.push((name, value.raw().to_owned()));
            }
        }
        Some(told)
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
        match self.made_of(path) {
            Some(made) => made.map(<[u8]>::to_vec),
            None => self.machine.read(path, most),
        }
    }

    fn open(&self, path: &str) -> Result<Box<dyn Bytes>, FileFault> {
        match self.made_of(path) {
            Some(made) => made.map(|content| Box::new(content.to_vec()) as Box<dyn Bytes>),
            None => self.machine.open(path),
        }
    }

    fn stream(&self, path: &str) -> Result<Box<dyn Read + Send>, FileFault> {
        self.machine.stream(path)
    }

    fn entries(&self, path: &str) -> Result<Vec<Listed>, FileFault> {
        self.machine.entries(path)
    }

    fn identity(&self, path: &str) -> Option<Identity> {
        self.machine.identity(path)
    }

    fn cores(&self) -> usize {
        self.machine.cores()
    }

    fn list(&self, path: &str) -> Result<Vec<String>, FileFault> {
        let mut names = self.machine.list(path)?;
        let folder = path.trim_end_matches('/');
        names.retain(|name| !matches!(self.made_of(&format!("{folder}/{name}")), Some(Err(_))));
        Ok(names)
    }

    fn look(&self, path: &str) -> Result<Entry, FileFault> {
        match self.made_of(path) {
            Some(made) => made.map(|it| Entry::File { size: it.len() as u64, executable: false }),
            None => self.machine.look(path),
        }
    }

    fn real(&self, path: &str) -> Option<String> {
        self.machine.real(path)
    }

    fn link(&self, path: &str) -> Option<String> {
        self.machine.link(path)
    }

    fn rights(&self, path: &str) -> Option<Rights> {
        self.machine.rights(path)
    }

    fn may_write(&self, path: &str, folder: bool) -> Result<(), WriteFault> {
        match self.made_of(path) {
            Some(_) => Ok(()),
            None => self.machine.may_write(path, folder),
        }
    }

    fn room(&self, path: &str) -> Option<Room> {
        self.machine.room(path)
    }

    fn knows_locks(&self, path: &str) -> bool {
        self.machine.knows_locks(path)
    }

    /// A real go would see the real machine: its files answer instead. What only asks
    /// a repository may be run, with the variables as they would be, unless it would
    /// read a file that was changed.
    fn run<'a>(&'a self, command: &'a Command, within: Duration) -> Soon<'a, Ran> {
        if is_go_env(command) {
            let Some(command) = self.go_env(command) else {
                return Box::pin(std::future::ready(Ran::NotFound));
            };
            return Box::pin(async move { self.machine.run(&command, within).await });
        }
        if !ASKING.contains(&command.program.as_str()) {
            return Box::pin(std::future::ready(Ran::NotFound));
        }
        if self.beyond_go {
            return Box::pin(std::future::ready(Ran::Killed));
        }
        let command = self.with_variables(command);
        Box::pin(async move { self.machine.run(&command, within).await })
    }
    fn pour<'a>(&'a self, _: &'a Command, _: Duration, _: &'a mut dyn Sink) -> Soon<'a, Ran> {
        Box::pin(std::future::ready(Ran::NotFound))
    }

    /// Programs that ask a repository may want one.
    fn scratch(&self) -> Option<Scratch> {
        self.machine.scratch()
    }
}
