use crate::base::Text;
use crate::model::{Area, Cause, Distrust, Evidence, Finding, Fix, Mark, Mistrust, Risk, Subject};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-legacy-common-name",
    area: Area::Trust,
    title: Text::of(
        "The certificate has its name as common name alone",
        "证书只在通用名（CN）里写了主机名",
    ),
    docs: Text::of(
        "The certificate names its host in the common name of its subject and nowhere else. go \
         reads names from the list of subject alternative names (SAN) only; the common name has \
         meant nothing to it since go 1.15.\n\n\
         go says: tls: failed to verify certificate: x509: certificate relies on legacy Common \
         Name field, use SANs instead\n\n\
         Certificates that somebody made by hand with an old openssl recipe are like this. Curl \
         and git may still take them, so that the server looks healthy. The setting \
         GODEBUG=x509ignoreCN=0, which old advice names, is gone since go 1.17.\n\n\
         Have the certificate reissued with the host as a SAN: openssl req -addext \
         \"subjectAltName=DNS:HOST\", and openssl x509 -req with -copy_extensions copy, which \
         otherwise drops it. Its key can stay.",
        "证书只在主题的通用名（CN）里写了主机名。go 只从主题备用名称（SAN）列表里读取主机名；\
         从 go 1.15 起，通用名对它没有任何意义。\n\n\
         go 的报错：tls: failed to verify certificate: x509: certificate relies on legacy Common \
         Name field, use SANs instead\n\n\
         按旧的 openssl 教程手工制作的证书就是这样。curl 和 git 可能仍然接受，\
         所以服务器看上去是正常的。旧文章里提到的 GODEBUG=x509ignoreCN=0 从 go 1.17 起已不存在。\n\n\
         请重新签发证书，把主机名写进 SAN：openssl req -addext \"subjectAltName=DNS:HOST\"，\
         签发时给 openssl x509 -req 加上 -copy_extensions copy，否则 SAN 会被丢掉。密钥可以不换。",
    ),
    logs: &[Mark::gos(&["x509: certificate relies on legacy Common Name field"])],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.mistrusted(Mistrust::NoName);
    let first = broken.first()?;
    let Distrust::CommonNameOnly { name, .. } = first.ladder.distrust()? else { return None };
    let (host, hosts) = (first.ladder.secured_host(), broken.hosts());
    let says = say! {
        en: "The certificate of {hosts} has the name `{name}` as its common name alone and lists no SAN, which is all that go reads. go ends the connection.",
        zh: "{hosts} 的证书只在通用名里写了 `{name}`，没有 SAN 列表，而 go 只读 SAN。go 会中止连接。",
    };
    let because = Text::of("The certificate lists no other name.", "证书里没有列出其他域名。");
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    Some(finding.not("tls-name-mismatch", because).about(Subject::Host(host)))
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    fixes.push(reissued(host));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn reissued(host: &str) -> Fix {
    let title = say! {
        en: "Have the certificate of {host} reissued with a SAN",
        zh: "为 {host} 重新签发带 SAN 的证书",
    };
    let step = say! {
        en: "Tell whoever runs {host} that its certificate needs the name as a SAN (openssl req -addext \"subjectAltName=DNS:{host}\").",
        zh: "告知 {host} 的管理者：证书需要把主机名写进 SAN（openssl req -addext \"subjectAltName=DNS:{host}\"）。",
    };
    Fix::at_anothers(title, step)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a certificate made by hand",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().tls(Tls::CommonName))
        },
        roots: &["tls-legacy-common-name"],
    },
    Scene {
        name: "names of others",
        world: || {
            let other = Tls::WrongName { names: &["wiki.corp.example"] };
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().tls(other))
        },
        roots: &["tls-name-mismatch"],
    },
    Scene { name: "names as they should be", world: World::healthy, roots: &[] },
];
