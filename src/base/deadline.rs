use std::time::{Duration, Instant};

/// The moment by which everything has to be over.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    ends: Instant,
}

impl Deadline {
    pub fn after(limit: Duration) -> Self {
        Self { ends: Instant::now() + limit }
    }

    /// What is left, zero when it has passed.
    pub fn left(&self) -> Duration {
        self.ends.saturating_duration_since(Instant::now())
    }

    pub fn is_over(&self) -> bool {
        self.left().is_zero()
    }

    /// A wait of at most `wish` that does not outlast the deadline.
    pub fn within(&self, wish: Duration) -> Duration {
        self.left().min(wish)
    }

    /// The earlier of this deadline and one `limit` from now.
    #[must_use]
    pub fn sooner(&self, limit: Duration) -> Self {
        Self { ends: self.ends.min(Instant::now() + limit) }
    }
}
