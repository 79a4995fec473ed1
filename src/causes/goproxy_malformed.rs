use crate::base::{Excerpt, Text, Veiled};
use crate::go::env::Source;
use crate::go::goproxy::{ProxyList, Via};
use crate::go::url::Url;
use crate::model::Source as ElementSource;
use crate::model::{
    Area, BrokenLadder, Cause, Cite, Doing, Evidence, Facts, Finding, Fix, Mark, Outcome, Severity,
    Spoken, Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-malformed",
    area: Area::Settings,
    title: Text::of("GOPROXY is no list of proxies", "GOPROXY 的写法有误"),
    docs: Text::of(
        "GOPROXY is a list of URLs, `direct` and `off`, each followed by a comma or a vertical \
         bar. An element that is none of these stops every download, whichever module is wanted \
         and whatever else stands in the list.\n\n\
         go says: invalid proxy URL missing scheme: Direct\n\
         or: parse \"\\\"https://goproxy.cn\": first path segment in URL cannot contain colon\n\
         or: GOPROXY list is not the empty string, but contains no entries\n\n\
         Some slips make a value that go can read and that means something else: `https//host` \
         is a host called `https`, and a full-width comma or a semicolon becomes a part of the \
         host's name. go then says `lookup https: no such host`, which looks like a question of \
         DNS and is none.\n\n\
         Correct the value where it is set: quotes that `cmd` or a Dockerfile keeps, a full-width \
         comma from an input method, a semicolon or blank in place of a comma, a missing colon, \
         `Direct` with a capital. Do not set GOPROXY=direct to get rid of the message: every \
         module is then fetched from its origin.",
        "GOPROXY 是由 URL、`direct`、`off` 组成的列表，各项之间用逗号或竖线分隔。只要有一项不属于这三种，\
         无论要下载哪个模块、列表里还有什么，下载都会失败。\n\n\
         go 的报错：invalid proxy URL missing scheme: Direct\n\
         或者：parse \"\\\"https://goproxy.cn\": first path segment in URL cannot contain colon\n\
         或者：GOPROXY list is not the empty string, but contains no entries\n\n\
         有些笔误写出来的值 go 能读，含义却变了：`https//host` 会被当作名为 `https` 的主机，\
         全角逗号或分号会成为主机名的一部分。此时 go 报 `lookup https: no such host`，看起来像 DNS 问题，其实不是。\n\n\
         请在设置它的地方改正：`cmd` 或 Dockerfile 保留下来的引号、输入法打出的全角逗号、\
         代替逗号的分号或空格、漏掉的冒号、首字母大写的 `Direct`。不要为了消除报错而改成 GOPROXY=direct：\
         那样所有模块都会直接从源站获取。",
    ),
    logs: &[
        Mark::of(&["invalid proxy URL"]),
        Mark::of(&["GOPROXY="]).when(Spoken::types_no_proxy),
        Mark::of(&["invalid file:// proxy URL with non-path elements"]),
        Mark::of(&["GOPROXY list is not the empty string, but contains no entries"]),
        Mark::network(&["Get \"http", "dial tcp: lookup ", ": no such host"])
            .when(|it| it.is_gos() && it.looks_up_a_slip()),
        Mark::network(&["Get \"http", "dial tcp: lookup ", ": server misbehaving"])
            .when(|it| it.is_gos() && it.looks_up_a_slip()),
        Mark::network(&["Get \"http", "dial tcp: lookup ", ": i/o timeout"])
            .when(|it| it.is_gos() && it.looks_up_a_slip()),
        Mark::network(&["Get http", "dial tcp: lookup ", ": no such host"])
            .when(|it| it.is_gos() && it.looks_up_a_slip()),
        Mark::network(&["dial tcp: lookup https", ": no such host"])
            .when(|it| it.is_gos() && it.looks_up_a_slip()),
        Mark::gos(&["http: no Host in request URL"]),
        Mark::of(&["parse \"", "first path segment in URL cannot contain colon"])
            .common()
            .without(&["server response:", "go-get=1", "parsing go."])
            .when(Spoken::is_gos),
        Mark::of(&["parse \"", "invalid port "])
            .common()
            .without(&["server response:", "go-get=1", "parsing go."])
            .when(Spoken::is_gos),
        Mark::of(&["parse \"", "invalid character "])
            .common()
            .without(&["server response:", "go-get=1", "parsing go."])
            .when(Spoken::is_gos),
        Mark::of(&["parse \"", "invalid URL escape"])
            .common()
            .without(&["server response:", "go-get=1", "parsing go."])
            .when(Spoken::is_gos),
        Mark::of(&["parse \"", "net/url: invalid userinfo"])
            .common()
            .without(&["server response:", "go-get=1", "parsing go."])
            .when(Spoken::is_gos),
        Mark::of(&["parse \"", "missing protocol scheme"])
            .common()
            .without(&["server response:", "go-get=1", "parsing go."])
            .when(Spoken::is_gos),
        Mark::of(&["parse \"", "invalid control character in URL"])
            .common()
            .without(&["server response:", "go-get=1", "parsing go."])
            .when(Spoken::is_gos),
        Mark::of(&["parse ", "first path segment in URL cannot contain colon"])
            .common()
            .without(&["server response:", "go-get=1", "parsing go."])
            .when(Spoken::is_gos),
        Mark::of(&["parse ", "net/url: invalid userinfo"])
            .common()
            .without(&["server response:", "go-get=1", "parsing go."])
            .when(Spoken::is_gos),
        Mark::gos(&["first path segment in URL cannot contain colon"]),
        Mark::of(&["reading http", "/@v/", "?", ": 404 Not Found"])
            .common()
            .without(&["go-get=1", "server response:"])
            .or(&["goproxy-no-direct"])
            .when(|it| it.doing == Doing::Proxy),
    ],
    explains: &[
        "dns-no-such-host",
        "dns-timeout",
        "goproxy-no-fallback",
        "goproxy-not-a-module-proxy",
    ],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    let setting = facts.settings.get("GOPROXY")?;
    // The default comes with go itself: without a go nothing is known of it.
    if setting.value.is_empty() && setting.source == Source::Default {
        return None;
    }
    let list = ProxyList::parse(facts.settings.raw("GOPROXY"), facts.settings.raw("GONOPROXY"));
    // go reads the list as soon as there is a module to look at, be it cached.
    let is_read = list.is_err() && facts.cached > 0;
    let finding = match list {
        Err(error) => refused(facts, &error),
        Ok(list) => match list.0.iter().find_map(|it| without_host(&it.via)) {
            Some(element) => hostless(&element),
            None => misread(evidence).or_else(|| queried(evidence))?,
        },
    };
    let wanted = is_read || !facts.needs.is_empty();
    let severity = if wanted { Severity::Error } else { Severity::Warning };
    Some(finding.severity(severity).about(Subject::Setting("GOPROXY".into())))
}

