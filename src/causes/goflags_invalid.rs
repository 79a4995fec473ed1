use crate::base::{Text, Veiled};
use crate::go::goflags::{Goflags, GoflagsError};
use crate::model::{Area, Cause, Cite, Evidence, Facts, Finding, Fix, FlagFault, FlagFile, FlagOf, Mark, Severity, Spoken, Subject};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goflags-invalid",
    area: Area::Settings,
    title: Text::of("GOFLAGS holds what go refuses", "GOFLAGS 的内容 go 不接受"),
    docs: Text::of(
        "GOFLAGS is a list of flags that go adds to each of its commands. Each word has to be a \
         flag of its own, with its value behind an equals sign; a word that is no flag of any go \
         command stops all of them, those that only download included.\n\n\
         go says: parsing $GOFLAGS: non-flag \"vendor\"\n\
         or: parsing $GOFLAGS: unknown flag -modd\n\
         or: parsing $GOFLAGS: unterminated \" string\n\
         or: invalid boolean value \"maybe\" for flag -x (from $GOFLAGS): parse error\n\
         or: open alt.mod: no such file or directory, where -modfile names a file that is not there\n\
         or: reading overlay: open over.json: no such file or directory\n\n\
         A flag that the command at hand does not know is passed over: -mod, right or wrong, does \
         nothing to `go mod download`, and -mod=foo is refused by `go build` alone. Quotes count \
         around a whole word only: '-ldflags=-s -w' is one flag, -ldflags='-s -w' is two words.\n\n\
         Correct the value where it is set. `go env` still works, and tells it.",
        "GOFLAGS 是 go 加到每条命令上的参数列表。每个词都必须是独立的参数，值写在等号后面；\
         只要有一个词不是任何 go 命令的参数，所有命令都会停止，包括只做下载的命令。\n\n\
         go 的报错：parsing $GOFLAGS: non-flag \"vendor\"\n\
         或者：parsing $GOFLAGS: unknown flag -modd\n\
         或者：parsing $GOFLAGS: unterminated \" string\n\
         或者：invalid boolean value \"maybe\" for flag -x (from $GOFLAGS): parse error\n\
         或者（-modfile 指向的文件不存在）：open alt.mod: no such file or directory\n\
         或者：reading overlay: open over.json: no such file or directory\n\n\
         当前命令不认识的参数会被略过：-mod 无论对错都不影响 `go mod download`，-mod=foo 只有 `go build` 会拒绝。\
         引号只有包住整个词才有效：'-ldflags=-s -w' 是一个参数，-ldflags='-s -w' 是两个词。\n\n\
         请在设置它的地方改正。`go env` 仍然可用，可以显示这个值。",
    ),
    logs: &[
        Mark::of(&["parsing $GOFLAGS:"]),
        Mark::of(&["(from $GOFLAGS)"]),
        Mark::of(&["parsing %GOFLAGS%:"]),
        Mark::of(&["(from %GOFLAGS%)"]),
        Mark::of(&["reading overlay"]),
        Mark::of(&["parsing overlay JSON:"]),
        Mark::of(&["-modfile=", "file does not have .mod extension"]),
        Mark::of(&["-modfile cannot be used in workspace mode"]).or(&["gowork-broken"]),
        Mark::of(&["-modfile cannot be used with commands that ignore the current module"]),
        Mark::of(&["cannot find main module, but -modfile was set"]).or(&["gomod-missing"]),
        Mark::of(&["go: open ", ".mod: no such file or directory"]).when(of_another_gomod),
        Mark::of(&["go: open ", ".mod: The system cannot find the "]).when(of_another_gomod),
        Mark::of(&["-mod=", "not supported (can be '"]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Whether it is a file that -modfile names: neither a go.mod, nor one of the cache.
fn of_another_gomod(it: &Spoken) -> bool {
    !["go.mod:", "@v", "go.work"].iter().any(|word| it.text.contains(word))
}

const NAME: &str = "GOFLAGS";

fn rule(evidence: &Evidence) -> Option<Finding> {
    let facts = &evidence.facts;
    let value = &facts.settings.get(NAME)?.value;
    let (says, severity) = match Goflags::parse(value.raw(), facts.go.release()) {
        Err(error) => (refused(facts, &error), Severity::Error),
        Ok(flags) => match flags.misused() {
            Some(misuse) => {
                let words = misuse.to_string();
                let says = say! {
                    en: "GOFLAGS is `{value}`, and go mod download stops at a flag in it: {words}.",
                    zh: "GOFLAGS 的值是 `{value}`，go mod download 停在其中一个参数上：{words}。",
                };
                (says, Severity::Error)
            }
            None => match facts.flag_files.iter().find_map(unusable) {
                Some(says) => (says, Severity::Error),
                None => (only_build(&flags)?, Severity::Warning),
            },
        },
    };
    let finding = Finding::certain(says, vec![Cite::Setting(NAME.into())]);
    Some(finding.severity(severity).about(Subject::Setting(NAME.into())))
}

fn refused(facts: &Facts, error: &GoflagsError) -> Text {
    let value = facts.settings.get(NAME).map(|it| it.value.clone()).unwrap_or_default();
    match error {
        GoflagsError::NonFlag { word } => {
            let word = Veiled::new(word);
            say! {
            en: "GOFLAGS is `{value}`. go takes each word for a flag of its own, and `{word}` is none: the value of a flag stands behind an equals sign. Every go command stops.",
            zh: "GOFLAGS 的值是 `{value}`。go 把每个词都当作独立的参数，而 `{word}` 不是参数：参数的值应写在等号后面。所有 go 命令都会停止。",
        }
        }
        GoflagsError::Unknown { name } => {
            let go = release(facts);
            say! {
                en: "GOFLAGS is `{value}`, and {go} has no command that knows a flag -{name}. Every go command stops.",
                zh: "GOFLAGS 的值是 `{value}`，而 {go} 没有任何命令认识参数 -{name}。所有 go 命令都会停止。",
            }
        }
        GoflagsError::Unterminated { quote } => say! {
            en: "GOFLAGS is `{value}`, and a word that begins with {quote} does not end with it. Every go command stops.",
            zh: "GOFLAGS 的值是 `{value}`，其中以 {quote} 开头的词没有以它结尾。所有 go 命令都会停止。",
        },
    }
}

fn release(facts: &Facts) -> String {
    match facts.go.release() {
        "" => "go".to_owned(),
        release => format!("go {release}"),
    }
}

/// A file that a flag names, and that go cannot take.
fn unusable(file: &FlagFile) -> Option<Text> {
    let path = &file.path;
    Some(match (file.of, file.fault.as_ref()?) {
        (FlagOf::Vendor, _) => return None,
        (FlagOf::Modfile, FlagFault::NotMod) => say! {
            en: "GOFLAGS has -modfile={path}, and go takes only a file whose name ends in `.mod`.",
            zh: "GOFLAGS 里有 -modfile={path}，而 go 只接受以 `.mod` 结尾的文件。",
        },
        (FlagOf::Modfile, FlagFault::InWorkspace) => say! {
            en: "GOFLAGS has -modfile={path}, which go refuses in a workspace: here is a go.work.",
            zh: "GOFLAGS 里有 -modfile={path}，而这里有 go.work，go 在工作区中不接受这个参数。",
        },
        (FlagOf::Modfile, FlagFault::NoModule) => say! {
            en: "GOFLAGS has -modfile={path}, and neither here nor above is a go.mod in whose place go could read it.",
            zh: "GOFLAGS 里有 -modfile={path}，但当前目录及其上级目录都没有 go.mod 可供它代替。",
        },
        (FlagOf::Modfile, _) => say! {
            en: "GOFLAGS has -modfile={path}, which go reads in the place of go.mod, and that file cannot be read.",
            zh: "GOFLAGS 里有 -modfile={path}，go 会用它代替 go.mod，但这个文件无法读取。",
        },
        (FlagOf::Overlay, FlagFault::NotJson) => say! {
            en: "GOFLAGS has -overlay={path}, and that file is not the JSON that go wants: an object whose `Replace` maps paths to paths.",
            zh: "GOFLAGS 里有 -overlay={path}，但这个文件不是 go 要求的 JSON：一个对象，其中 `Replace` 是路径到路径的映射。",
        },
        (FlagOf::Overlay, _) => say! {
            en: "GOFLAGS has -overlay={path}, and that file cannot be read. Every go command stops.",
            zh: "GOFLAGS 里有 -overlay={path}，但这个文件无法读取。所有 go 命令都会停止。",
        },
    })
}

/// What `go mod download` passes over and `go build` refuses.
fn only_build(flags: &Goflags) -> Option<Text> {
    let mode = flags.value_of("mod").filter(|mode| !KNOWN.contains(mode))?;
    Some(say! {
        en: "GOFLAGS has -mod={mode}, and go knows `mod`, `readonly` and `vendor`. go mod download passes over it; go build stops.",
        zh: "GOFLAGS 里有 -mod={mode}，而 go 只认识 `mod`、`readonly` 和 `vendor`。go mod download 会略过它，go build 则会停止。",
    })
}

/// What -mod may be.
const KNOWN: &[&str] = &["", "mod", "readonly", "vendor"];

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let facts = &evidence.facts;
    let reach = facts.reach(NAME);
    let unset = Text::of("Take GOFLAGS away", "取消 GOFLAGS");
    let unset = Fix::safe(unset, reach, facts.back_to_default(NAME));
    let corrected = corrected(facts).map(|value| {
        let title = say! {
            en: "Correct GOFLAGS to {value}",
            zh: "把 GOFLAGS 改正为 {value}",
        };
        Fix::safe(title, reach, vec![facts.set(NAME, value)]).rivals("goflags")
    });
    corrected.into_iter().chain([unset.rivals("goflags")]).collect()
}

/// The value with its slips mended, and what cannot be mended left out.
fn corrected(facts: &Facts) -> Option<String> {
    let release = facts.go.release();
    let value = facts.settings.raw(NAME);
    let mended = Goflags::mended(value, release)?;
    let dropped = |of: FlagOf| facts.flag_files.iter().any(|it| it.of == of && it.fault.is_some());
    let left = mended.0.into_iter().filter(|flag| match flag.name.as_str() {
        "modfile" => !dropped(FlagOf::Modfile),
        "overlay" => !dropped(FlagOf::Overlay),
        "mod" => KNOWN.contains(&flag.value.as_deref().unwrap_or_default()),
        _ => flag.misused().is_none(),
    });
    let written = Goflags(left.collect()).written();
    (!written.is_empty() && written != value).then_some(written)
}

fn with(goflags: &str) -> World {
    World::healthy().var(NAME, goflags)
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a blank for the equals sign", world: || with("-mod mod"), roots: &["goflags-invalid"] },
    Scene { name: "an unknown flag", world: || with("-modd=mod -x"), roots: &["goflags-invalid"] },
    Scene { name: "quotes inside a word", world: || with("-ldflags='-s -w'"), roots: &["goflags-invalid"] },
    Scene { name: "an open quote", world: || with("\"-tags=a"), roots: &["goflags-invalid"] },
    Scene {
        name: "by go env -w",
        world: || World::healthy().go_env(NAME, "mod=mod"),
        roots: &["goflags-invalid"],
    },
    Scene { name: "no boolean", world: || with("-modcacherw=yes"), roots: &["goflags-invalid"] },
    Scene { name: "another go.mod that is not there", world: || with("-modfile=alt.mod"), roots: &["goflags-invalid"] },
    Scene { name: "another go.mod of a wrong name", world: || with("-modfile=alt"), roots: &["goflags-invalid"] },
    Scene { name: "an overlay that is not there", world: || with("-overlay=/etc/over.json"), roots: &["goflags-invalid"] },
    Scene {
        name: "an overlay that is no JSON",
        world: || with("-overlay=over.json").file(&format!("{DIR}/over.json"), "{"),
        roots: &["goflags-invalid"],
    },
    Scene { name: "a mode that only a build refuses", world: || with("-mod=foo"), roots: &["goflags-invalid"] },
    Scene {
        name: "flags that are fine",
        world: || with("-mod=mod -modcacherw '-ldflags=-s -w' -tags=a,b -v"),
        roots: &[],
    },
    Scene {
        name: "an overlay that is fine",
        world: || with("-overlay=over.json").file(&format!("{DIR}/over.json"), "{\"Replace\": {}}"),
        roots: &[],
    },
    Scene {
        name: "another go.mod that is fine",
        world: || {
            let gomod = "module example.com/app\n\ngo 1.24\n\nrequire golang.org/x/text v0.14.0\n";
            with("-modfile=alt.mod").gomod("module example.com/app\n\nrequire nowhere.example/x v1.0.0\n").file(&format!("{DIR}/alt.mod"), gomod)
        },
        roots: &[],
    },
    Scene { name: "empty values", world: || with("-modfile= -overlay= -mod="), roots: &[] },
];
