use crate::model::{Evidence, Verdict};
use serde::{Deserialize, Serialize};

/// Which command made the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    #[default]
    Check,
    Run,
    Log,
    Route,
    Verify,
    Dockerfile,
}

/// The run itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub mode: Mode,
    /// RFC 3339, UTC.
    pub started_at: String,
    pub duration_ms: u64,
    pub timeout_ms: u64,
    pub offline: bool,
    /// False when a deadline or an interrupt cut the looking short.
    pub complete: bool,
    /// The program that was run, and what it was to do if that is short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

/// All that a renderer gets to see.
pub struct Report<'a> {
    pub run: Run,
    pub evidence: &'a Evidence,
    pub verdict: &'a Verdict,
    pub exit_code: u8,
}
