use super::major::split_path_version;
use super::path::check;
use crate::go::semver;

/// What asks go for the newest version that there is.
const NEWEST: &str = "latest";

/// Path and version, each as go.mod has it.
pub type Spelling = (String, String);

/// The other ways to spell a version whose path and major version do not fit, the
/// likeliest first: `/vN` behind the path or off it, `+incompatible` behind the version.
/// go's file: `golang.org/x/mod/module/module.go`, `CheckPathMajor`.
pub fn respelled(path: &str, version: &str) -> Vec<Spelling> {
    let Some(split) = split_path_version(path) else { return Vec::new() };
    let base = version.strip_suffix(semver::INCOMPATIBLE).unwrap_or(version);
    let Some(have) = semver::major(base) else { return Vec::new() };
    let plain = !path.starts_with("gopkg.in/");
    let mut found: Vec<Spelling> = Vec::new();
    let mut add = |path: String, version: String| {
        if check(&path, &version).is_ok() && !found.contains(&(path.clone(), version.clone())) {
            found.push((path, version));
        }
    };
    match (plain, have) {
        (true, "v0" | "v1") => add(split.prefix.to_owned(), base.to_owned()),
        (true, _) => {
            add(format!("{}/{have}", split.prefix), base.to_owned());
            add(split.prefix.to_owned(), format!("{base}{}", semver::INCOMPATIBLE));
        }
        (false, _) => add(format!("{}.{have}", split.prefix), base.to_owned()),
    }
    found.retain(|it| *it != (path.to_owned(), version.to_owned()));
    found
}

/// The same where the path that the module declares may be known, and with the newest
/// version of each path that comes into question, which go looks up by itself.
pub fn respelled_anew(path: &str, version: &str, declared: Option<&str>) -> Vec<Spelling> {
    let base = version.strip_suffix(semver::INCOMPATIBLE).unwrap_or(version);
    let mut found: Vec<Spelling> = Vec::new();
    let declared = declared.filter(|it| *it != path);
    if let Some(declared) = declared {
        let fits = check(declared, base).is_ok();
        found.push((declared.to_owned(), if fits { base } else { NEWEST }.to_owned()));
    }
    found.extend(respelled(path, version));
    let plain = split_path_version(path).map(|split| split.prefix.to_owned());
    let newest = [declared.map(str::to_owned), Some(path.to_owned()), plain];
    for path in newest.into_iter().flatten() {
        let one = (path, NEWEST.to_owned());
        if !found.contains(&one) && split_path_version(&one.0).is_some() {
            found.push(one);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(path: &str, version: &str) -> Vec<String> {
        respelled(path, version).into_iter().map(|(path, it)| format!("{path} {it}")).collect()
    }

    #[test]
    fn the_major_version_goes_where_it_belongs() {
        assert_eq!(spelled("h.x/m", "v2.1.0"), ["h.x/m/v2 v2.1.0", "h.x/m v2.1.0+incompatible"]);
        assert_eq!(spelled("h.x/m", "v2.1.0+incompatible"), ["h.x/m/v2 v2.1.0"]);
        assert_eq!(spelled("h.x/m/v2", "v3.0.0"), ["h.x/m/v3 v3.0.0", "h.x/m v3.0.0+incompatible"]);
        assert_eq!(spelled("h.x/m/v2", "v1.9.0"), ["h.x/m v1.9.0"]);
        assert_eq!(spelled("gopkg.in/yaml.v2", "v3.0.1"), ["gopkg.in/yaml.v3 v3.0.1"]);
        assert!(spelled("h.x/m", "v1.0.0").is_empty());
        assert!(spelled("h.x/m", "master").is_empty());
    }

    #[test]
    fn what_is_declared_comes_first_and_the_newest_last() {
        let of = |path, version, declared| {
            let all = respelled_anew(path, version, declared).into_iter();
            all.map(|(path, it)| format!("{path} {it}")).collect::<Vec<_>>()
        };
        let post = of("h.x/m", "v1.5.0", Some("h.x/m/v2"));
        assert_eq!(post, ["h.x/m/v2 latest", "h.x/m latest"]);
        let unmade = of("h.x/m/v2", "v2.0.0", Some("h.x/m"));
        let all = ["h.x/m latest", "h.x/m v2.0.0+incompatible", "h.x/m/v2 latest"];
        assert_eq!(unmade, all);
    }
}
