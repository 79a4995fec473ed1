use crate::base::Text;
use crate::model::{
    Area, Cause, Distrust, Evidence, Fault, Finding, Fix, Ladder, Mark, Mistrust, Risk, Subject,
    TlsFault, is_public_host,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-name-mismatch",
    area: Area::Trust,
    title: Text::of("The certificate is for another name", "证书对应的是别的域名"),
    docs: Text::of(
        "The server's certificate is in order, and it names other hosts than the one that go \
         asked for.\n\n\
         go says: tls: failed to verify certificate: x509: certificate is valid for A, B, not HOST\n\
         or: x509: cannot validate certificate for 192.0.2.1 because it doesn't contain any IP SANs\n\
         or: remote error: tls: unrecognized name\n\n\
         The authority is known; it is the name that does not fit. For a host of your own, \
         GOPROXY mostly uses a short name, an alias or an address where the certificate has the \
         full name, or the server answers with the certificate of another site it serves. For a \
         well-known public host it means that somebody else answers at its address: a hotel's or \
         office's login page, a filter, or a wrong answer of the resolver.\n\n\
         Use a name that stands in the certificate, or have the certificate reissued with this \
         one. If it is a public host, find out who answers before anything else: log in to the \
         network, or look at the address that its name resolves to.",
        "服务器的证书没有问题，只是上面写的主机名不是 go 要访问的那个。\n\n\
         go 的报错：tls: failed to verify certificate: x509: certificate is valid for A, B, not HOST\n\
         或者：x509: cannot validate certificate for 192.0.2.1 because it doesn't contain any IP SANs\n\
         或者：remote error: tls: unrecognized name\n\n\
         颁发机构是受信任的，不符的只是名字。如果是自己的主机，多半是 GOPROXY 用了短名、别名或 IP 地址，\
         而证书写的是完整域名；也可能是服务器返回了同机另一个站点的证书。如果是知名的公共主机，\
         说明在它的地址上应答的是别人：酒店或办公网的登录页、过滤设备，或者解析器给出了错误的地址。\n\n\
         请使用证书里有的名字，或者重新签发包含这个名字的证书。如果是公共主机，\
         先弄清楚是谁在应答：登录网络，或者查看它的域名被解析到了哪个地址。",
    ),
    logs: &[
        Mark::gos(&["x509: certificate is valid for ", ", not "])
            .or(&["dns-hijacked", "hosts-file-override", "tls-intercepted"])
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::gos(&["x509: certificate is valid for ", ", not "]),
        Mark::gos(&["x509: cannot validate certificate for ", "IP SANs"]),
        Mark::gos(&["x509: certificate is not valid for any names"]),
        Mark::gos(&["x509: certificate has no names matching"]),
        Mark::gos(&["x509: ", "certificate name does not match input"]),
        Mark::gos(&["remote error: tls: unrecognized name"]).or(&["tls-handshake-refused"]),
        Mark::gos(&["tlsv1 unrecognized name"]).or(&["tls-handshake-refused"]),
        Mark::gos(&[
            "unable to access 'http",
            "no alternative certificate subject name matches target",
        ])
        .or(ALIKE),
        Mark::gos(&["unable to access 'http", "does not match target host"]).or(ALIKE),
        Mark::gos(&["SEC_E_WRONG_PRINCIPAL"]).or(ALIKE),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &["dns-hijacked", "hosts-file-override"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    by_certificate(evidence).or_else(|| by_alert(evidence))
}

/// The server itself says that it has nothing under this name.
fn by_alert(evidence: &Evidence) -> Option<Finding> {
    let unknown = |fault: &Fault| matches!(fault, Fault::Tls(TlsFault::Alert { name }) if name == "unrecognized name");
    let broken = evidence.broken_by(unknown);
    let (host, hosts) = (broken.first()?.ladder.endpoint.host.clone(), broken.hosts());
    let says = say! {
        en: "The server at the address of {hosts} has no certificate for that name: it ends the hello with the alert `unrecognized name`, and go the connection with it.",
        zh: "{hosts} 的地址上的服务器没有这个域名的证书：它以警报 `unrecognized name` 结束握手，go 的连接随之中止。",
    };
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    Some(finding.about(Subject::Host(host)))
}

fn by_certificate(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.mistrusted(Mistrust::OtherName);
    let first = broken.first()?;
    let names = names_of(first.ladder)?;
    let host = &first.ladder.secured_host();
    let list = listed(&names);
    let issuer = first.ladder.presented().map(|it| it.issuer.to_string()).unwrap_or_default();
    let says = if is_public_host(host) {
        say! {
            en: "At the address of {host} answers somebody else: the certificate is for {list} (issued by `{issuer}`). go ends the connection before it asks for anything.",
            zh: "在 {host} 的地址上应答的是别人：证书对应的是 {list}（颁发者 `{issuer}`）。go 在发出任何请求之前就结束了连接。",
        }
    } else {
        say! {
            en: "The certificate that {host} shows is for {list}, and not for {host}. go ends the connection before it asks for anything.",
            zh: "{host} 出示的证书对应的是 {list}，不包含 {host}。go 在发出任何请求之前就结束了连接。",
        }
    };
    let because = Text::of("The name is what go refuses.", "go 拒绝的是名字。");
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    let names = Text::of(
        "The certificate has a list of names; only this one is not among them.",
        "证书带有域名列表，只是不含这个域名。",
    );
    let finding = match list.as_str() {
        "-" => finding,
        _ => finding.not("tls-legacy-common-name", names),
    };
    Some(finding.not("tls-unknown-authority", because).about(Subject::Host(host.clone())))
}

/// For an address go names those addresses alone that the certificate is for;
/// where there are none, its names say more.
fn names_of(ladder: &Ladder) -> Option<Vec<String>> {
    let Distrust::WrongName { names, .. } = ladder.distrust()? else { return None };
    let shown = ladder.presented().filter(|_| names.is_empty());
    Some(shown.map_or_else(|| names.clone(), |shown| shown.names.clone()))
}

fn listed(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(3).map(String::as_str).collect();
    match (shown.is_empty(), names.len() > 3) {
        (true, _) => "-".to_owned(),
        (_, true) => format!("{}, …", shown.join(", ")),
        _ => shown.join(", "),
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let broken = evidence.mistrusted(Mistrust::OtherName);
    let names = broken.first().and_then(|it| names_of(it.ladder)).unwrap_or_default();
    let mut fixes: Vec<Fix> = full_name(host, &names, evidence).into_iter().collect();
    fixes.extend(evidence.detours(host));
    fixes.push(reissued(host));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

/// The certificate has the full name of a host that GOPROXY names in short.
fn full_name(host: &str, names: &[String], evidence: &Evidence) -> Option<Fix> {
    let facts = &evidence.facts;
    let short = format!("{host}.");
    let full = names.iter().find(|name| name.starts_with(&short) && !name.contains('*'))?;
    let value = facts.goproxy_renamed(host, full)?;
    let title = say! {
        en: "Use the name in the certificate: {full}",
        zh: "使用证书里的名字：{full}",
    };
    Some(Fix::safe(title, facts.reach("GOPROXY"), vec![facts.set("GOPROXY", value)]))
}

fn reissued(host: &str) -> Fix {
    let title = say! {
        en: "Use a name of the certificate, or have it reissued for {host}",
        zh: "使用证书里的名字，或者为 {host} 重新签发证书",
    };
    let step = say! {
        en: "Name the server in the setting that leads to it (GOPROXY, GOSUMDB) by a name that its certificate has, or have a certificate issued that has {host} among its names.",
        zh: "在指向它的设置（GOPROXY、GOSUMDB）里使用证书中包含的名字，或者签发一个包含 {host} 的证书。",
    };
    Fix::at_anothers(title, step)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a login page answers for the public proxy",
        world: || {
            let portal = Tls::WrongName { names: &["login.hotel.example"] };
            World::healthy().site("proxy.golang.org", Site::proxy().tls(portal))
        },
        roots: &["tls-name-mismatch"],
    },
    Scene {
        name: "a short name",
        world: || {
            let full = Tls::WrongName { names: &["goproxy.corp.example"] };
            World::healthy()
                .go_env("GOPROXY", "https://goproxy,direct")
                .site("goproxy", Site::proxy().tls(full))
        },
        roots: &["tls-name-mismatch"],
    },
    Scene {
        name: "another site of the same server",
        world: || {
            let other = Tls::WrongName { names: &["wiki.corp.example", "www.corp.example"] };
            World::healthy()
                .var("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::proxy().tls(other))
        },
        roots: &["tls-name-mismatch"],
    },
    Scene {
        name: "a server that knows no such name",
        world: || {
            let fault = crate::model::TlsFault::Alert { name: "unrecognized name".into() };
            World::healthy()
                .var("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::proxy().tls(Tls::Fault(fault)))
        },
        roots: &["tls-name-mismatch"],
    },
    Scene { name: "the right name", world: World::healthy, roots: &[] },
];
