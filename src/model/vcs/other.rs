use super::{Defect, Said, VcsFault};
use crate::go::vcs::Tool;
use crate::model::Prompt;

/// What hg, svn, bzr and fossil say. Mercurial's files: `hg.py`, `httppeer.py`,
/// `sslutil.py`; Subversion's: `svn_error_codes.h`, `libsvn_ra_serf/util.c`.
pub(super) fn read(tool: Tool, said: &Said<'_>) -> Option<VcsFault> {
    let all = ALL.iter().filter(|(of, ..)| of.is_none_or(|of| of == tool));
    let (_, marks, what) = all.into_iter().find(|(_, marks, _)| said.has(marks))?;
    let words = said.quote(marks);
    Some(match what {
        What::Prompt => VcsFault::Prompt { asked: Prompt::Username, words },
        What::Rejected => VcsFault::Rejected { words },
        What::Forbidden => VcsFault::Forbidden { words },
        What::NotFound => VcsFault::NotFound { words },
        What::ServerError => VcsFault::ServerError { status: status(words.as_str()), words },
        What::NotARepository => VcsFault::NotARepository { words },
        What::Untrusted => VcsFault::Untrusted { words },
        What::Road => VcsFault::Road { words },
        What::Defective(how) => VcsFault::Defective { tool, how: *how, words },
    })
}

enum What {
    Prompt,
    Rejected,
    Forbidden,
    NotFound,
    ServerError,
    NotARepository,
    Untrusted,
    Road,
    Defective(Defect),
}

use What::{
    Defective, Forbidden, NotARepository, NotFound, Prompt as Asks, Rejected, Road, ServerError,
    Untrusted,
};

const HG: Option<Tool> = Some(Tool::Hg);
const SVN: Option<Tool> = Some(Tool::Svn);

/// In the order of what they tell; those of no program are said by several.
const ALL: &[(Option<Tool>, &[&str], What)] = &[
    (HG, &["http authorization required"], Asks),
    (HG, &["authorization failed"], Rejected),
    (HG, &["HTTP Error 401"], Rejected),
    (HG, &["HTTP Error 403"], Forbidden),
    (HG, &["HTTP Error 404"], NotFound),
    (HG, &["HTTP Error 5"], ServerError),
    (HG, &["does not appear to be an hg repository"], NotARepository),
    (HG, &["CERTIFICATE_VERIFY_FAILED"], Untrusted),
    (HG, &["certificate for", "unable to verify"], Untrusted),
    (HG, &["repository", "not found"], NotFound),
    (HG, &["config error at"], Defective(Defect::Configuration)),
    (HG, &["could not import module"], Defective(Defect::Library)),
    (HG, &["ModuleNotFoundError"], Defective(Defect::Library)),
    (SVN, &["E215004"], Asks),
    (SVN, &["E170001"], Rejected),
    (SVN, &["E175013"], Forbidden),
    (SVN, &["E175002", " 5"], ServerError),
    (SVN, &["does not support the HTTP/DAV protocol"], NotARepository),
    (SVN, &["E230001"], Untrusted),
    (SVN, &["certificate verification failed"], Untrusted),
    (SVN, &["E160013"], NotFound),
    (SVN, &["W170000"], NotFound),
    (SVN, &["E210005"], NotFound),
    (SVN, &["E000111"], Road),
    (SVN, &["E000110"], Road),
    (SVN, &["E000113"], Road),
    (SVN, &["E670002"], Road),
    (SVN, &["E670003"], Road),
    (SVN, &["Cannot negotiate authentication"], Asks),
    (None, &["shared libraries"], Defective(Defect::Library)),
    (None, &["Not a branch"], NotFound),
    (None, &["Connection refused"], Road),
    (None, &["Name or service not known"], Road),
    (None, &["Temporary failure in name resolution"], Road),
    (None, &["timed out"], Road),
    (None, &["No route to host"], Road),
    (None, &["Network is unreachable"], Road),
    (None, &["onnection reset"], Road),
];

