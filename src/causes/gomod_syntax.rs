use crate::base::Text;
use crate::go::modfile::{Fault, ModFile, Slip, SyntaxError, conflicting_replacements};
use crate::go::sumfile::Letters;
use crate::model::{
    Area, Cause, Cite, Evidence, File, Finding, Fix, Location, MendedLine, Mark, Scope, Step,
    Subject, nearest,
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
         or: syntax error (unterminated block started at go.mod:3:1)\n\
         or: missing module declaration\n\
         or: conflicting replacements for example.com/x:\n\n\
         Usual slips are conflict markers of a merge, a requirement with `@` in place of the \
         blank or without a version, a URL in place of a module path, and a byte order mark at \
         the beginning. `unknown directive: toolchain` (or `tool`, `ignore`, `godebug`) and \
         `invalid go version '1.22.0': must match format 1.23` are of another kind: the file is \
         right, and this go is too old for it. Do not edit a correct go line down; take a newer \
         go.\n\n\
         Correct the line that is named. Where a line was merged, go back to the version of one \
         side and repeat the other change with `go get`.",
        "go 在做任何事之前都要完整读取 go.mod。只要有一行读不懂，所有命令都会失败，\
         包括 `go get` 和 `go mod tidy`，所以只能手工修改文件。\n\n\
         go 的报错：errors parsing go.mod:\n\
         go.mod:7: unknown directive: reqire\n\
         或者：usage: require module/path v1.2.3\n\
         或者：syntax error (unterminated block started at go.mod:3:1)\n\
         或者：missing module declaration\n\
         或者：conflicting replacements for example.com/x:\n\n\
         常见的笔误：合并冲突的标记、依赖行里用 `@` 代替了空格或者没写版本、把 URL 当成模块路径、\
         文件开头的 BOM。`unknown directive: toolchain`（以及 `tool`、`ignore`、`godebug`）和 \
         `invalid go version '1.22.0': must match format 1.23` 是另一回事：文件没错，是这个 go 太旧。\
         不要把正确的 go 版本行改低，请换用更新的 go。\n\n\
         请改正报错所指的那一行。如果是合并造成的，先恢复其中一方的版本，再用 `go get` 重做另一方的改动。",
    ),
    logs: &[
        Mark::of(&["errors parsing go.mod"]).without(OF_OTHERS),
        Mark::of(&["errors parsing ", ".mod:"]).without(OF_OTHERS),
        Mark::of(&[".mod:", ": unknown directive:"]).without(OF_OTHERS),
        Mark::of(&["unknown block type:"]).without(OF_OTHERS),
        Mark::of(&["usage: require module/path v1.2.3"])
            .without(OF_OTHERS)
            .or(&["module-path-invalid"]),
        Mark::of(&["usage: module module/path"]).without(OF_OTHERS),
        Mark::of(&["usage: exclude module/path"]).without(OF_OTHERS),
        Mark::of(&["usage: replace module/path"]).without(OF_OTHERS),
        Mark::of(&["usage: retract "]).without(OF_OTHERS),
        Mark::of(&["errors parsing", "must match format"]).without(&["go.work"]),
        Mark::of(&["invalid go version '", "must match format"]).without(OF_OTHERS),
        Mark::of(&["go directive expects exactly one argument"]).without(OF_OTHERS),
        Mark::of(&[".mod:", ": repeated ", " statement"]).without(OF_OTHERS),
        Mark::of(&["unterminated block started at"]).without(OF_OTHERS),
        Mark::of(&["syntax error (expected newline after closing paren)"]).without(OF_OTHERS),
        Mark::of(&["mod files must use // comments"]).without(OF_OTHERS),
        Mark::of(&[".mod:", "unexpected newline in string"]).without(OF_OTHERS),
        Mark::of(&[".mod:", "unexpected EOF in string"]).without(OF_OTHERS),
        Mark::of(&[".mod:", "unexpected input character"]).without(OF_OTHERS),
        Mark::of(&[".mod:", "invalid quoted string"]).without(OF_OTHERS),
        Mark::of(&[".mod:", "unquoted string cannot contain quote"]).without(OF_OTHERS),
        Mark::of(&[".mod:", "unexpected token after version"]).without(OF_OTHERS),
        Mark::of(&["no module directive found, so retract cannot be used"]),
        Mark::of(&["replacement module without version must be directory path"]),
        Mark::of(&["replacement module must match format 'path version', not 'path@version'"]),
        Mark::of(&["replacement directory appears to be Windows path"]),
        Mark::of(&["replacement module directory path ", "cannot have version"]),
        Mark::of(&["malformed module path \"<<<<<<<"]),
        Mark::of(&["malformed module path \">>>>>>>"]),
        Mark::of(&["malformed module path \"======="]),
        Mark::of(&["<<<<<<<", "usage: require module/path v1.2.3"]),
        Mark::of(&["missing module declaration"]).without(&["listed in go.work"]),
        Mark::of(&["no module declaration in go.mod"]),
        Mark::of(&["conflicting replacements for"]).or(&["gowork-broken"]),
    ],
    explains: &[],
    rule,
    fixes,
};

/// Other files that the same parser reads: go.work, and the go.mod of a dependency.
const OF_OTHERS: &[&str] = &["errors parsing go.work", "listed in go.work file", ": parsing go.mod: go.mod:"];

const DIRECTIVES: &[&str] =
    &["module", "go", "require", "replace", "exclude", "retract", "toolchain", "godebug", "tool", "ignore"];

fn rule(evidence: &Evidence) -> Option<Finding> {
    if !evidence.reads_gomod() {
        return None;
    }
    match &evidence.facts.project.gomod {
        File::Broken { path, .. } => broken(evidence, path),
        File::Parsed { path, it } => contradictory(evidence, path, it),
        _ => None,
    }
}

