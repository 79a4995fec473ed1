//! Which toolchain a go command ends up running: the order of go versions,
//! the forms of GOTOOLCHAIN, and the choice made from them and go.mod.
//! go's files: `internal/gover/gover.go`, `cmd/go/internal/toolchain/select.go`.

mod choice;
mod gover;
mod lines;
mod newer;
mod setting;

pub use choice::{Because, Choice, How, Refusal, choose};
pub use gover::{compare, from_toolchain, is_lang, is_valid, lang};
pub use lines::Lines;
pub use newer::{nearest_release, newer_toolchain, released};
pub use setting::{Minimum, Mode, Setting, SettingError};
