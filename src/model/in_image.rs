//! What an image lacks, as a Dockerfile shows it: for the causes that a machine has too.

use crate::base::Text;
use crate::docker::{Family, Kind, Missing, Remark};
use crate::model::{Evidence, Finding, Fix};
use crate::say;

impl Evidence {
    /// An image that lacks a tool, where go needs it.
    pub fn image_lacks(&self, what: Missing) -> Option<Finding> {
        self.in_dockerfile(move |kind| is_lacking(kind, what), lacks)
    }

    /// The lines that install it.
    pub fn image_with(&self, what: Missing) -> Vec<Fix> {
        let is = move |kind: &Kind| is_lacking(kind, what);
        let package = match what {
            Missing::Git => "git",
            Missing::Certificates => "ca-certificates",
            Missing::Ssh => "openssh-client",
        };
        let bare = self
            .remarks(is)
            .iter()
            .any(|it| matches!(it.kind, Kind::Lacks { family: Family::Bare, .. }));
        let title = say! { en: "Install {package} in the image", zh: "在镜像中安装 {package}" };
        let by_hand = if bare {
            Text::of(
                "This image has no package manager: run go in a stage FROM golang, and copy its result with COPY --from.",
                "该镜像没有包管理器：请在 FROM golang 的阶段运行 go，再用 COPY --from 复制结果。",
            )
        } else {
            say! {
                en: "Install {package} with the package manager of the image, before that line.",
                zh: "在该行之前，用镜像的包管理器安装 {package}。",
            }
        };
        vec![self.corrected(is, title, by_hand)]
    }

    /// An image whose go is older than go.mod or go.work asks for.
    pub fn image_too_old(&self) -> Option<Finding> {
        self.in_dockerfile(is_old, |remark| {
            let Kind::OldGo { image, has, needs, file } = &remark.kind else { return Text::same("") };
            if remark.stops {
                say! {
                    en: "{file} asks for go {needs}, and {image} has go {has}. Official images say GOTOOLCHAIN=local, so that go fetches no newer one, and stops.",
                    zh: "{file} 要求 go {needs}，而 {image} 中是 go {has}。官方镜像设置了 GOTOOLCHAIN=local，go 不会下载更新的版本，因此停止。",
                }
            } else {
                say! {
                    en: "{file} asks for go {needs}, and {image} has go {has}, which tries all the same and fails where the code needs what it lacks.",
                    zh: "{file} 要求 go {needs}，而 {image} 中是 go {has}；它仍会尝试，但代码用到新特性时会失败。",
                }
            }
        })
    }

    /// The line with an image that is new enough.
    pub fn image_new_enough(&self) -> Vec<Fix> {
        let title =
            Text::of("Start from an image whose go is new enough", "改用 go 版本足够新的基础镜像");
        let by_hand = Text::of(
            "Name an image of golang with the version of the go line, such as `FROM golang:1.26`.",
            "使用与 go 行版本相符的 golang 镜像，例如 `FROM golang:1.26`。",
        );
        vec![self.corrected(is_old, title, by_hand)]
    }

    /// No go.mod where a Dockerfile runs go.
    pub fn image_without_gomod(&self) -> Option<Finding> {
        self.in_dockerfile(is_without_gomod, |remark| {
            let Kind::NoGoMod { folder, command } = &remark.kind else { return Text::same("") };
            say! {
                en: "`{command}` runs in {folder}, and nothing was copied there, or above, that holds a go.mod by then. It ends without knowing what to do.",
                zh: "`{command}` 在 {folder} 中运行，而此时该目录及其上级目录都没有复制进 go.mod。它不知道该做什么，只能退出。",
            }
        })
    }

    /// The line that copies it in time.
    pub fn image_with_gomod(&self) -> Vec<Fix> {
        let title = Text::of(
            "Copy go.mod and go.sum before go runs",
            "在运行 go 之前复制 go.mod 和 go.sum",
        );
        let by_hand = Text::of(
            "Write `COPY go.mod go.sum ./` above that line, with a WORKDIR that leads there: a `cd` in one RUN is forgotten by the next.",
            "在该行之前写 `COPY go.mod go.sum ./`，并用 WORKDIR 进入该目录：一条 RUN 里的 `cd` 对下一条无效。",
        );
        vec![self.corrected(is_without_gomod, title, by_hand)]
    }

