use crate::go::toolchain::compare;

/// The first go whose modules leave out `vendor/modules.txt` and take the folders
/// between for what they are.
const RIGHTED: &str = "1.24";

/// Whether a file belongs to a vendored package, by the language version of the
/// go.mod. go's file: `golang.org/x/mod/zip/zip.go`, `isVendoredPackage`.
pub fn is_vendored(name: &str, language: &str) -> bool {
    let righted = compare(language, RIGHTED).is_ge();
    if righted && name == "vendor/modules.txt" {
        return true;
    }
    let from = match (name.strip_prefix("vendor/"), name.find("/vendor/")) {
        (Some(_), _) => "vendor/".len(),
        (None, Some(at)) if righted => at + "/vendor/".len(),
        // An old mistake that old checksums hold on to.
        (None, Some(_)) => "/vendor/".len(),
        (None, None) => return false,
    };
    name.as_bytes()[from..].contains(&b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendored_packages_by_go_version() {
        for language in ["", "1.23", "1.24", "1.26"] {
            assert!(is_vendored("vendor/a/b.go", language));
            assert!(is_vendored("x/vendor/a/b.go", language));
            assert!(!is_vendored("vendor/b.go", language));
            assert!(!is_vendored("vendors/a/b.go", language));
        }
        assert!(is_vendored("vendor/modules.txt", "1.24"));
        assert!(!is_vendored("vendor/modules.txt", "1.23"));
        assert!(is_vendored("package/vendor/b.go", "1.23"));
        assert!(!is_vendored("package/vendor/b.go", "1.24"));
    }
}
