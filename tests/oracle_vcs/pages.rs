//! Pages by hand and by chance.

use crate::goroot::Dice;
use crate::world::{World, held};

const PATH: &str = "h.example/a/b";

/// Pieces of pages, tags among them.
const PIECES: &[&str] = &[
    "<html>",
    "<head>",
    "</head>",
    "</HEAD>",
    "<head/>",
    "<body>",
    "<BODY class=x>",
    "<x:body>",
    "<!doctype html>",
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD>\" '>'>",
    "<!-- a comment -->",
    "<!-- a -- b -->",
    "<!--->",
    "<!>",
    "<!a <b> <!-- > --> >",
    "<!\"a>",
    "<![CDATA[ <meta> ]]>",
    "<![CDATA[",
    "<![CDAT[",
    "]]>",
    "<?xml version=\"1.0\"?>",
    "<?xml version='1.1'?>",
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
    "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>",
    "<?xml encoding=ascii encoding='ASCII'?>",
    "<?xml encoding='koi8-r",
    "<?php echo '?>'",
    "<??>",
    "<title>Sign in</title>",
    "<p>",
    "</p>",
    "</ p>",
    "</p x>",
    "<p/ >",
    "<br/>",
    "<1>",
    "<a:b:c>",
    "<:a>",
    "text",
    " ",
    "\n",
    "\r\n",
    "\r",
    "&amp;",
    "&",
    "&;",
    "&nbsp;",
    "&#x;",
    "&#65;",
    "&#xD800;",
    "&#0;",
    "&#",
    "é",
    "\u{fffe}",
    "\u{0}",
    "<script>if (a && b < c) { d() }</script>",
    "<script src=/x.js></script>",
    "<link rel=icon href=a.b>",
    "<input disabled>",
    "<input a='b'c=\"d\">",
    "<a b=\"<\">",
    "<a b='",
    "<a b=",
    "<a",
    "<",
    "</",
    "<!",
    "<?",
    "<meta charset=utf-8>",
    "<meta charset=\"utf-8\"/>",
    "<meta>",
    "<meta name=go-import>",
    TAG,
    MIXED,
    BARE,
    NUMBERED,
    SPACED,
    PROXY,
    MISFIT,
    OTHER,
    FOURTH,
    TWICE,
    "<meta content=\"h.example/a/b git https://r.example\" name=go-import x",
    "<meta name='go-import' content='h.example/a/b git'>",
    "<meta name='go-import' content='h.example/a/b git https://r.example x y'>",
    "<meta name='go-source' content='h.example/a/b git https://r.example'>",
    "<META name='GO-IMPORT' content='h.example/a/b git https://r.example'>",
];
const TAG: &str = "<meta name=\"go-import\" content=\"h.example/a/b git https://r.example/b\">";
const MIXED: &str = "<META CONTENT='h.example/a/b git https://r.example/b' Name='go-import'/>";
const BARE: &str = "<meta name=go-import content=h.example>";
const NUMBERED: &str = "<x:meta name=\"go&#45;import\" y:content=\"h.example/a/b&#32;hg&#x20;https://r.example/&amp;b\">";
const SPACED: &str = "<meta\n\tname = 'go-import'\r\n content = '\n h.example/a\u{a0}git\t\thttps://r.example/a '\n>";
const PROXY: &str = "<meta name=\"go-import\" content=\"h.example/a/b mod https://p.example\">";
const MISFIT: &str = "<meta name=\"go-import\" content=\"h.example/c git https://r.example/c\">";
const OTHER: &str = "<meta name=\"go-import\" content=\"h.example/a mod https://p.example\">";
const FOURTH: &str =
    "<meta name=\"go-import\" content=\"h.example/a/b git https://r.example/b sub/c\">";
const TWICE: &str =
    "<meta name=\"x\" name=\"go-import\" content=\"h.example/a/b git https://r.example/b\">";

