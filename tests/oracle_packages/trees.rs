//! Made-up modules, most of them healthy in an odd way.

/// One project: its go.mod, its files, and what it needs in the cache.
pub(crate) struct Tree {
    pub(crate) name: &'static str,
    pub(crate) gomod: String,
    pub(crate) files: Vec<(String, String)>,
    /// `path@version`, fetched before anything is asked.
    pub(crate) fetched: Vec<&'static str>,
    /// Variables for go alone.
    pub(crate) set: &'static [(&'static str, &'static str)],
    /// Whether go finds fault with it.
    pub(crate) bad: bool,
    /// What go complains of the tool need not see.
    pub(crate) open: bool,
}

type Published = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// What the proxy has.
pub(crate) const MODULES: &[Published] = &[
    (
        "example.com/lib",
        "v1.0.0",
        &[
            ("go.mod", "module example.com/lib\n\ngo 1.20\n"),
            ("lib.go", "package lib\n"),
            ("parse/parse.go", "package parse\n"),
            ("gen/gen.go", "//go:build ignore\n\npackage main\n"),
            ("docs/readme.txt", "no code\n"),
        ],
    ),
    (
        "example.com/lib",
        "v1.1.0",
        &[
            ("go.mod", "module example.com/lib\n\ngo 1.20\n"),
            ("lib.go", "package lib\n"),
            ("parse/parse.go", "package parse\n"),
            ("later/later.go", "package later\n"),
        ],
    ),
    (
        "example.com/lib/v2",
        "v2.0.0",
        &[("go.mod", "module example.com/lib/v2\n\ngo 1.20\n"), ("lib.go", "package lib\n")],
    ),
    (
        "example.com/amb",
        "v1.0.0",
        &[
            ("go.mod", "module example.com/amb\n\ngo 1.20\n"),
            ("amb.go", "package amb\n"),
            ("sub/sub.go", "package sub\n"),
        ],
    ),
    (
        "example.com/amb",
        "v1.1.0",
        &[("go.mod", "module example.com/amb\n\ngo 1.20\n"), ("amb.go", "package amb\n")],
    ),
    (
        "example.com/amb/sub",
        "v1.0.0",
        &[("go.mod", "module example.com/amb/sub\n\ngo 1.20\n"), ("sub.go", "package sub\n")],
    ),
    (
        "example.com/asks",
        "v1.0.0",
        &[
            ("go.mod", "module example.com/asks\n\ngo 1.20\n\nrequire example.com/lib v1.1.0\n"),
            ("asks.go", "package asks\n\nimport _ \"example.com/lib/later\"\n"),
        ],
    ),
    (
        "example.com/old",
        "v1.0.0",
        &[
            ("go.mod", "module example.com/old\n\nrequire example.com/lib v1.1.0\n"),
            ("old.go", "package old\n\nimport _ \"example.com/lib/later\"\n"),
        ],
    ),
];

const LIB: &str = "example.com/lib@v1.0.0";

impl Tree {
    fn of(name: &'static str) -> Self {
        let gomod = "module example.com/app\n\ngo 1.21\n".to_owned();
        let files = vec![("main.go".to_owned(), "package main\n\nfunc main() {}\n".to_owned())];
        Self { name, gomod, files, fetched: Vec::new(), set: &[], bad: false, open: false }
    }

    fn main(self, imports: &[&str]) -> Self {
        let lines: Vec<String> = imports.iter().map(|it| format!("\t_ \"{it}\"\n")).collect();
        let lines = lines.concat();
        self.file("main.go", &format!("package main\n\nimport (\n{lines})\n\nfunc main() {{}}\n"))
    }

    fn file(mut self, name: &str, text: &str) -> Self {
        self.files.retain(|(known, _)| known != name);
        self.files.push((name.to_owned(), text.to_owned()));
        self
    }

    fn mods(mut self, lines: &str) -> Self {
        self.gomod = format!("{}\n{lines}\n", self.gomod);
        self
    }

    fn gomod(mut self, text: &str) -> Self {
        text.clone_into(&mut self.gomod);
        self
    }

    /// Requires it, and has it in the cache.
    fn with(mut self, path: &str, version: &str, whole: &'static str) -> Self {
        self.fetched.push(whole);
        self.mods(&format!("require {path} {version}"))
    }

    fn lib(self) -> Self {
        self.with("example.com/lib", "v1.0.0", LIB)
    }

    fn bad(mut self) -> Self {
        self.bad = true;
        self
    }

    fn open(mut self) -> Self {
        self.open = true;
        self
    }
}

const NONE: &str = "package p\n\nimport _ \"example.com/none\"\n";

pub(crate) fn all() -> Vec<Tree> {
    [sound(), left_out(), wrong(), workspaces()].into_iter().flatten().collect()
}

