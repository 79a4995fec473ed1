use super::lookout::Lookout;
use super::plan::endpoint_of;
use super::resolve::millis;
use crate::base::{Excerpt, Secret, Veiled};
use crate::go::auth::{
    Credentials, Grant, Granted, Method, command_words, parse_git, parse_output,
};
use crate::go::url::Url;
use crate::machine::{Command, Machine, Ran};
use crate::model::{Counter, CounterProbe, HelperEnd, Reply};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// All runs together: a program that asks a cloud for a token takes seconds.
const WITHIN: Duration = Duration::from_secs(4);
/// Each run has at least this.
const SHORTEST: Duration = Duration::from_millis(500);
/// go runs its programs for each refused URL anew; so many runs tell enough.
const RUNS: usize = 8;
/// Words shorter than these are no secrets worth hiding.
const SECRET: usize = 4;

/// The programs of GOAUTH: what they gave, and how they ended.
#[derive(Default)]
pub(super) struct Helpers {
    granted: RefCell<Granted>,
    /// How each ended last, for each server.
    seen: RefCell<Vec<CounterProbe>>,
    asked_for: RefCell<HashSet<Veiled>>,
    /// One at a time, as go runs them; inside, how many were run.
    turn: futures_util::lock::Mutex<usize>,
    /// How long all runs took so far.
    spent: Cell<Duration>,
}

/// What the programs of GOAUTH changed for a refused request.
pub(super) enum Help {
    /// Nothing, or nothing more.
    None,
    /// There are credentials for it now.
    Given,
    /// They are not run here, and nobody knows what they would give.
    NotRun,
}

impl Helpers {
    /// What they gave for a URL.
    pub(super) fn headers_for(&self, url: &str) -> Vec<(String, Secret)> {
        self.granted.borrow().headers_for(url).map(<[_]>::to_vec).unwrap_or_default()
    }

    /// How they ended, in the order in which they were first run.
    pub(super) fn seen(&self) -> Vec<CounterProbe> {
        self.seen.borrow().clone()
    }

    fn hang(&self) -> bool {
        let hangs = |it: &CounterProbe| {
            matches!(&it.seen, Counter::Helper { end: HelperEnd::TimedOut { .. }, .. })
        };
        self.seen.borrow().iter().any(hangs)
    }

    fn note(&self, probe: CounterProbe) {
        let named = |it: &CounterProbe| match &it.seen {
            Counter::Helper { program, .. } => program.clone(),
            _ => String::new(),
        };
        let (name, mut seen) = (named(&probe), self.seen.borrow_mut());
        let same = |it: &&mut CounterProbe| it.endpoint == probe.endpoint && named(it) == name;
        match seen.iter_mut().find(same) {
            Some(known) => *known = probe,
            None => seen.push(probe),
        }
    }
}

