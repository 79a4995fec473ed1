//! What go's TLS client makes of a server's certificates: a port of crypto/x509
//! without its platform verifiers, as pure functions of the octets and the time.
//!
//! The rules are those of go 1.26. What other releases do otherwise is rare in
//! a server's chain: before 1.23 a negative serial number is taken; 1.27 knows
//! ML-DSA, takes names whose values are no strings, refuses IPv4-mapped IPv6
//! addresses, and drops chains with one of eight distrusted keys.
//!
//! A certificate comes in through [`Certificate::parse`] or [`read_chain`], a
//! set of roots is a [`Pool`], and [`verify`] or [`judge`] give the verdict.
//! Nothing here knows the clock: every time is given, in unix seconds.

mod algorithm;
mod build;
mod certificate;
mod der;
mod domain;
mod extensions;
mod hostname;
mod ip;
mod judge;
mod key;
mod kin;
mod name;
mod name_constraints;
mod names;
mod parse_refusal;
mod pem;
mod points;
mod policies;
mod policy;
mod policy_graph;
mod pool;
mod quote;
mod refusal;
mod refusal_words;
mod signature;
mod string;
mod subtree_sets;
mod subtrees;
mod summary;
mod time;
mod uri;
mod verify;

pub use algorithm::{Hash, SignatureAlgorithm};
pub use certificate::Certificate;
pub use judge::{MissingIssuer, Origin, Outcome, Verdict};
pub use judge::{ends_in, judge, linked, missing_issuer, signs_itself};
pub use key::{Curve, KeyKind};
pub use kin::{is_issuer, is_not_for_servers, is_weakly_signed};
pub use kin::{kin, namesake, points_to, stands};
pub use parse_refusal::ParseRefusal;
pub use pem::certificates as pem_certificates;
pub use pool::Pool;
pub use refusal::{Accused, Hint, InvalidReason, KeyType, NameFault, NameKind};
pub use refusal::{Offered, Place, Refusal, RsaFault, Unjudged};
pub use summary::CertificateSummary;
pub use time::rfc3339;
pub use verify::{Chain, Link, read_chain, verify};
