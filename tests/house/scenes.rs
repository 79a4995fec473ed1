use gomod_doctor::app::{Looking, conclude, look};
use gomod_doctor::base::{Deadline, Lang, Text};
use gomod_doctor::causes;
use gomod_doctor::machine::{Asked, gather};
use gomod_doctor::model::{Cause, Evidence, Severity, Verdict};
use gomod_doctor::probe::Patience;
use gomod_doctor::world::{Scene, World};
use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

fn seen(world: &World) -> Evidence {
    let asked = Asked { modules: world.modules.clone(), ..Asked::default() };
    let patience =
        Patience { whole: Deadline::after(Duration::from_secs(20)), probe: Duration::from_secs(5) };
    let looking = Looking {
        patience,
        offline: false,
        progress: &|_| {},
        stop: Box::pin(std::future::pending()),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let seen = gather(world, &asked).await;
        look(world, world, seen.facts, &seen.ledger, looking).await
    })
}

fn codes(verdict: &Verdict) -> Vec<&'static str> {
    verdict.roots.iter().map(|root| root.cause.code).collect()
}

fn each(check: impl Fn(&str, &Cause, &Scene)) {
    for (name, cause, scenes) in causes::SCENES {
        scenes.iter().for_each(|scene| check(name, cause, scene));
    }
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
        assert_eq!(codes(&verdict), scene.roots, "{name}/{}: {evidence:#?}", scene.name);
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
fn errors_mean_that_go_fails() {
    each(|name, _, scene| {
        let evidence = seen(&(scene.world)());
        let error = |verdict: &Verdict| {
            verdict.roots.iter().any(|root| root.finding.severity == Severity::Error)
        };
        let verdict = conclude(&evidence);
        let works = evidence.walks().iter().all(|walk| walk.stopped_by().is_none());
        let needs = !evidence.facts.needs.is_empty();
        assert!(
            !(needs && works && error(&verdict)) || scene.roots.contains(&"go-not-found"),
            "{name}/{}",
            scene.name
        );
    });
}
