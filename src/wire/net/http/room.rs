use std::io;
use std::thread;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot::{self, Sender};
use tokio::task::JoinHandle;

/// A thread of its own for the connections of one road: while a server that talks
/// without end keeps it busy, nobody else waits, and time still passes.
pub(super) struct Room {
    handle: Handle,
    /// The thread ends with it.
    _open: Sender<()>,
}

impl Room {
    pub(super) fn open() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().event_interval(1).build()?;
        let handle = runtime.handle().clone();
        let (open, closed) = oneshot::channel();
        thread::Builder::new().name("road".to_owned()).spawn(move || {
            let _ = runtime.block_on(closed);
            runtime.shutdown_background();
        })?;
        Ok(Self { handle, _open: open })
    }

    /// Runs it there, as long as this is waited for. None if that was not to be.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        let mut running = Running(self.handle.spawn(work));
        (&mut running.0).await.ok()
    }
}

/// Ends when nobody waits for it any more.
struct Running<T>(JoinHandle<T>);

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
