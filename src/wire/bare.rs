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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Secret, Veiled};
    use crate::model::Manner;
    use crate::wire::Appetite;

    fn request(through: Option<&str>) -> Request {
        let secret = || Secret::new("secret");
        Request {
            url: "https://git.corp.example/x?go-get=1".to_owned(),
            at: Vec::new(),
            through: through.map(Veiled::new),
            user: Some((secret(), secret())),
            headers: vec![("Authorization".to_owned(), secret())],
            manner: Manner::default(),
            appetite: Appetite::of(1),
        }
    }

    #[test]
    fn nothing_secret_goes_to_whom_nobody_vouches_for() {
        let bare = Bare::of(request(Some("http://u:p@proxy.corp.example:3128"))).unwrap();
        assert!(bare.request().user.is_none() && bare.request().headers.is_empty());
        assert!(Bare::of(request(Some("HTTPS://u:p@proxy.corp.example"))).is_none());
    }
}
