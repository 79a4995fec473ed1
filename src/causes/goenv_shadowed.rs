use crate::base::Text;
use crate::go::env::Shadowed;
use crate::model::{
    Area, Cause, Cite, EnvFile, Evidence, Finding, Fix, Location, Mark, Scope, Severity, Step, Subject,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goenv-shadowed",
    area: Area::Settings,
    title: Text::of("A variable overrides what `go env -w` wrote", "环境变量覆盖了 `go env -w` 的设置"),
    docs: Text::of(
        "`go env -w` writes to a file, and a variable of the same name in the environment comes \
         before it, whatever the file says. An empty variable counts as none.\n\n\
         go says, when it writes: warning: go env -w GOPROXY=... does not override conflicting OS \
         environment variable\n\n\
         It is a warning here: many set a variable for one command on purpose, and go works with \
         what it gets. Where the variable's value is itself what stops go, the cause of that is \
         told, and the overridden line beside it. Two equal values are not told at all.\n\n\
         Where the line of the file is the one that is meant, unset the variable where it is set: \
         ENV in a Dockerfile, the variables of a CI, a shell profile, `$env:` in a PowerShell \
         profile; with sudo, the other user's file is read. Where the variable is meant, drop the \
         line with `go env -u`.",
        "`go env -w`写入一个文件，而环境中的同名变量优先于它，不管文件里写了什么。空的变量等于没有设置。\n\n\
         写入时 go 会提示：warning: go env -w GOPROXY=... does not override conflicting OS \
         environment variable\n\n\
         这里只作为警告：许多人有意为某条命令单独设置变量，go 也会按得到的值工作。如果正是变量的值让 go 停下，\
         则报告那个原因，并附上被覆盖的那一行。两个值相同则不提。\n\n\
         如果想用的是文件里的值，请在设置变量的地方取消它：Dockerfile 的 ENV、CI 的变量、shell 配置文件、\
         PowerShell 配置文件里的 `$env:`；使用 sudo 时读取的是另一个用户的文件。如果想用的是变量，\
         用 `go env -u` 去掉那一行。",
    ),
    logs: &[
        Mark::of(&["does not override conflicting OS environment variable"]).warns(),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    let file = facts.env_file.as_ref()?;
    let differing: Vec<&Shadowed> = differing(evidence, file).collect();
    let first = differing.first()?;
    let (name, line, value, path) = (&first.name, first.line, &first.value, &file.path);
    let set = &facts.settings.get(name)?.value;
    let others = others(&differing);
    let (others_en, others_zh) = (others.en, others.zh);
    let says = say! {
        en: "`go env -w` wrote {name}={value} (line {line} of {path}), and the environment has {name}={set}, which comes first: the line has no effect.{others_en}",
        zh: "`go env -w` 写入了 {name}={value}（{path} 第 {line} 行），而环境变量是 {name}={set}，后者优先，这一行不起作用。{others_zh}",
    };
    let setting = Cite::Setting(name.clone());
    let finding = Finding::certain(says, vec![Cite::EnvFile, setting]).severity(Severity::Warning);
    let at = Location { file: path.clone(), line, column: None, source: None };
    Some(finding.at(at).about(Subject::Setting(name.clone())))
}

/// What decides where modules come from, and where they are kept.
const DECIDING: &[&str] = &[
    "GOPROXY", "GOPRIVATE", "GONOPROXY", "GOSUMDB", "GONOSUMDB", "GOINSECURE", "GOAUTH", "GOVCS",
    "GOTOOLCHAIN", "GO111MODULE", "GOPATH", "GOMODCACHE",
];

/// Overridden lines whose value is another one than that of the environment.
fn differing<'a>(evidence: &'a Evidence, file: &'a EnvFile) -> impl Iterator<Item = &'a Shadowed> {
    let settings = &evidence.facts.settings;
    let differs = |it: &&Shadowed| {
        let set = settings.get(&it.name).map(|setting| setting.value.raw());
        set.is_some_and(|set| set.trim_end() != it.value.raw().trim_end())
    };
    // Others are set for one command as a matter of course, and fetch nothing else.
    let lasting = |it: &&Shadowed| match it.name.as_str() {
        "GOFLAGS" => it.value.raw().contains("-mod=") || it.value.raw().contains("-modfile="),
        name => DECIDING.contains(&name),
    };
    file.shadowed.iter().filter(lasting).filter(differs)
}

fn others(differing: &[&Shadowed]) -> Text {
    let names: Vec<&str> = differing.iter().skip(1).map(|it| it.name.as_str()).collect();
    if names.is_empty() {
        return Text::same("");
    }
    let names = names.join(", ");
    say! { en: " The same holds for {names}.", zh: "{names} 也是如此。" }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let Some(file) = &evidence.facts.env_file else { return Vec::new() };
    let names: Vec<&str> = differing(evidence, file).map(|it| it.name.as_str()).collect();
    let unset = names.iter().map(|name| Step::UnsetEnv { name: (*name).to_owned() }).collect();
    let title = Text::of("Let the file hold: unset the variable", "以文件为准：取消环境变量");
    let by_file = Fix::safe(title, Scope::Process, unset);
    let drop = names.iter().filter_map(|name| {
        let own = evidence.facts.settings.get(name)?;
        Some(evidence.facts.unset_in_file(static_name(&own.name)?))
    });
    let title = Text::of("Let the variable hold: drop the line", "以环境变量为准：去掉文件中的那一行");
    let by_variable = Fix::safe(title, Scope::User, drop.collect());
    vec![by_file, by_variable]
}

fn static_name(name: &str) -> Option<&'static str> {
    crate::go::env::known_name(name)
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "another proxy in the environment",
        world: || {
            World::healthy().go_env("GOPROXY", "https://goproxy.cn,direct").var("GOPROXY", "https://proxy.golang.org")
        },
        roots: &["goenv-shadowed"],
    },
    Scene {
        name: "the same value in both places",
        world: || World::healthy().go_env("GOPROXY", "https://goproxy.cn").var("GOPROXY", "https://goproxy.cn"),
        roots: &[],
    },
    Scene {
        name: "another system for one command",
        world: || World::healthy().go_env("GOOS", "linux").var("GOOS", "windows"),
        roots: &[],
    },
    Scene {
        name: "flags that fetch nothing",
        world: || World::healthy().go_env("GOFLAGS", "-buildvcs=false").var("GOFLAGS", "-modcacherw"),
        roots: &[],
    },
    Scene {
        name: "an empty variable is none",
        world: || World::healthy().go_env("GOPROXY", "https://goproxy.cn").var("GOPROXY", ""),
        roots: &[],
    },
    Scene {
        name: "the variable is what stops go",
        world: || World::healthy().go_env("GOPROXY", "https://goproxy.cn").var("GOPROXY", "off"),
        roots: &["goproxy-off", "goenv-shadowed"],
    },
];
