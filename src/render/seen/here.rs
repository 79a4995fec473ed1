use crate::base::{Excerpt, Text};
use crate::model::{
    Argument, Bar, Disk, Dockerfile, EnvFile, Ground, Nameplate, Packages, Switching,
};
use crate::say;

pub(super) fn gone() -> Text {
    Text::of("there is no working folder any more", "当前目录已不存在")
}

pub(super) fn env_file(file: Option<&EnvFile>) -> Text {
    let Some(file) = file else {
        return Text::of("there is no go env file", "没有 go env 文件");
    };
    let (path, count) = (&file.path, file.shadowed.len());
    if count == 0 {
        return say! { en: "{path}, the file of `go env -w`", zh: "{path}，即 `go env -w` 的文件" };
    }
    say! {
        en: "{path} holds settings of `go env -w`; variables override {count} of them",
        zh: "{path} 保存了 `go env -w` 的设置；其中 {count} 项被环境变量覆盖",
    }
}

pub(super) fn disk(disk: &Disk, path: &str) -> Text {
    let Some(spot) = disk.spots.iter().find(|spot| spot.at == path) else {
        return say! { en: "{path} was looked at", zh: "查看了 {path}" };
    };
    let Text { en, zh } = barred(spot.bar);
    say! { en: "{path} {en}", zh: "{path} {zh}" }
}

fn barred(bar: Bar) -> Text {
    match bar {
        Bar::Denied => Text::of("may not be written by this user", "当前用户不能写入"),
        Bar::ReadOnly => Text::of("lies on a read-only file system", "位于只读文件系统"),
        Bar::NotAFolder => Text::of("is no folder", "不是目录"),
        Bar::Dangling => Text::of("is a link that leads nowhere", "是指向不存在位置的链接"),
        Bar::TooLong => Text::of("is where a path becomes too long", "处的路径过长"),
        Bar::NoExec => Text::of("is mounted noexec", "以 noexec 挂载"),
        Bar::Missing => Text::of("is the nearest folder that exists", "是最近的已存在目录"),
        Bar::NoSpace => Text::of("lies on a full file system", "位于已满的文件系统"),
        Bar::NoInodes => {
            Text::of("lies on a file system without inodes", "位于 inode 用尽的文件系统")
        }
        Bar::NoLocks => Text::of("cannot be locked", "无法加锁"),
    }
}

pub(super) fn switching(_: &Switching) -> Text {
    Text::of("the toolchain that go would take", "go 会选用的工具链")
}

pub(super) fn ground(_: &Ground, path: &str) -> Text {
    say! { en: "{path} was looked at", zh: "查看了 {path}" }
}

pub(super) fn import(packages: &Packages, path: &str) -> Text {
    if let Some((one, _)) = packages.alike.as_ref().filter(|(_, other)| other == path) {
        return say! {
            en: "{path} and {one} lie side by side",
            zh: "{path} 与 {one} 在同一个目录里",
        };
    }
    say! { en: "{path} is imported here", zh: "这里导入了 {path}" }
}

pub(super) fn stored(packages: &Packages, path: &str) -> Text {
    if packages.directing.iter().any(|it| it.path == path) {
        return say! {
            en: "{path} replaces or excludes modules",
            zh: "{path} 里有 replace 或 exclude 行",
        };
    }
    let declared = packages.misnamed.iter().find(|stored| stored.path == path);
    match declared.map(|stored| &stored.nameplate) {
        Some(Nameplate { error: Some(words), .. }) => {
            let words = Excerpt::text(words);
            say! { en: "{path} is no go.mod: {words}", zh: "{path} 不是 go.mod：{words}" }
        }
        Some(Nameplate { module: Some(module), .. }) => {
            let module = Excerpt::text(module);
            say! { en: "{path} declares {module}", zh: "{path} 声明的是 {module}" }
        }
        _ => say! { en: "{path} declares no module", zh: "{path} 没有声明模块" },
    }
}

pub(super) fn argument(argument: &Argument) -> Text {
    let typed = &argument.typed;
    say! { en: "`{typed}` was typed", zh: "输入了 `{typed}`" }
}

pub(super) fn dockerfile(_: Option<&Dockerfile>, line: usize) -> Text {
    say! { en: "line {line} of the Dockerfile", zh: "Dockerfile 第 {line} 行" }
}
