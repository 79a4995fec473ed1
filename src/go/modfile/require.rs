use super::comment::is_indirect;
use super::directive::string;
use super::fault::Fault;
use super::model::{Exclude, Require, VersionKind};
use super::statement::Line;
use super::version::Rulebook;
use crate::go::module::split_path_version;

/// `require path v1.2.3 // indirect`
pub(super) fn require(rules: Rulebook, args: &[&str], line: &Line<'_>) -> Result<Require, Fault> {
    let (path, version, kind) = module(rules, "require", args)?;
    Ok(Require { path, version, kind, indirect: is_indirect(line), line: line.start.line })
}

/// `exclude path v1.2.3`
pub(super) fn exclude(rules: Rulebook, args: &[&str], line: usize) -> Result<Exclude, Fault> {
    let (path, version, kind) = module(rules, "exclude", args)?;
    Ok(Exclude { path, version, kind, line })
}

fn module(
    rules: Rulebook,
    verb: &str,
    args: &[&str],
) -> Result<(String, String, VersionKind), Fault> {
    let [path, version] = args else {
        return Err(Fault::VersionUsage { verb: verb.into() });
    };
    let path = string(path)?;
    let Some(split) = split_path_version(&path) else {
        // Go reads the version before it looks at the path.
        rules.version(verb, &path, version)?;
        return Err(Fault::ModulePath);
    };
    let (version, kind) = rules.version_of(verb, &path, split.major, version)?;
    Ok((path, version, kind))
}
