use crate::docker::context::{Context, Lying, Tri, below, inside, joined};
use crate::docker::ignore::{Ignore, glob};
use crate::docker::image::Image;
use crate::docker::value::Value;
use std::collections::BTreeMap;

/// What was put somewhere in a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Put {
    /// A path of the build context, at this place of the image.
    Context { from: String, at: String },
    /// From another image or stage, or by a command: whatever is below is not known.
    Opaque { at: String },
}

/// A variable, and the line that sets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Set {
    pub value: Value,
    pub line: usize,
    pub by: By,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Image,
    Env,
    Arg,
    GoEnv,
}

/// A stage as it is by the instruction at hand.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub image: Image,
    pub variables: BTreeMap<String, Set>,
    /// By `go env -w`.
    pub go_env: BTreeMap<String, Set>,
    pub workdir: Value,
    pub user: Value,
    pub puts: Vec<Put>,
    /// A command may have made any file.
    pub is_opaque: bool,
    pub git: Tri,
    pub certificates: Tri,
    pub ssh: Tri,
    /// Whether a go is known to be there.
    pub has_go: bool,
    /// git is told to use ssh, in this line.
    pub by_ssh: Option<usize>,
    /// The first instruction that copies much more than go.mod, by line.
    pub broad: Option<usize>,
    /// The line of the download, where modules lie in a layer or a mount of that id.
    pub fetched: Option<Fetched>,
}

/// Where modules have been put already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fetched {
    pub line: usize,
    pub last: usize,
    pub mount: Option<String>,
}

impl Stage {
    pub(super) fn from_image(image: Image) -> Self {
        let mut variables = BTreeMap::new();
        let mut workdir = "/";
        let is_golang = image.golang.is_some();
        if is_golang {
            workdir = "/go";
            let mut known = vec![("GOPATH", "/go")];
            if image.keeps_toolchain() {
                known.push(("GOTOOLCHAIN", "local"));
            }
            for (name, value) in known {
                let set = Set { value: Some(value.to_owned()), line: 0, by: By::Image };
                variables.insert(name.to_owned(), set);
            }
        }
        let plain = image.is_plain;
        Self {
            variables,
            go_env: BTreeMap::new(),
            workdir: plain.then(|| workdir.to_owned()),
            user: plain.then(|| "root".to_owned()),
            puts: Vec::new(),
            is_opaque: !plain,
            git: image.git,
            certificates: image.certificates,
            ssh: image.ssh,
            has_go: is_golang,
            by_ssh: None,
            broad: None,
            fetched: None,
            image,
        }
    }

    /// The value of a setting by the environment, then by `go env -w`.
    pub(super) fn setting(&self, name: &str) -> Option<&Set> {
        self.variables.get(name).or_else(|| self.go_env.get(name))
    }

    /// Where go keeps modules; none where that cannot be known.
    pub(super) fn modcache(&self) -> Value {
        if let Some(set) = self.setting("GOMODCACHE") {
            return set.value.clone();
        }
        if let Some(set) = self.setting("GOPATH") {
            return set.value.as_ref().map(|it| {
                format!("{}/pkg/mod", it.split(':').next().unwrap_or(it).trim_end_matches('/'))
            });
        }
        let home = match self.variables.get("HOME") {
            Some(set) => set.value.clone()?,
            None if self.user.as_deref() == Some("root") => "/root".to_owned(),
            None => return None,
        };
        Some(format!("{home}/go/pkg/mod"))
    }
}

impl Image {
    /// Official images from 1.21 on say GOTOOLCHAIN=local.
    fn keeps_toolchain(&self) -> bool {
        let version = self.golang.as_deref().unwrap_or_default();
        self.golang.is_some()
            && (version.is_empty()
                || crate::go::toolchain::compare(version, "1.21") != std::cmp::Ordering::Less)
    }
}

/// What can be seen of a stage's files, and of the context behind them.
pub(super) struct Ground<'a> {
    pub context: &'a dyn Context,
    pub ignore: &'a Ignore,
}

impl Ground<'_> {
    /// What of the context a build gets to see at a path.
    pub(super) fn look(&self, path: &str) -> Lying {
        if self.ignore.leaves_out(path) { Lying::Nothing } else { self.context.look(path) }
    }

    /// The paths of the context that a source of COPY stands for.
    pub(super) fn sources(&self, source: &str) -> Vec<String> {
        let Some(source) = below("", source) else { return vec![String::new()] };
        if !source.contains(['*', '?', '[']) {
            return vec![source];
        }
        let mut found = vec![String::new()];
        for part in source.split('/') {
            let mut next = Vec::new();
            for folder in &found {
                let names = self.context.list(folder);
                let fits = names.iter().filter(|name| glob(part, name));
                next.extend(fits.filter_map(|name| below(folder, name)));
            }
            found = next;
        }
        found.retain(|path| !self.ignore.leaves_out(path));
        found
    }

    /// Whether a file is in a stage.
    pub(super) fn has(&self, stage: &Stage, path: &str) -> Tri {
        let mut unknown = stage.is_opaque;
        for put in stage.puts.iter().rev() {
            match put {
                Put::Opaque { at } => {
                    unknown |= inside(path, at).is_some() || inside(at, path).is_some();
                }
                Put::Context { from, at } => {
                    let Some(rest) = inside(path, at) else { continue };
                    let whole = below(from, rest).unwrap_or_default();
                    match self.look(&whole) {
                        Lying::Unseen if rest.is_empty() => return Tri::Yes,
                        Lying::Unseen => unknown = true,
                        Lying::Nothing => {}
                        Lying::File | Lying::Folder => return Tri::Yes,
                    }
                }
            }
        }
        if unknown { Tri::Unknown } else { Tri::No }
    }

    /// What stands in a file of a stage that was copied from the context.
    pub(super) fn read(&self, stage: &Stage, path: &str) -> Option<String> {
        self.origins(stage, path).into_iter().find_map(|from| self.context.read(&from))
    }

    /// The paths of the context that a path of the stage was copied from.
    pub(super) fn origins(&self, stage: &Stage, path: &str) -> Vec<String> {
        let of = |put: &Put| match put {
            Put::Context { from, at } => {
                below(from, inside(path, at)?).filter(|it| !self.ignore.leaves_out(it))
            }
            Put::Opaque { .. } => None,
        };
        stage.puts.iter().rev().filter_map(of).collect()
    }

    /// The nearest folder at or above one that holds a file of that name.
    pub(super) fn above(&self, stage: &Stage, folder: &str, name: &str) -> (Tri, String) {
        let mut at = folder.to_owned();
        loop {
            match self.has(stage, &joined(&at, name)) {
                Tri::No => {}
                found => return (found, at),
            }
            match at.rsplit_once('/') {
                Some(("", "")) | None => return (Tri::No, folder.to_owned()),
                Some(("", _)) => at.truncate(1),
                Some((up, _)) => at.truncate(up.len()),
            }
        }
    }
}
