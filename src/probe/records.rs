use super::lookout::Lookout;
use super::sums::look_up;
use crate::model::Route;
use futures_util::stream::{self, StreamExt};

/// How many modules are looked up side by side.
const SIDE_BY_SIDE: usize = 16;

impl Lookout<'_> {
    /// Asks the checksum database about every need, and nobody else about anything.
    /// The routes are in the order of the needs.
    pub async fn look_up_all(&self, routes: &[Route]) {
        let needs = &self.climber.facts.needs;
        let asking = needs.iter().zip(routes);
        let asking = asking.map(|(need, route)| look_up(self, need, &need.version, route));
        let mut answered = stream::iter(asking).buffered(SIDE_BY_SIDE);
        while let Some(fetched) = answered.next().await {
            self.fetches.borrow_mut().extend(fetched);
            self.done.set(self.done.get() + 1);
            (self.progress)(self.done.get());
        }
        self.whole.set(true);
    }
}
