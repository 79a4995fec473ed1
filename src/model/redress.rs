use crate::base::{Text, Veiled};
use crate::go::sumfile::Letters;
use crate::go::url::Url;
use crate::model::hearing::listed;
use crate::model::{
    CachedCopy, Charge, Evidence, Fetch, Fix, Hearing, Holder, MIRRORS, MendedLine, Part, Proof,
    Risk, Scope, Source, Step, SumLine, Via, Witness, is_public_host, place_of,
};
use crate::say;
use std::collections::BTreeMap;

/// As many modules are fetched by a typed command.
const FETCHED: usize = 20;
/// Whom go asks by default.
const DEFAULT_HOST: &str = "proxy.golang.org";

impl Evidence {
    /// The lines of go.sum that do not hold the hash that the others agree on,
    /// replaced. None where it is not known, or rests on what go has in hand alone.
    pub fn lines_replaced(&self, charge: &Charge<'_>) -> Option<Fix> {
        let mut files: BTreeMap<&str, Vec<MendedLine>> = BTreeMap::new();
        for (file, line) in charge.hearings.iter().flat_map(edits) {
            files.entry(file).or_default().push(line);
        }
        for lines in files.values_mut() {
            lines.sort_by_key(|it| it.line);
        }
        let place = |file: &str, it: &MendedLine| {
            Text::same(format!("{}:{}", self.below_project(file), it.line))
        };
        let places = files.iter().flat_map(|(file, lines)| lines.iter().map(|it| place(file, it)));
        let places = listed(&places.collect::<Vec<Text>>())?;
        let steps = files.into_iter().map(|(file, lines)| Step::MendFile {
            file: file.to_owned(),
            letters: Letters::Utf8,
            lines,
        });
        let steps: Vec<Step> = steps.collect();
        let (en, zh) = (places.en, places.zh);
        let title = say! {
            en: "Put the recorded hash into {en}",
            zh: "把 {zh} 换成有记录的哈希",
        };
        let fix = Fix::safe(title, Scope::Project, steps);
        Some(if charge.hearings.iter().all(is_recorded) {
            fix
        } else {
            fix.risk(Risk::TradeOff(Text::of(
                "No checksum database vouches for this content: go.sum then holds what the sources serve today. See first in `git log -p go.sum` who changed the line, and why.",
                "没有校验和数据库为这份内容担保：此后 go.sum 记录的是各来源今天提供的内容。请先用 `git log -p go.sum` 查清是谁、为什么改了这一行。",
            )))
        })
    }

    /// How to see what the repository has now, without changing anything.
    pub fn repository_asked(&self, charge: &Charge<'_>) -> Fix {
        let module = charge.first().module();
        let title = Text::of("Ask the repository itself", "询问模块自己的仓库");
        let step = say! {
            en: "In an empty folder, with GOMODCACHE set to another empty folder, `GOPROXY=direct go mod download -json {module}` prints as Sum and GoModSum what the repository has now. Compare them with go.sum; nothing here is changed by it.",
            zh: "在一个空目录里，把 GOMODCACHE 设为另一个空目录，运行 `GOPROXY=direct go mod download -json {module}`，输出中的 Sum 和 GoModSum 就是仓库现在的内容。请与 go.sum 比较；这不会改动这里的任何东西。",
        };
        let why = Text::of("It only shows something.", "它只显示信息。");
        Fix::safe(title, Scope::Process, vec![Step::Say(step)]).unprovable(why)
    }

    /// The files of the module cache that are not what they should be, removed.
    pub fn copies_removed(&self, charge: &Charge<'_>) -> Option<Fix> {
        removed(wrong_copies(&charge.hearings))
    }

    /// The files of the module cache that are none of their kind, removed.
    pub fn unusable_removed(&self) -> Option<Fix> {
        let copies = self.unusable_copies();
        removed(copies.iter().flat_map(|(_, copy)| whole(copy)).collect())
    }

