use super::{Defect, Prompt, Said, VcsFault};
use crate::base::Excerpt;
use crate::go::vcs::Tool;

/// What git and the curl in it say. Of several marks the first one in the table counts:
/// what follows from another thing stands behind it.
pub(super) fn read(said: &Said<'_>) -> Option<VcsFault> {
    let Some((marks, meaning)) = TABLE.iter().find(|(marks, _)| said.has(marks)) else {
        return broken_off(said);
    };
    let words = said.quote(marks);
    Some(match meaning {
        Meaning::Prompt(asked) => VcsFault::Prompt { asked: *asked, words },
        Meaning::Rejected => VcsFault::Rejected { words },
        Meaning::Forbidden => VcsFault::Forbidden { words },
        Meaning::NotFound => VcsFault::NotFound { words },
        Meaning::ServerError => VcsFault::ServerError { status: None, words },
        Meaning::Status => of_status(said, words),
        Meaning::NotARepository => VcsFault::NotARepository { words },
        Meaning::Untrusted => VcsFault::Untrusted { words },
        Meaning::Road => VcsFault::Road { words },
        Meaning::Ownership => VcsFault::Ownership { words },
        Meaning::Defect(how) => VcsFault::Defective { tool: Tool::Git, how: *how, words },
        Meaning::TooOld => VcsFault::TooOld { tool: Tool::Git, words },
    })
}

/// With nothing before it, the other end was there and ended in the middle of a word.
fn broken_off(said: &Said<'_>) -> Option<VcsFault> {
    const ENDED: &str = "fatal: Could not read from remote repository";
    let is_all = said.text.trim_start().starts_with(ENDED);
    is_all.then(|| VcsFault::ServerError { status: None, words: said.quote(&[ENDED]) })
}

/// What a mark tells.
enum Meaning {
    Prompt(Prompt),
    Rejected,
    Forbidden,
    NotFound,
    ServerError,
    /// `The requested URL returned error: ` and a number.
    Status,
    NotARepository,
    Untrusted,
    Road,
    Ownership,
    Defect(Defect),
    TooOld,
}

