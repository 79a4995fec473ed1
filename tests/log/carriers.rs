//! What stands around a line of go's, as the programs write it that carry it.

/// How the lines of a log are carried.
pub(crate) struct Carrier {
    pub(crate) name: &'static str,
    /// Lines of the carrier's own, before those it carries.
    pub(crate) head: &'static [&'static str],
    /// § stands for the line; with ¤ two outputs are told apart.
    pub(crate) line: &'static str,
    pub(crate) tail: &'static [&'static str],
}

const fn of(
    name: &'static str,
    head: &'static [&'static str],
    line: &'static str,
    tail: &'static [&'static str],
) -> Carrier {
    Carrier { name, head, line, tail }
}

const FAILED: &str =
    "ERROR: process \"/bin/sh -c go mod download\" did not complete successfully: exit code: 1";

pub(crate) const ALL: &[Carrier] = &[
    of("none", &[], "§", &[]),
    of("a shell", &["user@host:~/src/app$ go mod download"], "§", &["user@host:~/src/app$ "]),
    of("set -x", &["+ cd /app", "+ go mod download"], "§", &[]),
    of("cmd", &["", "C:\\src\\app>go mod download"], "§", &["", "C:\\src\\app>"]),
    of(
        "buildkit",
        &["#¤ [builder 4/6] RUN go mod download"],
        "#¤ 13.45 §",
        &["#¤ ERROR: process \"/bin/sh -c go mod download\" did not complete successfully"],
    ),
    of(
        "the summary of buildkit",
        &[
            " => ERROR [4/6] RUN go mod download      0.2s",
            "------",
            " > [4/6] RUN go mod download:",
        ],
        "0.172 §",
        &["------", "Dockerfile:6", "-----", "   6 | >>> RUN go mod download", "-----", FAILED],
    ),
    of("a terminal of buildkit", &["[+] Building 1.2s (4/6)"], " => => # §", &[]),
    of(
        "classic docker",
        &["Step 5/14 : RUN go mod download", " ---> Running in 1a2b3c4d5e6f"],
        "§",
        &["The command '/bin/sh -c go mod download' returned a non-zero code: 1"],
    ),
    of("podman", &["STEP 3/7: RUN go mod download"], "§", &[]),
    of("kaniko", &["INFO[0012] Running: [/bin/sh -c go mod download]"], "§", &[]),
    of("compose", &[], "web-¤  | §", &["web-¤ exited with code 1"]),
    of("older compose", &[], "web_¤  | §", &[]),
    of("docker logs -t", &[], "2026-11-20T10:00:00.123456789Z §", &[]),
    of("containerd", &[], "2026-11-20T10:00:00.123456789+08:00 stderr F §", &[]),
    of("kubectl", &[], "[pod/web-¤/app] §", &[]),
    of("stern", &[], "web-7d9f8b6c5-bcd2¤ app §", &[]),
    of("journald", &[], "Nov 20 10:00:00 host build[12¤]: §", &[]),
    of(
        "GitHub",
        &["2026-11-20T10:00:00.1234567Z ##[group]Run go mod download"],
        "2026-11-20T10:00:00.1234567Z §",
        &["2026-11-20T10:00:00.1234567Z ##[error]Process completed with exit code 1."],
    ),
    of("gh", &[], "build ¤\tDownload\t2026-11-20T10:00:00.1234567Z §", &[]),
    of("GitLab", &["section_start:1560896352:step"], "§", &["section_end:1560896352:step"]),
    of("times of GitLab", &[], "2026-11-20T10:00:00.123456Z 0¤E §", &[]),
    of("Jenkins", &["[Pipeline] sh"], "[2026-11-20T10:00:00.000Z] §", &["[Pipeline] }"]),
    of("a clock of Jenkins", &[], "10:00:00  §", &[]),
    of("branches of Jenkins", &[], "[linux-¤] §", &[]),
    of("TeamCity", &[], "[10:00:01] : [Step ¤/2] §", &[]),
    of("Buildkite", &[], "\u{1b}_bk;t=1560896352123\u{7}§", &[]),
    of("Drone", &[], "[step-¤:12] §", &[]),
    of("Tekton", &[], "[build-¤ : download] §", &[]),
    of("turbo", &[], "pkg-¤:build: §", &[]),
    of("nix", &[], "app-¤-go-modules> §", &[]),
    of("npm", &[], "npm ERR! §", &[]),
    of("Yocto", &[], "| §", &[]),
    of("a quotation", &[], "> §", &[]),
    of("a code block", &["```"], "§", &["```"]),
    of("Go's log", &[], "2026/11/20 10:00:00 §", &[]),
    of("glog", &[], "E1120 10:00:00.000000       1 file.go:12] §", &[]),
    of("Python", &[], "2026-11-20 10:00:00,123 - app.build - ERROR - §", &[]),
    of("zap", &[], "2026-11-20T10:00:00.000Z\tERROR\tpkg/file.go:12\t§", &[]),
    of("a named output", &[], "stderr: §", &[]),
];

impl Carrier {
    /// The lines as this output has them.
    pub(crate) fn carry(&self, text: &str, output: &str) -> Vec<String> {
        let put = |line: &&str| line.replace('¤', output);
        let lines = text.lines().map(|line| put(&self.line).replace('§', line));
        let head = self.head.iter().map(put);
        head.chain(lines).chain(self.tail.iter().map(put)).collect()
    }

    /// How many lines of its own stand before the others.
    pub(crate) fn before(&self) -> usize {
        self.head.len()
    }

    pub(crate) fn tells_apart(&self) -> bool {
        self.line.contains('¤')
    }
}
