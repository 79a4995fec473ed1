use crate::base::Text;
use crate::model::{Area, Cause, Charge, Confidence, Evidence, Finding, Fix, Mark, Risk, Suspect};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "checksum-tag-moved",
    area: Area::Checksums,
    title: Text::of("The tag of a version was moved upstream", "上游移动了某个版本的标签"),
    docs: Text::of(
        "A version is a tag in the repository of its module, and tags can be moved. Somebody did: \
         the tag now leads to other content than when the proxy, the checksum database or go.sum \
         recorded it.\n\n\
         go says: verifying MODULE@VERSION: checksum mismatch\n\
         and: The bits may have been replaced on the origin server, or an attacker may\n\
         have intercepted the download attempt.\n\n\
         It shows where go fetches from the repository (GOPROXY=direct, GOPRIVATE), or through a \
         proxy that fetched it after the tag was moved. Authors do so to mend a release in its \
         first minutes; for those who had it before, and for the database, the version is what it \
         was.\n\n\
         No local change is right: with another go.sum this machine would build something else \
         than the others, and the next one stops again. Keep the recorded content, which a module \
         proxy still has as long as it recorded it before; or take the next version, and ask the \
         author to publish one. For a module of your own team: never move a tag that somebody has \
         fetched.",
        "一个版本就是模块仓库里的一个标签，而标签是可以移动的。有人这样做了：\
         标签现在指向的内容，与代理、校验和数据库或 go.sum 当初记录的不同。\n\n\
         go 的报错：verifying MODULE@VERSION: checksum mismatch\n\
         以及：The bits may have been replaced on the origin server, or an attacker may\n\
         have intercepted the download attempt.\n\n\
         当 go 直接从仓库获取（GOPROXY=direct、GOPRIVATE），或经由在标签移动之后才获取它的代理时，就会出现。\
         作者常在发布后的头几分钟里这样修正版本；但对先前已经得到它的人和数据库来说，这个版本仍是原来的样子。\n\n\
         本地怎么改都不对：换一份 go.sum，这台机器构建出的就与别人不同，下一台机器又会停下。请保留有记录的内容：\
         在移动之前就记录过它的模块代理仍然有；或者改用下一个版本，并请作者发布一个。如果是自己团队的模块：不要移动已经有人获取过的标签。",
    ),
    logs: &[
        Mark::of(&["downloaded: h1:", "go.sum:", "h1:"])
            .or(&["gosum-mismatch", "modcache-corrupt", "checksum-proxy-altered", "sumdb-mismatch"]),
        Mark::of(&["verifying ", "@", ": checksum mismatch"])
            .without(&["verifying module: ", "verifying go.mod: "])
            .or(&["gosum-mismatch", "modcache-corrupt", "checksum-proxy-altered"]),
        Mark::of(&["does NOT match an earlier download recorded in go.sum"])
            .or(&["gosum-mismatch", "checksum-proxy-altered", "modcache-corrupt"])
            .hints(),
        Mark::of(&["may have been replaced on the origin server"])
            .or(&["gosum-mismatch", "sumdb-mismatch", "checksum-proxy-altered"])
            .hints(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let charge = evidence.charge(Suspect::Tag)?;
    let what = charge.first().file();
    let (en, zh) = (what.en, what.zh);
    let wrong = match charge.confidence {
        Confidence::Certain => say! {
            en: "The tag behind {en} was moved upstream after its content was recorded.",
            zh: "{zh} 的内容被记录之后，上游移动了它的标签。",
        },
        Confidence::Likely => say! {
            en: "The tag behind {en} was most likely moved upstream: different contents go by this version.",
            zh: "{zh} 的标签很可能被上游移动过：这个版本名下有不同的内容。",
        },
        Confidence::Possible => say! {
            en: "Nobody agrees on {en}: its tag may have been moved upstream, more than once.",
            zh: "各方对 {zh} 的说法都不一致：它的标签可能被上游移动过，而且不止一次。",
        },
    };
    Some(charge.finding(evidence, wrong, means(evidence, &charge)))
}

fn means(evidence: &Evidence, charge: &Charge<'_>) -> Text {
    match evidence.who_serves_right(charge) {
        Some(place) => say! {
            en: "No local change is right: pin the recorded content through {place}, which still has it, or take the next version.",
            zh: "本地怎么改都不对：请通过仍有这份内容的 {place} 固定有记录的内容，或改用下一个版本。",
        },
        None => Text::of(
            "No local change is right: keep the recorded content where a proxy still has it, or take the next version.",
            "本地怎么改都不对：请在仍有这份内容的代理处取得有记录的内容，或改用下一个版本。",
        ),
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Some(charge) = evidence.charge(Suspect::Tag) else { return Vec::new() };
    let pinned = evidence.fetched_elsewhere(&charge);
    let default = pinned.is_none().then(|| evidence.fetched_by_default(&charge)).flatten();
    let lines = evidence.recorded_lines(&charge);
    let mut fixes: Vec<Fix> = lines.into_iter().chain(pinned).chain(default).collect();
    fixes.push(evidence.next_version(&charge));
    fixes.push(told(&charge));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn told(charge: &Charge<'_>) -> Fix {
    let module = charge.first().module();
    let title = Text::of("Ask its author for a new version", "请作者发布新版本");
    let step = say! {
        en: "Tell the author of {module} that its tag was moved after it had been fetched: what is meant has to come out under a new version, and a tag that was published stays where it is.",
        zh: "告诉 {module} 的作者：标签在被人获取之后移动过；想要发布的内容应当用新的版本号，已经发布的标签不应再移动。",
    };
    Fix::at_anothers(title, step)
}

const SUM: &str = "/home/dev/app/go.sum";
const MOVED: &str = "module github.com/acme/widget\n\n// a late mend\n";

fn moved() -> Site {
    Site::except(&["widget/@v/v1.2.3.mod"], 200, MOVED)
}

fn line() -> String {
    let hash = crate::go::h1::of_gomod(b"module github.com/acme/widget\n");
    format!("github.com/acme/widget v1.2.3/go.mod {hash}\n")
}

fn two() -> World {
    World::healthy()
        .var("GOPROXY", "https://go.corp.example|https://goproxy.cn,direct")
        .site("go.corp.example", moved())
}

const GOMOD: &str = "module example.com/app\n\ngo 1.24\n\nrequire github.com/acme/widget v1.2.3\n";

/// The repository has moved on, and go asks it.
fn straight() -> World {
    World::healthy()
        .gomod(GOMOD)
        .var("GOPROXY", "direct")
        .file(SUM, &line())
        .tagged("v1.2.3", &[("go.mod", MOVED), ("widget.go", "package widget\n")])
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "the repository against go.sum and the database",
        world: straight,
        roots: &["checksum-tag-moved"],
    },
    Scene {
        name: "the repository of a private module against go.sum",
        world: || straight().var("GOPRIVATE", "github.com/acme"),
        roots: &["checksum-tag-moved"],
    },
    Scene {
        name: "the repository has what was recorded",
        world: || {
            let files = [("go.mod", "module github.com/acme/widget\n"), ("widget.go", "package widget\n")];
            straight().var("GOSUMDB", "off").tagged("v1.2.3", &files)
        },
        roots: &[],
    },
    Scene {
        name: "a proxy that fetched it late, and the repository agrees with it",
        world: || {
            straight()
                .var("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", moved())
        },
        roots: &["checksum-tag-moved"],
    },
    Scene {
        name: "two proxies fetched it after go.sum and the database",
        world: || two().file(SUM, &line()).site("goproxy.cn", moved()),
        roots: &["checksum-tag-moved"],
    },
    Scene {
        name: "two proxies fetched it after the database",
        world: || two().site("goproxy.cn", moved()),
        roots: &["checksum-tag-moved"],
    },
    Scene {
        name: "one proxy has what was recorded",
        world: || two().file(SUM, &line()),
        roots: &["checksum-proxy-altered"],
    },
];
