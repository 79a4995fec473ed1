use crate::base::Text;
use crate::model::{Force, Spoken};
use serde::{Deserialize, Serialize};

/// Where lines stand that were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Words {
    /// In a log.
    #[default]
    Log,
    /// On the standard output of a command,
    Out,
    /// its standard error,
    Err,
    /// or both, where they are one.
    Both,
}

impl Words {
    /// As a sentence names the place.
    pub fn named(self) -> Text {
        match self {
            Self::Log => Text::of("the log", "日志"),
            Self::Out => Text::of("standard output", "标准输出"),
            Self::Err => Text::of("standard error", "标准错误输出"),
            Self::Both => Text::of("the output", "输出"),
        }
    }

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
    fn is_of_log(&self) -> bool {
        *self == Self::Log
    }
}

/// A message of a log whose innermost words are a mark of some cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Symptom {
    pub code: String,
    /// The line that holds those words. Lines count from 1.
    pub line: usize,
    pub text: String,
    /// The line that the message begins with, if it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<(usize, String)>,
    /// Codes that the same words leave open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub or: Vec<String>,
    pub force: Force,
    /// What the lines are of.
    #[serde(default, skip_serializing_if = "Words::is_of_log")]
    pub words: Words,
    pub said: Spoken,
}
