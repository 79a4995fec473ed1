//! Hellos as the real go sends them, beside ours, and ours before a server of go's.

mod peers;

use gomod_doctor::model::{Greeting, Hello, Manner, Offer, TlsFault, Trust};
use gomod_doctor::wire::Wire;
use peers::{LONG, SHORT, net, run};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// What of a hello matters to those on the way.
#[derive(Debug, PartialEq)]
struct Seen {
    takes_two_packets: bool,
    name: String,
    protocols: Vec<String>,
    versions: Vec<u16>,
    /// Group and length of each key share.
    shares: Vec<(u16, usize)>,
}

/// The next hello that comes to a listener.
fn hello_at(listener: &TcpListener) -> Seen {
    let (mut stream, _) = listener.accept().unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    let mut head = [0; 5];
    stream.read_exact(&mut head).unwrap();
    let mut hello = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
    stream.read_exact(&mut hello).unwrap();
    let mut rest = Cut(&hello[4 + 2 + 32..]);
    rest.short();
    rest.long();
    rest.short();
    let (mut name, mut protocols) = (String::new(), Vec::new());
    let (mut versions, mut shares) = (Vec::new(), Vec::new());
    let mut extensions = Cut(rest.long());
    while !extensions.0.is_empty() {
        let kind = extensions.number();
        let mut content = Cut(extensions.long());
        match kind {
            0 => name = String::from_utf8_lossy(&content.long()[3..]).into_owned(),
            16 => {
                let mut names = Cut(content.long());
                while !names.0.is_empty() {
                    protocols.push(String::from_utf8_lossy(names.short()).into_owned());
                }
            }
            43 => {
                let mut all = Cut(content.short());
                while !all.0.is_empty() {
                    versions.push(all.number());
                }
            }
            51 => {
                let mut all = Cut(content.long());
                while !all.0.is_empty() {
                    shares.push((all.number(), all.long().len()));
                }
            }
            _ => {}
        }
    }
    let takes_two_packets = hello.len() + head.len() > 1400;
    Seen { takes_two_packets, name, protocols, versions, shares }
}

/// Bytes from which the front is taken.
struct Cut<'a>(&'a [u8]);

impl<'a> Cut<'a> {
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        taken
    }

    fn number(&mut self) -> u16 {
        u16::from_be_bytes(self.take(2).try_into().unwrap())
    }

    fn short(&mut self) -> &'a [u8] {
        let length = self.take(1)[0];
        self.take(length.into())
    }

    fn long(&mut self) -> &'a [u8] {
        let length = self.number();
        self.take(length.into())
    }
}

/// The minor number of the go here, or nothing where there is none.
fn minor() -> Option<u32> {
    let output = Command::new("go").args(["env", "GOVERSION"]).output().ok();
    let version = output.map(|output| String::from_utf8(output.stdout).unwrap());
    let minor = version.as_deref().and_then(|it| it.trim().strip_prefix("go1."));
    let minor = minor.and_then(|it| it.split('.').next()?.parse().ok());
    let required = std::env::var_os("GOMOD_DOCTOR_REQUIRE_LAB").is_some_and(|it| it == "1");
    assert!(minor.is_some() || !required, "go is required");
    if minor.is_none() {
        println!("skipped: no go is here");
    }
    minor
}

fn go_list(url: &str, godebug: &str) -> (Child, tempfile::TempDir) {
    let home = tempfile::tempdir().unwrap();
    let child = Command::new("go")
        .args(["list", "-m", "example.com/a@v1.0.0"])
        .current_dir(&home)
        .env("HOME", home.path())
        .env("GOPATH", home.path().join("go"))
        .env("GOENV", "off")
        .env("GOFLAGS", "")
        .env("GO111MODULE", "on")
        .env("GOTOOLCHAIN", "local")
        .env("GOPROXY", url)
        .env("GOSUMDB", "off")
        .env("GODEBUG", godebug)
        .envs(["HTTPS_PROXY", "https_proxy"].map(|name| (name, "")))
        .stderr(Stdio::null())
        .spawn();
    (child.unwrap(), home)
}

#[test]
fn our_hellos_are_shaped_as_gos() {
    let Some(minor) = minor() else { return };
    let settings = [("", true, true), ("tlsmlkem=0", false, true), ("http2client=0", true, false)];
    for (godebug, hybrid, http2) in settings {
        let manner = Manner { hybrid: hybrid && minor >= 24, http2 };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let (mut go, _home) = go_list(&format!("https://localhost:{}", at.port()), godebug);
        let by_go = hello_at(&listener);
        go.kill().unwrap();
        go.wait().unwrap();
        assert_eq!(by_go.takes_two_packets, manner.hybrid, "{godebug}");
        let ours = ours(&listener, at, move |line| {
            Box::pin(async move { drop(line.secure("localhost", manner, SHORT).await) })
        });
        assert_eq!(ours, by_go, "the handshake, {godebug}");
        let hello = Hello { name: Some("localhost".to_owned()), hybrid, offer: Offer::Go };
        let by_hand = self::ours(&listener, at, move |line| {
            Box::pin(async move { drop(line.greet(&hello, SHORT).await) })
        });
        if http2 && minor >= 24 {
            assert_eq!(by_hand, by_go, "by hand, {godebug}");
        }
    }
}

