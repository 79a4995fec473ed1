use crate::base::Text;
use crate::model::{
    Area, Cause, Cite, Confidence, Counter, Evidence, Finding, Fix, Issuer, Mark, Mistrust, Risk,
    Subject,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-incomplete-chain",
    area: Area::Trust,
    title: Text::of("The server leaves out an intermediate certificate", "服务器漏发了中间证书"),
    docs: Text::of(
        "Between a server's own certificate and the authority's root there mostly stands an \
         intermediate certificate, and the server has to send it along. This one does not, so that \
         nothing leads from its certificate to a root that this machine trusts.\n\n\
         go says: tls: failed to verify certificate: x509: certificate signed by unknown authority\n\
         and git: SSL certificate problem: unable to get local issuer certificate\n\
         and openssl: unable to verify the first certificate\n\n\
         Browsers hide this: they remember intermediates from other sites, or fetch the missing \
         one from the address that the certificate names. go and git do neither. This tool fetches \
         it to see whether the chain would be complete; where it cannot, a root of the same \
         organization in the trust store makes it likely.\n\n\
         Have the server send its full chain: in nginx ssl_certificate names fullchain.pem and not \
         cert.pem, in Apache SSLCertificateFile likewise; a load balancer or a keystore takes the \
         chain as a second file. Putting the intermediate into the trust store here cures this \
         machine alone, until the server's next certificate.",
        "在服务器自己的证书和颁发机构的根证书之间，通常还有一个中间证书，应由服务器一并发送。\
         这台服务器没有发送，所以从它的证书找不到通向本机信任的根证书的路径。\n\n\
         go 的报错：tls: failed to verify certificate: x509: certificate signed by unknown authority\n\
         git 的报错：SSL certificate problem: unable to get local issuer certificate\n\
         openssl 的报错：unable to verify the first certificate\n\n\
         浏览器会掩盖这个问题：它们记得从其他网站得到的中间证书，或者按证书里写的地址去下载。\
         go 和 git 都不会这样做。本工具会下载它，看证书链能否补全；如果下载不到，\
         信任库里有同一组织的根证书也说明很可能是这个原因。\n\n\
         请让服务器发送完整的证书链：nginx 的 ssl_certificate 应指向 fullchain.pem 而不是 cert.pem，\
         Apache 的 SSLCertificateFile 同理；负载均衡或密钥库需要把证书链作为第二个文件导入。\
         把中间证书加入本机的信任库只能解决这一台机器，而且只到服务器下次更换证书为止。",
    ),
    logs: &[Mark::gos(&["unable to verify the first certificate"])
        .or(&["tls-unknown-authority", "git-tls-untrusted"])],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.mistrusted(Mistrust::Incomplete);
    let first = broken.first()?;
    let lacking = first.ladder.presented()?.clues.lacking.as_ref()?;
    let (host, hosts, issuer) =
        (first.ladder.endpoint.host.clone(), broken.hosts(), &lacking.issuer);
    let mut cites = broken.cites();
    let (confidence, told) = if let Some((cite, seen)) = evidence.completion(first.ladder) {
        cites.push(cite);
        (Confidence::Certain, completed(seen))
    } else {
        cites.push(Cite::Roots);
        let kin = lacking.kin.clone().unwrap_or_default();
        let told = say! {
            en: " A root of the same organization is trusted here (`{kin}`).",
            zh: "本机信任同一组织的根证书（`{kin}`）。",
        };
        (Confidence::Likely, told)
    };
    let (told_en, told_zh) = (told.en, told.zh);
    let says = say! {
        en: "{hosts} does not send the certificate of its issuer, `{issuer}`, without which nothing leads to a root.{told_en} go fetches no missing certificate and ends the connection.",
        zh: "{hosts} 没有发送其颁发者 `{issuer}` 的证书，缺了它就找不到通向根证书的路径。{told_zh}go 不会自行下载缺少的证书，会中止连接。",
    };
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    let because = Text::of(
        "It is a link of the chain that is missing, and not the root.",
        "缺少的是证书链中的一环，而不是根证书。",
    );
    let finding = finding.not("tls-stale-ca-bundle", because.clone());
    Some(finding.not("tls-unknown-authority", because).about(Subject::Host(host)))
}

fn completed(seen: &Counter) -> Text {
    match seen {
        Counter::Issuer { url, found: Issuer::Completes { .. } }
            if url.raw().starts_with("https://") =>
        {
            let other = url.raw().trim_start_matches("https://").trim_end_matches('/');
            say! {
                en: " With that certificate, as {other} sends it, the chain is trusted here.",
                zh: "加上 {other} 发送的这个证书，证书链在本机就是可信的。",
            }
        }
        Counter::Issuer { url, found: Issuer::Completes { .. } } => say! {
            en: " With that certificate, as it lies at {url}, the chain is trusted here.",
            zh: "加上 {url} 处的这个证书，证书链在本机就是可信的。",
        },
        _ => Text::of("", ""),
    }
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let broken = evidence.mistrusted(Mistrust::Incomplete);
    let shown = broken.first().and_then(|it| it.ladder.presented());
    let lacking = shown.and_then(|shown| shown.clues.lacking.as_ref());
    let mut fixes = evidence.detours(host);
    fixes.push(whole(host));
    if let Some(lacking) = lacking {
        let issuer = lacking.issuer.to_string();
        let from = say! {
            en: "Get the intermediate `{issuer}` as a PEM file from the authority that issued it, and put its name in the place of <CA.pem>.",
            zh: "从颁发机构取得中间证书 `{issuer}`（PEM 格式），并用文件名替换 <CA.pem>。",
        };
        let risk = Risk::TradeOff(Text::of(
            "go then trusts the intermediate as it trusts a root, and only on this machine.",
            "此后 go 会像信任根证书一样信任这个中间证书，而且只在本机有效。",
        ));
        fixes.push(evidence.facts.trust(&issuer, &from).risk(risk));
    }
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn whole(host: &str) -> Fix {
    let title = say! { en: "Have {host} send its full chain", zh: "让 {host} 发送完整的证书链" };
    let step = say! {
        en: "Tell whoever runs {host} that it sends its own certificate without the intermediate. In nginx: ssl_certificate fullchain.pem.",
        zh: "告知 {host} 的管理者：服务器只发送了自己的证书，漏了中间证书。nginx 中应写 ssl_certificate fullchain.pem。",
    };
    Fix::at_anothers(title, step)
}

const AT: &str = "http://pki.example.net/issuing.crt";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "the issuer's certificate lies where the leaf says",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("pki.example.net", Site::status(200, "0: a certificate as DER"))
                .site(
                    "go.corp.example",
                    Site::proxy().tls(Tls::Incomplete { offered_at: Some(AT), kin: false }),
                )
        },
        roots: &["tls-incomplete-chain"],
    },
    Scene {
        name: "a root of the same organization",
        world: || {
            World::healthy().go_env("GOPROXY", "https://go.corp.example,direct").site(
                "go.corp.example",
                Site::proxy().tls(Tls::Incomplete { offered_at: None, kin: true }),
            )
        },
        roots: &["tls-incomplete-chain"],
    },
    Scene {
        name: "nothing is known of the issuer",
        world: || {
            World::healthy().go_env("GOPROXY", "https://go.corp.example,direct").site(
                "go.corp.example",
                Site::proxy().tls(Tls::Incomplete { offered_at: Some(AT), kin: false }),
            )
        },
        roots: &["tls-unknown-authority"],
    },
    Scene { name: "a whole chain", world: World::healthy, roots: &[] },
];
