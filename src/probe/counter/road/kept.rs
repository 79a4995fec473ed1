use super::Named;
use crate::base::Veiled;
use crate::probe::counter::Prober;

/// A file with settings is smaller than this, in bytes.
const SMALL: usize = 1 << 16;

/// How the proxy is found in a file's text.
type Find = fn(&str) -> Option<String>;

/// Forward proxies in files that other programs read: the environment of logins,
/// go's own file of settings (which does not hold for these), npm and docker.
pub(super) fn in_files(prober: Prober<'_>) -> Vec<Named> {
    let variables = prober.machine.variables();
    let home = variables.get("HOME").or_else(|| variables.get("USERPROFILE"));
    let below = |name: &str| home.map(|home| format!("{home}/{name}"));
    let goenv = Some(prober.facts().settings.raw("GOENV").to_owned());
    let files: [(Option<String>, Find); 4] = [
        (Some("/etc/environment".to_owned()), assigned),
        (goenv, assigned),
        (below(".npmrc"), assigned),
        (below(".docker/config.json"), dockers),
    ];
    let found = files.into_iter().filter_map(|(path, find)| {
        let path = path.filter(|path| !path.is_empty())?;
        let content = prober.machine.read(&path, SMALL).ok()?;
        Some((path, Veiled::new(find(&String::from_utf8_lossy(&content))?)))
    });
    found.collect()
}

/// `HTTPS_PROXY=…`, `export https_proxy="…"`, `https-proxy = …`; else one for http.
fn assigned(text: &str) -> Option<String> {
    let value = |wanted: &str| {
        text.lines().rev().find_map(|line| {
            let line = line.trim();
            let (name, value) = line.strip_prefix("export ").unwrap_or(line).split_once('=')?;
            let name = name.trim().to_ascii_lowercase().replace('-', "_");
            let value = value.trim().trim_matches(['"', '\'']);
            (name == wanted && !value.is_empty()).then(|| value.to_owned())
        })
    };
    ["https_proxy", "proxy", "http_proxy", "all_proxy"].into_iter().find_map(value)
}

/// `proxies.default.httpsProxy` of docker's own settings.
fn dockers(text: &str) -> Option<String> {
    let config: serde_json::Value = serde_json::from_str(text).ok()?;
    let default = config.get("proxies")?.get("default")?;
    let of = |name: &str| Some(default.get(name)?.as_str()?.to_owned());
    of("httpsProxy").or_else(|| of("httpProxy")).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxies_are_found_where_others_keep_them() {
        let environment = "PATH=\"/bin\"\nhttp_proxy=http://a:1\nHTTPS_PROXY=\"http://b:1\"\n";
        assert_eq!(assigned(environment).as_deref(), Some("http://b:1"));
        assert_eq!(assigned("export http_proxy='http://a:1'").as_deref(), Some("http://a:1"));
        assert_eq!(assigned("proxy = http://a:1\n").as_deref(), Some("http://a:1"));
        assert_eq!(assigned("https_proxy=\nx"), None);
        let docker =
            r#"{"proxies":{"default":{"httpProxy":"http://a:1","httpsProxy":"http://b:1"}}}"#;
        assert_eq!(dockers(docker).as_deref(), Some("http://b:1"));
        assert_eq!(dockers("{"), None);
    }
}