impl Lookout<'_> {
    /// go runs the programs of GOAUTH once before its first request, and again
    /// for each URL that is refused. Here the first run, too, waits for a refusal.
    /// go's file: `cmd/go/internal/web/http.go`, `fetch`.
    pub(super) async fn helped(&self, url: &Veiled, reply: &Reply) -> Help {
        let methods = match (400..500).contains(&reply.status).then(|| self.programs(url)) {
            Some(methods) if !methods.is_empty() => methods,
            _ => return Help::None,
        };
        if !self.runs_helpers() {
            return if reply.is_missing() { Help::None } else { Help::NotRun };
        }
        let before = self.helpers.headers_for(url.raw());
        let mut runs = self.helpers.turn.lock().await;
        let changed = || self.helpers.headers_for(url.raw()) != before;
        if changed() {
            return Help::Given;
        }
        if *runs == 0 {
            *runs += 1;
            self.run_all(&methods, url, None).await;
            if changed() {
                return Help::Given;
            }
        }
        if *runs > RUNS
            || self.helpers.hang()
            || !self.helpers.asked_for.borrow_mut().insert(url.clone())
        {
            return Help::None;
        }
        *runs += 1;
        self.run_all(&methods, url, Some(reply)).await;
        if changed() { Help::Given } else { Help::None }
    }

    fn programs(&self, url: &Veiled) -> Vec<Method> {
        let parsed = Url::parse(url.raw()).unwrap_or_default();
        match self.climber.facts.credentials_for(&parsed) {
            Some(Credentials::GoAuth { asked, .. }) => asked,
            _ => Vec::new(),
        }
    }

    /// All of them, the last first: so the first has the last word.
    async fn run_all(&self, methods: &[Method], url: &Veiled, reply: Option<&Reply>) {
        for method in methods.iter().rev() {
            let start = Instant::now();
            let (program, end, grants) = match (method, reply) {
                (Method::Command { line, .. }, _) => self.run_command(line, url, reply).await,
                (Method::Git { folder }, Some(_)) => self.run_git(folder, url).await,
                _ => continue,
            };
            self.helpers.spent.set(self.helpers.spent.get() + start.elapsed());
            self.helpers.granted.borrow_mut().keep(&grants);
            let Some(endpoint) = endpoint_of(url.raw()) else { continue };
            let url = reply.map(|_| url.clone());
            let seen = Counter::Helper { program, url, end };
            let took_ms = millis(start);
            self.helpers.note(CounterProbe { endpoint, seen, took_ms });
            if self.helpers.hang() {
                return;
            }
        }
    }

    async fn run_command(
        &self,
        line: &Secret,
        url: &Veiled,
        reply: Option<&Reply>,
    ) -> (String, HelperEnd, Vec<Grant>) {
        let Some(words) = command_words(line.expose()) else {
            let program = line.expose().split_whitespace().next().unwrap_or_default().to_owned();
            return (program, HelperEnd::Unterminated, Vec::new());
        };
        let mut words = words.into_iter().map(str::to_owned);
        let program = words.next().unwrap_or_default();
        let own: Vec<String> = words.collect();
        let mut arguments = own.clone();
        arguments.extend(reply.map(|_| url.raw().to_owned()));
        let command = Command {
            program: program.clone(),
            arguments,
            dir: Some(self.climber.facts.project.dir.clone()),
            variables: unasking(self.machine),
            without: Vec::new(),
            input: reply.map(head).unwrap_or_default(),
        };
        let within = self.within_helper();
        let (end, stdout) = match self.machine.run(&command, within).await {
            Ran::Exited { code: 0, stdout, .. } => (None, stdout),
            Ran::Exited { code, stdout, stderr } => {
                (Some(HelperEnd::Failed { code, words: said(&stderr, &stdout, &own) }), Vec::new())
            }
            other => (Some(without_output(&other, within)), Vec::new()),
        };
        match (end, parse_output(&String::from_utf8_lossy(&stdout))) {
            (Some(end), _) => (program, end, Vec::new()),
            (None, Err(how)) => (program, HelperEnd::Misprinted { how }, Vec::new()),
            (None, Ok(grants)) => (program, gave(&grants, url), grants),
        }
    }

    /// go lets git forget what a server refuses afterwards; that is left to go.
    async fn run_git(&self, folder: &str, url: &Veiled) -> (String, HelperEnd, Vec<Grant>) {
        let command = Command {
            program: "git".into(),
            arguments: vec!["credential".into(), "fill".into()],
            dir: Some(folder.to_owned()),
            variables: unasking(self.machine),
            without: Vec::new(),
            input: format!("url={}\n", url.raw()).into_bytes(),
        };
        let program = "git credential fill".to_owned();
        let within = self.within_helper();
        match self.machine.run(&command, within).await {
            Ran::Exited { code: 0, stdout, .. } => {
                let grants: Vec<Grant> =
                    parse_git(&String::from_utf8_lossy(&stdout), url.raw()).into_iter().collect();
                (program, gave(&grants, url), grants)
            }
            Ran::Exited { code, stdout, stderr } => {
                let words = said(&stderr, &stdout, &[]);
                (program, HelperEnd::Failed { code, words }, Vec::new())
            }
            other => (program, without_output(&other, within), Vec::new()),
        }
    }

    fn within_helper(&self) -> Duration {
        let left = WITHIN.saturating_sub(self.helpers.spent.get());
        self.patience.whole.within(left.max(SHORTEST))
    }
}

/// As go runs them: git, which they may use, asks nobody at the terminal. A
/// window that asks would be nobody's, so it is answered with a refusal.
fn unasking(machine: &dyn Machine) -> Vec<(String, String)> {
    let set = machine.variables();
    let pairs =
        [("GIT_TERMINAL_PROMPT", "0"), ("GCM_INTERACTIVE", "never"), ("GIT_ASKPASS", "false")];
    let unset = pairs.into_iter().filter(|(name, _)| !set.contains_key(*name));
    unset.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The head of the answer, as the program reads it. go's file:
/// `cmd/go/internal/auth/userauth.go`, `writeResponseToStdin`.
fn head(reply: &Reply) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {} {}\n", reply.status, reply.reason);
    for header in &reply.headers {
        text.extend([&header.name, ": ", header.value.as_str(), "\n"]);
    }
    text.push('\n');
    text.into_bytes()
}

fn gave(grants: &[Grant], url: &Veiled) -> HelperEnd {
    let mut own = Granted::default();
    own.keep(grants);
    let fits = own.headers_for(url.raw()).is_some();
    let with_headers = grants.iter().filter(|grant| !grant.headers.is_empty());
    HelperEnd::Gave { urls: with_headers.flat_map(|grant| grant.urls.clone()).collect(), fits }
}

fn without_output(ran: &Ran, within: Duration) -> HelperEnd {
    match ran {
        Ran::NotFound => HelperEnd::NotFound,
        Ran::NotExecutable => HelperEnd::NotExecutable,
        Ran::TimedOut => {
            HelperEnd::TimedOut { after_ms: u64::try_from(within.as_millis()).unwrap_or(u64::MAX) }
        }
        Ran::Killed | Ran::Exited { .. } => HelperEnd::Killed,
    }
}

/// What it said of its failure, without what it was given or printed besides.
fn said(stderr: &[u8], stdout: &[u8], arguments: &[String]) -> Excerpt {
    let printed = String::from_utf8_lossy(stdout);
    let mut text = Veiled::in_words(&String::from_utf8_lossy(stderr));
    let words = printed.split_whitespace().chain(arguments.iter().map(String::as_str));
    let values = words.map(|word| word.split_once('=').map_or(word, |(_, value)| value));
    for secret in values.filter(|word| word.len() >= SECRET).take(100) {
        text = text.replace(secret, "***");
    }
    Excerpt::text(&text)
}
