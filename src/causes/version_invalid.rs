use crate::base::Text;
use crate::go::modfile::{Fault, ModFile, Slip, SyntaxError, VersionKind};
use crate::go::module::{escape_version, quote};
use crate::go::semver::{self, Query};
use crate::model::{Area, Cause, Cite, Evidence, File, Finding, Fix, Location, Mark, Need, NextOn, Scope, Spoken, Step, Subject, Via};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "version-invalid",
    area: Area::GoMod,
    title: Text::of("What stands for a version is none that go takes", "版本的写法不被 go 接受"),
    docs: Text::of(
        "A version of a module is vMAJOR.MINOR.PATCH, with all three numbers and a v, maybe with \
         -PRERELEASE behind; +incompatible only from v2 on and only where there is no go.mod. \
         Behind @ on a command line stand queries as well: latest, upgrade, v1.2, >=v1.2.3, a \
         branch, a commit.\n\n\
         go says: invalid module version \"1.0.0\": version must be of the form v1.2.3\n\
         or: MODULE@feature/x: invalid version: disallowed version string\n\
         or: ambiguous semantic version \"v9\" in range \">v9\"\n\
         or: invalid semantic version \"9\" in range \">9\"\n\
         or: can't query version \"patch\" of module MODULE: no existing version is required\n\
         or: +incompatible suffix not allowed: major version v1 is compatible\n\n\
         In go.mod a query is tolerated in require, replace and exclude: go asks what it means, and \
         writes the answer in its place. It fails where nobody can answer. A module proxy takes no \
         branch with a slash in its name; the commit it is at, or GOPROXY=direct for this one \
         command, leads there.\n\n\
         Write the whole version, or let `go get MODULE@QUERY` find it.",
        "模块版本的写法是 vMAJOR.MINOR.PATCH：三个数字齐全，以 v 开头，后面可以有 -PRERELEASE；\
         +incompatible 只用于 v2 及以上且没有 go.mod 的版本。命令行的 @ 之后还可以写查询：\
         latest、upgrade、v1.2、>=v1.2.3、分支、提交。\n\n\
         go 的报错：invalid module version \"1.0.0\": version must be of the form v1.2.3\n\
         或者：MODULE@feature/x: invalid version: disallowed version string\n\
         或者：ambiguous semantic version \"v9\" in range \">v9\"\n\
         或者：invalid semantic version \"9\" in range \">9\"\n\
         或者：can't query version \"patch\" of module MODULE: no existing version is required\n\
         或者：+incompatible suffix not allowed: major version v1 is compatible\n\n\
         go.mod 的 require、replace 和 exclude 里也容许写查询：go 会去询问它的含义，并把结果写回去；\
         无人能答时就会失败。模块代理不接受名称里带斜线的分支；可以改用该分支所在的提交，\
         或者只对这一条命令使用 GOPROXY=direct。\n\n\
         请写出完整的版本，或者用 `go get MODULE@QUERY` 找到它。",
    ),
    logs: &[
        Mark::of(&["version must be of the form v1.2.3"]),
        Mark::of(&["must be of the form v"]).without(&[": parsing go.mod: go.mod:"]),
        Mark::of(&["invalid module version \""]),
        Mark::of(&["require ", ": version \"", "\" invalid: "]),
        Mark::of(&["require ", ": version \"", "\" invalid: ", "404 Not Found"]),
        Mark::of(&["require ", ": version \"", "\" invalid: ", "410 Gone"]),
        Mark::of(&["require ", ": version \"", "\" invalid: ", "unknown revision"])
            .or(&["version-not-found"]),
        Mark::of(&["invalid version: disallowed version string"]),
        Mark::of(&["disallowed version string"]),
        Mark::of(&["not a semantic version"]).common(),
        Mark::of(&["ambiguous semantic version"]),
        Mark::of(&["invalid semantic version", "in range"]),
        Mark::of(&["can't query version \"patch\""]),
        Mark::of(&["+incompatible suffix not allowed: major version", "is compatible"]),
        Mark::of(&["+incompatible suffix not allowed"]),
        Mark::of(&["resolves to version v", " is not a tag)"]),
        Mark::of(&["invalid version: reading http", "/@v/", ".info: 404 Not Found"])
            .when(lacks_its_v)
            .or(&["version-not-found"]),
        Mark::of(&["unknown revision "]).when(lacks_its_v).or(&["version-not-found"]),
        Mark::of(&["non-canonical module version \""]),
        Mark::of(&["non-semver module version \""]),
    ],
    explains: &["version-not-found", "module-not-found", "goproxy-no-direct", "sumdb-module-unknown"],
    rule,
    fixes,
};

