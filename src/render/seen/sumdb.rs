use crate::base::Text;
use crate::go::sumdb::note::NoteFlaw;
use crate::go::sumdb::{Purpose, Source, SumdbFault};
use crate::say;

/// Why go does not believe what the checksum database says, or what lies here of it.
pub fn sumdb_fault(fault: &SumdbFault) -> Text {
    match fault {
        SumdbFault::Unescapable { error } => {
            let words = error.to_string();
            say! { en: "no URL can name it ({words})", zh: "没有 URL 能表示它（{words}）" }
        }
        SumdbFault::NotServed { path, .. } => say! {
            en: "without {path} it cannot be proved",
            zh: "没有 {path} 就无法证明",
        },
        SumdbFault::MalformedRecord { source, start } => {
            let Text { en, zh } = whose(source);
            say! { en: "{en} is no record: {start}", zh: "{zh} 不是记录：{start}" }
        }
        SumdbFault::OutsideTree { size, .. } => say! {
            en: "the tree of {size} records has no such place",
            zh: "{size} 条记录的树里没有这个位置",
        },
        SumdbFault::LineMissing { path, version, .. } => say! {
            en: "the record has no line for {path} {version}",
            zh: "记录里没有 {path} {version} 的行",
        },
        SumdbFault::MalformedNote { .. }
        | SumdbFault::UnverifiedNote { .. }
        | SumdbFault::InvalidSignature { .. }
        | SumdbFault::MalformedTree { .. }
        | SumdbFault::EndlessTree { .. } => note(fault),
        _ => log(fault),
    }
}

/// A signed tree that is none.
fn note(fault: &SumdbFault) -> Text {
    match fault {
        SumdbFault::MalformedNote { source, flaw, start } => {
            let (Text { en, zh }, flaw) = (whose(source), self::flaw(*flaw));
            let (flaw_en, flaw_zh) = (flaw.en, flaw.zh);
            say! {
                en: "{en} is no signed note ({flaw_en}): {start}",
                zh: "{zh} 不是签名的声明（{flaw_zh}）：{start}",
            }
        }
        SumdbFault::UnverifiedNote { source, signers } => {
            let Text { en, zh } = whose(source);
            let signers: Vec<String> = signers.iter().map(ToString::to_string).collect();
            let signers = signers.join(", ");
            if signers.is_empty() {
                return say! { en: "{en} is signed by nobody", zh: "{zh} 没有任何签名" };
            }
            say! { en: "{en} is signed by {signers} alone", zh: "{zh} 只由 {signers} 签名" }
        }
        SumdbFault::InvalidSignature { source, key } => {
            let Text { en, zh } = whose(source);
            say! {
                en: "the signature of {key} under {en} is false",
                zh: "{zh} 上 {key} 的签名是假的",
            }
        }
        SumdbFault::EndlessTree { source, size } => {
            let Text { en, zh } = whose(source);
            say! {
                en: "{en} speaks of {size} records, with which go comes to no end",
                zh: "{zh} 声称有 {size} 条记录，go 永远算不完",
            }
        }
        SumdbFault::MalformedTree { source, start } => {
            let Text { en, zh } = whose(source);
            say! { en: "{en} is signed and no tree: {start}", zh: "{zh} 有签名，却不是树：{start}" }
        }
        _ => Text::same(""),
    }
}

/// What does not fit together.
fn log(fault: &SumdbFault) -> Text {
    match fault {
        SumdbFault::BadTile { tile, source, length, .. } => {
            let (Text { en, zh }, wanted) = (whose(source), tile.bytes());
            say! {
                en: "{en} has {length} bytes in place of {wanted}",
                zh: "{zh} 有 {length} 字节，应为 {wanted}",
            }
        }
        SumdbFault::InconsistentTiles { purpose, tree, .. } => {
            let (size, Text { en, zh }) = (tree.size, about(purpose));
            say! {
                en: "the tiles do not make the tree of {size} records{en}",
                zh: "这些 tile 拼不出 {size} 条记录的树{zh}",
            }
        }
        SumdbFault::InconsistentTile { purpose, tile } => {
            let (Text { en, zh }, about) = (whose(tile), about(purpose));
            let (about_en, about_zh) = (about.en, about.zh);
            say! {
                en: "{en} is not the tile that those above it speak of{about_en}",
                zh: "{zh} 与上层的 tile 不符{about_zh}",
            }
        }
        SumdbFault::RecordNotInTree { id, size, .. } => say! {
            en: "it is record {id} of a tree of {size} records",
            zh: "它是第 {id} 条记录，而树只有 {size} 条记录",
        },
        SumdbFault::CannotAuthenticateRecord { source, id, .. } => {
            let Text { en, zh } = whose(source);
            say! {
                en: "record {id} of the log is not what {en} says",
                zh: "日志里的第 {id} 条记录与 {zh} 不符",
            }
        }
        SumdbFault::ForkedTree { fork } => {
            let (older, newer) = (fork.older.tree.size, fork.newer.tree.size);
            let (old, new) = (whose(&fork.older.source), whose(&fork.newer.source));
            let (old_en, old_zh, new_en, new_zh) = (old.en, old.zh, new.en, new.zh);
            say! {
                en: "the tree of {newer} records in {new_en} does not begin with the tree of {older} records in {old_en}",
                zh: "{new_zh} 的树（{newer} 条记录）不是 {old_zh} 的树（{older} 条记录）的延续",
            }
        }
        _ => Text::same(""),
    }
}

fn whose(source: &Source) -> Text {
    match source {
        Source::Stored => Text::of("the tree that go keeps here", "本机 go 保存的树"),
        Source::Cached { path } => say! { en: "{path} in the cache", zh: "缓存里的 {path}" },
        Source::Served { path } => say! { en: "{path} as served", zh: "服务器给出的 {path}" },
    }
}

fn about(purpose: &Purpose) -> Text {
    match purpose {
        Purpose::Stored { .. } => Text::of(", the one that go keeps here", "，即本机 go 保存的树"),
        Purpose::Trees { older, newer } if older.size != newer.size => {
            let size = older.size;
            say! {
                en: ", which is to continue one of {size}",
                zh: "，它应当是 {size} 条记录的树的延续",
            }
        }
        _ => Text::same(""),
    }
}

fn flaw(flaw: NoteFlaw) -> Text {
    match flaw {
        NoteFlaw::NotUtf8 => Text::of("no UTF-8", "不是 UTF-8"),
        NoteFlaw::ControlCharacter { byte } => {
            say! { en: "a control character, {byte}", zh: "含控制字符 {byte}" }
        }
        NoteFlaw::NoSignatures => Text::of("no signature at its end", "末尾没有签名"),
        NoteFlaw::SignatureLine => {
            Text::of("a line among its signatures is none", "签名中有一行不是签名")
        }
        NoteFlaw::TooManySignatures => Text::of("too many signatures", "签名过多"),
    }
}
