use super::lab::{Lab, Repository};

/// What there is to ask for.
type Versions = Vec<(String, String)>;

const CODE: &str = "package a\n";
const DOS: &str = "package a\r\n\r\nfunc A() {}\r\n";

/// Repositories of all shapes, and the versions to ask for.
pub(super) fn make(lab: &Lab) -> Versions {
    let shapes: [fn(&Lab) -> Versions; 13] = [
        plain,
        below,
        majors,
        without_gomod,
        nested,
        vendored,
        attributes,
        odd_files,
        refused_names,
        wrong_gomods,
        pseudo_versions,
        odd_tags,
        told_by_pages,
    ];
    shapes.iter().flat_map(|make| make(lab)).collect()
}

fn at(repository: &Repository, below: &str, version: &str) -> (String, String) {
    (format!("{}{below}", repository.root), version.to_owned())
}

pub(super) fn plain(lab: &Lab) -> Versions {
    let r = lab.begin("plain");
    let root = r.root.clone();
    let r = r
        .gomod("", &root, "1.20")
        .file("a.go", CODE)
        .file("LICENSE", "free\n")
        .file(".hidden/x", "x")
        .file("empty", "")
        .tagged("v1.0.0");
    let r = r.file("a.go", "package a // moved on\n").tagged("v1.1.0-rc.1");
    vec![
        at(&r, "", "v1.0.0"),
        at(&r, "", "v1.1.0-rc.1"),
        at(&r, "", "v1.2.0"),
        at(&r, "/sub", "v1.0.0"),
    ]
}

fn below(lab: &Lab) -> Versions {
    let r = lab.begin("below");
    let root = r.root.clone();
    let r = r
        .gomod("", &root, "1.20")
        .file("LICENSE", "free\n")
        .gomod("sub/deep/", &format!("{root}/sub/deep"), "1.20")
        .file("sub/deep/b.go", CODE)
        .gomod("own/", &format!("{root}/own"), "1.20")
        .file("own/LICENSE", "own\n")
        .gomod("sub/deep/v3/", &format!("{root}/sub/deep/v3"), "1.20")
        .file("sub/deep/v3/c.go", CODE)
        .file("subtle/c.go", CODE)
        .commit()
        .tag("sub/deep/v0.1.0")
        .tag("own/v1.0.0")
        .tag("sub/deep/v3.0.0")
        .tag("v1.0.0")
        .tag("sub/v1.0.0");
    vec![
        at(&r, "", "v1.0.0"),
        at(&r, "/sub/deep", "v0.1.0"),
        at(&r, "/own", "v1.0.0"),
        at(&r, "/sub/deep/v3", "v3.0.0"),
        at(&r, "/sub", "v1.0.0"),
    ]
}

fn majors(lab: &Lab) -> Versions {
    let folder = lab.begin("majorfolder");
    let root = folder.root.clone();
    let folder = folder
        .gomod("", &root, "1.20")
        .file("a.go", CODE)
        .file("LICENSE", "free\n")
        .gomod("v2/", &format!("{root}/v2"), "1.20")
        .file("v2/a.go", CODE)
        .commit()
        .tag("v1.0.0")
        .tag("v2.0.0");
    let top = lab.begin("majortop");
    let root = top.root.clone();
    let top = top.gomod("", &format!("{root}/v3"), "1.20").file("a.go", CODE);
    let top = top.file("v3/a.go", CODE).commit().tag("v3.1.0").tag("v1.0.0");
    let both = lab.begin("majorboth");
    let second = format!("{}/v2", both.root);
    let both = both.gomod("", &second, "1.20").gomod("v2/", &second, "1.20").tagged("v2.0.0");
    vec![
        at(&folder, "", "v1.0.0"),
        at(&folder, "/v2", "v2.0.0"),
        at(&top, "/v3", "v3.1.0"),
        at(&top, "", "v1.0.0"),
        at(&both, "/v2", "v2.0.0"),
    ]
}

