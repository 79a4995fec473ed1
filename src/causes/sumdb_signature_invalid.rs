use crate::base::{Excerpt, Text};
use crate::go::gosumdb::{Database, Verifier};
use crate::go::sumdb::SumdbFault;
use crate::go::sumdb::note::Signer;
use crate::model::{Area, Cause, Doubt, Doubted, Evidence, Facts, Finding, Fix, Mark, Scope, Source, Step, Subject, SumdbFiles};
use crate::say;
use crate::world::{Log, Scene, Site, World, database};

pub(super) const CAUSE: Cause = Cause {
    code: "sumdb-signature-invalid",
    area: Area::Checksums,
    title: Text::of("The checksum database does not prove what it says", "校验和数据库无法证明自己的内容"),
    docs: Text::of(
        "The checksum database is a log that only grows. It signs how long the log is and the hash \
         over all of it; go checks the signature with the key in GOSUMDB, checks with tiles of \
         hashes that a record is in the log, and that each signed log continues the one before it, \
         which it keeps in GOPATH/pkg/sumdb/NAME/latest. One of these checks fails.\n\n\
         go says: verifying module: MODULE@VERSION: reading tree note: note has no verifiable signatures\n\
         or: invalid signature for key sum.golang.org+033de0ae · malformed note · downloaded \
         inconsistent tile · cannot authenticate record data in server response\n\
         or, about what it has kept: initializing sumdb.Client: checking tree#N: downloaded inconsistent tile\n\
         or: SECURITY ERROR go.sum database server misbehavior detected!\n\n\
         A private database has a new key, or was set up anew while this machine still keeps the \
         old tree. GOSUMDB holds another database's key. A proxy that relays the database, or \
         something on the way, answers in its place or alters what it says. With the public \
         database it is never right to look away: whoever can alter it can give this machine other \
         modules than everybody else.\n\n\
         Set the current key, which its owner has; or ask the database past the proxy. Where a \
         private database was set up anew, remove just GOPATH/pkg/sumdb/NAME/latest and \
         cache/download/sumdb/NAME. GOSUMDB=off and GONOSUMDB=* end the message and the check with it.",
        "校验和数据库是一份只会增长的日志。它对日志的长度和整体哈希签名；go 用 GOSUMDB 里的密钥检查签名，\
         用由哈希组成的 tile 检查某条记录确实在日志里，并检查每次签名的日志都是上一次的延续，\
         上一次的保存在 GOPATH/pkg/sumdb/NAME/latest。这里有一项检查没有通过。\n\n\
         go 的报错：verifying module: MODULE@VERSION: reading tree note: note has no verifiable signatures\n\
         或者：invalid signature for key sum.golang.org+033de0ae · malformed note · downloaded \
         inconsistent tile · cannot authenticate record data in server response\n\
         关于本机保存的内容：initializing sumdb.Client: checking tree#N: downloaded inconsistent tile\n\
         或者：SECURITY ERROR go.sum database server misbehavior detected!\n\n\
         可能是私有数据库换了密钥，或者重新建过，而本机还留着旧的树；可能是 GOSUMDB 里写的是另一个数据库的密钥；\
         也可能是转发数据库的代理或途中的什么代替它应答、改动了内容。对公共数据库绝不能视而不见：\
         能改动它的人，就能让本机拿到与别人不同的模块。\n\n\
         请设置数据库管理者给出的当前密钥，或者绕过代理直接访问数据库。如果是私有数据库重新建过，\
         只删除 GOPATH/pkg/sumdb/NAME/latest 和 cache/download/sumdb/NAME。\
         GOSUMDB=off 和 GONOSUMDB=* 能让报错消失，检查也就没有了。",
    ),
    logs: &[
        Mark::of(&["note has no verifiable signatures"]).or(&["modcache-corrupt"]),
        Mark::of(&["reading tree note", "invalid signature for key"]).or(&["modcache-corrupt"]),
        Mark::of(&["reading tree note", "malformed note"]).or(&["sumdb-relay-broken", "sumdb-wrong-url"]),
        Mark::of(&["downloaded inconsistent tile"]).or(ALIKE),
        Mark::of(&["initializing sumdb.Client: checking tree#", "downloaded inconsistent tile"])
            .or(&["modcache-corrupt"]),
        Mark::of(&["initializing sumdb.Client: checking tree#", "404 Not Found"])
            .or(ALIKE),
        Mark::of(&["initializing sumdb.Client: checking tree#", "410 Gone"])
            .or(ALIKE),
        Mark::of(&["cannot authenticate record data in server response"]).or(ALIKE),
        Mark::of(&["go.sum database server misbehavior detected"]).or(&["modcache-corrupt"]),
        Mark::of(&["checksum missing from sumdb response"]).or(&["sumdb-relay-broken"]),
    ],
    explains: &[],
    rule,
    fixes,
};