/// Whose imports are all there.
fn sound() -> Vec<Tree> {
    vec![
        Tree::of("nothing imported"),
        Tree::of("the standard library").main(&["fmt", "net/http", "log/slog", "unsafe", "go/ast"]),
        Tree::of("its own package").main(&["example.com/app/in"]).file("in/in.go", "package in\n"),
        Tree::of("its own package of tests alone")
            .file("in/in_test.go", "package in\n")
            .file("a_test.go", "package main\n\nimport _ \"fmt\"\n"),
        Tree::of("a required package").lib().main(&["example.com/lib", "example.com/lib/parse"]),
        Tree::of("a folder with ignored files alone counts")
            .main(&["example.com/app/gen"])
            .file("gen/gen.go", "//go:build ignore\n\npackage gen\n")
            .file("gen/other.go", "package gen\n"),
        Tree::of("two major versions")
            .lib()
            .with("example.com/lib/v2", "v2.0.0", "example.com/lib/v2@v2.0.0")
            .main(&["example.com/lib", "example.com/lib/v2"]),
        Tree::of("replaced by a folder")
            .mods("require example.com/near v0.0.0\n\nreplace example.com/near => ../near")
            .main(&["example.com/near", "example.com/near/deep/er"])
            .file("../near/go.mod", "module example.com/near\n")
            .file("../near/near.go", "package near\n")
            .file("../near/deep/er/a.go", "package er\n"),
        Tree::of("a path without a dot, replaced")
            .mods("require near v0.0.0\n\nreplace near => ./near")
            .main(&["near"])
            .file("near/go.mod", "module near\n")
            .file("near/near.go", "package near\n"),
        Tree::of("a main module without a dot")
            .gomod("module app\n\ngo 1.21\n")
            .main(&["app/in"])
            .file("in/in.go", "package in\n"),
        Tree::of("a main module named like the standard library's folder")
            .gomod("module net\n\ngo 1.21\n")
            .main(&["net/http", "net/own"])
            .file("own/own.go", "package own\n")
            .bad()
            .open(),
        Tree::of("an older module that asks for more")
            .with("example.com/old", "v1.0.0", "example.com/old@v1.0.0")
            .with("example.com/lib", "v1.1.0", "example.com/lib@v1.1.0")
            .main(&["example.com/old", "example.com/lib/later"]),
        Tree::of("from before pruning, below a dependency")
            .gomod("module example.com/app\n\ngo 1.16\n\nrequire example.com/old v1.0.0\n")
            .main(&["example.com/old"])
            .fetching(&["example.com/old@v1.0.0", "example.com/lib@v1.1.0"]),
        Tree::of("split, and the outer one is new")
            .with("example.com/amb", "v1.1.0", "example.com/amb@v1.1.0")
            .with("example.com/amb/sub", "v1.0.0", "example.com/amb/sub@v1.0.0")
            .main(&["example.com/amb", "example.com/amb/sub"]),
        Tree::of("an exclude that does not matter")
            .lib()
            .mods("exclude example.com/lib v1.1.0")
            .main(&["example.com/lib"]),
        Tree::of("listed higher than asked for")
            .with("example.com/asks", "v1.0.0", "example.com/asks@v1.0.0")
            .with("example.com/lib", "v1.1.0", "example.com/lib@v1.1.0")
            .main(&["example.com/asks"]),
    ]
}

/// Whose bad imports no build of `./...` comes past.
fn left_out() -> Vec<Tree> {
    let out = |name, file: &str| Tree::of(name).file(file, NONE);
    vec![
        out("another system", "p/a_windows.go").file("p/a.go", "package p\n"),
        out("another machine", "p/a_arm64.go").file("p/a.go", "package p\n"),
        out("testdata", "testdata/a.go"),
        out("underscores", "_p/a.go"),
        out("an underscore before a file", "_a.go"),
        out("dots", ".p/a.go"),
        out("a module within", "p/a.go").file("p/go.mod", "module example.com/p\n"),
        out("below vendor of a folder", "p/vendor/a.go").file("p/a.go", "package p\n").bad(),
        Tree::of("a tag").file("a.go", "//go:build integration && linux\n\npackage main\n\nimport _ \"example.com/none\"\n"),
        Tree::of("a tag of old").file("a.go", "// +build ignore\n\npackage main\n\nimport _ \"example.com/none\"\n"),
        Tree::of("a later go").file("a.go", "//go:build go1.99\n\npackage main\n\nimport _ \"example.com/none\"\n"),
        Tree::of("tools").file("tools.go", "//go:build tools\n\npackage tools\n\nimport _ \"example.com/none\"\n"),
        Tree::of("cgo").file("a.go", "package main\n\nimport \"C\"\nimport _ \"example.com/none\"\n"),
        Tree::of("documentation").file("a.go", "package documentation\n\nimport _ \"example.com/none\"\n"),
        Tree::of("in a comment").file("a.go", "package main\n\n// import _ \"example.com/none\"\n/*\nimport \"example.com/none\"\n*/\n"),
        Tree::of("in a string").file("a.go", "package main\n\nconst text = `\nimport \"example.com/none\"\n`\n"),
        Tree::of("no Go at all").file("a.go.txt", NONE).file("p/b.golden", NONE),
        Tree::of("an ignored folder")
            .gomod("module example.com/app\n\ngo 1.25\n\nignore ./p\n\nignore deep\n")
            .file("p/a.go", NONE)
            .file("q/deep/a.go", NONE)
            .file("q/q.go", "package q\n"),
        Tree::of("relative imports are told otherwise").file("p/a.go", "package p\n\nimport _ \"./q\"\n").file("p/q/q.go", "package q\n"),
        Tree::of("a vendor folder")
            .file("vendor/modules.txt", "")
            .file("p/p.go", "package p\n"),
    ]
}

