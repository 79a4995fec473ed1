use crate::base::Text;
use crate::go::auth::Misprint;
use crate::model::{Counter, CounterProbe, Greeting, Hello, HelperEnd, Issuer, Offer};
use crate::render::seen::{names, outcome, time};
use crate::say;

/// What a counter-probe tried, and what came of it.
pub fn counter(probe: &CounterProbe) -> Text {
    let endpoint = &probe.endpoint;
    match &probe.seen {
        Counter::Resolver { server, answer } => {
            let (host, Text { en, zh }) = (&endpoint.host, names::answer(answer));
            say! {
                en: "asked for {host} besides, the nameserver {server} {en}",
                zh: "另外向域名服务器 {server} 查询 {host}，它{zh}",
            }
        }
        Counter::Road { through, ladder, .. } => {
            let Text { en, zh } = super::climbed(ladder);
            match through {
                Some(proxy) => say! {
                    en: "tried through {proxy}, {endpoint}: {en}",
                    zh: "试着经 {proxy} 访问 {endpoint}：{zh}",
                },
                None => say! {
                    en: "tried without the forward proxy, {endpoint}: {en}",
                    zh: "试着不经正向代理访问 {endpoint}：{zh}",
                },
            }
        }
        Counter::Hello { hello, greeting } => {
            let (shape, Text { en, zh }) = (shape(hello), self::greeting(greeting));
            let (shape_en, shape_zh) = (shape.en, shape.zh);
            say! {
                en: "{endpoint}, sent {shape_en}: {en}",
                zh: "向 {endpoint} 发送{shape_zh}：{zh}",
            }
        }
        Counter::Clock { host, theirs, ours } => clock(host, *theirs, *ours),
        Counter::Issuer { url, found } => {
            let Text { en, zh } = issuer(found);
            say! { en: "the issuer's certificate at {url}: {en}", zh: "{url} 处的签发者证书：{zh}" }
        }
        Counter::Page { url, outcome: came }
        | Counter::Owner { url, outcome: came }
        | Counter::Meant { url, outcome: came, .. } => {
            let Text { en, zh } = outcome(came);
            say! { en: "{url}, asked besides: {en}", zh: "另外请求 {url}：{zh}" }
        }
        Counter::Plainly { .. } | Counter::Forge { .. } => super::vcs::of_host(&probe.seen),
        Counter::Same { fetch } => {
            let Text { en, zh } = super::fetch(fetch);
            say! { en: "asked besides: {en}", zh: "另外请求：{zh}" }
        }
        Counter::Anew { fetch } => {
            let Text { en, zh } = super::fetch(fetch);
            say! {
                en: "asked anew, without this machine's own files of the database: {en}",
                zh: "不用本机保存的数据库文件，重新请求：{zh}",
            }
        }
        Counter::Element { base, outcome: came } => {
            let (module, Text { en, zh }) = (crate::model::CANARY.0, outcome(came));
            say! {
                en: "{base}, asked for {module} besides: {en}",
                zh: "另外向 {base} 请求 {module}：{zh}",
            }
        }
        Counter::Record { base, outcome: came } => {
            let (module, Text { en, zh }) = (crate::model::CANARY.0, outcome(came));
            say! {
                en: "{base}, asked for the record of {module} besides: {en}",
                zh: "另外向 {base} 查询 {module} 的记录：{zh}",
            }
        }
        Counter::Origin { version, repository, outcome: came, .. } => {
            let Text { en, zh } = outcome(came);
            say! {
                en: "{repository}, asked for {version} besides: {en}",
                zh: "另外向 {repository} 询问 {version}：{zh}",
            }
        }
        Counter::Refnames { .. } | Counter::Retracted { .. } => super::origin::aside(&probe.seen),
        Counter::Hashes { module, version, sum } => {
            let (repository, Text { en, zh }) = (&sum.repository, super::origin::sum(sum));
            say! {
                en: "{repository}, asked for {module}@{version} besides: {en}",
                zh: "另外向 {repository} 询问 {module}@{version}：{zh}",
            }
        }
        Counter::Helper { program, url, end } => {
            let Text { en, zh } = helper(end);
            match url {
                Some(url) => say! {
                    en: "GOAUTH's {program}, asked for {url}, {en}",
                    zh: "向 GOAUTH 的 {program} 询问 {url}：它{zh}",
                },
                None => say! { en: "GOAUTH's {program} {en}", zh: "GOAUTH 的 {program}{zh}" },
            }
        }
        Counter::Git { repository, trial, settings, outcome: came } => {
            super::vcs::trial(repository, trial, settings, came)
        }
        Counter::Refs { url, sent_credentials, outcome: came } => {
            super::vcs::refs(url, *sent_credentials, came)
        }
        Counter::Ssh { seen } => super::vcs::ssh(seen),
    }
}