const DOUBTS: &[Doubt] = &[Doubt::Unsigned, Doubt::Inconsistent, Doubt::Abandoned];

/// What these words leave open.
const ALIKE: &[&str] = &["sumdb-relay-broken", "modcache-corrupt"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let doubted = evidence.doubted(DOUBTS)?;
    let host = evidence.asked_database(doubted.fetch);
    let Text { en, zh } = match doubted.doubt {
        Doubt::Abandoned => abandoned(&doubted, evidence, &host)?,
        Doubt::Unsigned => unsigned(&doubted, evidence, &host)?,
        _ => inconsistent(&doubted, &host)?,
    };
    let Text { en: by_en, zh: by_zh } = between(&doubted, evidence, &host);
    let says = say! { en: "{en}{by_en}", zh: "{zh}{by_zh}" };
    let subject = Subject::Host(host);
    let Doubted { confidence, cites, modules, .. } = doubted;
    let finding = Finding::new(confidence, says, cites).stops(modules).about(subject);
    Some(finding.not("sumdb-unreachable", Text::of(
        "Who is asked for the database answers.",
        "被询问的数据库有应答。",
    )))
}

/// What is served is signed by others, or falsely, or is no note at all.
fn unsigned(doubted: &Doubted<'_>, evidence: &Evidence, host: &str) -> Option<Text> {
    let key = Key::of(&evidence.facts)?;
    Some(match evidence.fault_anew().or(doubted.fault)? {
        SumdbFault::UnverifiedNote { signers, .. } if !signers.is_empty() => {
            let signers = listed(signers);
            say! {
                en: "The log that {host} serves is signed by {signers}, and GOSUMDB holds the key {key}. go believes no other, and stops.",
                zh: "{host} 给出的日志由 {signers} 签名，而 GOSUMDB 里的密钥是 {key}。go 不相信其他密钥，就此停止。",
            }
        }
        SumdbFault::InvalidSignature { key, .. } => say! {
            en: "The log that {host} serves bears a signature of {key} that this key has not made: what was signed was altered, or somebody signs in its name.",
            zh: "{host} 给出的日志带有 {key} 的签名，但这个签名并不是该密钥做出的：要么签名之后内容被改动，要么有人冒名签名。",
        },
        fault => {
            let words = Excerpt::text(fault.message().raw());
            say! {
                en: "What {host} serves as the signed state of its log is none that go can read (`{words}`). Without one no record is proved, and go stops.",
                zh: "{host} 给出的日志签名状态 go 无法读取（`{words}`）。没有它就无法证明任何记录，go 就此停止。",
            }
        }
    })
}

/// Signed, and the hashes do not fit.
fn inconsistent(doubted: &Doubted<'_>, host: &str) -> Option<Text> {
    let words = Excerpt::text(doubted.fault?.message().raw());
    Some(match doubted.fault? {
        SumdbFault::CannotAuthenticateRecord { id, .. } => say! {
            en: "{host} serves a record that is not in its log: its signed log has another one at place {id}. go stops (`{words}`).",
            zh: "{host} 给出的记录不在它的日志里：签名的日志在第 {id} 条是另一条记录。go 就此停止（`{words}`）。",
        },
        SumdbFault::ForkedTree { fork } => {
            let (older, newer) = (fork.older.tree.size, fork.newer.tree.size);
            say! {
                en: "{host} serves two logs that are both signed by its key and exclude each other: that of {newer} records does not begin with that of {older}. Somebody is shown another history than others are.",
                zh: "{host} 给出了两份都由其密钥签名、却互相矛盾的日志：{newer} 条记录的日志不是 {older} 条记录的日志的延续。有人看到的历史与别人不同。",
            }
        }
        _ => say! {
            en: "What {host} serves of its log does not fit what its key has signed (`{words}`): a part of it was altered, or is of another log. go stops.",
            zh: "{host} 给出的日志内容与其密钥签名的不符（`{words}`）：其中一部分被改动过，或者属于另一份日志。go 就此停止。",
        },
    })
}

