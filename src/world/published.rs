use crate::go::h1;
use crate::model::Reply;

/// The modules that exist in every scene, and their versions.
const MODULES: &[(&str, &[&str])] = &[
    ("github.com/acme/widget", &["v1.2.2", "v1.2.3"]),
    ("golang.org/x/text", &["v0.3.0", "v0.14.0"]),
    ("golang.org/x/mod", &["v0.20.0"]),
];

/// The zip of every version.
const ZIP: &[u8] = b"PK\x03\x04";

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
        "zip" => (Reply::of(200, ""), ZIP.to_vec()),
        _ => missing("not found: no such file"),
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

/// The lines of go.sum about a published version.
pub(super) fn sums(module: &str, version: &str) -> String {
    let zip = h1::of_gomod(ZIP);
    let gomod = h1::of_gomod(gomod(module).as_bytes());
    format!("{module} {version} {zip}\n{module} {version}/go.mod {gomod}\n")
}

fn gomod(module: &str) -> String {
    format!("module {module}\n")
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

pub(super) fn missing(words: &str) -> (Reply, Vec<u8>) {
    (Reply::of(404, words), words.as_bytes().to_vec())
}

fn served(body: String) -> (Reply, Vec<u8>) {
    (Reply::of(200, ""), body.into_bytes())
}

fn info(version: &str) -> String {
    format!("{{\"Version\":\"{version}\",\"Time\":\"2024-01-01T00:00:00Z\"}}")
}
