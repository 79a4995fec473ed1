use crate::base::{Excerpt, Text};
use crate::go::sumdb::SumdbFault;
use crate::model::{Area, Artefact, CANARY, Cause, Doubt, Doubted, Evidence, Finding, Fix, Mark, Outcome, Reply, Source, Spoken, Subject, is_public_host};
use crate::say;
use crate::world::{Log, Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "sumdb-relay-broken",
    area: Area::Checksums,
    title: Text::of("The checksum database is relayed by halves", "校验和数据库的转发不完整"),
    docs: Text::of(
        "A module proxy may relay the checksum database below /sumdb/. go asks each proxy of \
         GOPROXY for /sumdb/sum.golang.org/supported: 200 means that it does, 404 or 410 that it \
         does not. At any other answer go stops; and once a proxy has said 200, go asks it alone, \
         for records and for the tiles that prove them, and nobody else if some are missing.\n\n\
         go says: verifying go.mod: MODULE@VERSION/go.mod: \
         reading https://PROXY/sumdb/sum.golang.org/supported: 403 Forbidden\n\
         or: reading https://PROXY/sumdb/sum.golang.org/lookup/MODULE@VERSION: 404 Not Found\n\
         or: reading https://PROXY/sumdb/sum.golang.org/tile/8/0/x001/234: 404 Not Found\n\
         or: malformed record data · TileReader returned bad result slice · cannot validate record\n\n\
         A server with a page for every path says 200 without relaying anything. A repository \
         manager refuses paths that it does not know with 403 or 500 in place of 404. A relay whose \
         cache is cut short or old serves tiles that do not prove its records. The same happens to \
         a mirror that GOSUMDB names by its URL.\n\n\
         The owner of that proxy can answer 404 to /sumdb/, and go asks the database itself. From \
         here GOSUMDB=\"sum.golang.org https://sum.golang.google.cn\" does the same: the key stays \
         as it is, and with a URL no proxy is asked. GOSUMDB=off ends the check for everybody who \
         uses this go.sum.",
        "模块代理可以在 /sumdb/ 下转发校验和数据库。go 会向 GOPROXY 里的每个代理请求 \
         /sumdb/sum.golang.org/supported：200 表示转发，404 或 410 表示不转发。得到其他应答时 go 就停止；\
         而代理一旦回答 200，go 就只向它请求记录以及用来证明记录的 tile，缺了什么也不会再问别处。\n\n\
         go 的报错：verifying go.mod: MODULE@VERSION/go.mod: \
         reading https://PROXY/sumdb/sum.golang.org/supported: 403 Forbidden\n\
         或者：reading https://PROXY/sumdb/sum.golang.org/lookup/MODULE@VERSION: 404 Not Found\n\
         或者：reading https://PROXY/sumdb/sum.golang.org/tile/8/0/x001/234: 404 Not Found\n\
         或者：malformed record data · TileReader returned bad result slice · cannot validate record\n\n\
         对任何路径都返回同一个网页的服务器会回答 200，其实什么也不转发。有的制品库对不认识的路径返回 403 或 500，而不是 404。\
         缓存不完整或过旧的转发服务给出的 tile 证明不了它的记录。GOSUMDB 用 URL 指定的镜像也会如此。\n\n\
         代理的管理者可以让 /sumdb/ 返回 404，go 就会直接访问数据库。在本机设置 \
         GOSUMDB=\"sum.golang.org https://sum.golang.google.cn\" 效果相同：密钥不变，写了 URL 就不再询问任何代理。\
         GOSUMDB=off 会取消检查，影响所有使用这个 go.sum 的人。",
    ),
    logs: &[
        Mark::of(&["verifying ", "/sumdb/", "/supported: "]),
        Mark::of(&["verifying ", "reading http", "/sumdb/", ": 4"]).when(Spoken::asks_relay),
        Mark::of(&["verifying ", "reading http", "/sumdb/", ": 5"]).when(Spoken::asks_relay),
        Mark::of(&["verifying ", "reading http", "/sumdb/", "400 Bad Request"]),
        Mark::of(&["verifying ", "reading http", "/sumdb/", "401 Unauthorized"]).or(&["goproxy-auth-required"]),
        Mark::of(&["verifying ", "reading http", "/sumdb/", "403 Forbidden"]),
        Mark::of(&["verifying ", "reading http", "/sumdb/", "405 Method Not Allowed"]),
        Mark::of(&["verifying ", "reading http", "/sumdb/", "429 Too Many Requests"]).or(&["goproxy-rate-limited"]),
        Mark::of(&["verifying ", "reading http", "/sumdb/", "500 Internal Server Error"]),
        Mark::of(&["verifying ", "reading http", "/sumdb/", "501 Not Implemented"]),
        Mark::of(&["verifying ", "reading http", "/sumdb/", "502 Bad Gateway"]),
        Mark::of(&["verifying ", "reading http", "/sumdb/", "503 Service Unavailable"]),
        Mark::of(&["verifying ", "reading http", "/sumdb/", "504 Gateway Timeout"]),
        Mark::of(&["verifying ", "/sumdb/", "/tile/", "404 Not Found"]).or(&["sumdb-signature-invalid"]),
        Mark::of(&["verifying ", "/sumdb/", "/tile/", "410 Gone"]).or(&["sumdb-signature-invalid"]),
        Mark::of(&["verifying ", "reading http", "/tile/", "404 Not Found"])
            .when(|it| !it.asks_public_database())
            .or(&["sumdb-signature-invalid", "sumdb-wrong-url"]),
        Mark::of(&["verifying ", "reading http", "/sumdb/", "/lookup/", "404 Not Found"])
            .when(is_own_relay)
            .or(ALIKE),
        Mark::of(&["verifying ", "reading http", "/sumdb/", "/lookup/", "410 Gone"])
            .when(is_own_relay)
            .or(ALIKE),
        Mark::of(&["malformed record data"]).or(&["sumdb-wrong-url", "sumdb-unreachable", "modcache-corrupt"]),
        Mark::of(&["TileReader returned bad result slice"]).or(&["modcache-corrupt", "sumdb-signature-invalid"]),
        Mark::of(&["cannot validate record"]).or(&["sumdb-signature-invalid"]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// A relay of the public mirrors works: what it does not have, the database has not.
fn is_own_relay(it: &Spoken) -> bool {
    it.asks_relay() && !it.url_host().is_some_and(is_public_host)
}

/// What these words leave open.
const ALIKE: &[&str] = &["sumdb-module-unknown", "private-not-excluded", "private-pattern-mismatch"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let doubted = evidence.doubted(&[Doubt::Halves])?;
    let host = evidence.asked_database(doubted.fetch);
    let says = says(&doubted, &host)?;
    let subject = Subject::Host(host);
    let Doubted { confidence, cites, modules, .. } = doubted;
    let finding = Finding::new(confidence, says, cites).stops(modules).about(subject);
    Some(finding.not("sumdb-unreachable", Text::of(
        "The database itself was not asked: go asks whoever says that it relays it, and nobody else.",
        "没有询问数据库本身：谁说自己转发，go 就只问谁。",
    )))
}

fn says(doubted: &Doubted<'_>, host: &str) -> Option<Text> {
    let url = doubted.fetch.shown_url();
    let relays = relays(doubted, host);
    let (relays_en, relays_zh) = (&relays.en, &relays.zh);
    match doubted.fault {
        Some(SumdbFault::MalformedRecord { start, .. }) => {
            let words = Reply::of(200, start.as_str()).headline();
            return Some(say! {
                en: "{relays_en}, and in answer to a lookup ({url}) it serves something else: {words}. go can read no record in it, and stops.",
                zh: "{relays_zh}，而对查询（{url}）给出的却是别的内容：{words}。go 从中读不出记录，就此停止。",
            });
        }
        Some(SumdbFault::RecordNotInTree { id, size, .. }) => return Some(say! {
            en: "{relays_en}, and serves record {id} with the signed state of a log of {size} records, in which it cannot be yet: that state is out of date.",
            zh: "{relays_zh}，但给出第 {id} 条记录的同时，签名的日志状态只有 {size} 条记录，还不可能包含它：这个状态已经过时。",
        }),
        Some(fault) => {
            let words = Excerpt::text(fault.message().raw());
            return Some(say! {
                en: "{relays_en}, and a tile that it serves is cut short or too long (`{words}`): with it no record is proved, and go stops.",
                zh: "{relays_zh}，但它给出的 tile 不完整或过长（`{words}`）：无法用它证明任何记录，go 就此停止。",
            });
        }
        None => {}
    }
    let (Outcome::Refused { reply } | Outcome::Missing { reply }) = &doubted.fetch.outcome else {
        return None;
    };
    Some(answered(doubted.fetch.artefact, reply, (host, &relays), &url))
}

/// It says "no" where it should say "not here", or the other way round.
fn answered(
    artefact: Artefact,
    reply: &Reply,
    (host, relays): (&str, &Text),
    url: &Excerpt,
) -> Text {
    let words = reply.words();
    let (relays_en, relays_zh) = (&relays.en, &relays.zh);
    match artefact {
        Artefact::Supported => say! {
            en: "Asked whether it relays the checksum database ({url}), {host} answers `{words}`. go takes 200 for yes, 404 or 410 for no, and stops at everything else.",
            zh: "询问 {host} 是否转发校验和数据库（{url}）时，它的应答是 `{words}`。go 把 200 当作是，把 404 或 410 当作否，其他应答一律停止。",
        },
        Artefact::Lookup if reply.is_missing() => {
            let module = CANARY.0;
            say! {
                en: "{relays_en}, and has no record of any module: it answers `{words}` to {url} and to {module}, which the database has. go asks nobody else, and stops.",
                zh: "{relays_zh}，却没有任何模块的记录：对 {url} 以及数据库里确实有的 {module}，它的应答都是 `{words}`。go 不再询问别处，就此停止。",
            }
        }
        Artefact::Lookup => say! {
            en: "{relays_en}, and answers `{words}` to a lookup ({url}). go asks nobody else, and stops.",
            zh: "{relays_zh}，而对查询（{url}）的应答是 `{words}`。go 不再询问别处，就此停止。",
        },
        _ => say! {
            en: "{relays_en}, and serves its records without the tiles that prove them: {url} is answered `{words}`. go asks nobody else, and stops.",
            zh: "{relays_zh}，却只给出记录，没有用来证明它们的 tile：对 {url} 的应答是 `{words}`。go 不再询问别处，就此停止。",
        },
    }
}

fn relays(doubted: &Doubted<'_>, host: &str) -> Text {
    match doubted.fetch.source {
        Source::Proxy { .. } => say! {
            en: "{host} says that it relays the checksum database",
            zh: "{host} 表示自己转发校验和数据库",
        },
        _ => say! {
            en: "GOSUMDB names {host} as the place of the checksum database",
            zh: "GOSUMDB 指定 {host} 为校验和数据库的地址",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Some(doubted) = evidence.doubted(&[Doubt::Halves]) else { return Vec::new() };
    let facts = &evidence.facts;
    let host = evidence.asked_database(doubted.fetch);
    let mut fixes: Vec<Fix> = facts.past_the_relay();
    fixes.push(owner(&host, doubted.fetch.source));
    if doubted.fetch.artefact == Artefact::Supported {
        fixes.extend(facts.falling_past(&host));
    }
    fixes
}

fn owner(host: &str, source: Source) -> Fix {
    if !matches!(source, Source::Proxy { .. }) {
        let title = say! { en: "Have {host} mirror the whole database", zh: "让 {host} 完整镜像数据库" };
        let step = say! {
            en: "Ask the owner of {host} to serve the database's tiles as well as its records, as fresh as these.",
            zh: "请 {host} 的管理者同时提供数据库的 tile 和记录，并保持同样新。",
        };
        return Fix::at_anothers(title, step);
    }
    let title = say! { en: "Have {host} answer 404 below /sumdb/", zh: "让 {host} 对 /sumdb/ 返回 404" };
    let step = say! {
        en: "Ask the owner of {host} to answer 404 to everything below /sumdb/, or to relay all of it: supported, lookup and tile.",
        zh: "请 {host} 的管理者对 /sumdb/ 下的所有请求返回 404，或者完整转发：supported、lookup 和 tile。",
    };
    Fix::at_anothers(title, step)
}

fn relayed(log: Log) -> World {
    World::healthy().site("proxy.golang.org", Site::relaying(log))
}

fn mirrored(log: Log) -> World {
    let key = crate::world::database::key();
    World::healthy()
        .var("GOSUMDB", &format!("{key} https://sums.corp.example"))
        .site("sums.corp.example", Site::database_with(log))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "500 in place of 404",
        world: || World::healthy().site("proxy.golang.org", Site::proxy_with_relay(500)),
        roots: &["sumdb-relay-broken"],
    },
    Scene {
        name: "403 in place of 404",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy_with_relay(403))
        },
        roots: &["sumdb-relay-broken"],
    },
    Scene {
        name: "records without tiles",
        world: || relayed(Log::Untiled),
        roots: &["sumdb-relay-broken"],
    },
    Scene {
        name: "tiles are refused",
        world: || relayed(Log::Guarded),
        roots: &["sumdb-relay-broken"],
    },
    Scene {
        name: "tiles cut short",
        world: || relayed(Log::Cut),
        roots: &["sumdb-relay-broken"],
    },
    Scene {
        name: "a page for every lookup",
        world: || relayed(Log::Page),
        roots: &["sumdb-relay-broken"],
    },
    Scene {
        name: "no record of anything",
        world: || relayed(Log::Unrecorded),
        roots: &["sumdb-relay-broken"],
    },
    Scene {
        name: "a mirror without tiles",
        world: || mirrored(Log::Untiled),
        roots: &["sumdb-relay-broken"],
    },
    Scene {
        name: "relayed as a whole, and the database cannot be reached",
        world: || relayed(Log::Sound).without_site("sum.golang.org"),
        roots: &[],
    },
    Scene {
        name: "a mirror of the whole",
        world: || mirrored(Log::Sound),
        roots: &[],
    },
    Scene {
        name: "410 in place of 404",
        world: || World::healthy().site("proxy.golang.org", Site::proxy_with_relay(410)),
        roots: &[],
    },
];
