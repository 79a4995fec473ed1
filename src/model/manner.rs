use crate::model::Facts;
use serde::{Deserialize, Serialize};

/// How go speaks to servers, by its version and GODEBUG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Manner {
    /// The hello carries a hybrid key share and takes more than one packet.
    /// go's file: `crypto/tls/defaults.go`, `tlsmlkem`.
    pub hybrid: bool,
    /// HTTP/2 is offered. go's file: `net/http/transport.go`, `http2client`.
    pub http2: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Self { hybrid: true, http2: true }
    }
}

/// The first release with a hybrid key exchange (Kyber's draft, then ML-KEM).
const HYBRID: u32 = 23;

impl Facts {
    /// How the go of this machine speaks.
    pub fn manner(&self) -> Manner {
        let off = |key: &str| self.godebug(key) == Some("0");
        let hybrid = if self.go.minor() == HYBRID { "tlskyber" } else { "tlsmlkem" };
        Manner { hybrid: self.go.minor() >= HYBRID && !off(hybrid), http2: !off("http2client") }
    }

    /// The last value of a key in GODEBUG.
    pub fn godebug(&self, key: &str) -> Option<&str> {
        let pairs = self.settings.raw("GODEBUG").rsplit(',');
        let mut pairs = pairs.filter_map(|pair| pair.split_once('='));
        pairs.find(|(name, _)| *name == key).map(|(_, value)| value)
    }
}
