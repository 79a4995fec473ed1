use crate::base::Text;
use crate::go::netrc::{Lacks, Near, Off};
use crate::model::{
    Access, Area, BrokenFetches, Cause, Cite, Confidence, Doing, Door, Evidence, Finding, Fix,
    LockedOuts, Login, Mark, Prompt, Said, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "netrc-host-missing",
    area: Area::Goproxy,
    title: Text::of("netrc has no entry for the host", "netrc 里没有该主机的条目"),
    docs: Text::of(
        "The module proxy, or the module's own host, asks for credentials, and the netrc file that \
         is read has entries for other machines alone, or one for this host that does not fit.\n\n\
         go says: reading https://go.corp.example:8443/...: 401 Unauthorized\n\n\
         go compares letter by letter. The word behind `machine` has to be the host as it stands \
         in GOPROXY: with its port if there is one, without :443 if there is none, in the same \
         case, without quotes. A leading https:// is taken off since go 1.24, a trailing slash \
         and a path fit since go 1.25. An entry without a login or a password is none, and a \
         `default` entry is never used. git, which fetches a module from its own host, reads the \
         file as curl does: it compares the name alone, without a port, in any case, takes \
         quotes off and uses `default`. Where a port is needed, go wants an entry with it and \
         git one without.\n\n\
         Write one entry with the very host: `machine HOST login USER password TOKEN`. In a \
         Dockerfile mount the file as a secret \
         (`RUN --mount=type=secret,id=netrc,target=/root/.netrc`) instead of copying it.",
        "模块代理或模块自己的主机要求凭据，而所读取的 netrc 文件只有其他主机的条目，或者该主机的条目与之不符。\n\n\
         go 的报错：reading https://go.corp.example:8443/...: 401 Unauthorized\n\n\
         go 逐字比较。`machine` 后面必须是 GOPROXY 里写的主机：有端口就带端口，没有端口就不要写 :443，\
         大小写一致，不加引号。从 go 1.24 起开头的 https:// 会被去掉，从 go 1.25 起末尾的斜杠和路径也能匹配。\
         缺少 login 或 password 的条目不算数，`default` 条目从不采用。从模块自己的主机获取时由 git 读取该文件，规则与 curl 相同：\
         只比较主机名，不带端口，不分大小写，去掉引号，并采用 `default`。需要端口时，go 要带端口的条目，git 要不带端口的条目。\n\n\
         请为该主机写一个条目：`machine HOST login USER password TOKEN`。\
         在 Dockerfile 中以 secret 方式挂载该文件（`RUN --mount=type=secret,id=netrc,target=/root/.netrc`），不要复制它。",
    ),
    logs: &[
        Mark::of(&["reading https://", ":", ": 401 Unauthorized"])
            .common()
            .or(&[
                "goproxy-auth-required",
                "netrc-not-used",
                "goproxy-auth-rejected",
                "goauth-broken",
            ])
            .when(|it| it.doing != Doing::Unknown && it.names_a_port()),
        Mark::of(&["?go-get=1: 401 Unauthorized"])
            .common()
            .or(&["netrc-not-used", "private-auth-missing", "goauth-broken"])
            .when(|it| it.doing == Doing::Discovery),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    by_go(evidence).or_else(|| by_git(evidence))
}

fn by_go(evidence: &Evidence) -> Option<Finding> {
    let broken = denied(evidence);
    let first = broken.first()?;
    let Access::NoEntry { path, near } = evidence.access(first.fetch) else { return None };
    let host = first.fetch.host();
    let words = first.fetch.refusal()?.words();
    let machine = first.fetch.netrc_machine();
    let nearest = nearest(near.as_ref(), &machine);
    let (near_en, near_zh) = (nearest.en, nearest.zh);
    let says = say! {
        en: "{host} answers `{words}`. go reads {path}, and no entry there fits `machine {machine}`, so that it sends no credentials.{near_en}",
        zh: "{host} 的应答是 `{words}`。go 读取的是 {path}，其中没有与 `machine {machine}` 相符的条目，所以没有发送任何凭据。{near_zh}",
    };
    let because = Text::of("No credentials were sent.", "没有发送任何凭据。");
    let mut cites = broken.cites();
    cites.push(Cite::Netrc);
    let finding = Finding::certain(says, cites).stops(broken.modules());
    Some(finding.not("goproxy-auth-rejected", because).about(Subject::Host(host)))
}

fn denied(evidence: &Evidence) -> BrokenFetches<'_> {
    let broken = evidence.denied(&[401], |access| matches!(access, Access::NoEntry { .. }));
    if broken.first().is_some() {
        return broken;
    }
    // The module's own host may be one that nobody has put into the file yet.
    evidence
        .denied_anywhere(&[401], |access| matches!(access, Access::NoEntry { near: Some(_), .. }))
}

