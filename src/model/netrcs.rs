use crate::base::{Secret, Text, Veiled};
use crate::go::auth::{GoAuth, Method};
use crate::go::netrc::Line;
use crate::model::{Facts, File, Fix, Reader, Scope, Step};
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
        let mut fix = Self::netrc_entries(&machine, Vec::new());
        fix.steps.push(Step::NetrcEntry { host: machine, reader: Reader::Go });
        fix
    }

    /// go reads this file.
    pub fn netrc_named(path: &str) -> Self {
        let title = say! { en: "Let go read {path}", zh: "让 go 读取 {path}" };
        let step = Step::SetEnv { name: "NETRC".into(), value: Veiled::new(path) };
        Self::safe(title, Scope::Process, vec![step])
    }

    /// The same by these steps.
    pub fn netrc_entries(machine: &str, steps: Vec<Step>) -> Self {
        let title = say! {
            en: "Put the credentials for {machine} into netrc",
            zh: "把 {machine} 的凭据写进 netrc",
        };
        let why = Text::of("The password is yours to fill in.", "密码需要由你填写。");
        Self::safe(title, Scope::User, steps).unprovable(why)
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

    /// A second name, not a second copy: a token is renewed in one place. Where git has
    /// a file of its own, nothing is put over it.
    pub fn netrc_for_git(&self, path: &str) -> Option<Fix> {
        let to = self.git.netrc_at.clone()?;
        let is_free = matches!(self.git.netrc, File::Absent);
        let title = say! { en: "Let git read {path} as well", zh: "让 git 也读取 {path}" };
        let step = Step::LinkNetrc { from: path.to_owned(), to };
        is_free.then(|| Fix::safe(title, Scope::User, vec![step]))
    }

    /// go asks for the page of a module, and git for the repository behind it.
    pub fn netrc_for_both(&self, path: &str) -> Vec<Fix> {
        let is_named = self.variable("NETRC").is_some();
        if self.git.netrc_at.as_deref() == Some(path) && is_named {
            let title =
                say! { en: "Let go read {path}, as git does", zh: "让 go 像 git 一样读取 {path}" };
            let step = Step::UnsetEnv { name: "NETRC".into() };
            return vec![Fix::safe(title, Scope::Process, vec![step])];
        }
        let named = Fix::netrc_named(path);
        match self.netrc_for_git(path) {
            None => vec![named],
            Some(link) if !is_named => vec![link],
            Some(link) => {
                let steps = named.steps.iter().chain(&link.steps).cloned().collect();
                vec![Fix { steps, ..named }]
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
