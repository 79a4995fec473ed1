use super::{Addr, Config, Flag, Ignored, Origin, Server, fields, lines};
use crate::base::Excerpt;

/// The most that the C resolver takes, and go after it.
const SERVERS: usize = 3;

/// More than this in vain tells nobody anything: it is another kind of file.
const MOST: usize = 100;

pub(super) fn read(text: &[u8], hostname: &str) -> Config {
    let mut config = unset();
    for (number, line) in lines(text) {
        if !line.starts_with([';', '#']) {
            config.line(number, &line);
        }
    }
    config.flags.sort();
    config.flags.dedup();
    config.complete(hostname);
    config
}

fn unset() -> Config {
    Config {
        servers: Vec::new(),
        servers_from: Origin::File,
        search: Vec::new(),
        search_from: Origin::File,
        ndots: 1,
        timeout: 5,
        attempts: 2,
        flags: Vec::new(),
        ignored: Vec::new(),
    }
}

impl Config {
    fn line(&mut self, line: usize, text: &str) {
        let mut words = fields(text);
        let Some(keyword) = words.next() else { return };
        match keyword {
            "nameserver" => {
                if let Some(word) = words.next() {
                    self.server(line, word);
                }
            }
            "domain" => {
                if let Some(word) = words.next() {
                    self.search = vec![rooted(word)];
                }
            }
            "search" => self.search = words.map(rooted).filter(|name| name != ".").collect(),
            "options" => words.for_each(|word| self.option(line, word)),
            // OpenBSD's own; known everywhere.
            "lookup" => {}
            _ => self.ignore(Ignored::UnknownKeyword { line, word: Excerpt::text(keyword) }),
        }
    }

    fn server(&mut self, line: usize, word: &str) {
        let told = || Excerpt::text(word);
        match Addr::parse(word) {
            _ if self.servers.len() == SERVERS => {
                self.ignored.push(Ignored::FourthServer { line, word: told() });
            }
            Ok(addr) => self.servers.push(Server { dialed: dialed(word), addr, line: Some(line) }),
            Err(_) => self.ignored.push(Ignored::NotAnAddress { line, word: told() }),
        }
    }

    fn option(&mut self, line: usize, word: &str) {
        if let Some((name @ ("ndots" | "timeout" | "attempts"), value)) = word.split_once(':') {
            let value = number(value);
            match name {
                "ndots" => self.ndots = usize::try_from(value.min(15)).unwrap_or(15),
                "timeout" => self.timeout = value.max(1),
                _ => self.attempts = value.max(1),
            }
            return;
        }
        match word {
            "rotate" => self.flags.push(Flag::Rotate),
            "single-request" | "single-request-reopen" => self.flags.push(Flag::SingleRequest),
            "use-vc" | "usevc" | "tcp" => self.flags.push(Flag::UseVc),
            "trust-ad" => self.flags.push(Flag::TrustAd),
            "no-reload" => self.flags.push(Flag::NoReload),
            // Go does so by itself.
            "edns0" => {}
            _ => self.ignore(Ignored::UnknownOption { line, word: Excerpt::text(word) }),
        }
    }

    fn ignore(&mut self, ignored: Ignored) {
        if self.ignored.len() < MOST {
            self.ignored.push(ignored);
        }
    }

    fn complete(&mut self, hostname: &str) {
        if self.servers.is_empty() {
            self.servers_from = Origin::Default;
            self.servers = ["127.0.0.1", "::1"].into_iter().filter_map(default).collect();
        }
        if self.search.is_empty() {
            self.search_from = Origin::Default;
            self.search = match hostname.split_once('.') {
                Some((_, domain)) if !domain.is_empty() => vec![rooted(domain)],
                _ => Vec::new(),
            };
        }
    }
}

fn default(word: &str) -> Option<Server> {
    Some(Server { addr: Addr::parse(word).ok()?, dialed: dialed(word), line: None })
}

fn dialed(word: &str) -> String {
    if word.contains(':') {
        return format!("[{word}]:53");
    }
    format!("{word}:53")
}

/// Net `ensureRooted`.
pub(super) fn rooted(name: &str) -> String {
    if name.ends_with('.') {
        return name.to_owned();
    }
    format!("{name}.")
}

/// The leading digits as a number, with go's upper limit (net `dtoi`).
fn number(text: &str) -> u32 {
    const BIG: u32 = 0x00FF_FFFF;
    let digits = text.bytes().take_while(u8::is_ascii_digit);
    digits.fold(0, |value, digit| (value * 10 + u32::from(digit - b'0')).min(BIG))
}
