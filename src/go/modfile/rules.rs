use super::comment::{deprecation, directive_comment};
use super::directive::{go_line, godebug_line, named, string, toolchain_line};
use super::errors::Errors;
use super::fault::{Fault, SyntaxError};
use super::grammar::Grammar;
use super::lexer::Position;
use super::model::{ModFile, Module};
use super::parser::{Sink, parse_statements};
use super::replace::replace_line;
use super::require::{exclude, require};
use super::retract::{is_taken_for_verb, recheck, retract};
use super::statement::{Block, Line};
use super::strings::readable;
use super::version::{FileOf, Rulebook, Versions};

/// Reads the go.mod of a main module as `go mod download` does: strictly, and
/// with versions kept that go would ask a source about
/// (`cmd/go/internal/modload/modfile.go` `ReadModFile`).
pub fn parse(data: &[u8], grammar: Grammar) -> Result<ModFile, Vec<SyntaxError>> {
    read(data, grammar, Versions::Asked, FileOf::Main)
}

/// Reads a go.mod as `go mod edit` does: every version must be canonical
/// (`modfile.Parse` without a fixer).
pub fn parse_as_edited(data: &[u8], grammar: Grammar) -> Result<ModFile, Vec<SyntaxError>> {
    read(data, grammar, Versions::Canonical, FileOf::Main)
}

/// Reads the go.mod of a dependency: unknown directives and those that only
/// concern main modules are ignored (`modfile.ParseLax`).
pub fn parse_lax(data: &[u8], grammar: Grammar) -> Result<ModFile, Vec<SyntaxError>> {
    read(data, grammar, Versions::Canonical, FileOf::Dependency)
}

fn read(
    data: &[u8],
    grammar: Grammar,
    versions: Versions,
    file_of: FileOf,
) -> Result<ModFile, Vec<SyntaxError>> {
    let mut reader = Reader {
        rules: Rulebook { grammar, versions, file_of },
        file: ModFile::default(),
        retracted_at: Vec::new(),
        errors: Errors::default(),
    };
    parse_statements(&readable(data), &mut reader).map_err(|error| vec![*error])?;
    reader.recheck_retracts();
    reader.errors.none_or(reader.file)
}

struct Reader {
    rules: Rulebook,
    file: ModFile,
    retracted_at: Vec<(Position, bool)>,
    errors: Errors,
}

impl<'a> Sink<'a> for Reader {
    fn block(&mut self, block: &Block<'a>) -> bool {
        let wanted = match block.tokens[..] {
            ["go" | "toolchain"] => false,
            [verb] => self.rules.grammar.knows(verb),
            _ => false,
        };
        if !wanted && self.rules.file_of == FileOf::Main {
            let block_type = block.tokens.join(" ");
            let fault = Fault::UnknownBlock { block: block_type };
            self.errors.push(block.start, fault);
        }
        wanted
    }

    fn line(&mut self, line: Line<'a>) {
        let (verb, args) = line.verb_and_args();
        let ignored = self.rules.file_of == FileOf::Dependency
            && !matches!(verb, "go" | "module" | "retract" | "require" | "ignore");
        if ignored {
            return;
        }
        if let Err(fault) = self.directive(verb, args, &line) {
            self.errors.push(line.start, fault);
        }
    }
}

impl Reader {
    fn directive(&mut self, verb: &str, args: &[&str], line: &Line<'_>) -> Result<(), Fault> {
        let at = line.start.line;
        match verb {
            verb if !self.rules.grammar.knows(verb) => {
                return match self.rules.file_of {
                    FileOf::Main | FileOf::Workspace => {
                        Err(Fault::UnknownDirective { verb: verb.into() })
                    }
                    FileOf::Dependency => Ok(()),
                };
            }
            "go" => {
                let known = self.file.go.as_ref();
                self.file.go = Some(go_line(self.rules, known, args, at)?);
            }
            "toolchain" => {
                let known = self.file.toolchain.as_ref();
                self.file.toolchain = Some(toolchain_line(self.rules, known, args, at)?);
            }
            "module" => self.module(args, line)?,
            "godebug" => self.file.godebug.push(godebug_line(args, at)?),
            "require" => self.file.require.push(require(self.rules, args, line)?),
            "exclude" => self.file.exclude.push(exclude(self.rules, args, at)?),
            "replace" => self.file.replace.push(replace_line(self.rules, args, at)?),
            "retract" => self.retract(args, line)?,
            "tool" => self.file.tool.push(named(verb, args, at)?),
            _ => self.file.ignore.push(named(verb, args, at)?),
        }
        Ok(())
    }

    fn module(&mut self, args: &[&str], line: &Line<'_>) -> Result<(), Fault> {
        if self.file.module.is_some() {
            let verb = "module".to_owned();
            return Err(Fault::Repeated { verb });
        }
        // A malformed line counts as the one module line all the same.
        let module = self.file.module.insert(Module {
            path: String::new(),
            deprecated: deprecation(&directive_comment(line)),
            line: line.start.line,
        });
        let [path] = args else {
            return Err(Fault::ModuleUsage);
        };
        module.path = string(path)?;
        Ok(())
    }

    fn retract(&mut self, args: &[&str], line: &Line<'_>) -> Result<(), Fault> {
        match retract(args, line) {
            Ok((retract, [])) => {
                self.file.retract.push(retract);
                self.retracted_at.push((line.start, is_taken_for_verb(args, line)));
                Ok(())
            }
            Ok((retract, _)) if self.rules.file_of == FileOf::Dependency => {
                self.file.retract.push(retract);
                Ok(())
            }
            Err(_) if self.rules.file_of == FileOf::Dependency => Ok(()),
            Ok((_, [token, ..])) => Err(Fault::AfterVersion { token: (*token).into() }),
            Err(fault) => Err(fault),
        }
    }

    /// The module path that retracted versions belong to may stand behind them
    /// (`fixRetract` in `rule.go`).
    fn recheck_retracts(&mut self) {
        if self.rules.versions == Versions::Canonical {
            return;
        }
        let path = self.file.module.as_ref().map_or("", |module| &module.path);
        let again = self.file.retract.iter_mut().zip(&self.retracted_at);
        for (retract, (start, lost)) in again {
            if path.is_empty() {
                return self.errors.push(*start, Fault::RetractWithoutModule);
            }
            let read = match lost {
                true => Err(Fault::IntervalStart),
                false => recheck(self.rules, path, retract),
            };
            if let Err(fault) = read {
                self.errors.push(*start, fault);
            }
        }
    }
}
