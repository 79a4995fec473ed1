use crate::base::Text;
use crate::model::{
    Area, BrokenFetches, BrokenLadders, Cause, Evidence, Fault, Finding, Fix, Mark, Outcome, Risk,
    Scope, Spoken, Step, Subject, TlsFault,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-client-cert-required",
    area: Area::Trust,
    title: Text::of("The server wants a client certificate", "服务器要求客户端证书"),
    docs: Text::of(
        "The server's own certificate is in order. It asks for one of the client's as well \
         (mutual TLS), and go has none to give.\n\n\
         go says: remote error: tls: certificate required\n\
         or, from a server with TLS 1.2: remote error: tls: handshake failure\n\n\
         No setting of go names a client certificate: not GOPROXY, not netrc, not GOAUTH, which \
         sends headers only. A browser or curl with its own certificate gets through, so that \
         the server looks healthy from there. git can be given one (http.sslCert), which helps \
         for modules that are fetched directly and not for a proxy.\n\n\
         Put something in between that holds the certificate: a small local proxy (nginx with \
         proxy_ssl_certificate, stunnel, ghostunnel, the sidecar of a service mesh), and name that \
         in GOPROXY. Or have the server let go in by other means, such as a password in netrc.",
        "服务器自己的证书没有问题。它还要求客户端也出示证书（双向 TLS），而 go 没有可以出示的证书。\n\n\
         go 的报错：remote error: tls: certificate required\n\
         如果服务器使用 TLS 1.2：remote error: tls: handshake failure\n\n\
         go 没有任何设置可以指定客户端证书：GOPROXY、netrc 都不行，GOAUTH 也只能发送请求头。\
         带有自己证书的浏览器或 curl 能够通过，所以从那边看服务器一切正常。git 可以指定证书（http.sslCert），\
         这对直接获取的模块有用，对代理没有用。\n\n\
         请在中间放一个持有证书的程序：一个小型本地代理（配置了 proxy_ssl_certificate 的 nginx、stunnel、ghostunnel，\
         或服务网格的 sidecar），并在 GOPROXY 里写它的地址。或者让服务器用其他方式放行 go，比如 netrc 里的密码。",
    ),
    logs: &[
        Mark::gos(&["remote error: tls: certificate required"]),
        Mark::gos(&["remote error: tls: bad certificate"]).or(&["tls-handshake-refused"]),
        Mark::gos(&["remote error: tls: unknown certificate authority"])
            .or(&["tls-handshake-refused"]),
        Mark::gos(&["alert certificate required"]),
        Mark::gos(&["alert bad certificate"]).or(&["tls-handshake-refused"]),
        Mark::of(&["No required SSL certificate was sent"]).common().when(Spoken::is_gos),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let (ladders, fetches) = (ladders(evidence), fetches(evidence));
    let host = host(&ladders, &fetches)?;
    let says = say! {
        en: "{host} asks for a client certificate in the TLS handshake and ends the connection without one. go has no setting for it.",
        zh: "{host} 在 TLS 握手中要求客户端证书，没有就结束连接。go 没有相应的设置。",
    };
    let cites = ladders.cites().into_iter().chain(fetches.cites()).collect();
    let modules = ladders.modules().into_iter().chain(fetches.modules()).collect();
    let because = Text::of(
        "The server asks for a certificate before it refuses.",
        "服务器是先索要证书，之后才拒绝的。",
    );
    let finding = Finding::certain(says, cites).stops(modules);
    Some(finding.not("tls-handshake-refused", because).about(Subject::Host(host)))
}

/// The alert came with the handshake.
fn ladders(evidence: &Evidence) -> BrokenLadders<'_> {
    evidence.broken_by(is_wanted)
}

/// The alert came with the first answer.
fn fetches(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence
        .stopped_at(|fetch| matches!(&fetch.outcome, Outcome::Broken { fault } if is_wanted(fault)))
}

fn host(ladders: &BrokenLadders<'_>, fetches: &BrokenFetches<'_>) -> Option<String> {
    let of_ladder = ladders.first().map(|it| it.ladder.endpoint.host.clone());
    of_ladder.or_else(|| fetches.first().map(|it| it.fetch.host()))
}

fn is_wanted(fault: &Fault) -> bool {
    matches!(fault, Fault::Tls(TlsFault::ClientCertificateWanted))
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.detours(host);
    fixes.push(held(host));
    fixes.push(let_in(host));
    fixes.sort_by_key(|fix| fix.risk != Risk::Safe);
    fixes
}

fn held(host: &str) -> Fix {
    let title = Text::of("Let a local proxy hold the certificate", "让本地代理持有证书");
    let step = say! {
        en: "Run a local proxy that shows the client certificate to {host} (nginx with `proxy_ssl_certificate`, stunnel, ghostunnel), and name it in GOPROXY in place of {host}.",
        zh: "运行一个向 {host} 出示客户端证书的本地代理（配置了 `proxy_ssl_certificate` 的 nginx、stunnel 或 ghostunnel），并在 GOPROXY 中用它代替 {host}。",
    };
    let why = Text::of("The certificate and its key are yours.", "证书和密钥在你手里。");
    Fix::safe(title, Scope::Machine, vec![Step::Say(step)]).unprovable(why)
}

fn let_in(host: &str) -> Fix {
    let title = say! {
        en: "Have {host} let go in without a certificate",
        zh: "让 {host} 允许 go 不带证书访问",
    };
    let step = say! {
        en: "Ask whoever runs {host} for a way in by password or token, which go takes from netrc.",
        zh: "请向 {host} 的管理者申请用密码或令牌访问的方式，go 会从 netrc 读取。",
    };
    Fix::at_anothers(title, step)
}

fn wanting() -> Site {
    Site::proxy().tls(Tls::Fault(TlsFault::ClientCertificateWanted))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a company's proxy with mutual TLS",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", wanting())
        },
        roots: &["tls-client-cert-required"],
    },
    Scene {
        name: "go moves on to the next element",
        world: || {
            World::healthy()
                .go_env("GOPROXY", "https://go.corp.example|https://proxy.golang.org")
                .site("go.corp.example", wanting())
        },
        roots: &[],
    },
];
