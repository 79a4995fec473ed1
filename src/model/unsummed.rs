use crate::model::Part;
use serde::{Deserialize, Serialize};

/// What a build needs and go.sum lacks, as far as the code of this module shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsummed {
    /// The go.sum, whether it is there or not.
    pub path: String,
    pub sums: Sums,
    /// One for each module that lacks a hash. Never empty.
    pub imports: Vec<UnsummedImport>,
}

/// What go.sum is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sums {
    Absent,
    Empty,
    /// Hashes of go.mod files and no other, as a bare `go mod download` leaves them.
    OfGomodsAlone,
    /// Some modules are in it.
    Partial,
}

/// A package that the code imports, and the hash that is missing for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsummedImport {
    pub package: String,
    pub file: String,
    pub line: usize,
    pub by: Importer,
    /// As go.mod requires it.
    pub module: String,
    pub version: String,
    pub lacks: Part,
}

/// Which code imports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Importer {
    Code,
    Tests,
}
