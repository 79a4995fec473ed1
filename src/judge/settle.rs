//! What the words of a log leave open, and what settles it.

use crate::base::Text;
use crate::model::{Area, Cause, Evidence, Spoken, Step, Symptom, Unsettled};
use crate::say;

/// A longer URL is not typed, in bytes.
const LONGEST: usize = 300;

/// What the text cannot tell: which of the causes that make the same words it is, or
/// whether it is still so.
pub(super) fn unsettled(
    cause: &Cause,
    heard: &[(usize, &Symptom)],
    evidence: &Evidence,
    causes: &[&'static Cause],
) -> Option<Unsettled> {
    let (_, first) = heard.first()?;
    let mut open: Vec<&Cause> = Vec::new();
    for code in heard.iter().flat_map(|(_, it)| &it.or).filter(|code| *code != cause.code) {
        let named = causes.iter().find(|it| it.code == *code);
        let is_new = |it: &&&&'static Cause| open.iter().all(|known| known.code != it.code);
        open.extend(named.as_ref().filter(is_new).map(|it| **it));
    }
    if open.is_empty() && !evidence.limits.text_alone {
        return None;
    }
    let says = if open.is_empty() {
        Text::of(
            "Whether it is still so, the text cannot tell.",
            "现在是否仍然如此，仅凭日志无法判断。",
        )
    } else {
        others(&open)
    };
    let codes = open.iter().map(|it| it.code).collect();
    // The machine was looked at where there is more than the text.
    let steps =
        if evidence.limits.text_alone { steps(cause.area, &first.said) } else { Vec::new() };
    Some(Unsettled { says, codes, steps })
}

fn others(open: &[&Cause]) -> Text {
    let named = open.iter().map(|it| {
        let (en, zh, code) = (&it.title.en, &it.title.zh, it.code);
        (format!("{en} ({code})"), format!("{zh}（{code}）"))
    });
    let (en, zh): (Vec<String>, Vec<String>) = named.unzip();
    let (en, zh) = (en.join("; "), zh.join("；"));
    say! {
        en: "What the text cannot tell: the same words also come of this. {en}.",
        zh: "仅凭日志无法区分：同样的文字也可能出自以下情况。{zh}。",
    }
}

/// A look at the machine itself, and one thing to type by hand.
fn steps(area: Area, said: &Spoken) -> Vec<Step> {
    let mut check = vec!["gomod-doctor", "check"];
    let named = match (&said.module, &said.version) {
        (Some(module), Some(version)) => Some(format!("{module}@{version}")),
        _ => None,
    };
    check.extend(named.as_deref().filter(|it| is_plain(it)));
    let by_hand = by_hand(area, said);
    std::iter::once(run(&check)).chain(by_hand).collect()
}

fn by_hand(area: Area, said: &Spoken) -> Option<Step> {
    let host = said.host.as_deref().filter(|it| is_plain(it));
    let url = said.url.as_deref().filter(|it| is_plain(it) && it.starts_with("http"));
    let module = said.module.as_deref().filter(|it| is_plain(it));
    Some(match area {
        Area::Names => run(&["nslookup", host?]),
        Area::Road | Area::Trust | Area::ForwardProxy => {
            run(&["curl", "-vI", &format!("https://{}/", host?)])
        }
        Area::Goproxy => run(&["curl", "-i", url?]),
        Area::Checksums => run(&["gomod-doctor", "verify"]),
        Area::Private => {
            run(&["GIT_TERMINAL_PROMPT=0", "git", "ls-remote", &format!("https://{}", module?)])
        }
        Area::GoMod => run(&["go", "list", "-m", "-versions", module?]),
        Area::Settings => run(&["go", "env"]),
    })
}

fn run(words: &[&str]) -> Step {
    Step::Run { words: words.iter().map(|word| (*word).to_owned()).collect() }
}

/// What comes from a log is typed only if it is a host, a path or a URL and no more.
fn is_plain(word: &str) -> bool {
    let sound = |c: char| c.is_ascii_alphanumeric() || "-._~/:+!@%[]".contains(c);
    word.len() <= LONGEST && !word.starts_with('-') && word.chars().all(sound)
}
