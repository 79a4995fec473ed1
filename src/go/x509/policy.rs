use super::certificate::Certificate;
use super::policy_graph::{ANY, PolicyGraph};
use std::collections::BTreeMap;

/// Whether the chain's policies hold for a caller who takes any policy
/// (crypto/x509 `policiesValid`).
pub(super) fn are_valid(chain: &[&Certificate]) -> bool {
    let Some((_, below_root)) = chain.split_last().filter(|(_, rest)| !rest.is_empty()) else {
        return true;
    };
    let mut walk = Walk::new(below_root.len());
    for (at, link) in below_root.iter().enumerate().rev() {
        if !walk.step(link, at) {
            return false;
        }
    }
    walk.holds(chain[0])
}

/// How many certificates may still pass before a limit sets in.
struct Walk {
    graph: Option<PolicyGraph>,
    length: usize,
    inhibit_any: usize,
    explicit: usize,
    mapping: usize,
}

impl Walk {
    fn new(length: usize) -> Self {
        Self {
            graph: Some(PolicyGraph::new()),
            length,
            inhibit_any: length + 1,
            explicit: length + 1,
            mapping: length + 1,
        }
    }

    /// Takes one certificate in, the leaf being at 0.
    fn step(&mut self, link: &Certificate, at: usize) -> bool {
        let self_issued = link.raw_issuer() == link.raw_subject();
        if link.extensions.policies.is_empty() {
            self.graph = None;
        }
        if self.explicit == 0 && self.graph.is_none() {
            return false;
        }
        let any = self.inhibit_any > 0 || (self.length - at < self.length && self_issued);
        if let Some(graph) = &mut self.graph {
            grow(graph, link, any);
            if at != 0 && !map(graph, link, self.mapping) {
                return false;
            }
        }
        if at != 0 {
            self.lower(link, self_issued);
        }
        true
    }

    /// 6.1.4 (h), (i) and (j).
    fn lower(&mut self, link: &Certificate, self_issued: bool) {
        let used = usize::from(!self_issued);
        let extensions = &link.extensions;
        for (limit, written) in [
            (&mut self.explicit, extensions.require_explicit),
            (&mut self.mapping, extensions.inhibit_mapping),
            (&mut self.inhibit_any, extensions.inhibit_any),
        ] {
            *limit = limit.saturating_sub(used);
            *limit = written.map_or(*limit, |written| written.min(*limit));
        }
    }

    /// 6.1.5.
    fn holds(self, leaf: &Certificate) -> bool {
        let explicit = match leaf.extensions.require_explicit {
            Some(0) => 0,
            _ => self.explicit.saturating_sub(1),
        };
        explicit > 0 || self.graph.is_some_and(|graph| graph.has_valid_policy())
    }
}

fn grow(graph: &mut PolicyGraph, link: &Certificate, any: bool) {
    graph.deepen();
    let policies = &link.extensions.policies;
    for policy in policies.iter().filter(|policy| *policy != ANY) {
        graph.grow(policy);
    }
    if any && policies.iter().any(|policy| policy == ANY) {
        graph.grow_any();
    }
    graph.prune();
}

/// 6.1.4 (b), or `false` for a mapping of anyPolicy.
fn map(graph: &mut PolicyGraph, link: &Certificate, allowed: usize) -> bool {
    let mut mappings: BTreeMap<&[u8], Vec<Vec<u8>>> = BTreeMap::new();
    for (issuer, subject) in &link.extensions.mappings {
        if allowed == 0 {
            graph.delete_leaf(issuer);
            continue;
        }
        if issuer == ANY || subject == ANY {
            return false;
        }
        let subjects = mappings.entry(issuer).or_default();
        subjects.push(subject.clone());
    }
    if !link.extensions.mappings.is_empty() {
        graph.prune();
    }
    for (issuer, subjects) in mappings {
        graph.map(issuer, subjects);
    }
    true
}
