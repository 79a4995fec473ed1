use super::hold;

#[test]
fn no_go_on_the_path() {
    for text in [
        "/bin/sh: 1: go: not found",
        "sh: go: not found",
        "bash: line 1: go: command not found",
        "make: go: No such file or directory",
        "make: go: Command not found",
        "sudo: go: command not found",
        "env: ‘go’: No such file or directory",
        "zsh: command not found: go",
        "exec: \"go\": executable file not found in $PATH",
        "exec: \"go\": executable file not found in %PATH%",
        "'go' is not recognized as an internal or external command,",
        "go : The term 'go' is not recognized as the name of a cmdlet, function, script file,",
        "bash: go: 未找到命令",
        "'go' 不是内部或外部命令，也不是可运行的程序",
        "/usr/bin/env: 'go': No such file or directory",
        "go tool: no such tool \"compile\"",
    ] {
        hold(&[("go-not-found", &[], text)]);
    }
}

#[test]
fn an_older_go() {
    hold(&[
        (
            "go-too-old",
            &[],
            "go: go.mod requires go >= 1.28.0 (running go 1.24.11; GOTOOLCHAIN=local)",
        ),
        (
            "go-too-old",
            &[],
            "go: go.mod requires go >= 1.28 (running go 1.23.9; GOTOOLCHAIN=go1.23.9)",
        ),
        (
            "go-too-old",
            &[],
            "go: errors parsing go.mod:\n/src/go.mod:3: invalid go version '1.22.0': must match format 1.23",
        ),
        (
            "go-too-old",
            &[],
            "go: errors parsing go.mod:\n/src/go.mod:3: invalid go version '1.21rc2': must match format 1.23",
        ),
        (
            "go-too-old",
            &[],
            "go: errors parsing go.mod:\n/src/go.mod:5: unknown directive: toolchain",
        ),
        ("go-too-old", &[], "go: errors parsing go.mod:\n/src/go.mod:7: unknown block type: tool"),
        (
            "go-too-old",
            &["godebug-invalid"],
            "go: errors parsing go.mod:\ngo.mod:5: unknown directive: godebug",
        ),
        (
            "go-too-old",
            &["command-argument-invalid"],
            "package example.com/tool@v1.2.0: can only use path@version syntax with 'go get'",
        ),
        (
            "go-too-old",
            &["toolchain-unavailable"],
            "go: example.com/a@v1.0.0 requires go >= 1.99.0 (running go 1.27.3)",
        ),
    ]);
}

#[test]
fn a_toolchain_that_cannot_be_had() {
    hold(&[
        (
            "toolchain-unavailable",
            &[],
            "go: downloading go1.28.0 (linux/amd64)\ngo: download go1.28.0 for linux/amd64: toolchain not available",
        ),
        (
            "toolchain-unavailable",
            &[],
            "go: invalid toolchain: go1.28 is a language version but not a toolchain version (go1.28.x)",
        ),
        ("toolchain-unavailable", &[], "go: cannot find \"go1.28.0\" in PATH"),
        (
            "toolchain-unavailable",
            &[],
            "go: example.com/a@v1.0.0 requires go >= 1.99.0 (running go 1.27.3)\ngo: switching to go >= 1.99.0: no releases found for go >= 1.99.0\ngo: example.com/a@v1.0.0 requires go >= 1.99.0 (running go 1.27.3)",
        ),
        (
            "toolchain-unavailable",
            &[],
            "go: example.com/a@v1.0.0 requires go >= 1.99.0 (running go 1.26.8)\ngo: switching to go >= 1.99.0: module golang.org/toolchain: reading https://proxy.golang.org/golang.org/toolchain/@v/list: 404 Not Found",
        ),
        (
            "toolchain-unavailable",
            &[],
            "go: switching from go1.27.3 to go1.28.0 [depth 101]\ngo: too many toolchain switches",
        ),
        ("toolchain-name-invalid", &[], "go: invalid GOTOOLCHAIN \"1.28.0\""),
        ("toolchain-name-invalid", &[], "go: invalid toolchain \"foo\" in go.mod"),
        (
            "toolchain-name-invalid",
            &[],
            "go: errors parsing go.mod:\ngo.mod:5: invalid toolchain version 'latest': must match format go1.23.0 or default",
        ),
        (
            "toolchain-gosumdb-off",
            &[],
            "go: download go1.28.0: golang.org/toolchain@v0.0.1-go1.28.0.linux-amd64: verifying module: checksum database disabled by GOSUMDB=off",
        ),
    ]);
}