fn without_gomod(lab: &Lab) -> Versions {
    let r = lab.begin("legacy");
    let root = r.root.clone();
    let r = r.file("a.go", CODE).commit().tag("v1.0.0").tag("v2.0.0");
    let r = r.gomod("v3/", &format!("{root}/v3"), "1.20").tagged("v3.0.0");
    let r = r.gomod("", &root, "1.20").commit().tag("v4.0.0").tag("v1.5.0");
    vec![
        at(&r, "", "v1.0.0"),
        at(&r, "", "v2.0.0+incompatible"),
        at(&r, "", "v3.0.0+incompatible"),
        at(&r, "", "v4.0.0+incompatible"),
        at(&r, "", "v1.5.0+incompatible"),
        at(&r, "/v2", "v2.0.0"),
    ]
}

fn nested(lab: &Lab) -> Versions {
    let r = lab.begin("nested");
    let root = r.root.clone();
    let r = r
        .gomod("", &root, "1.20")
        .file("a/a.go", CODE)
        .gomod("inner/", "anything", "1.20")
        .file("inner/x.go", CODE)
        .file("inner/deep/AUX", "left out with its module\n")
        .file("case/GO.MOD", "module also\n")
        .file("case/y.go", CODE)
        .file("z/go.mod.txt", "no go.mod\n")
        .tagged("v1.0.0");
    let r = r.link("a/go.mod", "../go.mod").tagged("v1.1.0");
    vec![at(&r, "", "v1.0.0"), at(&r, "", "v1.1.0")]
}

fn vendored(lab: &Lab) -> Versions {
    let mut found = Vec::new();
    for (name, go) in [("vendorold", "1.23"), ("vendornew", "1.24"), ("vendorrc", "1.24rc1")] {
        let r = lab.begin(name);
        let root = r.root.clone();
        let r = r
            .gomod("", &root, go)
            .file("vendor/modules.txt", "# m v1.0.0\n")
            .file("vendor/m/m.go", CODE)
            .file("vendor/top.go", CODE)
            .file("p/vendor/v.go", CODE)
            .file("longpackage/vendor/v.go", CODE)
            .file("longpackage/vendor/w/w.go", CODE)
            .file("p/vendor/w/w.go", CODE)
            .tagged("v1.0.0");
        found.push(at(&r, "", "v1.0.0"));
    }
    found
}

fn attributes(lab: &Lab) -> Versions {
    let r = lab.begin("attributes");
    let root = r.root.clone();
    let attributes = "hidden export-ignore\nstamp export-subst\n*.dos text eol=crlf\n\
        *.auto text=auto\n*.raw -text\n*.wide text working-tree-encoding=UTF-16LE\nid ident\n\
        go.mod text eol=crlf\n";
    let r = r
        .gomod("", &root, "1.20")
        .file(".gitattributes", attributes)
        .file("hidden", "shown all the same\n")
        .file("stamp", "$Format:%H$\n")
        .file("a.dos", "one\ntwo\n")
        .file("b.auto", DOS)
        .file("c.raw", DOS)
        .file("d.go", DOS)
        .file("id", "$Id$\n")
        .file("below/.gitattributes", "* export-ignore eol=crlf\n")
        .file("below/x.txt", "one\ntwo\n")
        .tagged("v1.0.0");
    let r = r.file("LICENSE", DOS).file("sub/a.go", DOS);
    let r = r.file("sub/go.mod", &format!("module {root}/sub\r\n\r\ngo 1.20\r\n"));
    let r = r.commit().tag("sub/v1.0.0");
    vec![at(&r, "", "v1.0.0"), at(&r, "/sub", "v1.0.0")]
}

