use crate::base::Text;
use crate::model::{
    Area, BadPath, Cause, Cite, Evidence, File, Finding, Fix, Mark, Scope, Step, Subject,
    Whose, and_others,
};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "module-path-invalid",
    area: Area::GoMod,
    title: Text::of("No module can have this path", "模块路径不合法"),
    docs: Text::of(
        "A module path is neither a URL nor an address of git: it begins with a host name in \
         small letters that has a dot in it, holds letters, digits and `-._~` of ASCII, and ends \
         neither in a slash nor in `/v1`. gopkg.in paths end in `.vN`.\n\n\
         go says: malformed module path \"https:/github.com/acme/tool\": invalid char ':'\n\
         or: malformed module path \"acme/tool\": missing dot in first path element\n\
         or: malformed module path \"GitHub.com/acme/tool\": invalid char 'G' in first path element\n\
         or, with a whole URL in go.mod, only: usage: require module/path v1.2.3\n\n\
         go refuses such a path before it asks anybody, so that no proxy and no credentials have \
         to do with it. A path that is well formed and does not exist is another matter: there a \
         server says 404.\n\n\
         Write the path as `import` would: `github.com/acme/tool`, without scheme, user and `.git`, \
         and for versions from v2 on with the major version at its end (`/v2`).",
        "模块路径既不是 URL 也不是 git 地址：它以小写的、带点号的主机名开头，只包含 ASCII 字母、数字和 `-._~`，\
         末尾不能是斜杠或 `/v1`。gopkg.in 的路径以 `.vN` 结尾。\n\n\
         go 的报错：malformed module path \"https:/github.com/acme/tool\": invalid char ':'\n\
         或者：malformed module path \"acme/tool\": missing dot in first path element\n\
         或者：malformed module path \"GitHub.com/acme/tool\": invalid char 'G' in first path element\n\
         如果 go.mod 里写了完整的 URL，则只报：usage: require module/path v1.2.3\n\n\
         go 在询问任何服务器之前就会拒绝这样的路径，与代理和凭据都无关。路径合法但不存在是另一回事：那时服务器会返回 404。\n\n\
         按 `import` 的写法填写路径：`github.com/acme/tool`，不带协议、用户名和 `.git`；\
         v2 及以上的版本要在末尾加上主版本号（`/v2`）。",
    ),
    logs: &[
        Mark::of(&["malformed module path"]).without(CONFLICTS),
        Mark::of(&["malformed module path", "missing dot in first path element"])
            .without(CONFLICTS),
        Mark::of(&["malformed module path", "invalid char"]).without(CONFLICTS),
        Mark::of(&["go.mod has malformed module path"]).or(&["dependency-gomod-invalid"]),
        Mark::of(&["invalid module path"]).common(),
        Mark::of(&["malformed import path"]),
        Mark::of(&["invalid github.com import path"]),
        Mark::of(&["invalid bitbucket.org import path"]),
        Mark::of(&["invalid import path \""]).common().or(&["package-not-in-std"]),
        Mark::of(&["unrecognized import path", "import path does not begin with hostname"])
            .or(&["package-not-in-std", "go-import-missing"]),
        Mark::of(&["import path doesn't contain a hostname"]).or(&["package-not-in-std"]),
        Mark::of(&["module path is reserved"]).common(),
    ],
    explains: &[],
    rule,
    fixes,
};

/// What a merge leaves in go.mod is read as a path too, and so is what a dependency holds.
const CONFLICTS: &[&str] = &["<<<<<<<", ">>>>>>>", "=======", ": parsing go.mod: go.mod:"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let bad = evidence.bad_paths();
    let first = bad.first()?;
    let says = says(first, bad.len());
    let mut cites: Vec<Cite> = bad.iter().map(|it| it.cite.clone()).collect();
    cites.sort();
    cites.dedup();
    let finding = Finding::certain(says, cites).about(Subject::Modules(vec![first.shown.clone()]));
    Some(match &first.place {
        Some(place) => finding.at(place.clone()),
        None => finding,
    })
}

fn says(bad: &BadPath, count: usize) -> Text {
    let BadPath { shown, words, .. } = bad;
    let more = and_others(count);
    let (more_en, more_zh) = (&more.en, &more.zh);
    match bad.whose {
        Whose::Own => say! {
            en: "The module line of go.mod names `{shown}`, and no module can have that path. go says: {words}. It ends before it looks at any requirement.{more_en}",
            zh: "go.mod 的 module 行写的是 `{shown}`，这不是合法的模块路径。go 的报错：{words}。go 在查看依赖之前就会退出。{more_zh}",
        },
        Whose::Required => say! {
            en: "go.mod requires `{shown}`, and no module can have that path. go asks nobody for it and says: {words}.{more_en}",
            zh: "go.mod 依赖 `{shown}`，这不是合法的模块路径。go 不会向任何服务器查询，直接报错：{words}。{more_zh}",
        },
        Whose::Replacement => say! {
            en: "A replace line of go.mod leads to `{shown}`, and no module can have that path. go asks nobody for it and says: {words}.{more_en}",
            zh: "go.mod 的 replace 行指向 `{shown}`，这不是合法的模块路径。go 不会向任何服务器查询，直接报错：{words}。{more_zh}",
        },
        Whose::Argument => say! {
            en: "`{shown}` is no module path: go takes neither URLs nor addresses of git here. It says: {words}.{more_en}",
            zh: "`{shown}` 不是模块路径：这里既不能写 URL，也不能写 git 地址。go 的报错：{words}。{more_zh}",
        },
    }
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let bad = evidence.bad_paths();
    let edited: Vec<Step> = bad.iter().filter_map(|it| edit(evidence, it)).collect();
    let in_file = bad.iter().filter(|it| it.place.is_some()).count();
    if in_file > 0 && edited.len() == in_file {
        let title = Text::of("Write the paths that were meant into go.mod", "在 go.mod 中写入正确的路径");
        return vec![Fix::safe(title, Scope::Project, edited)];
    }
    bad.first().map(by_hand).into_iter().collect()
}

