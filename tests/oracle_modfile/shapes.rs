//! Files like those people have, and what goes wrong in them.

use crate::chance::Chance;

pub(crate) const FILES: [&str; 6] = [
    "module example.com/m\n\ngo 1.22\n\nrequire (\n\tgithub.com/pkg/errors v0.9.1\n\tgolang.org/x/text v0.3.7 // indirect\n\tgopkg.in/yaml.v2 v2.4.0\n)\n\nreplace golang.org/x/text => ../text\n",
    "// Deprecated: use example.com/m/v3\nmodule example.com/m/v2\n\ngo 1.24.1\n\ntoolchain go1.24.3\n\ngodebug default=go1.21\n\nrequire example.com/a/v2 v2.1.0 // indirect; for now\nrequire example.com/b v2.0.0+incompatible\n\nexclude example.com/b v2.0.1+incompatible\n\nretract (\n\t// too early\n\tv2.0.0\n\t[v2.1.0, v2.2.0] // broken\n)\n\ntool example.com/a/v2/cmd\n\nignore ./node_modules\n",
    "go 1.22.0\n\ntoolchain default\n\nuse (\n\t./a\n\t../b // here\n\t\"./with blank\"\n)\n\nuse ./c\n\nreplace (\n\texample.com/a v1.0.0 => example.com/b v1.2.0\n\texample.com/c => ./c\n)\n\ngodebug (\n\tx=1\n\ty=2\n)\n",
    "module \"example.com/quoted\"\r\n\r\ngo 1.17\r\n\r\nrequire (\r\n\texample.com/a v1\r\n\texample.com/b master\r\n\texample.com/c v1.2.3+meta\r\n\texample.com/d latest\r\n)\r\n\r\nreplace example.com/a v1.0.0 => example.com/b v1.1.0\r\n",
    "module (\n\texample.com/m // Deprecated: in a block\n)\n// standing alone\n\n// Deprecated: not here\nrequire example.com/v2/v2 v2.0.0-20200102030405-abcdef012345\nretract v1.0.0 // why\n// for both\n//\n// two paragraphs\nretract (\n\tv1.0.1\n\n\tv1.0.2\n)\nexclude (\n)\nrequire ( )\n",
    "module example.com/m\nretract \"v1.0.0\"\nretract [ v1.0.0 , \"v1.1.0\" ]\nretract foo\nrequire gopkg.in/check.v1 v0.0.0-20161208181325-20d25e280405\nrequire gopkg.in/mgo.v2 v0.0.0-gopkgin-v2.0.0\nreplace gopkg.in/x.v3 v3.0.0 => C:\\x\nreplace example.com/y => example.com/y@v1.0.0\ntool (\n\texample.com/t\n)\nignore (\n\tx\n)\n",
];

pub(crate) const PIECES: [&str; 74] = [
    "\n",
    "\n",
    "\n",
    "\n\n",
    " ",
    "\t",
    "\r\n",
    "\r",
    "(",
    ")",
    " (\n",
    "\n)\n",
    "( )\n",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "`",
    "'",
    "\\",
    "\"\\\n\"",
    "\"a\\x41\\u00e9\\101\"",
    "\"\\xff\"",
    "\"\\q\"",
    "//",
    "// indirect",
    " // indirect\n",
    "// indirect; x\n",
    "// indirect x\n",
    "/*",
    "*/",
    "// Deprecated: no\n",
    "=>",
    " => ",
    "=",
    "@",
    "module ",
    "go ",
    "toolchain ",
    "godebug ",
    "require ",
    "exclude ",
    "replace ",
    "retract ",
    "tool ",
    "ignore ",
    "use ",
    "foo ",
    "1.21",
    "1.22.0",
    "1.23rc1",
    "v1.22",
    "1.022",
    "go1.22.1",
    "go1",
    "default",
    "v1",
    "v1.0.0",
    "v2.0.0",
    "v1.2.3+meta",
    "master",
    "latest",
    "example.com/a ",
    "example.com/a/v2 ",
    "gopkg.in/a.v1 ",
    "example.com/v1 ",
    "./x",
    "..",
    ".\\x",
    "x=1",
    "\u{feff}",
    "é",
];

/// Bytes that no text has, or that nobody sees.
const ODD: [&[u8]; 10] = [
    b"\0",
    b"\xff",
    b"\xe2\x82",
    b"\xed\xa0\x80",
    b"\x7f",
    b"\x0b",
    "\u{a0}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{301}".as_bytes(),
    "\u{e000}".as_bytes(),
];

/// One of the files with a few changes.
pub(crate) fn mutated(chance: &mut Chance) -> Vec<u8> {
    let mut data = chance.one(&FILES).as_bytes().to_vec();
    for _ in 0..chance.below(5) {
        mutate(&mut data, chance);
    }
    data
}

fn mutate(data: &mut Vec<u8>, chance: &mut Chance) {
    let at = chance.below(data.len() + 1);
    let to = (at + chance.below(12)).min(data.len());
    match chance.below(8) {
        0 => drop(data.drain(at..to)),
        1 | 2 => drop(data.splice(at..at, chance.one(&PIECES).bytes())),
        3 => drop(data.splice(at..to, chance.one(&PIECES).bytes())),
        4 => drop(data.splice(at..at, chance.one(&ODD).iter().copied())),
        5 => data.truncate(at),
        _ => move_line(data, chance),
    }
}

/// Puts a line in a place where it was not, once more or altogether.
fn move_line(data: &mut Vec<u8>, chance: &mut Chance) {
    let mut lines: Vec<_> = data.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
    if lines.is_empty() {
        return;
    }
    let from = chance.below(lines.len());
    let line = lines[from].clone();
    if chance.below(2) == 0 {
        lines.remove(from);
    }
    lines.insert(chance.below(lines.len() + 1), line);
    *data = lines.concat();
}

/// A file of words in any order.
pub(crate) fn jumbled(chance: &mut Chance) -> Vec<u8> {
    chance.chain(&PIECES, 24).into_bytes()
}

/// Directives with arguments that nearly fit.
pub(crate) fn directives(chance: &mut Chance) -> Vec<u8> {
    let mut text = String::new();
    for _ in 0..=chance.below(6) {
        text.push_str(chance.one(&PIECES[38..50]));
        for _ in 0..chance.below(4) {
            text.push_str(chance.one(&PIECES[50..]));
            text.push(' ');
        }
        text.push_str(chance.one(&["\n", "\n", "\n", " // indirect\n", " // why\n", " ( )\n"]));
    }
    text.into_bytes()
}
