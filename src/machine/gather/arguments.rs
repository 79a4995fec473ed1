use super::{Asked, Scope, join};
use crate::base::Veiled;
use crate::go::module::{check_import_path, check_path};
use crate::machine::Machine;
use crate::model::{Argument, ArgumentFault, File, Project};

/// What was typed where go takes modules, as go would see it.
pub(super) fn look(
    machine: &dyn Machine,
    asked: &Asked,
    project: &Project,
    goroot: &str,
) -> Vec<Argument> {
    let typed = |(module, version): &(String, Option<String>)| match version {
        Some(version) => format!("{module}@{version}"),
        None => module.clone(),
    };
    let argument = |it: &(String, Option<String>)| Argument {
        typed: Veiled::new(typed(it)),
        fault: fault(machine, it, asked.scope, project, goroot),
    };
    asked.modules.iter().map(argument).collect()
}

/// The words that name a module to fetch: what go refuses is asked of nobody, and the
/// main module it passes over.
pub(super) fn usable(asked: &Asked, arguments: &[Argument], project: &Project) -> Asked {
    let both = asked.modules.iter().zip(arguments);
    let kept = both.filter(|((module, version), argument)| {
        argument.fault.is_none()
            && (is_pattern(module) && version.is_none() || check_path(module).is_ok())
            && !is_main(project, module, version.as_deref())
    });
    Asked { modules: kept.map(|(it, _)| it.clone()).collect(), ..asked.clone() }
}

/// `all`, and paths with dots in them that stand for anything.
pub(super) fn is_pattern(module: &str) -> bool {
    module == "all" || module.contains("...")
}

fn is_main(project: &Project, module: &str, version: Option<&str>) -> bool {
    let own = project.gomod.parsed().and_then(|it| it.module.as_ref());
    let current = matches!(version, None | Some("upgrade" | "patch"));
    current && own.is_some_and(|own| own.path == module)
}

/// go's file: `cmd/go/internal/modload/list.go`, `listModules`.
fn fault(
    machine: &dyn Machine,
    (module, version): &(String, Option<String>),
    scope: Scope,
    project: &Project,
    goroot: &str,
) -> Option<ArgumentFault> {
    let version = version.as_deref();
    let outside = project.gomod == File::Absent && project.gowork == File::Absent;
    if module.contains('\\') {
        return Some(ArgumentFault::Backslash);
    }
    if is_relative(module) {
        return Some(ArgumentFault::Relative);
    }
    if is_pattern(module) && version.is_none() {
        return outside.then_some(ArgumentFault::PatternOfNothing);
    }
    if matches!(module.as_str(), "go" | "toolchain") {
        return Some(ArgumentFault::Toolchain);
    }
    if is_bundled(machine, module, goroot) {
        return Some(ArgumentFault::Bundled);
    }
    let is_path = check_path(module).is_ok();
    // A URL, and what git takes for an address, are slips of another kind.
    let is_address = module.contains("://") || version.is_some_and(|it| it.contains([':', '/']));
    let is_hostless = !module.contains('.') || module.starts_with('/');
    if !is_path && version.is_some() && is_hostless && !is_address {
        return Some(ArgumentFault::NoModule);
    }
    // `route` tells where a module would come from that nobody requires yet.
    if scope == Scope::All || !is_path && version.is_some() {
        return None;
    }
    match version {
        None if outside && !is_address => Some(ArgumentFault::NoVersion),
        Some("upgrade" | "patch") if outside => Some(ArgumentFault::PatternOfNothing),
        None if !is_address && is_unknown(project, module) => Some(ArgumentFault::NoDependency),
        _ => None,
    }
}

/// go's file: `cmd/go/internal/search/search.go`, `IsRelativePath`.
fn is_relative(word: &str) -> bool {
    matches!(word, "." | "..") || word.starts_with("./") || word.starts_with("../")
}

/// A folder of GOROOT/src: a path without a dot in its first element.
fn is_bundled(machine: &dyn Machine, path: &str, goroot: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    let named = !first.contains('.') && check_import_path(path).is_ok();
    let there = || !goroot.is_empty() && machine.is_folder(&join(goroot, &format!("src/{path}")));
    named && (matches!(path, "std" | "cmd") || there())
}

/// Neither what is here nor what it requires: a module deeper in the graph may be it
/// all the same, where go.mod does not list them all.
fn is_unknown(project: &Project, module: &str) -> bool {
    let Some(own) = project.gomod.parsed().filter(|_| project.gowork == File::Absent) else {
        return false;
    };
    let is_own = own.module.as_ref().is_some_and(|own| own.path == module);
    !is_own && !own.require.iter().any(|required| required.path == module)
}
