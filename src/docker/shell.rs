//! A shell's words, well enough to see which programs run, where, and with which
//! variables. What is computed stays as it stands.

/// One simple command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Simple {
    /// `NAME=value` before the program.
    pub assigned: Vec<(String, String)>,
    /// The program and its arguments; empty where only variables are assigned.
    pub words: Vec<String>,
    /// The file that its output goes into.
    pub writes: Option<String>,
    /// Whether what it changes of the shell itself ends with it: in brackets, in a pipe.
    pub apart: bool,
}

impl Simple {
    /// The program without its folder.
    pub(super) fn program(&self) -> &str {
        let first = self.words.first().map(String::as_str).unwrap_or_default();
        first.rsplit('/').next().unwrap_or_default()
    }

    pub(super) fn arguments(&self) -> &[String] {
        self.words.get(1..).unwrap_or_default()
    }
}

/// Words of the shell's own that stand before a command, and programs that run another.
const BEFORE: &[&str] = &[
    "if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "exec", "env", "sudo",
    "nice", "command", "builtin", "nohup",
];
/// Words after which no command comes.
const ALONE: &[&str] = &["fi", "done", "esac", "}", "for", "case", "in", ";;"];

/// The commands of a script, in the order in which they stand.
pub(super) fn commands(script: &str) -> Vec<Simple> {
    let tokens = Tokens::of(script).commands().into_iter();
    tokens.flat_map(|token| opened(simple(token))).collect()
}

/// The commands of one that is words already.
pub(super) fn of_words(words: &[String]) -> Vec<Simple> {
    let command = simple(Raw { words: words.to_vec(), ..Raw::default() });
    let Some(script) = inner_script(&command) else { return opened(command) };
    let mut inner = commands(&script);
    for it in &mut inner {
        it.assigned.splice(0..0, command.assigned.iter().cloned());
    }
    inner
}

/// The command, or those of the script that it runs.
fn opened(command: Simple) -> Vec<Simple> {
    match inner_script(&command) {
        Some(script) => {
            let inner = commands(&script).into_iter();
            let inner = inner.map(|mut inner| {
                inner.assigned.splice(0..0, command.assigned.iter().cloned());
                Simple { apart: true, ..inner }
            });
            inner.collect()
        }
        None if command.words.is_empty() && command.assigned.is_empty() => Vec::new(),
        None => vec![command],
    }
}

/// `sh -c 'SCRIPT'`, `bash -lc …`.
fn inner_script(command: &Simple) -> Option<String> {
    if !["sh", "bash", "ash", "dash", "zsh"].contains(&command.program()) {
        return None;
    }
    let at = command.words.iter().position(|it| it.starts_with('-') && it.ends_with('c'))?;
    command.words.get(at + 1).cloned()
}

fn simple(raw: Raw) -> Simple {
    let mut command = Simple { writes: raw.writes, apart: raw.apart, ..Simple::default() };
    for word in raw.words {
        if !command.words.is_empty() {
            command.words.push(word);
        } else if ALONE.contains(&word.as_str()) {
            return Simple::default();
        } else if let Some((name, value)) = assignment(&word) {
            command.assigned.push((name.to_owned(), value.to_owned()));
        } else if !BEFORE.contains(&word.as_str()) {
            command.words.push(word);
        }
    }
    command
}

/// `NAME=value`.
pub(super) fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_name.then_some((name, value))
}

#[derive(Default)]
struct Raw {
    words: Vec<String>,
    writes: Option<String>,
    apart: bool,
}

struct Tokens {
    chars: Vec<char>,
    at: usize,
}

impl Tokens {
    fn of(script: &str) -> Self {
        Self { chars: script.chars().collect(), at: 0 }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn commands(mut self) -> Vec<Raw> {
        let mut found = Vec::new();
        let mut now = Raw::default();
        let mut depth = 0_usize;
        while let Some(c) = self.peek(0) {
            match c {
                '\n' | ';' | '&' | '|' | '(' | ')' => {
                    let pipes = c == '|' && self.peek(1) != Some('|');
                    let doubled = matches!(c, '&' | '|' | ';') && self.peek(1) == Some(c);
                    self.at += if doubled { 2 } else { 1 };
                    now.apart |= pipes || depth > 0;
                    found.push(std::mem::take(&mut now));
                    depth = match c {
                        '(' => depth + 1,
                        ')' => depth.saturating_sub(1),
                        _ => depth,
                    };
                    // What reads from a pipe is a shell of its own too.
                    now.apart = pipes;
                }
                '#' if self.at == 0 || self.chars[self.at - 1].is_whitespace() => self.skip_line(),
                '>' | '<' => now.writes = self.redirect().or(now.writes),
                c if c.is_whitespace() => self.at += 1,
                _ => now.words.extend(Some(self.word()).filter(|it| !it.is_empty() || quotes(c))),
            }
        }
        now.apart |= depth > 0;
        found.push(now);
        found
    }

    fn skip_line(&mut self) {
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.at += 1;
        }
    }

