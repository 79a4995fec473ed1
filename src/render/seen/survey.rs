use crate::base::{Excerpt, Text};
use crate::model::{
    CacheState, CloneFlaw, Damage, Difference, FileFault, Harm, HeldLock, InPlace, LockOf, Part,
    Records, SumLine, Survey,
};
use crate::say;

/// What is wrong with a file or folder of the cache, its path first.
pub fn damage(damage: &Damage) -> Text {
    let (path, Text { en, zh }) = (Excerpt::text(&damage.path), harm(&damage.harm));
    say! { en: "{path}: {en}", zh: "{path}：{zh}" }
}

fn harm(harm: &Harm) -> Text {
    match harm {
        Harm::ZipAltered { h1, wanted } => say! {
            en: "the zip hashes to {h1}, and it should to {wanted}",
            zh: "zip 的哈希是 {h1}，应为 {wanted}",
        },
        Harm::ZipBroken { words } => {
            let words = Excerpt::text(words);
            say! { en: "no zip of the module: {words}", zh: "不是该模块的 zip：{words}" }
        }
        Harm::ZipHashWrong { says, h1 } => {
            let says = Excerpt::text(says);
            say! {
                en: "it says {says}, and the module hashes to {h1}",
                zh: "其中记为 {says}，而模块的哈希是 {h1}",
            }
        }
        Harm::ZipHashGarbage => Text::of("it holds no hash", "其中没有哈希"),
        Harm::ZipHashMissing => Text::of("missing, and the zip is there", "缺失，而 zip 存在"),
        Harm::FolderAltered { difference } => differing(difference),
        Harm::FolderUnlike { h1, wanted } => say! {
            en: "the unpacked files hash to {h1}, and they should to {wanted}",
            zh: "解压后文件的哈希是 {h1}，应为 {wanted}",
        },
        Harm::FolderPartial => Text::of("not completely unpacked", "没有解压完"),
        Harm::FolderUnhashed => Text::of(
            "unpacked, and neither zip nor .ziphash is there",
            "已解压，但 zip 和 .ziphash 都不在",
        ),
        Harm::InTheWay { what, .. } => in_place(*what),
        Harm::ModAltered { h1, wanted } => say! {
            en: "the go.mod hashes to {h1}, and it should to {wanted}",
            zh: "go.mod 的哈希是 {h1}，应为 {wanted}",
        },
        Harm::ModGarbage => Text::of("no go.mod file", "不是 go.mod 文件"),
        Harm::InfoGarbage => Text::of("no JSON of a version", "不是版本信息的 JSON"),
        Harm::InfoOther { says } => {
            let says = Excerpt::text(says);
            say! { en: "it is of version {says}", zh: "它属于版本 {says}" }
        }
        Harm::Unsummed { part, h1, line, recorded } => {
            unsummed(*part, h1, line, recorded.as_deref())
        }
        Harm::Unrecorded { part, h1, recorded, .. } => {
            let (what, recorded) = (word(*part), Excerpt::text(recorded));
            say! {
                en: "the {what} hashes to {h1}; the checksum database has recorded {recorded}",
                zh: "{what} 的哈希是 {h1}；校验和数据库的记录是 {recorded}",
            }
        }
        Harm::Unreadable { why } => unreadable(*why),
        Harm::Leftover => Text::of("left over from a run that was ended", "中断的运行留下的"),
        Harm::Foreign => Text::of("nothing that go puts there", "不是 go 放在那里的"),
        Harm::Clone { flaw } => clone(flaw),
        Harm::SumdbGarbage => Text::of(
            "not what the checksum database gave: zeroed, cut short or altered",
            "不是校验和数据库给出的内容：被清零、不完整或被改动",
        ),
    }
}

fn unsummed(part: Part, h1: &str, line: &SumLine, recorded: Option<&str>) -> Text {
    let (file, number, hash) = (&line.file, line.line, Excerpt::text(&line.hash));
    let what = word(part);
    let recorded = match recorded {
        None => Text::same(""),
        Some(recorded) => {
            let recorded = Excerpt::text(recorded);
            say! {
                en: "; the checksum database has recorded {recorded}",
                zh: "；校验和数据库的记录是 {recorded}",
            }
        }
    };
    let (en, zh) = (recorded.en, recorded.zh);
    say! {
        en: "the {what} hashes to {h1}; {file}, line {number}, says {hash}{en}",
        zh: "{what} 的哈希是 {h1}；{file} 第 {number} 行记为 {hash}{zh}",
    }
}

fn word(part: Part) -> &'static str {
    match part {
        Part::GoMod => "go.mod",
        Part::Zip => "zip",
    }
}

fn differing(difference: &Difference) -> Text {
    let Difference { altered, missing, extra, examples } = difference;
    let named: Vec<String> = examples.iter().map(|it| Excerpt::text(it).to_string()).collect();
    let named = named.join(", ");
    let more = if altered + missing + extra > examples.len() { ", …" } else { "" };
    say! {
        en: "unlike its zip: altered {altered}, missing {missing}, too many {extra} ({named}{more})",
        zh: "与 zip 不同：被修改 {altered}，缺少 {missing}，多出 {extra}（{named}{more}）",
    }
}

