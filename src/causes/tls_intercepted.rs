use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Confidence, Evidence, Finding, Fix, Ladder, Mark, Mistrust, Presented,
    Subject, is_public_host, middlebox,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-intercepted",
    area: Area::Trust,
    title: Text::of("Something on the way opens TLS", "途中有设备解开了 TLS"),
    docs: Text::of(
        "The certificate that came for a public host was issued by an authority that is not \
         public. A security gateway of the network or a scanner on this machine ends TLS, reads \
         what goes through, and signs a certificate of its own for every host. Browsers trust it \
         because the company put its root into their store; the store that go reads lacks it.\n\n\
         go says: Get \"https://proxy.golang.org/...\": tls: failed to verify certificate: \
         x509: certificate signed by unknown authority\n\n\
         The issuer's name tells which product it is (Zscaler, Netskope, Fortinet, Palo Alto, \
         Sangfor and the like). Containers and CI runners have trust stores of their own, so that \
         what works on the host fails in them. git has settings of its own besides (http.sslCAInfo).\n\n\
         Get the root certificate from the company's IT, not from the connection, and put it into \
         the trust store of this system: in a Dockerfile by COPY and update-ca-certificates before \
         the first download, in each stage that downloads. Or have the hosts exempted from \
         inspection. GOINSECURE does not apply to GOPROXY, and GOSUMDB=off leaves the failing \
         connection as it is. If nobody knows of such a device, somebody else is reading along.",
        "公共主机返回的证书由非公共的颁发机构签发。网络里的安全网关或本机上的扫描软件终结了 TLS，\
         查看经过的内容，并为每个主机签发自己的证书。浏览器信任它，是因为公司把根证书放进了浏览器的信任库；\
         go 读取的信任库里没有。\n\n\
         go 的报错：Get \"https://proxy.golang.org/...\": tls: failed to verify certificate: \
         x509: certificate signed by unknown authority\n\n\
         从颁发者的名字可以看出是哪个产品（Zscaler、Netskope、Fortinet、Palo Alto、深信服等）。\
         容器和 CI 执行器有自己的信任库，所以宿主机上正常的操作在里面会失败。\
         git 另有自己的设置（http.sslCAInfo）。\n\n\
         请向公司 IT 索取根证书（不要从连接里截取），加入本系统的信任库：\
         Dockerfile 中在第一次下载之前用 COPY 和 update-ca-certificates，每个需要下载的阶段都要做。\
         也可以请网络管理员把这些主机排除在检查之外。GOINSECURE 对 GOPROXY 不起作用，\
         GOSUMDB=off 也不会让失败的连接变好。如果没有人知道有这样的设备，那就是有人在窃听。",
    ),
    logs: &[
        Mark::gos(&["x509: ", "certificate signed by unknown authority"])
            .or(ALIKE)
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::gos(&["x509: certificate signed by unknown authority"])
            .or(ALIKE)
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::gos(&["http", "x509: certificate signed by unknown authority"])
            .or(ALIKE)
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::gos(&["x509: ", "” certificate is not trusted"])
            .or(ALIKE)
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::gos(&["unable to access 'http", "self signed certificate in certificate chain"])
            .or(ALIKE_IN_GIT)
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::gos(&["unable to access 'http", "self-signed certificate in certificate chain"])
            .or(ALIKE_IN_GIT)
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::gos(&[
            "unable to access 'http",
            "SSL certificate problem: unable to get local issuer certificate",
        ])
        .or(ALIKE_IN_GIT)
        .when(|it| it.is_gos() && it.of_public_host()),
        Mark::gos(&["unable to access 'http", "SEC_E_UNTRUSTED_ROOT"])
            .or(ALIKE_IN_GIT)
            .when(|it| it.is_gos() && it.of_public_host()),
        Mark::gos(&["unable to access 'http", "Peer's Certificate issuer is not recognized"])
            .or(ALIKE_IN_GIT)
            .when(|it| it.is_gos() && it.of_public_host()),
        // A chain, as openssl and curl show it.
        Mark::of(&["depth=", "O = "]).common().when(|it| middlebox(&it.text).is_some()),
        Mark::of(&["issuer", "O"]).common().when(|it| middlebox(&it.text).is_some()),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

/// What these words leave open.
const ALIKE: &[&str] = &[
    "tls-no-ca-bundle",
    "tls-stale-ca-bundle",
    "tls-cert-env-wrong",
    "tls-unknown-authority",
    "dns-hijacked",
    "hosts-file-override",
];
/// The same of git's words.
const ALIKE_IN_GIT: &[&str] =
    &["tls-no-ca-bundle", "git-tls-untrusted", "tls-stale-ca-bundle", "tls-unknown-authority"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.mistrusted(Mistrust::Intercepted);
    let first = broken.first()?;
    let shown = first.ladder.presented()?;
    let (host, hosts) = (first.ladder.endpoint.host.clone(), broken.hosts());
    let issuer = shown.issuer.to_string();
    let by = named(&issuer);
    let (by_en, by_zh) = (&by.en, &by.zh);
    let says = say! {
        en: "The certificate that came for {hosts} was issued by `{issuer}`, which is no public authority: {by_en} opens TLS on the way. Its root is not in the trust store that go reads here, so that go ends the connection with `certificate signed by unknown authority`.",
        zh: "{hosts} 返回的证书由 `{issuer}` 签发，它不是公共颁发机构：{by_zh}在途中解开了 TLS。它的根证书不在 go 读取的信任库里，所以 go 以 `certificate signed by unknown authority` 结束连接。",
    };
    let cites = broken.cites().into_iter().chain([Cite::Roots]).collect();
    let finding = Finding::new(confidence(first.ladder, shown), says, cites);
    let count = evidence.facts.roots.certificates;
    let holds = say! {
        en: "The trust store of this machine is not empty (certificates: {count}).",
        zh: "本机的信任库并不是空的（证书数：{count}）。",
    };
    let private = Text::of(
        "Mozilla's list does not lead to this chain, so that a newer bundle would not either.",
        "Mozilla 的列表同样不认识这条证书链，更新证书包也无济于事。",
    );
    let finding = finding.not("tls-no-ca-bundle", holds).not("tls-stale-ca-bundle", private);
    Some(finding.stops(broken.modules()).about(Subject::Host(host)))
}

/// A lone leaf of an unknown name could be a chain without its middle.
fn confidence(ladder: &Ladder, shown: &Presented) -> Confidence {
    let is_known = middlebox(shown.issuer.as_str()).is_some();
    let is_public = is_public_host(&ladder.endpoint.host);
    if is_public && (is_known || shown.clues.linked > 1) {
        Confidence::Certain
    } else {
        Confidence::Likely
    }
}

fn named(issuer: &str) -> Text {
    match middlebox(issuer) {
        Some(product) => say! { en: "{product}", zh: "{product} " },
        None => Text::of("a gateway or a scanner", "网关或扫描软件"),
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let broken = evidence.mistrusted(Mistrust::Intercepted);
    let shown = broken.first().and_then(|it| it.ladder.presented());
    let Some(shown) = shown else { return Vec::new() };
    let issuer = shown.issuer.to_string();
    let from = say! {
        en: "Get the root `{issuer}` as a PEM file from the company's IT (or export it from a machine that they set up), and put its name in the place of <CA.pem>. Do not take it from the connection that fails: anybody could have put it there.",
        zh: "向公司 IT 索取 PEM 格式的根证书 `{issuer}`（或从他们配置好的机器上导出），并用文件名替换 <CA.pem>。不要从失败的连接里截取，任何人都可能把它放在那里。",
    };
    vec![evidence.facts.trust(&issuer, &from)]
}

const GATEWAY: Tls = Tls::Private { authority: "Example Gateway Root CA" };

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a gateway opens TLS",
        world: || {
            World::healthy()
                .site("proxy.golang.org", Site::proxy().tls(GATEWAY))
                .site("sum.golang.org", Site::database().tls(GATEWAY))
        },
        roots: &["tls-intercepted"],
    },
    Scene {
        name: "the database alone is opened on the way",
        world: || {
            World::healthy()
                .site("proxy.golang.org", Site::proxy_without_relay())
                .site("sum.golang.org", Site::database().tls(GATEWAY))
        },
        roots: &["tls-intercepted"],
    },
    Scene {
        name: "a company's host behind a known gateway",
        world: || {
            World::healthy().go_env("GOPROXY", "https://go.corp.example,direct").site(
                "go.corp.example",
                Site::proxy().tls(Tls::Private { authority: "Zscaler Root CA" }),
            )
        },
        roots: &["tls-intercepted"],
    },
    Scene {
        name: "hosts that have nothing to do with one another",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.first.example|https://go.second.test")
                .site("go.first.example", Site::proxy().tls(GATEWAY))
                .site("go.second.test", Site::proxy().tls(GATEWAY))
        },
        roots: &["tls-intercepted"],
    },
    Scene {
        name: "a company's own authority",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().tls(Tls::Private { authority: "Corp CA" }))
        },
        roots: &["tls-unknown-authority"],
    },
    Scene {
        name: "a gateway that is trusted here",
        world: || {
            World::healthy()
                .file("/etc/pki/gateway.pem", "Example Gateway Root CA")
                .site("proxy.golang.org", Site::proxy().tls(GATEWAY))
        },
        roots: &[],
    },
];
