use gomod_doctor::app::{Looking, conclude, look};
use gomod_doctor::base::{Deadline, Lang, Text};
use gomod_doctor::causes;
use gomod_doctor::go::goproxy::ProxyList;
use gomod_doctor::go::gosumdb::Database;
use gomod_doctor::go::modfile::{Grammar, parse};
use gomod_doctor::go::pattern::match_prefix_patterns;
use gomod_doctor::go::sumfile::{MalformedLines, SumFile};
use gomod_doctor::go::workfile;
use gomod_doctor::machine::{
    Asked, DockerfileAt, Gathered, Machine, Plan, Scope, Watch, dockerfile, gather, survey,
};
use gomod_doctor::model::{
    Cause, Cite, Diagnosis, Evidence, Fix, Proof, Risk, Severity, Step, Subject,
};
use gomod_doctor::model::{Facts, Limits, Verdict};
use gomod_doctor::probe::Patience;
use gomod_doctor::world::{Scene, World};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::Duration;

fn seen(world: &World) -> Evidence {
    if world.reads_dockerfile {
        return dockerfile(world, &beside(world)).unwrap();
    }
    let asked = Asked { modules: world.modules.clone(), ..Asked::default() };
    let patience =
        Patience { whole: Deadline::after(Duration::from_secs(20)), probe: Duration::from_secs(5) };
    let looking = Looking {
        patience,
        offline: false,
        outsiders: true,
        progress: &|_| {},
        stop: Box::pin(std::future::pending()),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        if world.surveyed {
            let asked = Asked { scope: Scope::All, ..asked };
            return surveyed(world, gather(world, &asked).await);
        }
        let seen = gather(world, &asked).await;
        Box::pin(look(world, world, seen.facts, &seen.ledger, looking)).await
    })
}

/// Where a scene has its Dockerfile.
fn beside(world: &World) -> DockerfileAt {
    let dir = world.dir().unwrap();
    let path = Some(format!("{dir}/Dockerfile"));
    DockerfileAt { name: "Dockerfile".into(), path, content: None, dir }
}

/// As `verify` looks at it.
fn surveyed(world: &World, seen: Gathered) -> Evidence {
    let watch = Watch::default();
    survey(world, &Plan::of(&seen), &watch);
    let (survey, locks) = watch.found();
    let facts = Facts { locks, ..seen.facts };
    Evidence::new(facts, Vec::new(), Vec::new(), Vec::new(), Limits::default()).surveyed(survey)
}

fn codes(verdict: &Verdict) -> Vec<&'static str> {
    verdict.roots.iter().map(|root| root.cause.code).collect()
}

fn each(check: impl Fn(&str, &Cause, &Scene)) {
    // Every scene is told, so that one wrong answer does not hide the others.
    let mut failed = 0;
    for (name, cause, scenes) in causes::SCENES {
        for scene in *scenes {
            let told = std::panic::AssertUnwindSafe(|| check(name, cause, scene));
            failed += usize::from(std::panic::catch_unwind(told).is_err());
        }
    }
    assert_eq!(failed, 0, "scenes failed");
}

#[test]
fn a_healthy_world_yields_nothing() {
    let evidence = seen(&World::healthy());
    let verdict = conclude(&evidence);
    assert!(verdict.roots.is_empty(), "{:?}", codes(&verdict));
    assert_eq!(evidence.open_question(), None, "{evidence:#?}");
}

#[test]
fn scenes_say_what_they_should() {
    each(|name, _, scene| {
        let evidence = seen(&(scene.world)());
        let verdict = conclude(&evidence);
        assert_eq!(codes(&verdict), scene.roots, "{name}/{}: {:#?}", scene.name, evidence.walks());
        let loose = (&verdict.unexplained_ladders, &verdict.unexplained_fetches);
        assert_eq!(loose, (&vec![], &vec![]), "{name}/{} leaves something unexplained", scene.name);
    });
}

#[test]
fn every_cause_speaks_and_is_quiet() {
    for (name, cause, scenes) in causes::SCENES {
        let speaks = |scene: &&Scene| scene.roots.contains(&cause.code);
        assert!(scenes.iter().any(|scene| speaks(&scene)), "{name} never speaks");
        assert!(!scenes.iter().all(|scene| speaks(&scene)), "{name} is never quiet");
    }
}

#[test]
fn every_cause_file_is_listed_under_its_own_name() {
    let stem = |entry: fs::DirEntry| entry.path().file_stem().unwrap().to_str().unwrap().to_owned();
    let files: BTreeSet<String> = fs::read_dir("src/causes")
        .unwrap()
        .map(|entry| stem(entry.unwrap()))
        .filter(|stem| stem != "mod")
        .collect();
    let listed: BTreeSet<String> =
        causes::SCENES.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(files, listed);
    for (name, cause, _) in causes::SCENES {
        assert_eq!(cause.code, name.replace('_', "-"));
    }
}

