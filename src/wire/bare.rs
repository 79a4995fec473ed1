use super::Request;

/// A request without any secret: no credentials of the server's, and none of a forward
/// proxy's that would have to be trusted first.
#[derive(Clone, Debug)]
pub struct Bare(Request);

impl Bare {
    /// The request without its credentials. None where TLS leads to the forward proxy:
    /// who that is would not be asked either.
    pub fn of(request: Request) -> Option<Self> {
        let through = request.through.as_ref().map(|it| it.raw().to_ascii_lowercase());
        let is_secure = through.is_some_and(|it| it.starts_with("https:"));
        (!is_secure).then(|| Self(Request { user: None, headers: Vec::new(), ..request }))
    }

    pub(super) fn request(&self) -> &Request {
        &self.0
    }
}
