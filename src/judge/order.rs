use crate::model::{Diagnosis, Subject};

/// Where on its way go comes to stand, before it asks anybody: of two things that stop it,
/// the one that it tells of is first. go's files: `cmd/go/main.go`, `main` and `invoke`;
/// `cmd/go/internal/modload/init.go`, `Init`.
pub(super) fn order(held: &Diagnosis) -> usize {
    let setting = match &held.finding.subject {
        Subject::Setting(name) => name.as_str(),
        _ => "",
    };
    let stop = (held.cause.code, setting);
    STOPS.iter().position(|it| it.0 == stop.0 && it.1 == "*" || *it == stop).unwrap_or(STOPS.len())
}

/// Code and setting; a star stands for any.
const STOPS: &[(&str, &str)] = &[
    ("go-not-found", "*"),
    ("toolchain-name-invalid", "*"),
    ("go-too-old", "*"),
    ("toolchain-unavailable", "*"),
    ("go-env-invalid", "GOROOT"),
    ("gomodcache-relative", "GOPATH"),
    ("go-env-invalid", "GOEXPERIMENT"),
    ("go-env-invalid", "GOFIPS140"),
    ("goflags-invalid", "*"),
    ("go111module-off", "*"),
    ("go-env-invalid", "GO111MODULE"),
    ("gomod-ignored", "*"),
    ("gomod-missing", "*"),
    ("command-argument-invalid", "*"),
];
