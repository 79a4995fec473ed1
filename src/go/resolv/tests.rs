use super::*;
use proptest::prelude::*;

fn servers(text: &str) -> Vec<String> {
    let config = Config::parse(text.as_bytes(), "box.corp.example");
    config.servers.into_iter().map(|server| server.dialed).collect()
}

#[test]
fn servers_are_three_addresses_at_most() {
    let text = "nameserver 1.1.1.1\nnameserver dns.google\nnameserver fe80::1%eth0 # x\nnameserver 2.2.2.2\nnameserver 3.3.3.3\n";
    assert_eq!(servers(text), ["1.1.1.1:53", "[fe80::1%eth0]:53", "2.2.2.2:53"]);
    let config = Config::parse(text.as_bytes(), "box");
    assert_eq!(config.servers[1].line, Some(3));
    assert_eq!(
        config.ignored,
        [
            Ignored::NotAnAddress { line: 2, word: Excerpt::text("dns.google") },
            Ignored::FourthServer { line: 5, word: Excerpt::text("3.3.3.3") },
        ]
    );
}

#[test]
fn an_empty_file_means_this_machine() {
    assert_eq!(servers("# nothing\n"), ["127.0.0.1:53", "[::1]:53"]);
    let config = Config::missing("box.corp.example");
    assert_eq!(config.search, ["corp.example."]);
    assert_eq!((config.servers_from, config.search_from), (Origin::Default, Origin::Default));
}

#[test]
fn options_have_limits() {
    let text =
        b"options ndots:99 timeout:0 attempts:x rotate use-vc tcp edns0 inet6\noptions timeout:30";
    let config = Config::parse(text, "");
    assert_eq!((config.ndots, config.timeout, config.attempts), (15, 30, 1));
    assert_eq!(config.flags, [Flag::Rotate, Flag::UseVc]);
    assert!(config.has(Flag::Rotate) && !config.has(Flag::TrustAd));
    assert!(matches!(config.ignored[..], [Ignored::UnknownOption { line: 1, .. }]));
}

#[test]
fn names_are_tried_in_gos_order() {
    let list = |ndots: u8, name: &str| {
        let text = format!("search a.example b.example\noptions ndots:{ndots}");
        Config::parse(text.as_bytes(), "").name_list(name)
    };
    assert_eq!(list(1, "h"), ["h.a.example.", "h.b.example.", "h."]);
    assert_eq!(list(1, "h.x"), ["h.x.", "h.x.a.example.", "h.x.b.example."]);
    assert_eq!(list(5, "h.x")[0], "h.x.a.example.");
    assert_eq!(list(1, "h.x."), ["h.x."]);
    assert!(list(1, "x.Onion").iter().all(|name| name.ends_with("example.")));
    assert!(list(1, &"a".repeat(254)).is_empty());
    assert!(is_domain_name("proxy.golang.org") && !is_domain_name("10.0.0.1"));
}

#[test]
fn nsswitch_decides_who_is_asked() {
    let order = |text: &str| Order::parse(text.as_bytes());
    assert_eq!(order(""), Order::FilesDns);
    assert_eq!(order("hosts: files"), Order::Files);
    assert_eq!(order("hosts: dns [!UNAVAIL=return] files"), Order::DnsFiles);
    assert_eq!(order("hosts: files mdns4_minimal [NOTFOUND=return] dns"), Order::FilesDns);
    assert_eq!(order("hosts: files resolve"), Order::FilesDns);
    assert_eq!(order("hosts: files\npasswd files"), Order::FilesDns);
    let broken = Source::hosts(b"\nhosts: files [x").unwrap_err();
    assert_eq!(broken, NssError::UnclosedBracket { line: 2 });
}

#[test]
fn evidence_comes_back() {
    let config = Config::parse(b"nameserver fe80::1%eth0\noptions rotate x\nfoo", "a.b");
    let json = serde_json::to_string(&config).unwrap();
    assert_eq!(serde_json::from_str::<Config>(&json).unwrap(), config);
}

proptest! {
    #[test]
    fn any_file_can_be_read(text: Vec<u8>, name in ".{0,20}") {
        let config = Config::parse(&text, &name);
        prop_assert!((1..=3).contains(&config.servers.len()));
        let _ = (config.name_list(&name), is_domain_name(&name), Order::parse(&text));
    }
}
