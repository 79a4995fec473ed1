use crate::base::{Text, Veiled};
use crate::go::goproxy::Product;
use crate::go::route::Via;
use crate::go::url::Url;
use crate::model::{
    Artefact, Cite, Confidence, Counter, Endpoint, Evidence, Fetch, Outcome, Reply, Source,
};
use crate::model::{End, Walk};
use std::collections::HashSet;

/// What an answer is said to lack that is for another version than was asked.
pub const OTHER_VERSION: &str = "an info of another version";

/// An element of GOPROXY that answers as no module proxy does.
#[derive(Clone, Debug)]
pub struct StrangeElement<'a> {
    /// Its URL, as GOPROXY has it.
    pub base: Veiled,
    /// The answer that go stumbles over, and what was asked.
    pub fetch: &'a Fetch,
    pub reply: &'a Reply,
    pub manner: Strangeness,
    pub confidence: Confidence,
    pub cites: Vec<Cite>,
    pub modules: Vec<String>,
}

/// How an element betrays that it is no module proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strangeness {
    /// 200, and something else than what was asked for.
    Content,
    /// 200, and an `.info` of another version.
    OtherVersion,
    /// A status that the protocol does not know.
    Status,
    /// Not even what every proxy has is found there.
    Nothing,
}

impl Reply {
    /// Whether a refusal is neither the protocol's nor one of access or of a
    /// fault that the server owns up to.
    pub fn is_strange(&self) -> bool {
        match self.status {
            401 | 403 | 407 | 408 | 429 | 451 => false,
            511 => true,
            status => status != 200 && !self.is_missing() && status < 500,
        }
    }

    /// A page for people.
    pub fn is_page(&self) -> bool {
        let html = self.header("content-type").is_some_and(|kind| kind.contains("html"));
        html || self.excerpt.as_str().starts_with('<')
    }

    /// JSON, which only an `.info` is.
    pub fn is_json(&self) -> bool {
        let json = self.header("content-type").is_some_and(|kind| kind.contains("json"));
        json || self.excerpt.as_str().starts_with(['{', '['])
    }

    /// What kind of thing its body is, for a sentence.
    pub fn kind(&self) -> Text {
        match () {
            () if self.is_page() => Text::of("a web page", "网页"),
            () if self.is_json() => Text::of("JSON of another kind", "别的 JSON"),
            () if self.excerpt.is_empty() => Text::of("an empty answer", "空的应答"),
            () => Text::of("something else", "别的内容"),
        }
    }

    /// Its first words in brackets, for a sentence; nothing where there are none.
    pub fn quoted(&self) -> String {
        let headline = self.headline();
        if headline.is_empty() { String::new() } else { format!(" ({headline})") }
    }

    /// Which product answers at this element of GOPROXY, as far as it shows.
    pub fn product(&self, base: &Veiled) -> Option<Product> {
        let url = Url::parse(base.raw()).unwrap_or_default();
        Product::of_host(&url.hostname())
            .or_else(|| Product::of_answer(|name| self.header(name), self.excerpt.as_str()))
            .or_else(|| Product::of_path(path_of(base)))
    }

    /// Whether "not found" sounds as if the whole element were not there: in the
    /// voice of something else than a module proxy, or where a product is not
    /// asked at a path of its modules.
    pub fn is_foreign_to(&self, base: &Veiled) -> bool {
        if base.raw().contains('?') {
            return true;
        }
        match self.product(base) {
            Some(product) => !product.serves_at(path_of(base)),
            None => self.is_page() || self.is_json(),
        }
    }
}

impl StrangeElement<'_> {
    /// The product that answers, as far as it shows.
    pub fn product(&self) -> Option<Product> {
        self.reply.product(&self.base)
    }
}

