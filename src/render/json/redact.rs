use crate::base::Scrub;
use serde::Serialize;
use serde_json::Value;

/// Fields whose values are words of the contract: a password that happens to be
/// `user` must not turn a scope into stars.
const OURS: &[&str] = &[
    "schema_version",
    "tool",
    "mode",
    "verdict",
    "started_at",
    "os",
    "arch",
    "container",
    "ci",
    "source",
    "via",
    "next_on",
    "credentials",
    "stage",
    "status",
    "code",
    "of",
    "severity",
    "confidence",
    "risk",
    "scope",
];

/// The document without any known secret, and with the count of all that was
/// masked. Values are scrubbed before they are written, so that it stays JSON.
pub(super) fn document(document: &impl Serialize, scrub: &Scrub) -> Value {
    let mut value = serde_json::to_value(document).unwrap_or_default();
    let mut count = 0;
    redact(&mut value, scrub, &mut count);
    if let Some(field) = value.get_mut("redactions") {
        *field = count.into();
    }
    value
}

fn redact(value: &mut Value, scrub: &Scrub, count: &mut usize) {
    match value {
        Value::String(text) => {
            *text = scrub.apply(std::mem::take(text)).0;
            *count += text.matches("***").count();
        }
        Value::Array(items) => items.iter_mut().for_each(|it| redact(it, scrub, count)),
        Value::Object(fields) => {
            for (name, field) in fields.iter_mut() {
                let ours = field.is_string() && OURS.contains(&name.as_str());
                // Of the same names, `checksums.via` holds a URL.
                if !ours || field.as_str().is_some_and(|it| it.contains("://")) {
                    redact(field, scrub, count);
                }
            }
        }
        _ => {}
    }
}
