use super::show::Stage;
use crate::base::Text;
use crate::machine::Console;
use crate::model::Evidence;
use crate::say;

/// Saved evidence larger than this is not ours, in bytes.
const MOST: usize = 256 << 20;

/// `--from`: evidence that an earlier run has saved.
pub(super) fn replay(console: Console, path: &str) -> Result<Evidence, Text> {
    let content = console.read(path, MOST).map_err(|error| {
        say! { en: "cannot read {path}: {error}", zh: "无法读取 {path}：{error}" }
    })?;
    serde_json::from_slice(&content).map_err(|error| {
        say! {
            en: "{path} holds no saved evidence: {error}",
            zh: "{path} 不是已保存的证据：{error}",
        }
    })
}

/// `--save`: the evidence for a later `--from`. No secret can be in it.
pub(super) fn save(stage: &Stage, path: &str, evidence: &Evidence) -> Result<(), Text> {
    let text = serde_json::to_string_pretty(evidence).unwrap_or_default();
    let (text, _) = crate::base::Scrub::new(evidence.secrets()).apply(text);
    stage.console.save(path, text.as_bytes()).map_err(|error| {
        say! { en: "cannot write {path}: {error}", zh: "无法写入 {path}：{error}" }
    })
}
