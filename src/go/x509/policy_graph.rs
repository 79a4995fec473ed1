use std::collections::{BTreeMap, BTreeSet};

/// anyPolicy, 2.5.29.32.0.
pub(super) const ANY: &[u8] = &[0x55, 0x1d, 32, 0];

type Oid = Vec<u8>;
type Place = usize;

struct Node {
    valid: Oid,
    expected: Vec<Oid>,
    parents: BTreeSet<Place>,
    children: BTreeSet<Place>,
}

/// The policies that hold along a chain, one stratum for each certificate
/// (crypto/x509 `policyGraph`, RFC 9618).
pub(super) struct PolicyGraph {
    nodes: Vec<Node>,
    strata: Vec<BTreeMap<Oid, Place>>,
    by_expected: BTreeMap<Oid, Vec<Place>>,
}

impl PolicyGraph {
    pub(super) fn new() -> Self {
        let mut graph = Self {
            nodes: Vec::new(),
            strata: vec![BTreeMap::new()],
            by_expected: BTreeMap::new(),
        };
        graph.insert(ANY, &[]);
        graph
    }

    /// Opens the next certificate's stratum.
    pub(super) fn deepen(&mut self) {
        let mut by_expected: BTreeMap<Oid, Vec<Place>> = BTreeMap::new();
        for place in self.leaves().values() {
            for oid in &self.nodes[*place].expected {
                by_expected.entry(oid.clone()).or_default().push(*place);
            }
        }
        self.by_expected = by_expected;
        self.strata.push(BTreeMap::new());
    }

    /// 6.1.3 (d) (1): a policy that the certificate names.
    pub(super) fn grow(&mut self, policy: &[u8]) {
        let parents = match self.by_expected.get(policy) {
            Some(parents) => parents.clone(),
            None => self.above().get(ANY).copied().into_iter().collect(),
        };
        if !parents.is_empty() {
            self.insert(policy, &parents);
        }
    }

    /// 6.1.3 (d) (2): anyPolicy stands for all that is expected and not named.
    pub(super) fn grow_any(&mut self) {
        let mut missing: BTreeMap<Oid, Vec<Place>> = BTreeMap::new();
        for place in self.above().values() {
            for oid in &self.nodes[*place].expected {
                if !self.leaves().contains_key(oid) {
                    missing.entry(oid.clone()).or_default().push(*place);
                }
            }
        }
        for (oid, parents) in missing {
            self.insert(&oid, &parents);
        }
    }

    /// 6.1.3 (d) (3): drops what leads nowhere.
    pub(super) fn prune(&mut self) {
        for depth in (1..self.strata.len() - 1).rev() {
            let barren: Vec<(Oid, Place)> = self.strata[depth]
                .iter()
                .filter(|(_, place)| self.nodes[**place].children.is_empty())
                .map(|(oid, place)| (oid.clone(), *place))
                .collect();
            for (oid, place) in barren {
                self.unlink(place);
                self.strata[depth].remove(&oid);
            }
        }
    }

    /// 6.1.4 (b) (3): drops one policy of this certificate.
    pub(super) fn delete_leaf(&mut self, policy: &[u8]) {
        let depth = self.strata.len() - 1;
        if let Some(place) = self.strata[depth].remove(policy) {
            self.unlink(place);
        }
    }

    /// 6.1.4 (b) (1) and (2): what a policy is called further down.
    pub(super) fn map(&mut self, issuer: &[u8], subjects: Vec<Oid>) {
        let place = match self.leaves().get(issuer).copied() {
            Some(place) => place,
            None => match self.leaves().get(ANY).copied() {
                Some(any) => self.insert(issuer, &[any]),
                None => return,
            },
        };
        self.nodes[place].expected = subjects;
    }

    /// 6.1.5 (g) for a caller who takes any policy: whether one is left.
    pub(super) fn has_valid_policy(&self) -> bool {
        self.leaves().contains_key(ANY)
            || self
                .strata
                .iter()
                .flat_map(BTreeMap::values)
                .any(|place| self.is_rooted_in_any(&self.nodes[*place]))
    }

    fn is_rooted_in_any(&self, node: &Node) -> bool {
        let mut parents = node.parents.iter();
        let only = parents.next().filter(|_| parents.next().is_none());
        node.valid != ANY && only.is_some_and(|parent| self.nodes[*parent].valid == ANY)
    }

    fn insert(&mut self, policy: &[u8], parents: &[Place]) -> Place {
        let place = self.nodes.len();
        for parent in parents {
            self.nodes[*parent].children.insert(place);
        }
        self.nodes.push(Node {
            valid: policy.to_vec(),
            expected: vec![policy.to_vec()],
            parents: parents.iter().copied().collect(),
            children: BTreeSet::new(),
        });
        let depth = self.strata.len() - 1;
        self.strata[depth].insert(policy.to_vec(), place);
        place
    }

    fn unlink(&mut self, place: Place) {
        for parent in std::mem::take(&mut self.nodes[place].parents) {
            self.nodes[parent].children.remove(&place);
        }
        for child in std::mem::take(&mut self.nodes[place].children) {
            self.nodes[child].parents.remove(&place);
        }
    }

    fn leaves(&self) -> &BTreeMap<Oid, Place> {
        &self.strata[self.strata.len() - 1]
    }

    fn above(&self) -> &BTreeMap<Oid, Place> {
        &self.strata[self.strata.len().saturating_sub(2)]
    }
}
