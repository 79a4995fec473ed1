//! `run` promises what all do, but that standard output and the exit code are the
//! command's.

use crate::document;
use crate::tool::{Ended, Ground};

#[test]
fn the_document_is_on_standard_error() {
    for (ground, verdict) in
        [(Ground::new().healthy(), "healthy"), (Ground::new().refused(), "fault")]
    {
        let ended = ground.run(&["--format", "json", "run", "--", "sh", "-c", "echo out; exit 7"]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(7), "out\n"), "{ended:?}");
        let document = document::of(&Ended { stdout: ended.stderr.clone(), ..ended });
        assert_eq!(
            (&document["verdict"], &document["run"]["mode"]),
            (&verdict.into(), &"run".into())
        );
    }
}

#[test]
fn a_command_that_succeeds_adds_nothing() {
    let ground = Ground::new().refused();
    let file = ground.place("report.json");
    let ended = ground.run(&["run", "--format", "json", "-o", &file, "--", "echo", "out"]);
    assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (Some(0), "out\n", ""));
    assert!(!std::path::Path::new(&file).exists());
}

#[test]
fn a_mistake_leaves_standard_output_alone() {
    for wrong in
        [&["run", "--format", "json"][..], &["run", "--format", "json", "--nope", "--", "true"]]
    {
        let ended = Ground::new().run(wrong);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{wrong:?}");
        document::of(&Ended { stdout: ended.stderr.clone(), ..ended });
    }
}

#[test]
fn words_of_the_command_are_not_told() {
    let ground = Ground::new().healthy();
    for shape in [&["--format", "json"][..], &[]] {
        let words = ["run"].iter().chain(shape).chain(&["--", "sh", "-c", "exit 3", "canary-word"]);
        let ended = ground.run(&words.copied().collect::<Vec<_>>());
        assert!(!ended.stderr.contains("canary-word"), "{ended:?}");
    }
}
