use crate::base::Text;
use crate::model::{Cause, Evidence, Step, Symptom, Unsettled};
use crate::say;

/// What the words of a log leave open, and the command that settles it.
pub(super) fn unsettled(
    cause: &Cause,
    heard: &[(usize, &Symptom)],
    evidence: &Evidence,
    causes: &[&'static Cause],
) -> Option<Unsettled> {
    let mut codes: Vec<&str> = Vec::new();
    for code in heard.iter().flat_map(|(_, it)| &it.or) {
        if code != cause.code && !codes.contains(&code.as_str()) {
            codes.push(code);
        }
    }
    let known = codes.iter().filter_map(|code| causes.iter().find(|it| it.code == *code));
    let (en, zh): (Vec<String>, Vec<String>) = known
        .map(|it| {
            let (en, zh, code) = (&it.title.en, &it.title.zh, it.code);
            (format!("{en} ({code})"), format!("{zh}（{code}）"))
        })
        .unzip();
    let (en, zh) = (en.join("; "), zh.join("；"));
    if en.is_empty() && !evidence.limits.text_alone {
        return None;
    }
    let says = if en.is_empty() {
        Text::of(
            "The text does not tell what this machine is like now.",
            "日志无法说明该机器目前的状态。",
        )
    } else {
        say! {
            en: "The same words come where it is another thing: {en}.",
            zh: "下列情况也会出现同样的文字：{zh}。",
        }
    };
    let check = Step::Run { words: vec!["gomod-doctor".into(), "check".into()] };
    // That was done already where more than the text was looked at.
    let steps = if evidence.limits.text_alone { vec![check] } else { Vec::new() };
    Some(Unsettled { says, steps })
}
