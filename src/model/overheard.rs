use super::address::{AddressKind, forged_address, googles};
use super::detour::{is_loopback, is_public_host};
use super::mark::Mark;
use super::spoken::{Doing, Speaker, Spoken};
use std::net::IpAddr;

/// Hosts of Google's by whose addresses go's own services are known.
const GOOGLES: &[&str] = &[
    "proxy.golang.org",
    "sum.golang.org",
    "golang.org",
    "google.golang.org",
    "go.dev",
    "storage.googleapis.com",
];

/// Words that a program which go runs begins with.
const TOOLS: &[&str] =
    &["fatal: ", "error: ", "abort: ", "ssh: ", "svn: ", "bzr: ", "Cloning into"];

/// What stands where a name of a host was meant.
const SCHEMES: &[&str] =
    &["http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h", "direct", "off"];

/// A module proxy that tells of its own failure.
const THEIRS: &[&str] = &["server response:"];
/// The same, or the road through a forward proxy.
const ANOTHER_ROAD: &[&str] = &["server response:", "proxyconnect", "socks connect"];
/// The same, or the question for the address.
const BEFORE_THE_ROAD: &[&str] = &["server response:", "proxyconnect", "socks connect", "lookup "];

/// Kinds of marks that many causes have. Each counts where go says the words, or a
/// program that go runs.
impl Mark {
    /// Words of a failure here, and not of a server that tells of its own.
    pub const fn gos(words: &'static [&'static str]) -> Self {
        Self::of(words).common().without(THEIRS).when(Spoken::is_gos)
    }

    /// Words of a failure on the straight road.
    pub const fn network(words: &'static [&'static str]) -> Self {
        Self::of(words).common().without(ANOTHER_ROAD).when(Spoken::is_gos)
    }

    /// The same once the address is known.
    pub const fn road(words: &'static [&'static str]) -> Self {
        Self::of(words).common().without(BEFORE_THE_ROAD).when(Spoken::is_gos)
    }

    /// Words that end a try at an address which is not the host's.
    pub const fn misled(words: &'static [&'static str]) -> Self {
        let others = &["hosts-file-override", "tcp-timeout", "tcp-refused"];
        Self::network(words).or(others).when(Spoken::is_misled)
    }

    /// Words of what a module proxy tells of its own road.
    pub const fn theirs(words: &'static [&'static str]) -> Self {
        let sums = &["/lookup/", "/sumdb/"];
        Self::of(words).common().without(sums).when(Spoken::is_told_by_a_server)
    }

    /// Words of what a module proxy answers.
    pub const fn answer(words: &'static [&'static str]) -> Self {
        Self::of(words).common().when(Spoken::is_of_a_proxy)
    }
}

/// What marks ask of a message.
impl Spoken {
    /// Whether a module proxy was asked, or what was asked was left out.
    pub fn is_of_a_proxy(&self) -> bool {
        matches!(self.doing, Doing::Proxy | Doing::Modules)
    }

    /// Whether go says it, or a program that go runs: not a line that only stands in a
    /// log in which go fetches modules as well.
    pub fn is_gos(&self) -> bool {
        let text = self.text.trim_start();
        self.doing != Doing::Unknown
            || TOOLS.iter().any(|words| text.starts_with(words))
            || text.starts_with("stream error: ")
            || (text.starts_with("dial tcp") && (self.port == Some(443) || self.of_public_host()))
    }

    /// Whether the line types a go command with a GOPROXY in front, an element of which is
    /// neither a URL nor `direct` or `off`. What a shell puts in there is not known.
    pub fn types_no_proxy(&self) -> bool {
        let Some((_, typed)) = self.text.split_once("GOPROXY=") else { return false };
        let mut words = typed.lines().next().unwrap_or_default().split_whitespace();
        let value = words.next().unwrap_or_default().trim_matches(['\'', '"']);
        let go = words.find(|word| !word.contains('='));
        let sound = |it: &str| {
            it.is_empty() || it.contains("://") || ["direct", "off", "none"].contains(&it)
        };
        go.is_some_and(|it| ["go", "gotip"].contains(&it))
            && !value.is_empty()
            && !value.contains(['$', '`', '%'])
            && !value.split([',', '|']).all(|it| sound(it.trim()))
    }

    /// Whether go says `unexpected EOF` and nothing else: of a file that it unpacks.
    pub fn is_all(&self) -> bool {
        self.text.trim() == "go: unexpected EOF"
    }

    /// Whether a server tells of it in its answer.
    pub fn is_told_by_a_server(&self) -> bool {
        self.by == Speaker::Server
    }

    /// Whether everybody knows the host that was asked.
    pub fn of_public_host(&self) -> bool {
        self.host.as_deref().is_some_and(is_public_host)
    }

    /// Whether the host is one of those that go asks by default.
    pub fn of_googles(&self) -> bool {
        self.host.as_deref().is_some_and(|host| GOOGLES.contains(&host))
    }

    /// Whether a module proxy was asked that is nobody's public one.
    pub fn of_own_proxy(&self) -> bool {
        self.doing == Doing::Proxy && !self.of_public_host()
    }