/// go refuses the list as a whole.
fn refused(facts: &Facts, error: &crate::go::goproxy::ProxyListError) -> Finding {
    let words = error.message();
    let (element, at) = (&error.element, error.offset + 1);
    let value = facts.settings.get("GOPROXY").map(|setting| setting.value.clone());
    let value = value.unwrap_or_default();
    let says = if value.raw().trim().is_empty() {
        say! {
            en: "GOPROXY is set and empty in the go env file, which is not the same as not being set. go says: {words}. It downloads nothing.",
            zh: "GOPROXY 在 go env 文件里被设成了空值，这与没有设置不同。go 的报错：{words}。什么都不会下载。",
        }
    } else if element.is_empty() {
        say! {
            en: "GOPROXY is `{value}`, which has no entry. go says: {words}. It downloads nothing.",
            zh: "GOPROXY 的值是 `{value}`，其中没有任何条目。go 的报错：{words}。什么都不会下载。",
        }
    } else {
        say! {
            en: "GOPROXY holds `{element}` (from byte {at} on), which go does not take: an element is the URL of a proxy, `direct` or `off`. go says: {words}. It downloads nothing.",
            zh: "go 不接受 GOPROXY 中的 `{element}`（从第 {at} 个字节开始）：每一项应当是代理的 URL、`direct` 或者 `off`。go 的报错：{words}。什么都不会下载。",
        }
    };
    Finding::certain(says, vec![Cite::Setting("GOPROXY".into())])
}

/// `https:/host` parses, and has no host.
fn without_host(via: &Via) -> Option<Veiled> {
    let Via::Proxy { url } = via else { return None };
    let parsed = Url::parse(url.raw()).ok()?;
    (parsed.scheme() != "file" && parsed.host().is_empty()).then(|| url.clone())
}

fn hostless(element: &Veiled) -> Finding {
    let says = say! {
        en: "GOPROXY holds `{element}`, which names no host: two slashes belong behind the colon. go says: http: no Host in request URL.",
        zh: "GOPROXY 中的 `{element}` 没有主机名：冒号后面应当有两个斜杠。go 的报错：http: no Host in request URL。",
    };
    Finding::certain(says, vec![Cite::Setting("GOPROXY".into())])
}

/// go reads the list in another way than it was meant, and fails at that host.
fn misread(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.broken_by(|_| true);
    let is_odd = |it: &&BrokenLadder<'_>| it.ladder.is_proxy() && is_odd(&it.ladder.endpoint.host);
    let odd = broken.0.iter().find(is_odd)?;
    let host = Excerpt::text(&odd.ladder.endpoint.host);
    let says = say! {
        en: "In GOPROXY go reads `{host}` as the name of a host, which is a slip of the pen and no name. It cannot reach a host of that name.",
        zh: "go 把 GOPROXY 中的 `{host}` 当成了主机名，这其实是笔误。go 无法访问叫这个名字的主机。",
    };
    let cites = vec![Cite::Setting("GOPROXY".into()), odd.cite.clone()];
    let because = say! {
        en: "`{host}` was never meant to be a name.",
        zh: "`{host}` 本来就不是主机名。",
    };
    let finding = Finding::certain(says, cites).stops(odd.modules.clone());
    Some(finding.not("dns-no-such-host", because))
}

