use crate::scenes::each_word;
use gomod_doctor::base::Lang;
use gomod_doctor::render::target::{Place, named};

/// What stands in an instruction of these is in the image for whoever pulls it.
const KEPT: [&str; 4] = ["ENV ", "ARG ", "COPY ", "ADD "];
/// What a token, or the file that holds one, is called in a fix.
const SECRET: [&str; 6] =
    ["<TOKEN>", "<PASSWORD>", "netrc", "git-credentials", "://", "Authorization"];

#[test]
fn no_fix_puts_a_token_into_an_image() {
    let dockerfile = named("dockerfile").expect("the target");
    each_word(|what, _, evidence, diagnosis| {
        let place = Place { platform: &evidence.facts.platform, lang: Lang::En };
        for fix in &diagnosis.fixes {
            for line in dockerfile.write(&fix.steps, &place) {
                let is_kept = KEPT.iter().any(|instruction| line.starts_with(instruction));
                let is_secret = SECRET.iter().any(|mark| line.contains(mark) && !is_open(&line));
                assert!(!(is_kept && is_secret), "{what}: {line}");
                let bare = line.starts_with("RUN ") && !line.contains("--mount=type=secret");
                assert!(!(bare && line.contains("<TOKEN>")), "{what}: {line}");
            }
        }
    });
}

/// A URL without a user is nobody's secret; the path of the file is none either.
fn is_open(line: &str) -> bool {
    let names_file = line.starts_with("ENV NETRC=");
    (names_file || !line.contains("netrc")) && !line.contains('@') && !line.contains('<')
}