/// git's files: `prompt.c`, `http.c`, `remote-curl.c`, `config.c`, `setup.c`,
/// `transport.c`, `git.c`, `parse-options.c`, `fetch-pack.c`, `pkt-line.c`; curl's
/// `lib/vtls/*.c`, `lib/strerror.c`; and what forges say through `remote:` lines.
const TABLE: &[(&[&str], Meaning)] = &[
    (&["could not read Username"], Meaning::Prompt(Prompt::Username)),
    (&["could not read Password"], Meaning::Prompt(Prompt::Password)),
    (&["error while loading shared libraries"], Meaning::Defect(Defect::Library)),
    (&["Error loading shared library"], Meaning::Defect(Defect::Library)),
    (&["Error relocating"], Meaning::Defect(Defect::Library)),
    (&["Library not loaded"], Meaning::Defect(Defect::Library)),
    (&["bad config"], Meaning::Defect(Defect::Configuration)),
    (&["fatal: bad ", "config"], Meaning::Defect(Defect::Configuration)),
    (&["reading the configuration files"], Meaning::Defect(Defect::Configuration)),
    (&["fatal: unable to read config"], Meaning::Defect(Defect::Configuration)),
    (&["fatal: unable to access '/"], Meaning::Defect(Defect::Configuration)),
    (&["is not a git command"], Meaning::Defect(Defect::NoHelper)),
    (&["find remote helper for"], Meaning::Defect(Defect::NoHelper)),
    (&["fatal: transport '", "not allowed"], Meaning::Defect(Defect::Transport)),
    (&["protocol '", "is not supported"], Meaning::Defect(Defect::Transport)),
    (&["not supported or disabled in libcurl"], Meaning::Defect(Defect::Transport)),
    (&["dubious ownership"], Meaning::Ownership),
    (&["unsafe repository", "owned by someone else"], Meaning::Ownership),
    (&["unknown option"], Meaning::TooOld),
    (&["usage: git"], Meaning::TooOld),
    (&["expected shallow list"], Meaning::TooOld),
    (&["Authentication failed"], Meaning::Rejected),
    (&["returned error: 401"], Meaning::Rejected),
    (&["url base from redirection"], Meaning::NotARepository),
    (&["info/refs not valid"], Meaning::NotARepository),
    (&["is this a git repository?"], Meaning::NotARepository),
    (&["invalid server response; got"], Meaning::NotARepository),
    (&["protocol error: bad line length"], Meaning::NotARepository),
    (&["returned error: 403"], Meaning::Forbidden),
    (&["SAML SSO"], Meaning::Forbidden),
    (&["You are not allowed to download code"], Meaning::Forbidden),
    (&["fatal: repository '", "not found"], Meaning::NotFound),
    (&["returned error: 404"], Meaning::NotFound),
    (&["Repository not found"], Meaning::NotFound),
    (&["project you were looking for could not be found"], Meaning::NotFound),
    (&["TF401019"], Meaning::NotFound),
    (&["fatal: unable to access", "returned error: "], Meaning::Status),
    (&["RPC failed; HTTP "], Meaning::Status),
    (&["certificate verification failed"], Meaning::Untrusted),
    (&["SSL certificate problem"], Meaning::Untrusted),
    (&["SSL: certificate"], Meaning::Untrusted),
    (&["SSL: no alternative certificate"], Meaning::Untrusted),
    (&["certificate subject name"], Meaning::Untrusted),
    (&["certificate file"], Meaning::Untrusted),
    (&["certificate verify locations"], Meaning::Untrusted),
    (&["Problem with the SSL CA cert"], Meaning::Untrusted),
    (&["certificate issuer is not recognized"], Meaning::Untrusted),
    (&["SEC_E_UNTRUSTED_ROOT"], Meaning::Untrusted),
    (&["SEC_E_WRONG_PRINCIPAL"], Meaning::Untrusted),
    (&["CRYPT_E_"], Meaning::Untrusted),
    (&["Could not resolve"], Meaning::Road),
    (&["Couldn't resolve"], Meaning::Road),
    (&["Failed to connect"], Meaning::Road),
    (&["Couldn't connect"], Meaning::Road),
    (&["Could not connect"], Meaning::Road),
    (&["CONNECT tunnel failed"], Meaning::Road),
    (&["from proxy after CONNECT"], Meaning::Road),
    (&["Proxy CONNECT aborted"], Meaning::Road),
    (&["SOCKS"], Meaning::Road),
    (&["onnection refused"], Meaning::Road),
    (&["timed out"], Meaning::Road),
    (&["Network is unreachable"], Meaning::Road),
    (&["No route to host"], Meaning::Road),
    (&["RPC failed"], Meaning::ServerError),
    (&["early EOF"], Meaning::ServerError),
    (&["unexpected disconnect"], Meaning::ServerError),
    (&["expected flush after ref listing"], Meaning::ServerError),
    (&["Empty reply from server"], Meaning::ServerError),
    (&["was not closed cleanly"], Meaning::ServerError),
    (&["transfer closed with"], Meaning::ServerError),
    (&["Recv failure"], Meaning::ServerError),
    (&["Connection reset by peer"], Meaning::ServerError),
    (&["SSL_ERROR_SYSCALL"], Meaning::ServerError),
    (&["unexpected eof while reading"], Meaning::ServerError),
    (&["connection was non-properly terminated"], Meaning::ServerError),
    (&["hung up unexpectedly"], Meaning::ServerError),
    (&["proxy"], Meaning::Road),
    (&["died of signal"], Meaning::Defect(Defect::Crashes)),
];

fn of_status(said: &Said<'_>, words: Excerpt) -> VcsFault {
    match status(said) {
        Some(401) => VcsFault::Rejected { words },
        Some(403) => VcsFault::Forbidden { words },
        Some(404 | 410) => VcsFault::NotFound { words },
        // It asks for patience, or something is broken there.
        status @ Some(408 | 429 | 500..=599) => VcsFault::ServerError { status, words },
        _ => VcsFault::NotARepository { words },
    }
}

