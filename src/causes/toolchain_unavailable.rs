use crate::base::Text;
use crate::go::toolchain::{self, Because, How, from_toolchain, is_lang};
use crate::go::toolchain::{Choice, choose, nearest_release, newer_toolchain};
use crate::model::{
    Area, Cause, Cite, Confidence, Evidence, Finding, Fix, Newest, NotServed, Mark, Proof, Risk,
    Scope, Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "toolchain-unavailable",
    area: Area::Settings,
    title: Text::of("The toolchain that go should switch to cannot be had", "go 要切换到的工具链无法获取"),
    docs: Text::of(
        "The go line, the toolchain line or GOTOOLCHAIN may name a newer go than the one that is \
         installed. go then looks for a program of that name in the PATH, and fetches it as module \
         golang.org/toolchain, before it does anything else.\n\n\
         go says: download go1.99.0 for linux/amd64: toolchain not available\n\
         or: invalid toolchain: go1.22 is a language version but not a toolchain version (go1.22.x)\n\
         or: cannot find \"go1.99.0\" in PATH\n\
         or: switching to go >= 1.99.0: no releases found for go >= 1.99.0\n\n\
         `not available` stands for many reasons: no such release, a mirror without toolchains, \
         GOPROXY=off, a pattern such as GOPRIVATE=* that sends it past the proxies. What the \
         proxies list, and the settings, tell them apart. A proxy that forbids it, or a road to it \
         that is broken, is a cause of its own.\n\n\
         Name a release that exists (from 1.21 on the first one of go 1.N is go1.N.0), let it be \
         fetched, or install it and set GOTOOLCHAIN=local.",
        "go 行、toolchain 行或 GOTOOLCHAIN 可能写着比已安装版本更新的 go。这时 go 会先在 PATH 中查找同名程序，\
         找不到就把它作为模块 golang.org/toolchain 下载，然后才做其他事情。\n\n\
         go 的报错：download go1.99.0 for linux/amd64: toolchain not available\n\
         或者：invalid toolchain: go1.22 is a language version but not a toolchain version (go1.22.x)\n\
         或者：cannot find \"go1.99.0\" in PATH\n\
         或者：switching to go >= 1.99.0: no releases found for go >= 1.99.0\n\n\
         `not available` 背后可能有多种原因：没有这个版本、镜像不提供工具链、GOPROXY=off，\
         或者 GOPRIVATE=* 之类的模式让它绕过了代理。代理的版本列表和设置可以区分它们。代理禁止访问，或者网络不通，则另有原因。\n\n\
         请写一个存在的版本（从 1.21 起，go 1.N 的第一个版本是 go1.N.0），允许下载它，\
         或者安装它并设置 GOTOOLCHAIN=local。",
    ),
    logs: &[
        Mark::of(&["toolchain not available"]),
        Mark::of(&["is a language version but not a toolchain version"]),
        Mark::of(&["cannot find \"go1", "\" in PATH"]),
        Mark::of(&["no releases found for go >="]),
        Mark::of(&["switching to go >=", "golang.org/toolchain/@v/list: 404 Not Found"]),
        Mark::of(&["module golang.org/toolchain: no matching versions"]),
        Mark::of(&["too many toolchain switches"]),
        Mark::of(&["toolchain go1", "invoked to provide go1"]),
        Mark::of(&[": not downloaded. Run 'go1.", " download' to install to"]),
    ],
    // What go meets on the way to the toolchain is not what it says.
    explains: &[
        "goproxy-off",
        "goproxy-no-direct",
        "goproxy-no-fallback",
        "goproxy-stale",
        "version-not-found",
        "module-not-found",
        "go-import-missing",
        "private-pattern-too-broad",
        "goproxy-file-missing",
        "goproxy-not-a-module-proxy",
    ],
    rule,
    fixes,
};