/// Whether the version that is asked for is a number without its v.
fn lacks_its_v(it: &Spoken) -> bool {
    let version = it.version.as_deref().unwrap_or_default();
    version.starts_with(|c: char| c.is_ascii_digit())
        && version.contains('.')
        && version.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// What go does not take, and where it stands.
struct Refused<'a> {
    why: Why<'a>,
    cite: Cite,
    place: Option<Location>,
    modules: Vec<String>,
}

enum Why<'a> {
    /// go's parser refuses the line.
    Line { path: &'a str, error: &'a SyntaxError },
    /// The query itself.
    Query { module: &'a str, query: &'a str },
    /// A name that no module proxy can be asked for.
    Name { module: &'a str, rev: &'a str, proxy: String },
    /// `+incompatible` where the major version is compatible.
    Compatible { module: &'a str, version: &'a str },
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let all = refused(evidence);
    let first = all.first()?;
    let mut cites: Vec<Cite> = all.iter().map(|it| it.cite.clone()).collect();
    cites.sort();
    cites.dedup();
    let subject = match &first.place {
        Some(place) => Subject::File(place.file.clone()),
        None => Subject::Modules(first.modules.clone()),
    };
    let modules = all.iter().flat_map(|it| it.modules.clone()).collect();
    let finding = Finding::certain(says(first), cites).about(subject).stops(modules);
    Some(match &first.place {
        Some(place) => finding.at(place.clone()),
        None => finding,
    })
}

fn refused(evidence: &Evidence) -> Vec<Refused<'_>> {
    let lines = broken_lines(evidence);
    if !lines.is_empty() {
        return lines;
    }
    evidence.facts.needs.iter().filter_map(|need| of_need(evidence, need)).collect()
}

fn broken_lines(evidence: &Evidence) -> Vec<Refused<'_>> {
    let project = &evidence.facts.project;
    let gomod = match &project.gomod {
        File::Broken { path, errors, lines } => lines_of(path, errors, lines, &Cite::GoMod),
        _ => Vec::new(),
    };
    let gowork = match &project.gowork {
        File::Broken { path, errors, lines } => lines_of(path, errors, lines, &Cite::GoWork),
        _ => Vec::new(),
    };
    gomod.into_iter().chain(gowork).collect()
}

fn lines_of<'a>(
    path: &'a str,
    errors: &'a [SyntaxError],
    lines: &[(usize, String)],
    cite: &Cite,
) -> Vec<Refused<'a>> {
    let own = errors.iter().filter(|error| error.slip() == Slip::Version);
    let refused = own.map(|error| {
        let source = lines.iter().find(|(line, _)| *line == error.line);
        let source = source.map(|(_, text)| text.clone());
        let column = (error.column > 0).then_some(error.column);
        let place = Location { file: path.to_owned(), line: error.line, column, source };
        let why = Why::Line { path, error };
        Refused { why, cite: cite.clone(), place: Some(place), modules: Vec::new() }
    });
    refused.collect()
}

/// What go refuses of a need before anybody is asked.
fn of_need<'a>(evidence: &'a Evidence, need: &'a Need) -> Option<Refused<'a>> {
    let (module, version) = (need.module.as_str(), need.version.as_str());
    let query = Query::of(version);
    let why = match &query {
        Query::Patch | Query::MalformedRange { .. } => Why::Query { module, query: version },
        Query::Revision { rev } => {
            let proxy = first_proxy(evidence, need).filter(|_| escape_version(rev).is_err())?;
            Why::Name { module, rev: version, proxy }
        }
        Query::Exact { .. } if is_needlessly_incompatible(version) && need.lacking.gomod => {
            let by_origin = is_direct_first(evidence, need);
            by_origin.then_some(Why::Compatible { module, version })?
        }
        _ => return None,
    };
    let (cite, place) = cited(evidence, need)?;
    let modules = vec![format!("{module}@{version}")];
    Some(Refused { why, cite, place, modules })
}

/// A proxy that go asks, and behind which it gives up.
fn first_proxy(evidence: &Evidence, need: &Need) -> Option<String> {
    let route = evidence.route_of(need)?;
    let mut hops = route.hops.iter().skip_while(|hop| hop.next_on == Some(NextOn::AnyError));
    match &hops.next()?.via {
        Via::Proxy { url, .. } => Some(crate::model::place_of(url)),
        _ => None,
    }
}

fn is_direct_first(evidence: &Evidence, need: &Need) -> bool {
    let route = evidence.route_of(need);
    route.and_then(|route| route.hops.first()).is_some_and(|hop| hop.via == Via::Direct)
}

