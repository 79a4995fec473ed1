use crate::base::Text;
use crate::model::{Area, Cause, Charge, Confidence, Evidence, Finding, Fix, Mark, Subject, Suspect, place_of};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "checksum-proxy-altered",
    area: Area::Checksums,
    title: Text::of("A module proxy serves other content than recorded", "模块代理提供的内容与记录不符"),
    docs: Text::of(
        "A module version has the same content for everybody, for ever: go.sum and the checksum \
         database hold its hash. This proxy serves other bytes under that version than these have \
         recorded, and than the other sources serve.\n\n\
         go says: verifying MODULE@VERSION: checksum mismatch\n\
         and: This download does NOT match an earlier download recorded in go.sum.\n\
         The bits may have been replaced on the origin server, or an attacker may\n\
         have intercepted the download attempt.\n\n\
         Mostly nobody attacks: the proxy has packed the version itself, from a tag that was moved \
         and moved back; somebody uploaded it by hand; a storage behind it keeps a file that was \
         cut short; something on the way rewrites text. But it is also just what an attack would \
         look like, and go is right to stop. What came was not kept: the module cache holds \
         nothing of it. go does not ask the next element of GOPROXY, not even behind `|`, as the \
         hash is compared after the download.\n\n\
         Fetch the version from a source that serves the recorded content; go checks it all the \
         same. Have the owner of the proxy remove what it holds of that version. Do not change \
         go.sum, and do not switch the checksum database off: both would let the altered content \
         in.",
        "一个模块版本的内容对所有人、在任何时候都相同：go.sum 和校验和数据库保存着它的哈希。而这个代理在该版本名下提供的字节，\
         与它们的记录不同，也与其他来源不同。\n\n\
         go 的报错：verifying MODULE@VERSION: checksum mismatch\n\
         以及：This download does NOT match an earlier download recorded in go.sum.\n\
         The bits may have been replaced on the origin server, or an attacker may\n\
         have intercepted the download attempt.\n\n\
         多数情况下并没有人攻击：代理自己打包了这个版本，而当时标签被移动过又移了回来；有人手工上传过；\
         它背后的存储保留了一个不完整的文件；途中有设备改写了文本。但攻击看起来也正是这样，go 停下来是对的。\
         得到的内容没有被保留，模块缓存里没有它。go 不会询问 GOPROXY 的下一项，在 `|` 之后也不会，因为哈希是在下载之后才比较的。\n\n\
         请从提供有记录内容的来源获取这个版本；go 照样会检查它。请代理的管理者删除其中这个版本的内容。\
         不要改动 go.sum，也不要关闭校验和数据库：这两种做法都会让被改动的内容进来。",
    ),
    logs: &[
        Mark::of(&["intercepted the download attempt"])
            .or(&["checksum-tag-moved", "gosum-mismatch", "sumdb-mismatch"])
            .hints(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let charge = evidence.charge(Suspect::Proxy)?;
    let hearing = charge.first();
    let host = place_of(&hearing.altered()?.url);
    let what = hearing.file();
    let (en, zh) = (what.en, what.zh);
    let wrong = say! {
        en: "{host} serves other content than recorded for {en}.",
        zh: "{host} 为 {zh} 提供的内容与记录不符。",
    };
    Some(charge.finding(evidence, wrong, means(&charge, &host)).about(Subject::Host(host)))
}

fn means(charge: &Charge<'_>, host: &str) -> Text {
    match charge.confidence {
        Confidence::Certain => say! {
            en: "{host} is alone: it was altered there or on the way, or packed there from a tag that had been moved. go is right to stop, and keeps nothing of it.",
            zh: "与其他各方不一致的只有 {host}：内容在那里或途中被改动，或者是在标签被移动时由它打包的。go 停下来是对的，也不会保留这些内容。",
        },
        Confidence::Likely | Confidence::Possible => say! {
            en: "{host} is alone among those who were heard; had its tag been moved upstream and {host} fetched it since, it would look the same from here. Either way go is right to stop, and keeps nothing of it.",
            zh: "在得到答复的各方中，不一致的只有 {host}；如果上游移动过标签、而 {host} 在那之后获取，从这里看也是同样的情形。无论哪种情况，go 停下来都是对的，也不会保留这些内容。",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Some(charge) = evidence.charge(Suspect::Proxy) else { return Vec::new() };
    let elsewhere = evidence.fetched_elsewhere(&charge);
    let default = elsewhere.is_none().then(|| evidence.fetched_by_default(&charge)).flatten();
    let fixes = [elsewhere, default, evidence.owner_told(&charge)];
    let mut fixes: Vec<Fix> = fixes.into_iter().flatten().collect();
    fixes.sort_by_key(|fix| fix.risk != crate::model::Risk::Safe);
    fixes
}

const SUM: &str = "/home/dev/app/go.sum";
const ALTERED: &str = "module github.com/acme/widget\n\n// altered\n";

fn altered() -> Site {
    Site::except(&["widget/@v/v1.2.3.mod"], 200, ALTERED)
}

fn line() -> String {
    let hash = crate::go::h1::of_gomod(b"module github.com/acme/widget\n");
    format!("github.com/acme/widget v1.2.3/go.mod {hash}\n")
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "go.sum and the database agree",
        world: || World::healthy().file(SUM, &line()).site("proxy.golang.org", altered()),
        roots: &["checksum-proxy-altered"],
    },
    Scene {
        name: "go.sum and the next proxy agree, without a database",
        world: || {
            World::healthy()
                .file(SUM, &line())
                .var("GOSUMDB", "off")
                .var("GOPROXY", "https://go.corp.example|https://goproxy.cn,direct")
                .site("go.corp.example", altered())
        },
        roots: &["checksum-proxy-altered"],
    },
    Scene {
        name: "the database and the next proxy agree, and go.sum is silent",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example,https://proxy.golang.org,direct")
                .site("go.corp.example", altered())
        },
        roots: &["checksum-proxy-altered"],
    },
    Scene {
        name: "the proxy behind it is altered, and go never asks it",
        world: || {
            World::healthy()
                .file(SUM, &line())
                .var("GOPROXY", "https://proxy.golang.org,https://go.corp.example")
                .site("go.corp.example", altered())
        },
        roots: &[],
    },
];
