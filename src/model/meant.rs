use crate::base::Veiled;
use crate::go::goproxy::likely_bases;
use crate::model::Reply;

impl Reply {
    /// The URLs that the element may have been meant for, by what its server
    /// says: with https where that is what the port speaks, else other paths.
    pub fn bases_meant(&self, base: &Veiled) -> Vec<Veiled> {
        let secured = base.raw().strip_prefix("http://").filter(|_| self.wants_tls());
        match secured {
            Some(rest) => vec![Veiled::new(format!("https://{rest}"))],
            None => {
                likely_bases(base.raw(), self.product(base)).into_iter().map(Veiled::new).collect()
            }
        }
    }

    /// Whether it is the answer of a port that speaks TLS to a request in the
    /// clear, as Go's own server, nginx or Apache word it.
    fn wants_tls(&self) -> bool {
        let words = self.excerpt.as_str().to_lowercase();
        let told = ["to an https server", "sent to https port", "to an ssl-enabled server port"];
        self.status == 400 && told.iter().any(|told| words.contains(told))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_speaks_tls_is_meant_with_https() {
        let meant = |base: &str, status: u16, words: &str| -> Vec<String> {
            let bases = Reply::of(status, words).bases_meant(&Veiled::new(base));
            bases.iter().map(|base| base.raw().to_owned()).collect()
        };
        let go = "Client sent an HTTP request to an HTTPS server.";
        let nginx = "400 The plain HTTP request was sent to HTTPS port";
        assert_eq!(meant("http://u@h:8443/go", 400, go), ["https://u@h:8443/go"]);
        assert_eq!(meant("http://h:8443", 400, nginx), ["https://h:8443"]);
        for (base, status, words) in
            [("https://h", 400, go), ("http://h", 404, go), ("http://h", 400, "no")]
        {
            assert!(!meant(base, status, words).contains(&"https://h".to_owned()));
        }
    }
}
