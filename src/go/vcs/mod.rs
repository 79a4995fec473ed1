//! Where the code of a module path lies, and which program fetches it from there.
//! go's files: `cmd/go/internal/vcs/vcs.go`, `discovery.go`.

mod discovery;
mod fault;
mod govcs;
mod home;
mod launchpad;
mod page;
mod paths;
mod scheme;
mod tool;
mod wanted;

pub use discovery::{Discovery, Origin, Page, Silence, page_url};
pub use fault::ImportFault;
pub use govcs::{Govcs, Policy, allowing, readable};
pub use home::Home;
pub use launchpad::{Launchpad, launchpad};
pub use page::{Import, imports};
pub use paths::{ByPath, Sought, by_path};
pub use tool::Tool;
