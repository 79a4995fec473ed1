use crate::base::{Text, Veiled};
use crate::model::{
    Area, Cause, Cite, Confidence, Evidence, FileFault, Finding, Fix, Mark, Mistrust, RootPlace,
    Scope, Step, Subject, Trust,
};
use crate::say;
use crate::world::{Scene, Site, Tls, World};

pub(super) const CAUSE: Cause = Cause {
    code: "tls-cert-env-wrong",
    area: Area::Trust,
    title: Text::of(
        "SSL_CERT_FILE or SSL_CERT_DIR hides the certificates that are needed",
        "SSL_CERT_FILE 或 SSL_CERT_DIR 遮住了需要的根证书",
    ),
    docs: Text::of(
        "SSL_CERT_FILE replaces the files in which go looks for certificates of authorities, and \
         SSL_CERT_DIR its folders. Here they name a place where nothing useful lies, so that go \
         does not read what the system has.\n\n\
         go says: tls: failed to verify certificate: x509: certificate signed by unknown authority\n\
         or: x509: failed to load system roots and no roots provided; open /opt/ca.pem: permission denied\n\n\
         Mostly the file is not there (a volume that is not mounted, a path of another image), is \
         empty, is DER where go reads PEM alone, or holds the company's root and nothing else. \
         Each variable replaces its own list only: with SSL_CERT_FILE alone go still reads the \
         folders /etc/ssl/certs and /etc/pki/tls/certs. CURL_CA_BUNDLE, REQUESTS_CA_BUNDLE and \
         NODE_EXTRA_CA_CERTS mean nothing to go.\n\n\
         Unset the variable where it is set (Dockerfile ENV, CI, shell), or have it name a PEM \
         file that is there. For a company's root put it into the system's store, where it stands \
         beside the public ones.",
        "SSL_CERT_FILE 会替换 go 查找根证书的文件列表，SSL_CERT_DIR 会替换目录列表。\
         现在它们指向的位置没有可用的证书，go 因此读不到系统自带的证书。\n\n\
         go 的报错：tls: failed to verify certificate: x509: certificate signed by unknown authority\n\
         或者：x509: failed to load system roots and no roots provided; open /opt/ca.pem: permission denied\n\n\
         多半是文件不存在（卷没有挂载，或者是别的镜像里的路径）、是空文件、是 DER 格式（go 只读 PEM），\
         或者里面只有公司的根证书。两个变量各自只替换自己的列表：只设置 SSL_CERT_FILE 时，\
         go 仍会读取 /etc/ssl/certs 和 /etc/pki/tls/certs 目录。\
         CURL_CA_BUNDLE、REQUESTS_CA_BUNDLE 和 NODE_EXTRA_CA_CERTS 对 go 没有任何作用。\n\n\
         请在设置的地方（Dockerfile 的 ENV、CI、shell）取消该变量，或者让它指向一个存在的 PEM 文件。\
         公司的根证书应放进系统的信任库，与公共根证书并存。",
    ),
    logs: &[
        Mark::gos(&[
            "x509: failed to load system roots and no roots provided",
            "permission denied",
        ]),
        Mark::gos(&["x509: failed to load system roots and no roots provided", "is a directory"]),
        Mark::gos(&["x509: failed to load system roots and no roots provided", "not a directory"]),
        Mark::gos(&[
            "x509: failed to load system roots and no roots provided",
            "no such file or directory",
        ]),
        Mark::gos(&[
            "x509: failed to load system roots and no roots provided",
            "too many levels of symbolic links",
        ]),
        Mark::gos(&["crypto/x509: system root pool is not available on Windows"]),
    ],
    explains: &["sumdb-unreachable"],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.mistrusted(Mistrust::PlacesHidden);
    let first = broken.first()?;
    let (host, hosts) = (first.ladder.secured_host(), broken.hosts());
    let would_do = would_do(evidence);
    let Text { en, zh } = places(evidence);
    let usual = evidence.facts.roots.usual.unwrap_or(0);
    let says = if would_do {
        say! {
            en: "{en} go reads that in the place of its own list, where certificates lie with which {hosts} would be trusted ({usual} in all). It ends the connection.",
            zh: "{zh}go 因此不读自己默认的位置，而那里的证书（共 {usual} 个）足以信任 {hosts}。go 会中止连接。",
        }
    } else {
        say! {
            en: "{en} The certificate of {hosts} comes from an authority that is not known here; its root was probably meant to lie there. go ends the connection.",
            zh: "{zh}{hosts} 的证书来自本机不认识的颁发机构，它的根证书原本多半应放在那里。go 会中止连接。",
        }
    };
    let confidence = if would_do { Confidence::Certain } else { Confidence::Likely };
    let names = if would_do { evidence.named_places() } else { evidence.empty_places() };
    let cites = names.into_iter().map(|name| Cite::Variable(name.to_owned()));
    let cites = broken.cites().into_iter().chain(cites).chain([Cite::Roots]).collect();
    let because = Text::of(
        "The system's own places hold certificates; a variable keeps go from them.",
        "系统默认的位置里有证书，是变量让 go 没有去读。",
    );
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    let finding = if usual > 0 { finding.not("tls-no-ca-bundle", because) } else { finding };
    Some(finding.about(Subject::Host(host)))
}

