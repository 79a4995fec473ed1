//! Which credentials go attaches to a request (cmd/go/internal/auth).

mod credentials;
mod goauth;
#[cfg(test)]
mod tests;

pub use credentials::{AuthContext, Credentials, credentials_for};
pub use goauth::{FolderSeen, GoAuth, GoAuthError, Method, Program, check_folder};
