use super::pour::{Kept, poured};
use super::{Command, Local, Machine, Ran};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// git reads its own files in a few milliseconds.
const WITHIN: Duration = Duration::from_millis(800);
/// What makes git write, or ask, while it talks to a server.
const WANTED: &str = r"^(credential\.(.*\.)?helper|http\.(.*\.)?savecookies|core\.askpass)$";
/// What git does with a server.
const TALKING: &[&str] = &["ls-remote", "fetch", "clone"];
/// Programs that may start ssh, or ask for a password.
const ASKING: &[&str] = &["git", "hg", "svn", "fossil", "ssh"];
/// git notes what it does where these say, and may tell secrets there. An agent that
/// unlocks keys asks at the last one.
const UNWANTED: &[&str] = &[
    "GIT_TRACE",
    "GIT_TRACE_CURL",
    "GIT_TRACE_PACKET",
    "GIT_TRACE_SETUP",
    "GIT_TRACE_PERFORMANCE",
    "GIT_CURL_VERBOSE",
    "GPG_TTY",
];
/// ssh notes nothing, starts nothing that outlives it, and asks nothing. Of its options
/// the first one given counts, so that one's own hold.
const SSH: &str = "-o BatchMode=yes -o ControlMaster=no -o UpdateHostKeys=no -o CheckHostIP=no";

/// The same program as one that only looks: whoever tells git a password is not told
/// afterwards to keep or to forget it, nothing is noted, and nobody is asked.
pub(super) async fn discreet(command: &Command) -> Command {
    if !ASKING.contains(&command.program.as_str()) {
        return command.clone();
    }
    let environment = Local.variables();
    let mut command = command.clone();
    command.variables.extend(beside(&command, &environment));
    let mut look = Look { command: &command, environment, said: Vec::new() };
    if command.arguments.iter().any(|word| TALKING.contains(&word.as_str())) {
        look.said = told(&look.altered()).await;
    }
    look.altered()
}

/// Settings that the run has for git do not replace those of the environment.
fn beside(command: &Command, environment: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let own: BTreeMap<&str, &String> =
        command.variables.iter().map(|(name, value)| (name.as_str(), value)).collect();
    let count = |value: Option<&String>| value.and_then(|it| it.parse::<usize>().ok());
    let ours = count(own.get("GIT_CONFIG_COUNT").copied()).unwrap_or_default();
    let theirs = count(environment.get("GIT_CONFIG_COUNT")).unwrap_or_default();
    // Whoever counts on from there has thought of it.
    if ours == 0 || theirs == 0 || !own.contains_key("GIT_CONFIG_KEY_0") {
        return Vec::new();
    }
    let mut set = vec![("GIT_CONFIG_COUNT".to_owned(), (theirs + ours).to_string())];
    for kind in ["KEY", "VALUE"] {
        let name = |at: usize| format!("GIT_CONFIG_{kind}_{at}");
        let kept = (0..theirs).map(|at| (name(at), environment.get(&name(at))));
        let moved = (0..ours).map(|at| (name(theirs + at), own.get(name(at).as_str()).copied()));
        set.extend(kept.chain(moved).filter_map(|(name, value)| Some((name, value?.clone()))));
    }
    set
}

type Said = Vec<(String, String)>;

/// What was told already. What git reads stays as it is while this program runs.
static TOLD: Mutex<Vec<(Command, Said)>> = Mutex::new(Vec::new());

/// What git's configuration says of it, in git's order, for this very run.
async fn told(command: &Command) -> Said {
    let surroundings = Command { arguments: Vec::new(), input: Vec::new(), ..command.clone() };
    let known = |told: &[(Command, Said)]| {
        told.iter().find(|(known, _)| *known == surroundings).map(|(_, said)| said.clone())
    };
    if let Some(said) = known(&TOLD.lock().unwrap_or_else(PoisonError::into_inner)) {
        return said;
    }
    let said = asked(command).await;
    TOLD.lock().unwrap_or_else(PoisonError::into_inner).push((surroundings, said.clone()));
    said
}

async fn asked(command: &Command) -> Said {
    let words = ["config", "--null", "--get-regexp", WANTED].map(str::to_owned).to_vec();
    let asking = Command { arguments: words, input: Vec::new(), ..command.clone() };
    let mut said = Kept::default();
    match poured(&asking, WITHIN, &mut said).await {
        Ran::Exited { code: 0, .. } => read(&said.0),
        _ => Vec::new(),
    }
}

