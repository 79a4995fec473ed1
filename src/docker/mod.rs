//! Floor 1: what a Dockerfile does with Go modules, read without running it. Pure: what
//! lies in the build context is asked of whoever can see it.

mod context;
mod edit;
mod go_command;
mod ignore;
mod image;
mod instruction;
mod packages;
mod remark;
mod review;
mod scan;
mod secrets;
mod settings;
mod shell;
mod stage;
mod typed;
mod value;
mod walk;

pub use context::{Context, Lying, Tri};
pub use edit::Line;
pub use ignore::Ignore;
pub use image::Family;
pub use remark::{Exposure, Kind, Lost, Missing, Mount, Off, Remark, Rewrite};
pub use review::{Review, review, sources};
pub use typed::{Does, Typed};
