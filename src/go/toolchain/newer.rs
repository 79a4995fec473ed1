use super::gover;

/// The release and the system in a toolchain's module version: `1.26.3` and
/// `linux-amd64` for `v0.0.1-go1.26.3.linux-amd64`.
/// go's file: `cmd/go/internal/modfetch/toolchain.go`, `dlToGo`.
pub fn released(version: &str) -> Option<(&str, &str)> {
    let (release, system) = version.split_once('-')?.1.rsplit_once('.')?;
    let release = release.strip_prefix("go").filter(|it| gover::is_valid(it))?;
    Some((release, system))
}

/// The toolchain that go switches to for a module that wants at least `need`: the
/// latest patch of the release before the newest, if that is enough, else the latest
/// of the newest. None where no release is new enough.
/// go's file: `cmd/go/internal/toolchain/switch.go`, `newerToolchain`.
pub fn newer_toolchain(need: &str, versions: &[&str]) -> Option<String> {
    let mut list = versions.to_vec();
    list.sort_by(|a, b| gover::compare(a, b));
    let mut latest = "";
    for version in list.into_iter().rev() {
        if gover::compare(version, need).is_lt() {
            break;
        }
        if !latest.is_empty() && gover::lang(latest) == gover::lang(version) {
            continue;
        }
        let newer = std::mem::replace(&mut latest, version);
        if !newer.is_empty() && !gover::is_prerelease(newer) {
            break;
        }
    }
    (!latest.is_empty()).then(|| format!("go{latest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases of go's own `switch_test.go`.
    #[test]
    fn the_release_before_the_newest_is_taken_where_it_is_enough() {
        let stable = ["1.20.4", "1.21.0", "1.21.1", "1.22.0", "1.22.3", "1.23rc1"];
        let of = |need| newer_toolchain(need, &stable);
        assert_eq!(of("1.21"), Some("go1.22.3".to_owned()));
        assert_eq!(of("1.22.4"), Some("go1.23rc1".to_owned()));
        assert_eq!(of("1.99"), None);
        let released = ["1.21.0", "1.21.3", "1.22.0", "1.22.3"];
        assert_eq!(newer_toolchain("1.21.2", &released), Some("go1.21.3".to_owned()));
        assert_eq!(newer_toolchain("1.22.0", &released), Some("go1.22.3".to_owned()));
    }

    #[test]
    fn a_module_version_names_a_release_and_a_system() {
        let of = |version| released(version);
        assert_eq!(of("v0.0.1-go1.26.3.linux-amd64"), Some(("1.26.3", "linux-amd64")));
        assert_eq!(of("v0.0.1-go1.21rc2.windows-arm64"), Some(("1.21rc2", "windows-arm64")));
        assert_eq!(of("v0.0.1-gotip.linux-amd64"), None);
    }
}