/// The log that is served is sound in itself, and not the one that this machine knows.
fn abandoned(doubted: &Doubted<'_>, evidence: &Evidence, host: &str) -> Option<Text> {
    let files = evidence.facts.sumdb.as_ref()?;
    let kept = files.latest.as_deref().unwrap_or(&files.cache);
    if let Some(SumdbFault::UnverifiedNote { signers, source }) = doubted.fault {
        let (signers, key) = (listed(signers), Key::of(&evidence.facts)?);
        let path = files.place(source)?;
        return Some(say! {
            en: "{path} keeps a log of {host} that {signers} has signed; GOSUMDB now holds the key {key}. go reads what it has kept first, believes no other key, and stops.",
            zh: "{path} 保存着由 {signers} 签名的 {host} 的日志，而 GOSUMDB 里现在的密钥是 {key}。go 会先读取保存的内容，不相信其他密钥，就此停止。",
        });
    }
    if files.is_public {
        return Some(say! {
            en: "The log that {host} serves does not continue the one that this machine has accepted before ({kept}), though its key has signed both. The public database never begins anew: this machine is shown another history now, or was then.",
            zh: "{host} 给出的日志不是本机以前接受过的日志（{kept}）的延续，尽管两者都由同一密钥签名。公共数据库从不重建：要么现在、要么当时，本机看到的是另一份历史。",
        });
    }
    Some(say! {
        en: "The log that {host} serves does not continue the one that this machine has accepted before ({kept}), though its key has signed both: the database was set up anew, or set back. go takes that for a forgery, and stops.",
        zh: "{host} 给出的日志不是本机以前接受过的日志（{kept}）的延续，尽管两者都由同一密钥签名：数据库重新建过，或者被回退过。go 把这当作伪造，就此停止。",
    })
}

/// Who else may have a hand in it.
fn between(doubted: &Doubted<'_>, evidence: &Evidence, host: &str) -> Text {
    let name = evidence.facts.sumdb.as_ref().map(|it| it.name.as_str()).unwrap_or_default();
    match doubted.fetch.source {
        Source::Proxy { .. } => say! {
            en: " {host} is a proxy of GOPROXY that relays {name}: it may be it that is wrong.",
            zh: "{host} 是 GOPROXY 里转发 {name} 的代理：出错的可能正是它。",
        },
        _ => Text::of("", ""),
    }
}

fn listed(signers: &[Signer]) -> String {
    let signers: Vec<String> = signers.iter().take(3).map(ToString::to_string).collect();
    signers.join(", ")
}

/// The key in force, without the key itself.
struct Key(Verifier);

impl Key {
    fn of(facts: &Facts) -> Option<Self> {
        Database::parse(facts.settings.raw("GOSUMDB")).ok()?.verifier().ok().map(Self)
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}+{:08x}", self.0.name(), self.0.hash())
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Some(doubted) = evidence.doubted(DOUBTS) else { return Vec::new() };
    let Some(here) = &evidence.facts.sumdb else { return Vec::new() };
    let facts = &evidence.facts;
    let other_key = matches!(doubted.fault, Some(SumdbFault::UnverifiedNote { .. }));
    if doubted.doubt == Doubt::Abandoned {
        let is_attack = here.is_public && !other_key;
        return vec![if is_attack { reported(here) } else { forgotten(here) }];
    }
    let mut fixes = Vec::new();
    if other_key {
        fixes.extend(facts.usual_key());
    }
    if matches!(doubted.fetch.source, Source::Proxy { .. }) {
        fixes.extend(facts.past_the_relay());
    }
    if doubted.doubt == Doubt::Unsigned {
        fixes.extend(current_key(evidence.fault_anew().or(doubted.fault), here));
    }
    fixes.push(asked(&evidence.asked_database(doubted.fetch), here));
    fixes
}

/// The number of the new key is known, and the key is not.
fn current_key(fault: Option<&SumdbFault>, files: &SumdbFiles) -> Option<Fix> {
    let Some(SumdbFault::UnverifiedNote { signers, .. }) = fault else { return None };
    let name = &files.name;
    let signer = signers.iter().find(|it| it.name.as_str() == name)?;
    let title = say! {
        en: "Set the new key of {name}, if its owner confirms it",
        zh: "在管理者确认之后，设置 {name} 的新密钥",
    };
    let step = say! {
        en: "Ask the owner of {name} for its current verifier key, which begins with {signer}, and set GOSUMDB to it. What the server itself says proves nothing.",
        zh: "向 {name} 的管理者索取当前的验证密钥（以 {signer} 开头），并把 GOSUMDB 设为它。服务器自己说的不能作为依据。",
    };
    Some(Fix::at_anothers(title, step))
}

