//! What tells which files of a repository are a module's, against go's own source.

#[path = "goroot/mod.rs"]
mod goroot;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gomod_doctor::go::modfile::module_path;
use gomod_doctor::go::module::to_fold;
use gomod_doctor::go::origin::is_vendored;
use goroot::{Dice, Judge};
use serde_json::{Value, json};

const PIECES: &[(&str, &str)] = &[
    ("cmd/vendor/golang.org/x/mod/zip/zip.go#func strToFold(", "main.go"),
    ("cmd/vendor/golang.org/x/mod/zip/zip.go#func isVendoredPackage(", "main.go"),
    ("cmd/vendor/golang.org/x/mod/modfile/read.go#func ModulePath(", "main.go"),
];

const GOMOD: &[&str] = &[
    "module",
    "module ",
    "module\t",
    "modules ",
    "a.b/c",
    "\"a.b/c\"",
    "\"a\\x41\"",
    "`a.b/c`",
    "\"a",
    "`a",
    "`",
    "\"",
    "//",
    " // c",
    "\n",
    "\r\n",
    "\n",
    " ",
    "go 1.20",
    "\u{a0}",
    "é",
    "\"\\q\"",
    "module (",
    "(",
    ")",
];
const PARTS: &[&str] =
    &["vendor", "vendor/", "/vendor/", "a", "/", "/b", "modules.txt", "vendors/", "longer", "x.go"];
const VERSIONS: &[&str] = &["", "go1.20", "go1.23", "go1.24", "go1.26", "go2"];

#[test]
fn names_fold_and_files_are_told_apart_as_in_go() {
    let Some(judge) = Judge::beside("fold", 26, PIECES, &[]) else { return };
    let mut dice = Dice::new(29);
    let questions: Vec<(String, String, &str)> = (0..6000)
        .map(|_| (dice.some(GOMOD, 6), dice.some(PARTS, 5), dice.pick(VERSIONS)))
        .collect();
    let asked = questions.iter().map(|(gomod, file, language)| {
        json!({ "GoMod": STANDARD.encode(gomod), "File": file, "GoVers": language })
    });
    let answers = judge.ask(&Value::Array(asked.collect()));
    let mut wrong = folds(&answers[0]);
    let (mut named, mut vendored) = (0, 0);
    for ((gomod, file, language), answer) in questions.iter().zip(&answers[1..]) {
        let path = module_path(gomod.as_bytes()).unwrap_or_default();
        let ours = is_vendored(file, language.trim_start_matches("go"));
        named += usize::from(!path.is_empty());
        vendored += usize::from(ours);
        if *answer != json!([path, ours]) {
            wrong.push(format!("{gomod:?} {file} {language}: {answer}, not {path:?} {ours}"));
        }
    }
    assert!(named > 300 && vendored > 1000, "{named} {vendored}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

fn folds(answer: &Value) -> Vec<String> {
    let known = answer.as_object().unwrap();
    assert!(known.len() > 1000, "{}", known.len());
    let all = (0..=u32::from(char::MAX)).filter_map(char::from_u32).map(String::from);
    let differs = |c: String| {
        let wanted = known.get(&c).and_then(Value::as_str).unwrap_or(&c);
        let ours = to_fold(&c);
        (ours != wanted).then(|| format!("{c:?}: {ours:?}, not {wanted:?}"))
    };
    all.filter_map(differs).collect()
}
