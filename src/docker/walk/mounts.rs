use super::Walk;
use super::run::Running;
use crate::docker::context::{below, joined};
use crate::docker::instruction::Instruction;
use crate::docker::stage::Put;

/// A cache mount.
#[derive(Clone, Debug, Default)]
pub(super) struct Mounted {
    pub kind: String,
    pub target: Option<String>,
    pub id: Option<String>,
    pub owned: bool,
}

impl Walk<'_> {
    /// The mounts of a RUN, their targets made absolute.
    pub(super) fn mounts(&self, instruction: &Instruction, folder: Option<&str>) -> Vec<Mounted> {
        let flags = instruction.flags.iter().filter(|(name, _)| name == "mount");
        let mounted = |(_, value): &(String, String)| {
            let mut mount = Mounted { kind: "bind".to_owned(), ..Mounted::default() };
            for field in value.split(',') {
                let (key, value) = field.split_once('=').unwrap_or((field, ""));
                match key.trim() {
                    "type" => value.clone_into(&mut mount.kind),
                    "target" | "dst" | "destination" => {
                        let value = self.value(value);
                        mount.target = match (value, folder) {
                            (Some(it), _) if it.starts_with('/') => Some(joined("/", &it)),
                            (Some(it), Some(folder)) => Some(joined(folder, &it)),
                            _ => None,
                        };
                    }
                    "id" => mount.id = Some(value.to_owned()),
                    "uid" => mount.owned = true,
                    "mode" => mount.owned |= value.ends_with("77") || value.ends_with('7'),
                    _ => {}
                }
            }
            mount
        };
        flags.map(mounted).collect()
    }

    /// Files that are mounted for this RUN alone.
    pub(super) fn bind(&self, running: &mut Running) {
        let flags = running.instruction.flags.iter().filter(|(name, _)| name == "mount");
        for ((_, value), mount) in flags.zip(running.mounts.clone()) {
            let Some(at) = mount.target.filter(|_| mount.kind == "bind") else { continue };
            let field = |names: &[&str]| {
                let mut fields = value.split(',').filter_map(|it| it.split_once('='));
                fields.find(|(key, _)| names.contains(key)).map(|(_, value)| value.to_owned())
            };
            if field(&["from"]).is_some() {
                running.seen.puts.push(Put::Opaque { at });
                continue;
            }
            let from = field(&["source", "src"]).unwrap_or_default();
            match self.value(&from).and_then(|it| below("", &it)) {
                Some(from) => running.seen.puts.push(Put::Context { from, at }),
                None => running.seen.puts.push(Put::Opaque { at }),
            }
        }
    }
}

/// What a RUN has its shell do; none where another program than a shell reads it.
pub(super) fn script(instruction: &Instruction) -> Option<String> {
    if let Some(words) = instruction.exec_form() {
        return Some(shlex::try_join(words.iter().map(String::as_str)).unwrap_or_default());
    }
    let text = instruction.text.trim();
    let Some(rest) = text.strip_prefix("<<") else { return Some(text.to_owned()) };
    let behind = rest.trim_start_matches(['-', '"', '\'']).split_once(char::is_whitespace);
    let behind = behind.map_or("", |(_, behind)| behind.trim());
    let body = instruction.heredocs.first()?;
    let interpreter = body.lines().next().and_then(|it| it.strip_prefix("#!")).unwrap_or("sh");
    let is_shell = interpreter.trim().ends_with("sh");
    (is_shell && (behind.is_empty() || behind.ends_with("sh"))).then(|| body.clone())
}
