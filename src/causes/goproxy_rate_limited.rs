use crate::base::Text;
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark, Reply, Scope, Step, Subject};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-rate-limited",
    area: Area::Goproxy,
    title: Text::of("The module proxy limits the number of requests", "模块代理限制了请求次数"),
    docs: Text::of(
        "The module proxy answers 429: from this address, or by these credentials, came more \
         requests than it allows for the time being.\n\n\
         go says: reading https://proxy.example/...: 429 Too Many Requests\n\n\
         go does not wait and does not try again, not even where the answer names a time in \
         Retry-After, and after a comma it does not ask the next element of GOPROXY. Many machines \
         behind one address count as one: a CI that fetches everything anew in every job meets \
         the limit first.\n\n\
         Wait as long as the answer says. For good, keep the module cache between jobs \
         (GOMODCACHE), or let all jobs ask one caching proxy of your own, which asks the public \
         one once for each module.",
        "模块代理的应答是 429：来自这个地址或使用这些凭据的请求，超过了它目前允许的次数。\n\n\
         go 的报错：reading https://proxy.example/...: 429 Too Many Requests\n\n\
         即使应答在 Retry-After 里给出了时间，go 也不会等待或重试；后面是逗号时，也不会去问 GOPROXY 的下一项。\
         同一地址后面的许多机器会算作一个：每个作业都重新下载全部模块的 CI 最先碰到这个限制。\n\n\
         请按应答所说的时间等待。要长期解决，请在作业之间保留模块缓存（GOMODCACHE），\
         或者让所有作业都访问一个自建的缓存代理，由它对每个模块只向公共代理请求一次。",
    ),
    logs: &[
        Mark::answer(&["reading http", ": 429 Too Many Requests"]),
        Mark::answer(&["unexpected status (http", "): 429 "]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let broken = evidence.refused_with(|status| status == 429);
    let first = broken.first()?;
    let host = first.fetch.host();
    let reply = first.fetch.refusal()?;
    let words = reply.words();
    let wait = wait(reply);
    let (wait_en, wait_zh) = (wait.en, wait.zh);
    let says = say! {
        en: "{host} answers `{words}`: it has had too many requests from here. go does not wait and does not try again.{wait_en}",
        zh: "{host} 的应答是 `{words}`：来自这里的请求太多。go 不会等待，也不会重试。{wait_zh}",
    };
    let because = Text::of("The server is well, and counts.", "服务器正常，只是在计数。");
    let finding = Finding::certain(says, broken.cites()).stops(broken.modules());
    Some(finding.not("goproxy-server-error", because).about(Subject::Host(host)))
}

/// How long the server wants to be left alone: seconds or a date, as it says.
fn wait(reply: &Reply) -> Text {
    match reply.header("retry-after").map(str::trim) {
        Some(seconds) if is_number(seconds) => say! {
            en: " It asks to wait {seconds} seconds (Retry-After).",
            zh: "它要求等待 {seconds} 秒（Retry-After）。",
        },
        Some(date) if is_date(date) => say! {
            en: " It asks to wait until `{date}` (Retry-After).",
            zh: "它要求等到 `{date}`（Retry-After）。",
        },
        _ => Text::of(" It does not say for how long.", "它没有说明要等多久。"),
    }
}

/// The form that HTTP has for dates, which ends so.
fn is_date(text: &str) -> bool {
    text.ends_with(" GMT")
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit())
}

fn fixes(finding: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Subject::Host(host) = &finding.subject else { return Vec::new() };
    let mut fixes = evidence.facts.mirrors(host);
    fixes.push(waiting(host, evidence));
    fixes.push(cache());
    fixes
}

fn waiting(host: &str, evidence: &Evidence) -> Fix {
    let broken = evidence.refused_with(|status| status == 429);
    let reply = broken.first().and_then(|it| it.fetch.refusal());
    let after = reply.and_then(|it| it.header("retry-after")).map(str::trim);
    let title = say! { en: "Wait, then repeat", zh: "等待后重试" };
    let why = Text::of("Only time tells.", "需要等待才能知道。");
    let step = match after {
        Some(seconds) if is_number(seconds) => say! {
            en: "Repeat the command in {seconds} seconds: sooner {host} refuses it again.",
            zh: "{seconds} 秒之后再试一次：在此之前 {host} 仍会拒绝。",
        },
        Some(date) if is_date(date) => say! {
            en: "Repeat the command after {date}: sooner {host} refuses it again.",
            zh: "{date} 之后再试一次：在此之前 {host} 仍会拒绝。",
        },
        _ => say! {
            en: "Repeat the command in a few minutes: sooner {host} may refuse it again.",
            zh: "几分钟后再试一次：在此之前 {host} 可能仍会拒绝。",
        },
    };
    Fix::safe(title, Scope::Process, vec![Step::Say(step)]).unprovable(why)
}

fn cache() -> Fix {
    let title = Text::of("Ask less: keep the module cache", "减少请求：保留模块缓存");
    let step = Text::of(
        "Keep the folder that `go env GOMODCACHE` names between jobs (a cache keyed by go.sum, in Docker `RUN --mount=type=cache,target=/go/pkg/mod`), or run a caching module proxy of your own.",
        "请在作业之间保留 `go env GOMODCACHE` 指出的目录（以 go.sum 为键的缓存；在 Docker 中用 `RUN --mount=type=cache,target=/go/pkg/mod`），或者自建一个缓存模块代理。",
    );
    let why = Text::of("It helps from the next run on.", "从下次运行起才有效果。");
    Fix::safe(title, Scope::Ci, vec![Step::Say(step)]).unprovable(why)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a public proxy that counts",
        world: || {
            let reply = Reply::of(429, "slow down").with("retry-after", "30");
            World::healthy().site("proxy.golang.org", Site::refusal(reply))
        },
        roots: &["goproxy-rate-limited"],
    },
    Scene {
        name: "a company's proxy, until a date",
        world: || {
            let date = "Wed, 21 Oct 2026 07:28:00 GMT";
            let reply = Reply::of(429, "").with("retry-after", date);
            World::healthy()
                .var("GOPROXY", "https://go.corp.example")
                .site("go.corp.example", Site::refusal(reply))
        },
        roots: &["goproxy-rate-limited"],
    },
    Scene {
        name: "a limit that go walks past",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example|https://proxy.golang.org")
                .site("go.corp.example", Site::status(429, ""))
        },
        roots: &[],
    },
];