fn named(evidence: &Evidence) -> Option<(&str, How)> {
    evidence.facts.switching.to()
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let switching = &evidence.facts.switching;
    let finding = match named(evidence) {
        Some((to, How::Path)) if switching.here.is_none() => not_in_path(evidence, to)?,
        Some((to, How::Download)) => not_served(evidence, to)?,
        _ => none_new_enough(evidence).or_else(|| none_listed(evidence))?,
    };
    let finding = finding.about(Subject::Setting("GOTOOLCHAIN".into()));
    Some(match switching.place() {
        Some(place) => finding.at(place),
        None => finding,
    })
}

fn not_in_path(evidence: &Evidence, to: &str) -> Option<Finding> {
    let value = &evidence.facts.settings.get("GOTOOLCHAIN")?.value;
    let there = evidence.facts.switching.in_path.join(", ");
    let says = if there.is_empty() {
        say! {
            en: "go has to switch to {to}. GOTOOLCHAIN is `{value}`, so it looks in the PATH alone, and there is no toolchain there.",
            zh: "go 需要切换到 {to}。GOTOOLCHAIN 是 `{value}`，所以它只在 PATH 中查找，而那里没有任何工具链。",
        }
    } else {
        say! {
            en: "go has to switch to {to}. GOTOOLCHAIN is `{value}`, so it looks in the PATH alone, and finds only {there} there.",
            zh: "go 需要切换到 {to}。GOTOOLCHAIN 是 `{value}`，所以它只在 PATH 中查找，而那里只有 {there}。",
        }
    };
    Some(Finding::certain(says, vec![Cite::Setting("GOTOOLCHAIN".into()), Cite::Switching]))
}

fn not_served(evidence: &Evidence, to: &str) -> Option<Finding> {
    let (why, shown) = evidence.toolchain_not_served()?;
    let system = format!("{}/{}", evidence.facts.platform.os, evidence.facts.platform.arch);
    let mut confidence = Confidence::Certain;
    let says = match &why {
        _ if is_language(to) => say! {
            en: "go has to switch to {to}. That is the name of a language and of no release: the first one is {to}.0.",
            zh: "go 需要切换到 {to}。这是语言版本的名字，不是发行版本：第一个发行版本是 {to}.0。",
        },
        NotServed::Off => say! {
            en: "go has to switch to {to}, which is not on this machine. GOPROXY ends in `off`, so it may not be downloaded.",
            zh: "go 需要切换到 {to}，但本机没有它。GOPROXY 以 `off` 结尾，不允许下载。",
        },
        NotServed::Missing { host, releases, .. } => {
            if let Some(nearest) = nearest(to, releases) {
                say! {
                    en: "go has to switch to {to}, and {host} has no such release for {system}. The nearest that it has is go{nearest}.",
                    zh: "go 需要切换到 {to}，但 {host} 没有适用于 {system} 的这个版本。与它最接近的是 go{nearest}。",
                }
            } else {
                confidence = Confidence::Likely;
                say! {
                    en: "go has to switch to {to}, and {host} does not have it for {system}; it lists no toolchain at all.",
                    zh: "go 需要切换到 {to}，但 {host} 没有适用于 {system} 的这个版本，也没有列出任何工具链。",
                }
            }
        }
        NotServed::Direct { pattern: Some(pattern) } => say! {
            en: "go has to switch to {to}. `{pattern}` sends golang.org/toolchain past all proxies, and it is not found at its origin.",
            zh: "go 需要切换到 {to}。`{pattern}` 让 golang.org/toolchain 绕过所有代理，而从源站找不到它。",
        },
        NotServed::Direct { pattern: None } => say! {
            en: "go has to switch to {to}. GOPROXY sends it to the origin of golang.org/toolchain, where it is not found.",
            zh: "go 需要切换到 {to}。GOPROXY 让它直接访问 golang.org/toolchain 的源站，而那里找不到它。",
        },
    };
    let cites = shown.into_iter().chain([Cite::Switching]).collect();
    Some(Finding::new(confidence, says, cites))
}