/// go appends a query to every request, which servers do not expect there.
fn queried(evidence: &Evidence) -> Option<Finding> {
    let query = |base: &Veiled| Url::parse(base.raw()).is_ok_and(|it| !it.raw_query().is_empty());
    let of = |it: &crate::model::Fetch| match it.source {
        ElementSource::Proxy { element } => evidence.base_of(element).filter(|base| query(base)),
        _ => None,
    };
    let answered = |it: &Outcome| match it {
        Outcome::Missing { .. } | Outcome::Unlike { .. } => true,
        Outcome::Refused { reply } => reply.is_strange(),
        _ => false,
    };
    let broken = evidence.stopped_at(|it| of(it).is_some() && answered(&it.outcome));
    let base = of(broken.first()?.fetch)?;
    let plain = Veiled::new(base.raw().split('?').next().unwrap_or_default());
    let says = say! {
        en: "GOPROXY holds `{base}`, a URL with a query, which go appends to every request. What answers there does not know such requests; the query belongs out of it, and credentials into netrc.",
        zh: "GOPROXY 中的 `{base}` 是带查询串的 URL，go 会把查询串附在每个请求后面。应答的一方不认识这样的请求；应当去掉查询串，凭据写进 netrc。",
    };
    let setting = Cite::Setting("GOPROXY".into());
    let served = evidence.canary_at(&plain).filter(|it| matches!(it.1, Outcome::Served { .. }));
    let cites = [setting].into_iter().chain(broken.cites());
    let modules = broken.modules();
    Some(match served {
        Some((cite, _)) => Finding::certain(says, cites.chain([cite]).collect()).stops(modules),
        None => Finding::likely(says, cites.collect()).stops(modules),
    })
}

/// The list without the queries of its elements.
fn without_queries(value: &str) -> Option<String> {
    let mut plain = String::new();
    let mut inside = false;
    for c in value.chars() {
        inside = c == '?' || inside && !matches!(c, ',' | '|');
        if !inside {
            plain.push(c);
        }
    }
    (plain != value && ProxyList::parse(&plain, "").is_ok()).then_some(plain)
}

fn is_odd(host: &str) -> bool {
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    matches!(host, "http" | "https" | "direct" | "off")
        || !host.chars().all(|c| usual(c) || c.is_alphabetic())
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let written = facts.settings.raw("GOPROXY");
    let corrected = ProxyList::corrected(written).or_else(|| without_queries(written));
    let corrected = corrected.map(|value| {
        let value = Veiled::new(value);
        let title = say! {
            en: "Correct GOPROXY to {value}",
            zh: "把 GOPROXY 改正为 {value}",
        };
        (title, facts.set("GOPROXY", value.raw()))
    });
    let default = || {
        let title = Text::of("Set GOPROXY back to its default", "把 GOPROXY 恢复为默认值");
        (title, facts.unset("GOPROXY"))
    };
    let (title, step): (Text, Step) = corrected.unwrap_or_else(default);
    vec![Fix::safe(title, facts.reach("GOPROXY"), vec![step])]
}

fn with(goproxy: &str) -> World {
    World::healthy().var("GOPROXY", goproxy)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "quotes",
        world: || with("\"https://goproxy.cn,direct\""),
        roots: &["goproxy-malformed"],
    },
    Scene {
        name: "a capital",
        world: || with("https://goproxy.cn,Direct"),
        roots: &["goproxy-malformed"],
    },
    Scene {
        name: "a blank for a comma",
        world: || with("https://goproxy.cn direct"),
        roots: &["goproxy-malformed"],
    },
    Scene { name: "separators only", world: || with(","), roots: &["goproxy-malformed"] },
    Scene {
        name: "a missing colon",
        world: || with("https//goproxy.cn,direct"),
        roots: &["goproxy-malformed"],
    },
    Scene {
        name: "a missing slash",
        world: || with("https:/goproxy.cn,direct"),
        roots: &["goproxy-malformed"],
    },
    Scene {
        name: "a full-width comma",
        world: || with("https://goproxy.cn，direct"),
        roots: &["goproxy-malformed"],
    },
    Scene {
        name: "a semicolon",
        world: || with("https://goproxy.cn;direct"),
        roots: &["goproxy-malformed"],
    },
    Scene {
        name: "an empty value in the go env file",
        world: || World::healthy().go_env("GOPROXY", ""),
        roots: &["goproxy-malformed"],
    },
    Scene {
        name: "a query",
        world: || {
            let site = Site::proxy().below("/go", "not found");
            with("https://go.corp.example/?token=abcdef").site("go.corp.example", site)
        },
        roots: &["goproxy-malformed"],
    },
    Scene {
        name: "another scheme",
        world: || with("ftp://goproxy.cn"),
        roots: &["goproxy-malformed"],
    },
    Scene {
        name: "hosts without a scheme are fine",
        world: || with("goproxy.cn,direct"),
        roots: &[],
    },
];
