use super::fetch::{Asked, Asking};
use super::protocol::meaning;
use crate::base::Excerpt;
use crate::go::url::Url;
use crate::machine::{Entry, Machine};
use crate::model::{Artefact, Fault, FileFault, HttpFault, Outcome, Reply};

/// A go.mod or version list of a `file://` proxy, in bytes at most.
const TEXT: usize = 16 << 20;

/// Reads a file of a `file://` proxy. A file that is not there is "not found"
/// to go, as a 404 is; anything else is an error.
/// go's file: `cmd/go/internal/web/file.go`.
pub(super) fn read_file(machine: &dyn Machine, asking: Asking<'_>) -> Asked {
    let path = Url::parse(asking.url.raw()).unwrap_or_default().path().into_owned();
    let content = match asking.artefact {
        Artefact::Zip => machine.look(&path).and_then(|entry| match entry {
            Entry::File { .. } => Ok(b"PK".to_vec()),
            _ => Err(FileFault::IsDirectory),
        }),
        _ => machine.read(&path, TEXT),
    };
    let outcome = match &content {
        Ok(body) => served(&asking, body),
        Err(FileFault::NotFound) => Outcome::Missing { reply: Reply::of(404, &path) },
        Err(_) => {
            let excerpt = Excerpt::text(&path);
            Outcome::Broken { fault: Fault::Http(HttpFault::Unreadable { excerpt }) }
        }
    };
    Asked { fetch: asking.record(outcome), body: content.unwrap_or_default() }
}

fn served(asking: &Asking<'_>, body: &[u8]) -> Outcome {
    match meaning(asking, body) {
        Ok(versions) => Outcome::Served { versions },
        Err(what) => {
            let reply = Reply::of(200, Excerpt::of(body, Excerpt::USUAL).as_str());
            Outcome::Unlike { reply, what: what.to_owned() }
        }
    }
}
