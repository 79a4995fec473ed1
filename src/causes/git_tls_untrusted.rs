use crate::base::Text;
use crate::go::url::Url;
use crate::model::{
    Area, BrokenFetch, Cause, Cite, Confidence, Evidence, Fetch, Finding, Fix, GitSetting, Mark,
    Proof, Scope, Step, Subject, Trial, VcsFault,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "git-tls-untrusted",
    area: Area::Private,
    title: Text::of("git does not trust a server that go trusts", "go 信任的服务器，git 不信任"),
    docs: Text::of(
        "go's own requests to the host pass, and git, which go calls for the repository, refuses \
         the certificate of the very same server: the two keep their roots in different places.\n\n\
         go says, in git's words: git ls-remote -q origin in ...: exit status 128: fatal: unable to access 'https://git.corp.example/team/lib/': \
         server certificate verification failed. CAfile: none CRLfile: none\n\
         or: SSL certificate problem: unable to get local issuer certificate\n\
         or: error setting certificate verify locations\n\n\
         go reads SSL_CERT_FILE and SSL_CERT_DIR and the system's bundle. git reads the system's \
         bundle too, but not SSL_CERT_FILE; it has http.sslCAInfo, http.sslCAPath and \
         GIT_SSL_CAINFO in place of the bundle. GOINSECURE does not reach git.\n\n\
         Put the authority into the system's own trust store, which serves both, or give git the \
         file by http.<url>.sslCAInfo for that host. http.sslVerify=false would accept whoever \
         stands between, and send him your credentials.",
        "go 自己对该主机的请求可以通过，而 go 为获取仓库调用的 git 拒绝同一台服务器的证书：两者的根证书放在不同的地方。\n\n\
         go 转述 git 的报错：git ls-remote -q origin in ...: exit status 128: fatal: unable to access 'https://git.corp.example/team/lib/': \
         server certificate verification failed. CAfile: none CRLfile: none\n\
         或者：SSL certificate problem: unable to get local issuer certificate\n\
         或者：error setting certificate verify locations\n\n\
         go 读取 SSL_CERT_FILE、SSL_CERT_DIR 和系统证书；git 也读系统证书，但不读 SSL_CERT_FILE，\
         它有自己的 http.sslCAInfo、http.sslCAPath 和 GIT_SSL_CAINFO，这些会取代系统证书。GOINSECURE 对 git 不起作用。\n\n\
         请把颁发机构的证书装进系统的信任库，两者都能用；或者用 http.<url>.sslCAInfo 为该主机指定证书文件。\
         http.sslVerify=false 会接受任何中间人，并把你的凭据发给他。",
    ),
    logs: &[
        Mark::of(&["certificate verification failed. CAfile"]).common().or(OPEN),
        Mark::of(&["SSL certificate problem"]).common().or(OPEN),
        Mark::of(&["SSL certificate problem: unable to get local issuer certificate"]).common().or(OPEN),
        Mark::of(&["SSL certificate problem: self"]).common().or(OPEN),
        Mark::of(&["SSL: no alternative certificate subject name"]).common().or(&["tls-name-mismatch"]),
        Mark::of(&["SSL: certificate subject name"]).common().or(&["tls-name-mismatch"]),
        Mark::of(&["error setting certificate"]).common(),
        Mark::of(&["error adding trust anchors from file"]).common(),
        Mark::of(&["Problem with the SSL CA cert (path? access rights?)"]).common(),
        Mark::of(&["SEC_E_UNTRUSTED_ROOT"]).common().or(OPEN),
        Mark::of(&["schannel: CertGetCertificateChain trust error"]).common().or(OPEN),
        Mark::of(&["schannel: next InitializeSecurityContext failed: ", "CRYPT_E_"]).common(),
        Mark::of(&["SSL peer certificate or SSH remote key was not OK"]).common().or(OPEN),
    ],
    explains: &[],
    rule,
    fixes,
};

/// What leaves git without trust and go with it.
const OPEN: &[&str] =
    &["tls-no-ca-bundle", "tls-intercepted", "tls-unknown-authority", "tls-self-signed"];

/// A repository whose server git does not trust.
struct Untrusted<'a> {
    broken: BrokenFetch<'a>,
    /// go's own climb there, where it came that far.
    climb: Option<Cite>,
    /// The counter-probe that got in with the file that go reads.
    passed: Option<(Cite, &'a str)>,
}

fn rule(evidence: &Evidence) -> Option<Finding> {
    let all = untrusted(evidence);
    let first = all.first()?;
    let fetch = first.broken.fetch;
    let VcsFault::Untrusted { words } = fetch.vcs_fault()? else { return None };
    let (url, why) = (&fetch.url, why(first, evidence));
    let (en, zh) = (why.en, why.zh);
    let says = say! {
        en: "go trusts the server of {url}, and git does not: `{words}`.{en}",
        zh: "go 信任 {url} 所在的服务器，而 git 不信任：`{words}`。{zh}",
    };
    // That go trusts it is one half, that its roots serve git the other.
    let confidence = match (&first.climb, &first.passed) {
        (Some(_), Some(_)) => Confidence::Certain,
        (None, None) => Confidence::Possible,
        _ => Confidence::Likely,
    };
    let mut cites = vec![first.broken.cite.clone()];
    cites.extend(first.climb.clone());
    cites.extend(first.passed.iter().map(|(cite, _)| cite.clone()));
    cites.extend(all.iter().map(|it| it.broken.cite.clone()));
    cites.sort();
    cites.dedup();
    let modules = all.iter().flat_map(|it| it.broken.modules.clone()).collect();
    let finding = Finding::new(confidence, says, cites).stops(modules);
    let because = Text::of("go's own request passed.", "go 自己的请求通过了。");
    Some(finding.not("tls-unknown-authority", because).about(Subject::Host(fetch.host())))
}

