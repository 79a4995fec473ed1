use super::{How, Walk};
use crate::docker::edit::Lines;
use crate::docker::instruction::Instruction;
use crate::docker::remark::{Exposure, Kind, Lost};
use crate::docker::stage::By;
use crate::docker::{Line, secrets, settings};

impl Walk<'_> {
    /// ENV or ARG of a stage.
    pub(super) fn set(&mut self, instruction: &Instruction, by: By) {
        for (name, typed) in instruction.pairs() {
            let value = match (&typed, by) {
                (Some(typed), _) => self.value(typed),
                (None, By::Arg) => self.globals.get(&name).and_then(|(value, _)| value.clone()),
                (None, _) => None,
            };
            let how = if by == By::Env { How::Env } else { How::Arg };
            self.state(instruction, &name, typed.as_deref().unwrap_or_default(), how);
            self.weigh(instruction, &name, value.as_deref().unwrap_or_default());
            if let Some(value) = value.as_deref().filter(|_| name == "GOFLAGS") {
                self.rewrites_by_flags(instruction, value);
            }
            // A variable of ENV has the last word over a build argument.
            let kept = by == By::Arg
                && self.now_seen().variables.get(&name).is_some_and(|set| set.by != By::Arg);
            if !kept {
                self.insert(&name, value, instruction, by);
            }
        }
    }

    /// Secrets that an instruction leaves in the image or its history.
    pub(super) fn expose(&mut self, instruction: &Instruction) {
        let whole = format!("{} {}", instruction.text, instruction.heredocs.join("\n"));
        let literal = secrets::literal(&whole);
        let exposure = match instruction.keyword.as_str() {
            "ARG" => Exposure::Arg,
            "ENV" => Exposure::Env,
            "COPY" | "ADD" => return self.expose_copied(instruction),
            "RUN" => Exposure::InCommand,
            _ => return,
        };
        if exposure == Exposure::InCommand {
            if !literal.is_empty() {
                let kind = Kind::Exposed { exposure, name: "RUN".to_owned() };
                self.remark(instruction.line, false, kind, Vec::new());
            }
            self.secrets.extend(literal);
            return;
        }
        for (name, value) in instruction.pairs() {
            let value = value.unwrap_or_default();
            let found = secrets::literal(&value);
            let named = secrets::is_secret_name(&name);
            let held = named && secrets::is_told(&value);
            if held {
                self.secrets.push(crate::base::Secret::new(value.as_str()));
            }
            self.secrets.extend(found.iter().cloned());
            // An argument by that name is given at the build; ENV without a value of its own
            // takes what an argument says.
            let given = named && (exposure == Exposure::Arg || value.contains('$'));
            if !found.is_empty() || held || given {
                self.remark(instruction.line, false, Kind::Exposed { exposure, name }, Vec::new());
            }
        }
    }

    fn expose_copied(&mut self, instruction: &Instruction) {
        if instruction.flag("from").is_some() {
            return;
        }
        let words = instruction.words();
        let Some((_, sources)) = words.split_last() else { return };
        if let Some(file) = sources.iter().find(|it| secrets::is_secret_file(it)) {
            let kind = Kind::Exposed { exposure: Exposure::Copied, name: file.clone() };
            let corrected = match sources.len() {
                1 => Lines::instead(instruction.line, instruction.last, Vec::new()),
                _ => Vec::new(),
            };
            // What the download reads then comes by a mount.
            let _ = corrected;
            self.remark(instruction.line, false, kind, Vec::new());
        }
    }

    /// Settings that are stated and do not reach a command that needs them.
    pub(super) fn settings_that_do_not_arrive(&mut self) {
        for stated in self.stated.clone() {
            if !settings::bears(&stated.name) {
                continue;
            }
            let Some((lost, run)) = self.lost(&stated) else { continue };
            let corrected = self.brought_forward(&stated, lost, run);
            let kind = Kind::Setting { name: stated.name.clone(), lost, run };
            self.remark(stated.line, false, kind, corrected);
        }
        self.undeclared();
    }

    fn lost(&self, stated: &super::Stated) -> Option<(Lost, usize)> {
        let lacks = |event: &&super::Event| !event.known.contains(&stated.name);
        let own = self.events.iter().filter(|it| it.stage == stated.stage);
        let before = own.clone().filter(|it| it.line < stated.line && it.sure).find(lacks);
        let behind = own.clone().filter(|it| it.line > stated.line).find(lacks);
        match stated.how {
            How::Env | How::Arg => {
                if let Some(event) = before {
                    return Some((Lost::Late, event.line));
                }
                let used = own.clone().next().is_some() || self.now_is_parent(stated.stage);
                let has_go = self.stages[stated.stage].1.has_go;
                let other = self.events.iter().filter(|it| it.sure && it.stage < stated.stage);
                // A forward proxy is for what runs in that stage as well.
                let is_gos = stated.name.starts_with("GO");
                let event = other.clone().find(lacks).filter(|_| !used && !has_go && is_gos)?;
                Some((Lost::OtherStage, event.line))
            }
            How::Exported => Some((Lost::Exported, behind.filter(|it| it.sure)?.line)),
            How::Assigned => {
                let same = own.clone().find(|it| it.line == stated.line && it.sure);
                Some((Lost::NotExported, same.filter(lacks)?.line))
            }
            How::GoEnv => {
                let shadowed = self.shadows(stated)?;
                Some((Lost::Shadowed, shadowed))
            }
        }
    }

    fn now_is_parent(&self, stage: usize) -> bool {
        self.parents.contains(&Some(stage))
    }

    /// The line of the variable that overrides a `go env -w`; 0 for one of the image.
    fn shadows(&self, stated: &super::Stated) -> Option<usize> {
        let set = self.stages[stated.stage].1.variables.get(&stated.name)?;
        let other = set.value.as_deref() != Some(stated.value.as_str());
        (other && set.by != By::Arg && set.line < stated.line).then_some(set.line)
    }

    fn brought_forward(&self, stated: &super::Stated, lost: Lost, run: usize) -> Vec<Line> {
        let computed = stated.value.contains('$');
        let whole = (stated.last, stated.line);
        let single = whole.0 == whole.1 && !self.lines.at(stated.line).trim_end().contains(" &&");
        let env = format!("ENV {}={}", stated.name, quoted(&stated.value));
        match lost {
            _ if computed => Vec::new(),
            Lost::Late if self.is_alone(stated) => {
                self.lines.moved((stated.line, stated.last), run)
            }
            Lost::Late | Lost::OtherStage if stated.how == How::Env => {
                self.lines.before(run, &[env])
            }
            Lost::Exported | Lost::NotExported => self.lines.before(stated.line, &[env]),
            Lost::Shadowed if single => Lines::instead(stated.line, stated.last, vec![env]),
            _ => Vec::new(),
        }
    }

    /// Whether the instruction states nothing else.
    fn is_alone(&self, stated: &super::Stated) -> bool {
        self.stated.iter().filter(|it| it.line == stated.line).count() == 1
    }

    /// Build arguments that are declared before FROM alone.
    fn undeclared(&mut self) {
        for (name, (_, line)) in self.globals.clone() {
            if !settings::bears(&name)
                || settings::is_predefined(&name)
                || self.in_from.contains(&name)
            {
                continue;
            }
            let lacks = |it: &&super::Event| it.sure && !it.known.contains(&name);
            let Some(event) = self.events.iter().find(lacks).cloned() else { continue };
            if self.stated.iter().any(|it| it.name == name && it.how == How::Arg) {
                continue;
            }
            let corrected = self.lines.before(event.line, &[format!("ARG {name}")]);
            let kind = Kind::Setting { name, lost: Lost::NotDeclared, run: event.line };
            self.remark(line, false, kind, corrected);
        }
    }
}

/// A value as ENV takes it.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/:.,_-@|*=+~".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        value.to_owned()
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
