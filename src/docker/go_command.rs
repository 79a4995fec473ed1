use crate::docker::shell::Simple;

/// What a go command has to do with modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// `go mod download`, of all that go.mod names.
    Download,
    /// `go mod download MODULE@VERSION`, `go install PACKAGE@VERSION`: no go.mod is needed.
    Named,
    Tidy,
    Vendor,
    Init,
    /// `go get`; with `-u`.
    Get {
        updates: bool,
    },
    /// build, install, test, vet, run, generate, list: what needs packages.
    Build,
    /// Nothing about modules: version, env, fmt, clean.
    Other,
}

/// A go command, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GoCommand {
    pub verb: Verb,
    /// Such as `go mod download`.
    pub words: String,
    /// The value of `-mod`.
    pub mod_flag: Option<String>,
    /// The folder of `-C`.
    pub dir: Option<String>,
    /// Whether it names Go files and not packages.
    pub of_files: bool,
    /// Whether another go.mod is named.
    pub modfile: bool,
    /// The module or package that is named with a version.
    pub named: Vec<String>,
}

impl GoCommand {
    /// The command, if it is one of go.
    pub(super) fn of(command: &Simple) -> Option<Self> {
        if command.program() != "go" {
            return None;
        }
        let mut words: Vec<&str> = command.arguments().iter().map(String::as_str).collect();
        let dir = take_dir(&mut words);
        let (first, second) = (words.first().copied().unwrap_or_default(), words.get(1).copied());
        let rest: Vec<&str> = words.iter().skip(1).copied().collect();
        let plain: Vec<&str> = rest.iter().filter(|it| !it.starts_with('-')).copied().collect();
        let versioned = |it: &&&str| it.contains('@');
        let named: Vec<String> =
            plain.iter().filter(versioned).map(|it| (**it).to_owned()).collect();
        let updates = rest.iter().any(|it| *it == "-u" || it.starts_with("-u="));
        let verb = match (first, second) {
            ("mod", Some("download")) if named.is_empty() => Verb::Download,
            ("mod", Some("tidy")) => Verb::Tidy,
            ("mod", Some("vendor")) => Verb::Vendor,
            ("mod", Some("init")) => Verb::Init,
            ("get", _) => Verb::Get { updates },
            ("mod", Some("download")) | ("install" | "run", _) if !named.is_empty() => Verb::Named,
            ("mod", Some("verify" | "graph" | "why"))
            | ("work", Some("vendor" | "sync"))
            | ("build" | "install" | "test" | "vet" | "run" | "generate" | "list" | "tool", _) => {
                Verb::Build
            }
            _ => Verb::Other,
        };
        let flag = |name: &str| {
            let with = format!("-{name}=");
            let long = format!("--{name}=");
            let inline = rest
                .iter()
                .find_map(|it| it.strip_prefix(&with).or_else(|| it.strip_prefix(&long)));
            let apart = || {
                let at = rest
                    .iter()
                    .position(|it| it[..].trim_start_matches('-') == name && it.starts_with('-'))?;
                rest.get(at + 1).copied()
            };
            inline.or_else(apart).map(str::to_owned)
        };
        let is_file = |it: &&str| it.rsplit_once('.').is_some_and(|(_, ending)| ending == "go");
        Some(Self {
            verb,
            words: match second {
                Some(second) if ["mod", "work"].contains(&first) => format!("go {first} {second}"),
                _ => format!("go {first}"),
            },
            mod_flag: flag("mod"),
            dir,
            of_files: plain.iter().any(is_file),
            modfile: flag("modfile").is_some(),
            named,
        })
    }
}

/// `-C DIR`, which stands before the verb or right behind it.
fn take_dir(words: &mut Vec<&str>) -> Option<String> {
    let at = words.iter().take(3).position(|it| *it == "-C" || it.starts_with("-C="))?;
    let dir = match words[at].strip_prefix("-C=") {
        Some(dir) => dir.to_owned(),
        None => (*words.get(at + 1)?).to_owned(),
    };
    let gone = if words[at] == "-C" { 2 } else { 1 };
    words.drain(at..at + gone);
    Some(dir)
}
