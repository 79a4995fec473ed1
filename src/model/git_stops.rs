use crate::model::{
    BrokenFetches, Cite, Counter, Endpoint, Evidence, Facts, Fetch, GitProgram, GitSetting, Ladder,
    Outcome, RootPlace, Trial, VcsFault,
};

impl Evidence {
    /// The modules that stop go where git, or what it calls, fails so.
    pub fn stopped_by_vcs(&self, is: impl Fn(&VcsFault) -> bool) -> BrokenFetches<'_> {
        self.stopped_at(|fetch| fetch.vcs_fault().is_some_and(&is))
    }

    /// What came of git's being asked for the same repository otherwise.
    pub fn tried_otherwise(
        &self,
        fetch: &Fetch,
        is: impl Fn(&Trial) -> bool,
    ) -> Option<(Cite, &Trial, &Outcome)> {
        self.counters.iter().enumerate().find_map(|(at, probe)| match &probe.seen {
            Counter::Git { repository, trial, outcome, .. }
                if *repository == fetch.url && is(trial) =>
            {
                Some((Cite::Counter(at), trial, outcome))
            }
            _ => None,
        })
    }

    /// The counter-probe in which git got in, once it was asked so.
    pub fn got_in(&self, fetch: &Fetch, is: impl Fn(&Trial) -> bool) -> Option<(Cite, &Trial)> {
        let (cite, trial, outcome) = self.tried_otherwise(fetch, is)?;
        matches!(outcome, Outcome::Served { .. }).then_some((cite, trial))
    }

    /// go's own climb to the server that git asks.
    pub fn own_climb(&self, fetch: &Fetch) -> Option<(Cite, &Ladder)> {
        let asked = self.facts.git_asks(fetch.url.raw()).unwrap_or_else(|| fetch.url.clone());
        let endpoint = Endpoint::of(asked.raw())?;
        let at = self.ladders.iter().position(|it| it.endpoint == endpoint)?;
        Some((Cite::Ladder(at), &self.ladders[at]))
    }
}

impl Facts {
    /// git's version, where it tells one.
    pub fn git_version(&self) -> Option<&str> {
        match &self.git.program {
            GitProgram::Found { version } => Some(version),
            _ => None,
        }
    }

    /// The setting of git's that decides which certificates it trusts for a URL, or
    /// names what is in force for all.
    pub fn git_roots(&self, url: &str) -> Option<&GitSetting> {
        let is_roots = |key: &str| key.ends_with(".sslcainfo") || key.ends_with(".sslcapath");
        let fits = |it: &&GitSetting| {
            let key = it.key.raw();
            let of = key.strip_prefix("http.").and_then(|rest| rest.rsplit_once('.'));
            is_roots(key) && of.is_none_or(|(base, _)| url.starts_with(base.trim_end_matches('/')))
        };
        self.git.settings.iter().filter(fits).max_by_key(|it| it.key.raw().len())
    }

    /// The one file from which go takes its roots, to be git's as well.
    pub fn roots_for_git(&self) -> Option<&str> {
        let named = self.variable("SSL_CERT_FILE").map(|it| it.value.raw());
        let is_whole = |it: &&RootPlace| it.certificates > 0 && it.fault.is_none() && is_file(it);
        let found = self.roots.places.iter().find(is_whole);
        named.or(found.map(|it| it.path.as_str()))
    }
}

fn is_file(place: &RootPlace) -> bool {
    let name = place.path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, ending)| ending != "d")
}
