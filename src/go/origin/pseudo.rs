use super::code::joined;
use super::{CodeRepo, Ref, Refusal};
use crate::go::semver;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// So many digits name a commit in a pseudo-version.
const SHORT: usize = 12;

impl CodeRepo {
    /// Whether a pseudo-version says of its commit what is so. The tag that it comes
    /// after is left to go: that would need the whole history.
    /// go's function: `codeRepo.validatePseudoVersion`.
    pub fn check_pseudo(&self, version: &str, commit: &str, seconds: i64) -> Result<(), Refusal> {
        let (Ok(named), Ok(said)) = (semver::rev(version), semver::time(version)) else {
            return Ok(());
        };
        let name = commit.get(..SHORT).unwrap_or(commit);
        if named != name {
            return Err(Refusal::OtherName { name: name.to_owned() });
        }
        let time = stamp(seconds);
        if said != time {
            return Err(Refusal::OtherTime { time });
        }
        let is_first = semver::major(version) == Some("v1") && self.pseudo_major().is_empty();
        if is_first && semver::base(version) == Ok(None) {
            return Err(Refusal::MajorWithoutTag);
        }
        Ok(())
    }
}

impl CodeRepo {
    /// The tags that a pseudo-version may come after, of which one has to be an ancestor
    /// of its commit; empty where it comes after none.
    /// go's function: `codeRepo.validatePseudoVersion`.
    pub fn bases<'r>(
        &self,
        version: &str,
        commit: &str,
        refs: &'r [Ref],
    ) -> Result<Vec<&'r Ref>, Refusal> {
        let plain = version.strip_suffix(semver::INCOMPATIBLE).unwrap_or(version);
        let Ok(Some(base)) = semver::base(plain) else { return Ok(Vec::new()) };
        let front = joined(&self.folder, "");
        let front = if front.is_empty() { String::new() } else { format!("{front}/") };
        let of = |it: &&Ref| {
            let tag = it.name.strip_prefix("refs/tags/").and_then(|it| it.strip_prefix(&front));
            tag.is_some_and(|tag| semver::is_valid(tag) && semver::compare(tag, &base).is_eq())
        };
        let found: Vec<&Ref> = refs.iter().filter(of).collect();
        let own =
            found.iter().find(|it| it.commit == commit && it.name.ends_with(&format!("/{base}")));
        match own {
            Some(own) => Err(Refusal::Tagged { tag: shown(own) }),
            None if found.is_empty() => Err(Refusal::NoBase { base }),
            None => Ok(found),
        }
    }
}

fn shown(tag: &Ref) -> String {
    tag.name.trim_start_matches("refs/tags/").to_owned()
}

fn stamp(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds).unwrap_or_default();
    time.to_zoned(TimeZone::UTC).strftime("%Y%m%d%H%M%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::origin::Home;

    #[test]
    fn name_and_time_have_to_be_those_of_the_commit() {
        let home = Home::by_path("github.com/a/b").unwrap();
        let code = CodeRepo::new("github.com/a/b", &home).unwrap();
        let commit = "0123456789abcdef0123456789abcdef01234567";
        let check = |version: &str| code.check_pseudo(version, commit, 1_704_067_200);
        assert_eq!(check("v0.0.0-20240101000000-0123456789ab"), Ok(()));
        assert_eq!(check("v1.2.4-0.20240101000000-0123456789ab"), Ok(()));
        let name = Refusal::OtherName { name: "0123456789ab".into() };
        assert_eq!(check("v0.0.0-20240101000000-0123456789"), Err(name));
        let time = Refusal::OtherTime { time: "20240101000000".into() };
        assert_eq!(check("v0.0.0-20240101000001-0123456789ab"), Err(time));
        let refs = [Ref { name: "refs/tags/v1.2.3".into(), commit: "1f38".into() }];
        let bases = |version: &str, of: &str| code.bases(version, of, &refs).map(|it| it.len());
        let after = "v1.2.4-0.20240101000000-0123456789ab";
        assert_eq!(bases(after, commit), Ok(1));
        assert_eq!(bases(after, "1f38"), Err(Refusal::Tagged { tag: "v1.2.3".into() }));
        assert_eq!(bases("v0.0.0-20240101000000-0123456789ab", commit), Ok(0));
        let none = bases("v1.3.1-0.20240101000000-0123456789ab", commit);
        assert_eq!(none, Err(Refusal::NoBase { base: "v1.3.0".into() }));
        let major = check("v1.0.0-20240101000000-0123456789ab");
        assert_eq!(major, Err(Refusal::MajorWithoutTag));
    }
}
