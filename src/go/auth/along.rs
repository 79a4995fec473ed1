/// Whether credentials for `asked` go along a redirect to `next`: to the same host
/// and to those below it. go's file: `net/http/client.go`, `shouldCopyHeaderOnRedirect`.
pub fn go_along(asked: &str, next: &str) -> bool {
    let (asked, next) = (asked.to_lowercase(), next.to_lowercase());
    let below = next.strip_suffix(&asked).is_some_and(|front| front.ends_with('.'));
    asked == next || (below && !next.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_stay_with_the_host_and_below_it() {
        for next in ["go.example", "GO.example", "files.go.example"] {
            assert!(go_along("go.example", next), "{next}");
        }
        for next in ["example", "ergo.example", "go.example.evil", "[::1].go.example"] {
            assert!(!go_along("go.example", next), "{next}");
        }
    }
}