#[test]
fn causes_speak_both_languages() {
    let whole = |name: &str, text: &Text| {
        assert!(!text.to(Lang::En).trim().is_empty(), "{name} has no English");
        let zh = text.to(Lang::Zh);
        assert!(zh.chars().any(|c| c as u32 > 0x2e80) || zh == "GOPROXY", "{name}: {zh}");
    };
    for (name, cause, _) in causes::SCENES {
        whole(name, &cause.title);
        whole(name, &cause.docs);
        assert!(!cause.logs.is_empty(), "{name} has no log mark");
    }
    each(|name, cause, scene| {
        let evidence = seen(&(scene.world)());
        let Some(finding) = (cause.rule)(&evidence) else { return };
        whole(name, &finding.says);
        for fix in (cause.fixes)(&finding, &evidence) {
            whole(name, &fix.title);
        }
    });
}

#[test]
fn every_citation_bears_weight() {
    each(|name, cause, scene| {
        let evidence = seen(&(scene.world)());
        let Some(finding) = (cause.rule)(&evidence) else { return };
        assert!(!finding.because.is_empty(), "{name} cites nothing");
        for cite in &finding.because {
            let Some(left) = (cause.rule)(&evidence.without(cite)) else { continue };
            let weaker = left.confidence < finding.confidence
                || left.severity < finding.severity
                || left.affects.len() < finding.affects.len();
            assert!(weaker, "{name}/{} does not need {cite:?}", scene.name);
        }
    });
}

#[test]
fn what_a_cause_explains_exists() {
    for (name, cause, _) in causes::SCENES {
        for code in cause.explains {
            assert!(causes::ALL.iter().any(|known| known.code == *code), "{name} explains {code}");
        }
    }
}

#[test]
fn no_two_causes_explain_each_other() {
    // Both would be shadows then, and nobody the root.
    fn reaches(from: &str, to: &str, seen: &mut BTreeSet<&'static str>) -> bool {
        let of = |code: &str| causes::ALL.iter().find(|cause| cause.code == code).unwrap().explains;
        of(from).iter().any(|code| *code == to || seen.insert(code) && reaches(code, to, seen))
    }
    for cause in causes::ALL {
        assert!(!reaches(cause.code, cause.code, &mut BTreeSet::new()), "{}", cause.code);
    }
}

#[test]
fn errors_mean_that_go_fails() {
    each(|name, _, scene| {
        let evidence = seen(&(scene.world)());
        let error = |verdict: &Verdict| {
            verdict.roots.iter().any(|root| root.finding.severity == Severity::Error)
        };
        let verdict = conclude(&evidence);
        let works = evidence.walks().iter().all(|walk| walk.stopped_by().is_none());
        let needs = !evidence.facts.needs.is_empty();
        // What go stops at on this machine it stops at before it walks anywhere; that it
        // does, the lab asks the real go.
        let is_here = |root: &Diagnosis| root.finding.because.iter().all(Cite::is_here);
        let exempt = verdict.roots.iter().any(is_here);
        // What lies in the cache stands beside the real go in `tests/verify`.
        let exempt = exempt || evidence.survey.is_some();
        assert!(!(needs && works && error(&verdict)) || exempt, "{name}/{}", scene.name);
    });
}

/// Every finding and fix that the scenes bring forth, those of shadows included.
pub(super) fn each_word(check: impl Fn(&str, &World, &Evidence, &Diagnosis)) {
    each(|name, _, scene| {
        let world = (scene.world)();
        let evidence = seen(&world);
        let verdict = conclude(&evidence);
        let shadows = verdict.shadows.iter().map(|(shadow, _)| shadow);
        let what = format!("{name}/{}", scene.name);
        verdict.roots.iter().chain(shadows).for_each(|it| check(&what, &world, &evidence, it));
    });
}

#[test]
fn every_cause_offers_fixes_that_say_something() {
    each_word(|what, _, _, diagnosis| {
        let code = diagnosis.cause.code;
        assert!(!diagnosis.fixes.is_empty(), "{what}: {code} offers no fix");
        for fix in &diagnosis.fixes {
            assert!(!fix.steps.is_empty(), "{what}: `{}` has no step", fix.title.en);
            for step in &fix.steps {
                if let Step::Say(text) = step {
                    sentence(what, text);
                }
            }
            if let Risk::TradeOff(why) | Risk::Unsafe(why) = &fix.risk {
                sentence(what, why);
            }
            if let Proof::NotVerifiable(why) = &fix.proof {
                sentence(what, why);
            }
            let title = fix.title.to(Lang::En);
            assert!(!title.ends_with(['.', ':', ',', '!']), "{what}: {title}");
        }
    });
}