/// `KEY LF VALUE NUL`, again and again; a key alone stands for true.
fn read(told: &[u8]) -> Said {
    let told = String::from_utf8_lossy(told);
    let pairs = told.split('\0').filter(|pair| !pair.is_empty());
    let split = |pair: &str| {
        let (key, value) = pair.split_once('\n').unwrap_or((pair, ""));
        (key.to_owned(), value.to_owned())
    };
    pairs.map(split).collect()
}

/// A run, the environment that it is to have, and what git's configuration says.
struct Look<'c> {
    command: &'c Command,
    environment: BTreeMap<String, String>,
    said: Said,
}

impl Look<'_> {
    fn altered(&self) -> Command {
        let mut altered = self.command.clone();
        altered.variables.extend(self.unasking());
        altered.variables.extend(self.configured());
        altered.without.extend(UNWANTED.iter().map(|name| (*name).to_owned()));
        altered
    }

    /// What the run would have of a variable: its own, or the environment's.
    fn variable(&self, name: &str) -> Option<&str> {
        let own = self.command.variables.iter().rev().find(|(known, _)| known == name);
        let kept = || {
            let is_taken = self.command.without.iter().any(|it| it == name);
            self.environment.get(name).filter(|_| !is_taken)
        };
        own.map(|(_, value)| value).or_else(kept).map(String::as_str)
    }

    /// The last one counts.
    fn configuration(&self, key: &str) -> Option<&str> {
        let said = self.said.iter().rev().find(|(known, _)| known == key);
        said.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    fn unasking(&self) -> Vec<(String, String)> {
        let mut set: Vec<(&str, String)> = vec![
            ("GIT_TERMINAL_PROMPT", "0".into()),
            ("GCM_INTERACTIVE", "never".into()),
            ("SSH_ASKPASS_REQUIRE", "never".into()),
            ("GIT_TRACE2", "0".into()),
            ("GIT_TRACE2_EVENT", "0".into()),
            ("GIT_TRACE2_PERF", "0".into()),
        ];
        // A program of one's own that answers is kept, wherever it is named.
        if let Some(program) = self.configuration("core.askpass")
            && self.variable("GIT_ASKPASS").is_none_or(str::is_empty)
        {
            set.push(("GIT_ASKPASS", program.into()));
        }
        set.extend(self.quiet_ssh().map(|line| ("GIT_SSH_COMMAND", line)));
        set.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// ssh as git is to call it, and quietly; none where that is another program, of
    /// which nobody knows the options.
    fn quiet_ssh(&self) -> Option<String> {
        let line = self.variable("GIT_SSH_COMMAND")?;
        let program = line.split_whitespace().next()?.trim_matches(['\'', '"']);
        (program.rsplit('/').next() == Some("ssh")).then(|| format!("{line} {SSH}"))
    }

    /// git's settings by the variable that its own `-c` uses: they come last, also for
    /// a git that knows no other. git's file: `config.c`, `git_config_from_parameters`.
    fn configured(&self) -> Option<(String, String)> {
        let helpers = self.said.iter().filter(|(key, _)| key.ends_with(".helper"));
        let asked = helpers.map(|(key, value)| format!("{key}={}", asking_only(value)));
        let cookies = self.said.iter().filter(|(key, _)| key.ends_with(".savecookies"));
        let unkept = cookies.map(|(key, _)| format!("{key}=false"));
        let mut pairs: Vec<String> = asked.collect();
        if !pairs.is_empty() {
            pairs.insert(0, "credential.helper=".to_owned());
        }
        pairs.extend(unkept);
        let before = self.variable("GIT_CONFIG_PARAMETERS").filter(|it| !it.is_empty());
        let quoted = pairs.iter().map(|pair| quoted(pair));
        let all: Vec<String> = before.map(str::to_owned).into_iter().chain(quoted).collect();
        (!pairs.is_empty()).then(|| ("GIT_CONFIG_PARAMETERS".to_owned(), all.join(" ")))
    }
}

/// A helper that is asked and never told. git's file: `credential.c`, `credential_do`.
fn asking_only(helper: &str) -> String {
    let line = match helper {
        "" => return String::new(),
        it if it.starts_with('!') => it[1..].to_owned(),
        it if it.starts_with('/') || it.get(1..3) == Some(":\\") || it.get(1..3) == Some(":/") => {
            it.to_owned()
        }
        it => format!("git credential-{it}"),
    };
    format!("!only_asked() {{ test \"$1\" = get || exit 0\n{line} get\n}}; only_asked")
}

/// As git quotes. git's file: `quote.c`, `sq_quote_buf`.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(said: &[(&str, &str)], environment: &[(&str, &str)], own: &[(&str, &str)]) -> Command {
        let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
        };
        let command = Command { variables: owned(own), ..Command::of("git", &["ls-remote"]) };
        let environment = owned(environment).into_iter().collect();
        let variables = [command.variables.clone(), beside(&command, &environment)].concat();
        let command = Command { variables, ..command };
        Look { command: &command, environment, said: owned(said) }.altered()
    }

    fn of<'c>(command: &'c Command, name: &str) -> Option<&'c str> {
        let set = command.variables.iter().rev().find(|(known, _)| known == name);
        set.map(|(_, value)| value.as_str())
    }

    #[test]
    fn helpers_are_asked_in_their_order() {
        let said = [("credential.helper", ""), ("credential.https://a.b.helper", "!echo 'x'")];
        let command = look(&said, &[("GIT_CONFIG_PARAMETERS", "'a.b=c'")], &[]);
        let set = of(&command, "GIT_CONFIG_PARAMETERS").unwrap();
        let start = "'a.b=c' 'credential.helper=' 'credential.helper=' 'credential.https://a.b.helper=!only_asked()";
        assert!(set.starts_with(start), "{set}");
        assert!(set.contains(r"echo '\''x'\'' get"), "{set}");
        assert!(asking_only("store --file /x").contains("git credential-store --file /x get"));
        assert!(asking_only("/opt/helper").contains("\n/opt/helper get\n"));
        assert_eq!(of(&look(&[], &[], &[]), "GIT_CONFIG_PARAMETERS"), None);
    }

    #[test]
    fn ssh_writes_nothing() {
        let line = |own: &[(&str, &str)], environment: &[(&str, &str)]| {
            let command = look(&[], environment, own);
            of(&command, "GIT_SSH_COMMAND").map(|it| it.replace(SSH, "…"))
        };
        let own = [("GIT_SSH_COMMAND", "ssh -o BatchMode=yes")];
        let theirs = [("GIT_SSH_COMMAND", "/usr/bin/ssh -i key")];
        assert_eq!(line(&own, &theirs).as_deref(), Some("ssh -o BatchMode=yes …"));
        assert_eq!(line(&[], &theirs).as_deref(), Some("/usr/bin/ssh -i key …"));
        assert_eq!(line(&[], &[]), None);
        assert_eq!(line(&[], &[("GIT_SSH_COMMAND", "plink")]), None);
    }

    #[test]
    fn settings_of_the_environment_stay() {
        let theirs = [
            ("GIT_CONFIG_COUNT", "1"),
            ("GIT_CONFIG_KEY_0", "a.b"),
            ("GIT_CONFIG_VALUE_0", "theirs"),
        ];
        let own =
            [("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "c.d"), ("GIT_CONFIG_VALUE_0", "own")];
        let command = look(&[], &theirs, &own);
        assert_eq!(of(&command, "GIT_CONFIG_COUNT"), Some("2"));
        assert_eq!(of(&command, "GIT_CONFIG_VALUE_0"), Some("theirs"));
        assert_eq!(of(&command, "GIT_CONFIG_KEY_1"), Some("c.d"));
        assert_eq!(of(&command, "GIT_CONFIG_VALUE_1"), Some("own"));
    }

    #[test]
    fn nobody_is_asked() {
        let own = [("GIT_ASKPASS", "")];
        let command = look(&[("core.askpass", "/opt/ask")], &[("GIT_TERMINAL_PROMPT", "1")], &own);
        assert_eq!(of(&command, "GIT_TERMINAL_PROMPT"), Some("0"));
        assert_eq!(of(&command, "GIT_ASKPASS"), Some("/opt/ask"));
        assert_eq!(of(&look(&[], &[], &own), "GIT_ASKPASS"), Some(""));
        assert!(command.without.contains(&"GIT_TRACE".to_owned()));
    }
}