/// What a build stops at.
fn wrong() -> Vec<Tree> {
    vec![
        Tree::of("not required").main(&["example.com/none", "example.com/lib/parse"]).bad(),
        Tree::of("for tests alone").file("a_test.go", "package main\n\nimport _ \"example.com/none\"\n").bad(),
        Tree::of("for tests of another package").file("a_test.go", "package main_test\n\nimport _ \"example.com/none\"\n").bad(),
        Tree::of("not in std").main(&["notstd/foo", "fmtt"]).bad(),
        Tree::of("a path short of its beginning").main(&["app/in"]).file("in/in.go", "package in\n").bad(),
        Tree::of("no such folder of its own").main(&["example.com/app/none"]).bad(),
        Tree::of("a folder of its own without Go").main(&["example.com/app/docs"]).file("docs/a.txt", "").bad(),
        Tree::of("no such folder of a module").lib().main(&["example.com/lib/none", "example.com/lib/docs"]).bad(),
        Tree::of("a later version has it").lib().main(&["example.com/lib/later"]).bad(),
        Tree::of("another major version").lib().main(&["example.com/lib/v2"]).bad(),
        Tree::of("a module within is not this one")
            .main(&["example.com/app/p"])
            .file("p/go.mod", "module example.com/app/p\n")
            .file("p/p.go", "package p\n")
            .bad(),
        Tree::of("replaced and not required")
            .mods("replace example.com/near => ../near")
            .main(&["example.com/near"])
            .file("../near/go.mod", "module example.com/near\n")
            .file("../near/near.go", "package near\n")
            .bad(),
        Tree::of("ambiguous")
            .with("example.com/amb", "v1.0.0", "example.com/amb@v1.0.0")
            .with("example.com/amb/sub", "v1.0.0", "example.com/amb/sub@v1.0.0")
            .main(&["example.com/amb/sub"])
            .bad(),
        Tree::of("ambiguous with its own")
            .gomod("module example.com/amb\n\ngo 1.21\n\nrequire example.com/amb/sub v1.0.0\n")
            .fetching(&["example.com/amb/sub@v1.0.0"])
            .main(&["example.com/amb/sub"])
            .file("sub/sub.go", "package sub\n")
            .bad(),
        Tree::of("listed too low")
            .with("example.com/asks", "v1.0.0", "example.com/asks@v1.0.0")
            .lib()
            .fetching(&["example.com/lib@v1.1.0"])
            .main(&["example.com/asks"])
            .bad(),
        Tree::of("not listed at all, below a dependency")
            .with("example.com/asks", "v1.0.0", "example.com/asks@v1.0.0")
            .fetching(&["example.com/lib@v1.1.0"])
            .main(&["example.com/asks"])
            .bad(),
        Tree::of("imported from what is not listed")
            .with("example.com/asks", "v1.0.0", "example.com/asks@v1.0.0")
            .fetching(&["example.com/lib@v1.1.0"])
            .main(&["example.com/asks", "example.com/lib"])
            .bad(),
        Tree::of("files alike but for capitals")
            .file("p/a.go", "package p\n")
            .file("p/A.go", "package p\n")
            .bad(),
        Tree::of("taken by this system").file("a_linux.go", "package main\n\nimport _ \"example.com/none\"\n").bad(),
        Tree::of("taken by a tag").file("a.go", "//go:build unix && !windows && go1.18\n\npackage main\n\nimport _ \"example.com/none\"\n").bad(),
        Tree::of("one of many files").file("p/a.go", NONE).file("p/b.go", NONE).file("p/c.go", "package p\n").bad(),
        Tree::of("from before pruning")
            .gomod("module example.com/app\n\ngo 1.16\n\nrequire example.com/lib v1.0.0\n")
            .fetching(&[LIB])
            .main(&["example.com/lib/none", "example.com/other"])
            .bad(),
    ]
}

/// Modules side by side.
fn workspaces() -> Vec<Tree> {
    let work = |name, used: &str| {
        Tree::of(name)
            .file("go.work", &format!("go 1.21\n\nuse (\n{used})\n"))
            .file("b/go.mod", "module example.com/b\n\ngo 1.21\n")
            .file("b/b.go", "package b\n")
    };
    vec![
        work("a workspace", "\t.\n\t./b\n").main(&["example.com/b"]),
        work("a workspace without the other", "\t.\n").main(&["example.com/b"]).bad(),
        work("a workspace whose other module lacks something", "\t.\n\t./b\n")
            .file("b/b.go", NONE)
            .open(),
    ]
}

impl Tree {
    fn fetching(mut self, modules: &[&'static str]) -> Self {
        self.fetched.extend(modules);
        self
    }
}
