use super::Product;

/// As many are worth a try.
const MOST: usize = 8;

/// Public proxies that stand below a path of their host.
const PUBLIC: &[(&str, &str)] = &[
    ("mirrors.aliyun.com", "/goproxy"),
    ("mirrors.cloud.tencent.com", "/go"),
    ("repo.huaweicloud.com", "/repository/goproxy"),
    ("goproxy.cn", ""),
    ("goproxy.io", ""),
    ("proxy.golang.org", ""),
];

/// Where servers of no known make mostly have theirs.
const USUAL: &[&str] = &["/goproxy", "/go", "/proxy", "/athens"];

/// The URLs on the same server that an element of GOPROXY may have been meant
/// for, likeliest first. User and port stay, a query does not.
pub fn likely_bases(element: &str, product: Option<Product>) -> Vec<String> {
    let Some((server, rest)) = split(element) else { return Vec::new() };
    let path = rest.split('?').next().unwrap_or_default();
    let host = server.rsplit(['/', '@']).next().unwrap_or_default();
    let public = PUBLIC.iter().find(|(known, _)| *known == host);
    let paths = match (public, product) {
        (Some((_, path)), _) => vec![(*path).to_owned()],
        (None, Some(product)) => product.paths(rest),
        (None, None) => neighbours(path),
    };
    let own = path.split('#').next().unwrap_or_default().trim_end_matches('/');
    let mut found: Vec<String> = Vec::new();
    if rest.contains('?') {
        found.push(format!("{server}{path}"));
    }
    for path in paths {
        let base = format!("{server}{path}");
        if path != own && !found.contains(&base) && found.len() < MOST {
            found.push(base);
        }
    }
    found
}

/// The folders above and the usual ones below.
fn neighbours(path: &str) -> Vec<String> {
    let path = path.split('#').next().unwrap_or_default().trim_end_matches('/');
    let above = path.match_indices('/').map(|(at, _)| path[..at].to_owned());
    let mut above: Vec<String> = above.collect();
    above.reverse();
    above.truncate(MOST / 2);
    above.extend(USUAL.iter().map(|below| format!("{path}{below}")));
    above
}

/// Scheme and authority, and what follows them.
fn split(element: &str) -> Option<(&str, &str)> {
    let start = element.find("://")? + "://".len();
    let end = element[start..].find(['/', '?', '#']).map_or(element.len(), |at| start + at);
    (end > start).then(|| element.split_at(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_server_stays_and_the_path_changes() {
        let nexus = likely_bases("https://u:p@h:8081/gohub/?k=v", Some(Product::Nexus));
        assert_eq!(nexus, ["https://u:p@h:8081/gohub/", "https://u:p@h:8081/repository/gohub"]);
        let unknown = likely_bases("https://h/a/b/", None);
        assert_eq!(unknown[..3], ["https://h/a", "https://h", "https://h/a/b/goproxy"]);
        let public = likely_bases("https://mirrors.aliyun.com", None);
        assert_eq!(public, ["https://mirrors.aliyun.com/goproxy"]);
        assert!(likely_bases("https://goproxy.cn/", None).is_empty());
        assert!(likely_bases("file:///srv", None).len() <= MOST);
    }

    proptest! {
        #[test]
        fn there_are_never_many(element in ".{0,80}") {
            prop_assert!(likely_bases(&element, None).len() <= MOST);
            prop_assert!(likely_bases(&element, Some(Product::Nexus)).len() <= MOST);
        }
    }
}
