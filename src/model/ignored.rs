use serde::{Deserialize, Serialize};

/// A go.mod where go takes none. go's file: `cmd/go/internal/modload/init.go`, `Init`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "because")]
pub enum Ignored {
    /// In the folder for temporary files itself: go works as if it were not there.
    TempRoot { folder: String, variable: Option<String> },
    /// In the first folder of GOPATH: go warns, and an old go stops.
    Gopath { folder: String },
}
