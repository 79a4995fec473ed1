use super::{heard, hold};

#[test]
fn the_cache() {
    hold(&[
        (
            "modcache-not-writable",
            &[],
            "go: could not create module cache: mkdir /go: permission denied",
        ),
        (
            "modcache-not-writable",
            &[],
            "go: failed to create cache directory /go/pkg/mod/cache: mkdir /go: permission denied",
        ),
        (
            "modcache-not-writable",
            &[],
            "go: writing go.mod cache: mkdir /srv/mod/cache: permission denied\ngo: mkdir /srv/mod/cache: permission denied",
        ),
        (
            "modcache-not-writable",
            &[],
            "go: example.com/m@v1.0.0: open /go/pkg/mod/cache/download/example.com/m/@v/v1.0.0.lock: permission denied",
        ),
        (
            "modcache-not-writable",
            &[],
            "go: example.com/m@v1.0.0: mkdir C:\\Users\\dev\\go\\pkg\\mod\\cache\\vcs: Access is denied.",
        ),
        (
            "modcache-not-writable",
            &["modcache-locked"],
            "go: example.com/m@v1.0.0: rename C:\\Users\\dev\\go\\pkg\\mod\\example.com\\m@v1.0.0.tmp-1 C:\\Users\\dev\\go\\pkg\\mod\\example.com\\m@v1.0.0: Access is denied.",
        ),
        (
            "modcache-read-only",
            &[],
            "go: could not create module cache: mkdir /src/../ro/mod: read-only file system",
        ),
        (
            "modcache-read-only",
            &[],
            "go: writing stat cache: mkdir /ro/mod/cache: read-only file system\ngo: mkdir /ro/mod/cache: read-only file system",
        ),
        (
            "modcache-unusable",
            &[],
            "go: could not create module cache: \"/srv/afile\" is not a directory",
        ),
        (
            "modcache-unusable",
            &[],
            "go: could not create module cache: mkdir /home/dev/gopath: file name too long",
        ),
        (
            "modcache-unusable",
            &[],
            "go: rename /home/dev/gopath/pkg/mod/cache/download/example.com/m/@v/v1.0.0.zip1.tmp /home/dev/gopath/pkg/mod/cache/download/example.com/m/@v/v1.0.0.zip: operation not permitted",
        ),
        (
            "modcache-unusable",
            &[],
            "go: mkdir /home/dev/gopath/pkg/mod/cache/download/example.com/m/@v: not a directory",
        ),
        (
            "modcache-unusable",
            &[],
            "go: downloading go1.28.0 (linux/amd64)\ngo: exec go1.28.0: permission denied",
        ),
        ("filesystem-no-locks", &[], "go: RLock /src/go.mod: no locks available"),
        ("filesystem-no-locks", &[], "go: RLock /src/go.mod: function not implemented"),
        (
            "modcache-locked",
            &[],
            "go: example.com/m@v1.0.0: git fetch -f --depth=1 origin refs/tags/v1.0.0:refs/tags/v1.0.0 in /go/pkg/mod/cache/vcs/0a1b: exit status 128:\n\tfatal: Unable to create '/go/pkg/mod/cache/vcs/0a1b/shallow.lock': File exists.",
        ),
        (
            "modcache-locked",
            &["modcache-unusable"],
            "go: example.com/m@v1.0.0: rename C:\\go\\pkg\\mod\\example.com\\m@v1.0.0.tmp-1 C:\\go\\pkg\\mod\\example.com\\m@v1.0.0: The process cannot access the file because it is being used by another process.",
        ),
    ]);
}

#[test]
fn what_the_cache_holds() {
    hold(&[
        (
            "modcache-corrupt",
            &["module-zip-invalid"],
            "-> unzip /go/pkg/mod/cache/download/example.com/m/@v/v1.0.0.zip: zip: not a valid zip file\ngo: unzip /go/pkg/mod/cache/download/example.com/m/@v/v1.0.0.zip: zip: not a valid zip file",
        ),
        (
            "modcache-corrupt",
            &[],
            "example.com/m v1.0.0: dir has been modified (/go/pkg/mod/example.com/m@v1.0.0)",
        ),
        (
            "modcache-corrupt",
            &[],
            "go: example.com/m@v1.1.0: /go/pkg/mod/cache/vcs/0a1b.info exists with wrong content (have \"wrong\" want \"git3:https://git.corp.example/m.git\")",
        ),
        (
            "modcache-corrupt",
            &[],
            "go: example.com/m@v1.1.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a1b: exit status 128:\n\tfatal: not a git repository (or any of the parent directories): .git",
        ),
        (
            "modcache-corrupt",
            &[],
            "go: example.com/m@v1.1.0: bzr pull --overwrite-tags in /go/pkg/mod/cache/vcs/0a1b: exit status 3:\n\tbzr: ERROR: Not a branch: \"/go/pkg/mod/cache/vcs/0a1b/.bzr/branch/\": location is a repository.",
        ),
        (
            "dependency-gomod-invalid",
            &["modcache-corrupt"],
            "go: example.com/m@v1.0.0: parsing go.mod: missing module line",
        ),
    ]);
}

