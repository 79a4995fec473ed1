use super::file::{FileValue, Wins, read_file};
use super::platform::Environment;
use super::{Inputs, Source, go_env_goroot, goenv_path};
use std::collections::BTreeMap;

/// Settings that go reads from the environment alone.
const ENVIRONMENT_ONLY: &[&str] = &["GOENV", "GODEBUG"];

/// The layers of one resolution, each by the names of settings.
pub(super) struct Layers<'a> {
    inputs: &'a Inputs<'a>,
    pub(super) environment: Environment<'a>,
    pub(super) user: BTreeMap<&'static str, FileValue>,
    go_env: BTreeMap<&'static str, FileValue>,
}

impl<'a> Layers<'a> {
    pub(super) fn read(inputs: &'a Inputs<'a>, names: &[&'static str]) -> Self {
        let mut names = names.to_vec();
        names.retain(|name| !ENVIRONMENT_ONLY.contains(name));
        Self {
            inputs,
            environment: Environment { variables: inputs.environment, platform: inputs.platform },
            user: read_file(inputs.goenv_file.unwrap_or_default(), &names, Wins::Later),
            go_env: read_file(inputs.go_env.unwrap_or_default(), &names, Wins::First),
        }
    }

    /// What is set, else go's default, with the source of what it derives from.
    pub(super) fn effective(&self, name: &str) -> (String, Source) {
        match name {
            "GOENV" => return self.goenv(),
            "GOROOT" => return self.goroot(),
            "GOPATH" => return self.gopath(),
            "GOCACHE" => return self.gocache(),
            _ => {}
        }
        let (value, source) = self.getenv(name);
        if !value.is_empty() {
            return (value, source);
        }
        match name {
            "GONOPROXY" | "GONOSUMDB" => self.derived("GOPRIVATE"),
            "GOMODCACHE" => self.gomodcache(),
            "GOAUTH" => ("netrc".to_owned(), Source::Default),
            "GOFIPS140" => ("off".to_owned(), Source::Default),
            "GOOS" => (self.inputs.platform.goos.clone(), Source::Default),
            "GOARCH" => (self.inputs.platform.goarch.clone(), Source::Default),
            // An empty line in a file is set all the same: it masks the next layer.
            _ => (value, source),
        }
    }

    /// go's file: `cmd/go/internal/cfg/cfg.go`, `Getenv`.
    fn getenv(&self, name: &str) -> (String, Source) {
        if let Some(value) = self.environment.get(name) {
            return (value.to_owned(), Source::Environment);
        }
        let of = |found: &FileValue, source| (found.value.clone(), source);
        let user = self.user.get(name).map(|found| of(found, Source::GoEnvFile));
        let go_env = || self.go_env.get(name).map(|found| of(found, Source::Goroot));
        user.or_else(go_env).unwrap_or((String::new(), Source::Default))
    }

    fn derived(&self, name: &str) -> (String, Source) {
        let (value, source) = self.getenv(name);
        if value.is_empty() { (value, Source::Default) } else { (value, source) }
    }

    fn goenv(&self) -> (String, Source) {
        match self.environment.get("GOENV") {
            Some(value) => (value.to_owned(), Source::Environment),
            None => (
                goenv_path(self.inputs.environment, self.inputs.platform).unwrap_or_default(),
                Source::Default,
            ),
        }
    }

    /// GOROOT/go.env cannot name another GOROOT.
    fn goroot(&self) -> (String, Source) {
        if let Some(goroot) = self.environment.get("GOROOT") {
            return (goroot.to_owned(), Source::Environment);
        }
        let user = self.user.get("GOROOT").is_some_and(|found| !found.value.is_empty());
        let source = if user { Source::GoEnvFile } else { Source::Default };
        (go_env_goroot(self.inputs).unwrap_or_default(), source)
    }

    /// A relative default is taken back, but only after GOMODCACHE was made of it.
    fn gopath(&self) -> (String, Source) {
        let (gopath, source) = self.gopath_at_start();
        let platform = self.inputs.platform;
        let relative = |dir: &String| !dir.is_empty() && !platform.is_absolute(dir);
        if source == Source::Default && platform.split_list(&gopath).iter().any(relative) {
            return (String::new(), source);
        }
        (gopath, source)
    }

    fn gopath_at_start(&self) -> (String, Source) {
        let (value, source) = self.getenv("GOPATH");
        if !value.is_empty() {
            return (value, source);
        }
        let home = self.environment.home();
        let default = home.map(|home| self.inputs.platform.join(home, "go")).unwrap_or_default();
        // runtime.GOROOT knows only the variable, in a go built as it is released.
        let goroot =
            self.environment.get("GOROOT").map(|goroot| self.inputs.platform.clean(goroot));
        let usable = goroot.as_ref() != Some(&default);
        (if usable { default } else { String::new() }, Source::Default)
    }

    fn gomodcache(&self) -> (String, Source) {
        let (gopath, source) = self.gopath_at_start();
        let first = self.inputs.platform.split_list(&gopath).into_iter().next().unwrap_or_default();
        if first.is_empty() {
            return (first, source);
        }
        (self.inputs.platform.join(&first, "pkg/mod"), source)
    }

    /// go's file: `cmd/go/internal/cache/default.go`, `DefaultDir`.
    fn gocache(&self) -> (String, Source) {
        let (value, source) = self.getenv("GOCACHE");
        if !value.is_empty() {
            let usable = self.inputs.platform.is_absolute(&value);
            return (if usable { value } else { "off".to_owned() }, source);
        }
        let dir =
            self.environment.cache_dir().map(|dir| self.inputs.platform.join(&dir, "go-build"));
        (dir.unwrap_or_else(|| "off".to_owned()), Source::Default)
    }
}
