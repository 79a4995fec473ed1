use crate::base::{Excerpt, Text, Veiled};
use crate::model::{
    BrokenFetches, Cite, Counter, Evidence, Facts, Fault, Fetch, Fix, GitSetting, KeyState,
    Outcome, Proof, Reader, Scope, SshFault, SshHost, SshTarget, Step, Trial, VcsFault,
};
use crate::say;

/// Why ssh is not let in, as far as this machine tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Barred {
    /// ssh does not take its own settings.
    Settings {
        words: Excerpt,
    },
    /// Files of its lie below HOME, and it looks in another home.
    Strayed {
        files: Vec<String>,
    },
    /// The server hung up before the right key had its turn.
    TooMany,
    /// git is configured to another command, and this go puts its own in its place.
    Overridden {
        command: Veiled,
        file: String,
    },
    /// It logs in as this user, whom the URL does not name.
    Stranger {
        user: String,
    },
    /// A variable names an agent, and none answers.
    AgentGone,
    AgentEmpty,
    /// Neither a key nor an agent.
    NoKey,
    /// Settings name a key that is not there.
    Absent {
        path: String,
    },
    Locked {
        path: String,
    },
    TooOpen {
        path: String,
    },
    Damaged {
        path: String,
    },
    Unreadable {
        path: String,
    },
    /// There are keys that can be used, and the server takes none.
    Refused {
        path: Option<String>,
    },
    /// It could not be looked at.
    Untold,
}

/// What https says to git of a repository that ssh does not reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByHttps {
    Served,
    /// It asks for credentials.
    Barred,
}

/// The rule of git's that made a URL one for ssh.
pub type Rewriter<'f> = &'f GitSetting;

impl Fetch {
    /// How ssh failed for it, and in which words.
    pub fn ssh_fault(&self) -> Option<(SshFault, &Excerpt)> {
        match self.vcs_fault()? {
            VcsFault::Ssh { how, words } => Some((*how, words)),
            _ => None,
        }
    }
}

impl Evidence {
    /// The repositories that ssh does not reach in such a way, and that stop go.
    pub fn stopped_by_ssh(&self, is: impl Fn(SshFault) -> bool) -> BrokenFetches<'_> {
        self.stopped_at(|fetch| fetch.ssh_fault().is_some_and(|(how, _)| is(how)))
    }

    /// The repositories whose server let ssh in and does not show them.
    pub fn kept_from_key(&self) -> BrokenFetches<'_> {
        self.stopped_at(|fetch| {
            let is_hidden = fetch.vcs_fault().is_some_and(|fault| {
                matches!(fault, VcsFault::NotFound { .. } | VcsFault::Forbidden { .. })
            });
            is_hidden && self.facts.ssh_target(&fetch.url).is_some()
        })
    }

    /// Why ssh is not let in.
    pub fn barred(&self, fetch: &Fetch) -> Barred {
        let Some((how, words)) = fetch.ssh_fault() else { return Barred::Untold };
        match (how, self.ssh_host_of(fetch)) {
            (SshFault::Configuration, _) => Barred::Settings { words: words.clone() },
            (SshFault::TooManyKeys, _) => Barred::TooMany,
            (_, None) => Barred::Untold,
            (_, Some((_, seen))) => self.facts.barred_by(seen, fetch),
        }
    }

    /// What came of asking for the same repository by https: where git got in, or was
    /// asked for credentials.
    pub fn by_https(&self, fetch: &Fetch) -> Option<(Cite, ByHttps)> {
        self.counters.iter().enumerate().find_map(|(at, probe)| match &probe.seen {
            Counter::Git { repository, trial: Trial::Instead { .. }, outcome, .. }
                if *repository == fetch.url =>
            {
                Some((Cite::Counter(at), ByHttps::of(outcome)?))
            }
            _ => None,
        })
    }

    /// The same repository by https, where the forge has it so.
    pub fn by_https_instead(&self, fetch: &Fetch) -> Option<Fix> {
        if let Some(rule) = self.facts.rewriter(&fetch.url) {
            return Some(without(rule));
        }
        let (_, by_https) = self.by_https(fetch)?;
        let target = SshTarget::of(fetch.url.raw())?;
        let host = &target.host;
        let title = say! { en: "Let git ask {host} by https", zh: "让 git 用 https 访问 {host}" };
        let key = format!("url.https://{host}/.insteadOf");
        let words = ["git", "config", "--global", &key, &target.base];
        let step = Step::Run { words: words.map(str::to_owned).to_vec() };
        let mut fix = Fix::safe(title, Scope::User, vec![step]);
        if by_https == ByHttps::Served {
            let says = Text::of("git got in by https", "git 用 https 可以访问");
            return Some(fix.proof(Proof::Passed(says)));
        }
        fix.steps.push(Step::NetrcEntry { host: host.clone(), reader: Reader::Git });
        let why = Text::of("The credentials are yours to fill in.", "凭据需要由你填写。");
        Some(fix.unprovable(why))
    }
}

