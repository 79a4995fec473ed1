use super::{Lacks, Line, Oddity};
use crate::base::{Secret, Veiled};

#[derive(Default)]
pub(super) struct Reader<'a> {
    pub(super) lines: Vec<Line>,
    pub(super) oddities: Vec<Oddity>,
    entry: Entry<'a>,
    macro_line: Option<usize>,
}

/// An entry that is being collected.
#[derive(Clone, Copy, Default)]
struct Entry<'a> {
    machine: &'a str,
    line: usize,
    login: &'a str,
    password: &'a str,
}

/// More oddities than these tell nobody anything: it is another kind of file.
const MOST: usize = 100;

enum Next {
    Go,
    Stop,
}

/// Go's `parseNetrc`, with an eye on what it passes over.
pub(super) fn read(text: &str) -> Reader<'_> {
    let mut reader = Reader::default();
    for (index, line) in text.split('\n').enumerate() {
        if reader.macro_line.is_some() {
            if line.is_empty() {
                reader.macro_line = None;
            }
            continue;
        }
        if let Next::Stop = reader.line(index + 1, line) {
            break;
        }
    }
    reader.drop_entry();
    if let Some(line) = reader.macro_line {
        reader.odd(Oddity::EndlessMacro { line });
    }
    reader
}

impl<'a> Reader<'a> {
    fn line(&mut self, number: usize, line: &'a str) -> Next {
        let before = self.oddities.len();
        let next = self.pairs(number, line.split_whitespace());
        self.keep_one(before, number);
        next
    }

    fn pairs(&mut self, line: usize, mut words: impl Iterator<Item = &'a str>) -> Next {
        while let Some(name) = words.next() {
            let Some(value) = words.next() else {
                let ends = name == "default";
                self.odd(if ends { Oddity::Ends { line } } else { Oddity::Unpaired { line } });
                return if ends { Next::Stop } else { Next::Go };
            };
            self.pair(line, name, value);
        }
        Next::Go
    }

    fn pair(&mut self, line: usize, name: &'a str, value: &'a str) {
        match name {
            "machine" => {
                self.drop_entry();
                (self.entry.machine, self.entry.line) = (value, line);
            }
            "login" => self.entry.login = value,
            "password" => self.entry.password = value,
            "default" => self.odd(Oddity::Default { line }),
            "macdef" => self.macro_line = Some(line),
            "account" => {}
            _ => self.odd(Oddity::Unknown { line }),
        }
        let named = matches!(name, "machine" | "login" | "password");
        if named && value.starts_with(['"', '\'']) {
            self.odd(Oddity::Quoted { line });
        }
        self.keep_complete();
    }

    fn keep_complete(&mut self) {
        let Entry { machine, line, login, password } = self.entry;
        if machine.is_empty() || login.is_empty() || password.is_empty() {
            return;
        }
        self.lines.push(Line {
            machine: Veiled::new(machine),
            login: Secret::new(login),
            password: Secret::new(password),
            line,
        });
        self.entry = Entry::default();
    }

    /// Forgets what was collected so far, as go does at each `machine`.
    fn drop_entry(&mut self) {
        let Entry { machine, line, login, password } = std::mem::take(&mut self.entry);
        if machine.is_empty() {
            return;
        }
        let lacks = match (login, password) {
            ("", "") => Lacks::Both,
            ("", _) => Lacks::Login,
            _ => Lacks::Password,
        };
        self.odd(Oddity::Incomplete { line, machine: Veiled::new(machine), lacks });
    }

    fn odd(&mut self, oddity: Oddity) {
        if self.oddities.len() < MOST {
            self.oddities.push(oddity);
        }
    }

    /// One oddity makes those behind it on the same line worthless; an entry
    /// that ended here but began above stays.
    fn keep_one(&mut self, before: usize, number: usize) {
        let mut seen = false;
        let fresh = self.oddities.split_off(before);
        self.oddities.extend(fresh.into_iter().filter(|oddity| {
            let above = matches!(oddity, Oddity::Incomplete { line, .. } if *line < number);
            let ends = matches!(oddity, Oddity::Ends { .. });
            above || ends || !std::mem::replace(&mut seen, true)
        }));
    }
}
