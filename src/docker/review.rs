use crate::base::Secret;
use crate::docker::context::Context;
use crate::docker::edit::Lines;
use crate::docker::ignore::Ignore;
use crate::docker::instruction::Instruction;
use crate::docker::remark::Remark;
use crate::docker::scan;
use crate::docker::walk::Walk;

/// What a Dockerfile was found to do.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// By line.
    pub remarks: Vec<Remark>,
    /// The secrets that stand in it.
    pub secrets: Vec<Secret>,
    /// How many stages it has, and in how many of them go fetches modules.
    pub stages: usize,
    pub fetching: usize,
}

/// The paths of the context that COPY and ADD name.
pub fn sources(text: &str) -> Vec<String> {
    let of = |piece: &scan::Piece| {
        let instruction = Instruction::of(piece);
        let is_copy = ["COPY", "ADD"].contains(&instruction.keyword.as_str());
        let mut words = if is_copy && instruction.flag("from").is_none() {
            instruction.words()
        } else {
            Vec::new()
        };
        words.pop();
        words
    };
    scan::pieces(text).iter().flat_map(of).collect()
}

/// Reads a Dockerfile; none where it is none.
pub fn review(text: &str, context: &dyn Context) -> Option<Review> {
    if !scan::is_dockerfile(text) {
        return None;
    }
    let ignore = Ignore::parse(&context.read(".dockerignore").unwrap_or_default());
    let instructions: Vec<Instruction> = scan::pieces(text).iter().map(Instruction::of).collect();
    let syntax = scan::directive(text, "syntax");
    let walk = Walk::new(Lines::of(text), context, &ignore, syntax);
    let mut review = walk.through(&instructions);
    review.remarks.sort_by_key(|remark| (!remark.stops, remark.line));
    review.remarks.dedup();
    Some(review)
}
