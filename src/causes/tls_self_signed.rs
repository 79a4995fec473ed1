use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Evidence, Finding, Fix, Mark, Mistrust, Risk, Scope, Step, Subject,
    is_public_host,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-self-signed",
    area: Area::Trust,
    title: Text::of("The certificate signs itself", "服务器使用自签名证书"),
    docs: Text::of(
        "The server's certificate is signed with its own key. No authority vouches for it, so that \
         only a machine which was given this very certificate can know the server by it.\n\n\
         go says: tls: failed to verify certificate: x509: certificate signed by unknown authority\n\
         and git: SSL certificate problem: self-signed certificate\n\n\
         A server that was set up in a hurry shows one, and so does an appliance or a load \
         balancer that has no certificate for the name it was asked for (the ingress controller's \
         fake certificate). Where a well-known public host shows one, somebody else answers for it.\n\n\
         Give the server a certificate of an authority: a public one, or the company's own. Until \
         then its own certificate can be put into the trust store, fetched from the server's owner \
         and not from the connection. It needs the host's name as a SAN. For a public host do \
         neither: find out who answers.",
        "服务器的证书是用自己的密钥签名的。没有任何颁发机构为它担保，\
         只有事先拿到这个证书本身的机器才能据此认出该服务器。\n\n\
         go 的报错：tls: failed to verify certificate: x509: certificate signed by unknown authority\n\
         git 的报错：SSL certificate problem: self-signed certificate\n\n\
         匆忙搭建的服务器会这样；没有对应域名证书的设备或负载均衡也会这样\
         （例如 ingress 控制器的 fake certificate）。如果知名的公共主机出示自签名证书，说明应答的是别人。\n\n\
         请给服务器换上由颁发机构签发的证书，公共机构或公司自己的机构均可。在此之前，\
         可以把它自己的证书加入信任库，证书应从服务器的管理者处取得，而不是从连接里截取，\
         并且要在 SAN 里写明主机名。如果是公共主机，两种办法都不要用：先弄清楚是谁在应答。",
    ),
    logs: &[
        Mark::gos(&["SSL certificate problem: self-signed certificate"])
            .or(&["git-tls-untrusted", "tls-unknown-authority"]),
        Mark::gos(&["SSL certificate problem: self signed certificate"])
            .or(&["git-tls-untrusted", "tls-unknown-authority"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.mistrusted(Mistrust::SelfSigned);
    let first = broken.first()?;
    let shown = first.ladder.presented()?;
    let (host, hosts, subject) =
        (first.ladder.endpoint.host.clone(), broken.hosts(), &shown.subject);
    let says = if is_public_host(&host) {
        say! {
            en: "For the public host {hosts} a certificate came that signs itself (`{subject}`): somebody else answers in its place. go ends the connection with `certificate signed by unknown authority`.",
            zh: "公共主机 {hosts} 返回的是自签名证书（`{subject}`）：应答的是别人。go 以 `certificate signed by unknown authority` 结束连接。",
        }
    } else {
        say! {
            en: "{hosts} shows a certificate that signs itself (`{subject}`); no authority vouches for it. go ends the connection with `certificate signed by unknown authority`.",
            zh: "{hosts} 出示的是自签名证书（`{subject}`），没有任何颁发机构为它担保。go 以 `certificate signed by unknown authority` 结束连接。",
        }
    };
    let cites = broken.cites().into_iter().chain([Cite::Roots]).collect();
    let because = Text::of(
        "The certificate is signed with its own key: there is no authority above it.",
        "证书是用自己的密钥签名的，上面没有颁发机构。",
    );
    let finding = Finding::certain(says, cites).stops(broken.modules());
    let finding = finding.not("tls-unknown-authority", because.clone());
    Some(finding.not("tls-incomplete-chain", because).about(Subject::Host(host)))
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    if is_public_host(host) {
        fixes.push(unmasked(host));
    } else {
        let from = say! {
            en: "Get the certificate of {host} itself as a PEM file from whoever runs it, and put its name in the place of <CA.pem>. It has to be replaced whenever the server gets a new one.",
            zh: "向 {host} 的管理者索取服务器证书本身（PEM 格式），并用文件名替换 <CA.pem>。服务器更换证书后，这里也要更换。",
        };
        fixes.push(reissued(host));
        let broken = evidence.mistrusted(Mistrust::SelfSigned);
        let shown = broken.first().and_then(|it| it.ladder.presented());
        let subject = shown.map_or_else(|| host.clone(), |shown| shown.subject.to_string());
        fixes.push(evidence.facts.trust(&subject, &from));
    }
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn reissued(host: &str) -> Fix {
    let title = Text::of(
        "Give the server a certificate of an authority",
        "给服务器换上由颁发机构签发的证书",
    );
    let step = say! {
        en: "Have {host} use a certificate that an authority signs, public or the company's own.",
        zh: "让 {host} 使用由颁发机构签发的证书，公共机构或公司自己的机构均可。",
    };
    Fix::at_anothers(title, step)
}

fn unmasked(host: &str) -> Fix {
    let title = say! { en: "Find out who answers for {host}", zh: "弄清楚是谁在替 {host} 应答" };
    let step = say! {
        en: "Log in to the network if it has a login page, and compare the address that {host} resolves to with that from another network. Do not trust this certificate.",
        zh: "如果网络有登录页，请先登录；再把 {host} 解析到的地址与在其他网络中的结果对照。不要信任这个证书。",
    };
    let why = Text::of("It is another's network.", "这是别人的网络。");
    Fix::safe(title, Scope::Upstream, vec![Step::Say(step)]).unprovable(why)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a company's proxy that signs for itself",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().tls(Tls::SelfSigned))
        },
        roots: &["tls-self-signed"],
    },
    Scene {
        name: "somebody answers for the public proxy",
        world: || World::healthy().site("proxy.golang.org", Site::proxy().tls(Tls::SelfSigned)),
        roots: &["tls-self-signed"],
    },
    Scene {
        name: "it is walked past",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example|https://goproxy.cn")
                .site("go.corp.example", Site::proxy().tls(Tls::SelfSigned))
        },
        roots: &[],
    },
];
