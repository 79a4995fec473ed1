use crate::base::Text;
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark, Risk, Suspect};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "sumdb-mismatch",
    area: Area::Checksums,
    title: Text::of("What came is not what the checksum database recorded", "得到的内容与校验和数据库的记录不符"),
    docs: Text::of(
        "The checksum database records the hash of a module version when it is first seen, and \
         nobody can change the record afterwards. What came under that version has another hash, \
         and go.sum does not speak of it.\n\n\
         go says: verifying module: checksum mismatch (or: verifying go.mod: checksum mismatch)\n\
         \x20       downloaded: h1:AAAA...\n\
         \x20       sum.golang.org: h1:BBBB...\n\
         and: This download does NOT match the one reported by the checksum server.\n\n\
         Either the tag was moved upstream after the record was made, which is the usual story \
         with young versions, or the proxy serves content that was altered. Another source tells \
         which: where the repository itself has what came, the tag was moved; where another proxy \
         has what is recorded, the first is wrong. The database itself is not in doubt: its record \
         is signed, and the same for everybody.\n\n\
         Build nothing with what came. Ask another source for the recorded content, or take the \
         next version. GONOSUMDB and GOSUMDB=off end the message and let in whatever came.",
        "校验和数据库在一个模块版本首次出现时记录它的哈希，此后谁也无法更改。这次在该版本名下得到的内容哈希不同，而 go.sum 里没有这个版本。\n\n\
         go 的报错：verifying module: checksum mismatch（或 verifying go.mod: checksum mismatch）\n\
         \x20       downloaded: h1:AAAA...\n\
         \x20       sum.golang.org: h1:BBBB...\n\
         以及：This download does NOT match the one reported by the checksum server.\n\n\
         要么是上游在记录写入之后移动了标签，新版本常有这种情况；要么是代理提供的内容被改动过。另一个来源可以分辨：\
         如果仓库本身就是得到的内容，说明标签被移动过；如果另一个代理有记录中的内容，说明第一个代理有问题。\
         数据库本身没有疑问：它的记录有签名，对所有人都相同。\n\n\
         不要用得到的内容构建。请向另一个来源获取有记录的内容，或改用下一个版本。\
         GONOSUMDB 和 GOSUMDB=off 能让报错消失，但也会放进任何得到的内容。",
    ),
    logs: &[
        Mark::of(&["verifying ", "checksum mismatch", "downloaded: h1:", ": h1:"])
            .without(&["go.sum:", "go.work.sum:"])
            .or(OPEN),
        Mark::of(&["verifying module: checksum mismatch"])
            .or(OPEN),
        Mark::of(&["verifying go.mod: checksum mismatch"])
            .or(OPEN),
        Mark::of(&["NOT match the one reported by the checksum server"])
            .or(&["checksum-tag-moved", "checksum-proxy-altered"])
            .hints(),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Who may have brought the other content.
const OPEN: &[&str] = &["checksum-tag-moved", "checksum-proxy-altered", "modcache-corrupt"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    if evidence.survey.is_some() {
        return evidence.unrecorded_files();
    }
    let charge = evidence.charge(Suspect::Unsettled)?;
    let what = charge.first().file();
    let (en, zh) = (what.en, what.zh);
    let wrong = say! {
        en: "What came for {en} is not what the checksum database recorded.",
        zh: "得到的 {zh} 与校验和数据库的记录不符。",
    };
    let means = Text::of(
        "Whether it was altered where it came from, or the tag was moved upstream after the record was made, cannot be told from here. Build nothing with it.",
        "是来源处改动了内容，还是上游在记录写入之后移动了标签，从这里无法判断。请不要用它构建。",
    );
    Some(charge.finding(evidence, wrong, means))
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    if evidence.survey.is_some() {
        return evidence.unrecorded_removed();
    }
    let Some(charge) = evidence.charge(Suspect::Unsettled) else { return Vec::new() };
    let default = evidence.fetched_by_default(&charge);
    let next = evidence.next_version(&charge);
    let repository = evidence.repository_asked(&charge);
    let told = evidence.owner_told(&charge);
    let mut fixes: Vec<Fix> =
        default.into_iter().chain([repository, next]).chain(told).collect();
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

const ALTERED: &str = "module github.com/acme/widget\n\n// altered\n";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "the only proxy serves something else",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::except(&["widget/@v/v1.2.3.mod"], 200, ALTERED))
        },
        roots: &["sumdb-mismatch"],
    },
    Scene {
        name: "another proxy has what is recorded",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example|https://goproxy.cn,direct")
                .site("go.corp.example", Site::except(&["widget/@v/v1.2.3.mod"], 200, ALTERED))
        },
        roots: &["checksum-proxy-altered"],
    },
    Scene {
        name: "nobody asks the database",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example")
                .var("GOSUMDB", "off")
                .site("go.corp.example", Site::except(&["widget/@v/v1.2.3.mod"], 200, ALTERED))
        },
        roots: &[],
    },
];
