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

/// Of these releases, oldest first, the one to name in place of one that does not
/// exist: of the same language the next, or else the last; then the next of all.
pub fn nearest_release<'r>(wanted: &str, releases: &[&'r str]) -> Option<&'r str> {
    let same = |it: &&&str| gover::lang(it) == gover::lang(wanted);
    let above = releases.iter().find(|it| gover::compare(it, wanted).is_gt());
    above.filter(same).or(releases.iter().rfind(same)).or(above).or(releases.last()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cases of go's own `switch_test.go`.
    #[test]
    fn the_release_before_the_newest_is_taken_where_it_is_enough() {
        let stable = ["1.20.4", "1.21.0", "1.21.1", "1.22.0", "1.22.3", "1.23rc1"];
        let of = |need| newer_toolchain(need, &stable);
        assert_eq!(of("1.21"), Some("go1.21.1".to_owned()));
        assert_eq!(of("1.22.0"), Some("go1.22.3".to_owned()));
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

    #[test]
    fn the_nearest_release_is_of_the_same_language_where_there_is_one() {
        let releases = ["1.21.0", "1.22.0", "1.22.9", "1.26.8"];
        let of = |wanted| nearest_release(wanted, &releases);
        assert_eq!(of("1.22"), Some("1.22.0"));
        assert_eq!(of("1.22.99"), Some("1.22.9"));
        assert_eq!(of("1.23.4"), Some("1.26.8"));
        assert_eq!(of("1.99.0"), Some("1.26.8"));
    }
}
