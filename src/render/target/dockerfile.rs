use crate::base::Veiled;
use crate::model::{MendedLine, Step, System};
use crate::render::target::{Place, Target, comment, hides, quote, sh, spelled, system};
use crate::say;

/// A Dockerfile. Secrets are mounted, never written into a layer.
pub(super) struct Dockerfile;

impl Target for Dockerfile {
    fn name(&self) -> &'static str {
        "dockerfile"
    }

    fn write(&self, steps: &[Step], place: &Place) -> Vec<String> {
        steps.iter().flat_map(|step| written(step, place)).collect()
    }
}

fn written(step: &Step, place: &Place) -> Vec<String> {
    match step {
        Step::SetGoEnv { key, value } => set(key, value),
        Step::SetEnv { name, value } => set(name, value),
        // An empty variable counts as unset, for go and for the HTTP_PROXY family.
        Step::UnsetEnv { name } => vec![format!("ENV {name}=")],
        Step::AppendPath { folder } => {
            vec![format!("ENV PATH=\"$PATH\":{}", quote::dockerfile(folder))]
        }
        Step::NetrcEntry { host, .. } => netrc(host),
        Step::LinkNetrc { .. } => mounted_netrc(),
        Step::TrustCa { authority } => trust(authority, place),
        Step::Install { packages } => vec![install(packages, place)],
        // A `cd` of one RUN is forgotten by the next.
        Step::Run { words } if words.first().is_some_and(|word| word == "cd") => {
            let folder = words.get(1).map(String::as_str).unwrap_or_default();
            vec![format!("WORKDIR {}", quote::dockerfile(folder))]
        }
        Step::MendFile { file, lines, .. } if !is_of_go(file) => own_lines(lines, place),
        Step::Say(text) => comment("#", text.to(place.lang)),
        step => {
            sh::written(step, place, "").into_iter().map(|line| format!("RUN {line}")).collect()
        }
    }
}

/// Whether it is a file that go reads, and so lies in the image.
fn is_of_go(file: &str) -> bool {
    ["go.mod", "go.sum", "go.work", "go.work.sum"].iter().any(|name| file.ends_with(name))
}

/// Lines of the Dockerfile itself, as they should be.
fn own_lines(lines: &[MendedLine], place: &Place) -> Vec<String> {
    let mut written = Vec::new();
    for MendedLine { line, becomes } in lines {
        let says = if becomes.is_empty() {
            say! { en: "line {line} goes", zh: "删除第 {line} 行" }
        } else {
            say! { en: "line {line} becomes:", zh: "第 {line} 行改为：" }
        };
        written.extend(comment("#", says.to(place.lang)));
        written.extend(becomes.iter().cloned());
    }
    written
}

fn set(name: &str, value: &Veiled) -> Vec<String> {
    if hides(value) {
        mounted(name)
    } else {
        vec![format!("ENV {name}={}", quote::dockerfile(&spelled(value)))]
    }
}

fn mounted(name: &str) -> Vec<String> {
    let id = name.to_ascii_lowercase();
    vec![
        format!("# docker build --secret id={id},env={name} ."),
        format!(
            "RUN --mount=type=secret,id={id} {name}=\"$(cat /run/secrets/{id})\" go mod download"
        ),
    ]
}

fn netrc(host: &str) -> Vec<String> {
    let entry = format!("# .netrc: machine {host} login <USER> password <TOKEN>");
    std::iter::once(entry).chain(mounted_netrc()).collect()
}

/// There go and git both read it, and no layer holds it.
fn mounted_netrc() -> Vec<String> {
    vec![
        String::from("# docker build --secret id=netrc,src=$HOME/.netrc ."),
        String::from("RUN --mount=type=secret,id=netrc,target=/root/.netrc go mod download"),
    ]
}

/// The first command of the store's own copies the file: here the build does.
fn trust(authority: &str, place: &Place) -> Vec<String> {
    let commands = match system::in_image(place.platform) {
        System::Arch => vec![
            format!(
                "cp x /etc/ca-certificates/trust-source/anchors/{}.pem",
                system::file_name(authority)
            ),
            String::from("update-ca-trust"),
        ],
        system => system::trust(system, authority).unwrap_or_default(),
    };
    let mut lines = Vec::new();
    for command in commands {
        match command.strip_prefix("cp ").and_then(|it| it.split_once(' ')) {
            Some((_, to)) => lines.push(format!("COPY {} {to}", system::CA_FILE)),
            None => lines.push(format!("RUN {command}")),
        }
    }
    lines
}

fn install(packages: &[&'static str], place: &Place) -> String {
    match system::in_image(place.platform) {
        System::Debian => {
            let named = packages.join(" ");
            let get = "apt-get update && apt-get install -y --no-install-recommends";
            format!("RUN {get} {named} && rm -rf /var/lib/apt/lists/*")
        }
        system => format!("RUN {}", system::install(system, packages).unwrap_or_default()),
    }
}
