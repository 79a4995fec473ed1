use super::fault::Fault;
use super::grammar::Grammar;
use super::model::VersionKind;
use super::strings::{StringFault, parse_string};
use crate::go::module::{InvalidVersionError, VersionFault, check_path_major, split_path_version};
use crate::go::semver;
use std::borrow::Cow;

/// What becomes of versions that are not canonical.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::go) enum Versions {
    /// Refused, as in go.work, in dependencies and by `go mod edit`.
    Canonical,
    /// Kept and marked: go asks a source about them (`fixVersion` in
    /// `cmd/go/internal/modload/init.go`).
    Asked,
}

/// Whose file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::go) enum FileOf {
    Main,
    Workspace,
    /// What only concerns main modules, and what is not known, is ignored.
    Dependency,
}

/// The rules in force for a file.
#[derive(Clone, Copy, Debug)]
pub(in crate::go) struct Rulebook {
    pub(in crate::go) grammar: Grammar,
    pub(in crate::go) versions: Versions,
    pub(in crate::go) file_of: FileOf,
}

/// A version, and whether go uses it as it stands.
pub(super) type Version = (String, VersionKind);

impl Rulebook {
    /// Whether complaints name three numbers as the form of a version. In go.work
    /// they did so one release later.
    pub(super) fn names_three_numbers(self) -> bool {
        match self.file_of {
            FileOf::Workspace => self.grammar >= Grammar::Go123,
            FileOf::Main | FileOf::Dependency => self.grammar >= Grammar::Go122,
        }
    }

    /// The version that a token stands for (`parseVersion` in `rule.go`).
    pub(super) fn version(self, verb: &str, path: &str, token: &str) -> Result<Version, Fault> {
        let text = version_text(verb, path, token)?;
        match self.versions {
            Versions::Asked => asked(verb, path, &text),
            Versions::Canonical => match semver::canonical_version(&text) {
                Some(canonical) => Ok((canonical, VersionKind::Canonical)),
                None => Err(refused(verb, path, &text, VersionFault::NotCanonical)),
            },
        }
    }

    /// A version that must have the major version of its path.
    pub(super) fn version_of(
        self,
        verb: &str,
        path: &str,
        major: &str,
        token: &str,
    ) -> Result<Version, Fault> {
        let (version, kind) = self.version(verb, path, token)?;
        if kind == VersionKind::Canonical {
            check_path_major(&version, major).map_err(|error| fault(verb, path, error))?;
        }
        Ok((version, kind))
    }
}

/// The string behind a version token, whatever version it is.
pub(super) fn version_text<'a>(
    verb: &str,
    path: &str,
    token: &'a str,
) -> Result<Cow<'a, str>, Fault> {
    parse_string(token).map_err(|fault| {
        let fault = match fault {
            StringFault::InvalidSyntax => VersionFault::InvalidSyntax,
            StringFault::QuoteInside => VersionFault::QuoteInside,
        };
        refused(verb, path, token, fault)
    })
}

fn asked(verb: &str, path: &str, version: &str) -> Result<Version, Fault> {
    let version = without_gopkgin(path, version);
    let Some(split) = split_path_version(path) else {
        let fault = VersionFault::MalformedPath { path: path.into() };
        return Err(refused(verb, path, version, fault));
    };
    if !semver::is_canonical(version) {
        return Ok((version.into(), VersionKind::NeedsQuery));
    }
    check_path_major(version, split.major).map_err(|error| fault(verb, path, error))?;
    Ok((version.into(), VersionKind::Canonical))
}

/// Old files wrote `v0.0.0-gopkgin-v2.0.0` for gopkg.in modules.
fn without_gopkgin<'a>(path: &str, version: &'a str) -> &'a str {
    match version.split_once("-gopkgin-") {
        Some((_, version)) if path.starts_with("gopkg.in/") => version,
        _ => version,
    }
}

fn refused(verb: &str, path: &str, version: &str, reason: VersionFault) -> Fault {
    let version = version.to_owned();
    let error = InvalidVersionError { version, fault: reason };
    fault(verb, path, error)
}

fn fault(verb: &str, path: &str, error: InvalidVersionError) -> Fault {
    Fault::Version { verb: verb.into(), path: path.into(), error }
}
