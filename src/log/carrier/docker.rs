use super::eye::Eye;
use super::{Part, Taken};

/// What buildkit prints with `--progress=plain`, as `#12 3.456 text`
/// (util/progress/progressui/printer.go). The number tells the steps apart.
pub(super) fn buildkit(text: &str) -> Option<Taken<'_>> {
    let at = text.find('#').filter(|at| *at <= 24)?;
    let (before, _) = text.split_at(at);
    let named = !before.is_empty();
    if named && !before.trim_end().bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-') {
        return None;
    }
    let mut eye = Eye::on(&text[at + 1..]);
    let digits = eye.run(1..=6, |c| c.is_ascii_digit())?;
    let step = &text[at..=at + digits.len()];
    if !eye.parted() {
        return None;
    }
    let rest = seconds(eye.rest);
    if named && (rest.is_none() || !before.ends_with(' ')) {
        return None;
    }
    let rest = rest.unwrap_or(eye.rest);
    let part = if is_step(rest) { Part::Shown } else { Part::Said };
    Some(Taken::named(step, rest).being(part))
}

/// `3.456 text`: as many decimals as there is room for (progressui/display.go).
fn seconds(text: &str) -> Option<&str> {
    let mut eye = Eye::on(text);
    let fits = eye.digits(1..=6) && eye.sees(".") && eye.digits(1..=3) && eye.parted();
    fits.then_some(eye.rest)
}

/// The lines of a failed step once more, below ` > [2/4] RUN …:`.
pub(super) fn summary(text: &str) -> Option<Taken<'_>> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    seconds(text).map(Taken::said)
}

/// `[builder 4/6] RUN go mod download`, `[internal] load metadata`, `RUN …` alone.
fn is_step(text: &str) -> bool {
    let command = match text.strip_prefix('[') {
        Some(inner) => inner.split_once("] ").map(|it| it.1),
        None => Some(text),
    };
    let words = [
        "RUN ",
        "COPY ",
        "ADD ",
        "FROM ",
        "WORKDIR ",
        "ENV ",
        "ARG ",
        "CMD ",
        "ENTRYPOINT ",
        "SHELL ",
    ];
    command.is_some_and(|it| words.iter().any(|word| it.starts_with(word)))
        || text.starts_with("[internal] ")
        || text.starts_with("[auth] ")
}

/// What a terminal shows while it builds: ` => ERROR [5/7] RUN …  0.2s` and
/// ` => => # text`, and the head of the summary, ` > [5/7] RUN …:`.
pub(super) fn progress(text: &str) -> Option<Taken<'_>> {
    let inner = text.trim_start_matches(' ');
    if let Some(rest) = inner.strip_prefix("=> => # ") {
        return Some(Taken::said(rest));
    }
    let vertex = inner.starts_with("=> ");
    let head = inner.strip_prefix("> [").is_some_and(|it| it.ends_with(':') && counts(it));
    let phase = inner.starts_with("[+] ");
    (vertex || head || phase).then(|| Taken::said(inner).being(Part::Shown))
}

/// `builder 4/6] …`: of how many steps it is which. A quotation may look the same.
fn counts(text: &str) -> bool {
    let name = text.split(']').next().unwrap_or_default();
    let count = name.rsplit(' ').find(|it| !it.is_empty()).unwrap_or_default();
    let digit = |it: &str| it.starts_with(|c: char| c.is_ascii_digit());
    count.split_once('/').is_some_and(|(step, all)| digit(step) && digit(all))
}

/// The lines of the Dockerfile around the one that failed: `   6 | >>> RUN go mod download`.
pub(super) fn excerpt(text: &str) -> Option<Taken<'_>> {
    let inner = text.trim_start_matches(' ');
    if !inner.starts_with(|c: char| c.is_ascii_digit()) {
        return ruler(text);
    }
    let mut eye = Eye::on(inner);
    let fits = eye.digits(1..=5) && eye.sees(" |") && eye.parted();
    let source = eye.rest.strip_prefix(">>> ").or_else(|| eye.rest.strip_prefix("    "));
    let blank = eye.rest.trim().is_empty();
    (fits && (blank || source.is_some()))
        .then(|| Taken::said(source.unwrap_or_default()).being(Part::Shown))
}

fn ruler(text: &str) -> Option<Taken<'_>> {
    let ruled = text.len() >= 6 && text.bytes().all(|it| it == b'-');
    ruled.then(|| Taken::said("").being(Part::Shown))
}

/// `Step 5/14 : RUN …`, ` ---> Running in …`; of buildah and podman `STEP 3/7: RUN …`;
/// instructions as kaniko repeats them.
pub(super) fn classic(text: &str) -> Option<Taken<'_>> {
    let arrow = text.starts_with(" ---> ");
    let step = text.strip_prefix("Step ").or_else(|| text.strip_prefix("STEP "));
    let counted = step.is_some_and(|rest| {
        let mut eye = Eye::on(rest);
        let one = eye.digits(1..=4);
        let many = !eye.sees("/") || eye.digits(1..=4);
        one && many && (eye.sees(" : ") || eye.sees(": "))
    });
    let repeated = text.starts_with("RUN ") || text.starts_with("Running: [/bin/sh -c ");
    (arrow || counted || repeated).then(|| Taken::said(text).being(Part::Shown))
}

/// `web-1  | text`, of the older `web_1  | text` (docker/compose, cmd/formatter/logs.go).
pub(super) fn compose(text: &str) -> Option<Taken<'_>> {
    let mut eye = Eye::on(text);
    let sound = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let name = eye.run(2..=100, sound).filter(|it| it.contains(|c: char| c.is_alphabetic()))?;
    let padded = eye.blanks() > 0 && eye.sees("|") && eye.parted();
    padded.then(|| Taken::named(name, eye.rest))
}
