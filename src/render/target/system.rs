use crate::base::Text;
use crate::model::{Platform, System};
use crate::render::target::quote;
use crate::say;

/// Where the reader puts the name of the certificate's file.
pub(super) const CA_FILE: &str = "<CA.pem>";

/// Packages by the system's own manager; none where it is not known.
pub(super) fn install(system: System, packages: &[&str]) -> Option<String> {
    let named: Vec<&str> = packages.iter().map(|package| local_name(system, package)).collect();
    let named = named.join(" ");
    Some(match system {
        System::Debian => format!("apt-get update && apt-get install -y {named}"),
        System::Alpine => format!("apk add --no-cache {named}"),
        // Small images have microdnf, old ones yum.
        System::Fedora => format!("$(command -v dnf microdnf yum | head -n 1) install -y {named}"),
        System::Suse => format!("zypper --non-interactive install {named}"),
        System::Arch => format!("pacman -Sy --noconfirm {named}"),
        System::MacOs => format!("brew install {named}"),
        System::Windows => format!("winget install --exact --id {named}"),
        System::Unknown => return None,
    })
}

/// For systems on which no manager is known.
pub(super) fn install_by_hand(packages: &[&str]) -> Text {
    let named = packages.join(", ");
    say! { en: "install with this system's package manager: {named}", zh: "用本系统的包管理器安装：{named}" }
}

fn local_name(system: System, package: &str) -> &str {
    match (system, package) {
        (System::Fedora, "openssh-client") => "openssh-clients",
        (System::Suse | System::Arch | System::MacOs, "openssh-client") => "openssh",
        (System::Windows, "openssh-client") => "Microsoft.OpenSSH.Preview",
        (System::Windows, "git") => "Git.Git",
        (System::Windows, "mercurial") => "Mercurial.Mercurial",
        (System::Windows, "subversion") => "Slik.Subversion",
        (System::Windows, "golang" | "go") => "GoLang.Go",
        (System::MacOs | System::Arch | System::Alpine | System::Suse, "golang") => "go",
        (_, package) => package,
    }
}

/// Commands for a POSIX shell that make an authority trusted, without `sudo`.
pub(super) fn trust(system: System, authority: &str) -> Option<Vec<String>> {
    let file = quote::sh(CA_FILE);
    let name = file_name(authority);
    let (folder, end, update) = match system {
        System::Debian | System::Alpine => {
            ("/usr/local/share/ca-certificates", "crt", "update-ca-certificates")
        }
        System::Fedora => ("/etc/pki/ca-trust/source/anchors", "pem", "update-ca-trust extract"),
        System::Suse => ("/etc/pki/trust/anchors", "pem", "update-ca-certificates"),
        System::Arch => return Some(vec![format!("trust anchor --store {file}")]),
        System::MacOs => {
            let store = "/Library/Keychains/System.keychain";
            let add = "security add-trusted-cert -d -r trustRoot";
            return Some(vec![format!("{add} -k {store} {file}")]);
        }
        System::Windows | System::Unknown => return None,
    };
    Some(vec![format!("cp {file} {folder}/{name}.{end}"), update.to_owned()])
}

/// The system inside an image: Linux, and Debian where nothing says otherwise.
pub(super) fn in_image(platform: &Platform) -> System {
    match platform.system {
        System::MacOs | System::Windows | System::Unknown => System::Debian,
        known => known,
    }
}

/// `CN=Corp Root CA,O=Corp` as a name for a file: `corp-root-ca`.
pub(super) fn file_name(authority: &str) -> String {
    let part = authority.split(',').next().unwrap_or_default();
    let part = part.split_once('=').map_or(part, |(_, value)| value);
    let mut name = String::new();
    for c in part.chars().take(60) {
        match c.is_ascii_alphanumeric() {
            true => name.push(c.to_ascii_lowercase()),
            false if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            false => {}
        }
    }
    match name.trim_end_matches('-') {
        "" => String::from("local-ca"),
        name => name.to_owned(),
    }
}
