use crate::base::Text;
use crate::go::modfile::{Fault, Slip, SyntaxError};
use crate::model::{
    Area, Cause, Cite, Evidence, File, Finding, Fix, Location, Pattern, Scope, Step, Subject,
    nearest,
};
use crate::say;
use crate::world::{DIR, Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "gomod-syntax",
    area: Area::GoMod,
    title: Text::of("go.mod has a mistake in it", "go.mod 的内容有错误"),
    docs: Text::of(
        "go reads go.mod whole before it does anything else. One line that it cannot read ends \
         every command, `go get` and `go mod tidy` included, so that the file has to be mended by \
         hand.\n\n\
         go says: errors parsing go.mod:\n\
         go.mod:7: unknown directive: reqire\n\
         or: usage: require module/path v1.2.3\n\
         or: syntax error (unterminated block started at go.mod:3:1)\n\n\
         Usual slips are conflict markers of a merge, a requirement with `@` in place of the \
         blank or without a version, a URL in place of a module path, and a byte order mark at \
         the beginning. A line that only a newer go can read is a cause of its own.\n\n\
         Correct the line that is named. Where a line was merged, go back to the version of one \
         side and repeat the other change with `go get`.",
        "go 在做任何事之前都要完整读取 go.mod。只要有一行读不懂，所有命令都会失败，\
         包括 `go get` 和 `go mod tidy`，所以只能手工修改文件。\n\n\
         go 的报错：errors parsing go.mod:\n\
         go.mod:7: unknown directive: reqire\n\
         或者：usage: require module/path v1.2.3\n\
         或者：syntax error (unterminated block started at go.mod:3:1)\n\n\
         常见的笔误：合并冲突的标记、依赖行里用 `@` 代替了空格或者没写版本、把 URL 当成模块路径、\
         文件开头的 BOM。只有更新的 go 才读得懂的行，是另一种原因。\n\n\
         请改正报错所指的那一行。如果是合并造成的，先恢复其中一方的版本，再用 `go get` 重做另一方的改动。",
    ),
    logs: &[
        Pattern(&["errors parsing go.mod"]),
        Pattern(&["unknown directive:"]),
        Pattern(&["usage: require module/path v1.2.3"]),
        Pattern(&["unterminated block started at"]),
    ],
    explains: &[],
    rule,
    fixes,
};

const DIRECTIVES: &[&str] =
    &["module", "go", "require", "replace", "exclude", "retract", "toolchain", "godebug", "tool", "ignore"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    let File::Broken { path, errors, lines } = &evidence.facts.project.gomod else { return None };
    let errors: Vec<&SyntaxError> =
        errors.iter().filter(|error| error.slip() != Slip::Newer).collect();
    let first = errors.first()?;
    let name = path.rsplit('/').next().unwrap_or(path);
    let words = first.shown(name);
    let count = errors.len();
    let says = if count == 1 {
        say! {
            en: "{path} cannot be read: {words}. Every go command here ends with this message.",
            zh: "{path} 无法解析：{words}。这里的所有 go 命令都会以此报错结束。",
        }
    } else {
        say! {
            en: "{path} cannot be read; the first of {count} errors is: {words}. Every go command here ends with these messages.",
            zh: "{path} 无法解析，共 {count} 处错误，第一处是：{words}。这里的所有 go 命令都会以这些报错结束。",
        }
    };
    let source = lines.iter().find(|(line, _)| *line == first.line).map(|(_, text)| text.clone());
    let column = (first.column > 0).then_some(first.column);
    let at = Location { file: path.clone(), line: first.line, column, source };
    let finding = Finding::certain(says, vec![Cite::GoMod]).about(Subject::File(path.clone()));
    is_read(evidence).then(|| finding.at(at))
}

