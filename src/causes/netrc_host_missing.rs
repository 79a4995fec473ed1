use crate::base::Text;
use crate::go::netrc::{Lacks, Near, Off};
use crate::model::{
    Access, Area, BrokenFetches, Cause, Cite, Evidence, Finding, Fix, Pattern, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "netrc-host-missing",
    area: Area::Goproxy,
    title: Text::of("netrc has no entry for the module proxy", "netrc 里没有该模块代理的条目"),
    docs: Text::of(
        "The module proxy asks for credentials, and the netrc file that go reads has entries for \
         other machines alone, or one for this host that does not fit.\n\n\
         go says: reading https://go.corp.example:8443/...: 401 Unauthorized\n\n\
         go compares letter by letter. The word behind `machine` has to be the host as it stands \
         in GOPROXY: with its port if there is one, without :443 if there is none, in the same \
         case, without quotes. A leading https:// is taken off since go 1.24, a trailing slash \
         and a path fit since go 1.25. An entry without a login or a password is none, and a \
         `default` entry is never used. curl and git are less strict, so that what works there \
         may not work here.\n\n\
         Write one entry with the very host: `machine HOST login USER password TOKEN`. In a \
         Dockerfile mount the file as a secret \
         (`RUN --mount=type=secret,id=netrc,target=/root/.netrc`) instead of copying it.",
        "模块代理要求凭据，而 go 读取的 netrc 文件只有其他主机的条目，或者该主机的条目与之不符。\n\n\
         go 的报错：reading https://go.corp.example:8443/...: 401 Unauthorized\n\n\
         go 逐字比较。`machine` 后面必须是 GOPROXY 里写的主机：有端口就带端口，没有端口就不要写 :443，\
         大小写一致，不加引号。从 go 1.24 起开头的 https:// 会被去掉，从 go 1.25 起末尾的斜杠和路径也能匹配。\
         缺少 login 或 password 的条目不算数，`default` 条目从不采用。curl 和 git 没有这么严格，\
         所以在它们那里可用的写法在这里不一定可用。\n\n\
         请为该主机写一个条目：`machine HOST login USER password TOKEN`。\
         在 Dockerfile 中以 secret 方式挂载该文件（`RUN --mount=type=secret,id=netrc,target=/root/.netrc`），不要复制它。",
    ),
    logs: &[Pattern(&["reading https://", ": 401 Unauthorized"])],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
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
    evidence.denied(&[401], |access| matches!(access, Access::NoEntry { .. }))
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
        Off::Quotes => Text::of("to go the quotes are part of the name", "对 go 来说引号是名称的一部分"),
        Off::Scheme => Text::of(
            "this go does not take the scheme off",
            "这个版本的 go 不会去掉协议前缀",
        ),
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
    let broken = denied(evidence);
    let machine = broken.first().map(|it| it.fetch.netrc_machine());
    machine.map(Fix::netrc_entry).into_iter().collect()
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
        name: "a wrong entry beside the right one",
        world: || {
            let netrc = "machine git.corp.example login dev password other\nmachine go.corp.example login dev password s3cret\n";
            asking("https://go.corp.example", netrc)
        },
        roots: &[],
    },
];