#[test]
fn room_and_limits() {
    hold(&[
        (
            "disk-full",
            &[],
            "go: write /srv/mod/cache/download/example.com/m/@v/v1.0.0.ziphash: no space left on device",
        ),
        (
            "disk-full",
            &[],
            "go: example.com/m@v1.0.0: read \"https://modules.corp.example/example.com/m/@v/v1.0.0.zip\": write /srv/v1.0.0.zip1.tmp: no space left on device",
        ),
        (
            "disk-full",
            &[],
            "example.com/m: mkdir /tmp/go-build3973811788/b1013/: no space left on device",
        ),
        (
            "disk-full",
            &["tmpdir-unusable"],
            "go: write /tmp/go-codehost-1: no space left on device",
        ),
        (
            "disk-full",
            &[],
            "go: could not create module cache: mkdir /home/dev/gopath: disk quota exceeded",
        ),
        (
            "disk-full",
            &[],
            "go: example.com/m@v1.0.0: write C:\\go\\pkg\\mod\\cache\\download\\example.com\\m\\@v\\v1.0.0.zip1.tmp: There is not enough space on the disk.",
        ),
        (
            "disk-full",
            &[],
            "go: example.com/m@v1.0.0: git fetch -f origin in /go/pkg/mod/cache/vcs/0a1b: exit status 128:\n\tfatal: write error: No space left on device\n\tfatal: index-pack failed",
        ),
        ("resource-limit", &[], "go: open /src/go.mod: too many open files"),
        (
            "resource-limit",
            &[],
            "go: example.com/m@v1.0.0: Get \"https://proxy.golang.org/example.com/m/@v/v1.0.0.mod\": dial tcp 192.0.2.7:443: socket: too many open files",
        ),
        (
            "resource-limit",
            &[],
            "go: vanity.example/x@v1.0.0: git init --bare in /go/pkg/mod/cache/vcs/0a1b: fork/exec /usr/bin/git: resource temporarily unavailable",
        ),
        ("tmpdir-unusable", &[], "go: open /nonexistent/go-codehost-1: no such file or directory"),
        (
            "tmpdir-unusable",
            &[],
            "go: creating work dir: mkdir /scratch/go-build1: permission denied",
        ),
        (
            "out-of-memory",
            &[],
            "go build example.com/m: /usr/local/go/pkg/tool/linux_amd64/compile: signal: killed",
        ),
        ("out-of-memory", &[], "fatal error: failed to reserve page summary memory"),
        (
            "out-of-memory",
            &[],
            "#12 ERROR: process \"/bin/sh -c go mod download\" did not complete successfully: exit code: 137",
        ),
        (
            "out-of-memory",
            &[],
            "The command '/bin/sh -c go mod download' returned a non-zero code: 137",
        ),
        (
            "out-of-memory",
            &[],
            "/usr/local/go/pkg/tool/linux_amd64/link: running gcc failed: fork/exec /usr/bin/gcc: cannot allocate memory",
        ),
    ]);
}

#[test]
fn files_of_the_project() {
    hold(&[
        ("project-files-inaccessible", &[], "go: open /src/go.mod: permission denied"),
        (
            "project-files-inaccessible",
            &[],
            "go: updating go.sum: open /src/go.sum: permission denied",
        ),
        ("project-files-inaccessible", &[], "go: open C:\\src\\go.mod: Access is denied."),
        (
            "project-files-inaccessible",
            &[],
            "cannot determine current directory: getwd: no such file or directory",
        ),
        (
            "dockerfile-not-in-context",
            &[],
            "ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref x::y: \"/go.sum\": not found",
        ),
        (
            "dockerfile-not-in-context",
            &[],
            "COPY failed: file not found in build context or excluded by .dockerignore: stat go.sum: file does not exist",
        ),
    ]);
}

#[test]
fn what_only_warns_stops_nothing() {
    for text in [
        "warning: go env -w GOPROXY=... does not override conflicting OS environment variable",
        "go: warning: example.com/m@v1.0.0: retracted by module author: broken",
        " - SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ARG \"GITHUB_TOKEN\") (line 3)",
        "go: dropping requirement on excluded version example.com/m v1.1.0",
    ] {
        assert!(heard(text).iter().all(|it| it.force == crate::model::Force::Warns), "{text}");
        assert_eq!(heard(text).len(), 1, "{text}");
    }
}
