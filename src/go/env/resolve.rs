use super::file::{Wins, read_file};
use super::layers::Layers;
use super::platform::Environment;
use super::{Platform, Setting, Settings};
use crate::base::Veiled;
use crate::go::toolchain;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that go's settings are made of.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    pub environment: &'a BTreeMap<String, String>,
    /// The content of the file at `goenv_path`, if it can be read.
    pub goenv_file: Option<&'a [u8]>,
    /// The content of `go.env` in the directory `go_env_goroot`, if it can be read.
    pub go_env: Option<&'a [u8]>,
    pub platform: &'a Platform,
    /// Where the go command stands, for when no setting says it.
    pub goroot: Option<&'a str>,
    /// The version of the go command without `go`; without it, the newest.
    pub version: Option<&'a str>,
}

/// A value in the GOENV file that the environment overrides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shadowed {
    pub name: String,
    pub value: Veiled,
    /// The line in the file, from 1.
    pub line: usize,
}

/// The settings in the order of the report.
#[rustfmt::skip]
pub(super) const NAMES: &[&str] = &[
    "GOPROXY", "GOPRIVATE", "GONOPROXY", "GOSUMDB", "GONOSUMDB", "GOINSECURE", "GOAUTH", "GOVCS",
    "GOFLAGS", "GOTOOLCHAIN", "GO111MODULE", "GOWORK", "GOENV", "GODEBUG", "GOROOT", "GOPATH",
    "GOMODCACHE", "GOCACHE", "GOCACHEPROG", "GOTMPDIR", "GOEXPERIMENT", "GOFIPS140", "GOOS",
    "GOARCH",
];

/// Settings that older go commands do not know, and the first that does.
const SINCE: &[(&str, &str)] =
    &[("GOAUTH", "1.24"), ("GOCACHEPROG", "1.24"), ("GOFIPS140", "1.24")];

/// Where the GOENV file is; nothing if there is none, as with `GOENV=off`.
/// go's file: `cmd/go/internal/cfg/cfg.go`, `EnvFile`.
pub fn goenv_path(environment: &BTreeMap<String, String>, platform: &Platform) -> Option<String> {
    let environment = Environment { variables: environment, platform };
    match environment.get("GOENV") {
        Some("off") => None,
        Some(file) => Some(file.to_owned()),
        None => environment.config_dir().map(|dir| platform.join(&dir, "go/env")),
    }
}

/// The directory whose `go.env` go reads: here a GOROOT in the GOENV file comes
/// before that of the environment. `goroot` is where the go command stands.
/// go's file: `cmd/go/internal/cfg/cfg.go`, `initEnvCache`.
pub fn go_env_goroot(inputs: &Inputs<'_>) -> Option<String> {
    let file = inputs.goenv_file.map(|file| read_file(file, &["GOROOT"], Wins::Later));
    let named = file.and_then(|file| file.get("GOROOT").map(|found| found.value.clone()));
    let environment = Environment { variables: inputs.environment, platform: inputs.platform };
    named
        .filter(|goroot| !goroot.is_empty())
        .or_else(|| environment.get("GOROOT").map(str::to_owned))
        .or_else(|| inputs.goroot.map(str::to_owned))
        .map(|goroot| inputs.platform.clean(&goroot))
}

/// The settings in force.
pub fn resolve(inputs: &Inputs<'_>) -> Settings {
    let known = |name: &str| {
        SINCE.iter().all(|(newer, since)| {
            *newer != name
                || inputs.version.is_none_or(|version| toolchain::compare(version, since).is_ge())
        })
    };
    let layers = Layers::read(inputs, NAMES);
    let setting = |name: &&str| {
        let (value, source) = layers.effective(name);
        Setting { name: (*name).to_owned(), value: Veiled::new(value), source }
    };
    Settings(NAMES.iter().filter(|name| known(name)).map(setting).collect())
}

