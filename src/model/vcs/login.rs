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