/// The one place where it is right to forget a log.
fn forgotten(files: &SumdbFiles) -> Fix {
    let name = &files.name;
    let title = say! {
        en: "Forget the old log of {name} on this machine",
        zh: "让本机忘掉 {name} 的旧日志",
    };
    let paths = files.latest.iter().chain([&files.cache]).cloned().collect();
    Fix::safe(title, Scope::User, vec![Step::RemoveFiles { paths }])
}

fn reported(files: &SumdbFiles) -> Fix {
    let title = Text::of("Keep the evidence, and ask from another network", "保留证据，并从另一个网络再试");
    let latest = files.latest.as_deref().unwrap_or_default();
    let step = say! {
        en: "Keep {latest}. Run the command in another network: if it works there, something between answers in the database's name. If not, report it at https://go.dev/issue/new with that file.",
        zh: "保留 {latest}。换一个网络运行同样的命令：如果那里正常，说明途中有什么在冒充数据库应答。如果仍然失败，请带上这个文件到 https://go.dev/issue/new 报告。",
    };
    Fix::at_anothers(title, step)
}

fn asked(host: &str, files: &SumdbFiles) -> Fix {
    let name = &files.name;
    let title = say! { en: "Ask the owner of {host}", zh: "询问 {host} 的管理者" };
    let step = say! {
        en: "Ask the owner of {host} why what it serves for {name} is not what the database's key has signed, and which key is in force.",
        zh: "请 {host} 的管理者查明：为什么它为 {name} 提供的内容不是数据库密钥所签名的，以及当前使用的是哪个密钥。",
    };
    Fix::at_anothers(title, step)
}

fn alone(log: Log) -> World {
    World::healthy()
        .site("proxy.golang.org", Site::proxy_without_relay())
        .site("sum.golang.org", Site::database_with(log))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "the database has another key",
        world: || alone(Log::Rekeyed),
        roots: &["sumdb-signature-invalid"],
    },
    Scene {
        name: "another key in GOSUMDB",
        world: || World::healthy().go_env("GOSUMDB", &database::other_key()),
        roots: &["sumdb-signature-invalid"],
    },
    Scene {
        name: "a note that was altered",
        world: || alone(Log::Forged),
        roots: &["sumdb-signature-invalid"],
    },
    Scene {
        name: "a note with a control character",
        world: || alone(Log::Scrambled),
        roots: &["sumdb-signature-invalid"],
    },
    Scene {
        name: "a proxy relays what another key has signed",
        world: || World::healthy().site("proxy.golang.org", Site::relaying(Log::Rekeyed)),
        roots: &["sumdb-signature-invalid"],
    },
    Scene {
        name: "a record that is not in the log",
        world: || alone(Log::Altered),
        roots: &["sumdb-signature-invalid"],
    },
    Scene {
        name: "tiles of another log",
        world: || alone(Log::Mixed),
        roots: &["sumdb-signature-invalid"],
    },
    Scene {
        name: "set up anew, and this machine knows a longer log",
        world: || alone(Log::Sound).accepted(Log::Former),
        roots: &["sumdb-signature-invalid"],
    },
    Scene {
        name: "set up anew, and this machine has all of the old log",
        world: || alone(Log::Sound).accepted(Log::Former).keeps_tile(Log::Former),
        roots: &["sumdb-signature-invalid"],
    },
    Scene {
        name: "this machine keeps a tree of another key",
        world: || alone(Log::Sound).accepted(Log::Rekeyed),
        roots: &["sumdb-signature-invalid"],
    },
    Scene {
        name: "this machine keeps a lookup of another key",
        world: || alone(Log::Sound).looked_up(Log::Rekeyed, "github.com/acme/widget@v1.2.3"),
        roots: &["sumdb-signature-invalid"],
    },
    Scene {
        name: "the log that this machine knows",
        world: || alone(Log::Sound).accepted(Log::Sound),
        roots: &[],
    },
    Scene {
        name: "all of it is kept here, and the database cannot be reached",
        world: || {
            alone(Log::Sound)
                .without_site("sum.golang.org")
                .keeps_tile(Log::Sound)
                .looked_up(Log::Sound, "github.com/acme/widget@v1.2.3")
                .looked_up(Log::Sound, "golang.org/x/text@v0.14.0")
        },
        roots: &[],
    },
];