/// Whether go would trust the chain without the variables.
fn would_do(evidence: &Evidence) -> bool {
    let broken = evidence.mistrusted(Mistrust::PlacesHidden);
    let shown = broken.first().and_then(|it| it.ladder.presented());
    shown.is_some_and(|shown| shown.clues.by_usual == Some(Trust::Trusted))
}

/// What lies where the variables point.
fn places(evidence: &Evidence) -> Text {
    let roots = &evidence.facts.roots;
    let told = roots.places.iter().filter_map(|place| Some(told(place, place.variable.as_ref()?)));
    told.take(3).fold(Text::of("", ""), |all, next| {
        let (en, zh) = (format!("{} {}", all.en, next.en), format!("{}{}", all.zh, next.zh));
        let en = en.trim_start().to_owned();
        say! { en: "{en}", zh: "{zh}" }
    })
}

fn told(place: &RootPlace, name: &str) -> Text {
    let (path, count) = (&place.path, place.certificates);
    match place.fault {
        Some(FileFault::NotFound) => say! {
            en: "{name} names `{path}`, where nothing is.",
            zh: "{name} 指向 `{path}`，那里什么都没有。",
        },
        Some(FileFault::Denied) => say! {
            en: "{name} names `{path}`, which this user may not read.",
            zh: "{name} 指向 `{path}`，当前用户无权读取。",
        },
        Some(_) => say! {
            en: "{name} names `{path}`, which cannot be read as it should.",
            zh: "{name} 指向 `{path}`，无法正常读取。",
        },
        None if count == 0 => say! {
            en: "{name} names `{path}`, which holds no certificate that go can read (PEM).",
            zh: "{name} 指向 `{path}`，里面没有 go 能读取的证书（PEM 格式）。",
        },
        None => say! {
            en: "{name} names `{path}` (certificates there: {count}).",
            zh: "{name} 指向 `{path}`（其中证书数：{count}）。",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let (all, empty) = (evidence.named_places(), evidence.empty_places());
    let mut fixes = Vec::new();
    if would_do(evidence) {
        if !empty.is_empty() && empty != all {
            fixes.push(unset(&empty));
        }
        fixes.push(unset(&all));
    }
    fixes.extend(evidence.empty_places().first().map(|name| corrected(name)));
    if evidence.facts.roots.usual == Some(0) {
        fixes.push(evidence.facts.renew_bundle());
    }
    if fixes.is_empty() {
        fixes.push(unset(&all));
    }
    fixes
}

fn unset(names: &[&str]) -> Fix {
    let (en, zh) = (names.join(" and "), names.join(" 和 "));
    let title = say! {
        en: "Unset {en}, so that go reads the system's certificates again",
        zh: "取消 {zh}，让 go 重新读取系统的证书",
    };
    let steps = names.iter().map(|name| Step::UnsetEnv { name: (*name).to_owned() });
    Fix::safe(title, Scope::Process, steps.collect()).rivals("places")
}

fn corrected(name: &str) -> Fix {
    let title = say! {
        en: "Let {name} name what is there",
        zh: "让 {name} 指向实际存在的文件",
    };
    let placeholder = if name == "SSL_CERT_DIR" { "<FOLDER>" } else { "<CA.pem>" };
    let step = Step::SetEnv { name: name.to_owned(), value: Veiled::new(placeholder) };
    let why = Text::of(
        "Which file was meant is not known to this tool.",
        "本工具不知道原本想指向哪个文件。",
    );
    Fix::safe(title, Scope::Process, vec![step]).unprovable(why)
}

const NEWER: &str = "/etc/ssl/certs/ca-certificates.crt";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a file and a folder that are not there",
        world: || {
            World::healthy().var("SSL_CERT_FILE", "/opt/own.crt").var("SSL_CERT_DIR", "/opt/none")
        },
        roots: &["tls-cert-env-wrong"],
    },
    Scene {
        name: "a bundle without the public authorities",
        world: || {
            World::healthy()
                .old_bundle_at("/opt/own.crt")
                .var("SSL_CERT_FILE", "/opt/own.crt")
                .var("SSL_CERT_DIR", "/opt/none")
        },
        roots: &["tls-cert-env-wrong"],
    },
    Scene {
        name: "the company's root is not where it should be",
        world: || {
            World::healthy()
                .var("SSL_CERT_FILE", "/opt/corp.crt")
                .var("SSL_CERT_DIR", "/etc/ssl/certs")
                .go_env("GOPROXY", "https://go.corp.example,direct")
                .site("go.corp.example", Site::proxy().tls(Tls::Private { authority: "Corp" }))
        },
        roots: &["tls-cert-env-wrong"],
    },
    Scene {
        name: "a variable that names a good bundle",
        world: || World::healthy().var("SSL_CERT_FILE", NEWER),
        roots: &[],
    },
    Scene {
        name: "a file that is not there, and the folders do",
        world: || World::healthy().var("SSL_CERT_FILE", "/opt/none.crt"),
        roots: &[],
    },
];
