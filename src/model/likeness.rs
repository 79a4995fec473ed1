use crate::go::module::{check_path, split_path_version};
use crate::go::semver;
use crate::go::vcs::{ByPath, by_path};
use crate::model::{Evidence, Need, nearest};

/// As many paths are thought of for one module.
const PATHS: usize = 4;

/// Hosts that many paths begin with.
const HOSTS: &[&str] = &[
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "gitee.com",
    "gitea.com",
    "git.sr.ht",
    "golang.org",
    "google.golang.org",
    "gopkg.in",
    "cloud.google.com",
    "k8s.io",
    "sigs.k8s.io",
    "go.uber.org",
    "go.etcd.io",
    "go.opentelemetry.io",
    "gorm.io",
    "modernc.org",
];

/// Modules that many projects require, as they call themselves.
const MODULES: &[&str] = &[
    "github.com/BurntSushi/toml",
    "github.com/Masterminds/semver/v3",
    "github.com/aws/aws-sdk-go-v2",
    "github.com/cespare/xxhash/v2",
    "github.com/davecgh/go-spew",
    "github.com/fsnotify/fsnotify",
    "github.com/gin-gonic/gin",
    "github.com/go-chi/chi/v5",
    "github.com/go-playground/validator/v10",
    "github.com/go-redis/redis/v8",
    "github.com/go-sql-driver/mysql",
    "github.com/gofiber/fiber/v2",
    "github.com/gogo/protobuf",
    "github.com/golang-jwt/jwt/v5",
    "github.com/golang/protobuf",
    "github.com/google/go-cmp",
    "github.com/google/uuid",
    "github.com/gorilla/mux",
    "github.com/gorilla/websocket",
    "github.com/hashicorp/golang-lru",
    "github.com/jackc/pgx/v5",
    "github.com/joho/godotenv",
    "github.com/json-iterator/go",
    "github.com/labstack/echo/v4",
    "github.com/lib/pq",
    "github.com/mattn/go-sqlite3",
    "github.com/mitchellh/mapstructure",
    "github.com/pkg/errors",
    "github.com/prometheus/client_golang",
    "github.com/redis/go-redis/v9",
    "github.com/rs/zerolog",
    "github.com/shopspring/decimal",
    "github.com/sirupsen/logrus",
    "github.com/spf13/cobra",
    "github.com/spf13/pflag",
    "github.com/spf13/viper",
    "github.com/stretchr/testify",
    "go.uber.org/zap",
    "golang.org/x/crypto",
    "golang.org/x/exp",
    "golang.org/x/mod",
    "golang.org/x/net",
    "golang.org/x/oauth2",
    "golang.org/x/sync",
    "golang.org/x/sys",
    "golang.org/x/text",
    "golang.org/x/time",
    "golang.org/x/tools",
    "google.golang.org/grpc",
    "google.golang.org/protobuf",
    "gopkg.in/yaml.v2",
    "gopkg.in/yaml.v3",
    "gorm.io/gorm",
];

/// The well-known host that a path's host is nearly the name of.
pub fn host_meant(path: &str) -> Option<&'static str> {
    nearest(host(path), HOSTS.iter().copied())
}

impl Evidence {
    /// The paths that may have been meant by one, the likeliest first.
    pub fn meant_by(&self, need: &Need) -> Vec<String> {
        let module = need.module.as_str();
        let mut paths: Vec<String> = Vec::new();
        paths.extend(self.known_like(module));
        paths.extend(host_meant(module).map(|host| with_host(module, host)));
        paths.extend(other_major(module, &need.version));
        paths.extend(above(module));
        let lower = module.to_lowercase();
        paths.push(lower);
        let mut seen: Vec<String> = Vec::new();
        for path in paths {
            if path != module && !seen.contains(&path) && check_path(&path).is_ok() {
                seen.push(path);
            }
        }
        seen.truncate(PATHS);
        seen
    }

