use crate::base::Text;
use crate::model::{Area, Cause, DialFault, Evidence, Facts, Finding, Fix, Mark, Risk, Severity, Spoken, Step, Subject, TooBroad};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "private-pattern-too-broad",
    area: Area::Private,
    title: Text::of(
        "What is meant for private modules holds public ones as well",
        "为私有模块所做的设置也影响了公共模块",
    ),
    docs: Text::of(
        "A pattern in GOPRIVATE, GONOPROXY or GONOSUMDB holds more than what is private: all of \
         github.com, say. go fetches public modules from their origin then, past every proxy in \
         GOPROXY, and looks none of them up in the checksum database.\n\n\
         go says, where the origin cannot be reached: fatal: unable to access 'https://github.com/pkg/errors/': Failed to connect\n\
         or: exec: \"git\": executable file not found in $PATH\n\
         A Dockerfile may show it: RUN GOPRIVATE=* go mod download\n\n\
         The proxy would have the module. Without it go needs git, a road to every forge, and the \
         time to clone; what an author has deleted is gone. Without the database nobody vouches \
         that everybody gets the same content. A pattern is meant for one's own accounts and hosts: \
         github.com/ACCOUNT, not github.com.\n\n\
         Name the accounts and hosts that are private, and nothing above them. Before a pattern is \
         narrowed, see that it still holds every private module: go would ask the proxies for the others.",
        "GOPRIVATE、GONOPROXY 或 GONOSUMDB 里的某个模式包含的不只是私有模块，例如整个 github.com。\
         此时 go 会绕过 GOPROXY 里的所有代理，从源站获取公共模块，也不再向校验和数据库查询它们。\n\n\
         源站不可达时，go 的报错：fatal: unable to access 'https://github.com/pkg/errors/': Failed to connect\n\
         或者：exec: \"git\": executable file not found in $PATH\n\
         Dockerfile 里可能直接写着：RUN GOPRIVATE=* go mod download\n\n\
         代理上本来有这个模块。不经代理，go 就需要 git、通往每个代码托管站的网络，以及克隆的时间；作者删除的内容也就没有了。\
         不经数据库，就没有人担保所有人拿到的内容相同。模式应当只写自己的账号和主机：github.com/ACCOUNT，而不是 github.com。\n\n\
         请只写私有的账号和主机，不要写它们的上级。收窄模式之前，请确认它仍然包含所有私有模块：其余的模块 go 会去询问代理。",
    ),
    logs: &[
        Mark::of(&["GOPRIVATE=*"]).common().warns(),
        Mark::of(&["GONOPROXY=*"]).common().warns(),
        Mark::of(&["GONOSUMDB=*"]).common().warns(),
        Mark::of(&["GOPRIVATE=github.com"]).common().when(|it| is_whole("GOPRIVATE=github.com", it)).warns(),
        Mark::of(&["GONOSUMDB=github.com"]).common().when(|it| is_whole("GONOSUMDB=github.com", it)).warns(),
    ],
    explains: SHADOWS,
    rule,
    fixes,
};

/// Whether a setting holds nothing more.
fn is_whole(setting: &str, it: &Spoken) -> bool {
    let rest = it.text.split(setting).nth(1).unwrap_or_default();
    !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "/.-_".contains(c))
}

/// What go meets at an origin that it would not ask.
const SHADOWS: &[&str] = &[
    "dns-no-such-host",
    "dns-timeout",
    "dns-server-failure",
    "tcp-refused",
    "tcp-timeout",
    "tcp-reset",
    "tcp-unreachable",
    "tls-handshake-timeout",
    "tls-handshake-reset",
    "server-no-answer",
    "http-proxy-blocks-host",
];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let it = evidence.too_broad()?;
    let finding = Finding::new(it.confidence, says(&it), it.cites.clone());
    let affected = match it.severity {
        Severity::Error => it.stopped.clone(),
        _ => it.public.iter().map(|module| (*module).to_owned()).collect(),
    };
    let finding = finding.severity(it.severity).stops(affected);
    Some(finding.about(Subject::Setting(it.variable.to_owned())))
}

fn says(it: &TooBroad<'_>) -> Text {
    let (variable, pattern) = (it.variable, &it.pattern);
    let module = it.stopped.first().map_or(it.public[0], String::as_str);
    let own = own(it);
    let (en, zh) = (&own.en, &own.zh);
    match (it.severity, it.variable) {
        (Severity::Error, _) => say! {
            en: "`{pattern}` in {variable} sends {module} past all proxies to its origin, where go fails; a proxy of GOPROXY is well.{en}",
            zh: "{variable} 里的 `{pattern}` 让 {module} 绕过所有代理直接访问源站，而 go 在那里失败；GOPROXY 里的代理是正常的。{zh}",
        },
        (_, "GOSUMDB") => say! {
            en: "GOSUMDB=off takes all modules out of the check, {module} included: nobody vouches for their content. For private modules a pattern is enough.{en}",
            zh: "GOSUMDB=off 使所有模块都失去校验，包括 {module}：没有人为它们的内容担保。对私有模块来说，一个模式就够了。{zh}",
        },
        (_, "GONOSUMDB") => say! {
            en: "`{pattern}` in GONOSUMDB takes everybody's modules out of the check, {module} included: nobody vouches for their content.{en}",
            zh: "GONOSUMDB 里的 `{pattern}` 使公共模块也失去校验，包括 {module}：没有人为它们的内容担保。{zh}",
        },
        _ => say! {
            en: "`{pattern}` in {variable} holds everybody's modules there, {module} included: go fetches them past all proxies, which takes longer, and no database vouches for their content.{en}",
            zh: "{variable} 里的 `{pattern}` 把那里的公共模块也包含在内，包括 {module}：go 绕过所有代理获取它们，耗时更长，也没有数据库为其内容担保。{zh}",
        },
    }
}