fn is_needlessly_incompatible(version: &str) -> bool {
    let is_marked = semver::build(version) == semver::INCOMPATIBLE;
    is_marked && matches!(semver::major(version), Some("v0" | "v1"))
}

/// Where it is asked for: in a file, or behind the command.
fn cited(evidence: &Evidence, need: &Need) -> Option<(Cite, Option<Location>)> {
    if let (Some(file), Some(line)) = (&need.file, need.line) {
        let source = source(evidence.facts.project.gomod.parsed()?, need);
        let place = Location { file: file.clone(), line, column: None, source };
        return Some((Cite::GoMod, Some(place)));
    }
    let typed = format!("{}@{}", need.module, need.version);
    let at = evidence.facts.arguments.iter().position(|it| it.typed.raw() == typed)?;
    Some((Cite::Argument(at), None))
}

fn source(gomod: &ModFile, need: &Need) -> Option<String> {
    let mut lines = gomod.require.iter();
    let line = lines.find(|it| it.path == need.module && it.version == need.version)?;
    (line.kind == VersionKind::NeedsQuery).then(|| format!("{} {}", need.module, need.version))
}

fn says(refused: &Refused<'_>) -> Text {
    match &refused.why {
        Why::Line { path, error } => {
            let name = path.rsplit('/').next().unwrap_or(path);
            let words = error.shown(name);
            say! {
                en: "{path} cannot be read: {words}. A version there has a v and three numbers. Every go command here ends with this message.",
                zh: "{path} 无法解析：{words}。那里的版本应以 v 开头，三个数字齐全。这里的所有 go 命令都会以此报错结束。",
            }
        }
        Why::Query { module, query } => {
            let why = query_says(query);
            let (en, zh) = (why.en, why.zh);
            say! {
                en: "go refuses {module}@{query} before it asks anybody: {en}.",
                zh: "go 在询问任何地方之前就拒绝了 {module}@{query}：{zh}。",
            }
        }
        Why::Name { module, rev, proxy } => {
            let shown = quote(rev);
            say! {
                en: "go asks {proxy} for {module}, and a module proxy cannot be asked for {shown}: its name would not be that of a file (`disallowed version string`).",
                zh: "go 向 {proxy} 请求 {module}，而模块代理无法按 {shown} 查询：这样的名称不能作为文件名（`disallowed version string`）。",
            }
        }
        Why::Compatible { module, version } => say! {
            en: "{module} {version} ends in +incompatible, which only versions from v2 on may have.",
            zh: "{module} {version} 以 +incompatible 结尾，而只有 v2 及以上的版本才可以这样写。",
        },
    }
}