fn odd_files(lab: &Lab) -> Versions {
    let inner = lab.begin("submodule").file("s.go", CODE).tagged("v1.0.0");
    let r = lab.begin("odd");
    let root = r.root.clone();
    let long = format!("{}/{}/{}.go", "a".repeat(90), "b".repeat(120), "c".repeat(130));
    let r = r
        .gomod("", &root, "1.20")
        .file("run.sh", "#!/bin/sh\n")
        .executable("run.sh")
        .link("link.go", "run.sh")
        .link("folderlink", ".")
        .link("broken", "nowhere")
        .file("naïve/字.go", CODE)
        .file("Straße.txt", "x")
        .file("with blank.txt", "x")
        .file("a!#$%&()+,-.=@[]^_{}~b", "x")
        .file(&long, CODE)
        .file("big.bin", &"0123456789abcdef".repeat(40_000))
        .file(".hg_archival.txt", "left out\n")
        .file(".gitmodules", "")
        .file("sub/.hg_archival.txt", "kept\n")
        .commit();
    let url = lab.repository(&inner.root);
    r.git(&["submodule", "--quiet", "add", "-f", url.raw(), "module"]);
    let r = r.tagged("v1.0.0");
    let longer = lab.begin_as("longer", "sha256");
    let path = longer.root.clone();
    let longer = longer.gomod("", &path, "1.20").file("a.go", CODE).tagged("v1.0.0");
    vec![at(&r, "", "v1.0.0"), at(&inner, "", "v1.0.0"), at(&longer, "", "v1.0.0")]
}

/// One file that go takes into no zip, in a repository of its own each.
fn refused_names(lab: &Lab) -> Versions {
    let refused: [(&str, &[&str]); 11] = [
        ("case", &["a.go", "A.go"]),
        ("casefolder", &["pkg/a.go", "Pkg/b.go"]),
        ("casewide", &["straße.go", "STRAẞE.go"]),
        ("casekelvin", &["k.txt", "\u{212A}.txt"]),
        ("device", &["aux.go"]),
        ("colon", &["a:b.go"]),
        ("backslash", &["a\\b.go"]),
        ("dot", &["ends."]),
        ("quote", &["it's"]),
        ("wide", &["smile\u{1F600}.go"]),
        ("control", &["a\u{1}b"]),
    ];
    let mut found = Vec::new();
    for (name, files) in refused {
        let r = lab.begin(&format!("name{name}"));
        let root = r.root.clone();
        let r = r.gomod("", &root, "1.20");
        let r = files.iter().fold(r, |r, file| r.file(file, "x")).tagged("v1.0.0");
        found.push(at(&r, "", "v1.0.0"));
    }
    // A link by such a name is refused, and in a vendored package it is left out.
    let r = lab.begin("namelink");
    let root = r.root.clone();
    let r = r.gomod("", &root, "1.20").link("aux", "go.mod").tagged("v1.0.0");
    let r = r.without("aux").file("vendor/x/aux", "x").tagged("v1.1.0");
    found.extend([at(&r, "", "v1.0.0"), at(&r, "", "v1.1.0")]);
    found
}

fn wrong_gomods(lab: &Lab) -> Versions {
    let r = lab.begin("wrong");
    let root = r.root.clone();
    let r = r.gomod("", "example.com/quite/another", "1.20").tagged("v1.0.0");
    let r = r.file("go.mod", "go 1.20\n").tagged("v1.1.0");
    let r = r.gomod("", &format!("{root}/v2"), "1.20").tagged("v1.2.0");
    let r = r.without("go.mod").file("real", "module x\n").link("go.mod", "real").tagged("v1.3.0");
    let r = r.without("go.mod").file("GO.mod", "module shouted\n").tagged("v1.4.0");
    let quoted = format!("// c\nmodule \"{root}\" // x\n\ngo 1.20\nnonsense (\n");
    let r = r.without("GO.mod").file("go.mod", &quoted).tagged("v1.5.0");
    let r = r.file("inner/go.mod/x", "a folder\n").tagged("v1.6.0");
    let versions = ["v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0", "v1.4.0", "v1.5.0", "v1.6.0"];
    versions.iter().map(|version| at(&r, "", version)).collect()
}

