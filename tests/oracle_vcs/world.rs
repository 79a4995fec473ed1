//! A world in which hosts have pages and repositories are there, and where code lies in
//! it by our rules.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gomod_doctor::go::vcs::{
    ByPath, Discovery, Home, ImportFault, Origin, Page, Policy, Silence, by_path, launchpad,
    page_url,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The go whose rules are held against its own source.
const MINOR: u32 = 26;

#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    pub(crate) path: String,
    /// URL, status and body.
    pub(crate) pages: BTreeMap<String, (u16, Vec<u8>)>,
    pub(crate) there: Vec<String>,
    pub(crate) govcs: String,
    pub(crate) goprivate: String,
    pub(crate) allow: String,
    pub(crate) insecure: bool,
}

impl World {
    pub(crate) fn of(path: &str) -> World {
        World { path: path.to_owned(), ..World::default() }
    }

    pub(crate) fn page(mut self, path: &str, status: u16, body: impl Into<Vec<u8>>) -> World {
        self.pages.insert(page_url("https", path), (status, body.into()));
        self
    }

    pub(crate) fn question(&self) -> Value {
        let page = |(status, body): &(u16, Vec<u8>)| json!({ "Status": status, "Body": STANDARD.encode(body) });
        let pages: BTreeMap<_, _> =
            self.pages.iter().map(|(url, it)| (url.clone(), page(it))).collect();
        json!({
            "Path": self.path, "Pages": pages, "There": self.there, "Govcs": self.govcs,
            "Goprivate": self.goprivate, "Allow": self.allow, "Insecure": self.insecure,
        })
    }

    /// What go answers, by our rules.
    pub(crate) fn answer(&self) -> Value {
        match self.origin() {
            Ok(Origin::Repository(home)) => {
                let name = match home.tool.command() {
                    "git" => "Git",
                    "hg" => "Mercurial",
                    "svn" => "Subversion",
                    "bzr" => "Bazaar",
                    _ => "Fossil",
                };
                let vcs = format!("{}{name}", home.tool);
                json!([vcs, home.repository.raw(), home.root, home.below.unwrap_or_default()])
            }
            Ok(Origin::Proxy(base)) => {
                let tag = self.tag().expect("a tag").0;
                json!(["mod", base.raw(), tag.prefix, tag.below.unwrap_or_default()])
            }
            Err(words) => json!(["error", words]),
        }
    }

    /// Launchpad's old paths are tried last.
    fn origin(&self) -> Result<Origin, String> {
        self.first().or_else(|words| {
            let branch = launchpad(&self.path, MINOR).map(|it| it.otherwise.unwrap_or(it.home));
            let checked =
                |home: Home| self.policy().check(home.tool, &home.root).is_ok().then_some(home);
            branch.and_then(checked).map(Origin::Repository).ok_or(words)
        })
    }

    fn first(&self) -> Result<Origin, String> {
        let known = |home: Home| {
            let checked = self.policy().check(home.tool, &home.root);
            checked.map(|()| Origin::Repository(home)).map_err(|fault| fault.to_string())
        };
        match by_path(&self.path, MINOR) {
            ByPath::Known(home) => known(home),
            ByPath::Refused(fault) if fault.to_string().starts_with("import path") => {
                Err(format!("unrecognized import path \"{}\": {fault}", self.path))
            }
            ByPath::Refused(fault) => Err(fault.to_string()),
            ByPath::Sought(sought) => {
                self.policy().check(sought.tool, &sought.root).map_err(|it| it.to_string())?;
                let schemes = sought.tool.tried(self.insecure, &self.allow).into_iter();
                let mut homes = schemes.map(|scheme| sought.under(scheme));
                let is_there = |home: &Home| {
                    home.tool.command() == "fossil"
                        || self.there.contains(&home.repository.raw().to_owned())
                };
                let kind = if self.insecure { "" } else { "secure " };
                let none = || format!("no {kind}protocol found for repository");
                homes.find(is_there).map(Origin::Repository).ok_or_else(none)
            }
            ByPath::Unknown => self.dynamic(),
        }
    }

    fn dynamic(&self) -> Result<Origin, String> {
        let led = self.tag().and_then(|(tag, url)| {
            self.discovery().lead(&tag, &url).map_err(|fault| fault.to_string())
        });
        led.map_err(|words| format!("unrecognized import path \"{}\": {words}", self.path))
    }

    fn tag(&self) -> Result<(gomod_doctor::go::vcs::Import, String), String> {
        let kind = if self.insecure { "http/" } else { "" };
        let (url, status, body) =
            self.get(&self.path).ok_or_else(|| format!("{kind}https fetch: no answer"))?;
        let page = Page { url: &url, body: &body, is_ok: status == 200 };
        let tag = self.discovery().tag(&page).map_err(|it| said(it, status))?;
        if tag.prefix != self.path {
            let prefix = &tag.prefix;
            let (above, status, body) =
                self.get(prefix).ok_or_else(|| format!("fetching {prefix}: no answer"))?;
            let page = Page { url: &above, body: &body, is_ok: status == 200 };
            let confirmed = self.discovery().confirm(&tag, &url, &page);
            confirmed.map_err(|it| said(it, status))?;
        }
        Ok((tag, url))
    }

    fn get(&self, path: &str) -> Option<(String, u16, Vec<u8>)> {
        let schemes: &[&str] = if self.insecure { &["https", "http"] } else { &["https"] };
        schemes.iter().find_map(|scheme| {
            let url = page_url(scheme, path);
            let (status, body) = self.pages.get(&url)?.clone();
            Some((url, status, body))
        })
    }

    fn policy(&self) -> Policy<'_> {
        Policy { govcs: &self.govcs, goprivate: &self.goprivate }
    }

    fn discovery(&self) -> Discovery<'_> {
        Discovery { path: &self.path, minor: MINOR, policy: self.policy() }
    }
}

fn said(silence: Silence, status: u16) -> String {
    match silence {
        Silence::Status => format!("status {status}"),
        Silence::Import(fault) => shown(&fault),
    }
}

fn shown(fault: &ImportFault) -> String {
    fault.to_string()
}

/// Asks go and us, and tells where we differ.
pub(crate) fn held(judge: &crate::Judge, worlds: &[World]) -> Vec<Value> {
    let questions = worlds.iter().map(World::question).collect();
    let answers = judge.ask(&Value::Array(questions));
    let mut wrong = Vec::new();
    for (world, answer) in worlds.iter().zip(&answers) {
        let ours = world.answer();
        if ours != *answer {
            let bodies: Vec<_> =
                world.pages.values().map(|(_, body)| String::from_utf8_lossy(body)).collect();
            wrong.push(format!("{} {bodies:?}\n  go {answer}\n  we {ours}", world.path));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        worlds.len(),
        wrong[..wrong.len().min(12)].join("\n")
    );
    answers
}