    /// The name that was looked up last, as it stands.
    pub fn looked_up(&self) -> Option<&str> {
        let rest = &self.text[self.text.rfind("lookup ")? + "lookup ".len()..];
        let end = rest.find([' ', '\n']).unwrap_or(rest.len());
        Some(rest[..end].trim_end_matches(':'))
    }

    /// Whether what was looked up is a piece of a value that was meant as a URL.
    pub fn looks_up_a_slip(&self) -> bool {
        let sound = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        self.looked_up().is_some_and(|name| {
            SCHEMES.contains(&name) || name.chars().any(|c| !sound(c)) || name.is_empty()
        })
    }

    /// Whether the address cannot be that of the host: nobody can have it, or the host
    /// is well known and it is another's.
    pub fn is_misled(&self) -> bool {
        let straight = !self.is_by_address() && !self.went_by_another_port();
        let Some(address) = self.address.filter(|_| straight) else { return false };
        let kind = AddressKind::of(address);
        let others = || {
            kind == AddressKind::Private
                || forged_address(&[address]).is_some()
                || (self.of_googles() && kind == AddressKind::Public && !googles(address))
        };
        kind.is_nobodys() || (self.of_public_host() && others())
    }

    /// Whether the address is this machine's own, and the host is another.
    pub fn is_led_home(&self) -> bool {
        let at_home = self.address.is_some_and(|it| AddressKind::of(it) == AddressKind::Loopback);
        at_home && self.host.as_deref().is_none_or(|host| !is_loopback(host) && host.contains('.'))
    }

    fn is_by_address(&self) -> bool {
        self.host.as_deref().is_some_and(|host| host.parse::<IpAddr>().is_ok())
    }

    /// Whether the URL that failed is not the one that go asks for this, so that a
    /// server must have sent it there.
    pub fn was_redirected(&self) -> bool {
        let (Some(url), Some(host)) = (self.url.as_deref(), self.host.as_deref()) else {
            return false;
        };
        let asks = self.text.contains("Get \"http") || self.text.contains("Get http");
        let modules = ["/@v/", "/@latest", "/sumdb/", "go-get=1", "..."];
        let own = modules.iter().any(|it| url.contains(it));
        let home = self.module.as_deref().and_then(|it| it.split('/').next());
        asks && match self.doing {
            Doing::Discovery => home.is_some_and(|home| home != host),
            Doing::Proxy | Doing::Modules => {
                self.version.is_some() && (!own || host == "storage.googleapis.com")
            }
            _ => false,
        }
    }

    /// Whether the connection went to another port than that of the URL, as it does
    /// through a forward proxy.
    pub fn went_by_another_port(&self) -> bool {
        let Some((url, port)) = self.url.as_deref().zip(self.port) else { return false };
        let rest = url.split_once("://").map_or("", |it| it.1);
        let place = rest.split('/').next().unwrap_or_default();
        let own = match place.rsplit_once(':').and_then(|it| it.1.parse::<u16>().ok()) {
            Some(port) => port,
            None if url.starts_with("https://") => 443,
            None => 80,
        };
        own != port
    }

    /// Whether a URL with a port was asked.
    pub fn names_a_port(&self) -> bool {
        let rest = self.url.as_deref().and_then(|it| it.split_once("://")).map_or("", |it| it.1);
        let place = rest.split('/').next().unwrap_or_default();
        place.rsplit_once(':').is_some_and(|it| it.1.parse::<u16>().is_ok())
    }

    /// Whether nothing but the words of a status stands behind the URL: go prints the
    /// answer to CONNECT so, without its number.
    pub fn has_bare_reason(&self) -> bool {
        let line =
            self.text.lines().find(|it| it.contains("Get \"http") || it.contains("Get http"));
        let Some(line) = line else { return false };
        let behind = line.rsplit_once("\": ").or_else(|| line.rsplit_once(": "));
        let reason = behind.map_or("", |it| it.1).trim_end_matches([')', '.']);
        let sound = |c: char| c.is_ascii_alphabetic() || " -'/".contains(c);
        reason.starts_with(|c: char| c.is_ascii_uppercase())
            && reason != "EOF"
            && reason.len() <= 60
            && reason.chars().all(sound)
    }

    /// Whether curl, inside git, tried to connect to another host than that of the URL:
    /// to a proxy.
    pub fn connected_elsewhere(&self) -> bool {
        let Some(host) = self.host.as_deref() else { return false };
        let at = ["Failed to connect to ", "Failed connect to "]
            .iter()
            .find_map(|it| self.text.rfind(it).map(|at| &self.text[at + it.len()..]));
        let Some(rest) = at else { return false };
        let end = rest.find([' ', ':', ';', '\n']).unwrap_or(rest.len());
        rest.lines().next().is_some_and(|line| line.contains(" via ")) || &rest[..end] != host
    }

    /// How long curl tried, in milliseconds.
    pub fn waited(&self) -> Option<u64> {
        let rest = &self.text[self.text.rfind(" after ")? + " after ".len()..];
        let (digits, unit) = rest.split_once(' ')?;
        unit.starts_with('m').then(|| digits.parse().ok()).flatten()
    }

    /// The year in which this machine believes itself, where a certificate made go say so.
    pub fn year(&self) -> Option<u32> {
        self.now.as_deref().and_then(|it| it.get(..4)).and_then(|it| it.parse().ok())
    }
}
