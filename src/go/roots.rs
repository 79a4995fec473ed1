//! Where go looks for roots (crypto/x509 `root.go`, `root_unix.go` and the list
//! of each system). Only the places: whoever reads them reads the first file
//! that can be read, then every file of every directory.

use serde::{Deserialize, Serialize};

/// Replaces the list of files.
const FILE: &str = "SSL_CERT_FILE";
/// Replaces the list of directories.
const DIRECTORY: &str = "SSL_CERT_DIR";
/// Since go 1.27, gives macOS and Windows their own verifier back.
const KEEP_PLATFORM: &str = "x509sslcertoverrideplatform";

/// Where the roots of one go come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Roots {
    /// The system's own verifier judges, and go reads no file.
    Platform,
    /// The first readable file, and every file of every directory.
    Disk { places: Places },
}

/// Files and directories, in go's order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// go stops after the first one that it can read, whatever is in it.
    pub files: Vec<Place>,
    /// go reads all of them.
    pub dirs: Vec<Place>,
}

/// One path, and who named it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// As written; of a list in a variable it may be empty, which is nowhere.
    pub path: String,
    pub origin: Origin,
}

/// Who named a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Origin {
    /// go's own list for this system.
    Default,
    Variable {
        name: String,
    },
}

/// A release of go as far as its roots differ: `1` and the second number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release(pub u32, pub u32);

/// Where a go of this release, for this GOOS, looks for roots, with the
/// environment that it runs in. An empty variable is none.
pub fn places(goos: &str, release: Release, env: impl Fn(&str) -> Option<String>) -> Roots {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    let (file, list) = match goos {
        "plan9" if release < Release(1, 27) => (None, None),
        _ => (set(FILE), set(DIRECTORY)),
    };
    let replaced = file.is_some() || list.is_some();
    let replaceable =
        release >= Release(1, 27) && setting(set("GODEBUG"), KEEP_PLATFORM).as_deref() != Some("0");
    if has_verifier(goos) && !(replaced && replaceable) {
        return Roots::Platform;
    }
    let (files, dirs) = defaults(goos);
    let separator = match goos {
        "windows" => ';',
        "plan9" => '\0',
        _ => ':',
    };
    let places = Places {
        files: match file {
            Some(file) => named(FILE, [file.as_str()]),
            None => listed(files),
        },
        dirs: match list {
            Some(list) => named(DIRECTORY, list.split(separator)),
            None => listed(dirs),
        },
    };
    Roots::Disk { places }
}

/// Whether go skips a symbolic link in a directory of roots: one to a name in
/// the same directory, as `c_rehash` makes them.
pub fn skips_link(target: &str) -> bool {
    !target.contains('/')
}

fn has_verifier(goos: &str) -> bool {
    matches!(goos, "darwin" | "ios" | "windows")
}

/// The last value of a key in GODEBUG.
fn setting(godebug: Option<String>, key: &str) -> Option<String> {
    let godebug = godebug?;
    let pairs = godebug.rsplit(',').filter_map(|pair| pair.split_once('='));
    let mut values = pairs.filter(|(name, _)| *name == key);
    values.next().map(|(_, value)| value.to_owned())
}

fn listed(paths: &[&str]) -> Vec<Place> {
    let place = |path: &&str| Place {
        path: (*path).to_owned(),
        origin: Origin::Default,
    };
    paths.iter().map(place).collect()
}

fn named<'a>(variable: &str, paths: impl IntoIterator<Item = &'a str>) -> Vec<Place> {
    let place = |path: &str| Place {
        path: path.to_owned(),
        origin: Origin::Variable {
            name: variable.to_owned(),
        },
    };
    paths.into_iter().map(place).collect()
}

/// go's files and directories for a system.
fn defaults(goos: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match goos {
        "linux" => (&LINUX_FILES, &LINUX_DIRS[..2]),
        "android" => (&LINUX_FILES, &LINUX_DIRS),
        "dragonfly" | "freebsd" | "netbsd" | "openbsd" => (&BSD_FILES, &BSD_DIRS),
        "aix" => (&["/var/ssl/certs/ca-bundle.crt"], &["/var/ssl/certs"]),
        "solaris" | "illumos" => (&SOLARIS_FILES, &["/etc/certs/CA"]),
        "plan9" => (&["/sys/lib/tls/ca.pem"], &[]),
        _ => (&[], &[]),
    }
}

const LINUX_FILES: [&str; 6] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/cert.pem",
];

/// The last two are android's.
const LINUX_DIRS: [&str; 4] = [
    "/etc/ssl/certs",
    "/etc/pki/tls/certs",
    "/system/etc/security/cacerts",
    "/data/misc/keychain/certs-added",
];

const BSD_FILES: [&str; 4] = [
    "/usr/local/etc/ssl/cert.pem",
    "/etc/ssl/cert.pem",
    "/usr/local/share/certs/ca-root-nss.crt",
    "/etc/openssl/certs/ca-certificates.crt",
];

const BSD_DIRS: [&str; 3] = [
    "/etc/ssl/certs",
    "/usr/local/share/certs",
    "/etc/openssl/certs",
];

const SOLARIS_FILES: [&str; 3] = [
    "/etc/certs/ca-certificates.crt",
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/ssl/cacert.pem",
];

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Release = Release(1, 26);

    fn disk(goos: &str, release: Release, env: &[(&str, &str)]) -> Option<Places> {
        let lookup = |name: &str| {
            let found = env.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        match places(goos, release, lookup) {
            Roots::Platform => None,
            Roots::Disk { places } => Some(places),
        }
    }

    fn paths(places: &[Place]) -> Vec<&str> {
        places.iter().map(|place| place.path.as_str()).collect()
    }

    #[test]
    fn each_variable_replaces_its_own_list() {
        let places = disk("linux", NOW, &[(FILE, "/x.pem")]).unwrap();
        assert_eq!(paths(&places.files), ["/x.pem"]);
        assert_eq!(
            paths(&places.dirs),
            ["/etc/ssl/certs", "/etc/pki/tls/certs"]
        );
        assert_eq!(places.dirs[0].origin, Origin::Default);
        let places = disk("linux", NOW, &[(DIRECTORY, "/a::/b"), (FILE, "")]).unwrap();
        assert_eq!(places.files.len(), 6);
        assert_eq!(paths(&places.dirs), ["/a", "", "/b"]);
    }

    #[test]
    fn platform_verifiers_give_way_since_1_27() {
        let file = (FILE, "/x.pem");
        let kept = ("GODEBUG", "a=1,x509sslcertoverrideplatform=0");
        assert_eq!(disk("darwin", NOW, &[file]), None);
        assert_eq!(disk("darwin", Release(1, 27), &[]), None);
        assert_eq!(disk("windows", Release(1, 27), &[file, kept]), None);
        let places = disk("windows", Release(1, 27), &[file]).unwrap();
        assert_eq!(paths(&places.files), ["/x.pem"]);
        assert!(places.dirs.is_empty());
    }

    #[test]
    fn plan9_read_no_variable_before_1_27() {
        let places = disk("plan9", NOW, &[(FILE, "/x.pem")]).unwrap();
        assert_eq!(paths(&places.files), ["/sys/lib/tls/ca.pem"]);
    }
}
