use super::hold;

#[test]
fn versions_that_are_none() {
    hold(&[
        (
            "version-invalid",
            &[],
            "go: errors parsing go.mod:\ngo.mod:5: require example.com/m: version \"master\" invalid: must be of the form v1.2.3",
        ),
        (
            "version-invalid",
            &[],
            "go: example.com/m@feature/x: invalid version: version \"feature/x\" invalid: disallowed version string",
        ),
        (
            "version-invalid",
            &[],
            "go: example.com/m@>v9: ambiguous semantic version \"v9\" in range \">v9\"",
        ),
        (
            "version-invalid",
            &[],
            "go: errors parsing go.mod:\ngo.mod:5: require example.com/m: version \"1.0.0\" invalid: reading https://proxy.golang.org/example.com/m/@v/1.0.0.info: 404 Not Found\n\tserver response: not found: /example.com/m/@v/1.0.0.info",
        ),
        (
            "version-invalid",
            &["version-not-found"],
            "go: example.com/m@1.0.0: invalid version: reading https://proxy.golang.org/example.com/m/@v/1.0.0.info: 404 Not Found",
        ),
        (
            "version-invalid",
            &[],
            "go: example.com/m@v1.0.0+incompatible: invalid version: +incompatible suffix not allowed: major version v1 is compatible",
        ),
    ]);
}

#[test]
fn major_versions() {
    hold(&[
        (
            "major-version-mismatch",
            &[],
            "go: errors parsing go.mod:\ngo.mod:5: require example.com/m: version \"v2.0.0\" invalid: should be v0 or v1, not v2",
        ),
        (
            "major-version-mismatch",
            &[],
            "go get example.com/m@v2.0.1: example.com/m@v2.0.1: invalid version: module contains a go.mod file, so major version must be compatible: should be v0 or v1, not v2",
        ),
        (
            "major-version-mismatch",
            &[],
            "go: example.com/m@v2.0.0: invalid version: module contains a go.mod file, so module path must match major version (\"example.com/m/v2\")",
        ),
        (
            "major-version-mismatch",
            &[],
            "go: example.com/m@v1.5.0: invalid version: go.mod has post-v1 module path \"example.com/m/v2\" at revision v1.5.0",
        ),
        (
            "major-version-mismatch",
            &[],
            "go: example.com/m/v2@v2.0.0: invalid version: missing example.com/m/go.mod and .../v2/go.mod at revision v2.0.0",
        ),
        (
            "major-version-mismatch",
            &[],
            "go: example.com/m/v2@v2.0.0: invalid version: go.mod has non-.../v2 module path \"example.com/m\" (and .../v2/go.mod does not exist) at revision v2.0.0",
        ),
    ]);
}

#[test]
fn pseudo_versions() {
    hold(&[
        (
            "pseudo-version-invalid",
            &[],
            "go: example.com/m@v1.1.1-0.20200101000000-ce3d6a49521f: invalid pseudo-version: does not match version-control timestamp (expected 20240102030405)",
        ),
        (
            "pseudo-version-invalid",
            &[],
            "go: example.com/m@v1.1.1-0.20240102030405-ce3d6a49521: invalid pseudo-version: revision is shorter than canonical (expected ce3d6a49521f)",
        ),
        (
            "pseudo-version-invalid",
            &[],
            "go: example.com/m@v1.2.1-0.20240102030405-ce3d6a49521f: invalid pseudo-version: preceding tag (v1.2.0) not found",
        ),
        (
            "pseudo-version-invalid",
            &[],
            "go: example.com/m@v1.0.0-20240102030405-ce3d6a49521f: invalid pseudo-version: major version without preceding tag must be v0, not v1",
        ),
        (
            "pseudo-version-invalid",
            &[],
            "go: example.com/m@v1.2.1-0.20240102030405-ce3d6a49521f: invalid pseudo-version: revision ce3d6a49521f is not a descendent of preceding tag (v1.2.0)",
        ),
    ]);
}

#[test]
fn paths() {
    hold(&[
        (
            "module-path-invalid",
            &[],
            "go: EXAMPLE.com/m@v1.0.0: malformed module path \"EXAMPLE.com/m\": invalid char 'E' in first path element",
        ),
        (
            "module-path-invalid",
            &[],
            "go: malformed module path \"https:/example.com/m\": invalid char ':'",
        ),
        (
            "module-path-invalid",
            &[],
            "go: malformed module path \"acme/tool\": missing dot in first path element",
        ),
        (
            "module-path-invalid",
            &[],
            "go: errors parsing go.mod:\ngo.mod:5: require example.com/m/v1: version \"v1.0.0\" invalid: malformed module path \"example.com/m/v1\"",
        ),
        ("module-path-invalid", &[], "go: error reading go.mod: invalid module path: \"go\""),
        (
            "module-path-invalid",
            &["package-not-in-std"],
            "package acme/tool: unrecognized import path \"acme/tool\": import path does not begin with hostname",
        ),
        (
            "module-path-mismatch",
            &[],
            "go: example.com/fork@v1.2.0: parsing go.mod:\n\tmodule declares its path as: example.com/lib\n\t        but was required as: example.com/fork",
        ),
        (
            "module-path-mismatch",
            &[],
            "go: example.com/fork@v1.2.0: parsing go.mod: unexpected module path \"example.com/lib\"",
        ),
    ]);
}

#[test]
fn what_is_not_there() {
    hold(&[
        (
            "version-not-found",
            &["private-auth-missing"],
            "go: example.com/m@v9.9.9: invalid version: unknown revision v9.9.9",
        ),
        (
            "version-not-found",
            &[],
            "go: github.com/acme/m@v1.3.5 requires\n\tgithub.com/acme/n@v1.0.2: reading github.com/acme/n/go.mod at revision v1.0.2: unknown revision v1.0.2",
        ),
        (
            "version-not-found",
            &["module-not-found"],
            "go: module example.com/m: no matching versions for query \"v1.2\"",
        ),
        (
            "module-not-found",
            &["goproxy-no-direct"],
            "go: module example.com/gone: reading https://proxy.golang.org/example.com/gone/@v/list: 404 Not Found",
        ),
        (
            "module-not-found",
            &["private-auth-missing"],
            "go: example.com/gone@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a1b: exit status 128:\n\tfatal: repository 'https://git.example/gone.git/' not found",
        ),
        ("version-excluded", &[], "go: example.com/m@v1.1.0: excluded by go.mod"),
        (
            "retracted-version",
            &[],
            "go: warning: example.com/m@v1.0.0: retracted by module author: broken",
        ),
    ]);
}
