use super::mounts::{Mounted, script};
use super::{How, Walk};
use crate::docker::context::{Tri, joined};
use crate::docker::instruction::Instruction;
use crate::docker::packages::installed;
use crate::docker::remark::{Kind, Off};
use crate::docker::secrets;
use crate::docker::shell::{Simple, assignment, commands};
use crate::docker::stage::{By, Put, Set, Stage};

/// One RUN while it runs: what its shell has, and what it is mounted with.
pub(super) struct Running<'i> {
    pub instruction: &'i Instruction,
    /// The stage as this shell sees it.
    pub seen: Stage,
    /// The folder that its shell is in.
    pub folder: Option<String>,
    pub mounts: Vec<Mounted>,
    /// Whether it shares the network of whoever builds, or has none.
    pub network: Option<String>,
    /// Variables that the shell has and programs do not.
    unexported: Vec<String>,
}

/// Programs that put no file of a project anywhere.
const HARMLESS: &[&str] = &[
    "set",
    "echo",
    "printf",
    "mkdir",
    "chmod",
    "chown",
    "adduser",
    "addgroup",
    "useradd",
    "groupadd",
    "usermod",
    "ls",
    "cat",
    "pwd",
    "true",
    "false",
    ":",
    "test",
    "[",
    "sleep",
    "rm",
    "apk",
    "apt-get",
    "apt",
    "dnf",
    "yum",
    "microdnf",
    "tdnf",
    "zypper",
    "pacman",
    "update-ca-certificates",
    "ssh-keyscan",
    "upx",
    "strip",
    "ldd",
    "file",
    "which",
    "date",
    "uname",
    "id",
    "ulimit",
    "exit",
    "install",
    "apt-key",
    "locale-gen",
    "ln",
    "touch",
    "setcap",
    "export",
    "unset",
    "cd",
    "go",
    "gofmt",
    "umask",
];

