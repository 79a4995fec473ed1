use crate::machine::{Entry, Machine};
use crate::model::{Ci, Container, Platform, System};
use std::collections::BTreeMap;

/// Which system this is, and whether it is a container or a CI job.
pub(super) fn look(machine: &dyn Machine, variables: &BTreeMap<String, String>) -> Platform {
    let os = machine.os();
    let named = |name: &str| variables.get(name).filter(|it| !it.is_empty()).cloned();
    let release = machine.read("/etc/os-release", 1 << 16).unwrap_or_default();
    Platform {
        system: system(&os, &String::from_utf8_lossy(&release)),
        arch: machine.arch(),
        container: container(machine, variables),
        ci: ci(variables),
        is_root: machine.uid() == Some(0),
        user: variables.get("USER").cloned(),
        home: named(if os == "windows" { "USERPROFILE" } else { "HOME" }),
        sudo_by: named("SUDO_USER"),
        os,
    }
}

fn system(os: &str, release: &str) -> System {
    match os {
        "darwin" => return System::MacOs,
        "windows" => return System::Windows,
        _ => {}
    }
    let value = |name: &str| {
        let line = release.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.unwrap_or_default().trim_matches('"').to_owned()
    };
    let ids = format!("{} {}", value("ID"), value("ID_LIKE"));
    ids.split_whitespace().find_map(family).unwrap_or_default()
}

fn family(id: &str) -> Option<System> {
    Some(match id {
        "debian" | "ubuntu" => System::Debian,
        "alpine" | "wolfi" => System::Alpine,
        "fedora" | "rhel" | "centos" | "rocky" | "almalinux" | "amzn" | "ol" => System::Fedora,
        "suse" | "opensuse" | "sles" => System::Suse,
        "arch" => System::Arch,
        _ => return None,
    })
}

fn container(machine: &dyn Machine, variables: &BTreeMap<String, String>) -> Option<Container> {
    let is_file = |path: &str| matches!(machine.look(path), Ok(Entry::File { .. }));
    let text = |path: &str| {
        String::from_utf8_lossy(&machine.read(path, 1 << 16).unwrap_or_default()).into_owned()
    };
    let is_there = |path: &str| machine.look(path).is_ok();
    let set = |name: &str| variables.get(name).is_some_and(|value| !value.is_empty());
    if is_there("/kaniko/executor") || set("KANIKO_DIR") {
        return Some(Container::Kaniko);
    }
    // buildah says so in the file that podman leaves, and docker's builder in its mounts:
    // a build in a pod is a build first.
    let noted = text("/run/.containerenv");
    if noted.contains("buildah") || set("BUILDAH_ISOLATION") {
        return Some(Container::Buildah);
    }
    let mounts = text("/proc/self/mountinfo");
    if ["/buildkit/", "/run/buildkit", "buildkit-"].iter().any(|mark| mounts.contains(mark)) {
        return Some(Container::Buildkit);
    }
    let edited = ["REMOTE_CONTAINERS", "CODESPACES", "DEVCONTAINER", "REMOTE_CONTAINERS_IPC"];
    if edited.iter().any(|name| set(name)) {
        return Some(Container::Devcontainer);
    }
    if set("KUBERNETES_SERVICE_HOST") || is_there("/var/run/secrets/kubernetes.io") {
        return Some(Container::Kubernetes);
    }
    if is_file("/run/.containerenv") {
        return Some(Container::Podman);
    }
    if is_file("/.dockerenv") {
        return Some(Container::Docker);
    }
    let groups = text("/proc/1/cgroup");
    match groups {
        it if it.contains("/buildkit") => Some(Container::Buildkit),
        it if it.contains("/docker") => Some(Container::Docker),
        it if it.contains("/kubepods") => Some(Container::Kubernetes),
        it if it.contains("libpod") => Some(Container::Podman),
        it if it.contains("/lxc/") || it.contains("containerd") => Some(Container::Other),
        _ => match variables.get("container").map(String::as_str) {
            Some("podman") => Some(Container::Podman),
            Some("docker") => Some(Container::Docker),
            Some("oci" | "lxc") => Some(Container::Other),
            _ => None,
        },
    }
}

fn ci(variables: &BTreeMap<String, String>) -> Option<Ci> {
    let set = |name: &str| variables.get(name).is_some_and(|value| !value.is_empty());
    match () {
        () if set("GITHUB_ACTIONS") => Some(Ci::GithubActions),
        () if set("GITLAB_CI") => Some(Ci::GitlabCi),
        () if set("JENKINS_URL") || set("JENKINS_HOME") => Some(Ci::Jenkins),
        () if set("CIRCLECI") => Some(Ci::Circleci),
        () if set("TRAVIS") => Some(Ci::TravisCi),
        () if set("TF_BUILD") => Some(Ci::AzurePipelines),
        () if set("BITBUCKET_BUILD_NUMBER") => Some(Ci::BitbucketPipelines),
        () if set("BUILDKITE") => Some(Ci::Buildkite),
        () if set("DRONE") => Some(Ci::Drone),
        () if set("TEAMCITY_VERSION") => Some(Ci::Teamcity),
        () if set("CI") => Some(Ci::Other),
        () => None,
    }
}

#[cfg(test)]
mod tests;
