use crate::base::Text;
use crate::go::env::Source;
use crate::model::{
    Area, Cause, Cite, Evidence, Facts, Finding, Fix, Mark, Risk, Scope, Step, Subject,
};
use crate::say;
use crate::world::{Scene, Site, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-off",
    area: Area::Settings,
    title: Text::of("GOPROXY is off", "GOPROXY 被设为 off"),
    docs: Text::of(
        "With `off` in GOPROXY the go command downloads nothing from there on: it works only \
         while the module cache, or a proxy that stands before `off`, holds every module that is \
         needed.\n\n\
         go says: module lookup disabled by GOPROXY=off\n\n\
         The message is about the setting and never about the network: no packet was sent. It is \
         set on purpose for builds that must not download (a vendored or hermetic build, an image \
         whose cache was filled before), and it stays behind by accident after `go env -w`. \
         Editors print the same words for any failure of theirs.\n\n\
         Set GOPROXY back to its default where it is set: a variable of the environment (shell, \
         Dockerfile ENV, CI) beats `go env -w`. Where downloading is forbidden for a reason, fill \
         the cache before, on a machine that may: `go mod download`, then carry GOMODCACHE over.",
        "GOPROXY 走到 `off` 之后，go 命令不再下载任何东西：只有模块缓存里，或者 `off` 前面的代理上，\
         已经有全部所需模块时才能工作。\n\n\
         go 的报错：module lookup disabled by GOPROXY=off\n\n\
         这个报错只与设置有关，与网络无关：一个数据包都没有发出。有的构建故意这样设置，禁止下载\
         （vendor 构建、封闭构建、事先填满缓存的镜像）；也可能是 `go env -w` 之后忘了改回来。\
         编辑器出任何故障时也会显示同样的话。\n\n\
         请在设置它的地方恢复默认值：环境变量（shell、Dockerfile 的 ENV、CI）优先于 `go env -w`。\
         如果确实不允许下载，就在允许下载的机器上先运行 `go mod download` 填满缓存，再把 GOMODCACHE 带过来。",
    ),
    logs: &[Mark::of(&["module lookup disabled by GOPROXY=off"]).or(&[
        "goproxy-no-direct",
        "goproxy-file-missing",
        "goproxy-stale",
    ])],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let cite = Cite::Setting("GOPROXY".into());
    // Behind `|` the error that go has met is what it reports.
    let ended = evidence.walks().iter().filter(|walk| walk.stopped_by() == Some(&cite));
    let stopped: Vec<String> = ended.map(|walk| walk.need.clone()).collect();
    let setting = evidence.facts.settings.get("GOPROXY")?;
    let (value, count) = (&setting.value, stopped.len());
    let says = if is_plain(&evidence.facts) {
        say! {
            en: "GOPROXY is `{value}`, and the cache lacks {count} module(s): go may not download them, and sends no packet.",
            zh: "GOPROXY 的值是 `{value}`，而缓存里缺少 {count} 个模块：go 不得下载它们，一个数据包也不会发出。",
        }
    } else {
        say! {
            en: "GOPROXY is `{value}`: no proxy before `off` has {count} module(s) that the cache lacks, and behind it go may not look.",
            zh: "GOPROXY 的值是 `{value}`：缓存里缺少的 {count} 个模块，`off` 前面的代理也没有，而走到 `off` 之后 go 不再查找。",
        }
    };
    let because = Text::of("No name was looked up.", "没有查询过任何域名。");
    let finding = Finding::certain(says, vec![cite]).stops(stopped);
    let finding = finding.about(Subject::Setting("GOPROXY".into()));
    let finding =
        if is_plain(&evidence.facts) { finding.not("dns-no-such-host", because) } else { finding };
    (count > 0).then_some(finding)
}

/// `off` stands alone, so that no proxy is asked at all.
fn is_plain(facts: &Facts) -> bool {
    facts.settings.raw("GOPROXY").trim() == "off"
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let default = default(&evidence.facts);
    if is_plain(&evidence.facts) {
        vec![default, filled()]
    } else {
        vec![filled(), widened(default)]
    }
}

fn default(facts: &Facts) -> Fix {
    let title = Text::of("Set GOPROXY back to its default", "把 GOPROXY 恢复为默认值");
    let source = facts.settings.get("GOPROXY").map(|setting| setting.source);
    let step = match source {
        Some(Source::Environment | Source::GoEnvFile) => facts.unset("GOPROXY"),
        _ => facts.set("GOPROXY", "https://proxy.golang.org,direct"),
    };
    Fix::safe(title, facts.reach("GOPROXY"), vec![step])
}

/// A list that ends in `off` keeps go from asking anybody else, on purpose.
fn widened(default: Fix) -> Fix {
    default.risk(Risk::TradeOff(Text::of(
        "go then asks the public proxy and the origins as well, which this list rules out.",
        "此后 go 也会访问公共代理和源站，而现在的列表正是要避免这一点。",
    )))
}

fn filled() -> Fix {
    let title = Text::of("Fill the cache where downloading is allowed", "在允许下载的地方填满缓存");
    let step = Step::Say(Text::of(
        "Type go mod download on a machine that may download, then carry its GOMODCACHE over to this one.",
        "在允许下载的机器上运行 go mod download，然后把它的 GOMODCACHE 复制到本机。",
    ));
    let why = Text::of("Another machine cannot be tried from here.", "无法在这里试用另一台机器。");
    Fix::safe(title, Scope::Machine, vec![step]).unprovable(why)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "off behind a proxy that is dead",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://proxy.golang.org|off")
                .dial("proxy.golang.org", &crate::model::DialFault::Refused)
        },
        roots: &["tcp-refused"],
    },
    Scene {
        name: "off in the environment",
        world: || World::healthy().var("GOPROXY", "off"),
        roots: &["goproxy-off"],
    },
    Scene {
        name: "off by go env -w",
        world: || World::healthy().go_env("GOPROXY", "off"),
        roots: &["goproxy-off"],
    },
    Scene {
        name: "off behind a proxy that lacks a module",
        world: || {
            World::healthy()
                .var("GOPROXY", "https://go.corp.example,off")
                .site("go.corp.example", Site::status(404, "not found"))
        },
        roots: &["goproxy-off"],
    },
    Scene {
        name: "off behind a proxy that has everything",
        world: || World::healthy().var("GOPROXY", "https://proxy.golang.org,off"),
        roots: &[],
    },
    Scene {
        name: "off behind a proxy that is dead",
        world: || World::healthy().var("GOPROXY", "https://go.corp.example|off"),
        roots: &["dns-no-such-host"],
    },
    Scene { name: "not off", world: World::healthy, roots: &[] },
];
