use crate::world::World;

/// A world, and the whole of what must be said of it, all causes running.
pub struct Scene {
    pub name: &'static str,
    pub world: fn() -> World,
    /// The codes of the root causes, first cause first; empty means silence.
    pub roots: &'static [&'static str],
}
