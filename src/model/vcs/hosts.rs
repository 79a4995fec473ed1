use crate::base::Excerpt;

/// What pages call themselves on which people log in.
const WORDS: &[&str] = &[
    "sign in",
    "sign-in",
    "signin",
    "log in",
    "login",
    "single sign",
    "登录",
    "登入",
    "anmelden",
    "connexion",
];

/// Whether a page is for people to log in.
pub fn looks_like_login(shows: &Excerpt) -> bool {
    let shows = shows.as_str().to_lowercase();
    WORDS.iter().any(|word| shows.contains(word))
}

/// Paths of hosts that have tags for the whole world.
const KNOWN: &[&str] = &[
    "golang.org/x/",
    "google.golang.org/",
    "gopkg.in/",
    "k8s.io/",
    "sigs.k8s.io/",
    "go.uber.org/",
    "gonum.org/",
    "go.opentelemetry.io/",
];

/// Whether the host of a module is known to say of all of them where they lie.
pub fn has_tags_for_all(module: &str) -> bool {
    KNOWN.iter().any(|known| module.starts_with(known))
}
