use super::follow::{follow, planned};
use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::go::vcs::page_url;
use crate::model::{Artefact, Counter, Forge};

/// Enough of a page to know it, in bytes.
const PAGE: usize = 16 << 10;

/// Where the repository that a host names is the first part of a deeper path, and is
/// not to be had: what kind of forge it is.
pub(super) fn due(trouble: &Trouble<'_>, _: Prober<'_>) -> Vec<Due> {
    let tag = trouble.fetch().filter(|it| it.artefact == Artefact::Tag);
    let deeper = tag.filter(|it| it.hides_deeper_path());
    let due = deeper.map(|fetch| Due::Forge {
        endpoint: trouble.planned.endpoint.clone(),
        module: fetch.module.clone(),
    });
    due.into_iter().collect()
}

/// The page of the module once more, then the one for people to log in: each without
/// a word of ours on it but the path.
pub(super) async fn make(module: &str, prober: Prober<'_>, until: Deadline) -> Option<Counter> {
    let host = module.split('/').next()?;
    let own = Veiled::new(page_url("https", module));
    if host.contains("gitlab") || is_gitlab(&own, module, prober, until).await {
        return Some(Counter::Forge { url: own, forge: Forge::Gitlab });
    }
    let login = Veiled::new(format!("https://{host}/users/sign_in"));
    let forge =
        if is_gitlab(&login, module, prober, until).await { Forge::Gitlab } else { Forge::Other };
    Some(Counter::Forge { url: login, forge })
}

async fn is_gitlab(url: &Veiled, module: &str, prober: Prober<'_>, until: Deadline) -> bool {
    let Some(planned) = planned(url, prober.facts()) else { return false };
    let Some(Ok(page)) = follow(url, planned, PAGE, prober, until).await else { return false };
    let text = String::from_utf8_lossy(&page.body);
    page.reply.header("x-gitlab-meta").is_some()
        || text.contains("GitLab")
        || text.contains(&body(module))
}

/// How GitLab's page for go ends: gitlab's file: `lib/gitlab/middleware/go.rb`.
fn body(module: &str) -> String {
    let named: Vec<&str> = module.split('/').take(3).collect();
    format!("<body>go get {}</body>", named.join("/"))
}