fn shape(hello: &Hello) -> Text {
    let name = match &hello.name {
        Some(name) => say! { en: " for {name}", zh: "（名称 {name}）" },
        None => Text::of(" without a name", "（不带名称）"),
    };
    let size = match (hello.offer, hello.hybrid) {
        (Offer::Old, _) => Text::of("a hello of old versions", "旧版本的 ClientHello"),
        (Offer::Go, true) => Text::of("a large hello", "较大的 ClientHello"),
        (Offer::Go, false) => Text::of("a small hello", "较小的 ClientHello"),
    };
    let (en, zh) = (size.en + &*name.en, size.zh + &*name.zh);
    say! { en: "{en}", zh: "{zh}" }
}

/// What came first in answer to a hello.
pub fn greeting(greeting: &Greeting) -> Text {
    match greeting {
        Greeting::Hello { version, .. } => {
            say! { en: "the server answered with {version}", zh: "服务器以 {version} 应答" }
        }
        Greeting::Alert { name } => {
            say! { en: "the server ended it with `{name}`", zh: "服务器以 `{name}` 结束" }
        }
        Greeting::Reset => Text::of("the connection was reset", "连接被重置"),
        Greeting::Closed => Text::of("the connection was closed", "连接被关闭"),
        Greeting::TimedOut { after_ms } => {
            let after = time(*after_ms);
            say! { en: "no answer within {after}", zh: "在 {after} 内没有应答" }
        }
        Greeting::Plaintext { excerpt } => {
            say! { en: "no TLS: {excerpt}", zh: "不是 TLS：{excerpt}" }
        }
        Greeting::Garbled => Text::of("something that is no TLS hello", "不是 TLS 应答的内容"),
        Greeting::NotReached => Text::of("not reached this time", "这次未能到达"),
    }
}

/// How a program of GOAUTH ended, as what follows its name.
fn helper(end: &HelperEnd) -> Text {
    match end {
        HelperEnd::Unterminated => Text::of(
            "has a quote in its command line that is not closed",
            "的命令行里有未闭合的引号",
        ),
        HelperEnd::NotFound => Text::of("is not there", "不存在"),
        HelperEnd::NotExecutable => Text::of("cannot be executed", "无法执行"),
        HelperEnd::Failed { code, words } if words.is_empty() => {
            say! { en: "ended with exit code {code}", zh: "以退出码 {code} 结束" }
        }
        HelperEnd::Failed { code, words } => say! {
            en: "ended with exit code {code} ({words})",
            zh: "以退出码 {code} 结束（{words}）",
        },
        HelperEnd::Killed => Text::of("was killed by a signal", "被信号终止"),
        HelperEnd::TimedOut { after_ms } => {
            let after = time(*after_ms);
            say! { en: "did not end within {after}", zh: "在 {after} 内没有结束" }
        }
        HelperEnd::Misprinted { how } => misprint(*how),
        HelperEnd::Gave { urls, .. } if urls.is_empty() => {
            Text::of("printed no credentials", "没有输出任何凭据")
        }
        HelperEnd::Gave { urls, .. } => {
            let urls: Vec<String> = urls.iter().take(3).map(ToString::to_string).collect();
            let urls = urls.join(", ");
            say! { en: "printed credentials for {urls}", zh: "输出了 {urls} 的凭据" }
        }
    }
}

fn misprint(how: Misprint) -> Text {
    match how {
        Misprint::UrlsUnended => {
            Text::of("printed no empty line behind its URLs", "输出的 URL 之后没有空行")
        }
        Misprint::NoUrl => Text::of(
            "printed something else where a URL is to stand",
            "在应当是 URL 的位置输出了别的内容",
        ),
        Misprint::HeadersUnended => {
            Text::of("printed no empty line behind its headers", "输出的标头之后没有空行")
        }
        Misprint::NoHeader => Text::of(
            "printed something else where a header is to stand",
            "在应当是标头的位置输出了别的内容",
        ),
    }
}

fn clock(host: &str, theirs: i64, ours: i64) -> Text {
    let shown = |seconds| {
        let moment = jiff::Timestamp::from_second(seconds);
        moment.map(|it| it.to_string()).unwrap_or_default()
    };
    let (theirs, ours) = (shown(theirs), shown(ours));
    say! {
        en: "the clock of {host} says {theirs}, this machine's {ours}",
        zh: "{host} 的时钟是 {theirs}，本机的时钟是 {ours}",
    }
}

fn issuer(found: &Issuer) -> Text {
    match found {
        Issuer::Completes { subject } => say! {
            en: "with {subject} the chain leads to a trusted root",
            zh: "加上 {subject} 后，证书链可到达受信任的根",
        },
        Issuer::LeadsNowhere { subject } => say! {
            en: "{subject}, and no trusted root follows",
            zh: "{subject}，其后没有受信任的根",
        },
        Issuer::NotFound => Text::of("not there", "不存在"),
    }
}
