//! Floor 2: the nouns. Data that is looked at, concluded from and reported;
//! everything in [`Evidence`] serialises, and nothing in it can print a secret.

mod cause;
mod evidence;
mod facts;
mod fetch;
mod finding;
mod fix;
mod ladder;
mod need;
mod platform;
mod reply;
mod report;
mod secrets;
mod stage;
mod tls;
mod verdict;
mod walk;

pub use crate::go::route::{Checksums, Credential, Hop, Matched, NextOn, Route, Via};
pub use cause::{Area, Cause, Pattern};
pub use evidence::{Cite, Evidence, Limits, Symptom};
pub use facts::{Facts, File, FileFault, GoBinary, GoFacts, Project, RootPlace, Roots, Search};
pub use fetch::{Artefact, Fetch, Outcome, Source, Unknown};
pub use finding::{Confidence, Finding, Location, RuledOut, Severity, Subject};
pub use fix::{Fix, Proof, Risk, Scope, Step};
pub use ladder::{Asked, Broken, DialFault, DnsAnswer, DnsFault, Fault, HttpFault, Ladder};
pub use ladder::{Endpoint, Observation, Role, Rung, Scheme, TunnelFault};
pub use need::{Lacking, Need};
pub use platform::{Ci, Container, Platform, System};
pub use reply::{Header, Reply};
pub use report::{Mode, Report, Run};
pub use stage::Stage;
pub use tls::{Distrust, Presented, TlsFault, Trust};
pub use verdict::{Diagnosis, Judgement, Verdict};
pub use walk::{End, Walk};