/// The values in the GOENV file that the environment overrides, in the order of
/// the settings.
pub fn shadowed(inputs: &Inputs<'_>) -> Vec<Shadowed> {
    let layers = Layers::read(inputs, NAMES);
    let overridden = |name: &&str| {
        let found = layers.user.get(*name)?;
        layers.environment.get(name)?;
        Some(Shadowed {
            name: (*name).to_owned(),
            value: Veiled::new(&found.value),
            line: found.line,
        })
    };
    NAMES.iter().filter_map(overridden).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Source;
    use super::*;

    fn resolved(variables: &[(&str, &str)], file: &str, goos: &str) -> Settings {
        let environment =
            variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let platform = Platform { goos: goos.to_owned(), goarch: "arm64".to_owned() };
        resolve(&Inputs {
            environment: &environment,
            goenv_file: Some(file.as_bytes()),
            go_env: Some(b"# x\nGOPROXY=https://proxy.golang.org,direct\nGOSUMDB=sum.golang.org\n"),
            platform: &platform,
            goroot: Some("/usr/local/go"),
            version: Some("1.26.8"),
        })
    }

    fn of(settings: &Settings, name: &str) -> (String, Source) {
        settings.get(name).map(|setting| (setting.value.raw().to_owned(), setting.source)).unwrap()
    }

    #[test]
    fn each_layer_yields_to_the_one_above() {
        let settings = resolved(
            &[("GOPROXY", ""), ("GOFLAGS", "-x")],
            "GOPROXY=\nGOFLAGS=-v\nGODEBUG=x=1\n",
            "linux",
        );
        assert_eq!(of(&settings, "GOPROXY"), (String::new(), Source::GoEnvFile));
        assert_eq!(of(&settings, "GOFLAGS"), ("-x".to_owned(), Source::Environment));
        assert_eq!(of(&settings, "GOSUMDB"), ("sum.golang.org".to_owned(), Source::Goroot));
        assert_eq!(of(&settings, "GODEBUG"), (String::new(), Source::Default));
        assert_eq!(of(&settings, "GOAUTH"), ("netrc".to_owned(), Source::Default));
    }

    #[test]
    fn derived_settings_keep_the_source() {
        let settings = resolved(
            &[("GOPATH", "/a:/b"), ("GONOSUMDB", "none")],
            "GOPRIVATE=x\nGONOPROXY=\n",
            "linux",
        );
        assert_eq!(of(&settings, "GONOPROXY"), ("x".to_owned(), Source::GoEnvFile));
        assert_eq!(of(&settings, "GONOSUMDB"), ("none".to_owned(), Source::Environment));
        assert_eq!(of(&settings, "GOMODCACHE"), ("/a/pkg/mod".to_owned(), Source::Environment));
    }

    #[test]
    fn systems_keep_their_files_elsewhere() {
        let mac = resolved(&[("HOME", "/Users/a"), ("XDG_CONFIG_HOME", "/x")], "", "darwin");
        assert_eq!(mac.raw("GOENV"), "/Users/a/Library/Application Support/go/env");
        assert_eq!(mac.raw("GOCACHE"), "/Users/a/Library/Caches/go-build");
        let windows = resolved(&[("APPDATA", r"C:\r"), ("UserProfile", r"C:\u")], "", "windows");
        assert_eq!(windows.raw("GOENV"), r"C:\r\go\env");
        assert_eq!(windows.raw("GOMODCACHE"), r"C:\u\go\pkg\mod");
        assert_eq!(
            resolved(&[("HOME", "/h"), ("XDG_CONFIG_HOME", "x")], "", "linux").raw("GOENV"),
            ""
        );
    }

    #[test]
    fn overridden_lines_of_the_file_are_named() {
        let environment = BTreeMap::from([("GOPROXY".to_owned(), "off".to_owned())]);
        let platform = Platform { goos: "linux".to_owned(), goarch: "amd64".to_owned() };
        let file: &[u8] = b"GOPROXY=direct\nGOSUMDB=off\nGOPROXY=https://u:p@h\n";
        let inputs = Inputs {
            environment: &environment,
            goenv_file: Some(file),
            go_env: None,
            platform: &platform,
            goroot: None,
            version: None,
        };
        let expected =
            Shadowed { name: "GOPROXY".to_owned(), value: Veiled::new("https://u:p@h"), line: 3 };
        assert_eq!(shadowed(&inputs), [expected]);
    }
}