    /// A go.mod that go ignores because of the folder it was copied to.
    pub fn image_ignores_gomod(&self) -> Option<Finding> {
        self.in_dockerfile(is_ignoring, |remark| {
            let Kind::Ignored { folder, command } = &remark.kind else { return Text::same("") };
            if remark.stops {
                say! {
                    en: "go.mod is copied to {folder}, where go ignores it: that is GOPATH itself or the folder for temporary files. `{command}` ends as if there were none.",
                    zh: "go.mod 被复制到 {folder}，而 go 会忽略那里的 go.mod：那是 GOPATH 本身或临时目录。`{command}` 会像没有 go.mod 一样退出。",
                }
            } else {
                say! {
                    en: "go.mod is copied to {folder}, which is GOPATH itself. `{command}` gets by with a warning that go ignores it; `go mod tidy`, `go mod vendor` and a go up to 1.21 stop there.",
                    zh: "go.mod 被复制到 {folder}，也就是 GOPATH 本身。`{command}` 只会警告 go.mod 被忽略；而 `go mod tidy`、`go mod vendor` 以及 1.21 及更早的 go 会在此停止。",
                }
            }
        })
    }

    /// A WORKDIR of its own.
    pub fn image_in_own_folder(&self) -> Vec<Fix> {
        let title = Text::of("Work in a folder of its own", "使用单独的工作目录");
        let by_hand = Text::of(
            "Write `WORKDIR /src` before the first COPY of the stage; official images begin in /go, which is GOPATH.",
            "在该阶段的第一条 COPY 之前写 `WORKDIR /src`；官方镜像的默认目录是 /go，也就是 GOPATH。",
        );
        vec![self.corrected(is_ignoring, title, by_hand)]
    }

    /// A replacement's folder, or a workspace's, that is not in the image.
    pub fn image_without_folder(&self, of: &str) -> Option<Finding> {
        self.in_dockerfile(move |kind| is_missing(kind, of), |remark| {
            let Kind::NoFolder { path, by, outside } = &remark.kind else { return Text::same("") };
            if *outside {
                say! {
                    en: "{by} leads to {path}, which lies outside of the build context. No COPY can bring it, and go stops here.",
                    zh: "{by} 指向 {path}，而它不在构建上下文之内。任何 COPY 都无法把它带进来，go 会在此停止。",
                }
            } else {
                say! {
                    en: "{by} leads to {path}, whose go.mod is not in the image by this line. go stops here.",
                    zh: "{by} 指向 {path}，而到这一行为止，镜像中还没有它的 go.mod。go 会在此停止。",
                }
            }
        })
    }

    /// The line that copies it.
    pub fn image_with_folder(&self, of: &str) -> Vec<Fix> {
        let title = Text::of(
            "Have that folder in the image before go runs",
            "在运行 go 之前把该目录放进镜像",
        );
        let by_hand = Text::of(
            "Build from the folder that holds both (`docker build -f app/Dockerfile .`) and COPY both, or drop the replacement where the module is published.",
            "从同时包含两者的目录构建（`docker build -f app/Dockerfile .`）并都用 COPY 复制；如果该模块已经发布，也可以去掉这条替换。",
        );
        vec![self.corrected(move |kind| is_missing(kind, of), title, by_hand)]
    }
}

fn is_lacking(kind: &Kind, sought: Missing) -> bool {
    matches!(kind, Kind::Lacks { what, .. } if *what == sought)
}

fn is_old(kind: &Kind) -> bool {
    matches!(kind, Kind::OldGo { .. })
}

fn is_without_gomod(kind: &Kind) -> bool {
    matches!(kind, Kind::NoGoMod { .. })
}

fn is_ignoring(kind: &Kind) -> bool {
    matches!(kind, Kind::Ignored { .. })
}

fn is_missing(kind: &Kind, of: &str) -> bool {
    matches!(kind, Kind::NoFolder { by, .. } if by == of)
}

fn lacks(remark: &Remark) -> Text {
    let Kind::Lacks { what, base, because, .. } = &remark.kind else { return Text::same("") };
    match (what, remark.stops) {
        (Missing::Git, true) => say! {
            en: "{base} has no git, and this line needs it ({because}). It ends there.",
            zh: "{base} 中没有 git，而这一行需要它（{because}），会在此失败。",
        },
        (Missing::Git, false) => say! {
            en: "{base} has no git. With {because} go fetches what matches from its repository, and needs it.",
            zh: "{base} 中没有 git。设置了 {because} 后，go 会直接从仓库获取匹配的模块，需要 git。",
        },
        (Missing::Certificates, _) => say! {
            en: "{base} holds no certificate of any authority, so that `{because}` can trust no server: `certificate signed by unknown authority`.",
            zh: "{base} 中没有任何根证书，`{because}` 无法信任任何服务器：`certificate signed by unknown authority`。",
        },
        (Missing::Ssh, true) => say! {
            en: "{base} has no ssh client, and git is to use ssh for what go fetches here ({because}). It ends there.",
            zh: "{base} 中没有 ssh 客户端，而这里的下载要让 git 使用 ssh（{because}），会在此失败。",
        },
        (Missing::Ssh, false) => say! {
            en: "{base} has no ssh client, and {because} is there for one. What git is to fetch by ssh fails.",
            zh: "{base} 中没有 ssh 客户端，而 {because} 正是为它准备的。git 通过 ssh 的获取都会失败。",
        },
    }
}
