use crate::base::Text;
use crate::model::{Area, Cause, Cite, Evidence, Finding, Fix, Pattern, Subject};
use crate::say;
use crate::world::{Scene, World};

pub(super) const CAUSE: Cause = Cause {
    code: "goproxy-off",
    area: Area::Settings,
    title: Text::of("GOPROXY is off", "GOPROXY 被设为 off"),
    docs: Text::of(
        "With `off` in GOPROXY the go command downloads nothing: it works only while \
         the module cache holds every module that is needed.\n\n\
         go says: module lookup disabled by GOPROXY=off\n\n\
         Set GOPROXY back to its default, or fill the cache on a machine that may download.",
        "GOPROXY 中出现 `off` 时，go 命令不会下载任何东西：只有模块缓存里已经有全部所需模块时才能工作。\n\n\
         go 的报错：module lookup disabled by GOPROXY=off\n\n\
         把 GOPROXY 恢复为默认值，或者在允许下载的机器上先填满缓存。",
    ),
    logs: &[Pattern(&["module lookup disabled by GOPROXY=off"])],
    explains: &[],
    rule,
    fixes,
};

fn rule(evidence: &Evidence) -> Option<Finding> {
    let cite = Cite::Setting("GOPROXY".into());
    let stopped = evidence.stopped_by(&cite);
    let setting = evidence.facts.settings.get("GOPROXY")?;
    let (value, count) = (&setting.value, stopped.len());
    (count > 0).then(|| {
        let says = say! {
            en: "GOPROXY is `{value}`: go reaches `off` and may not download the {count} module(s) that the cache lacks.",
            zh: "GOPROXY 的值是 `{value}`：go 走到 `off` 后不再下载，而缓存里缺少 {count} 个模块。",
        };
        Finding::certain(says, vec![cite])
            .stops(stopped)
            .about(Subject::Setting("GOPROXY".into()))
    })
}

fn fixes(_: &Finding, evidence: &Evidence) -> Vec<Fix> {
    let title = Text::of("Set GOPROXY back to its default", "把 GOPROXY 恢复为默认值");
    let facts = &evidence.facts;
    vec![Fix::safe(title, facts.reach("GOPROXY"), vec![facts.unset("GOPROXY")])]
}

pub(super) const SCENES: &[Scene] = &[
    Scene {
        name: "off in the environment",
        world: || World::healthy().var("GOPROXY", "off"),
        roots: &["goproxy-off"],
    },
    Scene { name: "not off", world: World::healthy, roots: &[] },
];
