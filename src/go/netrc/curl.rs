use super::Line;
use crate::base::{Secret, Veiled};

/// The entries that curl, and so git, takes from the same file: `default` counts, as an
/// entry whose machine is empty, and quotes do not. curl's file: `lib/netrc.c`,
/// `parsenetrc`.
pub fn parse_as_curl(text: &str) -> Vec<Line> {
    let mut reader = Reader::default();
    for (at, line) in text.lines().enumerate() {
        if reader.macro_open {
            reader.macro_open = !line.trim().is_empty();
        } else if !line.trim_start().starts_with('#') {
            reader.line(at + 1, line);
        }
    }
    reader.found
}

/// The entry that curl uses for a host: the first that fits, in any case and whatever
/// the port.
pub fn lookup_as_curl<'a>(lines: &'a [Line], host: &str) -> Option<&'a Line> {
    let fits = |line: &&Line| line.is_default() || line.machine.raw().eq_ignore_ascii_case(host);
    lines.iter().find(fits)
}

impl Line {
    /// Whether it is curl's entry for all other hosts.
    pub fn is_default(&self) -> bool {
        self.machine.is_empty()
    }
}

#[derive(Default)]
struct Reader {
    found: Vec<Line>,
    entry: Option<Entry>,
    wanted: Wanted,
    macro_open: bool,
}

#[derive(Default)]
struct Entry {
    machine: String,
    line: usize,
    login: Option<String>,
    password: Option<String>,
}

/// What the next word is.
#[derive(Clone, Copy, Default)]
enum Wanted {
    #[default]
    Keyword,
    Machine,
    Login,
    Password,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) {
        let mut rest = line.trim_start();
        while let Some((word, behind)) = word(rest) {
            self.word(number, word);
            rest = behind.trim_start();
        }
    }

    fn word(&mut self, number: usize, word: String) {
        match std::mem::take(&mut self.wanted) {
            Wanted::Keyword => return self.keyword(number, &word),
            Wanted::Machine => self.begin(word, number),
            Wanted::Login => self.entry.iter_mut().for_each(|it| it.login = Some(word.clone())),
            Wanted::Password => {
                self.entry.iter_mut().for_each(|it| it.password = Some(word.clone()));
            }
        }
        self.keep_complete();
    }

    fn keyword(&mut self, number: usize, word: &str) {
        match word.to_ascii_lowercase().as_str() {
            "machine" => self.wanted = Wanted::Machine,
            "default" => self.begin(String::new(), number),
            "login" => self.wanted = Wanted::Login,
            "password" => self.wanted = Wanted::Password,
            "macdef" => self.macro_open = true,
            _ => {}
        }
    }

    fn begin(&mut self, machine: String, line: usize) {
        self.entry = Some(Entry { machine, line, ..Entry::default() });
    }

    fn keep_complete(&mut self) {
        let whole = |it: &Entry| it.login.is_some() && it.password.is_some();
        let Some(it) = self.entry.take_if(|it| whole(it)) else { return };
        self.found.push(Line {
            machine: Veiled::new(it.machine),
            login: Secret::new(it.login.unwrap_or_default()),
            password: Secret::new(it.password.unwrap_or_default()),
            line: it.line,
        });
    }
}

/// The first word, and what stands behind it. Quotes count since curl 7.84.
fn word(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        return (!word.is_empty()).then(|| (word.to_owned(), rest));
    };
    let mut word = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((word, &quoted[at + 1..])),
            '\\' => word.extend(letters.next().map(|(_, escaped)| match escaped {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            })),
            other => word.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(text: &str, host: &str) -> Option<String> {
        let lines = parse_as_curl(text);
        let line = lookup_as_curl(&lines, host)?;
        Some(format!("{}:{}", line.login.expose(), line.password.expose()))
    }

    #[test]
    fn curl_takes_what_go_does_not() {
        let plain = "machine git.corp.example login u password p\n";
        assert_eq!(login(plain, "git.corp.example").as_deref(), Some("u:p"));
        assert_eq!(login(plain, "GIT.corp.example").as_deref(), Some("u:p"));
        assert_eq!(login(plain, "other.example"), None);
        let quoted = "machine git.corp.example login u password \"p \\\"q\"\n";
        assert_eq!(login(quoted, "git.corp.example").as_deref(), Some("u:p \"q"));
        let other = "machine x login a password b\ndefault login u password p\n";
        assert_eq!(login(other, "git.corp.example").as_deref(), Some("u:p"));
        let spread = "machine git.corp.example\n  login\n  u\n# password no\n  password p\n";
        assert_eq!(login(spread, "git.corp.example").as_deref(), Some("u:p"));
    }

    #[test]
    fn ports_schemes_and_macros_are_no_hosts() {
        for machine in ["git.corp.example:443", "https://git.corp.example", "git.corp.example/x"] {
            let text = format!("machine {machine} login u password p\n");
            assert_eq!(login(&text, "git.corp.example"), None, "{machine}");
        }
        let text = "macdef m\nmachine a login u password p\n\nmachine b login u password p\n";
        assert_eq!((login(text, "a"), login(text, "b").as_deref()), (None, Some("u:p")));
        assert_eq!(login("machine a login u\nmachine b login u password p", "a"), None);
        assert_eq!(login("machine \"a", "a"), None);
    }
}