    /// The same version once from whoever was asked and serves the right content.
    pub fn fetched_elsewhere(&self, charge: &Charge<'_>) -> Option<Fix> {
        let (place, value) = self.serving_right(charge)?;
        let title = say! {
            en: "Fetch the recorded content from {place} once",
            zh: "从 {place} 获取一次有记录的内容",
        };
        let says = say! {
            en: "{place} serves the recorded content.",
            zh: "{place} 提供的正是有记录的内容。",
        };
        let leads_there = |it: &Hearing<'_>| {
            let hops = self.route_of(it.dispute.need).map(|route| &route.hops);
            hops.into_iter().flatten().any(|hop| hop.via == Via::Direct)
        };
        let is_past = value == "direct" && !charge.hearings.iter().all(leads_there);
        let risk = if is_past { self.facts.past_the_list() } else { Risk::Safe };
        let fix = Self::once(charge, title, &value)?;
        Some(fix.risk(risk).proof(Proof::Passed(says)))
    }

    /// The same version once by go's default list, or by a mirror where that is what
    /// serves something else: only for modules that are public.
    pub fn fetched_by_default(&self, charge: &Charge<'_>) -> Option<Fix> {
        let is_public = |it: &Hearing<'_>| {
            let host = it.dispute.need.module.split('/').next().unwrap_or_default();
            is_recorded(it) || is_public_host(host)
        };
        if !charge.hearings.iter().all(is_public) {
            return None;
        }
        let asked = self.facts.settings.raw("GOPROXY");
        let value = if asked.contains(DEFAULT_HOST) {
            let other = MIRRORS.iter().find(|mirror| !asked.contains(&***mirror))?;
            format!("{other},direct")
        } else {
            format!("https://{DEFAULT_HOST},direct")
        };
        let place = place_of(&Veiled::new(value.split(',').next().unwrap_or_default()));
        let title = say! { en: "Fetch it from {place} once", zh: "从 {place} 获取一次" };
        let why = Text::of("It would have to be downloaded.", "这需要真正下载一次。");
        let fix = Self::once(charge, title, &value)?;
        Some(fix.risk(self.facts.past_the_list()).unprovable(why))
    }

    /// Who was asked and serves the right content.
    pub fn who_serves_right(&self, charge: &Charge<'_>) -> Option<String> {
        self.serving_right(charge).map(|(place, _)| place)
    }

    /// Lines of go.sum that hold what the checksum database did not record.
    pub fn recorded_lines(&self, charge: &Charge<'_>) -> Option<Fix> {
        charge.hearings.iter().all(is_recorded).then(|| self.lines_replaced(charge)).flatten()
    }

    /// Away from a version that is not one.
    pub fn next_version(&self, charge: &Charge<'_>) -> Fix {
        let module = &charge.first().dispute.need.module;
        let title = Text::of("Take the next version", "改用下一个版本");
        let words = ["go", "get"].map(str::to_owned).into_iter();
        let steps =
            vec![Step::Run { words: words.chain([format!("{module}@<VERSION>")]).collect() }];
        let why = say! {
            en: "`go list -m -versions {module}` shows which there are.",
            zh: "`go list -m -versions {module}` 会列出有哪些版本。",
        };
        Fix::safe(title, Scope::Project, steps).unprovable(why)
    }

    /// What serves the right content of every file in dispute, as a value of GOPROXY.
    fn serving_right(&self, charge: &Charge<'_>) -> Option<(String, String)> {
        let elements = |hearing: &Hearing<'_>| -> Vec<Source> {
            let right = hearing.in_the_right();
            right
                .filter_map(|it| match it.witness {
                    Witness::Proxy(fetch) => Some(fetch.source),
                    Witness::Origin(_) => Some(Source::Origin),
                    _ => None,
                })
                .collect()
        };
        let (first, others) = charge.hearings.split_first()?;
        let mut everywhere = elements(first)
            .into_iter()
            .filter(|it| others.iter().all(|o| elements(o).contains(it)));
        match everywhere.next()? {
            Source::Proxy { element } => {
                let base = self.base_of(element).filter(|base| !holds_user(base))?;
                Some((place_of(base), base.raw().to_owned()))
            }
            Source::Origin => {
                let (_, sum) = self.repository_of(first.dispute.need)?;
                Some((sum.repository.to_string(), "direct".to_owned()))
            }
            Source::Database | Source::Cache => None,
        }
    }

    fn once(charge: &Charge<'_>, title: Text, goproxy: &str) -> Option<Fix> {
        let is_exact = |it: &&String| it.rsplit('@').next().is_some_and(|v| v.starts_with('v'));
        let modules: Vec<String> =
            charge.modules.iter().filter(is_exact).take(FETCHED).cloned().collect();
        modules.first()?;
        let setting = format!("GOPROXY={goproxy}");
        let words = [setting.as_str(), "go", "mod", "download"].map(str::to_owned);
        let fetch = Step::Run { words: words.into_iter().chain(modules).collect() };
        let paths = wrong_copies(&charge.hearings);
        let remove = (!paths.is_empty()).then_some(Step::RemoveFiles { paths });
        let steps = remove.into_iter().chain([fetch]).collect();
        Some(Fix::safe(title, Scope::Process, steps))
    }

    /// What the owner of the proxy that serves other content has to know.
    pub fn owner_told(&self, charge: &Charge<'_>) -> Option<Fix> {
        let fetch = charge.hearings.iter().find_map(Hearing::altered)?;
        let (host, url) = (place_of(&fetch.url), fetch.shown_url());
        let title = say! { en: "Have {host} fetch it anew", zh: "让 {host} 重新获取" };
        let step = say! {
            en: "Tell the owner of {host} that {url} is not the recorded content: it has to be removed there and fetched anew, and who could change it has to be found out. Until then build nothing with it.",
            zh: "告诉 {host} 的管理者 {url} 不是有记录的内容：需要在那里删除并重新获取，并查清谁能改动它。在此之前不要用它构建任何东西。",
        };
        Some(Fix::at_anothers(title, step))
    }
}

