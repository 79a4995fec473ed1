//! No delay, no memory.

use crate::tool::{Ground, start};
use crate::{alone, attended, attending, sh};
use std::time::{Duration, Instant};

/// The quickest of some runs.
fn quickest(mut run: impl FnMut()) -> Duration {
    let one = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..7).map(one).min().expect("a run")
}

/// A program that is not made for speed as it is tested, on a machine that has other
/// things to do.
#[test]
fn a_command_that_succeeds_is_not_held_up() {
    let ground = Ground::new().healthy();
    let plain = quickest(|| drop(alone(&ground, &["true"])));
    let attended = quickest(|| drop(attended(&ground, &[], &["true"])));
    let more = attended.saturating_sub(plain);
    assert!(more < Duration::from_millis(150), "{attended:?} in place of {plain:?}");
}

#[test]
fn much_output_needs_no_memory() {
    let ground = Ground::new().healthy();
    let script = "head -c 104857600 /dev/zero | tr '\\0' 'x'";
    let mut command = attending(&ground, &[], &sh(script));
    command.stdout(std::process::Stdio::null());
    let ended = start(command).end();
    assert_eq!(ended.code, Some(0));
    assert!(ended.peak < 100 << 10, "{} kB", ended.peak);
}