/// The rule goes where it stands, and with it ssh; a private repository then needs credentials.
fn without(rule: Rewriter<'_>) -> Fix {
    let (key, file) = (&rule.key, &rule.file);
    let title = say! {
        en: "Take the rule {key} out of {file}",
        zh: "从 {file} 中删除规则 {key}",
    };
    let words = ["git", "config", "--file", file, "--unset-all", rule.key.raw()];
    let step = Step::Run { words: words.map(str::to_owned).to_vec() };
    Fix::safe(title, Scope::User, vec![step])
}

impl ByHttps {
    fn of(outcome: &Outcome) -> Option<Self> {
        let Outcome::Broken { fault: Fault::Vcs(fault) } = outcome else {
            return matches!(outcome, Outcome::Served { .. }).then_some(Self::Served);
        };
        let is_barred = matches!(
            fault,
            VcsFault::Prompt { .. } | VcsFault::Rejected { .. } | VcsFault::Forbidden { .. }
        );
        is_barred.then_some(Self::Barred)
    }
}

/// The last go that gives git an ssh command of its own, unless a variable names one.
/// go's file: `cmd/go/internal/modload/init.go`.
const OVERRIDING: u32 = 24;

impl Facts {
    /// The command that git is configured to call, in the place of ssh.
    pub fn core_ssh_command(&self) -> Option<&GitSetting> {
        let mut own = self.git.settings.iter().filter(|it| it.key.raw() == "core.sshcommand");
        own.next_back().filter(|it| !it.value.is_empty())
    }

    /// Whether this go keeps git from calling it.
    pub fn overrides_ssh_command(&self) -> bool {
        self.go.minor() <= OVERRIDING && self.ssh.command.is_none()
    }

    fn barred_by(&self, seen: &SshHost, fetch: &Fetch) -> Barred {
        if let Some(words) = &seen.fault {
            return Barred::Settings { words: words.clone() };
        }
        if let Some(own) = self.core_ssh_command()
            && self.overrides_ssh_command()
        {
            let (command, file) = (own.value.clone(), own.file.clone());
            return Barred::Overridden { command, file };
        }
        let usable =
            seen.keys.iter().find(|key| matches!(key.state, KeyState::Usable | KeyState::Unknown));
        let in_agent = seen.agent_keys.is_some_and(|keys| keys > 0);
        if usable.is_none() && !in_agent {
            return self.keyless(seen);
        }
        let target = self.ssh_target(&fetch.url);
        let unnamed = target.is_some_and(|target| target.user.is_none());
        match &seen.user {
            Some(user) if unnamed && user != "git" => Barred::Stranger { user: user.clone() },
            _ => Barred::Refused { path: usable.map(|key| key.path.clone()) },
        }
    }

    /// What is nearest to being a key.
    fn keyless(&self, seen: &SshHost) -> Barred {
        let path = |state| seen.key_in(state).map(|key| key.path.clone());
        let strayed = self.ssh.strayed.iter().filter(|path| !path.ends_with("known_hosts"));
        if seen.keys.is_empty() && strayed.count() > 0 {
            return Barred::Strayed { files: self.ssh.strayed.clone() };
        }
        let by_file = [
            path(KeyState::TooOpen).map(|path| Barred::TooOpen { path }),
            path(KeyState::Unreadable).map(|path| Barred::Unreadable { path }),
            path(KeyState::Locked).map(|path| Barred::Locked { path }),
            path(KeyState::Damaged).map(|path| Barred::Damaged { path }),
            seen.absent.first().map(|path| Barred::Absent { path: path.clone() }),
        ];
        let by_agent = || match seen.agent_keys {
            Some(_) => Barred::AgentEmpty,
            None if self.ssh.agent => Barred::AgentGone,
            None => Barred::NoKey,
        };
        by_file.into_iter().flatten().next().unwrap_or_else(by_agent)
    }

    /// The rule that makes git ask for this URL by ssh.
    pub fn rewriter(&self, repository: &Veiled) -> Option<Rewriter<'_>> {
        let (url, rule) = self.rewritten(repository.raw())?;
        SshTarget::of(url.raw()).map(|_| rule)
    }

    /// Why ssh is asked at all: a rule of git's, or the page of the module.
    pub fn why_by_ssh(&self, fetch: &Fetch) -> Text {
        let url = &fetch.url;
        match self.rewriter(url) {
            Some(GitSetting { key, file, .. }) => say! {
                en: " git asks for {url} by ssh because {key} in {file} says so.",
                zh: "{file} 里的 {key} 让 git 改用 ssh 访问 {url}。",
            },
            None => say! {
                en: " The module's own page names {url} as its repository.",
                zh: "模块自己的页面给出的仓库地址就是 {url}。",
            },
        }
    }
}
