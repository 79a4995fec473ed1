use crate::scenes::each_word;
use gomod_doctor::base::Lang;
use gomod_doctor::render::target::{Place, named};

/// What stands in an instruction of these is in the image for whoever pulls it.
const KEPT: [&str; 4] = ["ENV ", "ARG ", "COPY ", "ADD "];
/// What stands for a token in a fix, or may hold one.
const SECRET: [&str; 6] =
    ["<TOKEN>", "<PASSWORD>", "<USER>", "git-credentials", "Authorization", "x-access-token"];

#[test]
fn no_fix_puts_a_token_into_an_image() {
    let dockerfile = named("dockerfile").expect("the target");
    each_word(|what, _, evidence, diagnosis| {
        let place = Place { platform: &evidence.facts.platform, lang: Lang::En };
        for fix in &diagnosis.fixes {
            for line in dockerfile.write(&fix.steps, &place) {
                let begins = |word: &str| line.starts_with(word);
                let is_copy = begins("COPY ") || begins("ADD ");
                let is_secret = SECRET.iter().any(|mark| line.contains(mark))
                    || is_copy && line.contains("netrc");
                let is_kept = KEPT.iter().any(|instruction| begins(instruction));
                assert!(!(is_kept && is_secret), "{what}: {line}");
                let is_bare = begins("RUN ") && !line.contains("--mount=type=secret");
                assert!(!(is_bare && line.contains("<TOKEN>")), "{what}: {line}");
            }
        }
    });
}