/// A module asks for more than there is among the toolchains in the PATH.
fn none_new_enough(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    let value = facts.settings.get("GOTOOLCHAIN")?.value.raw();
    let asked = evidence.newest_asked()?;
    let there: Vec<&str> =
        facts.switching.in_path.iter().filter_map(|name| from_toolchain(name)).collect();
    if !facts.looks_in_path_alone() || newer_toolchain(&asked.needs, &there).is_some() {
        return None;
    }
    let (module, needs) = (&asked.module, &asked.needs);
    let says = say! {
        en: "{module} asks for go {needs}. GOTOOLCHAIN is `{value}`, so go looks for a newer toolchain in the PATH alone, and none there is new enough.",
        zh: "{module} 要求 go {needs}。GOTOOLCHAIN 是 `{value}`，所以 go 只在 PATH 中查找更新的工具链，而那里没有足够新的。",
    };
    let finding = Finding::certain(says, vec![Cite::Setting("GOTOOLCHAIN".into()), asked.cite]);
    Some(match asked.location {
        Some(location) => finding.at(location),
        None => finding,
    })
}

/// A module asks for more than there is of releases, or the list of these is missing.
fn none_listed(evidence: &Evidence) -> Option<Finding> {
    let Newest { module, needs, cite, location } = evidence.newest_asked()?;
    let (host, any, list) = evidence.none_released()?;
    let says = if any {
        say! {
            en: "{module} asks for go {needs}, and {host} lists no release that is new enough.",
            zh: "{module} 要求 go {needs}，而 {host} 没有列出足够新的版本。",
        }
    } else {
        say! {
            en: "{module} asks for go {needs}, so go looks for a newer toolchain. {host} lists none.",
            zh: "{module} 要求 go {needs}，所以 go 要找更新的工具链，而 {host} 没有列出任何工具链。",
        }
    };
    let finding = Finding::certain(says, vec![cite, list]);
    Some(match location {
        Some(location) => finding.at(location),
        None => finding,
    })
}

fn is_language(to: &str) -> bool {
    from_toolchain(to).is_some_and(|it| is_lang(it) && toolchain::compare(it, "1.21").is_ge())
}

fn nearest<'r>(to: &str, releases: &[&'r str]) -> Option<&'r str> {
    nearest_release(from_toolchain(to).unwrap_or_default(), releases)
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let mut fixes = Vec::new();
    match named(evidence) {
        Some((_, How::Download)) => match evidence.toolchain_not_served() {
            Some((NotServed::Off, _)) if !named(evidence).is_some_and(|(to, _)| is_language(to)) => fixes.push(proxied(evidence)),
            Some((NotServed::Direct { .. }, _)) => fixes.extend(past_the_pattern(evidence)),
            Some((NotServed::Missing { host, is_public, releases }, _)) => {
                fixes.extend(renamed(finding, evidence, &host, &releases));
                if !is_public {
                    fixes.push(mirrored(&host));
                }
            }
            _ => fixes.extend(renamed(finding, evidence, "", &[])),
        },
        _ if evidence.facts.looks_in_path_alone() => fixes.push(fetched(evidence)),
        _ => {}
    }
    // What gives something up comes behind what does not.
    let safe = fixes.iter().take_while(|fix| fix.risk == Risk::Safe).count();
    fixes.insert(safe, installed(evidence));
    fixes
}

