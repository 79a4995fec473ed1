use crate::base::Text;
use crate::go::gosumdb::{Database, GosumdbError};
use crate::model::{Area, Cause, Cite, Evidence, Finding, Fix, Pattern, Subject};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "gosumdb-malformed",
    area: Area::Settings,
    title: Text::of("GOSUMDB is malformed", "GOSUMDB 格式有误"),
    docs: Text::of(
        "GOSUMDB holds the name of a known checksum database or a verifier key, and behind it \
         perhaps a URL. What stands there is neither, and go stops as soon as it needs the \
         database.\n\n\
         go says: invalid GOSUMDB: malformed verifier id\n\n\
         A key is `name+hash+base64`; a hash or a host alone is none. \
         `sum.golang.google.cn` is the one other name that go knows.\n\n\
         Set GOSUMDB back to its default. For private modules alone, GOPRIVATE or GONOSUMDB \
         with their prefix keeps the database for all others.",
        "GOSUMDB 的值应当是已知校验和数据库的名字，或者一个验证密钥，后面可以再跟一个 URL。\
         现在的值两者都不是，go 一旦需要数据库就会停止。\n\n\
         go 的报错：invalid GOSUMDB: malformed verifier id\n\n\
         密钥的形式是 `名字+哈希+base64`；单独的哈希或主机名不是密钥。go 认识的另一个名字只有 \
         `sum.golang.google.cn`。\n\n\
         请把 GOSUMDB 恢复为默认值。如果只是为了私有模块，用 GOPRIVATE 或 GONOSUMDB 写上它们的前缀，\
         其他模块仍由数据库校验。",
    ),
    logs: &[
        Pattern(&["invalid GOSUMDB"]),
        Pattern(&["missing GOSUMDB"]),
        Pattern(&["invalid sumdb name"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let cite = Cite::Setting("GOSUMDB".into());
    let stopped = evidence.stopped_by(&cite);
    let value = &evidence.facts.settings.get("GOSUMDB")?.value;
    let error = Database::parse(value.raw()).err().filter(|error| *error != GosumdbError::Off)?;
    let words = error.message();
    (!stopped.is_empty()).then(|| {
        let says = say! {
            en: "GOSUMDB is `{value}`, and go refuses it ({words}) as soon as it looks up a module that go.sum does not know.",
            zh: "GOSUMDB 的值是 `{value}`；go 一查询 go.sum 里没有的模块就会拒绝它（{words}）。",
        };
        Finding::certain(says, vec![cite])
            .stops(stopped)
            .about(Subject::Setting("GOSUMDB".into()))
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title = Text::of("Set GOSUMDB back to its default", "把 GOSUMDB 恢复为默认值");
    let facts = &evidence.facts;
    vec![Fix::safe(title, facts.reach("GOSUMDB"), vec![facts.unset("GOSUMDB")])]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a hash in place of a key",
        world: || World::healthy().var("GOSUMDB", "sum.golang.org+deadbeef"),
        roots: &["gosumdb-malformed"],
    },
    Scene {
        name: "go.sum knows everything",
        world: || World::healthy().var("GOSUMDB", "off"),
        roots: &[],
    },
];
