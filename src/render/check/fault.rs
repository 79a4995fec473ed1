use crate::model::Fault;
use serde::Serialize;
use serde_json::Value;

/// The kind of a fault in one word, as the saved evidence names it.
pub(super) fn word(fault: &Fault) -> String {
    match fault {
        Fault::Dns(fault) => tag(&fault.decisive, &["said"]),
        Fault::Dial(fault) => tag(fault, &["kind"]),
        Fault::Tunnel(fault) => tag(fault, &["reason", "kind", "proxy"]),
        Fault::Tls(fault) => tag(fault, &["reason", "kind"]),
        Fault::Http(fault) => tag(fault, &["kind"]),
        Fault::Sumdb(fault) => tag(fault, &["kind"]),
        Fault::Import(fault) => tag(fault, &["import"]),
        Fault::Vcs(fault) => tag(fault, &["how", "vcs"]),
    }
}

/// The first of these tags that the value carries: the innermost kind.
fn tag(value: &impl Serialize, names: &[&str]) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    let word = |name: &&str| value.get(*name).and_then(Value::as_str);
    names.iter().find_map(word).unwrap_or_default().to_owned()
}