fn status(said: &Said<'_>) -> Option<u16> {
    let marks = ["returned error: ", "RPC failed; HTTP "];
    let behind = marks.iter().find_map(|mark| Some(said.line(&[mark])?.rsplit_once(mark)?.1));
    behind?.get(..3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kind(stderr: &str) -> String {
        let fault = VcsFault::of(Tool::Git, 128, stderr.as_bytes());
        let said = serde_json::to_value(&fault).unwrap();
        let how = said.get("how").and_then(|it| it.as_str()).map(|how| format!("/{how}"));
        format!("{}{}", said["vcs"].as_str().unwrap(), how.unwrap_or_default())
    }

    #[test]
    fn gits_words_are_understood() {
        let access = |why: &str| format!("fatal: unable to access 'https://h.example/r/': {why}\n");
        let cases = [
            ("fatal: could not read Username for 'https://h': terminal prompts disabled\n".to_owned(), "prompt"),
            ("fatal: Cannot prompt because user interactivity has been disabled.\nfatal: could not read Username for 'https://h': No such device or address\n".to_owned(), "prompt"),
            ("remote: HTTP Basic: Access denied\nfatal: Authentication failed for 'https://h/r/'\n".to_owned(), "rejected"),
            ("remote: Support for password authentication was removed.\nfatal: Authentication failed for 'https://h/r/'\n".to_owned(), "rejected"),
            (access("The requested URL returned error: 403"), "forbidden"),
            (access("The requested URL returned error: 429"), "server-error"),
            (access("The requested URL returned error: 503"), "server-error"),
            (access("The requested URL returned error: 400"), "not-a-repository"),
            ("remote: Repository not found.\nfatal: repository 'https://h/r/' not found\n".to_owned(), "not-found"),
            ("remote: TF401019: The Git repository with name or identifier x does not exist\nfatal: x\n".to_owned(), "not-found"),
            ("error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502\nfatal: the remote end hung up unexpectedly\n".to_owned(), "server-error"),
            ("fatal: the remote end hung up unexpectedly\nfatal: early EOF\n".to_owned(), "server-error"),
            (access("Empty reply from server"), "server-error"),
            (access("HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR (err 2)"), "server-error"),
            (access("server certificate verification failed. CAfile: none CRLfile: none"), "untrusted"),
            (access("SSL certificate problem: unable to get local issuer certificate"), "untrusted"),
            (access("SSL: no alternative certificate subject name matches target host name 'h'"), "untrusted"),
            (access("error setting certificate verify locations:  CAfile: /x CApath: none"), "untrusted"),
            (access("schannel: SNI or certificate check failed: SEC_E_WRONG_PRINCIPAL (0x80090322)"), "untrusted"),
            (access("Could not resolve host: h.example"), "road"),
            (access("Failed to connect to h.example port 443 after 0 ms: Couldn't connect to server"), "road"),
            (access("CONNECT tunnel failed, response 407"), "road"),
            ("fatal: https://h/r/info/refs not valid: is this a git repository?\n".to_owned(), "not-a-repository"),
            ("fatal: detected dubious ownership in repository at '/x'\n".to_owned(), "ownership"),
            ("git: error while loading shared libraries: libpcre2-8.so.0: cannot open shared object file\n".to_owned(), "defective/library"),
            ("Error loading shared library libcurl.so.4: No such file or directory (needed by git-remote-https)\n".to_owned(), "defective/library"),
            ("fatal: bad config line 3 in file /root/.gitconfig\n".to_owned(), "defective/configuration"),
            ("fatal: bad boolean config value 'maybe' for 'http.sslverify'\n".to_owned(), "defective/configuration"),
            ("warning: unable to access '/root/.gitconfig': Permission denied\nfatal: unknown error occurred while reading the configuration files\n".to_owned(), "defective/configuration"),
            ("git: 'remote-https' is not a git command. See 'git --help'.\nfatal: remote helper 'https' aborted session\n".to_owned(), "defective/no-helper"),
            ("fatal: Unable to find remote helper for 'https'\n".to_owned(), "defective/no-helper"),
            ("fatal: transport 'https' not allowed\n".to_owned(), "defective/transport"),
            ("error: unknown option `end-of-options'\nusage: git ls-remote [--heads]\n".to_owned(), "too-old"),
            ("fatal: git fetch-pack: expected shallow list\n".to_owned(), "too-old"),
            ("error: git-remote-https died of signal 11\n".to_owned(), "defective/crashes"),
            ("fatal: Could not read from remote repository.\n\nPlease make sure\n".to_owned(), "server-error"),
            (access("Problem with the SSL CA cert (path? access rights?)"), "untrusted"),
            ("fatal: something new\n".to_owned(), "unclear"),
            ("\n".to_owned(), "unclear"),
        ];
        for (stderr, expected) in cases {
            assert_eq!(kind(&stderr), expected, "{stderr}");
        }
    }

    proptest! {
        /// Whatever it says, no more of it is kept than can be shown, and nothing raw.
        #[test]
        fn words_are_short_and_plain(stderr in proptest::collection::vec(any::<u8>(), 0..4000)) {
            let fault = VcsFault::of(Tool::Git, 1, &[b"fatal: returned error: 403 ", stderr.as_slice()].concat());
            let shown = serde_json::to_string(&fault).unwrap();
            let is_raw = shown.contains(char::from(0x1b));
            prop_assert!(shown.len() < 8000 && !is_raw);
        }
    }
}
