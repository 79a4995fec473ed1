//! Floor 0: neither Go nor network. Text in two languages, secrets that cannot
//! be printed, foreign bytes made short, and the one deadline.

mod bytes;
mod deadline;
mod excerpt;
mod mask;
mod scrub;
mod secret;
mod soon;
mod tar;
mod text;

pub use bytes::Bytes;
pub use deadline::Deadline;
pub use excerpt::Excerpt;
pub use mask::masked;
pub use scrub::Scrub;
pub use secret::{Secret, Veiled};
pub use soon::Soon;
pub use tar::{NotATar, Tar, TarKind, TarSink, tarred};
pub use text::{Lang, Text};
