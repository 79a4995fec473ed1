//! go.work by go's own grammar: `golang.org/x/mod/modfile/work.go`.

use super::modfile::{
    Block, Errors, Fault, FileOf, GoLine, Godebug, Grammar, Line, Named, Replace, Rulebook, Sink,
    SyntaxError, Toolchain, Versions, go_line, godebug_line, parse_statements, readable,
    replace_line, string, toolchain_line,
};
use serde::{Deserialize, Serialize};

/// A go.work file as go understands it; lines are counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkFile {
    pub go: Option<GoLine>,
    pub toolchain: Option<Toolchain>,
    pub godebug: Vec<Godebug>,
    /// The directories of the main modules, as written.
    #[serde(rename = "use")]
    pub uses: Vec<Named>,
    pub replace: Vec<Replace>,
}

/// Reads a go.work file (`modfile.ParseWork`). Every version must be canonical.
pub fn parse(data: &[u8], grammar: Grammar) -> Result<WorkFile, Vec<SyntaxError>> {
    let rules = Rulebook { grammar, versions: Versions::Canonical, file_of: FileOf::Workspace };
    let mut reader = Reader { rules, file: WorkFile::default(), errors: Errors::default() };
    parse_statements(&readable(data), &mut reader).map_err(|error| vec![*error])?;
    reader.errors.none_or(reader.file)
}

struct Reader {
    rules: Rulebook,
    file: WorkFile,
    errors: Errors,
}

impl<'a> Sink<'a> for Reader {
    fn block(&mut self, block: &Block<'a>) -> bool {
        let wanted = match block.tokens[..] {
            ["use" | "replace"] => true,
            ["godebug"] => self.rules.grammar.knows("godebug"),
            _ => false,
        };
        if !wanted {
            let block_type = block.tokens.join(" ");
            let fault = Fault::UnknownBlock { block: block_type };
            self.errors.push(block.start, fault);
        }
        wanted
    }

    fn line(&mut self, line: Line<'a>) {
        let (verb, args) = line.verb_and_args();
        if let Err(fault) = self.directive(verb, args, line.start.line) {
            self.errors.push(line.start, fault);
        }
    }
}

impl Reader {
    fn directive(&mut self, verb: &str, args: &[&str], at: usize) -> Result<(), Fault> {
        let (rules, file) = (self.rules, &mut self.file);
        match verb {
            "go" => {
                file.go = Some(go_line(rules, file.go.as_ref(), args, at)?);
            }
            "toolchain" if rules.grammar.knows(verb) => {
                let known = file.toolchain.as_ref();
                file.toolchain = Some(toolchain_line(rules, known, args, at)?);
            }
            "godebug" if rules.grammar.knows(verb) => file.godebug.push(godebug_line(args, at)?),
            "use" => {
                let [path] = args else {
                    return Err(Fault::UseUsage);
                };
                let path = string(path)?;
                file.uses.push(Named { path, line: at });
            }
            "replace" => file.replace.push(replace_line(rules, args, at)?),
            _ => return Err(Fault::UnknownDirective { verb: verb.into() }),
        }
        Ok(())
    }
}
