//! Pages of modules, git, ssh and the others. go's files: `vcs/vcs.go`,
//! `modfetch/codehost`; the words are git's, curl's and OpenSSH's.

use super::{Row, heard, tell};

const BY_GIT: &[Row] = &[
    (
        "private-auth-missing",
        &["private-auth-rejected", "module-not-found"],
        "go: example.com/priv@v1.0.0: invalid version: git ls-remote -q --end-of-options https://git.example.com/priv/m.git in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tfatal: could not read Username for 'https://git.example.com': terminal prompts disabled\nConfirm the import path was entered correctly.\nIf this is a private repository, see https://go.dev/doc/faq#git_https for additional information.\n",
    ),
    (
        "private-auth-missing",
        &[],
        "go: example.com/priv@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tfatal: could not read Username for 'https://git.example.com': No such device or address\n",
    ),
    (
        "private-auth-missing",
        &[],
        "go: example.com/priv@v1.0.0: invalid version: git fetch -f origin refs/heads/*:refs/heads/* in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\t致命错误：could not read Username for 'https://git.example.com': terminal prompts disabled\n",
    ),
    (
        "gitlab-subgroup",
        &["private-auth-missing"],
        "go: gitlab.example.com/group/sub/repo@v1.0.0: invalid version: git ls-remote -q --end-of-options https://gitlab.example.com/group/sub.git in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tfatal: could not read Username for 'https://gitlab.example.com': terminal prompts disabled\n",
    ),
    (
        "private-auth-rejected",
        &[],
        "go: example.com/priv@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tremote: HTTP Basic: Access denied\n\tfatal: Authentication failed for 'https://git.example.com/priv/m.git/'\n",
    ),
    (
        "private-auth-rejected",
        &[],
        "go: example.com/priv@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\t致命错误：'https://git.example.com/priv/m.git/' 鉴权失败\n",
    ),
    (
        "private-auth-rejected",
        &[],
        "go: example.com/priv@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tfatal: unable to access 'https://git.example.com/priv/m.git/': The requested URL returned error: 403\n",
    ),
    (
        "module-not-found",
        &["private-auth-rejected"],
        "go: example.com/m@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tfatal: repository 'https://git.example.com/m.git/' not found\n",
    ),
    (
        "git-server-error",
        &[],
        "go: example.com/m@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tremote: no\n\tfatal: unable to access 'https://git.example.com/m.git/': The requested URL returned error: 502\n",
    ),
    (
        "git-server-error",
        &[],
        "go: example.com/m@v1.0.0: invalid version: git fetch -f origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\terror: RPC failed; curl 56 GnuTLS recv error (-9)\n\tfatal: early EOF\n\tfatal: fetch-pack: invalid index-pack output\n",
    ),
    (
        "git-insteadof-broken",
        &["dns-no-such-host"],
        "go: github.com/acme/m@v1.0.0: invalid version: git ls-remote -q --end-of-options https://github.com/acme/m in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tfatal: unable to access 'https://mirror.example.com/acme/m/': Could not resolve host: mirror.example.com\n",
    ),
    (
        "git-tls-untrusted",
        &[],
        "go: example.com/m@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tfatal: unable to access 'https://git.example.com/m.git/': server certificate verification failed. CAfile: none CRLfile: none\n",
    ),
    (
        "git-broken",
        &[],
        "go: example.com/m@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tgit: 'remote-https' is not a git command. See 'git --help'.\n\tfatal: remote helper 'https' aborted session\n",
    ),
    (
        "git-broken",
        &[],
        "go: example.com/m@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tfatal: transport 'https' not allowed\n",
    ),
    (
        "git-broken",
        &[],
        "go: example.com/m@v1.0.0: unable to resolve git version: failed to execute git version: exit status 127\n",
    ),
    (
        "git-too-old",
        &[],
        "go: example.com/m@v1.0.0: invalid version: git ls-remote -q --end-of-options https://git.example.com/m.git in /go/pkg/mod/cache/vcs/0a: exit status 129:\n\terror: unknown option: end-of-options\n",
    ),
    (
        "git-too-old",
        &[],
        "go: example.com/m@v0.0.0-20240301100000-0123456789ab: invalid pseudo-version: git fetch --unshallow -f origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tfatal: git fetch-pack: expected shallow list\n",
    ),
    (
        "git-dubious-ownership",
        &[],
        "go: example.com/m@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tfatal: detected dubious ownership in repository at '/srv/git/m.git'\n",
    ),
    (
        "git-missing",
        &[],
        "go: example.com/m@v1.0.0: git init --bare in /go/pkg/mod/cache/vcs/0a: exec: \"git\": executable file not found in $PATH\n",
    ),
    (
        "git-missing",
        &[],
        "go: missing Git command. See https://golang.org/s/gogetcmd\npackage example.com/m: exec: \"git\": executable file not found in %PATH%\n",
    ),
    (
        "vcs-missing",
        &[],
        "go: example.com/m@v1.0.0: bzr branch --use-existing-dir https://bzr.example.com/m . in D:\\go\\pkg\\mod\\cache\\vcs\\0a: exec: \"bzr\": executable file not found in %PATH%\n",
    ),
    (
        "modcache-corrupt",
        &[],
        "go: example.com/m@v1.1.0: /go/pkg/mod/cache/vcs/0a.info exists with wrong content (have \"wrong\" want \"git3:https://git.example.com/m.git\")\n",
    ),
];

