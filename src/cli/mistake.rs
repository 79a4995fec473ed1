use crate::base::{Lang, Text, Veiled};
use crate::cli::output::Clash;
use crate::say;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::fmt;

/// A command line that cannot be understood. Exit code 2; as JSON on standard
/// output if that was asked for, else as text on standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// One sentence, in the reader's language.
    pub message: String,
    /// `--format json` was seen, whatever else is wrong.
    pub as_json: bool,
    /// A command was to be run, whose standard output is its own.
    pub beside_command: bool,
    lang: Lang,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hint =
            Text::of("`gomod-doctor --help` lists what there is", "用法见 `gomod-doctor --help`");
        write!(f, "gomod-doctor: {}\n{}", self.message, hint.to(self.lang))
    }
}

impl Mistake {
    pub(super) fn new(says: &Text, lang: Lang, as_json: bool) -> Self {
        // Whoever mistypes may have typed a URL with a password.
        Self { message: Veiled::in_words(says.to(lang)), as_json, beside_command: false, lang }
    }
}

/// What the parser found wrong, in our own words.
pub(super) fn of_parser(error: &Error) -> Text {
    let argument = context(error, ContextKind::InvalidArg);
    let value = context(error, ContextKind::InvalidValue);
    let valid = context(error, ContextKind::ValidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => match context(error, ContextKind::SuggestedArg).as_str() {
            "" => say! { en: "there is no option {argument}", zh: "没有选项 {argument}" },
            near => say! {
                en: "there is no option {argument}; there is {near}",
                zh: "没有选项 {argument}；有 {near}",
            },
        },
        ErrorKind::InvalidValue if value.is_empty() => say! {
            en: "{argument} needs a value",
            zh: "{argument} 需要一个值",
        },
        ErrorKind::InvalidValue => say! {
            en: "{argument} does not take '{value}': it is one of {valid}",
            zh: "{argument} 不接受“{value}”：可选 {valid}",
        },
        ErrorKind::ArgumentConflict => {
            let other = context(error, ContextKind::PriorArg);
            if argument == other {
                say! { en: "{argument} is given twice", zh: "{argument} 给出了两次" }
            } else {
                say! {
                    en: "{argument} and {other} exclude each other",
                    zh: "{argument} 与 {other} 不能同时使用",
                }
            }
        }
        ErrorKind::MissingRequiredArgument => {
            say! { en: "missing: {argument}", zh: "缺少：{argument}" }
        }
        ErrorKind::InvalidUtf8 => Text::of("an argument is not text", "有参数不是有效文本"),
        _ => {
            let text = error.to_string();
            let line = text.lines().next().unwrap_or_default();
            Text::same(line.trim_start_matches("error: "))
        }
    }
}

/// The flag that the parser stumbled over, such as `timeout`.
pub(super) fn flag_of(error: &Error) -> Option<String> {
    let argument = context(error, ContextKind::InvalidArg);
    let long = argument.strip_prefix("--")?;
    let end = long.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    Some(long[..end.unwrap_or(long.len())].to_owned())
}

fn context(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(", "),
        _ => String::new(),
    }
}

pub(super) fn of_clash(clash: &Clash) -> Text {
    match clash {
        Clash::TwoFiles { file } => say! {
            en: "-o {file} has no --format of its own before it",
            zh: "-o {file} 之前没有与之对应的 --format",
        },
        Clash::TwoOnStdout => Text::of(
            "only one format can go to standard output; the others need -o FILE",
            "只有一种格式可写到标准输出；其余格式需要 -o FILE",
        ),
        Clash::SameFile { file } => say! {
            en: "two formats would go to the same file {file}",
            zh: "两种格式会写入同一文件 {file}",
        },
    }
}
