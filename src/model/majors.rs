use crate::base::Excerpt;
use crate::go::modfile::{Slip, SyntaxError};
use crate::go::origin::Refusal;
use crate::model::{Artefact, Cite, End, Evidence, Fetch, File, Need, Outcome, Source};

/// Words of a go that says why it makes no module of a version, whoever repeats them.
/// go's file: `cmd/go/internal/modfetch/coderepo.go`.
const WORDS: &[&str] = &[
    "so module path must match major version",
    "go.mod has post-v1 module path",
    "semantic import versioning is required",
    "go.mod has malformed module path",
    "go.mod has non-",
    "/go.mod at revision",
];

/// A version whose path and major version do not fit, or whose go.mod is of another
/// major version.
#[derive(Clone, Debug)]
pub struct OtherMajor<'a> {
    pub need: &'a Need,
    pub told: Told<'a>,
    pub cites: Vec<Cite>,
}

/// How it is known.
#[derive(Clone, Debug)]
pub enum Told<'a> {
    /// By what lies in the repository.
    Refused(&'a Refusal),
    /// By a proxy, in go's words.
    Words(Excerpt),
}

impl OtherMajor<'_> {
    /// The path that the go.mod declares, as far as it is told.
    pub fn declared(&self) -> Option<&str> {
        match &self.told {
            Told::Refused(Refusal::OtherMajor { path, .. }) => Some(path),
            Told::Refused(_) => None,
            Told::Words(words) => quoted(words.as_str()),
        }
    }
}

/// The path in `go.mod has post-v1 module path "P/v2"`, and in
/// `module path must match major version ("P/v2")`.
fn quoted(words: &str) -> Option<&str> {
    let (_, behind) = words.split_once("module path")?;
    let path = behind.split('"').nth(1)?;
    (path.contains('.') && !path.contains(' ')).then_some(path)
}

impl Evidence {
    /// The lines of go.mod whose path and version speak of different major versions.
    pub fn major_slips(&self) -> Vec<&SyntaxError> {
        match &self.facts.project.gomod {
            File::Broken { errors, .. } if self.reads_gomod() => {
                errors.iter().filter(|it| it.slip() == Slip::Major).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether go reads go.mod: in a workspace it reads the modules that that uses.
    pub fn reads_gomod(&self) -> bool {
        let project = &self.facts.project;
        let File::Parsed { path: work, it } = &project.gowork else { return true };
        let folder = |path: &str| path.rsplit_once('/').map_or("", |it| it.0).to_owned();
        let (root, own) = (folder(work), folder(project.gomod.path().unwrap_or_default()));
        it.uses.iter().any(|used| {
            let below = used.path.trim_start_matches("./").trim_end_matches('/');
            let at_root = matches!(below, "." | "") && root == own;
            at_root || used.path == own || below == own || own == format!("{root}/{below}")
        })
    }

    /// What go refuses because of the major version that the go.mod is of.
    pub fn other_majors(&self) -> Vec<OtherMajor<'_>> {
        let walked = self.facts.needs.iter().zip(self.walks());
        walked.filter_map(|(need, walk)| self.other_major(need, &walk.end)).collect()
    }

    fn other_major<'a>(&'a self, need: &'a Need, end: &End) -> Option<OtherMajor<'a>> {
        let End::Stopped { by, past } = end else { return None };
        if let Some((cite, refusal)) = self.unfit_at_origin(need).filter(|(cite, _)| cite == by) {
            let told = Told::Refused(refusal);
            let of_major = !matches!(refusal, Refusal::Nameless { .. });
            return of_major.then(|| OtherMajor { need, told, cites: vec![cite] });
        }
        let mut met = std::iter::once(by).chain(past);
        let (cite, words) = met.find_map(|cite| Some((cite, self.words_of(need, cite)?)))?;
        let mut cites = vec![cite.clone()];
        if by != cite && matches!(by, Cite::Fetch(_)) {
            cites.push(by.clone());
        }
        // What go meets behind the proxy is the repository's, and is looked into itself.
        let beyond = matches!(by, Cite::Fetch(_) | Cite::Setting(_) | Cite::Ladder(_));
        beyond.then_some(OtherMajor { need, told: Told::Words(words), cites })
    }

    fn words_of(&self, need: &Need, cite: &Cite) -> Option<Excerpt> {
        let Cite::Fetch(at) = cite else { return None };
        let fetch = self.fetches.get(*at)?;
        let own = fetch.module == need.module && fetch.version == need.version;
        let from_proxy = matches!(fetch.source, Source::Proxy { .. });
        let is_version = matches!(fetch.artefact, Artefact::Mod | Artefact::Info | Artefact::Zip);
        (own && from_proxy && is_version).then(|| said(fetch)).flatten()
    }
}

fn said(fetch: &Fetch) -> Option<Excerpt> {
    let (Outcome::Missing { reply } | Outcome::Refused { reply }) = &fetch.outcome else {
        return None;
    };
    let text = reply.excerpt.as_str();
    let known = WORDS.iter().any(|words| text.contains(words));
    // What comes before is the proxy's own manner of speaking.
    let from = text.find("invalid version: ").map_or(0, |at| at + "invalid version: ".len());
    known.then(|| Excerpt::text(&text[from..]))
}
