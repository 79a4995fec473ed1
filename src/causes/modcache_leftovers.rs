use crate::base::Text;
use crate::model::{Area, Cause, Evidence, Finding, Fix, Mark};
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "modcache-leftovers",
    area: Area::Settings,
    title: Text::of("Something is left over in the module cache", "模块缓存中有遗留的内容"),
    docs: Text::of(
        "A go command that is ended while it downloads or unpacks leaves what it was writing: \
         files that end in .tmp, a .partial beside a folder that is not completely unpacked, a \
         folder whose .ziphash is missing, packs in the clone of a repository that git had not yet \
         renamed. Other programs leave files of their own.\n\n\
         go mends it by itself the next time that it needs the module, and says nothing; a \
         listing of modules may hold: not completely extracted\n\
         or: ziphash file is missing\n\n\
         Nothing fails because of it. It takes up room, and in an image or a CI cache it is \
         carried along.\n\n\
         Remove the named files if you want the room back. Do not remove a .lock file while go \
         runs: it stays there for good, is empty, and means nothing by itself.",
        "go 在下载或解压时被终止，会留下正在写入的内容：以 .tmp 结尾的文件、没有解压完的目录旁边的 .partial、\
         缺少 .ziphash 的目录、仓库克隆中 git 尚未改名的包。其他程序也会留下自己的文件。\n\n\
         go 下次需要该模块时会自行修复，不作任何提示；列出模块时可能会看到：not completely extracted\n\
         或者：ziphash file is missing\n\n\
         它们不会造成失败，只是占用空间，并会随镜像或 CI 缓存一起保存。\n\n\
         想腾出空间，可删除列出的文件。go 运行时不要删除 .lock 文件：它会一直留在那里，内容为空，本身没有意义。",
    ),
    logs: &[
        Mark::of(&["not completely extracted"]).warns(),
        Mark::of(&["ziphash file is missing"]).warns(),
        Mark::of(&[": missing ziphash: open "]).or(&["modcache-corrupt"]),
    ],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    evidence.remnants()
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    evidence.remnants_removed()
}

const FOLDER: &str = "/home/dev/go/pkg/mod/cache/download/github.com/acme/widget/@v";

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "a download that was ended",
        world: || World::healthy().surveyed().file(&format!("{FOLDER}/v1.2.3.zip123456.tmp"), "PK"),
        roots: &["modcache-leftovers"],
    },
    Scene {
        name: "another program's file",
        world: || World::healthy().surveyed().file(&format!("{FOLDER}/notes.txt"), "x"),
        roots: &["modcache-leftovers"],
    },
    Scene {
        name: "a lock that nobody holds",
        world: || World::healthy().surveyed().file(&format!("{FOLDER}/v1.2.3.lock"), ""),
        roots: &[],
    },
];