fn status(words: &str) -> Option<u16> {
    let numbers = words.split(|c: char| !c.is_ascii_digit());
    numbers.filter(|it| it.len() == 3).find_map(|it| it.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(tool: Tool, said: &str) -> VcsFault {
        VcsFault::of(tool, 1, said.as_bytes())
    }

    /// As Mercurial 6.3 prints them.
    #[test]
    fn hg_says_why() {
        let hg = |said: &str| told(Tool::Hg, said);
        let asks = hg("abort: http authorization required for http://h/x/\n");
        assert!(matches!(asks, VcsFault::Prompt { .. }));
        assert!(matches!(hg("abort: authorization failed\n"), VcsFault::Rejected { .. }));
        assert!(matches!(hg("abort: HTTP Error 403: Forbidden\n"), VcsFault::Forbidden { .. }));
        assert!(matches!(hg("abort: HTTP Error 404: Not Found\n"), VcsFault::NotFound { .. }));
        let down = hg("abort: HTTP Error 503: Service Unavailable\n");
        assert!(matches!(down, VcsFault::ServerError { status: Some(503), .. }));
        let page = "abort: 'https://h/x/' does not appear to be an hg repository:\n---%<---\n";
        assert!(matches!(hg(page), VcsFault::NotARepository { .. }));
        let tls = "abort: error: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:992)\n";
        assert!(matches!(hg(tls), VcsFault::Untrusted { .. }));
        assert!(matches!(hg("abort: error: Connection refused\n"), VcsFault::Road { .. }));
        let gone =
            "remote: abort: repository x not found\nabort: no suitable response from remote hg\n";
        assert!(matches!(hg(gone), VcsFault::NotFound { .. }));
        let denied = "remote: git@h: Permission denied (publickey).\nabort: no suitable response from remote hg\n";
        assert!(matches!(hg(denied), VcsFault::Ssh { .. }));
        let own = hg("config error at /h/.hgrc:1: garbage here\n");
        assert!(matches!(own, VcsFault::Defective { how: Defect::Configuration, .. }));
        assert!(matches!(hg("abort: what is this\n"), VcsFault::Unclear { code: 1, .. }));
    }

    /// As Subversion 1.14 prints them.
    #[test]
    fn svn_says_why() {
        let svn = |said: &str| {
            let first = "svn: E170013: Unable to connect to a repository at URL 'https://h/x'\n";
            told(Tool::Svn, &format!("{first}{said}"))
        };
        let asks = "svn: E215004: No more credentials or we tried too many times.\nAuthentication failed\n";
        assert!(matches!(svn(asks), VcsFault::Prompt { .. }));
        assert!(matches!(svn("svn: E170001: Authorization failed\n"), VcsFault::Rejected { .. }));
        let forbidden = svn("svn: E175013: Access to '/x' forbidden\n");
        assert!(matches!(forbidden, VcsFault::Forbidden { .. }));
        assert!(matches!(svn("svn: E160013: '/x' path not found\n"), VcsFault::NotFound { .. }));
        let down = svn("svn: E175002: Unexpected HTTP status 503 'Service Unavailable' on '/x'\n");
        assert!(matches!(down, VcsFault::ServerError { status: Some(503), .. }));
        let page = svn(
            "svn: E175003: The server at 'https://h/x' does not support the HTTP/DAV protocol\n",
        );
        assert!(matches!(page, VcsFault::NotARepository { .. }));
        let tls = svn(
            "svn: E230001: Server SSL certificate verification failed: issuer is not trusted\n",
        );
        assert!(matches!(tls, VcsFault::Untrusted { .. }));
        let road = svn("svn: E000111: Error running context: Connection refused\n");
        assert!(matches!(road, VcsFault::Road { .. }));
        let tunnel = svn(
            "svn: E000002: Error in child process: exec of 'ssh' failed: No such file or directory\n",
        );
        assert!(matches!(tunnel, VcsFault::Ssh { how: super::super::SshFault::Missing, .. }));
    }
}
