use crate::base::{Excerpt, Text};
use crate::model::{Area, CachedCopy, Cause, Charge, Confidence, Damaged, Doing, Evidence, Finding, Fix, Hearing, Holder, Mark, Part, Really, Scope, Spoken, Step, Subject, Suspect};
use crate::say;
use crate::world::{Log, Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "modcache-corrupt",
    area: Area::Settings,
    title: Text::of("A file of the module cache is not what was downloaded", "模块缓存里的文件不是当初下载的内容"),
    docs: Text::of(
        "go keeps what it has downloaded below GOMODCACHE/cache/download: the .mod, the .zip and \
         beside it the .ziphash with the hash of the zip. Before it uses them it compares them with \
         go.sum, and stops where they differ. Here the file of the cache is the odd one out.\n\n\
         go says: verifying MODULE@VERSION: checksum mismatch\n\
         \x20       downloaded: h1:AAAA...\n\
         though nothing was downloaded: `downloaded` is the cache. Of a .mod that is no go.mod and \
         that go.sum does not know it says: parsing go.mod: missing module line\n\
         and of a broken zip that is to be unpacked: -> unzip FILE: zip: not a valid zip file\n\n\
         A disk that was full, a container that was killed, a restored CI cache, an editor or a \
         search-and-replace over the whole home folder, a virus scanner: all of them leave files \
         that are cut short, zeroed or changed. A .mod can hold a web page that a portal served \
         while the checksum database was switched off. go believes a .ziphash without looking into \
         the zip; a zip that is broken beside a right .ziphash it does not notice. The unpacked \
         files it compiles as they are: only `go mod verify` notices an edit there, and clones in \
         cache/vcs are looked at by nobody. `gomod-doctor verify` looks at all of it.\n\n\
         Remove just the named files: go downloads them again and checks them by go.sum. \
         `go clean -modcache` removes the whole cache, which is not needed and may not come back \
         where a source is gone. Do not change go.sum.",
        "go 把下载的内容保存在 GOMODCACHE/cache/download 下：.mod、.zip，以及旁边记录 zip 哈希的 .ziphash。\
         使用之前它会与 go.sum 比较，不同就停止。这里不一致的是缓存里的文件。\n\n\
         go 的报错：verifying MODULE@VERSION: checksum mismatch\n\
         \x20       downloaded: h1:AAAA...\n\
         其实什么都没有下载：`downloaded` 指的是缓存。如果 .mod 根本不是 go.mod，而 go.sum 里又没有它，go 会说：parsing go.mod: missing module line\n\
         如果要解开的 zip 已损坏，go 会说：-> unzip FILE: zip: not a valid zip file\n\n\
         磁盘写满、容器被杀、恢复的 CI 缓存、编辑器或对整个主目录的查找替换、杀毒软件：它们都会留下不完整、被清零或被改动的文件。\
         在校验和数据库关闭期间，.mod 里还可能存下认证门户的网页。go 相信 .ziphash，并不查看 zip 本身；\
         .ziphash 正确而 zip 已损坏时，go 不会察觉。解压后的文件 go 会照原样编译：只有 `go mod verify` 会发现其中的改动，\
         cache/vcs 里的克隆则无人查看。`gomod-doctor verify` 会查看全部内容。\n\n\
         只删除列出的文件：go 会重新下载，并用 go.sum 检查。`go clean -modcache` 会删除整个缓存，没有必要，\
         而且来源已消失的模块可能再也取不回来。不要改动 go.sum。",
    ),
    logs: &[
        Mark::of(&["unzip", "zip: not a valid zip file"])
            .without(&["reading http"]).or(&["module-zip-invalid", "download-truncated"]),
        Mark::of(&["unzip", "zip: checksum error"]).or(&["module-zip-invalid"]),
        Mark::of(&["unzip", "flate: corrupt input"]).or(&["module-zip-invalid"]),
        Mark::of(&["unzip", ".zip: unexpected EOF"]).or(&["download-truncated"]),
        Mark::of(&["unzip", "exists and is not empty"]).or(&["modcache-leftovers"]),
        Mark::of(&["unexpected ziphash"]),
        Mark::of(&["initializing sumdb.Client: reading tree note: malformed note"]),
        Mark::of(&["initializing sumdb.Client: reading tree"]).or(&["sumdb-signature-invalid"]),
        Mark::of(&["zip has been modified ("]),
        Mark::of(&["dir has been modified ("]),
        Mark::of(&["/cache/vcs/", "exists with wrong content (have "]),
        Mark::of(&["\\cache\\vcs\\", "exists with wrong content (have "]),
        Mark::of(&["fatal: not a git repository"]).when(of_a_clone),
        Mark::of(&["does not appear to be a git repository"]).when(of_a_clone),
        Mark::of(&["fatal: bad object"]).when(of_a_clone),
        Mark::of(&["fatal: bad config "]).when(of_a_clone).or(&["git-broken"]),
        Mark::of(&["is corrupt"]).when(of_a_clone),
        Mark::of(&["error: object file ", " is empty"]).when(of_a_clone),
        Mark::of(&["error: inflate: data stream error"]).when(of_a_clone),
        Mark::of(&["cannot be accessed"]).when(of_a_clone),
        Mark::of(&["missing blob object"]).when(of_a_clone),
        Mark::of(&["fatal: unable to read tree"]).when(of_a_clone),
        Mark::of(&["unable to read sha1 file of"]).when(of_a_clone),
        Mark::of(&["bzr: ERROR: Not a branch: ", "/cache/vcs/"]),
        Mark::of(&["abort: repository /", "/cache/vcs/", " not found"]),
        Mark::of(&["svn: E155007"]).when(of_a_clone),
        Mark::of(&[" died of signal 11"]).when(of_a_clone).or(&["git-broken"]),
        Mark::of(&["-> unzip", "zip: not a valid zip file"]).or(&["module-zip-invalid"]),
        Mark::of(&["missing ziphash"]),
        Mark::of(&["zip has been modified"]),
        Mark::of(&["dir has been modified"]),
        Mark::of(&[".info exists with wrong content (have "]),
        Mark::of(&["/cache/vcs/", "Not a branch: \""]),
        Mark::of(&["/cache/vcs/", "fatal: not a git repository"]),
        Mark::of(&["/cache/vcs/", "不是 git 仓库"]),
        Mark::of(&["/cache/vcs/", "fatal: bad object "]),
        Mark::of(&["/cache/vcs/", "object file ", " is empty"]),
        Mark::of(&["/cache/vcs/", "loose object ", " is corrupt"]),
        Mark::of(&["/cache/vcs/", "did not send all necessary objects"]).or(&["git-server-error"]),
        Mark::of(&["\\cache\\vcs\\", "fatal: not a git repository"]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether the tool speaks of a clone that go keeps in the module cache.
fn of_a_clone(it: &Spoken) -> bool {
    it.doing == Doing::Repository && it.text.replace('\\', "/").contains("/cache/vcs/")
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    if evidence.survey.is_some() {
        return evidence.damaged_files();
    }
    match evidence.charge(Suspect::Cache) {
        Some(charge) => alone(evidence, &charge),
        None => unusable(evidence).or_else(|| spoilt_sums(evidence)),
    }
}

/// A file that others contradict.
fn alone(evidence: &Evidence, charge: &Charge<'_>) -> Option<Finding> {
    let hearing = charge.first();
    let Holder::Cache(copy) = hearing.dispute.held.holder else { return None };
    let finding = charge.finding(evidence, wrong(hearing, copy), means(charge, copy));
    Some(finding.about(Subject::File(copy.path.clone())))
}

/// Files that are none of their kind, whatever their hash.
fn unusable(evidence: &Evidence) -> Option<Finding> {
    let copies = evidence.unusable_copies();
    let (_, first) = copies.first()?;
    let Some(Really::Broken { words }) = &first.really else { return None };
    let (path, words) = (&first.path, Excerpt::text(words));
    let (module, version) = (&first.module, &first.version);
    let what = match first.part {
        Part::GoMod => say! {
            en: "{path} is no go.mod, and go takes it for that of {module} {version}: {words}.",
            zh: "{path} 不是 go.mod，而 go 把它当作 {module} {version} 的 go.mod：{words}。",
        },
        Part::Zip => say! {
            en: "{path} is no zip that go could use for {module} {version}: {words}.",
            zh: "{path} 不是 go 能用于 {module} {version} 的 zip：{words}。",
        },
    };
    let (en, zh) = (what.en, what.zh);
    let says = say! {
        en: "{en} It is in the module cache that it is cut short or altered; without it go fetches the version again, and checks it.",
        zh: "{zh}不完整或被改动的是模块缓存里的文件；删掉它，go 会重新获取这个版本并检查。",
    };
    let cites = copies.iter().map(|(cite, _)| cite.clone()).collect();
    let mut modules: Vec<String> =
        copies.iter().map(|(_, it)| format!("{}@{}", it.module, it.version)).collect();
    modules.dedup();
    let finding = Finding::certain(says, cites).stops(modules);
    Some(finding.about(Subject::File(path.clone())))
}

/// What go keeps of the checksum database, where that alone stands in its way.
fn spoilt_sums(evidence: &Evidence) -> Option<Finding> {
    let Damaged { paths, cites, modules, words, confidence } = evidence.damaged_sums()?;
    let (path, words) = (paths.first()?, Excerpt::text(&words));
    let more = match paths.len() - 1 {
        0 => Text::of("", ""),
        others => say! { en: " (and {others} more)", zh: "（另有 {others} 个）" },
    };
    let (more_en, more_zh) = (more.en, more.zh);
    let says = say! {
        en: "{path}{more_en} is not what go has written there: `{words}`. go keeps there what it has seen of the checksum database, reads it before it asks anybody, and stops. The database itself is not to blame; without the file go asks it again.",
        zh: "{path}{more_zh} 已不是 go 当初写入的内容：`{words}`。go 在那里保存它见过的校验和数据库的内容，询问之前会先读取，于是就此停止。问题不在数据库；删掉这个文件，go 会重新询问。",
    };
    let finding = Finding::new(confidence, says, cites).stops(modules);
    let because = Text::of(
        "What does not fit lies on this machine.",
        "不相符的内容就在本机。",
    );
    Some(finding.not("sumdb-signature-invalid", because).about(Subject::File(path.clone())))
}

fn wrong(hearing: &Hearing<'_>, copy: &CachedCopy) -> Text {
    let (path, need) = (&copy.path, hearing.dispute.need);
    let (module, version) = (&need.module, &need.version);
    let right = hearing.ruling.right;
    match (&copy.really, copy.part) {
        (Some(Really::Broken { .. }), Part::GoMod) => say! {
            en: "{path} is no go.mod, and go takes it for that of {module} {version}.",
            zh: "{path} 不是 go.mod，而 go 把它当作 {module} {version} 的 go.mod。",
        },
        (Some(Really::Broken { .. }), Part::Zip) => say! {
            en: "{path} is no zip of a module, and the .ziphash beside it is another's.",
            zh: "{path} 不是模块的 zip，旁边的 .ziphash 也与之不符。",
        },
        (Some(Really::Hashed { h1 }), Part::Zip) if Some(h1.as_str()) == right => say! {
            en: "The .ziphash beside {path} is not that of the zip, which is right itself.",
            zh: "{path} 旁边的 .ziphash 与这个 zip 不符，而 zip 本身是对的。",
        },
        (Some(Really::Hashed { h1 }), Part::Zip) if *h1 != copy.taken_for => say! {
            en: "{path} and the .ziphash beside it do not fit, and neither is {module} {version}.",
            zh: "{path} 与旁边的 .ziphash 不相符，两者也都不是 {module} {version}。",
        },
        _ => say! {
            en: "{path} is not what others have of {module} {version}.",
            zh: "{path} 与其他各方的 {module} {version} 不同。",
        },
    }
}

fn means(charge: &Charge<'_>, copy: &CachedCopy) -> Text {
    let right = charge.first().ruling.right;
    let is_right = matches!(&copy.really, Some(Really::Hashed { h1 }) if Some(h1.as_str()) == right);
    match charge.confidence {
        Confidence::Certain if is_right => Text::of(
            "Nothing was downloaded, though go says `downloaded`, and nothing has to be: without the .ziphash go hashes the zip anew.",
            "其实什么都没有下载，尽管 go 写着 `downloaded`；也不需要下载：删掉 .ziphash，go 会重新计算这个 zip 的哈希。",
        ),
        Confidence::Certain => Text::of(
            "Nothing was downloaded, though go says `downloaded`: it is the file in the cache that is altered or cut short. Without it go fetches the version again, and checks it.",
            "其实什么都没有下载，尽管 go 写着 `downloaded`：被改动或不完整的是缓存里的文件。删掉它，go 会重新获取这个版本并检查。",
        ),
        Confidence::Likely | Confidence::Possible => Text::of(
            "Nothing was downloaded, though go says `downloaded`. Without the file go fetches the version again, and checks it; should the same come again, its source is wrong.",
            "其实什么都没有下载，尽管 go 写着 `downloaded`。删掉这个文件，go 会重新获取这个版本并检查；如果得到的还是同样的内容，问题就在来源。",
        ),
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    if evidence.survey.is_some() {
        return evidence.damage_removed();
    }
    match evidence.charge(Suspect::Cache) {
        Some(charge) => {
            let elsewhere = (!charge.comes_right()).then(|| evidence.fetched_elsewhere(&charge));
            let removed = evidence.copies_removed(&charge);
            removed.into_iter().chain(elsewhere.flatten()).collect()
        }
        None => evidence.unusable_removed().or_else(|| sums_removed(evidence)).into_iter().collect(),
    }
}

fn sums_removed(evidence: &Evidence) -> Option<Fix> {
    let paths = evidence.damaged_sums()?.paths;
    let title = Text::of(
        "Remove just what is spoilt; go asks the database again",
        "只删除损坏的文件；go 会重新询问数据库",
    );
    Some(Fix::safe(title, Scope::User, vec![Step::RemoveFiles { paths }]))
}

const STEM: &str = "/home/dev/go/pkg/mod/cache/download/github.com/acme/widget/@v/v1.2.3";
const RIGHT: &str = "module github.com/acme/widget\n";
const SUM: &str = "/home/dev/app/go.sum";
const LATEST: &str = "/home/dev/go/pkg/sumdb/sum.golang.org/latest";
const SUMS: &str = "/home/dev/go/pkg/mod/cache/download/sumdb/sum.golang.org";

/// The cached .mod of a public module, and the line of go.sum about it.
fn cached(gomod: &str) -> World {
    let hash = crate::go::h1::of_gomod(RIGHT.as_bytes());
    World::healthy()
        .file(SUM, &format!("github.com/acme/widget v1.2.3/go.mod {hash}\n"))
        .file(&format!("{STEM}.mod"), gomod)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a .mod that somebody edited",
        world: || cached("module github.com/acme/widget\n\nrequire golang.org/x/mod v0.20.0\n"),
        roots: &["modcache-corrupt"],
    },
    Scene {
        name: "a portal's page in the place of a .mod",
        world: || cached("<html><title>Sign in</title></html>"),
        roots: &["modcache-corrupt"],
    },
    Scene {
        name: "a .mod without a database, and the proxy agrees with go.sum",
        world: || cached("module github.com/acme/widget\n\n// edited\n").var("GOSUMDB", "off"),
        roots: &["modcache-corrupt"],
    },
    Scene {
        name: "a page in the place of a .mod that nobody knows",
        world: || cached("<html></html>").without_file(SUM).var("GOSUMDB", "off"),
        roots: &["modcache-corrupt"],
    },
    Scene {
        name: "a zip that is none, still to be unpacked",
        world: || {
            let hash = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
            cached(RIGHT)
                .var("GOSUMDB", "off")
                .file(&format!("{STEM}.info"), "{\"Version\":\"v1.2.3\"}")
                .file(&format!("{STEM}.zip"), "no zip")
                .file(&format!("{STEM}.ziphash"), hash)
        },
        roots: &["modcache-corrupt"],
    },
    Scene {
        name: "zeros in the place of the stored tree",
        world: || World::healthy().file(LATEST, "\0\0\0\0"),
        roots: &["modcache-corrupt"],
    },
    Scene {
        name: "half of a lookup that go keeps",
        world: || {
            let lookup = format!("{SUMS}/lookup/github.com/acme/widget@v1.2.3");
            World::healthy().file(&lookup, "7\ngithub.com/acme/wid")
        },
        roots: &["modcache-corrupt"],
    },
    Scene {
        name: "a tile that go keeps was altered",
        world: || World::healthy().keeps_tile(Log::Mixed),
        roots: &["modcache-corrupt"],
    },
    Scene {
        name: "the stored tree of the log that is served",
        world: || World::healthy().accepted(Log::Sound).keeps_tile(Log::Sound),
        roots: &[],
    },
    Scene {
        name: "an .info that is none is fetched anew",
        world: || cached(RIGHT).file(&format!("{STEM}.info"), "no info"),
        roots: &[],
    },
    Scene {
        name: "the .mod as it should be",
        world: || cached(RIGHT),
        roots: &[],
    },
    Scene {
        name: "the proxy has the same altered content",
        world: || {
            let altered = "module github.com/acme/widget\n\n// altered\n";
            cached(altered).site("proxy.golang.org", Site::except(&["widget/@v/v1.2.3.mod"], 200, altered))
        },
        roots: &["checksum-proxy-altered"],
    },
    Scene {
        name: "a zip that was cut short",
        world: || World::healthy().surveyed().file(&format!("{STEM}.zip"), "PK"),
        roots: &["modcache-corrupt"],
    },
    Scene {
        name: "a go.mod of zeros that go needs",
        world: || World::healthy().surveyed().file(&format!("{STEM}.mod"), "\0\0\0\0"),
        roots: &["modcache-corrupt"],
    },
    Scene {
        name: "a clone without HEAD",
        world: || {
            let clone = "/home/dev/go/pkg/mod/cache/vcs/ddca6a62beed60cfc3ed7ec1cbf9dcb9d7b1dd4cf6ceff2a04d1a0b9b3a51ed1";
            World::healthy().surveyed().file(&format!("{clone}/objects/x"), "x").file(&format!("{clone}.info"), "git3:x")
        },
        roots: &["modcache-corrupt"],
    },
    Scene {
        name: "a go.mod as it should be",
        world: || {
            World::healthy().surveyed().file(&format!("{STEM}.mod"), "module github.com/acme/widget\n")
        },
        roots: &[],
    },
];
