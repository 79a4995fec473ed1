//! go.mod by go's own grammar: `golang.org/x/mod/modfile`, with go's positions
//! and words. `workfile` reads go.work by the same grammar.

mod comment;
mod directive;
mod errors;
mod excerpt;
mod fault;
mod grammar;
mod interval;
mod lexer;
mod model;
mod module_path;
mod needed;
mod parser;
mod replace;
mod require;
mod retract;
mod rules;
mod slip;
mod statement;
mod strings;
mod version;

#[cfg(test)]
mod tests;

pub use excerpt::{SourceLine, source_line};
pub use fault::{Fault, SyntaxError};
pub use grammar::Grammar;
pub use model::{
    Exclude, GoLine, Godebug, ModFile, Module, Named, Replace, Require, Retract, Target, Toolchain,
    VersionKind,
};
pub use module_path::module_path;
pub use needed::{Declared, Needed, Replacement, needed_in_workspace, needed_modules};
pub use replace::{conflicting_replacements, is_directory_path};
pub use rules::{parse, parse_as_edited, parse_lax};
pub use slip::Slip;

pub(super) use directive::{go_line, godebug_line, string, toolchain_line};
pub(super) use errors::Errors;
pub(super) use parser::{Sink, parse_statements};
pub(super) use replace::replace_line;
pub(super) use statement::{Block, Line};
pub(super) use strings::readable;
pub(super) use version::{FileOf, Rulebook, Versions};