    /// `> file`, `2>&1`, `< file`: the file that is written, if it stays.
    fn redirect(&mut self) -> Option<String> {
        let writes = self.peek(0) == Some('>');
        while matches!(self.peek(0), Some('>' | '<' | '-')) {
            self.at += 1;
        }
        if self.peek(0) == Some('&') {
            self.at += 1;
            self.word();
            return None;
        }
        while matches!(self.peek(0), Some(' ' | '\t')) {
            self.at += 1;
        }
        let target = self.word();
        (writes && !target.starts_with("/dev/")).then_some(target)
    }

    fn word(&mut self) -> String {
        let mut word = String::new();
        let mut only_digits = true;
        while let Some(c) = self.peek(0) {
            match c {
                '\'' | '"' => self.quoted(c, &mut word),
                '\\' => {
                    word.extend(self.peek(1).filter(|c| *c != '\n'));
                    self.at += 2;
                }
                '$' if self.peek(1) == Some('(') => self.nested('(', ')', &mut word),
                '$' if self.peek(1) == Some('{') => self.nested('{', '}', &mut word),
                '`' => self.quoted('`', &mut word),
                '>' | '<' if only_digits && !word.is_empty() => {
                    // `2>`: the number is no word.
                    word.clear();
                    break;
                }
                c if c.is_whitespace() || ";&|()<>".contains(c) => break,
                c => {
                    word.push(c);
                    self.at += 1;
                }
            }
            only_digits &= word.chars().all(|c| c.is_ascii_digit());
        }
        word
    }

    fn quoted(&mut self, quote: char, word: &mut String) {
        self.at += 1;
        while let Some(c) = self.peek(0) {
            self.at += 1;
            match c {
                c if c == quote => return,
                '\\' if quote == '"' && matches!(self.peek(0), Some('"' | '\\' | '$' | '`')) => {
                    word.extend(self.peek(0));
                    self.at += 1;
                }
                c => word.push(c),
            }
        }
    }

    fn nested(&mut self, open: char, close: char, word: &mut String) {
        let mut depth = 0_usize;
        while let Some(c) = self.peek(0) {
            self.at += 1;
            word.push(c);
            if c == open {
                depth += 1;
            } else if c == close {
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
        }
    }
}

/// Whether a word that begins so may be empty and still be one.
fn quotes(c: char) -> bool {
    matches!(c, '\'' | '"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(script: &str) -> Vec<String> {
        commands(script).iter().map(|it| it.words.join(" ")).collect()
    }

    #[test]
    fn scripts_fall_into_commands() {
        for (script, expected) in [
            ("go mod download", &["go mod download"][..]),
            ("set -eux; cd /src && go build ./...", &["set -eux", "cd /src", "go build ./..."]),
            ("if [ -d vendor ]; then go build; fi", &["[ -d vendor ]", "go build"]),
            ("(cd a && go test ./...) || true", &["cd a", "go test ./...", "true"]),
            ("sh -c 'go mod download && go vet'", &["go mod download", "go vet"]),
            ("echo 'a && b' > x 2>&1 # no", &["echo a && b"]),
            ("for d in a b; do go build $d; done", &["go build $d"]),
            (
                "v=$(git describe || echo x); go build -ldflags \"-X m.v=$v\"",
                &["", "go build -ldflags -X m.v=$v"],
            ),
            ("sudo env A=1 go version", &["go version"]),
        ] {
            assert_eq!(words(script), expected, "{script}");
        }
    }

    #[test]
    fn variables_stand_before_a_program() {
        let found = commands("CGO_ENABLED=0 GOOS=linux go build; X=1; export Y=2 >/etc/p");
        assert_eq!(found[0].assigned.len(), 2);
        assert_eq!(found[0].program(), "go");
        assert_eq!((found[1].assigned.len(), found[1].words.len()), (1, 0));
        assert!(found[2].writes.is_some() && found[0].writes.is_none());
        assert!(commands("(export A=1); cat f | export B=1").iter().all(|it| it.apart));
    }
}
