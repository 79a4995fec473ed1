use super::{GoAuth, GoAuthError, Method};
use crate::base::{Secret, Veiled};
use crate::go::netrc::{self, Line, Rules};
use crate::go::url::{Url, basic};
use serde::{Deserialize, Serialize};

/// What go knows when it makes up its mind.
#[derive(Clone, Copy, Debug)]
pub struct AuthContext<'a> {
    /// The effective value of `GOAUTH`, `netrc` where it is not set.
    pub goauth: &'a Secret,
    pub netrc: &'a [Line],
    /// The release of go: 26 for go 1.26.
    pub minor: u32,
}

/// What go attaches to the first request to a URL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
pub enum Credentials {
    None,
    /// The user part of the URL.
    Url {
        basic: Secret,
    },
    /// An entry of the netrc file.
    Netrc {
        line: usize,
        machine: Veiled,
        login: Secret,
        password: Secret,
    },
    /// These have to be asked first, in this order; only running them tells. A
    /// longer prefix of the URL that the netrc file knows beats their order.
    GoAuth {
        asked: Vec<Method>,
        otherwise: Option<Line>,
    },
    /// `refusing to pass credentials to insecure URL`: a user in an http URL.
    Refused,
}

/// The credentials that go attaches to the first request to `url`
/// (cmd/go/internal/auth `AddCredentials`, cmd/go/internal/web).
pub fn credentials_for(url: &Url, context: &AuthContext) -> Result<Credentials, GoAuthError> {
    match (url.scheme(), url.user()) {
        ("https", _) => {}
        ("http", Some(_)) => return Ok(Credentials::Refused),
        _ => return Ok(Credentials::None),
    }
    let methods = context.methods()?;
    let matched = netrc::lookup(context.netrc, url, Rules::of_release(context.minor));
    let place = methods.iter().position(|method| *method == Method::Netrc);
    let matched = matched.filter(|_| place.is_some());
    let asked = match place {
        Some(place) if matched.is_some() => &methods[..place],
        _ => &methods[..],
    };
    Ok(choose(url, matched, asked))
}

impl AuthContext<'_> {
    fn methods(&self) -> Result<Vec<Method>, GoAuthError> {
        match self.minor {
            ..=23 => Ok(vec![Method::Netrc]),
            _ => Ok(GoAuth::parse(self.goauth.expose())?.methods().to_vec()),
        }
    }
}

/// A URL with a user is looked up with it, so an entry that is found all the
/// same is meant; what a program prints for the host is not found.
fn choose(url: &Url, matched: Option<&Line>, asked: &[Method]) -> Credentials {
    let asked: Vec<Method> =
        asked.iter().filter(|method| **method != Method::Netrc).cloned().collect();
    match (url.user(), matched) {
        (Some(user), None) => Credentials::Url { basic: user.basic() },
        (None, matched) if !asked.is_empty() => {
            Credentials::GoAuth { asked, otherwise: matched.cloned() }
        }
        (_, Some(line)) => line.clone().into(),
        (None, None) => Credentials::None,
    }
}

impl Credentials {
    /// The value of `Authorization` that is known without asking anybody.
    pub fn header(&self) -> Option<Secret> {
        let of = |login: &Secret, password: &Secret| {
            basic(login.expose().as_bytes(), password.expose().as_bytes())
        };
        match self {
            Self::Url { basic } => Some(basic.clone()),
            Self::Netrc { login, password, .. } => Some(of(login, password)),
            Self::GoAuth { otherwise, .. } => {
                let line = otherwise.as_ref()?;
                Some(of(&line.login, &line.password))
            }
            Self::None | Self::Refused => None,
        }
    }
}

impl From<Line> for Credentials {
    fn from(line: Line) -> Self {
        Self::Netrc {
            line: line.line,
            machine: line.machine,
            login: line.login,
            password: line.password,
        }
    }
}
