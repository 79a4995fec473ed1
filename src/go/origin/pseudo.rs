use super::{CodeRepo, Refusal};
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
        let major = check("v1.0.0-20240101000000-0123456789ab");
        assert_eq!(major, Err(Refusal::MajorWithoutTag));
    }
}