fn pseudo_versions(lab: &Lab) -> Versions {
    let r = lab.begin("pseudo");
    let root = r.root.clone();
    let r = r.gomod("", &root, "1.20").file("a.go", CODE).commit();
    let old = r.pseudo("v0.0.0-");
    let r = r.gomod("s/", &format!("{root}/s"), "1.20").file("LICENSE", "x\n").commit();
    let tip = r.pseudo("v0.0.0-");
    let wrong_time = tip.replace("20240301", "20240302");
    let first = tip.replace("v0.0.0-", "v1.0.0-");
    let short = tip[..tip.len() - 2].to_owned();
    let absent = "v0.0.0-20240301100000-0123456789ab".to_owned();
    // What only the server knows of is none of the module's.
    let r = r.file("hidden.go", CODE).commit();
    let unnamed = r.pseudo("v0.0.0-");
    r.git(&["update-ref", "refs/pull/1/head", "HEAD"]);
    r.git(&["reset", "-q", "--hard", "HEAD~1"]);
    let root = [old, tip.clone(), wrong_time, first, short, absent, unnamed];
    let mut found: Vec<_> = root.iter().map(|version| at(&r, "", version)).collect();
    found.push(at(&r, "/s", &tip));
    found
}

fn odd_tags(lab: &Lab) -> Versions {
    let r = lab.begin("tags");
    let root = r.root.clone();
    let r = r.gomod("", &root, "1.20").file("a.go", CODE).commit();
    r.git(&["tag", "-a", "-m", "with a text", "v1.0.0"]);
    r.git(&["tag", "-a", "-m", "of a tag", "v1.1.0", "v1.0.0"]);
    r.git(&["tag", "v1.2.0", "HEAD^{tree}"]);
    r.git(&["branch", "v1.3.0"]);
    // A branch of the name of a tag, elsewhere.
    let r = r.tag("v1.4.0").file("b.go", CODE).commit();
    r.git(&["branch", "v1.4.0"]);
    let r = r.tag("other/v1.5.0").tag("refs/tags/v1.6.0");
    let versions = ["v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0", "v1.4.0", "v1.5.0", "v1.6.0"];
    versions.iter().map(|version| at(&r, "", version)).collect()
}

fn told_by_pages(lab: &Lab) -> Versions {
    let old = lab.begin_at("gopkg.in/lab.v2", "sha1").file("a.go", CODE).tagged("v2.0.0");
    let old = old.gomod("", "gopkg.in/lab.v2", "1.20").tagged("v2.1.0");
    let old = old.gomod("", "github.com/lab/lab/v2", "1.20").tagged("v2.2.0");
    let old = old.gomod("", "github.com/lab/lab", "1.20").tagged("v2.3.0");
    let old = old.without("go.mod").tagged("v3.0.0").file("b.go", CODE).tagged("v2.4.0");
    let pseudo = old.pseudo("v2.0.0-");
    let whole = lab.begin_at("go.example/whole", "sha1");
    whole.gomod("", "go.example/whole/v2", "1.20").file("v2/a.go", CODE).tagged("v2.0.0");
    lab.begin_at("git.example/all", "sha1")
        .file("LICENSE", "free\n")
        .gomod("inner/place/", "go.example/moved", "1.20")
        .file("inner/place/a.go", CODE)
        .gomod("sub/inner/place/", "go.example/moved/sub", "1.20")
        .gomod("inner/place/v2/", "go.example/moved/v2", "1.20")
        .commit()
        .tag("inner/place/v1.0.0")
        .tag("v1.1.0")
        .tag("sub/inner/place/v1.0.0")
        .tag("inner/place/v2.0.0");
    let wanted = [
        ("gopkg.in/lab.v2", "v2.0.0"),
        ("gopkg.in/lab.v2", "v2.1.0"),
        ("gopkg.in/lab.v2", "v2.2.0"),
        ("gopkg.in/lab.v2", "v2.3.0"),
        ("gopkg.in/lab.v2", "v2.4.0"),
        ("gopkg.in/lab.v2", pseudo.as_str()),
        ("gopkg.in/lab.v3", "v3.0.0"),
        ("go.example/whole/v2", "v2.0.0"),
        ("go.example/moved", "v1.0.0"),
        ("go.example/moved", "v1.1.0"),
        ("go.example/moved/sub", "v1.0.0"),
        ("go.example/moved/v2", "v2.0.0"),
    ];
    wanted.iter().map(|(module, version)| ((*module).into(), (*version).into())).collect()
}