impl Walk<'_> {
    pub(super) fn run(&mut self, instruction: &Instruction) {
        let Some(script) = script(instruction) else {
            self.now().is_opaque = true;
            return;
        };
        self.old_syntax(instruction);
        let seen = self.now_seen().clone();
        let folder = seen.workdir.clone();
        let mounts = self.mounts(instruction, folder.as_deref());
        let mut running = Running {
            instruction,
            seen,
            folder,
            network: instruction.flag("network").map(str::to_owned),
            unexported: Vec::new(),
            mounts,
        };
        self.bind(&mut running);
        for command in commands(&script) {
            self.command(&mut running, &command);
        }
        self.mount_elsewhere(&running);
    }

    fn command(&mut self, running: &mut Running, command: &Simple) {
        if let Some(target) = &command.writes {
            let folder = running.folder.clone().unwrap_or_default();
            self.put(running, &joined(&folder, target));
        }
        let program = command.program();
        match program {
            "" => {
                for (name, value) in &command.assigned {
                    self.assigned(running, name, value);
                }
            }
            "export" => self.exported(running, command),
            "cd" | "pushd" if !command.apart => running.folder = self.entered(running, command),
            "go" => self.go(running, command),
            "git" => self.git(running, command),
            _ => self.other(running, command),
        }
        self.inline(running, command);
        self.tools_installed(running, command);
    }

    /// Whatever is not known may make any file.
    fn other(&mut self, running: &mut Running, command: &Simple) {
        let program = command.program();
        if !HARMLESS.contains(&program) {
            // What is not known may install anything as well.
            for stage in [&mut running.seen, self.now()] {
                stage.is_opaque = true;
                stage.certificates = maybe(stage.certificates);
                stage.git = maybe(stage.git);
                stage.ssh = maybe(stage.ssh);
            }
        }
        if ["make", "task", "mage", "just", "bazel", "goreleaser"].contains(&program)
            || program.strip_suffix(".sh").is_some()
        {
            self.maybe(running);
        }
        if program == "ln" || program == "touch" || program == "install" {
            for word in command.arguments().iter().filter(|it| !it.starts_with('-')) {
                let at = joined(&running.folder.clone().unwrap_or_default(), word);
                self.put(running, &at);
            }
        }
    }

    pub(super) fn put(&mut self, running: &mut Running, at: &str) {
        running.seen.puts.push(Put::Opaque { at: at.to_owned() });
        self.now().puts.push(Put::Opaque { at: at.to_owned() });
    }

    fn entered(&self, running: &Running, command: &Simple) -> Option<String> {
        let to = command.arguments().first().map_or("~", String::as_str);
        let to = self.value(to).filter(|it| !it.contains(['$', '~', '`']) && it != "-")?;
        if to.starts_with('/') {
            Some(joined("/", &to))
        } else {
            running.folder.as_deref().map(|it| joined(it, &to))
        }
    }

    fn exported(&mut self, running: &mut Running, command: &Simple) {
        for word in command.arguments() {
            if let Some((name, value)) = assignment(word) {
                self.state(running.instruction, name, value, How::Exported);
                self.weigh(running.instruction, name, value);
                running.set(name, self.value(value));
            } else {
                running.unexported.retain(|it| it != word);
                running.set(word, None);
            }
        }
    }

    /// `NAME=value` alone: programs see it only if the variable was exported before.
    fn assigned(&mut self, running: &mut Running, name: &str, value: &str) {
        let value_then = self.value(value);
        if running.seen.variables.contains_key(name) {
            running.set(name, value_then);
        } else {
            running.unexported.push(name.to_owned());
            self.state(running.instruction, name, value, How::Assigned);
        }
    }

    fn inline(&mut self, running: &Running, command: &Simple) {
        if command.words.is_empty() {
            return;
        }
        for (name, value) in &command.assigned {
            self.weigh(running.instruction, name, value);
        }
    }

    /// `git …`: it has to be there, and may be told to use ssh or to trust anybody.
    fn git(&mut self, running: &mut Running, command: &Simple) {
        if running.seen.git == Tri::No {
            let because = format!(
                "git {}",
                command.arguments().first().map(String::as_str).unwrap_or_default()
            );
            self.lacks_git(running, because, true);
        }
        let words = command.arguments();
        if words.first().map(String::as_str) != Some("config") {
            if !["version", "--version"]
                .contains(&words.first().map(String::as_str).unwrap_or_default())
            {
                running.seen.is_opaque = true;
                self.now().is_opaque = true;
            }
            return;
        }
        let line = running.instruction.line;
        let whole = words.join(" ").to_ascii_lowercase();
        if whole.contains("insteadof") && (whole.contains("ssh://") || whole.contains("url.git@")) {
            running.seen.by_ssh = Some(line);
            self.now().by_ssh = Some(line);
        }
        if whole.contains("http.sslverify") && (whole.ends_with("false") || whole.ends_with(" 0")) {
            let kind = Kind::Off { off: Off::GitTls, name: "http.sslVerify".to_owned() };
            self.remark(line, false, kind, Vec::new());
        }
        if whole.contains("insteadof")
            && whole.contains("://")
            && holds_token(&words.join(" "))
            && !by_secret(running)
        {
            let exposure = crate::docker::Exposure::InCommand;
            let kind = Kind::Exposed { exposure, name: "git config".to_owned() };
            self.remark(line, false, kind, Vec::new());
        }
    }

    /// `go env -w NAME=value …`.
    pub(super) fn go_env(&mut self, running: &mut Running, command: &Simple) {
        for (name, value) in command.arguments().iter().filter_map(|it| assignment(it)) {
            let line = running.instruction.line;
            self.state(running.instruction, name, value, How::GoEnv);
            self.weigh(running.instruction, name, value);
            let set = Set { value: self.value(value), line, by: By::GoEnv };
            running.seen.go_env.insert(name.to_owned(), set.clone());
            self.now().go_env.insert(name.to_owned(), set);
        }
    }

    fn tools_installed(&mut self, running: &mut Running, command: &Simple) {
        let Some(found) = installed(command) else {
            if command.program() == "update-ca-certificates" {
                running.seen.certificates = Tri::Yes;
                self.now().certificates = Tri::Yes;
            }
            return;
        };
        for stage in [&mut running.seen, self.now()] {
            for (has, tool) in [
                (found.git(), &mut stage.git),
                (found.certificates(), &mut stage.certificates),
                (found.ssh(), &mut stage.ssh),
            ] {
                if has {
                    *tool = Tri::Yes;
                }
            }
            if !found.is_plain() && stage.certificates == Tri::No {
                stage.certificates = Tri::Unknown;
            }
            stage.has_go |= found.go();
        }
    }

    /// What `# syntax=` names may be too old for it.
    fn old_syntax(&mut self, instruction: &Instruction) {
        let Some(syntax) = self.syntax else { return };
        let Some(version) = syntax
            .strip_prefix("docker/dockerfile:")
            .filter(|it| !it.contains("experimental") && !it.contains("labs"))
        else {
            return;
        };
        let mut numbers = version.split('.').map(|it| it.parse::<u32>().ok());
        let (Some(Some(major)), Some(Some(minor))) = (numbers.next(), numbers.next()) else {
            return;
        };
        let below = |least: u32| major == 1 && minor < least;
        let what = match () {
            () if below(2) && instruction.flag("mount").is_some() => "RUN --mount",
            () if below(4) && !instruction.heredocs.is_empty() => "a here-document",
            () => return,
        };
        let first = self.lines.at(1).contains("syntax");
        let corrected = if first { self.lines.swapped(1, version, "1") } else { None };
        let kind = Kind::OldSyntax { version: version.to_owned(), what: what.to_owned() };
        self.remark(instruction.line, true, kind, corrected.unwrap_or_default());
    }
}

fn maybe(known: Tri) -> Tri {
    if known == Tri::No { Tri::Unknown } else { known }
}

impl Running<'_> {
    fn set(&mut self, name: &str, value: Option<String>) {
        let set = Set { value, line: self.instruction.line, by: By::Env };
        self.seen.variables.insert(name.to_owned(), set);
    }

    /// The stage as a command sees it that has variables of its own in front.
    pub(super) fn with(&self, command: &Simple, value: &dyn Fn(&str) -> Option<String>) -> Stage {
        let mut seen = self.seen.clone();
        for (name, typed) in &command.assigned {
            let set = Set { value: value(typed), line: self.instruction.line, by: By::Env };
            seen.variables.insert(name.clone(), set);
        }
        seen
    }
}

/// Whether a command holds a token, or a variable that is one.
fn holds_token(words: &str) -> bool {
    if !secrets::literal(words).is_empty() {
        return true;
    }
    let Some((_, rest)) = words.split_once("://") else { return false };
    let Some((user, _)) = rest.split_once('@') else { return false };
    user.split(['$', '{', '}', ':', '(', ')']).any(secrets::is_secret_name)
}

/// Whether the secret comes by a mount; it stays in the file that git writes all the
/// same, unless that is undone.
fn by_secret(running: &Running) -> bool {
    running.mounts.iter().any(|it| it.kind == "secret")
}
