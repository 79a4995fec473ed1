use crate::base::{Text, Veiled};
use crate::go::goproxy::Product;
use crate::model::{
    Area, Cause, Evidence, Facts, Fetch, Finding, Fix, Mark, Outcome, Reply, Risk, Scope, Step,
    StrangeElement, Strangeness, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-not-a-module-proxy",
    area: Area::Goproxy,
    title: Text::of("What answers is no module proxy", "应答的不是模块代理"),
    docs: Text::of(
        "Something answers at the URL in GOPROXY, and not as a module proxy does: it sends a web \
         page or JSON of another kind, a status that the protocol does not know (204, 400, a 302 \
         without Location), an .info of another version, or it has nothing at all, not even what \
         every proxy has.\n\n\
         go says: invalid response from proxy \"https://...\": invalid character '<' looking for \
         beginning of value\n\
         or: parsing go.mod: missing module line\n\
         or, where go.sum knows the module: verifying MODULE: checksum mismatch\n\
         or: reading https://...: 400 Bad Request\n\
         or: proxy returned info for version v1.0.1 instead of requested version\n\n\
         A page in place of a go.mod is taken for one, so that go does not ask the next element \
         even after a vertical bar. 404 in the voice of a web server says \"not found\" of \
         everything, and looks like a missing module. Repository managers serve modules below a \
         path of their own: Artifactory /artifactory/api/go/REPOSITORY, Nexus \
         /repository/REPOSITORY, GitLab /api/v4/projects/ID/packages/go, Gitea and Forgejo \
         /api/packages/OWNER/go, Athens at its root or at the prefix that it is set to. The URL in \
         the browser's address bar is another one. AWS CodeArtifact and Azure Artifacts serve no \
         Go modules.\n\n\
         Correct the URL. Where a login page of the network (hotel, guest Wi-Fi) answers in the \
         name of every host, sign in through a browser. After a page was taken for a go.mod \
         without go.sum or a checksum database, remove it from the module cache.",
        "GOPROXY 里的 URL 有应答，但方式不像模块代理：它返回网页或者别的 JSON、协议里没有的状态码\
         （204、400、没有 Location 的 302）、别的版本的 .info，或者什么都没有，连每个代理都有的内容也没有。\n\n\
         go 的报错：invalid response from proxy \"https://...\": invalid character '<' looking for beginning of value\n\
         或者：parsing go.mod: missing module line\n\
         或者，go.sum 里已有该模块时：verifying MODULE: checksum mismatch\n\
         或者：reading https://...: 400 Bad Request\n\
         或者：proxy returned info for version v1.0.1 instead of requested version\n\n\
         代替 go.mod 的网页会被当作 go.mod，所以即使后面是竖线，go 也不会询问下一项。\
         网页服务器口吻的 404 对一切都说“找不到”，看起来像是模块不存在。仓库管理软件在各自的路径下提供模块：\
         Artifactory 是 /artifactory/api/go/REPOSITORY，Nexus 是 /repository/REPOSITORY，\
         GitLab 是 /api/v4/projects/ID/packages/go，Gitea 和 Forgejo 是 /api/packages/OWNER/go，\
         Athens 在根路径或者所设的前缀下。浏览器地址栏里的 URL 与此不同。AWS CodeArtifact 和 Azure Artifacts 不提供 Go 模块。\n\n\
         请改正 URL。如果是所在网络（酒店、访客 Wi-Fi）的登录页以所有主机的名义应答，请用浏览器登录。\
         如果在没有 go.sum 和校验和数据库时把网页当成了 go.mod，请把它从模块缓存中删除。",
    ),
    logs: &[
        Mark::of(&["invalid response from proxy "]),
        Mark::of(&["invalid response from proxy ", ": invalid character"]),
        Mark::of(&["invalid response from proxy ", ": unexpected end of JSON input"]),
        Mark::of(&["invalid response from proxy ", ": unexpected EOF"]),
        Mark::of(&["proxy returned info for version", "instead of requested version"]),
        Mark::of(&["parsing go.mod: missing module line"])
            .or(&["modcache-corrupt", "dependency-gomod-invalid"]),
        Mark::of(&["parsing go.mod:", "<!DOCTYPE"]),
        Mark::of(&["parsing go.mod:", "<!doctype"]),
        Mark::of(&["parsing go.mod:", "<html"]),
        Mark::of(&["parsing go.mod:", "<HTML"]),
        Mark::answer(&["reading http", ": 400 Bad Request"]),
        Mark::answer(&["reading http", ": 204 No Content"]),
        Mark::answer(&["reading http", ": 301 Moved Permanently"]),
        Mark::answer(&["reading http", ": 302 Found"]),
        Mark::answer(&["reading http", ": 303 See Other"]),
        Mark::answer(&["reading http", ": 307 Temporary Redirect"]),
        Mark::answer(&["reading http", ": 308 Permanent Redirect"]),
        Mark::answer(&["reading http", ": 405 Method Not Allowed"]),
        Mark::answer(&["reading http", ": 406 Not Acceptable"]),
        Mark::answer(&["reading http", ": 202 Accepted"]),
        Mark::answer(&["reading https://", ": 407 Proxy Authentication Required"])
            .or(&["http-proxy-auth-required"]),
        Mark::gos(&["transport connection broken: malformed HTTP response"]).or(&[
            "tls-plaintext-server",
            "goproxy-server-error",
            "http-proxy-malformed",
        ]),
        Mark::gos(&["transport connection broken: malformed HTTP "])
            .or(&["tls-plaintext-server", "goproxy-server-error"]),
        Mark::gos(&["malformed HTTP response"])
            .or(&["tls-plaintext-server", "goproxy-server-error"]),
        Mark::answer(&["unexpected status (http", "): 400 "]),
    ],
    explains: &["goproxy-off", "dns-no-such-host", "dns-timeout", "tcp-refused", "tcp-timeout"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let strange = evidence.strange_elements();
    let first = strange.first()?;
    let host = host_of(&first.base);
    let hint = hint(first, evidence);
    let (hint_en, hint_zh) = (&hint.en, &hint.zh);
    let Text { en, zh } = says(first, evidence);
    let says = say! { en: "{en}{hint_en}", zh: "{zh}{hint_zh}" };
    let finding = Finding::new(first.confidence, says, first.cites.clone())
        .stops(first.modules.clone())
        .about(Subject::Host(host));
    Some(match first.manner {
        Strangeness::Nothing => finding.not(
            "version-not-found",
            Text::of(
                "A module that every public proxy has is not there either.",
                "连每个公共代理都有的模块在那里也没有。",
            ),
        ),
        _ => finding.not(
            "goproxy-server-error",
            Text::of("The status owns up to no fault.", "状态码没有表示服务器出错。"),
        ),
    })
}

fn says(strange: &StrangeElement<'_>, evidence: &Evidence) -> Text {
    let (base, url) = (&strange.base, strange.fetch.shown_url());
    let words = strange.reply.quoted();
    match strange.manner {
        Strangeness::Content => {
            let Text { en, zh } = strange.reply.kind();
            let from = from(strange.reply);
            let (from_en, from_zh) = (&from.en, &from.zh);
            let own = own(strange, evidence);
            let (own_en, own_zh) = (&own.en, &own.zh);
            say! {
                en: "In answer to {url}{from_en} comes {en}{words}, where a file of the module proxy protocol belongs. go cannot read it, and stops.{own_en}",
                zh: "请求 {url}{from_zh} 得到的是{zh}{words}，而不是模块代理协议的文件。go 读不懂它，就此停止。{own_zh}",
            }
        }
        Strangeness::OtherVersion => {
            let version = &strange.fetch.version;
            say! {
                en: "Asked for {version}, {base} sends the .info of another version{words}. go takes no other version for one that it asked for by name, and stops.",
                zh: "请求的是 {version}，{base} 返回的却是另一个版本的 .info{words}。按名字请求的版本 go 不接受替代，就此停止。",
            }
        }
        Strangeness::Status => {
            let (status, own) = (strange.reply.status, own(strange, evidence));
            let (own_en, own_zh) = (&own.en, &own.zh);
            say! {
                en: "{base} answers {status}{words} to {url}. A module proxy says 200, 404 or 410, or why it refuses; go takes this for an error, and stops.{own_en}",
                zh: "{base} 对 {url} 的应答是 {status}{words}。模块代理应答 200、404、410，或者说明为何拒绝；go 把这个应答当作错误，就此停止。{own_zh}",
            }
        }
        Strangeness::Nothing => {
            let (status, module) = (strange.reply.status, crate::model::CANARY.0);
            say! {
                en: "{base} has nothing: {url} is answered {status}{words}, and so is {module}, which every proxy of public modules has. Its URL lacks a part or has one too many, unless it holds other modules alone. go takes 404 for a module that does not exist.",
                zh: "{base} 什么都没有：{url} 的应答是 {status}{words}，每个公共模块代理都有的 {module} 也是如此。除非那里只放了别的模块，否则就是 URL 少了或多了一段。go 把 404 当作模块不存在。",
            }
        }
    }
}

fn from(reply: &Reply) -> Text {
    match &reply.redirected_to {
        Some(to) => say! { en: " (redirected to {to})", zh: "（重定向到 {to}）" },
        None => Text::of("", ""),
    }
}

/// Where the canary is served, it is this request that is answered so.
fn own(strange: &StrangeElement<'_>, evidence: &Evidence) -> Text {
    let text = Text::of(
        " Other modules come from there: something on the way or in the server answers this request otherwise.",
        "那里能提供别的模块：是途中或服务器里的什么对这个请求作了不同的应答。",
    );
    if serves(strange, evidence) { text } else { Text::of("", "") }
}

fn serves(strange: &StrangeElement<'_>, evidence: &Evidence) -> bool {
    matches!(evidence.canary_at(&strange.base), Some((_, Outcome::Served { .. })))
}

/// Who it is that answers.
fn hint(strange: &StrangeElement<'_>, evidence: &Evidence) -> Text {
    let host = host_of(&strange.base);
    if let Some(other) = evidence.same_page_from(strange) {
        return say! {
            en: " The same page comes from {other}: something on the way answers in the name of every host, such as the login page of this network.",
            zh: "{other} 返回的也是同一个网页：途中有什么以所有主机的名义在应答，例如所在网络的登录页。",
        };
    }
    if evidence.facts.is_public_proxy(&host) && strange.manner != Strangeness::Nothing {
        return say! {
            en: " {host} itself answers otherwise, so that something on the way answers in its name, such as the login page of this network.",
            zh: "{host} 本身不会这样应答，所以是途中有什么以它的名义在应答，例如所在网络的登录页。",
        };
    }
    let Some(product) = strange.product() else { return Text::of("", "") };
    let name = product.name();
    match product.pattern() {
        Some(pattern) => say! {
            en: " It looks like {name}, which serves modules at {pattern}.",
            zh: "它看起来是 {name}，其模块代理位于 {pattern}。",
        },
        None => say! {
            en: " It is {name}, which serves no Go modules.",
            zh: "它是 {name}，不提供 Go 模块。",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let strange = evidence.strange_elements();
    let Some(first) = strange.first() else { return Vec::new() };
    let facts = &evidence.facts;
    let mut fixes = Vec::new();
    fixes.extend(corrected(first, evidence));
    if facts.is_public_proxy(&host_of(&first.base)) {
        fixes.extend(facts.mirrors(&host_of(&first.base)));
        fixes.push(signed_in(first.fetch));
    } else if evidence.same_page_from(first).is_some() {
        fixes.push(signed_in(first.fetch));
    } else {
        fixes.push(asked(first, evidence));
        fixes.extend(removed(first, facts));
    }
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

/// Other paths on the same server; where none is proved, the form of the right one.
fn corrected(strange: &StrangeElement<'_>, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let serving = evidence.serving_near(&strange.base);
    let template = strange.product().and_then(Product::pattern).map(|pattern| {
        let to = Veiled::new(format!("{}{pattern}", server(&strange.base)));
        let why =
            Text::of("The part in brackets is yours to fill in.", "尖括号里的部分需要由你填写。");
        (to, Some(why))
    });
    let tried = evidence.bases_near(strange).into_iter().map(|to| (to, None));
    let template = template.filter(|_| serving.is_empty());
    let all = tried.chain(template);
    let fixes = all.filter_map(|(to, why)| {
        let value = facts.goproxy_based(&strange.base, &to)?;
        let title = say! { en: "Correct the URL to {to}", zh: "把 URL 改正为 {to}" };
        let step = facts.set("GOPROXY", value);
        let fix = Fix::safe(title, facts.reach("GOPROXY"), vec![step]).rivals("path");
        Some(match why {
            Some(why) => fix.unprovable(why),
            None => fix,
        })
    });
    fixes.collect()
}

fn signed_in(fetch: &Fetch) -> Fix {
    let title = Text::of("Sign in to this network", "登录所在的网络");
    let url = fetch.shown_url();
    let step = say! {
        en: "Open {url} in a browser. If a login page of the network comes up, sign in there and repeat the command.",
        zh: "用浏览器打开 {url}。如果出现所在网络的登录页，请在那里登录，然后重新运行命令。",
    };
    let why = Text::of("Nobody can sign in from here.", "无法在这里登录。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

/// Where other modules come, the URL is right and this one answer is not.
fn asked(strange: &StrangeElement<'_>, evidence: &Evidence) -> Fix {
    let (host, url) = (host_of(&strange.base), strange.fetch.shown_url());
    let (title, step) = if serves(strange, evidence) {
        (
            say! { en: "Tell the owner of {host} of this answer", zh: "把这个应答告知 {host} 的管理者" },
            say! {
                en: "Show the owner of {host} what comes in answer to {url}: a policy, a filter or a fault of the server answers in the place of the file.",
                zh: "请把对 {url} 的应答告知 {host} 的管理者：是策略、过滤器或者服务器的故障代替文件作了应答。",
            },
        )
    } else {
        (
            say! { en: "Ask for the URL of the Go repository on {host}", zh: "询问 {host} 上 Go 仓库的 URL" },
            say! {
                en: "Ask the owner of {host} for the URL that GOPROXY has to name: the one for the go command, not the one of the page in the browser.",
                zh: "向 {host} 的管理者询问 GOPROXY 应当填写的 URL：是给 go 命令用的，不是浏览器里的网页。",
            },
        )
    };
    Fix::at_anothers(title, step)
}

/// Where something else stands in the list, it may do without.
fn removed(strange: &StrangeElement<'_>, facts: &Facts) -> Option<Fix> {
    let value = facts.goproxy_without(&strange.base)?;
    let base = &strange.base;
    let title = say! { en: "Take {base} out of GOPROXY", zh: "从 GOPROXY 中去掉 {base}" };
    let risk = Risk::TradeOff(Text::of(
        "The names of all modules outside GOPRIVATE are then told to the next element.",
        "此后，GOPRIVATE 之外的所有模块名都会告知下一项。",
    ));
    let step = facts.set("GOPROXY", value);
    Some(Fix::safe(title, facts.reach("GOPROXY"), vec![step]).risk(risk))
}

/// Scheme and authority.
fn server(base: &Veiled) -> &str {
    let raw = base.raw();
    let start = raw.find("://").map_or(0, |at| at + "://".len());
    &raw[..raw[start..].find(['/', '?', '#']).map_or(raw.len(), |at| start + at)]
}

fn host_of(base: &Veiled) -> String {
    crate::go::url::Url::parse(base.raw()).unwrap_or_default().hostname().into_owned()
}

const PAGE: &str =
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body>...</body></html>";
const LOST: &str = "<html><head><title>404 Not Found</title></head><body></body></html>";

fn at(url: &str, site: Site) -> World {
    World::healthy().var("GOPROXY", url).site("go.corp.example", site)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a login page in the name of the public proxy",
        world: || World::healthy().site("proxy.golang.org", Site::status(200, PAGE)),
        roots: &["goproxy-not-a-module-proxy"],
    },
    Scene {
        name: "a gateway that wants somebody to sign in",
        world: || World::healthy().site("proxy.golang.org", Site::status(511, PAGE)),
        roots: &["goproxy-not-a-module-proxy"],
    },
    Scene {
        name: "the same login page from unrelated hosts",
        world: || {
            let list = "http://go.corp.example,http://goproxy.cn";
            at(list, Site::status(200, PAGE)).site("goproxy.cn", Site::status(200, PAGE))
        },
        roots: &["goproxy-not-a-module-proxy"],
    },
    Scene {
        name: "no content",
        world: || at("https://go.corp.example", Site::status(204, "")),
        roots: &["goproxy-not-a-module-proxy"],
    },
    Scene {
        name: "JSON of another API",
        world: || at("https://go.corp.example", Site::status(200, "{\"errors\":[]}")),
        roots: &["goproxy-not-a-module-proxy"],
    },
    Scene {
        name: "Artifactory without its path",
        world: || {
            let site =
                Site::proxy().below("/artifactory/api/go/gohub", "{\"errors\":[{\"status\":404}]}");
            at(
                "https://go.corp.example/artifactory/gohub",
                site.header("x-jfrog-version", "Artifactory/7.104.6 80406900"),
            )
        },
        roots: &["goproxy-not-a-module-proxy"],
    },
    Scene {
        name: "Nexus as the browser shows it",
        world: || {
            let site = Site::proxy().below("/repository/gohub", LOST);
            let site = site.header("server", "Nexus/3.71.0-06 (OSS)");
            at("https://go.corp.example/#browse/browse:gohub", site)
        },
        roots: &["goproxy-not-a-module-proxy"],
    },
    Scene {
        name: "GitLab without a project",
        world: || {
            let site = Site::status(404, "{\"message\":\"404 Project Not Found\"}");
            at("https://go.corp.example/team/app", site)
        },
        roots: &["goproxy-not-a-module-proxy"],
    },
    Scene {
        name: "a proxy below a path of its server",
        world: || {
            let site = Site::proxy().below("/goproxy", LOST).header("content-type", "text/html");
            at("https://go.corp.example", site)
        },
        roots: &["goproxy-not-a-module-proxy"],
    },
    Scene {
        name: "Artifactory lacks this module alone",
        world: || {
            let site = Site::proxy()
                .below("/artifactory/api/go/gohub", "")
                .header("x-jfrog-version", "Artifactory/7.104.6");
            at("https://go.corp.example/artifactory/api/go/gohub", site)
        },
        roots: &[],
    },
    Scene {
        name: "a first element that has nothing, and a second that serves",
        world: || at("https://go.corp.example,https://goproxy.cn", Site::status(404, LOST)),
        roots: &[],
    },
];
