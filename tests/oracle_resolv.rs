//! `go::resolv` and `go::hosts` against the files of the machine's own net
//! package that read resolv.conf, nsswitch.conf and hosts.

mod goroot;

use gomod_doctor::go::hosts::Hosts;
use gomod_doctor::go::resolv::{Config, Flag, Ignored, Order, Source, is_domain_name};
use goroot::{Dice, Judge};
use serde_json::{Value, json};

#[test]
fn system_files_are_read_as_go_does() {
    let Some(judge) = Judge::beside("resolv", 24, PIECES, MOVED) else {
        return;
    };
    let questions = questions();
    let answers = judge.ask(&questions);
    let pairs = questions.as_array().unwrap().iter().zip(&answers);
    let wrong: Vec<String> = pairs.filter_map(|(q, a)| differs(q, a)).collect();
    let count = |what: &dyn Fn(&Value) -> bool| answers.iter().filter(|a| what(a)).count();
    for order in ["files-dns", "dns-files", "files", "dns"] {
        assert!(count(&|a| a["Order"] == order) > 100, "{order}");
    }
    let found = count(&|a| a["Found"] != json!([]));
    let broken = count(&|a| a["NssError"] != "");
    assert!(found > 300 && broken > 100, "{found} {broken}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

fn differs(question: &Value, answer: &Value) -> Option<String> {
    let text = |key: &str| {
        let written = question[key].as_str().filter(|_| question["Missing"] != true);
        written.unwrap_or_default().as_bytes()
    };
    let name = question["Name"].as_str().unwrap();
    let config = Config::parse(text("Resolv"), question["Hostname"].as_str().unwrap());
    let hosts = Hosts::parse(text("Hosts"));
    let found = hosts.lookup(name).into_iter().map(|entry| entry.addr.to_string());
    let servers = config.servers.iter().map(|server| server.dialed.clone());
    let unknown = config.ignored.iter().any(|ignored| {
        matches!(ignored, Ignored::UnknownOption { .. } | Ignored::UnknownKeyword { .. })
    });
    let ours = json!({
        "Servers": servers.collect::<Vec<_>>(),
        "Search": config.search,
        "Names": config.name_list(name),
        "Found": found.collect::<Vec<_>>(),
        "Canonical": hosts.canonical(name).unwrap_or_default(),
        "Order": Order::parse(text("Nss")),
        "NssError": Source::hosts(text("Nss")).err().map_or(String::new(), |e| e.to_string()),
        "Ndots": config.ndots,
        "Timeout": config.timeout,
        "Attempts": config.attempts,
        "Rotate": config.has(Flag::Rotate),
        "Single": config.has(Flag::SingleRequest),
        "TCP": config.has(Flag::UseVc),
        "TrustAD": config.has(Flag::TrustAd),
        "NoReload": config.has(Flag::NoReload),
        "Unknown": unknown,
        "Domain": is_domain_name(name),
    });
    (ours != *answer).then(|| {
        let mut question = question.to_string();
        question.truncate(400);
        format!("{question}\n  ours {ours}\n  go   {answer}")
    })
}

const PIECES: &[(&str, &str)] = &[
    ("net/dnsconfig.go", "net/dnsconfig.go"),
    ("net/dnsconfig_unix.go", "net/dnsconfig_unix.go"),
    ("net/parse.go", "net/parse.go"),
    ("net/nss.go", "net/nss.go"),
    ("net/hosts.go", "net/hosts.go"),
    ("net/conf.go", "net/conf.go"),
    ("net/dnsclient_unix.go#func avoidDNS", "net/functions.go"),
    ("net/dnsclient_unix.go#func (conf *dnsConfig) nameList", "net/functions.go"),
    ("net/dnsclient.go#func isDomainName", "net/functions.go"),
    ("net/dnsclient.go#func absDomainName", "net/functions.go"),
    ("net/ipsock.go#func JoinHostPort", "net/functions.go"),
];

const MOVED: &[(&str, &str)] = &[
    ("\"internal/bytealg\"", "\"lab/bytealg\""),
    ("\"internal/stringslite\"", "\"lab/stringslite\""),
    ("\"internal/godebug\"", "\"lab/godebug\""),
];

fn questions() -> Value {
    let mut dice = Dice::new(17);
    let mut questions = vec![
        json!({ "Missing": true, "Hostname": "box.corp.example", "Name": "h" }),
        json!({ "Resolv": long_line(65_535), "Hosts": long_line(65_535), "Nss": "", "Hostname": "", "Name": "h" }),
        json!({ "Resolv": long_line(65_536), "Hosts": long_line(65_536), "Nss": "", "Hostname": "", "Name": "h" }),
        json!({ "Resolv": long_line(65_537), "Hosts": long_line(65_537), "Nss": "", "Hostname": "", "Name": "h" }),
    ];
    for _ in 0..5000 {
        questions.push(json!({
            "Resolv": dice.some(RESOLV, 6),
            "Nss": nsswitch(&mut dice),
            "Hosts": hosts(&mut dice),
            "Hostname": dice.pick(&["box", "box.corp.example", "box.", "", ".x", "a.b.", "a..b"]),
            "Name": name(&mut dice),
        }));
    }
    for question in &mut questions {
        for key in ["Resolv", "Nss", "Hosts"] {
            if question[key].is_null() {
                question[key] = "".into();
            }
        }
    }
    Value::Array(questions)
}

/// A comment of that many bytes between two lines that matter.
fn long_line(length: usize) -> String {
    let line = "#".repeat(length);
    format!("1.1.1.1 h\nnameserver 1.1.1.1\n{line}\n2.2.2.2 h\nnameserver 2.2.2.2\n")
}

fn nsswitch(dice: &mut Dice) -> String {
    if dice.below(2) == 0 {
        let count = dice.below(3) + 1;
        let sources: Vec<&str> = (0..count).map(|_| dice.pick(&SOURCES[..7])).collect();
        return format!("hosts: {}", sources.join(" "));
    }
    let mut text = dice
        .pick(&[
            "",
            "# x\n",
            "passwd: files\n",
            "passwd: compat [NOTFOUND=return] db\n",
            "nonsense\n",
            "hosts:\n",
        ])
        .to_owned();
    if dice.below(8) > 0 {
        text.push_str(dice.pick(&[
            "hosts:",
            "hosts:",
            "hosts: ",
            "hosts:\t",
            " hosts :",
            "Hosts: ",
            "networks: ",
        ]));
        for _ in 0..dice.below(5) {
            text.push_str(dice.pick(SOURCES));
            text.push_str(dice.pick(&[" ", " ", "  ", "\t", " \t "]));
        }
        text.push_str(dice.pick(&["\n", "", "# x\n", "\r\n", "\nhosts: dns\n", "\nbroken\n"]));
    }
    text
}

fn hosts(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..=dice.below(5) {
        let odd = dice.below(3) == 0;
        text.push_str(dice.pick(if odd { ADDRESSES } else { &ADDRESSES[..7] }));
        text.push_str(dice.pick(if odd { &["", "\u{a0}", " # "] } else { &[" ", "\t", " \t "] }));
        for _ in 0..dice.below(5) {
            text.push_str(dice.pick(NAMES));
            text.push_str(dice.pick(&[" ", " ", "\t", "#"]));
        }
        text.push_str(dice.pick(&["\n", "\n", "\r\n", "# x\n", ""]));
    }
    text
}

fn name(dice: &mut Dice) -> String {
    match dice.below(8) {
        0 => "a".repeat(250 + dice.below(7)),
        1 => format!("{}.", "a".repeat(250 + dice.below(6))),
        2 => format!("{}.example", "a".repeat(60 + dice.below(6))),
        3 => dice.some(&["a", "1", "-", ".", "_", "ü", " "], 6),
        4 => format!("{}.{}", "ab.".repeat(78), dice.pick(&["", "a", "abc", "abcd."])),
        _ => dice.pick(NAMES).to_owned(),
    }
}

const NAMES: &[&str] = &[
    "h",
    "H",
    "h.",
    "proxy.example",
    "PROXY.example",
    "proxy.example.",
    "localhost",
    "box",
    "box.",
    "h.a",
    "x.onion",
    "x.ONION.",
    "onion",
    ".onion",
    "",
    ".",
    "a.b.c.d",
    "10.0.0.1",
    "::1",
    "x_y.z",
];

const ADDRESSES: &[&str] = &[
    "10.0.0.1",
    "127.0.0.1",
    "::1",
    "fe80::1%eth0",
    "FE80::1",
    "::ffff:1.2.3.4",
    "1::0:0:2",
    "10.0.1",
    "010.0.0.1",
    "h",
    "#10.0.0.1",
    " 10.0.0.2",
    "\t10.0.0.3",
    "[::1]",
    "10.0.0.1:53",
    "",
];

const SOURCES: &[&str] = &[
    "files",
    "files",
    "files",
    "dns",
    "dns",
    "mdns4_minimal",
    "resolve",
    "myhostname",
    "[NOTFOUND=return]",
    "[!UNAVAIL=return]",
    "[success=continue notfound=return]",
    "[x",
    "[x]",
    "[]",
    "[a=]",
    "[!=]",
    "[ =ab ]",
    "Files",
    "DNS",
    "[NOTFOUND=return]dns",
    "x]",
];

const RESOLV: &[&str] = &[
    "nameserver 1.1.1.1\n",
    "nameserver 8.8.8.8\n",
    "nameserver\t::1\r\n",
    "nameserver fe80::1%eth0\n",
    "nameserver FE80::1\n",
    " nameserver 9.9.9.9\n",
    "nameserver dns.google\n",
    "nameserver\n",
    "nameserver 1.1.1.1:53\n",
    "nameserver [::1]\n",
    "nameserver 1.1.1.1 2.2.2.2 # x\n",
    "nameserver ::ffff:1.1.1.1\n",
    "Nameserver 1.1.1.1\n",
    "nameserver 127.0.0.53",
    "# nameserver 3.3.3.3\n",
    "; x\n",
    " # x\n",
    "\n",
    "domain corp.example\n",
    "domain\n",
    "domain .\n",
    "domain a. b\n",
    "search\n",
    "search a.example b.example.\n",
    "search .\n",
    "search . c . d.onion\n",
    "search a b c d e f g h i j\n",
    "options ndots:5\n",
    "options ndots:99 rotate\n",
    "options ndots:-1\n",
    "options ndots:\n",
    "options ndots:2x\n",
    "options ndots:99999999999999999999\n",
    "options timeout:3 attempts:4\n",
    "options timeout:0 attempts:0\n",
    "options timeout:99999999\n",
    "options attempts:x\n",
    "options single-request\n",
    "options single-request-reopen use-vc\n",
    "options tcp trust-ad\n",
    "options usevc no-reload edns0\n",
    "options inet6\n",
    "options Rotate\n",
    "options rotate:1\n",
    "options\n",
    "options ndots\n",
    "sortlist 1.1.1.1\n",
    "lookup file bind\n",
    "options debug",
    "\u{feff}nameserver 4.4.4.4\n",
    "nameserver\u{a0}4.4.4.4\n",
];
