use crate::model::{Fix, Proof, Risk};

/// The fixes to show, best first: safe before the rest, proved before unproved,
/// narrow before wide. What was tried and does not help is left out, and of
/// rivals only the best is kept.
pub fn best(fixes: Vec<Fix>) -> Vec<Fix> {
    let mut fixes: Vec<Fix> =
        fixes.into_iter().filter(|fix| !matches!(fix.proof, Proof::Failed(_))).collect();
    fixes.sort_by_key(|fix| (risk(&fix.risk), proof(&fix.proof), fix.scope));
    let mut groups = Vec::new();
    fixes.retain(|fix| match fix.rivals {
        Some(group) if groups.contains(&group) => false,
        Some(group) => {
            groups.push(group);
            true
        }
        None => true,
    });
    fixes
}

fn risk(risk: &Risk) -> u8 {
    match risk {
        Risk::Safe => 0,
        Risk::TradeOff(_) => 1,
        Risk::Unsafe(_) => 2,
    }
}

fn proof(proof: &Proof) -> u8 {
    match proof {
        Proof::Passed(_) => 0,
        Proof::NotVerifiable(_) => 1,
        Proof::NotRun => 2,
        Proof::Failed(_) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Text;
    use crate::model::Scope;

    fn fix(title: &'static str, proof: Proof) -> Fix {
        let mut fix = Fix::safe(Text::of(title, title), Scope::User, Vec::new());
        fix.proof = proof;
        fix
    }

    fn titles(fixes: Vec<Fix>) -> Vec<String> {
        best(fixes).into_iter().map(|fix| fix.title.en.into_owned()).collect()
    }

    #[test]
    fn proved_comes_first_and_what_failed_goes() {
        let passed = Proof::Passed(Text::of("", ""));
        let failed = Proof::Failed(Text::of("", ""));
        let fixes = vec![fix("a", Proof::NotRun), fix("b", failed), fix("c", passed)];
        assert_eq!(titles(fixes), ["c", "a"]);
    }

    #[test]
    fn one_of_the_rivals_stays() {
        let passed = Proof::Passed(Text::of("", ""));
        let rivals = vec![
            fix("a", Proof::NotRun).rivals("mirror"),
            fix("b", passed.clone()).rivals("mirror"),
            fix("c", passed).rivals("mirror"),
        ];
        assert_eq!(titles(rivals), ["b"]);
    }
}