fn query_says(query: &str) -> Text {
    match Query::of(query) {
        Query::Patch => Text::of(
            "`patch` needs a version that is required already",
            "`patch` 要求已经依赖了某个版本",
        ),
        Query::MalformedRange { version, .. } if semver::is_valid(&version) => say! {
            en: "{version} stands for many versions, and behind such a sign one is wanted",
            zh: "{version} 代表许多版本，而这个符号后面应当是一个确定的版本",
        },
        _ => Text::of(
            "what stands behind the sign is no version",
            "符号后面不是一个版本",
        ),
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let all = refused(evidence);
    let Some(first) = all.first() else { return Vec::new() };
    let mended = mended(&all);
    mended.or_else(|| in_gomod(first)).or_else(|| typed(first)).map_or_else(|| vec![by_hand(first)], |fix| vec![fix])
}

/// Lines of which it can be told what was meant.
fn mended(all: &[Refused<'_>]) -> Option<Fix> {
    let steps: Option<Vec<Step>> = all.iter().map(|it| {
        let (Why::Line { error, .. }, Some(place)) = (&it.why, &it.place) else { return None };
        let (was, version) = (place.source.as_ref()?, version_in(&error.fault)?);
        let becomes = was.replacen(version, &canonical(version)?, 1);
        let changed = becomes != *was && was.chars().count() < 120;
        changed.then(|| Step::EditLine { file: place.file.clone(), line: place.line, was: was.clone(), becomes })
    }).collect();
    let title = Text::of("Write the whole version", "写出完整的版本");
    steps.filter(|steps| !steps.is_empty()).map(|steps| Fix::safe(title, Scope::Project, steps))
}

fn version_in(fault: &Fault) -> Option<&str> {
    match fault {
        Fault::Version { error, .. } => Some(&error.version),
        _ => None,
    }
}

/// `1.2.3` and `v1.2` as they are written in full.
fn canonical(version: &str) -> Option<String> {
    semver::canonical(version).or_else(|| semver::canonical(&format!("v{version}")))
}

/// A requirement of go.mod, without what it may not have.
fn in_gomod(refused: &Refused<'_>) -> Option<Fix> {
    let Why::Compatible { module, version } = &refused.why else { return None };
    refused.place.as_ref()?;
    let plain = version.strip_suffix(semver::INCOMPATIBLE)?;
    let words = ["go", "mod", "edit", &format!("-require={module}@{plain}")];
    let words = words.map(str::to_owned).to_vec();
    let title = say! { en: "Require {module}@{plain}", zh: "改为依赖 {module}@{plain}" };
    Some(Fix::safe(title, Scope::Project, vec![Step::Run { words }]))
}

/// The same command with what was meant.
fn typed(refused: &Refused<'_>) -> Option<Fix> {
    let Why::Query { module, query } = &refused.why else { return None };
    let meant = match Query::of(query) {
        Query::Patch => "latest".to_owned(),
        Query::MalformedRange { version, .. } => {
            let sign = query.strip_suffix(version.as_str())?;
            format!("{sign}{}", canonical(&version)?)
        }
        _ => return None,
    };
    let title = say! { en: "Ask for {module}@{meant}", zh: "改用 {module}@{meant}" };
    let says = say! {
        en: "Write '{module}@{meant}', in quotes, as a shell takes < and > for its own.",
        zh: "请写成 '{module}@{meant}'，并加引号，因为 < 和 > 对 shell 另有含义。",
    };
    let why = Text::of("Which version was meant is yours to say.", "本意是哪个版本由你判断。");
    Some(Fix::safe(title, Scope::Process, vec![Step::Say(says)]).unprovable(why))
}

fn by_hand(refused: &Refused<'_>) -> Fix {
    let why = Text::of("Which version was meant is yours to say.", "本意是哪个版本由你判断。");
    let (title, says) = match &refused.why {
        Why::Name { module, rev, .. } => (
            say! { en: "Ask for the commit that {rev} is at", zh: "改用 {rev} 所在的提交" },
            say! {
                en: "Look up the commit (`git ls-remote <REPOSITORY> {rev}`) and write `{module}@<COMMIT>`: a module proxy takes its first twelve digits.",
                zh: "查出提交（`git ls-remote <REPOSITORY> {rev}`），写成 `{module}@<COMMIT>`：模块代理接受它的前十二位。",
            },
        ),
        Why::Line { error, .. } => {
            let line = error.line;
            (
                Text::of("Correct the line by hand", "手工改正这一行"),
                say! {
                    en: "Write a whole version, such as v1.2.3, in line {line}; `go list -m -versions <MODULE>` in another folder lists what there is.",
                    zh: "在第 {line} 行写出完整的版本，例如 v1.2.3；在别的目录里运行 `go list -m -versions <MODULE>` 可以列出已有的版本。",
                },
            )
        }
        Why::Query { module, .. } | Why::Compatible { module, .. } => (
            say! { en: "Ask for a version of {module}", zh: "改用 {module} 的一个版本" },
            say! {
                en: "Write {module}@latest, or a whole version such as {module}@v1.2.3.",
                zh: "请写 {module}@latest，或者完整的版本，例如 {module}@v1.2.3。",
            },
        ),
    };
    Fix::safe(title, Scope::Project, vec![Step::Say(says)]).unprovable(why)
}

fn requiring(line: &str) -> World {
    World::healthy().gomod(&format!("module example.com/app\n\ngo 1.24\n\n{line}\n"))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a range that stands for many",
        world: || requiring("require golang.org/x/text >v9"),
        roots: &["version-invalid"],
    },
    Scene {
        name: "a branch with a slash, and a proxy is asked",
        world: || requiring("require golang.org/x/text feature/x"),
        roots: &["version-invalid"],
    },
    Scene {
        name: "nothing is required yet",
        world: || requiring("require golang.org/x/text patch"),
        roots: &["version-invalid"],
    },
    Scene {
        name: "incompatible, and compatible",
        world: || {
            requiring("require github.com/acme/widget v1.2.3+incompatible")
                .var("GOPROXY", "direct")
                .var("GOSUMDB", "off")
                .site("github.com", crate::world::Site::status(200, ""))
                .program("git ls-remote", 0, "1f3870be274f6c49b3e31a0c6728957f7d2f0c8e\trefs/tags/v1.2.3\n", "")
        },
        roots: &["version-invalid"],
    },
    Scene {
        name: "a query that go answers",
        world: || requiring("require golang.org/x/text latest"),
        roots: &[],
    },
    Scene {
        name: "a version without its last number",
        world: || requiring("require golang.org/x/text v0.14"),
        roots: &[],
    },
];
