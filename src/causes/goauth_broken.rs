use crate::base::Text;
use crate::go::auth::GoAuthError;
use crate::model::{
    Access, Area, BrokenFetches, Cause, Cite, Confidence, End, Evidence, Finding, Fix, HelperEnd,
    Mark, Scope, Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goauth-broken",
    area: Area::Goproxy,
    title: Text::of("GOAUTH gives no credentials", "GOAUTH 没有给出凭据"),
    docs: Text::of(
        "GOAUTH says where go takes credentials from: `netrc` (the default), `git /abs/dir`, or \
         programs that print headers, divided by semicolons. Here its value does not parse, or \
         what it names does not give credentials for the module proxy.\n\n\
         go says: go: GOAUTH encountered an empty command (GOAUTH=netrc;)\n\
         or, with -x alone: GOAUTH encountered errors for https://go.corp.example/...:\n\
         	GOAUTH=/opt/helper: could not run command /opt/helper: exit status 1\n\n\
         A value that does not parse ends go at its first request over https. A program that is \
         missing, fails or prints something else is passed over without a word; what is left is \
         the server's 401 or 403. go runs it without an argument at first, and again with the URL \
         after a 4xx answer. It has to print URLs, an empty line, headers, and an empty line; the \
         headers are sent to what lies below these URLs. go sets no limit of time: a program that \
         waits for somebody hangs go. There is no GOAUTH before go 1.24.\n\n\
         Run the program by hand and see its exit code and what it prints. `go mod download -x` \
         shows what go makes of it.",
        "GOAUTH 说明 go 从哪里取得凭据：`netrc`（默认），`git /绝对路径`，或者会输出标头的程序，用分号分隔。\
         这里它的值无法解析，或者它指定的程序没有给出该模块代理的凭据。\n\n\
         go 的报错：go: GOAUTH encountered an empty command (GOAUTH=netrc;)\n\
         或者仅在加上 -x 时：GOAUTH encountered errors for https://go.corp.example/...:\n\
         	GOAUTH=/opt/helper: could not run command /opt/helper: exit status 1\n\n\
         值无法解析时，go 在第一次发出 https 请求时就会结束。程序不存在、失败或输出了别的内容时，\
         go 会默默跳过，剩下的只有服务器的 401 或 403。go 先不带参数运行它，在收到 4xx 应答后再带上 URL 运行一次。\
         它必须依次输出 URL、空行、标头、空行；这些标头会发送给这些 URL 之下的地址。\
         go 不设时间限制：等待有人操作的程序会使 go 挂起。go 1.24 之前没有 GOAUTH。\n\n\
         请手动运行该程序，查看它的退出码和输出。`go mod download -x` 会显示 go 对它的看法。",
    ),
    logs: &[
        Mark::of(&["GOAUTH encountered an empty command"]),
        Mark::of(&["GOAUTH encountered errors for "]).hints(),
        Mark::of(&["GOAUTH=", "could not run command"]).hints(),
        Mark::of(&["GOAUTH=off cannot be combined"]),
        Mark::of(&["GOAUTH=git dir method requires"]),
        Mark::of(&["GOAUTH=git encountered an error"]),
        Mark::of(&["cannot parse output of GOAUTH command"]).hints(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    unreadable(evidence).or_else(|| unhelpful(evidence))
}

/// go ends at the value itself.
fn unreadable(evidence: &Evidence) -> Option<Finding> {
    let error = evidence.facts.goauth.as_ref()?;
    let by = Cite::Setting("GOAUTH".into());
    let stopped =
        |walk: &&crate::model::Walk| matches!(&walk.end, End::Stopped { by: at, .. } if *at == by);
    let modules: Vec<String> =
        evidence.walks().iter().filter(stopped).map(|walk| walk.need.clone()).collect();
    if modules.is_empty() {
        return None;
    }
    let says = say! {
        en: "go ends at GOAUTH, as soon as it asks for something over https: `{error}`.",
        zh: "go 一发出 https 请求就会因 GOAUTH 而结束：`{error}`。",
    };
    Some(Finding::certain(says, vec![by]).stops(modules).about(Subject::Setting("GOAUTH".into())))
}

/// A program gave nothing, and the server refuses.
fn unhelpful(evidence: &Evidence) -> Option<Finding> {
    let broken = denied(evidence);
    let first = broken.first()?;
    let Access::Helper { cite, program, end } = evidence.access(first.fetch) else { return None };
    let host = first.fetch.host();
    let reply = first.fetch.refusal()?;
    let words = reply.words();
    let what = what(end, &host);
    let (en, zh) = (what.en, what.zh);
    let says = say! {
        en: "{host} answers `{words}`, and `{program}`, which GOAUTH names, {en}. go sends no credentials, and says nothing of it without -x.",
        zh: "{host} 的应答是 `{words}`，而 GOAUTH 指定的 `{program}` {zh}。go 没有发送凭据，不加 -x 时也不会提示。",
    };
    let patient = matches!(end, HelperEnd::TimedOut { .. });
    let confidence =
        if patient || reply.status != 401 { Confidence::Likely } else { Confidence::Certain };
    let mut cites = broken.cites();
    cites.push(cite);
    let because = Text::of("No credentials were sent.", "没有发送任何凭据。");
    let finding = Finding::new(confidence, says, cites).stops(broken.modules());
    Some(finding.not("goproxy-auth-rejected", because).about(Subject::Host(host)))
}

fn denied(evidence: &Evidence) -> BrokenFetches<'_> {
    evidence.denied_anywhere(&[401, 403], |access| matches!(access, Access::Helper { .. }))
}

/// What became of the program, behind its name.
fn what(end: &HelperEnd, host: &str) -> Text {
    match end {
        HelperEnd::Unterminated => {
            Text::of("stands behind a quote that is not closed", "所在的命令行里有未闭合的引号")
        }
        HelperEnd::NotFound => Text::of("is not there", "不存在"),
        HelperEnd::NotExecutable => Text::of("cannot be executed", "无法执行"),
        HelperEnd::Failed { code, words } if words.is_empty() => say! {
            en: "ends with exit code {code} and without a word",
            zh: "以退出码 {code} 结束，没有任何提示",
        },
        HelperEnd::Failed { code, words } => say! {
            en: "ends with exit code {code}: `{words}`",
            zh: "以退出码 {code} 结束：`{words}`",
        },
        HelperEnd::Killed => Text::of("is killed by a signal", "被信号终止"),
        HelperEnd::TimedOut { after_ms } => {
            let seconds = (after_ms + 500) / 1000;
            say! {
                en: "has not ended after {seconds} seconds; go waits for it without limit",
                zh: "{seconds} 秒后仍未结束；go 会无限期地等待它",
            }
        }
        HelperEnd::Misprinted { .. } => Text::of(
            "prints something else than URLs, an empty line, headers and an empty line",
            "输出的不是“URL、空行、标头、空行”",
        ),
        HelperEnd::Gave { urls, .. } if urls.is_empty() => {
            say! { en: "prints nothing for {host}", zh: "没有输出 {host} 的任何内容" }
        }
        HelperEnd::Gave { urls, .. } => {
            let named: Vec<String> = urls.iter().take(3).map(ToString::to_string).collect();
            let named = named.join(", ");
            say! {
                en: "prints credentials for other URLs ({named})",
                zh: "输出的是其他 URL 的凭据（{named}）",
            }
        }
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    match &evidence.facts.goauth {
        Some(error) => readable(error, evidence),
        None => by_hand(evidence),
    }
}

/// The value that was meant, as far as it can be told.
fn readable(error: &GoAuthError, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let before = facts.goauth_shown();
    let parts = before.split(';').map(str::trim).filter(|part| !part.is_empty());
    let kept: Vec<&str> = match error {
        GoAuthError::OffCombined => parts.filter(|part| *part != "off").collect(),
        GoAuthError::EmptyCommand => parts.collect(),
        _ => parts.filter(|part| part.split_whitespace().next() != Some("git")).collect(),
    };
    let value = if kept.is_empty() { "netrc".to_owned() } else { kept.join(";") };
    let title = Text::of("Correct GOAUTH", "更正 GOAUTH");
    let step = facts.set("GOAUTH", value);
    let mut fixes = vec![Fix::safe(title, facts.reach("GOAUTH"), vec![step])];
    let is_git = !matches!(error, GoAuthError::OffCombined | GoAuthError::EmptyCommand);
    fixes.extend(is_git.then(|| folder(evidence)));
    fixes
}

fn folder(evidence: &Evidence) -> Fix {
    let facts = &evidence.facts;
    let title = Text::of(
        "Name an existing folder for git by its absolute path",
        "以绝对路径为 git 指定一个存在的目录",
    );
    let why = Text::of("The folder is yours to name.", "目录需要由你指定。");
    let step = facts.set("GOAUTH", "git <ABSOLUTE-FOLDER>");
    Fix::safe(title, facts.reach("GOAUTH"), vec![step]).unprovable(why)
}

fn by_hand(evidence: &Evidence) -> Vec<Fix> {
    let broken = denied(evidence);
    let Some(first) = broken.first() else { return Vec::new() };
    let Access::Helper { program, .. } = evidence.access(first.fetch) else { return Vec::new() };
    let facts = &evidence.facts;
    let mut fixes = Vec::new();
    if facts.has_in_netrc(first.fetch.url.raw()) {
        let title = Text::of("Let GOAUTH read netrc as well", "让 GOAUTH 也读取 netrc");
        let value = format!("{};netrc", facts.goauth_shown());
        let step = facts.set("GOAUTH", value);
        fixes.push(Fix::safe(title, facts.reach("GOAUTH"), vec![step]));
    }
    let host = first.fetch.netrc_machine();
    let title = say! { en: "Run {program} by hand", zh: "手动运行 {program}" };
    let step = say! {
        en: "Run what GOAUTH names, with https://{host} behind it, and see its exit code and output: it has to print the URL, an empty line, `Authorization: ...`, and an empty line, and ask nobody.",
        zh: "请运行 GOAUTH 指定的命令，并在后面加上 https://{host}，查看退出码和输出：它必须依次输出 URL、空行、`Authorization: ...`、空行，并且不能等待任何人操作。",
    };
    let why = Text::of("The program is yours.", "该程序由你掌握。");
    fixes.push(Fix::safe(title, Scope::User, vec![Step::Say(step)]).unprovable(why));
    fixes
}

fn asking(goauth: &str) -> World {
    World::healthy()
        .var("GOPROXY", "https://go.corp.example")
        .var("GOAUTH", goauth)
        .site("go.corp.example", Site::proxy().password("dev:s3cret"))
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "an empty command",
        world: || World::healthy().var("GOAUTH", "netrc;"),
        roots: &["goauth-broken"],
    },
    Scene {
        name: "git in a folder that is not there",
        world: || World::healthy().go_env("GOAUTH", "git /work/gone"),
        roots: &["goauth-broken"],
    },
    Scene { name: "no such program", world: || asking("/opt/helper"), roots: &["goauth-broken"] },
    Scene {
        name: "a program that fails, while netrc has the entry",
        world: || {
            asking("/opt/helper")
                .program("/opt/helper", 1, "", "not logged in")
                .file("/home/dev/.netrc", "machine go.corp.example login dev password s3cret\n")
        },
        roots: &["goauth-broken"],
    },
    Scene {
        name: "a program that prints a token and no more",
        world: || asking("/opt/helper").program("/opt/helper", 0, "s3cret-token\n", ""),
        roots: &["goauth-broken"],
    },
    Scene {
        name: "a program that knows another host",
        world: || {
            let printed = "https://other.example\n\nAuthorization: Basic ZGV2OnMzY3JldA==\n\n";
            asking("/opt/helper").program("/opt/helper", 0, printed, "")
        },
        roots: &["goauth-broken"],
    },
    Scene {
        name: "a program that hangs",
        world: || asking("/opt/helper").hanging_program("/opt/helper"),
        roots: &["goauth-broken"],
    },
    Scene {
        name: "a program that works",
        world: || {
            let printed = "https://go.corp.example\n\nAuthorization: Basic ZGV2OnMzY3JldA==\n\n";
            asking("/opt/helper").program("/opt/helper", 0, printed, "")
        },
        roots: &[],
    },
    Scene {
        name: "a program that nobody needs",
        world: || World::healthy().var("GOAUTH", "/opt/helper"),
        roots: &[],
    },
];