fn in_place(what: InPlace) -> Text {
    match what {
        InPlace::File => Text::of("a file lies there", "那里是一个文件"),
        InPlace::Folder => Text::of("a folder lies there", "那里是一个目录"),
        InPlace::Link => Text::of("a symbolic link lies there", "那里是一个符号链接"),
        InPlace::DeadLink => {
            Text::of("a symbolic link to nothing lies there", "那里是一个失效的符号链接")
        }
        InPlace::Other => {
            Text::of("neither a file nor a folder lies there", "那里既不是文件也不是目录")
        }
    }
}

fn unreadable(why: FileFault) -> Text {
    match why {
        FileFault::Denied => Text::of("this user may not read it", "当前用户无权读取"),
        _ => Text::of("reading it fails", "读取失败"),
    }
}

fn clone(flaw: &CloneFlaw) -> Text {
    match flaw {
        CloneFlaw::OtherRepository => Text::of(
            "its .info names another repository than the folder is for",
            "其 .info 所指的仓库与该目录不符",
        ),
        CloneFlaw::Nameless => Text::of("its .info names no repository", "其 .info 没有指明仓库"),
        CloneFlaw::Lacks { file } => {
            let file = Excerpt::text(file);
            say! { en: "the clone has no {file}", zh: "克隆中缺少 {file}" }
        }
        CloneFlaw::Empty { file } => {
            let file = Excerpt::text(file);
            say! { en: "{file} of the clone holds nothing", zh: "克隆中的 {file} 没有内容" }
        }
        CloneFlaw::HalfPack { file } => {
            let file = Excerpt::text(file);
            say! {
                en: "{file} of the clone lacks its other half",
                zh: "克隆中的 {file} 缺少与之配对的文件",
            }
        }
        CloneFlaw::LockLeft { file } => {
            let file = Excerpt::text(file);
            say! {
                en: "{file} of the clone was left by a git that was ended",
                zh: "克隆中的 {file} 是被中断的 git 留下的",
            }
        }
    }
}

/// Who holds a lock of the cache.
pub fn lock(lock: &HeldLock) -> Text {
    let (path, Text { en, zh }) = (Excerpt::text(&lock.path), holder(lock));
    say! { en: "{path} is held by {en}", zh: "{path} 被{zh}持有" }
}

/// A process by its number and name.
pub fn holder(lock: &HeldLock) -> Text {
    let (pid, program) = (lock.pid, Excerpt::text(&lock.program));
    let command = Excerpt::text(&lock.command);
    if command.is_empty() {
        return say! { en: "process {pid} ({program})", zh: "进程 {pid}（{program}）" };
    }
    say! { en: "process {pid} ({command})", zh: "进程 {pid}（{command}）" }
}

/// What a lock keeps others from.
pub fn guarded(of: &LockOf) -> Text {
    match of {
        LockOf::Version { module } => {
            let named = module.named();
            say! { en: "downloading and unpacking {named}", zh: "下载和解压 {named}" }
        }
        LockOf::Project => Text::of("writing go.mod and go.sum", "写入 go.mod 和 go.sum"),
        LockOf::Clone { .. } => Text::of("using a clone of a repository", "使用仓库的克隆"),
    }
}

/// How much was looked at.
pub fn tally(survey: &Survey) -> Text {
    let root = Excerpt::text(&survey.root);
    let tally = &survey.tally;
    let (zips, folders, gomods, clones) = (tally.zips, tally.folders, tally.gomods, tally.clones);
    let size = size(tally.bytes);
    match survey.state {
        CacheState::Nowhere => {
            Text::of("go has no place for a module cache", "go 没有存放模块缓存的位置")
        }
        CacheState::Absent => say! {
            en: "there is no module cache at {root} yet",
            zh: "{root} 处还没有模块缓存",
        },
        CacheState::Unusable { why: FileFault::NotADirectory } => {
            say! { en: "{root} is no folder", zh: "{root} 不是目录" }
        }
        CacheState::Unusable { .. } => {
            say! { en: "{root} cannot be read", zh: "无法读取 {root}" }
        }
        CacheState::Present => say! {
            en: "{root}: zips {zips} ({size} unpacked), unpacked folders {folders}, go.mod files {gomods}, clones {clones}",
            zh: "{root}：zip {zips} 个（解压后 {size}），解压目录 {folders} 个，go.mod {gomods} 个，克隆 {clones} 个",
        },
    }
}

/// What became of asking the checksum database.
pub fn records(records: &Records) -> Text {
    let Records { asked, untold, recorded, unknown, unanswered } = records;
    say! {
        en: "versions asked about {asked}, recorded {recorded}, not known {unknown}, unanswered {unanswered}; private and not told {untold}",
        zh: "查询版本 {asked} 个，有记录 {recorded} 个，不认识 {unknown} 个，未应答 {unanswered} 个；私有而未告知 {untold} 个",
    }
}

fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let (mut rest, mut unit) = (bytes / 100, 0);
    while rest >= 10_000 && unit + 1 < UNITS.len() {
        (rest, unit) = (rest / 1000, unit + 1);
    }
    format!("{}.{} {}", rest / 10, rest % 10, UNITS[unit])
}
