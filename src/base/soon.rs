use std::future::Future;
use std::pin::Pin;

/// A value that comes later, from behind a door that an invented world can
/// stand in for.
pub type Soon<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
