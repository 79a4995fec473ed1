//! The hashes of a version as its repository has it now: git fetches it into a
//! scratch folder as go would, and what go would pack of it is hashed on the way.

mod archive;
mod blobs;
mod git;
#[cfg(test)]
mod tests;

use self::git::{Cut, Git};
use crate::base::Deadline;
use crate::go::h1;
use crate::go::origin::{CodeRepo, Home, Place, Revision};
use crate::machine::Machine;
use crate::model::{Facts, Nameplate, OriginFault, OriginSum};

/// A version, and the repository that it lies in.
pub(super) struct Sought<'s> {
    pub module: &'s str,
    pub version: &'s str,
    pub home: &'s Home,
    pub facts: &'s Facts,
}

/// What its repository has, as far as can be told before the deadline. Whether it
/// may be asked is the caller's to know.
pub(super) async fn origin_sum(
    machine: &dyn Machine,
    sought: &Sought<'_>,
    until: Deadline,
) -> OriginSum {
    let Sought { module, version, home, facts } = sought;
    let repository = home.repository.clone();
    let code = match CodeRepo::new(module, home) {
        Ok(code) => code,
        Err(refusal) => {
            let unnamed = OriginSum::of(repository, (*version).to_owned());
            return unnamed.with(OriginFault::Refused { refusal });
        }
    };
    let Some(revision) = code.revision(version) else {
        return OriginSum::of(repository, (*version).to_owned()).with(OriginFault::NotThere);
    };
    let name = match &revision {
        Revision::Tag(name) | Revision::Commit(name) => name.clone(),
    };
    let mut sum = OriginSum::of(repository, name);
    let Some(scratch) = machine.scratch() else { return sum.with(OriginFault::NoScratch) };
    let git = Git { machine, facts, scratch: &scratch, remote: &home.repository, until };
    match looked(&git, &code, &revision, version, &mut sum).await {
        Ok(()) => sum,
        Err(fault) => sum.with(fault),
    }
}

/// Step by step; what is known stands in the sum when a step fails.
async fn looked(
    git: &Git<'_>,
    code: &CodeRepo,
    revision: &Revision,
    version: &str,
    sum: &mut OriginSum,
) -> Cut<()> {
    let fetched = git.fetch(revision).await?;
    sum.commit = Some(fetched.commit.clone());
    if matches!(revision, Revision::Commit(_)) {
        code.check_pseudo(version, &fetched.commit, fetched.seconds).map_err(refused)?;
        let bases = code.bases(version, &fetched.commit, &fetched.refs).map_err(refused)?;
        if let Some(last) = bases.last()
            && git.descends(&fetched, &bases).await == Some(false)
        {
            let tag = last.name.trim_start_matches("refs/tags/").to_owned();
            return Err(refused(crate::go::origin::Refusal::NotAfter { tag }));
        }
    }
    let wanted = [Some(code.gomod()), code.major_gomod(), Some("LICENSE".to_owned())];
    let [gomod, major_gomod, license] = git.blobs(&fetched.commit, &wanted).await?;
    let place = code.place(version, gomod.as_deref(), major_gomod.as_deref()).map_err(refused)?;
    let Place { folder, gomod } = place;
    sum.gomod = Some(h1::of_gomod(&gomod));
    sum.nameplate = Some(Nameplate::of(&gomod));
    let packing = git.archive(&fetched.commit, &folder).await?;
    let zip = packing.pack(&code.module, version, license.as_deref()).map_err(refused)?;
    sum.zip = Some(zip);
    Ok(())
}

fn refused(refusal: crate::go::origin::Refusal) -> OriginFault {
    OriginFault::Refused { refusal }
}