impl Evidence {
    /// The elements of GOPROXY that answer as no module proxy does, and so stop
    /// go. The first answer of each in the evidence comes first.
    pub fn strange_elements(&self) -> Vec<StrangeElement<'_>> {
        let mut found: Vec<StrangeElement<'_>> = self.answered_strangely();
        for nothing in self.found_nothing_at() {
            if !found.iter().any(|known| known.base == nothing.base) {
                found.push(nothing);
            }
        }
        found
    }

    /// The URLs on the server of an element that served the canary.
    pub fn serving_near(&self, base: &Veiled) -> Vec<Veiled> {
        let Some(endpoint) = endpoint(base) else { return Vec::new() };
        let serving = self.counters_of(&endpoint).filter_map(|(_, probe)| match &probe.seen {
            Counter::Element { base: at, outcome: Outcome::Served { .. } } if at != base => {
                Some(at.clone())
            }
            _ => None,
        });
        let same = |at: &Veiled| self::endpoint(at).as_ref() == Some(&endpoint);
        serving.filter(same).collect()
    }

    /// Another host that answers with the very page that an element answers with.
    pub fn same_page_from(&self, strange: &StrangeElement<'_>) -> Option<String> {
        let page = strange.reply.headline();
        let host = |base: &Veiled| Some(Endpoint::of(base.raw())?.host);
        let own = host(&strange.base)?;
        let fetches = self.fetches.iter().map(|it| (&it.url, &it.outcome));
        let counters = self.counters.iter().filter_map(|probe| match &probe.seen {
            Counter::Element { base, outcome } | Counter::Page { url: base, outcome } => {
                Some((base, outcome))
            }
            _ => None,
        });
        let same = |reply: &Reply| reply.is_page() && reply.headline() == page;
        let other = fetches.chain(counters).find_map(|(url, outcome)| match outcome {
            Outcome::Unlike { reply, .. } | Outcome::Refused { reply } if same(reply) => {
                host(url).filter(|host| *host != own)
            }
            _ => None,
        });
        other.filter(|_| strange.reply.is_page() && !page.is_empty())
    }

    /// Other URLs on the server of an element: those that served the canary
    /// first, then what it may have been meant for.
    pub fn bases_near(&self, strange: &StrangeElement<'_>) -> Vec<Veiled> {
        let mut bases = self.serving_near(&strange.base);
        for base in strange.reply.bases_meant(&strange.base) {
            if !bases.contains(&base) {
                bases.push(base);
            }
        }
        bases
    }

    /// The URL of an element of GOPROXY, as the routes have it.
    pub fn base_of(&self, element: usize) -> Option<&Veiled> {
        let hops = self.routes.iter().flat_map(|it| it.hops.iter().chain(&it.checksums.relays));
        hops.map(|hop| &hop.via).find_map(|via| match via {
            Via::Proxy { element: at, url } if *at == element => Some(url),
            _ => None,
        })
    }

    /// What the canary met at an element itself.
    pub fn canary_at(&self, base: &Veiled) -> Option<(Cite, &Outcome)> {
        self.counters.iter().enumerate().find_map(|(at, probe)| match &probe.seen {
            Counter::Element { base: asked, outcome } if asked == base => {
                Some((Cite::Counter(at), outcome))
            }
            _ => None,
        })
    }

    fn answered_strangely(&self) -> Vec<StrangeElement<'_>> {
        let mut found: Vec<StrangeElement<'_>> = Vec::new();
        for (cite, fetch, modules) in self.fatal_fetches() {
            let Source::Proxy { element } = fetch.source else { continue };
            if fetch.is_of_database() {
                continue;
            }
            let Some(base) = self.base_of(element) else { continue };
            let Some((reply, manner, besides)) = self.strangeness(fetch, base) else { continue };
            let cites: Vec<Cite> = [cite].into_iter().chain(besides).collect();
            match found.iter_mut().find(|known| known.base == *base) {
                Some(known) => {
                    known.cites.extend(cites);
                    known.modules.extend(modules);
                }
                None => found.push(StrangeElement {
                    base: base.clone(),
                    fetch,
                    reply,
                    manner,
                    confidence: Confidence::Certain,
                    cites,
                    modules,
                }),
            }
        }
        found.iter_mut().for_each(StrangeElement::sort);
        found
    }

    /// What is strange about an answer, and what else has to be seen for that.
    fn strangeness<'a>(
        &'a self,
        fetch: &'a Fetch,
        base: &Veiled,
    ) -> Option<(&'a Reply, Strangeness, Option<Cite>)> {
        match &fetch.outcome {
            // In the clear it is a forward proxy that says 407.
            Outcome::Refused { reply }
                if reply.is_strange()
                    || reply.status == 407 && fetch.url.raw().starts_with("https:") =>
            {
                Some((reply, Strangeness::Status, None))
            }
            Outcome::Unlike { reply, what } if what == OTHER_VERSION => {
                Some((reply, Strangeness::OtherVersion, None))
            }
            Outcome::Unlike { reply, .. } => {
                // An .info is the proxy's own work, a go.mod is the module's.
                let own = matches!(fetch.artefact, Artefact::Info | Artefact::Latest);
                let text = fetch.artefact == Artefact::Mod && (reply.is_page() || reply.is_json());
                if own || text {
                    return Some((reply, Strangeness::Content, None));
                }
                // One bad file may be its module's own; a bad canary is not.
                let (cite, outcome) = self.canary_at(base)?;
                let strange = match outcome {
                    Outcome::Unlike { .. } => true,
                    Outcome::Refused { reply } => reply.is_strange(),
                    _ => false,
                };
                strange.then_some((reply, Strangeness::Content, Some(cite)))
            }
            _ => None,
        }
    }

    /// Elements at which everything that was asked for is missing, the canary
    /// included, in a voice that is no module proxy's.
    fn found_nothing_at(&self) -> Vec<StrangeElement<'_>> {
        let mut found: Vec<StrangeElement<'_>> = Vec::new();
        let served = |it: &&Fetch| matches!(it.outcome, Outcome::Served { .. });
        let serving: HashSet<Source> =
            self.fetches.iter().filter(served).map(|it| it.source).collect();
        for walk in self.walks() {
            for cite in met(walk) {
                let Some((base, fetch, reply)) = self.missing_at(cite) else { continue };
                if serving.contains(&fetch.source) {
                    continue;
                }
                match found.iter_mut().find(|known| known.base == *base) {
                    Some(known) => {
                        known.cites.push(cite.clone());
                        known.modules.push(walk.need.clone());
                    }
                    None => found.extend(self.nothing(base, fetch, reply, cite, walk)),
                }
            }
        }
        found.iter_mut().for_each(StrangeElement::sort);
        found
    }

    /// A "not found", or the end of the list.
    fn is_nothing(&self, cite: &Cite) -> bool {
        match cite {
            Cite::Fetch(at) => {
                let outcome = self.fetches.get(*at).map(|fetch| &fetch.outcome);
                matches!(outcome, Some(Outcome::Missing { .. }))
            }
            other => matches!(other, Cite::Setting(_)),
        }
    }

    fn missing_at<'a>(&'a self, cite: &Cite) -> Option<(&'a Veiled, &'a Fetch, &'a Reply)> {
        let Cite::Fetch(at) = cite else { return None };
        let fetch = self.fetches.get(*at)?;
        let Outcome::Missing { reply } = &fetch.outcome else { return None };
        let Source::Proxy { element } = fetch.source else { return None };
        let base = self.base_of(element)?;
        (!base.raw().starts_with("file:")).then_some((base, fetch, reply))
    }

    fn nothing<'a>(
        &'a self,
        base: &Veiled,
        fetch: &'a Fetch,
        reply: &'a Reply,
        cite: &Cite,
        walk: &Walk,
    ) -> Option<StrangeElement<'a>> {
        let (canary, outcome) = self.canary_at(base)?;
        let lacks_all = !matches!(outcome, Outcome::Served { .. } | Outcome::Broken { .. });
        let near = self.serving_near(base);
        // Some module proxies say "not found" in JSON.
        let told = !near.is_empty() || !reply.is_json() || reply.product(base).is_some();
        let foreign = reply.is_foreign_to(base) && told;
        if !lacks_all || !foreign {
            return None;
        }
        let endpoint = endpoint(base)?;
        // Where something else ends the walk, only a better place makes this the root.
        let alone = met(walk).into_iter().all(|it| self.is_nothing(it));
        if near.is_empty() && !alone {
            return None;
        }
        let witness = self.counters_of(&endpoint).find(|(_, probe)| match &probe.seen {
            Counter::Element { base: at, outcome: Outcome::Served { .. } } => {
                near.first() == Some(at)
            }
            _ => false,
        });
        let confidence = if near.is_empty() { Confidence::Likely } else { Confidence::Certain };
        let witness = witness.map(|(cite, _)| cite).filter(|_| near.len() == 1);
        let cites = [cite.clone(), canary].into_iter().chain(witness).collect();
        Some(StrangeElement {
            base: base.clone(),
            fetch,
            reply,
            manner: Strangeness::Nothing,
            confidence,
            cites,
            modules: vec![walk.need.clone()],
        })
    }
}

impl StrangeElement<'_> {
    fn sort(&mut self) {
        self.cites.sort();
        self.cites.dedup();
        self.modules.sort();
        self.modules.dedup();
    }
}

/// What a walk that stopped has met.
fn met(walk: &Walk) -> Vec<&Cite> {
    match &walk.end {
        End::Stopped { by, past } => std::iter::once(by).chain(past).collect(),
        _ => Vec::new(),
    }
}

fn endpoint(base: &Veiled) -> Option<Endpoint> {
    Endpoint::of(base.raw())
}

/// What follows the host in a URL, fragment included.
fn path_of(base: &Veiled) -> &str {
    let raw = base.raw();
    let start = raw.find("://").map_or(0, |at| at + "://".len());
    raw[start..].find(['/', '#', '?']).map_or("", |at| &raw[start + at..])
}
