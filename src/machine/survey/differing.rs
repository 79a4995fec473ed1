use crate::model::Difference;

/// How a folder differs from its zip, as far as is known.
#[derive(Default)]
pub(super) struct Differing {
    /// Files of the zip that are there.
    pub(super) met: usize,
    counts: Difference,
    altered: Vec<String>,
    missing: Vec<String>,
    extra: Vec<String>,
}

impl Differing {
    pub(super) fn altered(&mut self, name: &str) {
        self.counts.altered += 1;
        keep(&mut self.altered, name);
    }

    pub(super) fn missing(&mut self, name: &str) {
        self.counts.missing += 1;
        keep(&mut self.missing, name);
    }

    pub(super) fn extra(&mut self, name: &str) {
        self.counts.extra += 1;
        keep(&mut self.extra, name);
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.met += other.met;
        self.counts.altered += other.counts.altered;
        self.counts.missing += other.counts.missing;
        other.altered.iter().for_each(|name| keep(&mut self.altered, name));
        other.missing.iter().for_each(|name| keep(&mut self.missing, name));
    }

    pub(super) fn finish(self) -> Difference {
        let examples = self.altered.into_iter().chain(self.missing).chain(self.extra);
        Difference { examples: examples.take(Difference::NAMED).collect(), ..self.counts }
    }
}

/// The first names, whichever thread comes upon them first.
fn keep(names: &mut Vec<String>, name: &str) {
    let at = names.partition_point(|known| known.as_str() < name);
    if at < Difference::NAMED {
        names.insert(at, name.to_owned());
        names.truncate(Difference::NAMED);
    }
}
