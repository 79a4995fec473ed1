/// What ended the run before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupt {
    /// Ctrl-C.
    Int,
    /// A polite request to end.
    Term,
}

impl Interrupt {
    /// What a shell reports of a program that such a signal ended.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Int => 130,
            Self::Term => 143,
        }
    }
}

/// Ready when the user or the system wants an end. A signal counts from this call
/// on, not only from the first look at what it returns.
#[cfg(unix)]
pub fn interrupted() -> impl Future<Output = Interrupt> {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
    async {
        let (Ok(mut int), Ok(mut term)) = signals else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = int.recv() => Interrupt::Int,
            _ = term.recv() => Interrupt::Term,
        }
    }
}

/// Waits until the user wants an end.
#[cfg(not(unix))]
pub async fn interrupted() -> Interrupt {
    match tokio::signal::ctrl_c().await {
        Ok(()) => Interrupt::Int,
        Err(_) => std::future::pending().await,
    }
}
