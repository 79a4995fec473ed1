//! Module paths and versions as go names and checks them: `golang.org/x/mod/module`.

mod element;
mod error;
mod escape;
mod fold;
mod major;
mod majors;
mod meant;
mod path;
mod quote;
mod unicode;

pub use error::{
    CheckError, InvalidPathError, InvalidVersionError, PathFault, PathKind, VersionFault,
};
pub use escape::{
    EscapeError, UnescapeError, escape_path, escape_version, unescape_path, unescape_version,
};
pub use fold::{folded, to_fold};
pub use major::{
    SplitPath, check_path_major, match_path_major, path_major_prefix, split_path_version,
};
pub use majors::{Spelling, respelled, respelled_anew};
pub use meant::path_meant;
pub use path::{check, check_file_path, check_import_path, check_path, host};
pub use quote::{quote, quote_char};
pub use unicode::{is_letter, is_print};