fn untrusted(evidence: &Evidence) -> Vec<Untrusted<'_>> {
    let is_untrusted = |fault: &VcsFault| matches!(fault, VcsFault::Untrusted { .. });
    let stopped = evidence.stopped_by_vcs(is_untrusted).0.into_iter();
    let found = stopped.filter_map(|broken| {
        let climb = evidence.own_climb(broken.fetch);
        // Where go does not trust it either, that comes first.
        if climb.as_ref().is_some_and(|(_, ladder)| ladder.broken.is_some()) {
            return None;
        }
        let passed = passed(evidence, broken.fetch);
        Some(Untrusted { broken, climb: climb.map(|(cite, _)| cite), passed })
    });
    found.collect()
}

fn passed<'e>(evidence: &'e Evidence, fetch: &Fetch) -> Option<(Cite, &'e str)> {
    let (cite, trial) = evidence.got_in(fetch, |trial| matches!(trial, Trial::Roots { .. }))?;
    let Trial::Roots { path } = trial else { return None };
    Some((cite, path))
}

/// Where the two differ.
fn why(it: &Untrusted<'_>, evidence: &Evidence) -> Text {
    let facts = &evidence.facts;
    let own = facts.git_roots(it.broken.fetch.url.raw());
    let named = facts.variable("SSL_CERT_FILE").map(|it| it.value.raw().to_owned());
    match (own, named) {
        (Some(GitSetting { key, file, value }), _) => say! {
            en: " {key} in {file} gives git its roots: {value}.",
            zh: "{file} 里的 {key} 为 git 指定了根证书：{value}。",
        },
        (None, Some(path)) => say! {
            en: " go reads SSL_CERT_FILE ({path}), which git does not.",
            zh: "go 读取 SSL_CERT_FILE（{path}），git 不读取它。",
        },
        (None, None) => Text::same(""),
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let all = untrusted(evidence);
    let Some(first) = all.first() else { return Vec::new() };
    let mut fixes = Vec::new();
    fixes.extend(given(first, evidence));
    fixes.extend(stored(first, evidence));
    fixes
}

/// The file that go reads, for this server alone.
fn given(it: &Untrusted<'_>, evidence: &Evidence) -> Option<Fix> {
    let (_, path) = it.passed.as_ref()?;
    let asked = evidence.facts.git_asks(it.broken.fetch.url.raw())?;
    let url = Url::parse(asked.raw()).ok()?;
    let host = url.host();
    let server = format!("https://{host}/");
    let title = say! {
        en: "Let git trust for {host} what go trusts",
        zh: "让 git 对 {host} 信任 go 所信任的证书",
    };
    let key = format!("http.{server}.sslCAInfo");
    let words = ["git", "config", "--global", &key, path].map(str::to_owned).to_vec();
    let proof = Proof::Passed(Text::of("git got in with that file", "用该文件，git 可以访问"));
    Some(Fix::safe(title, Scope::User, vec![Step::Run { words }]).proof(proof))
}

/// The authority in the system's store serves whoever looks there.
fn stored(it: &Untrusted<'_>, evidence: &Evidence) -> Option<Fix> {
    let (_, ladder) = evidence.own_climb(it.broken.fetch)?;
    let authority = ladder.presented()?.issuer.to_string();
    let host = it.broken.fetch.host();
    let from = say! {
        en: "Get the root as a PEM file from whoever runs {host}, or take the one that go reads here, and put its name in the place of <CA.pem>.",
        zh: "向 {host} 的管理者索取 PEM 格式的根证书，或使用 go 在这里读取的那个文件，并用文件名替换 <CA.pem>。",
    };
    Some(evidence.facts.trust(&authority, &from))
}

const PAGE: &str = "<meta name=\"go-import\" content=\"git.corp.example/team/secret git https://git.corp.example/team/secret.git\">";
const UNTRUSTED: &str = "fatal: unable to access 'https://git.corp.example/team/secret.git/': server certificate verification failed. CAfile: none CRLfile: none\n";
const TAG: &str = "0123456789012345678901234567890123456789\trefs/tags/v1.0.0\n";

fn named() -> World {
    let site = Site::status(200, PAGE).tls(Tls::Private { authority: "CN=Corp Root CA" });
    World::healthy()
        .var("GOPRIVATE", "git.corp.example")
        .gomod("module m\n\ngo 1.24\n\nrequire git.corp.example/team/secret v1.0.0\n")
        .site("git.corp.example", site)
        .var("SSL_CERT_FILE", "/opt/corp/ca.pem")
        .file("/opt/corp/ca.pem", "CN=Corp Root CA")
        .program("git ls-remote", 128, "", UNTRUSTED)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "SSL_CERT_FILE, which git does not read",
        world: || named().program("GIT_CONFIG_COUNT git ls-remote", 0, TAG, ""),
        roots: &["git-tls-untrusted"],
    },
    Scene {
        name: "and that file does not help git",
        world: named,
        roots: &["git-tls-untrusted"],
    },
    Scene {
        name: "git trusts it as well",
        world: || named().program("git ls-remote", 0, TAG, ""),
        roots: &[],
    },
];
