use crate::base::{Secret, Text};
use crate::go::auth::{GoAuth, Method};
use crate::go::netrc::Line;
use crate::model::{Facts, Fix, Scope, Step};
use crate::say;
use serde::{Deserialize, Serialize};

/// A file with entries as in netrc that go does not read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherNetrc {
    pub path: String,
    pub lines: Vec<Line>,
}

/// Shorter words of a command line are no tokens.
const TOKEN: usize = 8;

impl Fix {
    /// An entry for the machine in the netrc that go reads; its password is the
    /// user's to fill in.
    pub fn netrc_entry(machine: String) -> Self {
        let title = say! {
            en: "Put the credentials for {machine} into netrc",
            zh: "把 {machine} 的凭据写进 netrc",
        };
        let why = Text::of("The password is yours to fill in.", "密码需要由你填写。");
        let entry = Step::NetrcEntry { host: machine };
        Self::safe(title, Scope::User, vec![entry]).unprovable(why)
    }
}

impl Facts {
    /// The ways to credentials that GOAUTH names; none where go refuses it.
    pub fn goauth_methods(&self) -> Vec<Method> {
        match self.go.minor() {
            ..=23 => vec![Method::Netrc],
            _ if self.settings.get("GOAUTH").is_none() => vec![Method::Netrc],
            _ => {
                let read = GoAuth::parse(self.settings.raw("GOAUTH"));
                read.map(|it| it.methods().to_vec()).unwrap_or_default()
            }
        }
    }

    /// Words of GOAUTH's command lines that may be tokens, also where it does
    /// not parse.
    pub(super) fn helper_secrets(&self) -> Vec<Secret> {
        let parts = self.settings.raw("GOAUTH").split(';');
        let words = parts.flat_map(|part| {
            let words = part.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
            words.skip(1)
        });
        let values = words.map(|word| word.split_once('=').map_or(word, |(_, value)| value));
        let is_token =
            |value: &&str| value.len() >= TOKEN && !value.starts_with('-') && !value.contains('/');
        values.filter(is_token).map(Secret::new).collect()
    }

    /// GOAUTH as a command may show it: its tokens are the reader's to fill in.
    pub fn goauth_shown(&self) -> String {
        let value = self.settings.raw("GOAUTH").to_owned();
        let hide = |shown: String, secret: &Secret| shown.replace(secret.expose(), "<TOKEN>");
        self.helper_secrets().iter().fold(value, hide)
    }
}
