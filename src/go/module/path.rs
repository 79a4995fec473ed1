use super::element::check_element;
use super::error::{
    CheckError, InvalidPathError, InvalidVersionError, PathFault, PathKind, VersionFault,
};
use super::major::{check_path_major, split_path_version};
use crate::go::semver;

/// Whether a module may have this path and this version (`module.Check`).
pub fn check(path: &str, version: &str) -> Result<(), CheckError> {
    check_path(path).map_err(CheckError::Path)?;
    let path_major = split_path_version(path).map_or("", |split| split.major);
    let checked = if semver::is_valid(version) {
        check_path_major(version, path_major)
    } else {
        Err(InvalidVersionError { version: version.into(), fault: VersionFault::NotSemantic })
    };
    checked.map_err(|error| CheckError::Version { path: path.into(), error })
}

/// Whether a module that is fetched may have this path (`module.CheckPath`).
pub fn check_path(path: &str) -> Result<(), InvalidPathError> {
    check_elements(path, PathKind::Module)
        .and_then(|()| check_first(path))
        .and_then(|()| match split_path_version(path) {
            Some(_) => Ok(()),
            None => Err(PathFault::InvalidVersion),
        })
        .map_err(|fault| refused(PathKind::Module, path, fault))
}

/// Whether a package, or the main module, may have this path
/// (`module.CheckImportPath`).
pub fn check_import_path(path: &str) -> Result<(), InvalidPathError> {
    check_elements(path, PathKind::Import).map_err(|fault| refused(PathKind::Import, path, fault))
}

/// Whether a file in a module's zip may have this name (`module.CheckFilePath`).
pub fn check_file_path(path: &str) -> Result<(), InvalidPathError> {
    check_elements(path, PathKind::File).map_err(|fault| refused(PathKind::File, path, fault))
}

fn refused(kind: PathKind, path: &str, fault: PathFault) -> InvalidPathError {
    InvalidPathError { kind, path: path.into(), fault }
}

fn check_elements(path: &str, kind: PathKind) -> Result<(), PathFault> {
    if path.is_empty() {
        return Err(PathFault::Empty);
    }
    if path.starts_with('-') && kind != PathKind::File {
        return Err(PathFault::LeadingDash);
    }
    if path.contains("//") {
        return Err(PathFault::DoubleSlash);
    }
    if path.ends_with('/') {
        return Err(PathFault::TrailingSlash);
    }
    path.split('/').try_for_each(|element| check_element(element, kind))
}

/// The first element is a domain name in lower case.
fn check_first(path: &str) -> Result<(), PathFault> {
    let first = path.split('/').next().unwrap_or(path);
    if first.is_empty() {
        return Err(PathFault::LeadingSlash);
    }
    if !first.contains('.') {
        return Err(PathFault::MissingDot);
    }
    if first.starts_with('-') {
        return Err(PathFault::LeadingDashInFirst);
    }
    match first.chars().find(|c| !may_stand_in_first(*c)) {
        Some(char) => Err(PathFault::InvalidCharInFirst { char }),
        None => Ok(()),
    }
}

fn may_stand_in_first(c: char) -> bool {
    c == '-' || c == '.' || c.is_ascii_digit() || c.is_ascii_lowercase()
}

/// The host of a module path: its first element.
pub fn host(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}
