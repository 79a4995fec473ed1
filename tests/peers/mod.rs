//! The network as the tests use it.

use gomod_doctor::go::x509::{Certificate, Pool};
use gomod_doctor::wire::{Net, NetConfig};
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Long enough for a loaded machine.
pub(crate) const LONG: Duration = Duration::from_secs(10);
/// For what never comes.
pub(crate) const SHORT: Duration = Duration::from_millis(300);

/// Runs one test on one thread.
pub(crate) fn run<F: Future>(test: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = { runtime }.enable_all().build().unwrap();
    runtime.block_on(test)
}

/// The network, with these roots as DER.
pub(crate) fn net(roots: &[Vec<u8>]) -> Net {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let roots: Pool = roots.iter().map(|der| Certificate::parse(der).unwrap()).collect();
    Net::new(NetConfig {
        roots: Arc::new(roots),
        now: i64::try_from(now.as_secs()).unwrap(),
        user_agent: NetConfig::user_agent_of(27).to_owned(),
    })
}
