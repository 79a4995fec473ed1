use super::fetch::{Asked, Asking};
use super::lookout::Lookout;
use super::protocol::{content as hashed, meaning, nameplate};
use super::zips::{Zip, first_words, judged};
use crate::base::Excerpt;
use crate::go::module::{escape_path, escape_version};
use crate::go::url::Url;
use crate::machine::{Entry, Machine};
use crate::model::{Fault, Fetch, FileFault, HttpFault, Outcome, Reply};
use crate::wire::Claim;

/// A go.mod or version list of a `file://` proxy, in bytes at most.
const TEXT: usize = 16 << 20;
/// Where the files of a module cache that serve as a proxy lie in it.
const DOWNLOAD: &str = "cache/download";

/// Reads a zip of a `file://` proxy, by pieces.
pub(super) async fn read_zip(lookout: &Lookout<'_>, asking: Asking<'_>) -> Asked {
    let path = Url::parse(asking.url.raw()).unwrap_or_default().path().into_owned();
    let (outcome, content) = match lookout.machine.open(&path) {
        Ok(bytes) => {
            let mut head = vec![0; Excerpt::USUAL];
            let length = bytes.read_at(&mut head, 0).unwrap_or(0);
            head.truncate(length);
            let reply = Reply { excerpt: first_words(&head), ..Reply::of(200, "") };
            let zip = Zip::new(bytes, Claim::none(None));
            let (outcome, content) = judged(lookout, &asking, zip, reply).await;
            (outcome, Some(content))
        }
        Err(fault) => (unread(lookout.machine, &asking, &path, fault), None),
    };
    Asked { fetch: Fetch { content, ..asking.record(outcome) }, body: Vec::new() }
}

fn unread(machine: &dyn Machine, asking: &Asking<'_>, path: &str, fault: FileFault) -> Outcome {
    if fault == FileFault::NotFound {
        return Outcome::Missing { reply: missing(machine, asking, path) };
    }
    let excerpt = Excerpt::text(path);
    Outcome::Broken { fault: Fault::Http(HttpFault::Unreadable { excerpt }) }
}

/// Reads a file of a `file://` proxy. A file that is not there is "not found"
/// to go, as a 404 is; anything else is an error.
/// go's file: `cmd/go/internal/web/http.go`, `getFile`.
pub(super) fn read_file(machine: &dyn Machine, asking: Asking<'_>) -> Asked {
    let path = Url::parse(asking.url.raw()).unwrap_or_default().path().into_owned();
    let content = machine.read(&path, TEXT);
    let outcome = match &content {
        Ok(body) => served(&asking, body),
        Err(fault) => unread(machine, &asking, &path, *fault),
    };
    let body = content.unwrap_or_default();
    let content = hashed(&asking, &outcome, &body);
    let nameplate = nameplate(&asking, &outcome, &body);
    Asked { fetch: Fetch { content, nameplate, ..asking.record(outcome) }, body }
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

/// A folder has no headers of its own; what lies around the missing file is told
/// in their place: `folder` whether the proxy's folder is there at all, `near`
/// another folder that has this file, `unescaped` where the module lies under its
/// path as it is spelled, `elsewhere` a module cache that has the whole version.
fn missing(machine: &dyn Machine, asking: &Asking<'_>, path: &str) -> Reply {
    let reply = Reply::of(404, path);
    let Some(folder) = Folder::of(asking, path) else { return reply };
    let stands = if machine.is_folder(folder.base) { "present" } else { "absent" };
    let mut reply = reply.with("folder", stands);
    let has = |path: &str| matches!(machine.look(path), Ok(Entry::File { .. }));
    let near = nearby(folder.base, machine).into_iter();
    if let Some(near) = near.clone().find(|near| has(&format!("{near}{}", folder.below))) {
        return reply.with("near", &near);
    }
    let spelled = format!("{}/{}/@v", folder.base, asking.module);
    if folder.module != asking.module && has(&format!("{spelled}/{}", folder.file)) {
        reply = reply.with("unescaped", &spelled);
    }
    let whole = |cache: &String| {
        let stem = format!("{cache}/{}/@v/{}", folder.module, folder.version);
        [".info", ".mod", ".zip"].iter().all(|end| has(&format!("{stem}{end}")))
    };
    match caches(machine).iter().find(|cache| *cache != folder.base && whole(cache)) {
        Some(cache) => reply.with("elsewhere", cache),
        None => reply,
    }
}

/// A path of the protocol, taken apart.
struct Folder<'a> {
    /// The proxy's folder, without a slash at its end.
    base: &'a str,
    /// What follows it, from the slash on.
    below: &'a str,
    /// The file's own name.
    file: &'a str,
    /// As it is escaped.
    module: String,
    version: String,
}

impl<'a> Folder<'a> {
    fn of(asking: &Asking<'_>, path: &'a str) -> Option<Self> {
        let module = escape_path(asking.module).ok()?;
        let version = escape_version(asking.version).ok()?;
        let start = path.rfind(&format!("/{module}/@"))?;
        let (base, below) = path.split_at(start);
        let file = below.rsplit('/').next()?;
        Some(Self { base, below, file, module, version })
    }
}

/// Folders that may have been meant.
fn nearby(base: &str, machine: &dyn Machine) -> Vec<String> {
    let above = base.rsplit_once('/').map_or("", |(above, _)| above);
    let mut near = vec![
        format!("{base}/{DOWNLOAD}"),
        format!("{base}/mod/{DOWNLOAD}"),
        format!("{base}/pkg/mod/{DOWNLOAD}"),
        format!("{base}/download"),
        above.to_owned(),
    ];
    if let Some(rest) = base.strip_prefix("/~") {
        let home = machine.variables().get("HOME").cloned().unwrap_or_default();
        near.push(format!("{home}{rest}"));
    }
    // A path of Windows, seen from the Linux that runs inside it.
    if let Some((drive, rest)) = base.trim_start_matches('/').split_once(':')
        && drive.len() == 1
    {
        near.push(format!("/mnt/{}{}", drive.to_ascii_lowercase(), rest.replace('\\', "/")));
    }
    near
}

/// The usual module caches of this machine.
fn caches(machine: &dyn Machine) -> Vec<String> {
    let variables = machine.variables();
    let of = |name: &str| variables.get(name).filter(|value| !value.is_empty());
    let mut found = Vec::new();
    found.extend(of("GOMODCACHE").map(|cache| format!("{cache}/{DOWNLOAD}")));
    found.extend(of("GOPATH").map(|gopath| {
        format!("{}/pkg/mod/{DOWNLOAD}", gopath.split(':').next().unwrap_or_default())
    }));
    found.extend(of("HOME").map(|home| format!("{home}/go/pkg/mod/{DOWNLOAD}")));
    found.extend(["/go", "/root/go"].map(|gopath| format!("{gopath}/pkg/mod/{DOWNLOAD}")));
    found
}
