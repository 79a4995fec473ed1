use std::borrow::Cow;

/// Something a reader sees, in every language the tool speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub en: Cow<'static, str>,
    pub zh: Cow<'static, str>,
}

/// A language of the report. Codes, commands and host names are never translated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    En,
    Zh,
}

impl Text {
    /// A constant sentence, in both languages.
    pub const fn of(en: &'static str, zh: &'static str) -> Self {
        Self { en: Cow::Borrowed(en), zh: Cow::Borrowed(zh) }
    }

    /// Words that are the same in every language: names, commands, quotes.
    pub fn same(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { en: Cow::Owned(words.clone()), zh: Cow::Owned(words) }
    }

    pub fn to(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

/// Builds a [`Text`] with `format!` captures, so a slot that names no variable
/// fails to compile in either language.
#[macro_export]
macro_rules! say {
    (en: $en:literal, zh: $zh:literal $(,)?) => {
        $crate::base::Text { en: format!($en).into(), zh: format!($zh).into() }
    };
}
