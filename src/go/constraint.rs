//! Which Go files a build takes: by their names, their constraints and cgo. What depends
//! on something that is not known stays open.
//! go's files: `go/build/build.go`, `go/build/constraint/expr.go`.

use super::imports::GoFile;

/// go's file: `internal/syslist/syslist.go`.
#[rustfmt::skip]
const SYSTEMS: &[&str] = &[
    "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux",
    "nacl", "netbsd", "openbsd", "plan9", "solaris", "wasip1", "windows", "zos",
];
#[rustfmt::skip]
const UNIX: &[&str] = &[
    "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "linux",
    "netbsd", "openbsd", "solaris",
];
#[rustfmt::skip]
const MACHINES: &[&str] = &[
    "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "loong64", "mips", "mipsle",
    "mips64", "mips64le", "mips64p32", "mips64p32le", "ppc", "ppc64", "ppc64le", "riscv",
    "riscv64", "s390", "s390x", "sparc", "sparc64", "wasm",
];
/// Tags that flags of `go build` or the toolchain set.
const OPEN: &[&str] = &["race", "msan", "asan", "boringcrypto"];
/// Deeper nesting is none that a person wrote.
const DEEPEST: usize = 100;

/// What a build is for.
#[derive(Clone, Debug, Default)]
pub struct BuildContext {
    pub goos: String,
    pub goarch: String,
    /// The minor release of the toolchain.
    pub minor: u32,
    /// Whether C is compiled; none where the machine's compiler decides.
    pub cgo: Option<bool>,
    /// `-tags` of GOFLAGS.
    pub tags: Vec<String>,
}

impl BuildContext {
    /// Whether the build takes a file; none where that is not known.
    pub fn takes(&self, name: &str, file: &GoFile) -> Option<bool> {
        if name.starts_with(['_', '.']) || !self.by_name(name) || file.package == "documentation" {
            return Some(false);
        }
        let by_line = match &file.constraint {
            Some(words) => Expression::read(words, self),
            None if file.old_constraint => Holds::Open,
            None => Holds::Yes,
        };
        let by_cgo = if file.cgo { Holds::of(self.cgo) } else { Holds::Yes };
        by_line.and(by_cgo).known()
    }

    /// go's function: `goodOSArchFile`.
    fn by_name(&self, name: &str) -> bool {
        let stem = name.split('.').next().unwrap_or(name);
        let Some((_, behind)) = stem.split_once('_') else { return true };
        let mut words: Vec<&str> = behind.split('_').collect();
        if words.last() == Some(&"test") {
            words.pop();
        }
        match words.as_slice() {
            [.., system, machine] if SYSTEMS.contains(system) && MACHINES.contains(machine) => {
                self.is_system(system) && *machine == self.goarch
            }
            [.., word] if SYSTEMS.contains(word) => self.is_system(word),
            [.., word] if MACHINES.contains(word) => *word == self.goarch,
            _ => true,
        }
    }

    fn is_system(&self, tag: &str) -> bool {
        let kin = match self.goos.as_str() {
            "android" => "linux",
            "illumos" => "solaris",
            "ios" => "darwin",
            own => own,
        };
        tag == self.goos || tag == kin
    }

    /// go's function: `matchTag`.
    fn tag(&self, tag: &str) -> Option<bool> {
        if self.tags.iter().any(|it| it == tag) {
            return Some(true);
        }
        if let Some(minor) = tag.strip_prefix("go1.") {
            return Some(minor.parse::<u32>().is_ok_and(|it| it <= self.minor));
        }
        match tag {
            "cgo" => self.cgo,
            "gc" => Some(true),
            "unix" => Some(UNIX.contains(&self.goos.as_str())),
            tag if OPEN.contains(&tag) || tag.starts_with("goexperiment.") => None,
            tag if MACHINES.contains(&tag) => Some(tag == self.goarch),
            tag => Some(self.is_system(tag)),
        }
    }
}

/// What is known of a condition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Yes,
    No,
    Open,
}

impl Holds {
    fn of(known: Option<bool>) -> Self {
        match known {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Open,
        }
    }

    fn known(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Open => None,
        }
    }

    fn not(self) -> Self {
        Self::of(self.known().map(|it| !it))
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Open,
        }
    }

    fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }
}

/// `a && (b || !c)`, evaluated as it is read; none where it is no expression.
struct Expression<'a> {
    rest: &'a str,
    context: &'a BuildContext,
    depth: usize,
}

impl<'a> Expression<'a> {
    /// What go does not understand it passes over, or complains about: that stays open.
    fn read(words: &'a str, context: &'a BuildContext) -> Holds {
        let mut reader = Self { rest: words, context, depth: 0 };
        let value = reader.any();
        let whole = reader.rest.trim_start().is_empty();
        value.filter(|_| whole).unwrap_or(Holds::Open)
    }

    fn any(&mut self) -> Option<Holds> {
        let mut value = self.all()?;
        while self.take("||") {
            value = value.or(self.all()?);
        }
        Some(value)
    }

    fn all(&mut self) -> Option<Holds> {
        let mut value = self.one()?;
        while self.take("&&") {
            value = value.and(self.one()?);
        }
        Some(value)
    }

    fn one(&mut self) -> Option<Holds> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        if self.take("!") {
            return Some(self.one()?.not());
        }
        if self.take("(") {
            let value = self.any()?;
            return self.take(")").then_some(value);
        }
        self.rest = self.rest.trim_start();
        let is_end = |c: char| !(c.is_alphanumeric() || c == '_' || c == '.');
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (tag, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!tag.is_empty()).then(|| Holds::of(self.context.tag(tag)))
    }

    fn take(&mut self, word: &str) -> bool {
        match self.rest.trim_start().strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::imports::read;

    fn takes(name: &str, source: &str) -> Option<bool> {
        let context = BuildContext {
            goos: "linux".into(),
            goarch: "amd64".into(),
            minor: 26,
            cgo: None,
            tags: vec!["own".into()],
        };
        context.takes(name, &read(source.as_bytes()))
    }

    #[test]
    fn names_tell_system_and_machine() {
        for name in [
            "a.go",
            "a_linux.go",
            "a_linux_amd64_test.go",
            "linux.go",
            "a_x_amd64.go",
            "amd64_x.go",
        ] {
            assert_eq!(takes(name, "package a"), Some(true), "{name}");
        }
        for name in ["a_windows.go", "a_linux_arm64.go", "x_js_wasm_test.go", "_a.go", ".a.go"] {
            assert_eq!(takes(name, "package a"), Some(false), "{name}");
        }
    }

    #[test]
    fn constraints_are_evaluated() {
        let of = |line: &str| takes("a.go", &format!("//go:build {line}\n\npackage a\n"));
        for line in [
            "linux",
            "unix && !windows",
            "(go1.21 || ignore) && gc",
            "own",
            "!go1.99",
            "darwin || amd64",
        ] {
            assert_eq!(of(line), Some(true), "{line}");
        }
        for line in
            ["ignore", "linux && arm64", "!unix", "go1.27", "cgo && windows", "!own", "tools"]
        {
            assert_eq!(of(line), Some(false), "{line}");
        }
        for line in ["cgo", "!race", "linux && goexperiment.x", "&&", "", "(linux", "linux )"] {
            assert_eq!(of(line), None, "{line}");
        }
        assert_eq!(of(&"!".repeat(5000)), None);
        assert_eq!(takes("a.go", "// +build ignore\n\npackage a\n"), None);
        assert_eq!(takes("a.go", "package a\nimport \"C\"\n"), None);
        assert_eq!(takes("a.go", "package documentation\n"), Some(false));
    }
}