#[test]
fn pages_by_chance_are_read_as_go_reads_them() {
    let Some(judge) = crate::judge() else { return };
    let mut dice = Dice::new(6);
    let worlds: Vec<World> = (0..12000)
        .map(|_| {
            let mut page = dice.some(PIECES, 7).into_bytes();
            if dice.below(8) == 0 {
                page.truncate(dice.below(page.len() + 1));
            }
            if dice.below(40) == 0 {
                page.insert(dice.below(page.len() + 1), b"\xff\xc3\x80"[dice.below(3)]);
            }
            let above = dice.some(PIECES, 4);
            let status = [200, 200, 200, 404, 500][dice.below(5)];
            World::of(PATH).page(PATH, status, page).page("h.example/a", 200, above)
        })
        .collect();
    let answers = held(&judge, &worlds);
    let found = answers.iter().filter(|it| it[0] != "error").count();
    assert!(found > 800, "{found}");
}

/// All tags whose fields are of these kinds, with each page above.
#[test]
fn tags_of_every_kind_lead_where_go_goes() {
    let Some(judge) = crate::judge() else { return };
    let prefixes = [
        "h.example/a/b",
        "h.example/a",
        "h.example",
        "h.example/",
        "h.example/a/",
        "h.example/a/b/c",
        "H.example/a",
        "h.example/ab",
    ];
    let vcs = ["git", "hg", "svn", "bzr", "fossil", "mod", "Git", "cvs", "all"];
    let roots = [
        "https://r.example/b",
        "http://r.example/b",
        "ssh://git@r.example/b",
        "git@r.example:b.git",
        "r.example/b",
        "file:///srv/b",
        "FILE:///srv",
        "https://u:p@r.example/b",
        "https://r.example:x/b",
        "//r.example/b",
        "git+ssh://r.example/b",
        "C:\\b",
        "https:",
        ":",
        "%zz",
        "https://[::1/b",
    ];
    let folders = ["", " sub", " /sub", " -x", " ../up", " a/b"];
    let mut worlds = Vec::new();
    for prefix in prefixes {
        for vcs in vcs {
            for (at, root) in roots.iter().enumerate() {
                let folder = folders[(at + vcs.len() + prefix.len()) % folders.len()];
                let tag =
                    format!("<meta name=\"go-import\" content=\"{prefix} {vcs} {root}{folder}\">");
                let world = World::of(PATH).page(PATH, 200, tag.clone());
                let apart = tag.replace("r.example", "q.example");
                worlds.push(world.clone());
                worlds.push(world.clone().page(prefix, 200, tag.clone()));
                worlds.push(world.clone().page(prefix, 200, apart));
                worlds.push(world.clone().page(prefix, 404, tag));
                worlds.push(world.clone().page(prefix, 404, "no"));
                worlds.push(world.clone().page(prefix, 200, "<p>"));
                worlds.push(World { goprivate: "h.example".into(), ..world });
            }
        }
    }
    held(&judge, &worlds);
}

/// Each piece alone, cut at every byte, before and behind a tag.
#[test]
fn pages_that_end_early_are_read_so_far() {
    let Some(judge) = crate::judge() else { return };
    let mut worlds = Vec::new();
    for piece in PIECES {
        for cut in (0..=piece.len()).filter(|at| piece.is_char_boundary(*at)) {
            let part = &piece[..cut];
            worlds.push(World::of(PATH).page(PATH, 200, part));
            worlds.push(World::of(PATH).page(PATH, 200, format!("{TAG}{part}")));
            worlds.push(World::of(PATH).page(PATH, 200, format!("\n{part}{TAG}")));
        }
    }
    held(&judge, &worlds);
}

/// Every character that may be in a name, and those beside it.
#[test]
fn names_are_those_of_xml() {
    let Some(judge) = crate::judge() else { return };
    let all = (0x80..=0xffff).filter_map(char::from_u32);
    let worlds: Vec<World> = all
        .flat_map(|c| [format!("<{c}>"), format!("<a{c}>")])
        .map(|page| World::of(PATH).page(PATH, 200, page))
        .collect();
    held(&judge, &worlds);
}
