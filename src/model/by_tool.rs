use crate::base::Excerpt;
use crate::go::vcs::Tool;
use crate::model::{BrokenFetches, Evidence, Fix, Scope, Step, VcsFault};
use crate::{base::Text, say};

impl VcsFault {
    /// What was said at a closed door by a program other than git, which reads neither
    /// a netrc nor git's settings: told from how each of them begins its words.
    pub fn other_tool(&self) -> Option<(Tool, &Excerpt)> {
        let (Self::Prompt { words, .. }
        | Self::Rejected { words }
        | Self::Forbidden { words }
        | Self::NotFound { words }
        | Self::NotARepository { words }) = self
        else {
            return None;
        };
        match words.as_str() {
            said if said.starts_with("abort:") => Some((Tool::Hg, words)),
            said if said.starts_with("svn:") => Some((Tool::Svn, words)),
            _ => None,
        }
    }
}

impl Evidence {
    /// The repositories for which such a program has no credentials.
    pub fn asked_by_tool(&self) -> BrokenFetches<'_> {
        self.stopped_at(|fetch| {
            let fault = fetch.vcs_fault();
            fault.is_some_and(|it| {
                matches!(it, VcsFault::Prompt { .. }) && it.other_tool().is_some()
            })
        })
    }

    /// Where such a program reads them.
    pub fn told_to_tool(&self) -> Option<Fix> {
        let broken = self.asked_by_tool();
        let fetch = broken.first()?.fetch;
        let (tool, _) = fetch.vcs_fault()?.other_tool()?;
        let url = fetch.shown_url();
        let title = say! { en: "Give {tool} credentials", zh: "为 {tool} 提供凭据" };
        let step = match tool {
            Tool::Svn => {
                let words = ["svn", "info", fetch.url.raw()].map(str::to_owned).to_vec();
                Step::Run { words }
            }
            _ => Step::Say(say! {
                en: "In ~/.hgrc: `[auth]`, and below it `own.prefix = {url}`, `own.username = <USER>` and `own.password = <TOKEN>`.",
                zh: "在 ~/.hgrc 中写入：`[auth]`，其下为 `own.prefix = {url}`、`own.username = <USER>` 和 `own.password = <TOKEN>`。",
            }),
        };
        let why = Text::of("The credentials are yours to fill in.", "凭据需要由你填写。");
        Some(Fix::safe(title, Scope::User, vec![step]).unprovable(why))
    }
}
