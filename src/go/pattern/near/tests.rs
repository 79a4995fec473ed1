use super::*;
use proptest::prelude::*;

const MODULE: &str = "git.corp.example/team/secret";

#[track_caller]
fn near(globs: &str, module: &str) -> (Slip, String) {
    let near = near_miss(globs, module).unwrap_or_else(|| panic!("nothing is near in {globs:?}"));
    let mended = near.mended(globs);
    assert!(match_prefix_patterns(&mended, module), "{globs:?} -> {mended:?}");
    (near.slips[0], mended)
}

#[test]
fn what_was_meant_is_recognised() {
    use Slip::*;
    for (globs, slip, mended) in [
        ("git.corp.example\r", CarriageReturn, "git.corp.example"),
        ("a.example, git.corp.example", Blank, "a.example,git.corp.example"),
        ("git.corp.example\t", Blank, "git.corp.example"),
        ("git.corp.example\u{200b}", Blank, "git.corp.example"),
        ("a.example;git.corp.example/team", Separator(';'), "a.example,git.corp.example/team"),
        ("git.corp.example/team a.example", Separator(' '), "git.corp.example/team,a.example"),
        ("a.example|git.corp.example", Separator('|'), "a.example,git.corp.example"),
        ("a.example，git.corp.example", Separator('，'), "a.example,git.corp.example"),
        ("a.example\ngit.corp.example", Separator('\n'), "a.example,git.corp.example"),
        ("a.example:git.corp.example", Separator(':'), "a.example,git.corp.example"),
        ("GOPRIVATE=git.corp.example", Name, "git.corp.example"),
        ("\"git.corp.example\"", Quotes, "git.corp.example"),
        ("\"a.example,git.corp.example\"", Quotes, "\"a.example,git.corp.example"),
        ("git.corp.example/[team", Malformed, "git.corp.example/team"),
        ("git.corp.example/{team,other}", Malformed, "git.corp.example/team,other}"),
        ("^git.corp.example/.*", Regex, "git.corp.example"),
        ("git.corp.example%2Fteam", Encoded, "git.corp.example/team"),
        ("git.corp.example\\team", Backslash, "git.corp.example/team"),
        ("https://git.corp.example/team", Scheme, "git.corp.example/team"),
        ("ssh://git@git.corp.example/team", Scheme, "git.corp.example/team"),
        ("git@git.corp.example:team", Scp, "git.corp.example/team"),
        ("git.corp.example:8443/team", Port, "git.corp.example/team"),
        ("git.corp.example/team/secret@v1.2.3", Version, MODULE),
        ("git.corp.example/team/secret@develop", Version, MODULE),
        ("git.corp.example/team/secret/...", Rest, MODULE),
        ("git.corp.example/team/secret/**", Rest, MODULE),
        ("git.corp.example//team", Slashes, "git.corp.example/team"),
        ("/git.corp.example/team", Slashes, "git.corp.example/team"),
        ("git.corp.example/team/secret.git", Git, MODULE),
        (".corp.example", Dot, "git.corp.example"),
        ("git.corp.example.", Dot, "git.corp.example"),
        ("Git.Corp.Example", Case, "git.corp.example"),
        ("*.CORP.example/Team", Case, "*.corp.example/team"),
        ("corp.example", Subdomain, "git.corp.example"),
        ("corp.example/team", Subdomain, "git.corp.example/team"),
        ("*.git.corp.example", Label, "git.corp.example"),
        ("git.corp.example/team/secret/*", Element, MODULE),
        ("git.corp.example/team/secret/cmd/tool", Deeper, MODULE),
        ("git.corp.example/team/secret/v2", Major, MODULE),
        ("git.corp.example/team/sec", Half, "git.corp.example/team/secret"),
        ("git.corp.exmaple", Typo, "git.corp.example"),
        ("gti.corp.example/team", Typo, "git.corp.example/team"),
    ] {
        assert_eq!(near(globs, MODULE), (slip, mended.to_owned()), "{globs:?}");
    }
    assert_eq!(near("github.com/Acme", "github.com/acme/x").1, "github.com/acme");
    assert_eq!(near("github.com/acme", "github.com/Acme/x").1, "github.com/Acme");
    assert_eq!(near("github.com/acme/*", "github.com/acme").1, "github.com/acme");
    let major = near("git.corp.example/team/secret/v2", "git.corp.example/team/secret/v3");
    assert_eq!(major.1, MODULE);
}

#[test]
fn what_is_meant_for_others_is_left_alone() {
    for globs in [
        "",
        ",",
        "none",
        "off",
        "git.corp.example/other",
        "gitlab.com/team",
        "git2.corp.example",
        "git.corp.example/team/other",
        "other.example",
        "example",
        "com",
        "!git.corp.example",
        "git.corp.example/team-b",
        "git.corp.example/*/other",
        "x.git.corp.example",
        "hub.corp.example, docs.corp.example",
        MODULE,
    ] {
        assert_eq!(near_miss(globs, MODULE), None, "{globs:?}");
    }
    assert_eq!(near_miss("gitlab.com/acme", "github.com/acme/x"), None);
    assert_eq!(near_miss("git.corp.example/team-a", "git.corp.example/team-b/x"), None);
    assert_eq!(near_miss("git1.corp.example", "git2.corp.example/x"), None);
    assert_eq!(near_miss("github.com/acme/client", "github.com/acme/server"), None);
}