/// In a workspace go reads the modules that it uses, and no other.
fn is_read(evidence: &Evidence) -> bool {
    let project = &evidence.facts.project;
    let File::Parsed { path: work, it } = &project.gowork else { return true };
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let (root, own) = (folder(work), folder(project.gomod.path().unwrap_or_default()));
    it.uses.iter().any(|used| {
        let below = used.path.trim_start_matches("./").trim_end_matches('/');
        used.path == own || below == own || (below == "." || below.is_empty()) && root == own
            || own == format!("{root}/{below}")
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let File::Broken { path, errors, lines } = &evidence.facts.project.gomod else {
        return Vec::new();
    };
    let errors: Vec<&SyntaxError> =
        errors.iter().filter(|error| error.slip() != Slip::Newer).collect();
    let text = |error: &SyntaxError| lines.iter().find(|(line, _)| *line == error.line);
    let mended: Vec<Step> = errors
        .iter()
        .filter_map(|error| {
            let (line, was) = text(error)?;
            let becomes = corrected(&error.fault, was)?;
            Some(Step::EditLine { file: path.clone(), line: *line, was: was.clone(), becomes })
        })
        .collect();
    if !mended.is_empty() && mended.len() == errors.len() {
        let title = Text::of("Correct go.mod", "改正 go.mod");
        return vec![Fix::safe(title, Scope::Project, mended)];
    }
    errors.first().map(|error| by_hand(error, text(error).map(|(_, text)| text.as_str()))).into_iter().collect()
}

fn by_hand(error: &SyntaxError, text: Option<&str>) -> Fix {
    let line = error.line;
    let is_marker = text.is_some_and(|text| ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|it| text.trim_start().starts_with(it)));
    let (title, say) = match &error.fault {
        _ if is_marker => (
            Text::of("Resolve the merge conflict", "解决合并冲突"),
            say! {
                en: "Line {line} is a conflict marker: keep one side, delete the markers, then repeat the other side's change with go get.",
                zh: "第 {line} 行是合并冲突的标记：保留其中一方，删除标记，再用 go get 重做另一方的改动。",
            },
        ),
        Fault::UnterminatedBlock { line, .. } => (
            Text::of("Close the block", "补上右括号"),
            say! {
                en: "The block that begins in line {line} has no end: put a `)` on a line of its own behind it.",
                zh: "第 {line} 行开始的块没有结束：在它后面单独一行补上 `)`。",
            },
        ),
        Fault::Repeated { verb } => (
            Text::of("Remove the repetition", "删除重复的行"),
            say! {
                en: "Only one `{verb}` line may stand in go.mod: delete line {line} or the one before it.",
                zh: "go.mod 里只能有一行 `{verb}`：删除第 {line} 行，或者删除前面那一行。",
            },
        ),
        fault => (
            Text::of("Correct the line by hand", "手工改正这一行"),
            say! {
                en: "Correct line {line} of go.mod. go says: {fault}.",
                zh: "改正 go.mod 的第 {line} 行。go 的报错：{fault}。",
            },
        ),
    };
    let unknown = Text::of("What was meant cannot be told.", "无法判断原意。");
    Fix::safe(title, Scope::Project, vec![Step::Say(say)]).unprovable(unknown)
}

/// `1.22` or `1.22.0`.
fn is_go_version(version: &str) -> bool {
    let parts: Vec<&str> = version.split('.').collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (2..=3).contains(&parts.len()) && parts.iter().all(digits)
}

/// The line as it was meant, where that can be told.
fn corrected(fault: &Fault, was: &str) -> Option<String> {
    let is_cut = was.chars().count() >= 120;
    let becomes = match fault {
        _ if is_cut => return None,
        Fault::UnexpectedChar { char: '\u{feff}' } => was.trim_start_matches(['\u{feff}', '\u{fffd}']).to_owned(),
        Fault::UnknownDirective { verb } | Fault::UnknownBlock { block: verb } => {
            was.replacen(verb.as_str(), nearest(verb, DIRECTIVES.iter().copied())?, 1)
        }
        Fault::VersionUsage { .. } => versioned(was)?,
        Fault::GoVersion { version, .. } => {
            let bare = version.trim_start_matches("go").trim_start_matches('v');
            (bare != version && is_go_version(bare)).then(|| was.replacen(version.as_str(), bare, 1))?
        }
        Fault::ToolchainName { name, .. } => {
            let bare = name.trim_start_matches('v');
            is_go_version(bare).then(|| was.replacen(name.as_str(), &format!("go{bare}"), 1))?
        }
        Fault::ReplacementWithAt => {
            let (left, right) = was.split_once("=>")?;
            format!("{left}=>{}", right.replacen('@', " ", 1))
        }
        Fault::BlockComment => {
            let (before, rest) = was.split_once("/*")?;
            let (comment, after) = rest.split_once("*/")?;
            after.trim().is_empty().then(|| format!("{before}//{}", comment.trim_end()))?
        }
        _ => return None,
    };
    (becomes != was).then_some(becomes)
}

/// `path@v1.2.3` and `https://path v1.2.3` as go wants them.
fn versioned(was: &str) -> Option<String> {
    let bare = was.replacen("https://", "", 1).replacen("http://", "", 1);
    let code = bare.split("//").next().unwrap_or_default();
    let words: Vec<&str> = code.split_whitespace().filter(|word| *word != "require").collect();
    match words.as_slice() {
        [one] => {
            let (path, version) = one.split_once('@')?;
            let whole = path.contains('.') && version.starts_with('v');
            whole.then(|| bare.replacen(one, &format!("{path} {version}"), 1))
        }
        [path, version] if bare != was => (path.contains('.') && version.starts_with('v')).then_some(bare.clone()),
        _ => None,
    }
}

fn with(lines: &str) -> World {
    World::healthy().gomod(&format!("module example.com/app\n\ngo 1.24\n\n{lines}"))
}

pub(super) const SCENES: &[Scene] = &[
    Scene { name: "a directive mistyped", world: || with("reqire golang.org/x/text v0.14.0\n"), roots: &["gomod-syntax"] },
    Scene { name: "an at sign", world: || with("require golang.org/x/text@v0.14.0\n"), roots: &["gomod-syntax"] },
    Scene { name: "a URL", world: || with("require (\n\thttps://golang.org/x/text v0.14.0\n)\n"), roots: &["gomod-syntax"] },
    Scene { name: "no version", world: || with("require golang.org/x/text\n"), roots: &["gomod-syntax"] },
    Scene { name: "an open block", world: || with("require (\n\tgolang.org/x/text v0.14.0\n"), roots: &["gomod-syntax"] },
    Scene {
        name: "a merge conflict",
        world: || with("require (\n<<<<<<< HEAD\n\tgolang.org/x/text v0.14.0\n=======\n\tgolang.org/x/text v0.3.0\n>>>>>>> b\n)\n"),
        roots: &["gomod-syntax"],
    },
    Scene {
        name: "a byte order mark",
        world: || World::healthy().gomod("\u{feff}module example.com/app\n\ngo 1.24\n"),
        roots: &["gomod-syntax"],
    },
    Scene {
        name: "a go line with a v",
        world: || World::healthy().gomod("module example.com/app\n\ngo v1.24\n"),
        roots: &["gomod-syntax"],
    },
    Scene {
        name: "a workspace that does not use this module",
        world: || {
            with("reqire golang.org/x/text v0.14.0\n")
                .file("/home/dev/go.work", "go 1.24\n\nuse ./other\n")
                .file("/home/dev/other/go.mod", "module example.com/other\n\ngo 1.24\n")
        },
        roots: &[],
    },
    Scene {
        name: "a file without a mistake",
        world: || World::healthy().file(&format!("{DIR}/go.sum"), ""),
        roots: &[],
    },
];
