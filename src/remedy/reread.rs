use super::altered::Altered;
use super::proposal::Proposal;
use crate::base::Text;
use crate::machine::{DockerfileAt, Machine, dockerfile};
use crate::model::{Facts, Proof, Step};

/// Reads a Dockerfile again as a fix would leave it, and asks the rule once more.
pub async fn reread(machine: &dyn Machine, at: &DockerfileAt, proposal: &Proposal) -> Proof {
    let Proposal { fix, ends, .. } = proposal;
    let edits =
        fix.steps.iter().any(|it| matches!(it, Step::MendFile { .. } | Step::EditLine { .. }));
    let Some(rule) = ends.filter(|_| fix.proof == Proof::NotRun && edits) else {
        return fix.proof.clone();
    };
    let Ok(altered) = Altered::by(machine, &Facts::default(), &fix.steps).await else {
        return Proof::NotRun;
    };
    match dockerfile(&altered, at).map(|evidence| rule(&evidence)) {
        Ok(None) => Proof::Passed(Text::of(
            "read again with these lines, nothing of it is left",
            "按这些行重新读取后，问题已不存在",
        )),
        Ok(Some(_)) | Err(_) => {
            Proof::Failed(Text::of("tried: nothing changes by it", "已尝试：没有任何变化"))
        }
    }
}