impl<'a> Hearing<'a> {
    /// The proxy whose content is not the right one: where go has it from, else the
    /// first that serves such.
    pub fn altered(&self) -> Option<&'a Fetch> {
        let wrong = self.testimonies.iter().filter(|it| it.h1 != self.ruling.right);
        let mut fetches = wrong.filter_map(|it| match it.witness {
            Witness::Proxy(fetch) => Some(fetch),
            _ => None,
        });
        match self.dispute.held.holder {
            Holder::Source(fetch) => Some(fetch),
            Holder::Cache(_) | Holder::Origin(_) => fetches.next(),
        }
    }
}

impl Charge<'_> {
    /// Whether go gets the right content without the wrong copies, from the proxy that it
    /// asks first.
    pub fn comes_right(&self) -> bool {
        self.hearings.iter().all(|hearing| {
            let mut proxies =
                hearing.testimonies.iter().filter(|it| matches!(it.witness, Witness::Proxy(_)));
            proxies.next().is_none_or(|first| first.h1 == hearing.ruling.right)
        })
    }
}

fn is_recorded(hearing: &Hearing<'_>) -> bool {
    hearing.in_the_right().any(|it| matches!(it.witness, Witness::Database(_)))
}

fn holds_user(base: &Veiled) -> bool {
    Url::parse(base.raw()).is_ok_and(|url| url.user().is_some())
}

/// The lines about a file in dispute that are not right, by the go.sum that they stand
/// in, and what belongs there. Where the right hash stands already they go.
fn edits<'a>(hearing: &Hearing<'a>) -> Vec<(&'a str, MendedLine)> {
    let Some(right) = hearing.ruling.right else { return Vec::new() };
    let need = hearing.dispute.need;
    let key = match hearing.dispute.part {
        Part::GoMod => format!("{} {}/go.mod", need.module, need.version),
        Part::Zip => format!("{} {}", need.module, need.version),
    };
    let lines: Vec<&SumLine> =
        need.sums.iter().filter(|line| line.part == hearing.dispute.part).collect();
    let wrong = |line: &&&SumLine| line.hash.starts_with("h1:") && line.hash != right;
    let mut found: Vec<(&str, MendedLine)> = Vec::new();
    for line in lines.iter().filter(wrong) {
        let known = |other: &&SumLine| other.file == line.file && other.hash == right;
        let is_there = lines.iter().any(known) || found.iter().any(|(file, _)| *file == line.file);
        let becomes = if is_there { Vec::new() } else { vec![format!("{key} {right}")] };
        found.push((&line.file, MendedLine { line: line.line, becomes }));
    }
    found
}

/// The files that hold, or are said to hold, other content than the right one.
fn wrong_copies(hearings: &[Hearing<'_>]) -> Vec<String> {
    let mut paths = Vec::new();
    for hearing in hearings {
        let Holder::Cache(copy) = hearing.dispute.held.holder else { continue };
        if Some(copy.taken_for.as_str()) == hearing.ruling.right {
            continue;
        }
        let is_right = hearing.in_the_right().any(|it| matches!(it.witness, Witness::Cached(_)));
        if is_right {
            // go hashes the zip anew where the hash is missing.
            paths.push(format!("{}hash", copy.path));
        } else {
            paths.extend(whole(copy));
        }
    }
    paths
}

fn removed(paths: Vec<String>) -> Option<Fix> {
    if paths.is_empty() {
        return None;
    }
    let title = if paths.len() == 1 {
        Text::of("Remove that file of the module cache", "删除模块缓存里的这个文件")
    } else {
        Text::of("Remove just these files of the module cache", "只删除模块缓存里的这些文件")
    };
    Some(Fix::safe(title, Scope::User, vec![Step::RemoveFiles { paths }]))
}

/// A file of the module cache, with what go believes of it.
fn whole(copy: &CachedCopy) -> Vec<String> {
    match copy.part {
        Part::GoMod => vec![copy.path.clone()],
        Part::Zip => vec![copy.path.clone(), format!("{}hash", copy.path)],
    }
}
