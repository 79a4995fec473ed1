use crate::base::{Excerpt, Text, Veiled};
use crate::go::env::Setting;
use crate::go::gosumdb::{Database, GosumdbError};
use crate::model::{Area, Cause, Cite, Evidence, Finding, Fix, Mark, Subject, is_public_host};
use crate::say;
use crate::world::{Scene, World, database};

pub(super) const CAUSE: Cause = Cause {
    code: "gosumdb-malformed",
    area: Area::Settings,
    title: Text::of("GOSUMDB is malformed", "GOSUMDB 格式有误"),
    docs: Text::of(
        "GOSUMDB holds the name of a known checksum database or a verifier key, and behind it \
         perhaps a URL. What stands there is neither, and go stops as soon as it needs the \
         database.\n\n\
         go says: invalid GOSUMDB: malformed verifier id\n\
         or: invalid GOSUMDB: invalid verifier hash\n\
         or: invalid GOSUMDB: too many fields\n\
         or: missing GOSUMDB\n\n\
         A key is `name+hash+base64`; a hash, a host or a URL alone is none. go knows \
         `sum.golang.org` by name, and `sum.golang.google.cn` where nothing stands beside it. \
         Quotes, capitals, a comma for the blank and a carriage return in the go env file belong \
         to the value. An empty line in the go env file is not the default: `missing GOSUMDB`. \
         `OFF` and `none` do not switch the database off; only `off` would.\n\n\
         Correct the value where it is set, or set GOSUMDB back to its default. For private \
         modules alone, GOPRIVATE or GONOSUMDB with their prefix keeps the database for all \
         others. A database of your own needs the verifier key that its owner publishes.",
        "GOSUMDB 的值应当是已知校验和数据库的名字，或者一个验证密钥，后面可以再跟一个 URL。\
         现在的值两者都不是，go 一旦需要数据库就会停止。\n\n\
         go 的报错：invalid GOSUMDB: malformed verifier id\n\
         或者：invalid GOSUMDB: invalid verifier hash\n\
         或者：invalid GOSUMDB: too many fields\n\
         或者：missing GOSUMDB\n\n\
         密钥的形式是 `名字+哈希+base64`；单独的哈希、主机名或 URL 都不是密钥。go 认识的名字是 `sum.golang.org`，\
         以及单独出现的 `sum.golang.google.cn`。引号、大写字母、代替空格的逗号、go env 文件里的回车符都会成为值的一部分。\
         go env 文件里的空值并不等于默认值，go 会报 `missing GOSUMDB`。`OFF` 和 `none` 并不会关闭数据库，只有 `off` 才会。\n\n\
         请在设置它的地方改正，或者把 GOSUMDB 恢复为默认值。如果只是为了私有模块，用 GOPRIVATE 或 GONOSUMDB \
         写上它们的前缀，其他模块仍由数据库校验。自建的数据库需要其管理者公布的验证密钥。",
    ),
    logs: &[
        Mark::of(&["invalid GOSUMDB"]),
        Mark::of(&["verifying", "missing GOSUMDB"]),
        Mark::of(&["missing GOSUMDB"]),
        Mark::of(&["invalid sumdb name"]),
        Mark::of(&["invalid GOSUMDB URL: parse", "missing protocol scheme"]),
        Mark::of(&["invalid GOSUMDB URL: parse", "first path segment in URL cannot contain colon"]),
        Mark::of(&["invalid GOSUMDB URL: parse", "invalid port ", " after host"]),
        Mark::of(&["invalid GOSUMDB URL: parse", "invalid character "]),
        Mark::of(&["invalid GOSUMDB URL: parse", "invalid URL escape "]),
        Mark::of(&["invalid GOSUMDB URL: parse", "control character in URL"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let cite = Cite::Setting("GOSUMDB".into());
    let stopped = evidence.stopped_by(&cite);
    let setting = evidence.facts.settings.get("GOSUMDB")?;
    let error = Database::parse(setting.value.raw()).err();
    let error = error.filter(|error| *error != GosumdbError::Off)?;
    (!stopped.is_empty()).then(|| {
        Finding::certain(says(setting, &error), vec![cite])
            .stops(stopped)
            .about(Subject::Setting("GOSUMDB".into()))
    })
}

fn says(setting: &Setting, error: &GosumdbError) -> Text {
    let (value, words) = (Excerpt::text(&setting.value.to_string()), error.message());
    let plain: String = value.as_str().chars().filter(char::is_ascii_alphanumeric).collect();
    if *error == GosumdbError::Missing {
        return say! {
            en: "GOSUMDB is set and empty, which is not the same as not being set. go says: {words}, as soon as it looks up a module that go.sum does not know.",
            zh: "GOSUMDB 被设成了空值，这与没有设置不同。go 一查询 go.sum 里没有的模块就会报错：{words}。",
        };
    }
    if OFF.contains(&plain.to_ascii_lowercase().as_str()) {
        return say! {
            en: "GOSUMDB is `{value}`, which go takes for the key of a database and refuses ({words}). Only `off`, in small letters and with nothing around it, would mean that no database is asked; then nobody vouches for what go.sum does not know.",
            zh: "GOSUMDB 的值是 `{value}`，go 把它当作数据库的密钥而拒绝（{words}）。只有小写且前后没有其他字符的 `off` 才表示不查询数据库；那样的话，go.sum 里没有的内容就无人担保。",
        };
    }
    say! {
        en: "GOSUMDB is `{value}`, and go refuses it ({words}) as soon as it looks up a module that go.sum does not know.",
        zh: "GOSUMDB 的值是 `{value}`；go 一查询 go.sum 里没有的模块就会拒绝它（{words}）。",
    }
}

/// What people write to have no database asked.
const OFF: &[&str] = &["off", "none", "no", "false", "disable", "disabled", "0", "null"];

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let written = facts.settings.raw("GOSUMDB");
    let reach = facts.reach("GOSUMDB");
    let corrected = Database::corrected(written).filter(|meant| meant != "sum.golang.org");
    let corrected = corrected.map(|value| {
        let shown = Veiled::new(&*value);
        let title = say! {
            en: "Correct GOSUMDB to {shown}",
            zh: "把 GOSUMDB 改正为 {shown}",
        };
        Fix::safe(title, reach, vec![facts.set("GOSUMDB", value)]).rivals("database")
    });
    let title = Text::of("Set GOSUMDB back to its default", "把 GOSUMDB 恢复为默认值");
    let unset = Fix::safe(title, reach, vec![facts.unset("GOSUMDB")]).rivals("database");
    let mut fixes: Vec<Fix> = corrected.into_iter().chain([unset]).collect();
    fixes.extend(own_host(written).as_deref().map(keyed));
    fixes
}

/// A host or URL that is no public database's, and that somebody may run.
fn own_host(written: &str) -> Option<String> {
    let first = written.split_whitespace().next()?;
    let behind = first.split_once("://").map_or(first, |(_, behind)| behind);
    let name = behind.split('+').next().unwrap_or(behind);
    let host = name.split('/').next().unwrap_or(name);
    let is_host = host.contains('.') && host.bytes().all(|it| it.is_ascii_alphanumeric() || b".-:".contains(&it));
    (is_host && !is_public_host(&host.to_ascii_lowercase())).then(|| name.to_owned())
}

fn keyed(name: &str) -> Fix {
    let title = say! { en: "Name {name} with its key", zh: "写上 {name} 的密钥" };
    let step = say! {
        en: "If {name} is a database of your own: its owner publishes a verifier key of the form NAME+HASH+KEY; set GOSUMDB to that key, and behind a blank to the URL if it is served elsewhere.",
        zh: "如果 {name} 是自建的数据库：其管理者会公布形如 NAME+HASH+KEY 的验证密钥；把 GOSUMDB 设为该密钥，如果在别处提供服务，再空一格写上 URL。",
    };
    Fix::at_anothers(title, step)
}

fn with(gosumdb: &str) -> World {
    World::healthy().var("GOSUMDB", gosumdb)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a hash in place of a key",
        world: || with("sum.golang.org+deadbeef"),
        roots: &["gosumdb-malformed"],
    },
    Scene {
        name: "a host that go does not know",
        world: || with("sum.corp.example"),
        roots: &["gosumdb-malformed"],
    },
    Scene {
        name: "a URL alone",
        world: || with("https://goproxy.cn/sumdb/sum.golang.org"),
        roots: &["gosumdb-malformed"],
    },
    Scene { name: "off in capitals", world: || with("OFF"), roots: &["gosumdb-malformed"] },
    Scene {
        name: "a carriage return in the go env file",
        world: || World::healthy().go_env("GOSUMDB", "sum.golang.google.cn\r"),
        roots: &["gosumdb-malformed"],
    },
    Scene {
        name: "an empty value in the go env file",
        world: || World::healthy().go_env("GOSUMDB", ""),
        roots: &["gosumdb-malformed"],
    },
    Scene {
        name: "a comma for the blank",
        world: || with("sum.golang.org,https://sum.golang.google.cn"),
        roots: &["gosumdb-malformed"],
    },
    Scene {
        name: "one field too many",
        world: || with("sum.golang.org https://sum.golang.google.cn https://goproxy.cn"),
        roots: &["gosumdb-malformed"],
    },
    Scene {
        name: "an address that is no URL",
        world: || with("sum.golang.org 192.0.2.1:8080/sumdb"),
        roots: &["gosumdb-malformed"],
    },
    Scene { name: "no database is asked", world: || with("off"), roots: &[] },
    Scene { name: "the other address", world: || with(&format!("{} https://sum.golang.google.cn", database::key())), roots: &[] },
    Scene {
        name: "a carriage return that means nothing",
        world: || World::healthy().go_env("GOSUMDB", &format!("{}\r", database::key())),
        roots: &[],
    },
];