type Doing = std::pin::Pin<Box<dyn Future<Output = ()>>>;

/// The hello that this sends.
fn ours(
    listener: &TcpListener,
    at: SocketAddr,
    send: impl FnOnce(Box<dyn gomod_doctor::wire::Line>) -> Doing,
) -> Seen {
    std::thread::scope(|scope| {
        let heard = scope.spawn(|| {
            loop {
                // A killed go may have left a connection of its own behind.
                let seen = std::panic::catch_unwind(|| hello_at(listener));
                if let Ok(seen) = seen {
                    return seen;
                }
            }
        });
        run(async {
            let line = net(&[]).dial(at, LONG).await.ok().unwrap();
            send(line).await;
        });
        heard.join().unwrap()
    })
}

/// go's servers, one for each kind; they end with their input.
struct Servers {
    child: Child,
    told: BufReader<ChildStdout>,
    _program: tempfile::TempDir,
}

impl Servers {
    fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("hello");
        let mut build = Command::new("go");
        build.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle"));
        assert!(build.args(["build", "-o"]).arg(&path).arg("./hello").status().unwrap().success());
        // What go's server gave up is what the hello of old is for.
        let mut child = Command::new(&path)
            .env("GODEBUG", "tlsrsakex=1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let told = BufReader::new(child.stdout.take().unwrap());
        Self { child, told, _program: dir }
    }

    /// Where one of this kind listens, and its certificate.
    fn of(&mut self, kind: &str) -> (SocketAddr, Vec<u8>) {
        let mut line = String::new();
        writeln!(self.child.stdin.as_mut().unwrap(), "{kind}").unwrap();
        self.told.read_line(&mut line).unwrap();
        let (at, hex) = line.trim().split_once(' ').unwrap();
        let bytes = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        let der = bytes.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
        (at.parse().unwrap(), der)
    }

    fn greet(&mut self, kind: &str, hybrid: bool, offer: Offer) -> Greeting {
        let (at, _) = self.of(kind);
        let hello = Hello { name: Some("proxy.example".to_owned()), hybrid, offer };
        run(async {
            let line = net(&[]).dial(at, LONG).await.ok().unwrap();
            line.greet(&hello, Duration::from_secs(5)).await
        })
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn gos_server_takes_our_hellos() {
    let Some(minor) = minor().filter(|minor| *minor >= 24) else { return };
    let mut servers = Servers::start();
    let chose = |version: &str, suite| Greeting::Hello { version: version.to_owned(), suite };
    let mut greet = |kind, hybrid, offer| servers.greet(kind, hybrid, offer);
    for kind in ["plain", "p384"] {
        assert_eq!(greet(kind, false, Offer::Go), chose("TLSv1.3", 0x1301), "{kind}");
        assert_eq!(greet(kind, true, Offer::Go), chose("TLSv1.3", 0x1301), "{kind}");
    }
    // The server computes with the key: it has to be a sound one.
    assert_eq!(greet("hybrid", true, Offer::Go), chose("TLSv1.3", 0x1301));
    assert_eq!(greet("cbc", true, Offer::Go), chose("TLSv1.2", 0xc009));
    let refused = |name: &str| Greeting::Alert { name: name.to_owned() };
    assert_eq!(greet("hybrid", false, Offer::Go), refused("handshake failure"));
    assert_eq!(greet("old", true, Offer::Go), refused("protocol version not supported"));
    assert_eq!(greet("old", false, Offer::Old), chose("TLSv1.1", 0xc009));
    assert_eq!(greet("rsa", true, Offer::Go), refused("handshake failure"));
    // go 1.27 knows that setting no more.
    if minor < 27 {
        assert_eq!(greet("rsa", false, Offer::Old), chose("TLSv1.2", 0x009c));
    }
}

/// go gets on with a key that our TLS takes no signature of: only the hello is ours to see.
#[test]
fn a_weak_key_is_beyond_us_and_not_beyond_go() {
    if minor().is_none_or(|minor| minor < 24) {
        return;
    }
    let mut servers = Servers::start();
    let (at, der) = servers.of("weak");
    let roots = [der];
    let seen = run(async {
        let line = net(&roots).dial(at, LONG).await.ok().unwrap();
        line.secure("proxy.example", Manner::default(), LONG).await
    });
    assert_eq!(seen.outcome.err(), Some(TlsFault::NothingInCommon));
    assert_eq!(seen.presented.unwrap().by_system, Trust::Trusted);
    let greeting = servers.greet("weak", true, Offer::Go);
    assert!(matches!(greeting, Greeting::Hello { version, .. } if version == "TLSv1.3"));
}