/// git reads the file as curl does, and has nothing for the host of a repository.
fn by_git(evidence: &Evidence) -> Option<Finding> {
    let shut = shut(evidence);
    let first = shut.first()?;
    let Door::Git { login: Login::NoEntry { path, near: Some(near) }, .. } = &first.door else {
        return None;
    };
    let (words, host, url) = (first.words(), first.host(), &first.broken.fetch.url);
    let nearest = nearest_to_git(near, &host);
    let (near_en, near_zh) = (nearest.en, nearest.zh);
    let says = say! {
        en: "git asks for {url} and ends with `{words}`. It reads {path}, and no entry there fits `machine {host}`, so that it sends no credentials.{near_en}",
        zh: "git 访问 {url}，以 `{words}` 结束。它读取的是 {path}，其中没有与 `machine {host}` 相符的条目，所以没有发送任何凭据。{near_zh}",
    };
    let is_meant = !matches!(near.off, Off::Domain | Off::Spelling);
    let confidence = if is_meant { Confidence::Certain } else { Confidence::Likely };
    let mut cites = shut.cites();
    cites.push(Cite::Netrc);
    let because = Text::of("No credentials were sent.", "没有发送任何凭据。");
    let finding = Finding::new(confidence, says, cites).stops(shut.modules());
    Some(finding.not("private-auth-rejected", because).about(Subject::Host(host)))
}

fn shut(evidence: &Evidence) -> LockedOuts<'_> {
    evidence.locked_out(|it| {
        let Door::Git { said, login } = &it.door else { return false };
        *said == Said::Asked(Prompt::Username)
            && matches!(login, Login::NoEntry { near: Some(_), .. })
    })
}

/// To curl a port, a scheme and a path are part of the name.
fn nearest_to_git(near: &Near, host: &str) -> Text {
    match near.off {
        Off::Port | Off::UsualPort => {
            let Near { machine: written, line, .. } = near;
            say! {
                en: " The nearest is `{written}` in line {line}: git compares the name alone, so that its entry has no port.",
                zh: "最接近的是第 {line} 行的 `{written}`：git 只比较主机名，它的条目不能带端口。",
            }
        }
        Off::Scheme | Off::Path => {
            let Near { machine: written, line, .. } = near;
            say! {
                en: " The nearest is `{written}` in line {line}: git knows no scheme and no path there.",
                zh: "最接近的是第 {line} 行的 `{written}`：git 不认其中的协议和路径。",
            }
        }
        _ => nearest(Some(near), host),
    }
}

/// The entry that was most likely meant, and what keeps it from fitting.
fn nearest(near: Option<&Near>, machine: &str) -> Text {
    let Some(Near { machine: written, line, off }) = near else { return Text::of("", "") };
    let why = why(*off, machine);
    let (en, zh) = (why.en, why.zh);
    say! {
        en: " The nearest is `{written}` in line {line}: {en}.",
        zh: "最接近的是第 {line} 行的 `{written}`：{zh}。",
    }
}

