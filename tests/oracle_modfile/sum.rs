//! go.sum against the function of the go command that reads it, cut out of the
//! machine's own source.

use crate::ask::{go_is_there, run};
use crate::chance::Chance;
use base64::prelude::{BASE64_STANDARD, Engine};
use gomod_doctor::go::sumfile::{EMPTY_GO_MOD, MalformedLines, SumFile};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

const PIECES: [&str; 26] = [
    "\n",
    "\n",
    "\n",
    "\n",
    "\r\n",
    " ",
    " ",
    "\t",
    "\u{a0}",
    "\u{feff}",
    "example.com/a",
    "example.com/b",
    "v1.0.0",
    "v1.0.0/go.mod",
    "h1:AAAA=",
    "h1:BBBB=",
    "h2:CCCC=",
    EMPTY_GO_MOD,
    "<<<<<<< HEAD\n",
    "=======\n",
    ">>>>>>> x\n",
    "example.com/a v1.0.0 h1:AAAA=\n",
    "example.com/a v1.0.0 h1:BBBB=\n",
    "example.com/a v1.0.0/go.mod h1:AAAA=\r\n",
    "example.com/b v2.0.0+incompatible h2:AAAA=\n",
    "\0",
];

const PROGRAM: &str = r#"
type answer struct {
	Fatal string
	Sums map[string][]string
}

func main() {
	var cases [][]byte
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil { panic(err) }
	out := []answer{}
	for _, data := range cases { out = append(out, read(data)) }
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil { panic(err) }
}

func read(data []byte) (a answer) {
	sums := map[module.Version][]string{}
	defer func() {
		if e := recover(); e != nil { a.Fatal = e.(string) }
	}()
	a.Sums = map[string][]string{}
	readGoSum(sums, "go.sum", data)
	for m, hashes := range sums { a.Sums[m.Path + " " + m.Version] = hashes }
	return a
}
"#;

#[test]
fn go_sum_is_read_as_go_reads_it() {
    if !go_is_there() {
        return;
    }
    let Some(function) = function_of_go() else {
        eprintln!("skipped: this go's readGoSum is another one");
        return;
    };
    let dir = tempfile::tempdir().unwrap();
    write_program(dir.path(), &function);
    let mut chance = Chance::new(5);
    let cases: Vec<_> = (0..4000).map(|_| chance.chain(&PIECES, 12).into_bytes()).collect();
    let encoded: Vec<_> = cases.iter().map(|data| BASE64_STANDARD.encode(data)).collect();
    let answers =
        run(Command::new("go").args(["run", "."]).current_dir(dir.path()), &json!(encoded));
    let mut fatal = 0;
    for (data, expected) in cases.iter().zip(answers.as_array().unwrap()) {
        fatal += usize::from(expected["Fatal"] != "");
        assert_eq!(&about(data), expected, "{:?}", String::from_utf8_lossy(data));
    }
    assert!((100..3900).contains(&fatal), "one-sided cases: {fatal} fatal");
}

fn about(data: &[u8]) -> Value {
    let file = SumFile::read(data, MalformedLines::Stop);
    if let Some(first) = file.malformed.first() {
        let (line, fields) = (first.line, first.fields);
        let words = format!("malformed go.sum:\ngo.sum:{line}: wrong number of fields {fields}\n");
        return json!({"Fatal": words, "Sums": {}});
    }
    let sums: Value = file
        .entries()
        .map(|(path, version, entries)| {
            let hashes: Vec<&str> = entries.iter().map(|entry| entry.hash.as_str()).collect();
            (format!("{path} {version}"), json!(hashes))
        })
        .collect::<serde_json::Map<_, _>>()
        .into();
    json!({"Fatal": "", "Sums": sums})
}

fn function_of_go() -> Option<String> {
    let output = Command::new("go").args(["env", "GOROOT"]).output().ok()?;
    let root = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    let source =
        std::fs::read_to_string(root.join("src/cmd/go/internal/modfetch/fetch.go")).ok()?;
    let constant = source.lines().find(|line| line.starts_with("const emptyGoModHash"))?;
    let start = source
        .find("func readGoSum(dst map[module.Version][]string, file string, data []byte) {")?;
    let length = source[start..].find("\n}\n")?;
    Some(format!("{constant}\n\n{}\n}}\n", &source[start..start + length]))
}

/// The packages that the function uses, as far as it uses them.
fn write_program(dir: &Path, function: &str) {
    let write = |name: &str, text: &str| {
        let file = dir.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    };
    let imports = ["bytes", "encoding/json", "os", "strings", "lab/base", "lab/cfg", "lab/module"]
        .map(|name| format!("import \"{name}\"\n"))
        .concat();
    write("go.mod", "module lab\n\ngo 1.21\n");
    write("main.go", &format!("package main\n\n{imports}\n{function}\n{PROGRAM}"));
    write("cfg/cfg.go", "package cfg\n\nvar CmdName = \"mod download\"\n");
    write("module/module.go", "package module\n\ntype Version struct{ Path, Version string }\n");
    write(
        "base/base.go",
        "package base\n\nimport \"fmt\"\n\nfunc Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }\n",
    );
}
