use crate::base::Excerpt;
use crate::go::x509::{
    self, Accused, Certificate, Hint, InvalidReason, Offered, ParseRefusal, Pool, Refusal,
};
use crate::model::{Distrust, Flaw, Rule, Trust};

/// go's verdict on what a server sent, under these roots, in the model's terms.
pub(super) fn trust(verified: Result<(), Refusal>, sent: &[Vec<u8>], roots: &Pool) -> Trust {
    match verified {
        Ok(()) => Trust::Trusted,
        Err(refusal) => Trust::Refused(distrust(refusal, sent, roots)),
    }
}

fn distrust(refusal: Refusal, sent: &[Vec<u8>], roots: &Pool) -> Distrust {
    let words = refusal.to_string();
    match refusal {
        Refusal::UnknownAuthority { hint: Some(hint) } => near_miss(&hint, words, sent, roots),
        Refusal::UnknownAuthority { .. } | Refusal::SystemRoots { .. } => {
            Distrust::UnknownAuthority { words }
        }
        Refusal::Hostname { offered: Offered::CommonNameOnly { common_name }, .. } => {
            Distrust::CommonNameOnly { name: common_name, words }
        }
        Refusal::Hostname { offered, .. } => {
            Distrust::WrongName { names: offered_names(offered), words }
        }
        Refusal::Invalid { of, reason } => invalid(of, &reason, words, sent),
        refusal => Distrust::Invalid { words, flaw: flaw(&refusal, sent) },
    }
}

fn invalid(of: Accused, reason: &InvalidReason, words: String, sent: &[Vec<u8>]) -> Distrust {
    match reason {
        InvalidReason::Expired { not_after, .. } => Distrust::Expired {
            whose: of.subject,
            not_after: x509::rfc3339(*not_after),
            place: of.place,
            words,
        },
        InvalidReason::NotYetValid { not_before, .. } => Distrust::NotYetValid {
            whose: of.subject,
            not_before: x509::rfc3339(*not_before),
            words,
        },
        reason => Distrust::Invalid { words, flaw: flaw_of(of, reason, sent) },
    }
}

/// go names an authority that came near. Where the chain would lead to a root
/// but for a rule, the rule is what is wrong, and the authority is known.
fn near_miss(hint: &Hint, words: String, sent: &[Vec<u8>], roots: &Pool) -> Distrust {
    let rule = match &*hint.why {
        Refusal::ConstraintViolation => Some(Rule::NoAuthority),
        Refusal::InsecureAlgorithm { .. } => Some(Rule::WeakSignature),
        Refusal::UnusableRsaKey { .. } => Some(Rule::UnusableKey),
        Refusal::UnhandledCriticalExtension { .. } => Some(Rule::UnknownExtension),
        Refusal::Invalid { reason, .. } => rule_of(reason),
        _ => None,
    };
    let chain = x509::read_chain(sent).unwrap_or_default();
    match rule {
        Some(rule) if x509::points_to(&chain, roots) => {
            let weak = |it: &&Certificate| x509::is_weakly_signed(it);
            let whose = match rule {
                Rule::WeakSignature => chain.iter().find(weak).map(Certificate::subject),
                _ => None,
            };
            let whose = whose.unwrap_or_else(|| hint.candidate.clone());
            Distrust::Invalid { words, flaw: Some(Flaw { whose, rule }) }
        }
        _ => Distrust::UnknownAuthority { words },
    }
}

fn rule_of(reason: &InvalidReason) -> Option<Rule> {
    match reason {
        InvalidReason::NotAuthorizedToSign => Some(Rule::NoAuthority),
        InvalidReason::NotAuthorizedForName { .. } => Some(Rule::NameNotAllowed),
        InvalidReason::TooManyIntermediates => Some(Rule::PathTooLong),
        InvalidReason::NoValidChains { policies: 1.., .. } => Some(Rule::NoPolicyLeft),
        InvalidReason::IncompatibleUsage | InvalidReason::NoValidChains { .. } => {
            Some(Rule::NoServerUse)
        }
        _ => None,
    }
}

fn flaw_of(of: Accused, reason: &InvalidReason, sent: &[Vec<u8>]) -> Option<Flaw> {
    let rule = rule_of(reason)?;
    let whose = match rule {
        Rule::NoServerUse => {
            let chain = x509::read_chain(sent).unwrap_or_default();
            let other = chain.iter().find(|link| x509::is_not_for_servers(link));
            other.map_or(of.subject, Certificate::subject)
        }
        _ => of.subject,
    };
    Some(Flaw { whose, rule })
}

fn flaw(refusal: &Refusal, sent: &[Vec<u8>]) -> Option<Flaw> {
    let subject = |index: usize| {
        let certificate = sent.get(index).and_then(|der| Certificate::parse(der).ok());
        certificate.map(|it| it.subject()).unwrap_or_default()
    };
    let (whose, rule) = match refusal {
        Refusal::Unreadable { why: ParseRefusal::NegativeSerial, .. } => {
            (Excerpt::default(), Rule::NegativeSerial)
        }
        Refusal::Unreadable { .. } => (Excerpt::default(), Rule::Malformed),
        Refusal::OversizedKey { index, bits } => {
            (subject(*index), Rule::OversizedKey { bits: *bits })
        }
        Refusal::UnhandledCriticalExtension { of, .. } => {
            (of.subject.clone(), Rule::UnknownExtension)
        }
        _ => return None,
    };
    Some(Flaw { whose, rule })
}

fn offered_names(offered: Offered) -> Vec<String> {
    match offered {
        Offered::Names { names } | Offered::Addresses { names } => {
            names.iter().map(Excerpt::to_string).collect()
        }
        Offered::CommonNameOnly { common_name } => vec![common_name.to_string()],
        Offered::NoAddresses | Offered::ManyAddresses { .. } | Offered::ManyNames { .. } => {
            Vec::new()
        }
    }
}
