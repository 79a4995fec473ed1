use super::go_command::{GoCommand, Verb};
use super::shell::{Simple, assignment, of_words};

/// What a command line says of the go command in it, as far as words tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Set for it, or before it.
    pub variables: Vec<(String, String)>,
    /// The go command itself, where its place is named.
    pub go: Option<String>,
    /// Where it works, from where the command line does.
    pub dirs: Vec<String>,
    pub does: Does,
    /// What it names, as typed.
    pub named: Vec<String>,
}

/// What a go command does with modules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Does {
    /// There is no go command to be seen.
    #[default]
    Unknown,
    /// `go mod download`: what it names are modules.
    Downloads,
    /// `go install` and `go run` of a package at a version: the go.mod here plays no part.
    Installs,
    /// `go get`: what it names are packages.
    Gets,
    /// All that go.mod needs, or a part of it.
    Builds,
}

impl Typed {
    /// The first go command that has to do with modules.
    pub fn of(words: &[String]) -> Self {
        let mut before = Self::default();
        for simple in of_words(words) {
            match GoCommand::of(&simple).filter(|it| it.verb != Verb::Other) {
                Some(go) => return before.with(&simple, &go),
                None => before.pass(&simple),
            }
        }
        before
    }

    fn with(mut self, simple: &Simple, go: &GoCommand) -> Self {
        self.variables.extend(simple.assigned.iter().filter(|it| is_plain(&it.1)).cloned());
        self.go = simple.words.first().filter(|word| word.starts_with('/')).cloned();
        self.dirs.extend(go.dir.clone());
        self.does = match go.verb {
            Verb::Download => Does::Downloads,
            Verb::Named if go.words == "go mod download" => Does::Downloads,
            Verb::Named => Does::Installs,
            Verb::Get { .. } => Does::Gets,
            _ => Does::Builds,
        };
        self.named = match self.does {
            Does::Downloads => plain(simple.arguments(), &["mod", "download"]),
            Does::Gets => plain(simple.arguments(), &["get"]),
            _ => go.named.clone(),
        };
        self
    }

    /// What holds for the commands behind it.
    fn pass(&mut self, simple: &Simple) {
        if simple.apart && simple.program() != "export" {
            return;
        }
        match (simple.program(), simple.arguments()) {
            ("cd", [dir]) if is_plain(dir) => self.dirs.push(dir.clone()),
            ("export", set) => {
                let set = set.iter().filter_map(|word| assignment(word));
                let plain = set.filter(|(_, value)| is_plain(value));
                self.variables.extend(plain.map(|(name, value)| (name.into(), value.into())));
            }
            _ => {}
        }
    }
}

/// Nothing in it is computed.
fn is_plain(value: &str) -> bool {
    !value.contains(['$', '`'])
}

/// The words that are neither flags nor their values, behind those of the verb.
fn plain(words: &[String], verb: &[&str]) -> Vec<String> {
    let mut verb = verb.iter();
    let mut next = verb.next();
    let mut found = Vec::new();
    let mut value = false;
    for word in words {
        if std::mem::take(&mut value) {
            continue;
        }
        match word.as_str() {
            flag if flag.starts_with('-') => {
                value = ["-C", "-mod", "-modfile", "-o", "-p", "-tags", "-reuse"].contains(&flag);
            }
            word if next.is_some_and(|it| *it == word) => next = verb.next(),
            word if is_plain(word) => found.push(word.to_owned()),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(words: &[&str]) -> Typed {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        Typed::of(&words)
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn words_are_those_of_go() {
        let plain = typed(&["go", "mod", "download", "-x", "a.b/c@v1", "a.b/d"]);
        assert_eq!(
            (plain.does, plain.named),
            (Does::Downloads, vec!["a.b/c@v1".to_owned(), "a.b/d".to_owned()])
        );
        let here = typed(&["/usr/local/go/bin/go", "build", "-o", "x@y", "./..."]);
        assert_eq!((here.does, here.go.as_deref()), (Does::Builds, Some("/usr/local/go/bin/go")));
        let get = typed(&["go", "get", "-tags", "t", "-u", "a.b/c/d@v1.2.3"]);
        assert_eq!((get.does, get.named), (Does::Gets, vec!["a.b/c/d@v1.2.3".to_owned()]));
        assert_eq!(typed(&["go", "install", "a.b/c@latest"]).does, Does::Installs);
        assert_eq!(typed(&["make", "go"]).does, Does::Unknown);
    }

    #[test]
    fn settings_in_front_count() {
        let env = typed(&["env", "GOPROXY=off", "go", "mod", "download"]);
        assert_eq!((env.does, env.variables), (Does::Downloads, vec![pair("GOPROXY", "off")]));
        let script = "export GOFLAGS=-mod=mod X=$Y; cd a && GOPROXY=direct go -C b build ./...";
        let shell = typed(&["sh", "-ec", script]);
        assert_eq!(shell.variables, [pair("GOFLAGS", "-mod=mod"), pair("GOPROXY", "direct")]);
        assert_eq!((shell.dirs, shell.does), (vec!["a".to_owned(), "b".to_owned()], Does::Builds));
        let apart = typed(&["sh", "-c", "(cd a; go version); go mod tidy"]);
        assert!(apart.dirs.is_empty() && apart.does == Does::Builds);
    }
}