#[test]
fn findings_are_sentences() {
    each_word(|what, _, _, diagnosis| {
        sentence(what, &diagnosis.finding.says);
        for ruled_out in &diagnosis.finding.ruled_out {
            sentence(what, &ruled_out.because);
            let known = causes::ALL.iter().any(|cause| cause.code == ruled_out.code);
            assert!(known && ruled_out.code != diagnosis.cause.code, "{what}: {}", ruled_out.code);
        }
    });
}

/// It ends as a sentence does, has no hole where a word was missing, and its
/// Chinese is punctuated as Chinese.
fn sentence(what: &str, text: &Text) {
    let (en, zh) = (text.to(Lang::En), text.to(Lang::Zh));
    assert!(en.ends_with(['.', '?']) || en.ends_with("NAME"), "{what}: {en}");
    assert!(zh.ends_with(['。', '？']) || zh.ends_with("NAME"), "{what}: {zh}");
    for hole in ["  ", "()", "（）", "``", " ,", " . ", "..,"] {
        assert!(!en.contains(hole) && !zh.contains(hole), "{what}: `{hole}` in {en} / {zh}");
    }
    chinese(what, zh);
}

/// No ASCII comma, stop or parenthesis stands beside a Chinese character.
fn chinese(what: &str, zh: &str) {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let is_ascii = |c: char| matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '(' | ')');
    let chars: Vec<char> = zh.chars().collect();
    for pair in chars.windows(2) {
        let mixed = is_han(pair[0]) && is_ascii(pair[1]) || pair[0] == ')' && is_han(pair[1]);
        assert!(!mixed, "{what}: `{}{}` in {zh}", pair[0], pair[1]);
    }
}

#[test]
fn docs_are_whole_in_both_languages() {
    for (name, cause, _) in causes::SCENES {
        let (en, zh) = (cause.docs.to(Lang::En), cause.docs.to(Lang::Zh));
        let paragraphs = |text: &str| text.split("\n\n").count();
        assert_eq!(paragraphs(en), paragraphs(zh), "{name}");
        assert!(paragraphs(en) >= 4, "{name} has {} paragraphs", paragraphs(en));
        assert!(en.ends_with('.') && zh.ends_with('。'), "{name}");
        assert!(!cause.title.to(Lang::En).ends_with('.'), "{name}");
        chinese(name, zh);
    }
}

#[test]
fn what_is_safe_is_offered_before_what_is_not() {
    let rank = |fix: &Fix| match fix.risk {
        Risk::Safe => 0,
        Risk::TradeOff(_) => 1,
        Risk::Unsafe(_) => 2,
    };
    each_word(|what, _, _, diagnosis| {
        let ranks: Vec<i32> = diagnosis.fixes.iter().map(rank).collect();
        assert!(ranks.is_sorted(), "{what}: {}", diagnosis.cause.code);
    });
}

#[test]
fn no_fix_gives_up_verification() {
    each_word(|what, _, evidence, diagnosis| {
        for fix in &diagnosis.fixes {
            let typed = format!("{:?} {:?}", fix.title, fix.steps);
            let given_up = ["GOINSECURE", "GONOSUMCHECK", "GOFLAGS=-insecure"];
            for given_up in given_up.into_iter().filter(|it| !is_for_one(it, fix, diagnosis)) {
                assert!(!typed.contains(given_up), "{what}: {typed}");
            }
            let off = |step: &Step| match step {
                Step::SetGoEnv { key, value } => *key == "GOSUMDB" && value.raw() == "off",
                Step::SetEnv { name, value } => name == "GOSUMDB" && value.raw() == "off",
                _ => false,
            };
            assert!(!fix.steps.iter().any(off), "{what}: {typed}");
            for step in &fix.steps {
                assert!(leaves_the_public(step, evidence), "{what}: {typed}");
            }
        }
    });
}

/// A host without https may be asked for one path below it, at a price that is told.
fn is_for_one(given_up: &str, fix: &Fix, diagnosis: &Diagnosis) -> bool {
    let is_path = |step: &Step| match step {
        Step::SetGoEnv { key: "GOINSECURE", value } => value.raw().contains('/'),
        _ => false,
    };
    given_up == "GOINSECURE"
        && diagnosis.cause.code == "insecure-host"
        && matches!(fix.risk, Risk::TradeOff(_))
        && fix.steps.iter().all(is_path)
}

