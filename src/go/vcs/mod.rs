//! Where the code of a module path lies, and which program fetches it from there.
//! go's files: `cmd/go/internal/vcs/vcs.go`, `discovery.go`.

mod fault;
mod tool;

pub use fault::ImportFault;
pub use tool::Tool;
