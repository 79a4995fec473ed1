//! Which credentials go attaches to a request (cmd/go/internal/auth).

mod along;
mod credentials;
mod goauth;
mod granted;
mod output;
#[cfg(test)]
mod tests;

pub use along::go_along;
pub use credentials::{AuthContext, Credentials, credentials_for};
pub use goauth::command_words;
pub use goauth::{FolderSeen, GoAuth, GoAuthError, Method, Program, check_folder};
pub use granted::Granted;
pub use output::{Grant, Misprint, parse_git, parse_output};
