use crate::docker::Tri;
use crate::go::toolchain as gover;
use serde::{Deserialize, Serialize};

/// Which package manager an image has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    Alpine,
    Debian,
    Fedora,
    /// A small image of that kin, with microdnf alone.
    Microdnf,
    Suse,
    Photon,
    Arch,
    /// Nothing but what is copied into it.
    Bare,
    #[default]
    Unknown,
}

/// What an image is known to bring along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Image {
    pub name: String,
    pub family: Family,
    /// The version in the tag of an official golang image: `1.22` or `1.22.3`; empty
    /// where the tag names none.
    pub golang: Option<String>,
    pub git: Tri,
    pub certificates: Tri,
    pub ssh: Tri,
    /// Whether its files are known not to hold any project.
    pub is_plain: bool,
}

impl Image {
    /// What its name says; where that was not known, nothing is.
    pub(super) fn of(name: Option<&str>) -> Self {
        let Some(name) = name else { return Self::unknown("") };
        let (repository, tag) = split(name);
        let official = official(repository);
        let tag = tag.unwrap_or_default();
        match official {
            Some("golang") => golang(name, tag),
            Some("scratch") => Self::bare(name),
            Some("alpine") => Self::plain(name, Family::Alpine, [Tri::No, Tri::Yes, Tri::No]),
            Some("debian" | "ubuntu") => {
                Self::plain(name, Family::Debian, [Tri::No, Tri::No, Tri::No])
            }
            Some("buildpack-deps") => {
                Self::plain(name, Family::Debian, [Tri::Unknown, Tri::Yes, Tri::Unknown])
            }
            Some(
                "fedora" | "rockylinux" | "almalinux" | "amazonlinux" | "centos" | "oraclelinux",
            ) => Self::plain(name, Family::Fedora, [Tri::No, Tri::Yes, Tri::No]),
            Some("photon") => Self::plain(name, Family::Photon, [Tri::No, Tri::Yes, Tri::Unknown]),
            Some("archlinux") => Self::plain(name, Family::Arch, [Tri::No, Tri::Yes, Tri::No]),
            _ => other(name, repository),
        }
    }

    fn unknown(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            family: Family::Unknown,
            golang: None,
            git: Tri::Unknown,
            certificates: Tri::Unknown,
            ssh: Tri::Unknown,
            is_plain: false,
        }
    }

    fn plain(name: &str, family: Family, [git, certificates, ssh]: [Tri; 3]) -> Self {
        Self { family, git, certificates, ssh, is_plain: true, ..Self::unknown(name) }
    }

    fn bare(name: &str) -> Self {
        Self::plain(name, Family::Bare, [Tri::No, Tri::No, Tri::No])
    }
}

/// Those of docker.io/library/golang: the large ones are made from buildpack-deps:scm,
/// those of Alpine have certificates and no git.
fn golang(name: &str, tag: &str) -> Image {
    let version = tag.split('-').next().unwrap_or_default();
    let version = if gover::is_valid(version) && version != "1" { version } else { "" };
    let image = match tag {
        tag if tag.contains("windows") || tag.contains("nanoserver") => Image::unknown(name),
        tag if tag.contains("alpine") => {
            Image::plain(name, Family::Alpine, [Tri::No, Tri::Yes, Tri::No])
        }
        tag if tag.contains('$') || tag.contains("tip") => Image::unknown(name),
        _ => Image::plain(name, Family::Debian, [Tri::Yes, Tri::Yes, Tri::Yes]),
    };
    Image { golang: Some(version.to_owned()), ..image }
}

fn other(name: &str, repository: &str) -> Image {
    let has = |part: &str| repository.contains(part);
    let family = match () {
        () if has("distroless") => return Image::bare(name),
        () if has("ubi-minimal") || has("ubi8-minimal") || has("ubi9-minimal") => Family::Microdnf,
        () if has("ubi-micro") => Family::Bare,
        () if has("/ubi") || has("fedora") || has("amazonlinux") || has("rocky") => Family::Fedora,
        () if has("opensuse") || has("suse/") => Family::Suse,
        () if has("alpine") || has("wolfi") || has("chainguard") => Family::Alpine,
        () if has("debian") || has("ubuntu") => Family::Debian,
        () if has("photon") => Family::Photon,
        () => Family::Unknown,
    };
    Image { family, ..Image::unknown(name) }
}

/// `host:port/path:tag@digest`: the repository and the tag.
fn split(name: &str) -> (&str, Option<&str>) {
    let plain = name.split('@').next().unwrap_or_default();
    match plain.rsplit_once(':') {
        Some((repository, tag)) if !tag.contains('/') => (repository, Some(tag)),
        _ => (plain, None),
    }
}

/// The name of an image of Docker's own library, by whatever mirror it comes.
fn official(repository: &str) -> Option<&str> {
    let rest = repository.strip_prefix("docker.io/").unwrap_or(repository);
    let rest = match rest.rsplit_once("library/") {
        Some((_, name)) => name,
        None => rest.strip_prefix("mirror.gcr.io/").unwrap_or(rest),
    };
    (!rest.contains('/')).then_some(rest)
}

impl Family {
    /// A RUN line that installs packages, in the way of that system.
    pub fn install(self, packages: &[&str]) -> Option<String> {
        let named: Vec<&str> = packages.iter().map(|it| self.local(it)).collect();
        let named = named.join(" ");
        Some(match self {
            Self::Alpine => format!("RUN apk add --no-cache {named}"),
            Self::Debian => format!(
                "RUN apt-get update && apt-get install -y --no-install-recommends {named} && rm -rf /var/lib/apt/lists/*"
            ),
            Self::Fedora => format!("RUN dnf install -y {named} && dnf clean all"),
            Self::Microdnf => format!("RUN microdnf install -y {named} && microdnf clean all"),
            Self::Suse => format!("RUN zypper --non-interactive install {named}"),
            Self::Photon => format!("RUN tdnf install -y {named}"),
            Self::Arch => format!("RUN pacman -Sy --noconfirm {named}"),
            Self::Bare | Self::Unknown => return None,
        })
    }

    fn local(self, package: &str) -> &str {
        match (self, package) {
            (Self::Fedora | Self::Microdnf | Self::Suse, "openssh-client") => "openssh-clients",
            (Self::Photon | Self::Arch, "openssh-client") => "openssh",
            (_, package) => package,
        }
    }
}
