//! The flags that some go subcommand defines. There is no such list in go: each
//! word in the sources of `cmd/go` was offered to the go commands 1.21, 1.24,
//! 1.26 and 1.27, which told which they know.

use crate::go::toolchain;

/// Whether the go command of `version` (`1.26.8`; empty for the newest) knows
/// the flag as a flag of any of its subcommands.
pub(super) fn is_known(name: &str, version: &str) -> bool {
    let new_enough = |since: &str| version.is_empty() || toolchain::compare(version, since).is_ge();
    ALWAYS.binary_search(&name).is_ok()
        || SINCE.iter().any(|(flag, since)| *flag == name && new_enough(since))
}

/// Known since 1.21 or longer, in order.
#[rustfmt::skip]
const ALWAYS: &[&str] = &[
    "C", "a", "asan", "asmflags", "bench", "benchmem", "benchtime", "blockprofile",
    "blockprofilerate", "buildmode", "buildvcs", "c", "cache", "compat", "compiled", "compiler",
    "count", "cover", "covermode", "coverpkg", "coverprofile", "cpu", "cpuprofile", "d",
    "debug-actiongraph", "debug-runtime-trace", "debug-trace", "deps", "dropexclude",
    "dropreplace", "droprequire", "dropretract", "dropuse", "e", "exclude", "exec", "export",
    "f", "failfast", "find", "fix", "fmt", "fullpath", "fuzz", "fuzzcache", "fuzzminimizetime",
    "fuzztime", "gccgoflags", "gcflags", "go", "i", "insecure", "installsuffix", "json",
    "ldflags", "linkshared", "list", "m", "memprofile", "memprofilerate", "mod", "modcache",
    "modcacherw", "modfile", "module", "msan", "mutexprofile", "mutexprofilefraction", "n", "o",
    "outputdir", "overlay", "p", "parallel", "pgo", "pkgdir", "print", "r", "race", "replace",
    "require", "retract", "retracted", "reuse", "run", "short", "shuffle", "skip", "t", "tags",
    "test", "test.bench", "test.benchmem", "test.benchtime", "test.blockprofile",
    "test.blockprofilerate", "test.count", "test.coverprofile", "test.cpu", "test.cpuprofile",
    "test.failfast", "test.fullpath", "test.fuzz", "test.fuzzminimizetime", "test.fuzztime",
    "test.list", "test.memprofile", "test.memprofilerate", "test.mutexprofile",
    "test.mutexprofilefraction", "test.outputdir", "test.parallel", "test.run", "test.short",
    "test.shuffle", "test.skip", "test.timeout", "test.trace", "test.v", "testcache", "timeout",
    "toolchain", "toolexec", "trace", "trimpath", "u", "use", "v", "vendor", "versions", "vet",
    "vettool", "w", "work", "x",
];

/// Newer flags, and the go that brought each.
const SINCE: &[(&str, &str)] = &[
    ("artifacts", "1.26"),
    ("changed", "1.23"),
    ("diff", "1.23"),
    ("dropgodebug", "1.23"),
    ("dropignore", "1.25"),
    ("droptool", "1.24"),
    ("fixtool", "1.26"),
    ("godebug", "1.23"),
    ("ignore", "1.25"),
    ("test.artifacts", "1.26"),
    ("tool", "1.24"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_come_with_versions() {
        assert!(ALWAYS.is_sorted());
        assert!(is_known("mod", "1.21.13") && is_known("tool", "") && is_known("tool", "1.24.11"));
        assert!(!is_known("tool", "1.23.4") && !is_known("modd", ""));
    }
}
