use super::{Command, Entry, Identity, Listed, Machine, Ran, Scratch, Sink, WriteFault};
use crate::base::{Bytes, Soon};
use crate::model::{FileFault, Rights, Room};
use std::collections::BTreeMap;
use std::io::Read;
use std::time::Duration;

/// A machine as a command sees it that is started with variables of its own.
pub struct Under<'a> {
    machine: &'a dyn Machine,
    variables: Vec<(String, String)>,
}

impl<'a> Under<'a> {
    pub fn these(machine: &'a dyn Machine, variables: Vec<(String, String)>) -> Self {
        Self { machine, variables }
    }

    fn told(&self, command: &Command) -> Command {
        let variables = self.variables.iter().chain(&command.variables).cloned().collect();
        Command { variables, ..command.clone() }
    }
}

impl Machine for Under<'_> {
    fn variables(&self) -> BTreeMap<String, String> {
        let mut variables = self.machine.variables();
        variables.extend(self.variables.iter().cloned());
        variables
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
        self.machine.read(path, most)
    }

    fn open(&self, path: &str) -> Result<Box<dyn Bytes>, FileFault> {
        self.machine.open(path)
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
        self.machine.list(path)
    }

    fn look(&self, path: &str) -> Result<Entry, FileFault> {
        self.machine.look(path)
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
        self.machine.may_write(path, folder)
    }

    fn room(&self, path: &str) -> Option<Room> {
        self.machine.room(path)
    }

    fn knows_locks(&self, path: &str) -> bool {
        self.machine.knows_locks(path)
    }

    fn run<'a>(&'a self, command: &'a Command, within: Duration) -> Soon<'a, Ran> {
        let command = self.told(command);
        Box::pin(async move { self.machine.run(&command, within).await })
    }

    fn pour<'a>(
        &'a self,
        command: &'a Command,
        within: Duration,
        sink: &'a mut dyn Sink,
    ) -> Soon<'a, Ran> {
        let command = self.told(command);
        Box::pin(async move { self.machine.pour(&command, within, sink).await })
    }

    fn scratch(&self) -> Option<Scratch> {
        self.machine.scratch()
    }
}