/// The line with the path that was meant in its place.
fn edit(evidence: &Evidence, bad: &BadPath) -> Option<Step> {
    let (place, meant) = (bad.place.as_ref()?, bad.meant.as_ref()?);
    let was = match &evidence.facts.project.gomod {
        File::Broken { lines, .. } => {
            lines.iter().find(|(line, _)| *line == place.line).map(|(_, text)| text.clone())
        }
        _ => evidence.facts.project.source(place.line),
    }?;
    let becomes = was.replacen(&bad.shown, meant, 1);
    let file = place.file.clone();
    (becomes != was).then_some(Step::EditLine { file, line: place.line, was, becomes })
}

fn by_hand(bad: &BadPath) -> Fix {
    let BadPath { shown, version, meant, whose, .. } = bad;
    let title = Text::of("Write the path as import would", "按 import 的写法填写路径");
    let at = if version.is_empty() { "latest" } else { version };
    let (step, why) = match (meant, whose) {
        (Some(meant), Whose::Argument) => {
            let words = ["go", "mod", "download", &format!("{meant}@{at}")].map(str::to_owned).to_vec();
            (Step::Run { words }, Text::of("It is another command.", "这是另一条命令。"))
        }
        (Some(meant), _) => (
            Step::Say(say! {
                en: "Write `{meant}` in place of `{shown}`.",
                zh: "把 `{shown}` 改为 `{meant}`。",
            }),
            Text::of("The line is not known here.", "无法确定是哪一行。"),
        ),
        (None, _) => (
            Step::Say(say! {
                en: "Write the path that the module's own go.mod declares in place of `{shown}`: host, owner and name, such as github.com/acme/tool.",
                zh: "把 `{shown}` 改为该模块自己的 go.mod 所声明的路径：主机、所有者和名称，例如 github.com/acme/tool。",
            }),
            Text::of("What was meant cannot be told.", "无法判断原意。"),
        ),
    };
    Fix::safe(title, Scope::Project, vec![step]).unprovable(why)
}

const HEAD: &str = "module example.com/app\n\ngo 1.24\n\n";

fn with(lines: &str) -> World {
    World::healthy().gomod(&format!("{HEAD}{lines}"))
}

const fn bad(name: &'static str, world: fn() -> World) -> Scene {
    Scene { name, world, roots: &["module-path-invalid"] }
}

fn typed(module: &str, version: &str) -> World {
    let mut world = World::healthy();
    world.modules.push((module.into(), Some(version.into())));
    world
}

pub(super) const SCENES: &[Scene] = &[
    bad("a URL", || with("require (\n\thttps://golang.org/x/text v0.14.0\n)\n")),
    bad("a URL in quotes", || with("require \"https://golang.org/x/text\" v0.14.0\n")),
    bad("a host in capitals", || with("require Golang.org/x/text v0.14.0\n")),
    bad("no host", || with("require acme/widget v1.2.3\n")),
    bad("a first major version", || with("require golang.org/x/text/v1 v1.0.0\n")),
    bad("gopkg.in without a version", || with("require gopkg.in/yaml v2.4.0\n")),
    bad("a replacement", || {
        with("require golang.org/x/text v0.14.0\n\nreplace golang.org/x/text => Golang.org/x/text v0.14.0\n")
    }),
    bad("its own path", || World::healthy().gomod("module \"a b\"\n\ngo 1.24\n")),
    bad("a word that go keeps for itself", || World::healthy().gomod("module toolchain\n\ngo 1.24\n")),
    bad("an address of git, typed", || typed("git", "github.com:acme/widget.git")),
    bad("a URL, typed", || typed("https://github.com/acme/widget", "v1.2.3")),
    Scene {
        name: "a bad path that a folder replaces",
        world: || {
            with("require acme/widget v1.2.3\n\nreplace acme/widget => ./widget\n")
                .file("/home/dev/app/widget/go.mod", "module acme/widget\n")
        },
        roots: &[],
    },
    Scene {
        name: "a module of one's own without a dot",
        world: || World::healthy().gomod("module app\n\ngo 1.24\n\nrequire golang.org/x/text v0.14.0\n"),
        roots: &[],
    },
];