fn own(it: &TooBroad<'_>) -> Text {
    let own = it.own.join(",");
    if own.is_empty() {
        return Text::same("");
    }
    say! {
        en: " By go.mod, what is your own in it is {own}.",
        zh: "从 go.mod 看，其中属于您自己的是 {own}。",
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let fix = evidence.too_broad().map(|it| match it.variable {
        "GOSUMDB" => checked(&it, facts),
        _ => narrowed(&it, facts),
    });
    fix.into_iter().collect()
}

/// The database for all that is public, and a pattern for what is one's own.
fn checked(it: &TooBroad<'_>, facts: &Facts) -> Fix {
    let own = it.own.join(",");
    let mut steps = facts.excluding(&own);
    steps.push(facts.unset("GOSUMDB"));
    let title = say! {
        en: "Declare {own} private, and let go check the rest",
        zh: "把 {own} 声明为私有，其余的让 go 校验",
    };
    Fix::safe(title, facts.reach("GOSUMDB"), steps)
}

/// The list with what is one's own in the place of the pattern.
fn narrowed(it: &TooBroad<'_>, facts: &Facts) -> Fix {
    let (variable, pattern, own) = (it.variable, &it.pattern, it.own.join(","));
    let entries = facts.settings.raw(variable).split(',');
    let entries = entries.map(|entry| if entry == pattern { own.as_str() } else { entry });
    let mut left: Vec<&str> = entries.filter(|entry| !entry.is_empty()).collect();
    left.dedup();
    let value = left.join(",");
    let title = if own.is_empty() {
        say! { en: "Take `{pattern}` out of {variable}", zh: "从 {variable} 里去掉 `{pattern}`" }
    } else {
        say! { en: "Put {own} in the place of `{pattern}`", zh: "把 `{pattern}` 换成 {own}" }
    };
    let steps: Vec<Step> =
        vec![if value.is_empty() { facts.unset(variable) } else { facts.set(variable, value) }];
    let why = Text::of(
        "It would name modules that the pattern holds to a proxy.",
        "尝试它就得把该模式所包含的模块名告知代理。",
    );
    let risk = Risk::TradeOff(Text::of(
        "go then asks the proxies about everything else that the pattern held: name your other private accounts first, if there are any.",
        "此后 go 会向代理询问该模式原来包含的其他模块：如果还有别的私有账号，请先写上。",
    ));
    Fix::safe(title, facts.reach(variable), steps).risk(risk).unprovable(why)
}

fn using(pattern: &str) -> World {
    let gomod = "module github.com/dev/app\n\ngo 1.24\n\nrequire (\n\tgithub.com/acme/widget v1.2.3\n\tgolang.org/x/text v0.14.0\n)\n";
    World::healthy()
        .gomod(gomod)
        .var("GOPRIVATE", pattern)
        .program("git ls-remote", 0, HEAD, "")
}

const HEAD: &str = "1f3870be274f6c49b3e31a0c6728957f7d2f0c8e\trefs/tags/v1.0.0\n";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a forge that cannot be reached",
        world: || using("github.com").dial("github.com", &DialFault::Refused),
        roots: &["private-pattern-too-broad"],
    },
    Scene {
        name: "a domain that everybody uses",
        world: || using("*.org").dial("golang.org", &DialFault::Refused),
        roots: &["private-pattern-too-broad"],
    },
    Scene {
        name: "a forge that can",
        world: || using("github.com"),
        roots: &["private-pattern-too-broad"],
    },
    Scene {
        name: "beside a company's own host",
        world: || using("git.corp.example,*.com"),
        roots: &["private-pattern-too-broad"],
    },
    Scene {
        name: "no database for anybody",
        world: || {
            let gomod = "module example.com/app\n\ngo 1.24\n\nrequire (\n\tgit.corp.example/lib v1.0.0\n\tgolang.org/x/text v0.14.0\n)\n";
            World::healthy()
                .gomod(gomod)
                .site("proxy.golang.org", crate::world::Site::proxy_with_everything())
                .var("GOSUMDB", "off")
        },
        roots: &["private-pattern-too-broad"],
    },
    Scene {
        name: "one's own account",
        world: || using("github.com/dev,git.corp.example,*.corp.example"),
        roots: &[],
    },
];
