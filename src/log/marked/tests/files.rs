use super::hold;

#[test]
fn gomod_that_does_not_parse() {
    hold(&[
        (
            "gomod-syntax",
            &[],
            "go: error reading go.mod: missing module declaration. To specify the module path:\n\tgo mod edit -module=example.com/mod",
        ),
        (
            "gomod-syntax",
            &[],
            "go: no module declaration in go.mod.\n\tRun 'go mod edit -module=example.com/mod' to specify the module path.",
        ),
        ("gomod-syntax", &[], "go: errors parsing go.mod:\ngo.mod:5: unknown directive: requires"),
        ("gomod-syntax", &[], "go: errors parsing go.mod:\ngo.mod:5: unknown directive: tools"),
        (
            "gomod-syntax",
            &["module-path-invalid"],
            "go: errors parsing go.mod:\ngo.mod:5: usage: require module/path v1.2.3",
        ),
        (
            "gomod-syntax",
            &[],
            "go: errors parsing go.mod:\ngo.mod:7: syntax error (unterminated block started at /src/go.mod:5:1)",
        ),
        ("gomod-syntax", &[], "go: errors parsing go.mod:\ngo.mod:2: repeated module statement"),
        (
            "gomod-syntax",
            &[],
            "go: errors parsing go.mod:\ngo.mod:3: invalid go version '1.x': must match format 1.23.0",
        ),
        (
            "gomod-syntax",
            &[],
            "go: errors parsing go.mod:\n/src/go.mod:3: invalid go version 'v1.20': must match format 1.23",
        ),
        (
            "gomod-syntax",
            &[],
            "go: errors parsing go.mod:\ngo.mod:5: replacement module without version must be directory path (rooted or starting with . or ..)",
        ),
        (
            "gomod-syntax",
            &["gowork-broken"],
            "go: conflicting replacements for example.com/m:\n\t../a\n\t../b",
        ),
        (
            "gomod-syntax",
            &[],
            "go: errors parsing go.mod:\n/src/go.mod:29: malformed module path \"<<<<<<<\": invalid char '<'\n/src/go.mod:32: usage: require module/path v1.2.3\n/src/go.mod:34: malformed module path \">>>>>>>\": invalid char '>'",
        ),
        ("gomod-syntax", &[], "go: errors parsing go.mod:\ngo.mod:1: unexpected newline in string"),
        (
            "dependency-gomod-invalid",
            &[],
            "go: example.com/asks@v1.0.0 requires\n\texample.com/lib@v1.2.0: parsing go.mod: go.mod:4: syntax error (unterminated block started at go.mod:3:1)",
        ),
        (
            "dependency-gomod-invalid",
            &[],
            "go: example.com/lib@v1.0.0: invalid version: go.mod is missing module path at revision v1.0.0",
        ),
    ]);
}

#[test]
fn workspaces() {
    hold(&[
        (
            "gowork-broken",
            &[],
            "go: cannot load module lib listed in go.work file: errors parsing lib/go.mod:\nlib/go.mod:4: syntax error (unterminated block started at lib/go.mod:3:1)",
        ),
        (
            "gowork-broken",
            &[],
            "go: reading go.work: open ../none/go.work: no such file or directory",
        ),
        ("gowork-broken", &[], "go: invalid GOWORK: not an absolute path"),
        (
            "gowork-broken",
            &[],
            "go: cannot load module ../gone listed in go.work file: open ../gone/go.mod: no such file or directory",
        ),
        (
            "gowork-broken",
            &[],
            "go: cannot load module ../other listed in go.work file: error reading ../other/go.mod: missing module declaration. To specify the module path:\n\tgo mod edit -module=example.com/mod",
        ),
        (
            "gowork-broken",
            &[],
            "go: errors parsing go.work:\n../go.work:4: syntax error (unterminated block started at ../go.work:3:1)",
        ),
        ("gowork-broken", &[], "go: errors parsing go.work:\ngo.work:3: unknown directive: uses"),
        (
            "gowork-broken",
            &[],
            "go: module . listed in go.work file requires go >= 1.25, but go.work lists go 1.20; to download and use go 1.25:\n\tgo work use",
        ),
        ("gowork-broken", &[], "go: module example.com/app appears multiple times in workspace"),
        (
            "gowork-broken",
            &[],
            "go: conflicting replacements for example.com/m:\n\t/src/m\n\texample.com/m@v1.0.0\nuse \"go work edit -replace example.com/m=[override]\" to resolve",
        ),
        (
            "gowork-broken",
            &[],
            "go: workspace module example.com/m is replaced at all versions in the go.work file. To fix, remove the replacement from the go.work file or specify the version at which to replace the module.",
        ),
        (
            "gowork-broken",
            &[],
            "pattern ./...: directory prefix . does not contain modules listed in go.work or their selected dependencies",
        ),
        (
            "gowork-broken",
            &["gomod-missing"],
            "pattern ./...: directory prefix . outside available modules",
        ),
        (
            "gowork-broken",
            &[],
            "go: -mod may only be set to readonly or vendor when in workspace mode, but it is set to \"mod\"\n\tRemove the -mod flag to use the default readonly value,\n\tor set GOWORK=off to disable workspace mode.",
        ),
        (
            "gowork-broken",
            &[],
            "go: -mod may only be set to readonly when in workspace mode, but it is set to \"mod\"\n\tRemove the -mod flag to use the default readonly value, \n\tor set GOWORK=off to disable workspace mode.",
        ),
    ]);
}

