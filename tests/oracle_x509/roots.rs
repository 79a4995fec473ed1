use gomod_doctor::go::roots::{Place, Release, Roots, places};
use std::path::Path;
use std::process::Command;

/// The lists of each system, as they stand in go's own source.
#[test]
fn default_places_are_those_of_the_source() {
    let Ok(output) = Command::new("go").args(["env", "GOROOT"]).output() else {
        println!("skipped: go is not installed");
        return;
    };
    let root = String::from_utf8(output.stdout).unwrap();
    for (goos, file) in [
        ("linux", "linux"),
        ("freebsd", "bsd"),
        ("aix", "aix"),
        ("illumos", "solaris"),
        ("js", "wasm"),
    ] {
        let name = format!("src/crypto/x509/root_{file}.go");
        let source = std::fs::read_to_string(Path::new(root.trim()).join(name)).unwrap();
        let Roots::Disk { places } = places(goos, Release(1, 26), |_| None) else {
            panic!("{goos} reads files");
        };
        assert_eq!(paths(&places.files), listed(&source, "certFiles"), "{goos}");
        assert_eq!(
            paths(&places.dirs),
            listed(&source, "certDirectories"),
            "{goos}"
        );
    }
}

fn paths(places: &[Place]) -> Vec<&str> {
    places.iter().map(|place| place.path.as_str()).collect()
}

/// The strings of one list in the source.
fn listed<'a>(source: &'a str, list: &str) -> Vec<&'a str> {
    let start = source.find(&format!("var {list} = []string{{")).unwrap();
    let list = &source[start..];
    let list = &list[list.find('{').unwrap()..list.find('}').unwrap()];
    list.split('"').skip(1).step_by(2).collect()
}