/// Patterns may name what is private, and never take a public module out of the check:
/// not with `*`, not with a whole forge, and not by an empty value.
fn leaves_the_public(step: &Step, evidence: &Evidence) -> bool {
    let (key, value) = match step {
        Step::SetGoEnv { key, value } => (*key, value.raw()),
        Step::SetEnv { name, value } => (name.as_str(), value.raw()),
        _ => return true,
    };
    if !["GONOSUMDB", "GOPRIVATE", "GONOPROXY"].contains(&key) {
        return true;
    }
    let before = evidence.facts.settings.raw(key);
    let public = [
        "golang.org/x/text",
        "github.com/acme/widget",
        "gitlab.com/acme/widget",
        "gopkg.in/yaml.v3",
        "example.com/widget",
    ];
    let taken = |module: &str| {
        match_prefix_patterns(value, module) && !match_prefix_patterns(before, module)
    };
    !value.is_empty() && !public.iter().any(|module| taken(module))
}

#[test]
fn what_a_fix_sets_go_can_read() {
    each_word(|what, world, _, diagnosis| {
        for step in diagnosis.fixes.iter().flat_map(|fix| &fix.steps) {
            let set = match step {
                Step::SetGoEnv { key, value } => Some((*key, value.raw())),
                Step::SetEnv { name, value } => Some((name.as_str(), value.raw())),
                _ => None,
            };
            match (set, step) {
                (Some(("GOPROXY", value)), _) => {
                    assert!(ProxyList::parse(value, "").is_ok(), "{what}: {value}");
                }
                (Some(("GOSUMDB", value)), _) => {
                    assert!(Database::parse(value).is_ok(), "{what}: {value}");
                }
                (_, Step::EditLine { .. }) => assert!(mends(world, &diagnosis.fixes), "{what}"),
                _ => {}
            }
        }
    });
}

/// With all its lines edited go can read the file again.
fn mends(world: &World, fixes: &[Fix]) -> bool {
    let mut edited: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for step in fixes.iter().flat_map(|fix| &fix.steps) {
        if let Step::EditLine { file, line, becomes, .. } = step {
            let lines = edited.entry(file).or_insert_with(|| lines(world, file));
            lines[line - 1].clone_from(becomes);
        }
    }
    edited.iter().all(|(file, lines)| {
        let text = lines.join("\n");
        if Path::new(file).extension().is_some_and(|it| it == "go") {
            return true;
        }
        if Path::new(file).extension().is_some_and(|it| it == "sum") {
            SumFile::read(text.as_bytes(), MalformedLines::Stop).malformed.is_empty()
        } else if file.ends_with("go.work") {
            workfile::parse(text.as_bytes(), Grammar::default()).is_ok()
        } else {
            parse(text.as_bytes(), Grammar::default()).is_ok()
        }
    })
}

fn lines(world: &World, path: &str) -> Vec<String> {
    let text = String::from_utf8(world.read(path, 1 << 20).unwrap()).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_public_mirror_never_replaces_a_companys_own_proxy() {
    each_word(|what, _, evidence, diagnosis| {
        let before = evidence.facts.settings.raw("GOPROXY");
        for step in diagnosis.fixes.iter().flat_map(|fix| &fix.steps) {
            if let Step::SetGoEnv { key: "GOPROXY", value } = step
                && before.contains("go.corp.example")
            {
                assert!(value.raw().contains("go.corp.example"), "{what}: {value}");
            }
        }
    });
}

#[test]
fn findings_name_what_they_are_about() {
    each_word(|what, _, evidence, diagnosis| {
        let (en, zh) = (&diagnosis.finding.says.en, &diagnosis.finding.says.zh);
        if let Subject::Host(host) = &diagnosis.finding.subject {
            assert!(en.contains(host.as_str()) && zh.contains(host.as_str()), "{what}: {en}");
        }
        for secret in evidence.facts.secrets() {
            let secret = secret.expose();
            assert!(secret.len() < 4 || !en.contains(secret) && !zh.contains(secret), "{what}");
        }
    });
}

/// What `explain` quotes of go's words is what a log is recognised by: as it stands, or
/// behind go's own name, where it leaves out what stands before.
#[test]
fn marks_fit_the_words_that_are_quoted() {
    let (mut bare, mut named, mut ends) = (String::new(), String::new(), Vec::new());
    for (_, cause, _) in causes::SCENES {
        for line in cause.docs.to(Lang::En).lines().chain([""]) {
            bare.extend([line, "\n"]);
            named.extend(["go: ", line, "\n"]);
        }
        ends.push(bare.lines().count());
    }
    let read = |text: String| gomod_doctor::log::read(text.as_bytes(), causes::ALL);
    let heard = [read(bare), read(named)].concat();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let missing = causes::SCENES.iter().zip(starts.zip(&ends)).filter(|(it, (start, end))| {
        let own = heard.iter().filter(|symptom| symptom.code == it.1.code);
        !own.map(|symptom| symptom.line).any(|line| *start < line && line <= **end)
    });
    let missing: Vec<_> = missing.map(|it| it.0.0).collect();
    assert!(missing.is_empty(), "no mark stands in what is quoted of go: {missing:?}");
}