#[test]
fn variables_and_flags() {
    hold(&[
        ("go111module-off", &[], "go: modules disabled by GO111MODULE=off; see 'go help modules'"),
        (
            "go111module-off",
            &[],
            "go: modules disabled inside GOPATH/src by GO111MODULE=auto; see 'go help modules'",
        ),
        (
            "go111module-off",
            &["go-too-old"],
            "can't load package: package example.com/tool@v1.2.0: cannot use path@version syntax in GOPATH mode",
        ),
        (
            "go111module-off",
            &["gomod-missing"],
            "main.go:4:2: cannot find package \"example.com/m\" in any of:\n\t/usr/local/go/src/example.com/m (from $GOROOT)\n\t/root/go/src/example.com/m (from $GOPATH)",
        ),
        ("goflags-invalid", &[], "go: parsing $GOFLAGS: non-flag \"readonly\""),
        ("goflags-invalid", &[], "go: parsing $GOFLAGS: unknown flag -foo"),
        (
            "goflags-invalid",
            &[],
            "-mod=foo not supported (can be '', 'mod', 'readonly', or 'vendor')",
        ),
        ("goflags-invalid", &[], "go: open alt.mod: no such file or directory"),
        ("goflags-invalid", &[], "go: reading overlay: open over.json: no such file or directory"),
        ("goflags-invalid", &[], "go: parsing overlay JSON: unexpected end of JSON input"),
        (
            "goflags-mod-vendor",
            &[],
            "go: example.com/m@latest: cannot query module due to -mod=vendor",
        ),
        (
            "goflags-mod-vendor",
            &[],
            "go list -m: can't compute 'all' using the vendor directory\n\t(Use -mod=mod or -mod=readonly to bypass.)",
        ),
        (
            "goflags-mod-vendor",
            &["gomod-not-tidy"],
            "go: updates to go.mod needed, disabled by -mod=readonly",
        ),
        (
            "vendor-inconsistent",
            &["goflags-mod-vendor"],
            "a.go:2:8: cannot find module providing package example.com/m/sub: import lookup disabled by -mod=vendor\n\t(Go version in go.mod is at least 1.14 and vendor directory exists.)",
        ),
        (
            "vendor-inconsistent",
            &[],
            "go: inconsistent vendoring in /src:\n\texample.com/m@v1.1.0: is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt\n\n\tTo ignore the vendor directory, use -mod=readonly or -mod=mod.\n\tTo sync the vendor directory, run:\n\t\tgo mod vendor",
        ),
        ("go-env-invalid", &[], "go: unknown environment setting GO111MODULE=yes"),
        ("go-env-invalid", &[], "go: cannot find GOROOT directory: /usr/lib/go-1.19"),
        ("go-env-invalid", &[], "go: unknown GOEXPERIMENT loopvar"),
        ("go-env-invalid", &[], "go: unknown go command variable HTTPS_PROXY"),
        ("go-env-invalid", &[], "go: arguments must be KEY=VALUE: invalid argument: GOPROXY"),
        (
            "go-env-invalid",
            &[],
            "go: example.com/m@v1.0.0: Get \"http://modules.corp.example/example.com/m/@v/v1.0.0.mod\": refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy",
        ),
        (
            "godebug-invalid",
            &[],
            "fatal error: removed GODEBUG \"x509sha1\" set to old value \"1\" in environment (https://go.dev/doc/godebug#go-124)",
        ),
        ("godebug-invalid", &[], "go: error loading go.mod:\ngo.mod:5: unknown godebug \"foo\""),
        ("godebug-invalid", &[], "go: error loading go.work:\ngo.work:5: unknown godebug \"foo\""),
        ("home-unset", &[], "go: module cache not found: neither GOMODCACHE nor GOPATH is set"),
        (
            "home-unset",
            &[],
            "build cache is required, but could not be located: GOCACHE is not defined and neither $XDG_CACHE_HOME nor $HOME are defined",
        ),
        (
            "home-unset",
            &["modcache-not-writable"],
            "failed to initialize build cache at /.cache/go-build: mkdir /.cache: permission denied",
        ),
        (
            "gomodcache-relative",
            &[],
            "go: GOPATH entry cannot start with shell metacharacter '~': \"~/go\"",
        ),
        (
            "goenv-shadowed",
            &[],
            "warning: go env -w GOPROXY=... does not override conflicting OS environment variable",
        ),
    ]);
}

#[test]
fn what_is_typed() {
    hold(&[
        (
            "command-argument-invalid",
            &["version-excluded"],
            "go: module example.com/unk: not a known dependency",
        ),
        (
            "command-argument-invalid",
            &[],
            "go list -m example.com/unk: module \"example.com/unk\" is not a known dependency",
        ),
        ("command-argument-invalid", &[], "go: module paths never use backslash"),
        (
            "command-argument-invalid",
            &[],
            "go: 'go install' requires a version when current directory is not in a module\n\tTry 'go install example.com/m@latest' to install the latest version",
        ),
        (
            "gomod-missing",
            &["command-argument-invalid"],
            "go: go.mod file not found in current directory or any parent directory.\n\t'go get' is no longer supported outside a module.\n\tTo build and install a command, use 'go install' with a version,\n\tlike 'go install example.com/cmd@latest'",
        ),
        (
            "command-argument-invalid",
            &[],
            "go: golang.org/fips140 is bundled with the Go distribution and cannot be downloaded",
        ),
        ("gomod-missing", &[], "go: no modules specified (see 'go help mod download')"),
        (
            "gomod-missing",
            &[],
            "main.go:4:2: no required module provides package example.com/m: go.mod file not found in current directory or any parent directory; see 'go help modules'",
        ),
        (
            "gomod-missing",
            &[],
            "go: cannot find main module, but found .git/config in /src\n\tto create a module there, run:\n\tgo mod init",
        ),
        (
            "gomod-ignored",
            &[],
            "go: warning: ignoring go.mod in system temp root /tmp\ngo: no modules specified (see 'go help mod download')",
        ),
    ]);
}
