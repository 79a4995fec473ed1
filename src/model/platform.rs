use serde::{Deserialize, Serialize};

/// The machine that go runs on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Platform {
    /// `linux`, `darwin`, `windows`, as go names them.
    pub os: String,
    /// `amd64`, `arm64`, as go names them.
    pub arch: String,
    pub system: System,
    pub container: Option<Container>,
    pub ci: Option<Ci>,
    pub is_root: bool,
    pub user: Option<String>,
    /// The home folder, as the variable names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// Who typed `sudo`, where that is what started this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sudo_by: Option<String>,
}

/// Which packages and trust stores a system has: decides what a fix types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum System {
    Debian,
    Alpine,
    Fedora,
    Suse,
    Arch,
    MacOs,
    Windows,
    #[default]
    Unknown,
}

/// What kind of container go runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Container {
    Docker,
    Buildkit,
    Podman,
    Kubernetes,
    /// kaniko, which builds images without a daemon.
    Kaniko,
    /// buildah, podman's own builder.
    Buildah,
    /// A development container of an editor.
    Devcontainer,
    Other,
}

/// Which service runs go, by its variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ci {
    GithubActions,
    GitlabCi,
    Jenkins,
    Circleci,
    TravisCi,
    AzurePipelines,
    BitbucketPipelines,
    Buildkite,
    Drone,
    Teamcity,
    Other,
}