/// The name of a release that exists, where the name stands.
fn renamed(finding: &Finding, evidence: &Evidence, host: &str, releases: &[&str]) -> Option<Fix> {
    let facts = &evidence.facts;
    let (to, _) = named(evidence)?;
    if facts.switching.because() == Some(Because::Gotoolchain) {
        let title = Text::of("Set GOTOOLCHAIN back to its default", "把 GOTOOLCHAIN 恢复为默认值");
        let step = facts.back_to("GOTOOLCHAIN", "auto");
        let local = facts.go.binary().and_then(|go| go.version.clone()).unwrap_or_default();
        let enough = choose(&local, "auto", &facts.switching.lines) == Choice::Local;
        let seen = Text::of("go.mod asks for no other go than this", "go.mod 不要求其他版本的 go");
        let fix = Fix::safe(title, facts.reach("GOTOOLCHAIN"), vec![step]);
        return Some(if enough { fix.proof(Proof::Passed(seen)) } else { fix });
    }
    let version = match nearest(to, releases) {
        Some(release) => release.to_owned(),
        None if is_language(to) => format!("{}.0", from_toolchain(to)?),
        None => return None,
    };
    let goes_down = toolchain::compare(&version, &facts.switching.lines.go).is_lt();
    let seen = match host {
        "" => Proof::NotRun,
        host => Proof::Passed(say! {
            en: "{host} lists go{version}",
            zh: "{host} 列出了 go{version}",
        }),
    };
    let fix = match facts.switching.because()? {
        Because::ToolchainLine if !goes_down => {
            let (_, text) = facts.switching.toolchain_at.clone()?;
            let becomes = text.replacen(to, &format!("go{version}"), 1);
            Fix::safe(title_of(&version), Scope::Project, vec![edit(finding, becomes)?])
        }
        Because::ToolchainLine | Because::Gotoolchain => return None,
        Because::GoLine => {
            let (_, text) = facts.switching.go_at.clone()?;
            let becomes = text.replacen(&facts.switching.lines.go, &version, 1);
            let risk = Text::of(
                "Where the code is meant for a go that is yet to come, it will not build with this one.",
                "如果代码确实是为尚未发布的 go 编写的，用这个版本将无法构建。",
            );
            let steps = vec![edit(finding, becomes)?];
            Fix::safe(title_of(&version), Scope::Project, steps).risk(Risk::TradeOff(risk))
        }
    };
    Some(fix.proof(seen))
}

fn title_of(version: &str) -> Text {
    say! {
        en: "Name a release that exists: go{version}",
        zh: "改写为存在的版本：go{version}",
    }
}

fn edit(finding: &Finding, becomes: String) -> Option<Step> {
    let place = finding.location.clone()?;
    Some(Step::EditLine { file: place.file, line: place.line, was: place.source?, becomes })
}

fn proxied(evidence: &Evidence) -> Fix {
    let title = Text::of("Set GOPROXY back to its default", "把 GOPROXY 恢复为默认值");
    let facts = &evidence.facts;
    let step = facts.back_to("GOPROXY", "https://proxy.golang.org,direct");
    Fix::safe(title, facts.reach("GOPROXY"), vec![step])
}

/// `none` is the pattern that matches no module.
fn past_the_pattern(evidence: &Evidence) -> Option<Fix> {
    let (need, _) = evidence.toolchain_walk()?;
    evidence.route_of(need)?.direct_because.as_ref()?;
    let facts = &evidence.facts;
    let title = Text::of(
        "Name the private prefixes alone, so that toolchains come from the proxy",
        "只写出私有模块的前缀，让工具链从代理下载",
    );
    let step = facts.set("GONOPROXY", "<PREFIX OF YOUR PRIVATE MODULES>");
    let why = Text::of("Which modules are private is known to you alone.", "只有您知道哪些模块是私有的。");
    Some(Fix::safe(title, facts.reach("GONOPROXY"), vec![step]).unprovable(why))
}

fn mirrored(host: &str) -> Fix {
    let title = Text::of("Have the proxy serve toolchains", "让代理提供工具链");
    let says = say! {
        en: "Ask whoever runs {host} to serve golang.org/toolchain from proxy.golang.org.",
        zh: "请 {host} 的管理者从 proxy.golang.org 提供 golang.org/toolchain。",
    };
    Fix::at_anothers(title, says)
}

