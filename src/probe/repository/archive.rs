use super::git::{Cut, Git};
use crate::base::{NotATar, Tar};
use crate::go::origin::{Packing, TOP};
use crate::machine::Sink;
use crate::model::OriginFault;
use std::ops::ControlFlow;

impl Git<'_> {
    /// The archive that go reads, in pieces. A tar holds the same files as go's zip,
    /// and can be read as it comes. go's function: `gitRepo.ReadZip`.
    pub(super) async fn archive(&self, commit: &str, folder: &str) -> Cut<Packing> {
        let front = format!("--prefix={TOP}");
        let mut words = vec!["-c", "core.autocrlf=input", "-c", "core.eol=lf", "archive"];
        words.extend(["--format=tar", front.as_str(), commit]);
        words.extend((!folder.is_empty()).then_some(folder));
        let mut read = Read { tar: Tar::default(), packing: Packing::of(folder), end: Ok(()) };
        let poured = self.pour(&words, &mut read).await;
        if read.packing.is_too_much() {
            return Err(OriginFault::TooMuch);
        }
        poured?;
        read.end.and_then(|()| read.tar.end()).map_err(|_| OriginFault::BrokenOff)?;
        Ok(read.packing)
    }
}

struct Read {
    tar: Tar,
    packing: Packing,
    end: Result<(), NotATar>,
}

impl Sink for Read {
    fn take(&mut self, bytes: &[u8]) -> ControlFlow<()> {
        self.end = self.tar.read(bytes, &mut self.packing);
        if self.end.is_err() || self.packing.is_too_much() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }
}