fn why(off: Off, machine: &str) -> Text {
    match off {
        Off::Incomplete { lacks: Lacks::Password } => {
            Text::of("it has no password", "它没有 password")
        }
        Off::Incomplete { lacks: Lacks::Login } => Text::of("it has no login", "它没有 login"),
        Off::Incomplete { lacks: Lacks::Both } => {
            Text::of("it has neither a login nor a password", "它既没有 login 也没有 password")
        }
        Off::Port => Text::of(
            "its port is not the one of GOPROXY, and go compares ports as well",
            "端口与 GOPROXY 里的不同，而 go 连端口也要比较",
        ),
        Off::UsualPort => Text::of(
            "it names a port and GOPROXY does not, and to go these are two machines",
            "它写了端口而 GOPROXY 没有写，对 go 来说这是两台主机",
        ),
        Off::Case => Text::of("its letters differ in case", "字母大小写不同"),
        Off::Quotes => {
            Text::of("to go the quotes are part of the name", "对 go 来说引号是名称的一部分")
        }
        Off::Scheme => {
            Text::of("this go does not take the scheme off", "这个版本的 go 不会去掉协议前缀")
        }
        Off::Path => Text::of(
            "this go knows machines without a slash or path alone",
            "这个版本的 go 只认不带斜杠和路径的主机",
        ),
        Off::Spelling => say! {
            en: "maybe a slip of the pen for {machine}",
            zh: "可能是 {machine} 的笔误",
        },
        Off::Domain => Text::of("another host of the same domain", "是同一域名下的另一台主机"),
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let at_origin = evidence.locked_out(|it| match &it.door {
        Door::Page { status, access } => {
            *status == 401 && matches!(access, Access::NoEntry { near: Some(_), .. })
        }
        Door::Git { .. } | Door::Proxy { .. } => false,
    });
    let proxied = evidence.denied(&[401], |access| matches!(access, Access::NoEntry { .. }));
    if let Some(broken) = proxied.first() {
        return vec![Fix::netrc_entry(broken.fetch.netrc_machine())];
    }
    let shut = if at_origin.first().is_some() { at_origin } else { shut(evidence) };
    let Some(first) = shut.first() else { return Vec::new() };
    let steps = evidence.secluding(&shut.modules()).into_iter().chain(evidence.entries_for(first));
    vec![Fix::netrc_entries(&first.host(), steps.collect())]
}

fn asking(goproxy: &str, netrc: &str) -> World {
    let site = Site::proxy().password("dev:s3cret");
    let world = World::healthy().var("GOPROXY", goproxy).site("go.corp.example", site);
    world.file("/home/dev/.netrc", netrc)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "an entry without the port",
        world: || {
            let netrc = "machine go.corp.example login dev password s3cret\n";
            asking("https://go.corp.example:8443", netrc)
        },
        roots: &["netrc-host-missing"],
    },
    Scene {
        name: "an entry for another host",
        world: || {
            let netrc = "machine git.corp.example login dev password s3cret\n";
            asking("https://go.corp.example", netrc)
        },
        roots: &["netrc-host-missing"],
    },
    Scene {
        name: "an entry without a password",
        world: || asking("https://go.corp.example", "machine go.corp.example login dev\n"),
        roots: &["netrc-host-missing"],
    },
    Scene {
        name: "an entry in capitals",
        world: || {
            let netrc = "machine GO.corp.example login dev password s3cret\n";
            asking("https://go.corp.example", netrc)
        },
        roots: &["netrc-host-missing"],
    },
    Scene {
        name: "an entry with a port, where git fetches",
        world: || {
            let said = "fatal: could not read Username for 'https://github.com': terminal prompts disabled\n";
            World::healthy()
                .var("GOPROXY", "direct")
                .var("GOPRIVATE", "github.com/acme")
                .gomod(
                    "module example.com/app\n\ngo 1.24\n\nrequire github.com/acme/secret v1.0.0\n",
                )
                .site("github.com", Site::status(401, ""))
                .program("git ls-remote", 128, "", said)
                .file("/home/dev/.netrc", "machine github.com:443 login dev password s3cret\n")
        },
        roots: &["netrc-host-missing"],
    },
    Scene {
        name: "a wrong entry beside the right one",
        world: || {
            let netrc = "machine git.corp.example login dev password other\nmachine go.corp.example login dev password s3cret\n";
            asking("https://go.corp.example", netrc)
        },
        roots: &[],
    },
];