    /// What go.mod names, or everybody knows, and is called nearly the same.
    fn known_like(&self, module: &str) -> Option<String> {
        let gomod = self.facts.project.gomod.parsed();
        let required = gomod.map(|it| it.require.as_slice()).unwrap_or_default().iter();
        let own: Vec<&str> =
            required.map(|it| it.path.as_str()).filter(|it| *it != module).collect();
        let same = |path: &&str| *path != module && path.eq_ignore_ascii_case(module);
        let mut all = own.iter().copied().chain(MODULES.iter().copied());
        let cased = all.find(same);
        let near = || {
            nearest(module, own.iter().copied())
                .or_else(|| nearest(module, MODULES.iter().copied()))
        };
        cased.or_else(near).map(str::to_owned)
    }
}

fn host(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}

fn with_host(path: &str, host: &str) -> String {
    match path.split_once('/') {
        Some((_, rest)) => format!("{host}/{rest}"),
        None => host.to_owned(),
    }
}

/// The path of the major version that is asked for, or of none.
fn other_major(module: &str, version: &str) -> Option<String> {
    let split = split_path_version(module)?;
    if module.starts_with("gopkg.in/") {
        return None;
    }
    if !split.major.is_empty() {
        return Some(split.prefix.to_owned());
    }
    match semver::major(version) {
        Some("v0" | "v1") => None,
        Some(major) => Some(format!("{module}/{major}")),
        None => Some(format!("{module}/v2")),
    }
}

/// The modules that the path may be a package of, the nearest last but for the root of
/// a repository, which is the likeliest.
fn above(module: &str) -> Vec<String> {
    let root = match by_path(module, u32::MAX) {
        ByPath::Known(home) => home.root,
        _ => host(module).to_owned(),
    };
    let Some(rest) = module.strip_prefix(&root) else { return Vec::new() };
    let ends = rest.match_indices('/').map(|(at, _)| &module[..root.len() + at]);
    let mut found: Vec<String> =
        ends.filter(|it| it.contains('/') && !it.is_empty()).map(str::to_owned).collect();
    // The root of a repository first, then what lies nearest to the path.
    if found.len() > 2 {
        let nearest = found.pop();
        found.truncate(1);
        found.extend(nearest);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(module: &str, version: &str, gomod: &str) -> Vec<String> {
        use crate::go::modfile::{Grammar, parse};
        use crate::model::File;
        let mut evidence = Evidence::default();
        let text = format!("module m\n{gomod}");
        let it = parse(text.as_bytes(), Grammar::default()).unwrap();
        evidence.facts.project.gomod = File::Parsed { path: "/src/go.mod".into(), it };
        let need = Need { module: module.into(), version: version.into(), ..Need::default() };
        evidence.meant_by(&need)
    }

    #[test]
    fn slips_lead_to_what_was_meant() {
        let first = |module: &str| meant(module, "v1.0.0", "").first().cloned().unwrap_or_default();
        assert_eq!(first("githib.com/acme/tool"), "github.com/acme/tool");
        assert_eq!(first("gihtub.com/acme/tool"), "github.com/acme/tool");
        assert_eq!(first("goland.org/x/text"), "golang.org/x/text");
        assert_eq!(first("github.com/gorila/mux"), "github.com/gorilla/mux");
        assert_eq!(first("github.com/Sirupsen/logrus"), "github.com/sirupsen/logrus");
        assert_eq!(first("github.com/acme/tool/cmd/x"), "github.com/acme/tool");
        assert_eq!(first("github.com/acme/tool/v2"), "github.com/acme/tool");
        assert_eq!(meant("github.com/acme/tool", "v3.0.0", "")[0], "github.com/acme/tool/v3");
        let known = "require git.corp.example/team/widgets v1.0.0\n";
        let meant = meant("git.corp.example/team/wigdets", "v1.0.0", known);
        assert_eq!(meant[0], "git.corp.example/team/widgets");
    }

    #[test]
    fn a_path_that_is_right_leads_nowhere() {
        assert!(meant("github.com/acme/tool", "v1.0.0", "").is_empty());
        assert!(meant("git.corp.example/tool", "v1.0.0", "").is_empty());
        let many = meant("example.com/a/b/c/d/e", "latest", "");
        assert!(many.len() <= PATHS, "{many:?}");
    }
}