const BY_SSH: &[Row] = &[
    (
        "ssh-auth-failed",
        &["git-insteadof-broken"],
        "go: example.com/m@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tgit@git.example.com: Permission denied (publickey).\n\tfatal: Could not read from remote repository.\n\t\n\tPlease make sure you have the correct access rights\n\tand the repository exists.\n",
    ),
    (
        "ssh-host-key-unknown",
        &[],
        "go: example.com/m@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tHost key verification failed.\n\tfatal: Could not read from remote repository.\n",
    ),
    (
        "ssh-unreachable",
        &[],
        "go: example.com/m@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tssh: connect to host git.example.com port 22: Connection refused\n\tfatal: Could not read from remote repository.\n",
    ),
    (
        "ssh-missing",
        &[],
        "go: example.com/m@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\terror: cannot run ssh: No such file or directory\n\tfatal: unable to fork\n",
    ),
    (
        "git-server-error",
        &["ssh-unreachable"],
        "go: example.com/m@v1.0.0: invalid version: git ls-remote -q origin in /go/pkg/mod/cache/vcs/0a: exit status 128:\n\tfatal: Could not read from remote repository.\n",
    ),
];

const PAGES: &[Row] = &[
    (
        "go-import-missing",
        &["private-auth-missing"],
        "package go.example.com/m: unrecognized import path \"go.example.com/m\" (parse https://go.example.com/m?go-get=1: no go-import meta tags ())\n",
    ),
    (
        "go-import-missing",
        &[],
        "go: go.example.com/m@v1.0.0: unrecognized import path \"go.example.com/m\": reading https://go.example.com/m?go-get=1: 404 Not Found\n\tserver response: not here\n",
    ),
    (
        "go-import-missing",
        &[],
        "go: go.example.com/m@v1.0.0: unrecognized import path \"go.example.com/m\": reading https://go.example.com/m?go-get=1: 502 Bad Gateway\n",
    ),
    (
        "private-auth-missing",
        &["netrc-host-missing"],
        "go: go.example.com/m@v1.0.0: unrecognized import path \"go.example.com/m\": reading https://go.example.com/m?go-get=1: 401 Unauthorized\n",
    ),
    (
        "go-import-missing",
        &[],
        "go: go.example.com/m@v1.0.0: unrecognized import path \"go.example.com/m\": https://go.example.com/m?go-get=1: invalid repo root \"git@git.example.com:m.git\": parse \"git@git.example.com:m.git\": first path segment in URL cannot contain colon\n",
    ),
    (
        "go-import-missing",
        &["vcs-missing"],
        "go: go.example.com/m@v1.0.0: unrecognized import path \"go.example.com/m\": https://go.example.com/m?go-get=1: unknown vcs \"bzr\"\n",
    ),
    (
        "go-import-missing",
        &[],
        "go: github.com/user@v1.0.0: invalid github.com import path \"github.com/user\"\n",
    ),
    (
        "govcs-disallowed",
        &[],
        "go: example.com/svn@v1.0.0: unrecognized import path \"example.com/svn\": GOVCS disallows using svn for public example.com/svn; see 'go help vcs'\n",
    ),
    (
        "insecure-host",
        &[],
        "go: go.example.com/m@v1.0.0: unrecognized import path \"go.example.com/m\": https fetch: Get \"https://go.example.com/m?go-get=1\": http: server gave HTTP response to HTTPS client\n",
    ),
    (
        "version-not-found",
        &["private-auth-missing"],
        "go: example.com/m@v1.9.0: invalid version: unknown revision v1.9.0\n",
    ),
    (
        "version-not-found",
        &["goproxy-stale"],
        "go: example.com/m@v1.9.0: reading https://go.acme.example/example.com/m/@v/v1.9.0.mod: 404 Not Found\n\tserver response: not found: example.com/m@v1.9.0: invalid version: unknown revision v1.9.0\n",
    ),
    (
        "module-not-found",
        &["private-not-excluded"],
        "go: github.com/acme/m@v1.0.0: reading https://proxy.golang.org/github.com/acme/m/@v/v1.0.0.mod: 404 Not Found\n\tserver response:\n\tnot found: github.com/acme/m@v1.0.0: invalid version: git ls-remote -q origin in /tmp/gopath/pkg/mod/cache/vcs/0a: exit status 128:\n\t\tfatal: could not read Username for 'https://github.com': terminal prompts disabled\n",
    ),
    (
        "major-version-mismatch",
        &[],
        "go get github.com/acme/m@v2.0.1: github.com/acme/m@v2.0.1: invalid version: module contains a go.mod file, so major version must be compatible: should be v0 or v1, not v2\n",
    ),
];

#[test]
fn of_git_and_its_kin() {
    tell(BY_GIT);
}

#[test]
fn of_ssh() {
    tell(BY_SSH);
}

#[test]
fn of_pages_and_versions() {
    tell(PAGES);
}

#[test]
fn git_without_go_says_nothing() {
    let texts = [
        "Cloning into 'app'...\nfatal: could not read Username for 'https://github.com': terminal prompts disabled\n##[error]The process '/usr/bin/git' failed with exit code 128\n",
        "git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.\n",
        "ssh: connect to host prod.example.com port 22: Connection refused\n",
        "helm: exec: \"kubectl\": executable file not found in $PATH\n",
        "RUN git config --global url.\"git@github.com:\".insteadOf \"https://github.com/\"\n",
        "Error: terraform init: Repository not found\n",
    ];
    for text in texts {
        let found = heard(text);
        let codes: Vec<&str> = found.iter().map(|it| it.code.as_str()).collect();
        assert!(codes.is_empty(), "{text}: {codes:?}");
    }
}
