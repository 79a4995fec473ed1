//! `Facts::rewritten`, from what the program itself reads of git's configuration,
//! against `git ls-remote --get-url` under the same configuration.

mod goroot;
mod tool;

use gomod_doctor::base::Veiled;
use gomod_doctor::model::{Facts, GitFacts};
use goroot::Dice;
use serde_json::Value;
use std::fmt::Write as _;
use std::process::{Command, Stdio};
use tool::Ground;

/// Enough that every rule meets every other.
const HOMES: usize = 240;

#[test]
fn rewriting_is_gits() {
    if !has_git() {
        return;
    }
    let mut dice = Dice::new(41);
    let (mut wrong, mut rewritten, mut kept) = (Vec::new(), 0, 0);
    for _ in 0..HOMES {
        let home = Home::invented(&mut dice);
        let facts = home.facts();
        for _ in 0..5 {
            let url = dice.pick(ASKED);
            let git = Veiled::new(home.git(url)).to_string();
            let ours = facts.rewritten(url).map_or(url.to_owned(), |(it, _)| it.to_string());
            *(if git == url { &mut kept } else { &mut rewritten }) += 1;
            if git != ours {
                wrong.push(format!("{url}\n  ours {ours}\n  git  {git}\n{}", home.shown));
            }
        }
    }
    assert!(rewritten > 300 && kept > 200, "{rewritten} {kept}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong[..wrong.len().min(6)].join("\n"));
}

#[test]
fn of_two_rules_as_long_the_base_heard_of_first_wins() {
    if !has_git() {
        return;
    }
    let url = "https://git.corp.example/team/repo";
    let rule = |base: &str, start: &str| format!("[url \"{base}\"]\n\tinsteadOf = {start}\n");
    let (a, b) = ("https://a.example/", "https://b.example/");
    let start = "https://git.corp.example/";
    let cases = [
        (vec![rule(a, start), rule(b, start)], a),
        (vec![rule(b, start), rule(a, start)], b),
        // It comes later, of a base that is already known.
        (vec![rule(b, "gh:"), rule(a, start), rule(b, start)], b),
        (vec![rule(a, "https://"), rule(b, start), rule(a, start)], a),
        (vec![rule(a, "https://"), rule(b, start)], b),
    ];
    for (rules, winner) in cases {
        let home = Home::with(&rules.concat());
        let expected = format!("{winner}team/repo");
        assert_eq!(home.git(url), expected, "{}", home.shown);
        let facts = home.facts();
        assert_eq!(facts.rewritten(url).unwrap().0.raw(), expected, "{}", home.shown);
    }
}

fn has_git() -> bool {
    let found = Command::new("git").arg("version").stdout(Stdio::null()).status().is_ok();
    let required = std::env::var_os("GOMOD_DOCTOR_REQUIRE_LAB").is_some_and(|it| it == "1");
    assert!(found || !required, "there is no git");
    found
}

/// A home with a configuration of git's.
struct Home {
    ground: Ground,
    /// What is in it, to be told.
    shown: String,
}

impl Home {
    fn with(config: &str) -> Self {
        let ground = Ground::new().healthy().set("GIT_CONFIG_NOSYSTEM", "1");
        let home = Self { ground, shown: String::new() };
        home.write(".gitconfig", &format!("{HEARD}{config}"))
    }

    fn write(mut self, name: &str, content: &str) -> Self {
        self.ground.write(name, content);
        writeln!(self.shown, "-- {name}\n{content}").unwrap();
        self
    }

    fn set(mut self, name: &str, value: &str) -> Self {
        writeln!(self.shown, "{name}={value}").unwrap();
        self.ground = self.ground.set(name, value);
        self
    }

    fn invented(dice: &mut Dice) -> Self {
        let (before, after) = (rules(dice, 4), rules(dice, 3));
        let home = Self::with(&format!("{before}{}{after}", include(dice)));
        let home = home.write("more", &rules(dice, 2)).write("ask/more", &rules(dice, 2));
        let home = match dice.below(4) {
            0 => home.write(".config/git/config", &rules(dice, 2)),
            1 => home.write("other", &format!("{HEARD}{}", rules(dice, 3))),
            _ => home,
        };
        match dice.below(8) {
            0 | 1 => counted(home, dice),
            2 => {
                let rule = format!("'url.{}.insteadOf={}'", dice.pick(BASES), dice.pick(STARTS));
                home.set("GIT_CONFIG_PARAMETERS", &rule.replace('"', ""))
            }
            3 => {
                let other = home.ground.place("other");
                home.write("other", &format!("{HEARD}{}", rules(dice, 3)))
                    .set("GIT_CONFIG_GLOBAL", &other)
            }
            _ => home,
        }
    }

    /// What the program makes of it: the facts in the evidence that it saves.
    fn facts(&self) -> Facts {
        let wanted = ["--offline", "--no-mirrors", "--format", "json", "--save"];
        for name in ["one.json", "two.json", "three.json"] {
            let place = self.ground.place(name);
            let ended = self.ground.run(&[&wanted[..], &[place.as_str()]].concat());
            assert!(ended.code.is_some_and(|code| code != 2), "{ended:?}");
            let evidence: Value = serde_json::from_str(&self.ground.read(name)).unwrap();
            let git: GitFacts = serde_json::from_value(evidence["facts"]["git"].clone()).unwrap();
            // Else a crowded machine was too slow to let git speak.
            if git.settings.iter().any(|it| it.key.raw() == "http.useragent") {
                return Facts { git, ..Facts::default() };
            }
        }
        panic!("the program has not heard git\n{}", self.shown);
    }

    fn git(&self, url: &str) -> String {
        let tool = self.ground.command(&[]);
        let mut git = Command::new("git");
        git.args(["ls-remote", "--get-url", url]).current_dir("/").env_clear();
        git.envs(tool.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = git.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}\n{}", self.shown);
        String::from_utf8(output.stdout).unwrap().trim_end_matches('\n').to_owned()
    }
}

/// Rules that no file holds.
fn counted(home: Home, dice: &mut Dice) -> Home {
    let count = 1 + dice.below(2);
    let home = home.set("GIT_CONFIG_COUNT", &count.to_string());
    (0..count).fold(home, |home, at| {
        let name = dice.pick(&["insteadOf", "INSTEADOF", "insteadof", "pushInsteadOf"]);
        let key = format!("url.{}.{name}", dice.pick(BASES));
        home.set(&format!("GIT_CONFIG_KEY_{at}"), &key)
            .set(&format!("GIT_CONFIG_VALUE_{at}"), dice.pick(STARTS))
    })
}

/// One that applies, one that does not, one that is not there, or none.
fn include(dice: &mut Dice) -> String {
    let condition = dice.pick(&[
        "",
        "[include]\n",
        "[Include]\n",
        "[includeIf \"gitdir:/nowhere/\"]\n",
        "[includeIf \"gitdir:/\"]\n",
        "[includeIf \"onbranch:main\"]\n",
        "[remote \"o\"]\n\turl = https://github.com/o/o\n[includeIf \"hasconfig:remote.*.url:https://github.com/**\"]\n",
        "[includeIf \"hasconfig:remote.*.url:https://gone.example/**\"]\n",
    ]);
    let path = dice.pick(&["more", "~/more", "ask/more", "\"ask/more\" ; here", "gone"]);
    if condition.is_empty() { String::new() } else { format!("{condition}\tpath = {path}\n") }
}

fn rules(dice: &mut Dice, most: usize) -> String {
    (0..dice.below(most + 1)).map(|_| section(dice)).collect()
}

fn section(dice: &mut Dice) -> String {
    let name = dice.pick(&["url", "url", "url", "URL", "Url"]);
    let base = dice.pick(BASES).replace('\\', "\\\\").replace('"', "\\\"");
    let end = dice.pick(&["]\n", "]\n", "] # why\n", "] ; why\n", "] ", "]"]);
    let head = match dice.below(12) {
        // The old form, in which case does not count.
        0 => format!("[{name}.Mirror.Example{end}"),
        1 => format!("[{name}{end}"),
        _ => format!("[{name} \"{base}\"{end}"),
    };
    let lines = 1 + dice.below(3);
    (0..lines).fold(head, |text, _| text + &line(dice))
}

fn line(dice: &mut Dice) -> String {
    let key = dice.pick(KEYS);
    let equals = dice.pick(&[" = ", "=", "\t=\t", "   =", " = \\\n  "]);
    let end = dice.pick(&["\n", "\n", " \n", "\t\n", " # why\n", ";why\n", "\r\n", "\n\n# why\n"]);
    format!("\t{key}{equals}{}{end}", value(dice))
}

/// The same value as git lets one write it; now and then another one.
fn value(dice: &mut Dice) -> String {
    let start = dice.pick(STARTS);
    let middle = start.len() / 2;
    match dice.below(12) {
        0..6 => start.to_owned(),
        6 => format!("\"{start}\""),
        7 => format!("\"{}\"{}", &start[..middle], &start[middle..]),
        8 => format!("{}\\\n{}", &start[..middle], &start[middle..]),
        9 => format!("\"{start} \""),
        10 => format!("\" {start}\""),
        _ => format!("{start}\\t"),
    }
}

/// Tells that git was heard at all.
const HEARD: &str = "[http]\n\tuserAgent = oracle\n";

const KEYS: &[&str] = &[
    "insteadOf",
    "insteadOf",
    "insteadOf",
    "insteadof",
    "INSTEADOF",
    "InsteadOf",
    "pushInsteadOf",
    "insteadOff",
];

const BASES: &[&str] = &[
    "git@git.corp.example:",
    "git@github.com:",
    "ssh://git@git.corp.example/",
    "ssh://git@git.corp.example:7999/",
    "https://github.com/",
    "https://mirror.example/git/",
    "https://mirror.example/git",
    "https://Mirror.example/Git/",
    "https://oauth2:t0ken-of-mine@git.corp.example/",
    "https://mirror.example/.insteadof",
    "/srv/git/",
    "a \"quoted\" \\ base/",
    "https://git.corp.example/",
    "https://",
    "",
];

const STARTS: &[&str] = &[
    "https://git.corp.example",
    "https://git.corp.example/",
    "https://git.corp.example/",
    "https://git.corp.example/team",
    "https://git.corp.example/team/",
    "https://git.corp.example/team/repo",
    "https://git.corp.example/team/repo.git",
    "https://Git.corp.example/",
    "HTTPS://git.corp.example/",
    "https://github.com",
    "https://github.com/",
    "https://github.com/owner/",
    "http://git.corp.example/",
    "https://",
    "http",
    "git@github.com:",
    "git@github.com:owner/",
    "ssh://git@git.corp.example/",
    "gh:",
    "",
];

const ASKED: &[&str] = &[
    "https://git.corp.example/team/repo",
    "https://git.corp.example/team/repo",
    "https://git.corp.example/team/repo.git",
    "https://git.corp.example",
    "https://git.corp.example.org/team/repo",
    "https://github.com/owner/repo",
    "https://github.com/other/repo",
    "http://git.corp.example/team/repo",
    "HTTPS://git.corp.example/team/repo",
    "https://git.corp.example/ team/repo",
    "git@github.com:owner/repo",
    "ssh://git@git.corp.example/team/repo",
    "gh:owner/repo",
    "svn://elsewhere.example/repo",
];