fn fetched(evidence: &Evidence) -> Fix {
    let facts = &evidence.facts;
    let value = facts.settings.raw("GOTOOLCHAIN");
    let auto = value.strip_suffix("+path").map_or("auto".to_owned(), |it| format!("{it}+auto"));
    let title = Text::of("Let go fetch the toolchain", "允许 go 下载工具链");
    let risk = Text::of(
        "go then downloads toolchains as well, which this setting rules out.",
        "此后 go 也会下载工具链，而现在的设置正是要避免这一点。",
    );
    let steps = vec![facts.set("GOTOOLCHAIN", auto)];
    Fix::safe(title, facts.reach("GOTOOLCHAIN"), steps).risk(Risk::TradeOff(risk))
}

fn installed(evidence: &Evidence) -> Fix {
    let wanted = named(evidence).map(|(to, _)| from_toolchain(to).unwrap_or(to).to_owned());
    let wanted = wanted.or_else(|| evidence.newest_asked().map(|it| it.needs)).unwrap_or_default();
    let title = Text::of("Install that go, and keep to it", "安装该版本的 go，并固定使用它");
    let says = say! {
        en: "Install go {wanted} or newer from https://go.dev/dl/, or start from an image that has it, and set GOTOOLCHAIN=local there.",
        zh: "从 https://go.dev/dl/ 安装 go {wanted} 或更新的版本，或者使用带有该版本的镜像，并在其中设置 GOTOOLCHAIN=local。",
    };
    let why = Text::of("This tool installs nothing.", "本工具不会安装任何软件。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(says)]).unprovable(why)
}

fn newer(lines: &str) -> World {
    World::healthy().gomod(&format!("module example.com/app\n\n{lines}\n"))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a release that the proxy does not have",
        world: || newer("go 1.99.0"),
        roots: &["toolchain-unavailable"],
    },
    Scene {
        name: "a language in place of a release",
        world: || newer("go 1.24\n\ntoolchain go1.27"),
        roots: &["toolchain-unavailable"],
    },
    Scene {
        name: "GOPROXY=off",
        world: || newer("go 1.99.0").var("GOPROXY", "off"),
        roots: &["toolchain-unavailable"],
    },
    Scene {
        name: "a pattern that covers everything",
        world: || newer("go 1.99.0").var("GOPRIVATE", "*"),
        roots: &["toolchain-unavailable"],
    },
    Scene {
        name: "a proxy of the company without toolchains",
        world: || {
            newer("go 1.99.0")
                .var("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::status(404, "not found"))
        },
        roots: &["toolchain-unavailable"],
    },
    Scene {
        name: "only the PATH",
        world: || newer("go 1.99.0").var("GOTOOLCHAIN", "path"),
        roots: &["toolchain-unavailable"],
    },
    Scene {
        name: "only the PATH, and a dependency asks for more",
        world: || dependency("1.99.0").var("GOTOOLCHAIN", "path"),
        roots: &["toolchain-unavailable"],
    },
    Scene {
        name: "a dependency that asks for what is not released",
        world: || dependency("1.99.0"),
        roots: &["toolchain-unavailable"],
    },
    Scene {
        name: "a proxy that forbids toolchains",
        world: || newer("go 1.99.0").site("proxy.golang.org", Site::forbids("golang.org/toolchain")),
        roots: &["goproxy-forbidden"],
    },
    Scene {
        name: "a toolchain in the PATH",
        world: || newer("go 1.99.0").file("/usr/bin/go1.99.0", "another go"),
        roots: &[],
    },
];

/// A dependency whose go.mod in the cache asks for this go.
fn dependency(go: &str) -> World {
    let folder = "/home/dev/go/pkg/mod/cache/download/github.com/acme/widget/@v";
    World::healthy()
        .gomod("module example.com/app\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n")
        .file(&format!("{folder}/v1.2.3.mod"), &format!("module github.com/acme/widget\n\ngo {go}\n"))
        .var("GONOSUMDB", "github.com/acme")
}