#[test]
fn several_things_at_once_are_all_put_right() {
    let globs = "a.example, \"https://Git.Corp.Example:443/team/...\"";
    let near = near_miss(globs, MODULE).unwrap();
    assert_eq!(near.pattern, "git.corp.example/team");
    assert_eq!(near.mended(globs), "a.example,git.corp.example/team");
    assert!(near.is_dead());
    for slip in [Slip::Quotes, Slip::Scheme, Slip::Port, Slip::Case, Slip::Rest] {
        assert!(near.slips.contains(&slip), "{slip:?} is not told: {near:?}");
    }
}

type Breaking = (Slip, fn(&str) -> String);

/// How a right pattern is broken, and what is said of it.
fn breakings() -> Vec<Breaking> {
    vec![
        (Slip::CarriageReturn, |it| format!("{it}\r")),
        (Slip::Blank, |it| format!(" {it}")),
        (Slip::Blank, |it| format!("{it}\t")),
        (Slip::Separator(';'), |it| format!("x.example;{it}")),
        (Slip::Separator('|'), |it| format!("{it}|x.example")),
        (Slip::Separator('，'), |it| format!("x.example，{it}")),
        (Slip::Separator(' '), |it| format!("{it} x.example")),
        (Slip::Quotes, |it| format!("'{it}'")),
        (Slip::Name, |it| format!("GOPRIVATE={it}")),
        (Slip::Scheme, |it| format!("https://{it}")),
        (Slip::Scheme, |it| format!("ssh://git@{it}")),
        (Slip::Scp, |it| format!("git@{}", it.replacen('/', ":", 1))),
        (Slip::Port, |it| match it.split_once('/') {
            Some((host, path)) => format!("{host}:8443/{path}"),
            None => format!("{it}:443"),
        }),
        (Slip::Version, |it| it.to_owned() + if it.contains('/') { "@v1.2.3" } else { "" }),
        (Slip::Rest, |it| format!("{it}/...")),
        (Slip::Slashes, |it| format!("{it}//")),
        (Slip::Git, |it| it.to_owned() + if it.contains('/') { ".git" } else { "" }),
        (Slip::Case, |it| it.to_uppercase()),
        (Slip::Malformed, |it| format!("{it}[")),
        (Slip::Backslash, |it| it.replacen('/', "\\", 1)),
        (Slip::Encoded, |it| it.replacen('/', "%2F", 1)),
    ]
}

prop_compose! {
    fn host()(labels in prop::collection::vec("[a-z][a-z]{1,7}", 2..4)) -> String {
        labels.join(".")
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn what_one_slip_broke_is_mended(
        host in host(),
        path in prop::collection::vec("[a-z][a-z0-9]{1,8}", 1..4),
        taken in 0_usize..3,
        way in 0_usize..21,
        others in prop::collection::vec("[a-z]{3,8}\\.other", 0..3),
        elsewhere in prop::collection::vec("[a-z][a-z0-9]{1,8}", 1..4),
    ) {
        let module = format!("{host}/{}", path.join("/"));
        let right = module.split('/').take(1 + taken).collect::<Vec<_>>().join("/");
        let (slip, breaking) = breakings()[way];
        let broken = breaking(&right);
        let globs = others.iter().cloned().chain([broken]).collect::<Vec<_>>().join(",");
        if match_prefix_patterns(&globs, &module) {
            return Ok(());
        }
        let near = near_miss(&globs, &module);
        let near = near.ok_or_else(|| TestCaseError::fail(format!("{globs:?} for {module}")))?;
        prop_assert!(near.slips.contains(&slip), "{slip:?} of {globs:?}: {near:?}");
        let mended = near.mended(&globs);
        prop_assert!(match_prefix_patterns(&mended, &module), "{mended:?}");
        // No more than what was right, and what stood beside it.
        let wanted = format!("{},{right},x.example", others.join(","));
        for other in [format!("{host}/{}", elsewhere.join("/")), format!("a{module}"), host.clone()] {
            let held = match_prefix_patterns(&mended, &other);
            prop_assert!(!held || match_prefix_patterns(&wanted, &other), "{mended:?} for {other}");
        }
    }

    #[test]
    fn any_text_is_read_to_its_end(globs in "\\PC{0,60}", module in "[a-z./]{0,40}") {
        if let Some(near) = near_miss(&globs, &module) {
            prop_assert!(match_prefix_patterns(&near.mended(&globs), &module), "{near:?}");
        }
    }

    #[test]
    fn other_teams_are_not_meant(
        host in host(),
        team in "[a-z]{3,8}",
        other in "[a-z]{3,8}",
        name in "[a-z]{3,8}",
    ) {
        prop_assume!(distinct(&team, &other));
        let near = near_miss(&format!("{host}/{team}"), &format!("{host}/{other}/{name}"));
        prop_assert_eq!(near, None);
    }
}

fn distinct(a: &str, b: &str) -> bool {
    let same = a.bytes().filter(|byte| b.as_bytes().contains(byte)).count();
    !a.starts_with(b) && !b.starts_with(a) && same * 2 < a.len()
}