#[test]
fn replacements() {
    hold(&[
        (
            "replace-dir-missing",
            &[],
            "go: example.com/m@v1.0.0 (replaced by ../missing): reading ../missing/go.mod: open /src/missing/go.mod: no such file or directory",
        ),
        (
            "replace-dir-missing",
            &[],
            "go: example.com/m@v1.0.0: parsing /src/missing/go.mod: open /src/missing/go.mod: no such file or directory",
        ),
        (
            "replace-dir-missing",
            &[],
            "go: example.com/m@v1.0.0 (replaced by ../missing): reading ..\\missing\\go.mod: open C:\\src\\missing\\go.mod: The system cannot find the path specified.",
        ),
        (
            "replace-dir-missing",
            &[],
            "go: example.com/m@v1.0.0 (replaced by ../missing): reading ..\\missing\\go.mod: open C:\\src\\missing\\go.mod: 系统找不到指定的路径。",
        ),
        (
            "install-with-replace",
            &[],
            "go: example.com/repl@v1.0.0 (in example.com/repl@v1.0.0):\n\tThe go.mod file for the module providing named packages contains one or\n\tmore replace directives. It must not contain directives that would cause\n\tit to be interpreted differently than if it were the main module.",
        ),
    ]);
}

#[test]
fn what_the_code_asks_for() {
    hold(&[
        (
            "gomod-not-tidy",
            &["package-not-in-module"],
            "a.go:2:8: no required module provides package example.com/m; to add it:\n\tgo get example.com/m",
        ),
        ("gomod-not-tidy", &[], "go: updates to go.mod needed; to update it:\n\tgo mod tidy"),
        (
            "gomod-not-tidy",
            &[],
            "a.go:2:8: module example.com/m provides package example.com/m and is replaced but not required; to add it:\n\tgo get example.com/m",
        ),
        (
            "package-not-in-std",
            &[],
            "a.go:2:8: package notstd/foo is not in std (/usr/local/go/src/notstd/foo)",
        ),
        (
            "package-not-in-std",
            &[],
            "main.go:4:2: package notstd/foo is not in GOROOT (/usr/local/go/src/notstd/foo)",
        ),
        (
            "package-not-in-std",
            &["go-too-old"],
            "main.go:5:2: package log/slog is not in GOROOT (/usr/local/go/src/log/slog)",
        ),
        (
            "go-too-old",
            &[],
            "main.go:5:2: package iter is not in std (/usr/local/go/src/iter)\nnote: imported by a module that requires go 1.23",
        ),
        ("go-env-invalid", &[], "main.go:3:8: package fmt is not in GOROOT (/usr/lib/go/src/fmt)"),
        (
            "package-not-in-module",
            &[],
            "a.go:2:8: module example.com/m@latest found (v1.1.0), but does not contain package example.com/m/nopkg",
        ),
        (
            "package-not-in-module",
            &[],
            "go get example.com/m/nopkg: module example.com/m@upgrade found (v1.1.0, replaced by ../m), but does not contain package example.com/m/nopkg",
        ),
        (
            "ambiguous-import",
            &[],
            "a.go:2:8: ambiguous import: found package example.com/amb/sub in multiple modules:\n\texample.com/amb v1.0.0 (/go/pkg/mod/example.com/amb@v1.0.0/sub)\n\texample.com/amb/sub v1.0.0 (/go/pkg/mod/example.com/amb/sub@v1.0.0)",
        ),
        (
            "case-collision",
            &[],
            "main.go:3:8: case-insensitive import collision: \"example.com/A/log\" and \"example.com/a/log\"",
        ),
        (
            "module-not-found",
            &["package-not-in-module"],
            "build example.com/app: cannot load example.com/gone/pkg: cannot find module providing package example.com/gone/pkg",
        ),
        (
            "module-not-found",
            &["private-auth-missing"],
            "build example.com/app: cannot find module for path example.com/gone/pkg",
        ),
    ]);
}
