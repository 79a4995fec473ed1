use crate::go::h1;
use crate::model::Reply;
use rawzip::ZipArchiveWriter;
use rawzip::path::EntryPath;
use std::io::Write;

/// The modules that exist in every scene, and their versions.
const MODULES: &[(&str, &[&str])] = &[
    ("github.com/acme/widget", &["v1.2.2", "v1.2.3"]),
    ("golang.org/x/text", &["v0.3.0", "v0.14.0"]),
    ("golang.org/x/mod", &["v0.20.0"]),
];

/// The certificate of the one public authority of the invented network.
pub(super) const PUBLIC_ROOT: &str = include_str!("public_root.pem");

/// An authority that signs nothing any more: all that an old bundle holds.
pub(super) const OLD_ROOT: &str = include_str!("old_root.pem");

/// What a proxy that has all published modules answers to a path.
pub(super) fn module_file(path: &str) -> (Reply, Vec<u8>) {
    let Some((module, file)) = path.trim_start_matches('/').split_once("/@") else {
        return missing("not found: no such page");
    };
    let Some((_, versions)) = MODULES.iter().find(|(known, _)| *known == module) else {
        return missing("not found: no such module");
    };
    match file {
        "v/list" => served(versions.join("\n")),
        "latest" => served(info(versions[versions.len() - 1])),
        _ => version_file(module, versions, file),
    }
}

fn version_file(module: &str, versions: &[&str], file: &str) -> (Reply, Vec<u8>) {
    let named = file.strip_prefix("v/").unwrap_or_default();
    let Some((version, kind)) = named.rsplit_once('.') else {
        return missing("not found: no such file");
    };
    if !versions.contains(&version) {
        return missing(&format!(
            "not found: {module}@{version}: invalid version: unknown revision"
        ));
    }
    match kind {
        "info" => served(info(version)),
        "mod" => served(gomod(module)),
        "zip" => (Reply::of(200, ""), zip(&files(module, version))),
        _ => missing("not found: no such file"),
    }
}

/// What a proxy that has every module in every version answers to a path.
pub(super) fn any_file(path: &str) -> (Reply, Vec<u8>) {
    let Some((module, file)) = path.trim_start_matches('/').split_once("/@v/") else {
        return missing("not found: no such page");
    };
    match file.rsplit_once('.') {
        Some((version, _)) => version_file(module, &[version], &format!("v/{file}")),
        None => served(String::new()),
    }
}

/// What the checksum database records of everything that is published, each by its
/// `module@version`.
pub(super) fn records() -> Vec<(String, String)> {
    let versions = MODULES
        .iter()
        .flat_map(|(module, versions)| versions.iter().map(move |version| (*module, *version)));
    versions
        .map(|(module, version)| (format!("{module}@{version}"), sums(module, version)))
        .collect()
}

/// The lines of go.sum for a published version.
pub(super) fn sums(module: &str, version: &str) -> String {
    let hashed = |(name, text): (String, String)| (name, h1::of_bytes(text.as_bytes()));
    let mut files: Vec<_> = files(module, version).into_iter().map(hashed).collect();
    let (zip, gomod) = (h1::of_files(&mut files), h1::of_gomod(gomod(module).as_bytes()));
    format!("{module} {version} {zip}\n{module} {version}/go.mod {gomod}\n")
}

fn gomod(module: &str) -> String {
    format!("module {module}\n")
}

/// The files of a published version, by the names that they have in its zip.
fn files(module: &str, version: &str) -> [(String, String); 2] {
    let named = |name: &str| format!("{module}@{version}/{name}");
    let package = format!("// Package published is {module} {version}.\npackage published\n");
    [(named("go.mod"), gomod(module)), (named("published.go"), package)]
}

/// The zip of a published version, made otherwise.
pub(super) fn own_zip(path: &str, make: fn(&str) -> Vec<u8>) -> Option<(Reply, Vec<u8>)> {
    let (module, version) =
        path.strip_suffix(".zip")?.trim_start_matches('/').split_once("/@v/")?;
    let is_published = module_file(path).0.status == 200;
    is_published.then(|| (Reply::of(200, ""), make(&format!("{module}@{version}"))))
}

/// A zip of these files, uncompressed. Names stand there as they are.
pub(crate) fn zip(files: &[(String, String)]) -> Vec<u8> {
    let mut zip = ZipArchiveWriter::new(Vec::new());
    let written = files.iter().try_for_each(|(name, text)| add(&mut zip, name, text));
    // Writing to memory fails only where a name is longer than names can be.
    written.and_then(|()| zip.finish()).unwrap_or_default()
}

fn add(zip: &mut ZipArchiveWriter<Vec<u8>>, name: &str, text: &str) -> Result<(), rawzip::Error> {
    let path = EntryPath::verbatim(name.as_bytes());
    let (mut entry, config) = zip.new_file(path).start()?;
    let mut content = config.wrap(&mut entry);
    content.write_all(text.as_bytes())?;
    let (_, written) = content.finish()?;
    entry.finish(written).map(|_| ())
}

pub(super) fn missing(words: &str) -> (Reply, Vec<u8>) {
    (Reply::of(404, words), words.as_bytes().to_vec())
}

fn served(body: String) -> (Reply, Vec<u8>) {
    (Reply::of(200, ""), body.into_bytes())
}

fn info(version: &str) -> String {
    format!("{{\"Version\":\"{version}\",\"Time\":\"2024-01-01T00:00:00Z\"}}")
}
