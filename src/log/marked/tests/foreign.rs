use super::heard;

/// Words of other programs, and of go where it fetches nothing.
#[test]
fn others_stay_quiet() {
    for text in [
        "/bin/sh: 1: cargo: not found",
        "bash: hugo: command not found",
        "bash: mongo: command not found",
        "zsh: command not found: gofmt",
        "exec: \"golangci-lint\": executable file not found in $PATH",
        "npm ERR! nospc ENOSPC: no space left on device, write",
        "failed to register layer: write /usr/lib/x: no space left on device",
        "cp: error writing '/mnt/x': No space left on device",
        "--- FAIL: TestRun (0.01s)\n    run_test.go:31: signal: killed",
        "FAIL\texample.com/app/run\t0.013s\n    x_test.go:12: open /tmp/x: permission denied",
        "2024/01/02 accept tcp [::]:8080: accept4: too many open files; retrying in 5ms",
        "fork: retry: Resource temporarily unavailable",
        "fatal: ambiguous argument 'x': unknown revision or path not in the working tree.",
        "fatal: Unable to create '/src/.git/index.lock': File exists.",
        "fatal: not a git repository (or any of the parent directories): .git",
        "nginx: [emerg] unknown directive \"foo\" in /etc/nginx/nginx.conf:3",
        "ERROR: failed to compute cache key: failed to calculate checksum of ref x::y: \"/package.json\": not found",
        "Error: no matching versions found for left-pad",
        "mkdir: cannot create directory '/data': Permission denied",
        "./main.go:7:2: undefined: foo",
        "main.go:3:8: imported and not used: \"fmt\"",
        "UndefinedVar: Usage of undefined variable '$NODE_VERSION' (line 9)",
        "syntax error near unexpected token `newline'",
        "Killed",
        "runtime: out of memory: cannot map pages in arena address space",
        "java.io.IOException: Cannot allocate memory",
        "go: downloading example.com/m v1.0.0\ngo: added example.com/m v1.0.0\ngo: upgraded golang.org/x/text v0.3.0 => v0.14.0",
        "go: found example.com/m in example.com/m v1.0.0",
    ] {
        let found: Vec<String> = heard(text).into_iter().map(|it| it.code).collect();
        assert!(found.is_empty(), "{found:?}: {text}");
    }
}

/// The same beside a go that fetched its modules well.
#[test]
fn others_stay_quiet_beside_go() {
    for text in [
        "cp: error writing '/mnt/x': No space left on device",
        "--- FAIL: TestRun (0.01s)\n    run_test.go:31: signal: killed",
        "failed to register layer: write /usr/lib/x: no space left on device",
        "java.io.IOException: Cannot allocate memory",
        "npm ERR! 404 Not Found - GET https://registry.npmjs.org/left-pad",
    ] {
        let log = format!("go: downloading example.com/m v1.0.0\n{text}\n");
        let found: Vec<String> = heard(&log).into_iter().map(|it| it.code).collect();
        assert!(found.is_empty(), "{found:?}: {text}");
    }
}