/// The complaints of go's parser that are about the file's grammar.
fn slips(evidence: &Evidence) -> Vec<&SyntaxError> {
    let File::Broken { errors, .. } = &evidence.facts.project.gomod else { return Vec::new() };
    errors.iter().filter(|error| evidence.slip(error) == Slip::Grammar).collect()
}

fn broken(evidence: &Evidence, path: &str) -> Option<Finding> {
    let errors = slips(evidence);
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
    let source = line_of(evidence, first.line);
    let column = (first.column > 0).then_some(first.column);
    let at = Location { file: path.to_owned(), line: first.line, column, source };
    let finding = Finding::certain(says, vec![Cite::GoMod]).about(Subject::File(path.to_owned()));
    Some(finding.at(at))
}

fn line_of(evidence: &Evidence, line: usize) -> Option<String> {
    let File::Broken { lines, .. } = &evidence.facts.project.gomod else { return None };
    lines.iter().find(|(known, _)| *known == line).map(|(_, text)| text.clone())
}

/// What parses, and says too little or two things at once.
fn contradictory(evidence: &Evidence, path: &str, it: &ModFile) -> Option<Finding> {
    let (says, line) = match (&it.module, conflicting_replacements(&it.replace)) {
        (None, _) => (say! {
            en: "{path} has no module line, so that go does not know what it is about. Every go command here ends with `missing module declaration`.",
            zh: "{path} 没有 module 行，go 不知道它描述的是哪个模块。这里的所有 go 命令都会报 `missing module declaration`。",
        }, 1),
        (_, Some((first, second))) => {
            let (old, one, two) = (&second.old.path, &first.new.path, &second.new.path);
            let (a, b) = (first.line, second.line);
            (say! {
                en: "{path} replaces {old} twice by different things: by {one} in line {a}, by {two} in line {b}. go takes neither and ends with `conflicting replacements`.",
                zh: "{path} 对 {old} 有两处不同的替换：第 {a} 行替换为 {one}，第 {b} 行替换为 {two}。go 不会采用任何一个，并报 `conflicting replacements`。",
            }, b)
        }
        (Some(_), None) => return None,
    };
    let source = evidence.facts.project.source(line).filter(|text| !text.trim().is_empty());
    let at = Location { file: path.to_owned(), line, column: None, source };
    let finding = Finding::certain(says, vec![Cite::GoMod]).about(Subject::File(path.to_owned()));
    Some(finding.at(at))
}

/// `1.22.0`, which go 1.20 refuses and go 1.21 reads.
fn is_go_version(version: &str) -> bool {
    let parts: Vec<&str> = version.split('.').collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (2..=3).contains(&parts.len()) && parts.iter().all(digits)
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let File::Broken { path, .. } = &evidence.facts.project.gomod else {
        return said_once(evidence);
    };
    let errors = slips(evidence);
    let mended: Vec<Step> = errors
        .iter()
        .filter_map(|error| {
            let was = line_of(evidence, error.line)?;
            let becomes = corrected(&error.fault, &was)?;
            Some(Step::EditLine { file: path.clone(), line: error.line, was, becomes })
        })
        .collect();
    if !mended.is_empty() && mended.len() == errors.len() {
        let title = Text::of("Correct go.mod", "改正 go.mod");
        return vec![Fix::safe(title, Scope::Project, mended)];
    }
    let first = errors.first();
    first.map(|error| by_hand(error, line_of(evidence, error.line).as_deref())).into_iter().collect()
}

/// The module line added, or one of two replacements taken away.
fn said_once(evidence: &Evidence) -> Vec<Fix> {
    let File::Parsed { path, it } = &evidence.facts.project.gomod else { return Vec::new() };
    if it.module.is_none() {
        let folder = evidence.facts.project.dir.rsplit('/').next().unwrap_or("mod");
        let name = format!("example.com/{}", folder.to_ascii_lowercase());
        let title = Text::of("Declare the module's path", "声明模块路径");
        let words = ["go", "mod", "edit", &format!("-module={name}")].map(str::to_owned).to_vec();
        return vec![Fix::safe(title, Scope::Project, vec![Step::Run { words }])];
    }
    let Some((first, second)) = conflicting_replacements(&it.replace) else { return Vec::new() };
    let without = |gone: usize, kept: &str| {
        let title = say! { en: "Keep the replacement by {kept}", zh: "保留替换为 {kept} 的那一行" };
        let lines = vec![MendedLine { line: gone, becomes: Vec::new() }];
        let step = Step::MendFile { file: path.clone(), letters: Letters::Utf8, lines };
        Fix::safe(title, Scope::Project, vec![step])
    };
    vec![without(first.line, &second.new.path), without(second.line, &first.new.path)]
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
        name: "no module line",
        world: || World::healthy().gomod("go 1.24\n\nrequire golang.org/x/text v0.14.0\n"),
        roots: &["gomod-syntax"],
    },
    Scene {
        name: "two replacements of one module",
        world: || {
            let twice = "replace golang.org/x/mod => ./a\nreplace golang.org/x/mod => ./b\n";
            with(&format!("require golang.org/x/text v0.14.0\n\n{twice}"))
        },
        roots: &["gomod-syntax"],
    },
    Scene {
        name: "a workspace that does not use this module",
        world: || {
            with("reqire golang.org/x/text v0.14.0\n")
                .file("/home/dev/go.work", "go 1.24\n\nuse ./other\n")
                .file("/home/dev/other/go.mod", "module example.com/other\n\ngo 1.24\n")
        },
        roots: &["gowork-broken"],
    },
    Scene {
        name: "a file without a mistake",
        world: || World::healthy().file(&format!("{DIR}/go.sum"), ""),
        roots: &[],
    },
];
