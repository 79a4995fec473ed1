//! What the tool's document says of one module.

use serde_json::Value;
use std::process::Output;

#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) code: Option<i32>,
    pub(crate) hops: Vec<Hop>,
    pub(crate) direct_because: Option<String>,
    pub(crate) checksums: Checksums,
    pub(crate) diagnoses: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Hop {
    pub(crate) via: String,
    pub(crate) url: String,
    pub(crate) next_on: Option<String>,
    pub(crate) forward_proxy: Option<String>,
    pub(crate) credentials: Option<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Checksums {
    pub(crate) via: Option<String>,
    pub(crate) skipped_because: Option<String>,
}

impl Told {
    pub(crate) fn read(output: &Output) -> Self {
        let document: Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let route = &document["routes"][0];
        let checksums = &route["checksums"];
        Self {
            code: output.status.code(),
            hops: list(&route["hops"]).iter().map(Hop::read).collect(),
            direct_because: text(&route["direct_because"]),
            checksums: Checksums {
                via: text(&checksums["via"]),
                skipped_because: text(&checksums["skipped_because"]),
            },
            diagnoses: list(&document["diagnoses"])
                .iter()
                .filter(|it| it["severity"] == "error")
                .filter_map(|it| text(&it["code"]))
                .collect(),
        }
    }
}

impl Hop {
    fn read(value: &Value) -> Self {
        Self {
            via: text(&value["via"]).unwrap_or_default(),
            url: text(&value["url"]).unwrap_or_default(),
            next_on: text(&value["next_on"]),
            forward_proxy: text(&value["forward_proxy"]),
            credentials: text(&value["credentials"]),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}
