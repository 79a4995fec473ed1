use super::Walk;
use crate::docker::context::{Lying, inside, joined};
use crate::docker::instruction::Instruction;
use crate::docker::remark::Kind;
use crate::docker::stage::{Fetched, Put, Stage};

/// Files of a module without which nothing else can be told.
const ESSENTIAL: &[&str] = &["go.mod", "go.sum", "go.work", "go.work.sum", "vendor"];
/// What a layer that is to be cached may hold besides.
const SMALL: &[&str] = &["go.mod", "go.sum", "go.work", "go.work.sum"];

impl Walk<'_> {
    pub(super) fn copy(&mut self, instruction: &Instruction) {
        let words = instruction.words();
        let Some((dest, sources)) = words.split_last() else { return };
        let Some(dest) = self.value(dest) else {
            self.now().is_opaque = true;
            return;
        };
        let Some(workdir) = self.now_seen().workdir.clone() else {
            self.now().is_opaque = true;
            return;
        };
        let at = joined(&workdir, &dest);
        if let Some(from) = instruction.flag("from") {
            let from = from.to_owned();
            return self.copied_from(instruction, &from, sources, at);
        }
        let into = dest.ends_with('/')
            || dest == "."
            || sources.len() > 1
            || is_folder(self.now_seen(), &at);
        for typed in sources {
            if typed.starts_with("<<")
                || typed.contains("://")
                || instruction.flag("parents").is_some()
            {
                self.now().puts.push(Put::Opaque { at: at.clone() });
                continue;
            }
            let Some(source) = self.value(typed) else {
                self.now().puts.push(Put::Opaque { at: at.clone() });
                continue;
            };
            self.copied(instruction, &source, &at, into);
        }
    }

    fn copied(&mut self, instruction: &Instruction, source: &str, at: &str, into: bool) {
        let globbed = source.contains(['*', '?', '[']);
        if globbed && self.ground.context.look("") == Lying::Unseen {
            self.now().puts.push(Put::Opaque { at: at.to_owned() });
            return;
        }
        for from in self.ground.sources(source) {
            let name = from.rsplit('/').next().unwrap_or_default().to_owned();
            let seen = self.ground.look(&from);
            if seen == Lying::Nothing && !globbed {
                self.not_there(instruction, &from, &name);
            }
            let is_file = match seen {
                Lying::File => true,
                Lying::Folder => false,
                Lying::Nothing | Lying::Unseen => name.contains('.') && !name.starts_with('.'),
            };
            if self.is_broad(&from, is_file) {
                self.now().broad.get_or_insert(instruction.line);
            }
            let place = if is_file && into { joined(at, &name) } else { at.to_owned() };
            let unsure = seen == Lying::Unseen && !is_file && !from.is_empty();
            if unsure {
                self.now().puts.push(Put::Opaque { at: place });
            } else {
                self.now().puts.push(Put::Context { from, at: place });
            }
        }
    }

    /// Code comes along, so that each change of it makes the layers behind anew.
    fn is_broad(&self, from: &str, is_file: bool) -> bool {
        if is_file {
            return false;
        }
        let name = from.rsplit('/').next().unwrap_or_default();
        if name == "vendor" || SMALL.contains(&name) {
            return false;
        }
        let gomod = if from.is_empty() { "go.mod".to_owned() } else { format!("{from}/go.mod") };
        from.is_empty() || self.ground.look(&gomod) == Lying::File
    }

    /// COPY fails for what is not in the context.
    fn not_there(&mut self, instruction: &Instruction, from: &str, name: &str) {
        if !ESSENTIAL.contains(&name) {
            return;
        }
        let ignored =
            self.ground.ignore.leaves_out(from) && self.ground.context.look(from) != Lying::Nothing;
        let kind = Kind::NotInContext { file: from.to_owned(), ignored };
        self.remark(instruction.line, true, kind, Vec::new());
    }

    fn copied_from(
        &mut self,
        instruction: &Instruction,
        from: &str,
        sources: &[String],
        at: String,
    ) {
        let source = self.stage_named(from);
        let modcache = self.now_seen().modcache();
        let brings_cache = sources.iter().any(|it| {
            it.contains("pkg/mod")
                || it.ends_with("/go")
                || it.ends_with("/go/pkg")
                || it.ends_with("/go/")
        });
        let covers = modcache
            .is_some_and(|cache| inside(&cache, &at).is_some() || inside(&at, &cache).is_some());
        if brings_cache && covers && source.is_some() {
            let (line, last) = (instruction.line, instruction.last);
            self.now().fetched.get_or_insert(Fetched { line, last, mount: None });
        }
        let is_root = at == "/";
        let stage = self.now();
        if sources.iter().any(|it| it.contains("/usr/local/go")) {
            stage.has_go = true;
        }
        if sources.iter().any(|it| it.contains("ssl") || it.contains("pki") || it.contains("certs"))
            || is_root
        {
            stage.certificates = crate::docker::Tri::Unknown;
        }
        let bin = ["/usr", "/usr/bin", "/bin", "/usr/local/bin"].contains(&at.as_str());
        if is_root || bin || at.contains("git") {
            stage.git = unsure(stage.git);
            stage.ssh = unsure(stage.ssh);
        }
        stage.puts.push(Put::Opaque { at });
    }
}

fn unsure(known: crate::docker::Tri) -> crate::docker::Tri {
    if known == crate::docker::Tri::No { crate::docker::Tri::Unknown } else { known }
}

/// Whether a folder is there already: the working folder, one above it, or one that
/// something was put into.
fn is_folder(stage: &Stage, path: &str) -> bool {
    let holds = |it: &str| inside(it, path).is_some_and(|rest| !rest.is_empty());
    stage.workdir.as_deref().is_some_and(|it| inside(it, path).is_some())
        || stage.puts.iter().any(|put| match put {
            Put::Context { at, .. } | Put::Opaque { at } => holds(at),
        })
}
