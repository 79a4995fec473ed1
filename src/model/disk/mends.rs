use super::{Room, Spot, Write};
use crate::base::{Text, Veiled};
use crate::go::env::Source;
use crate::model::{Facts, Fix, Scope, Step};
use crate::say;

impl Facts {
    /// The cache, or all of GOPATH, at another place that this user may write: set where
    /// it was made.
    pub fn elsewhere(&self, place: &Spot) -> Option<Fix> {
        let refuge = self.disk.refuge.as_deref()?;
        let own = |key: &str| self.settings.get(key).is_some_and(|it| it.source != Source::Default);
        let (key, value) = match place.write {
            Write::Cache if own("GOMODCACHE") => ("GOMODCACHE", format!("{refuge}/pkg/mod")),
            Write::Cache | Write::Sumdb => ("GOPATH", refuge.to_owned()),
            Write::Sums | Write::Temporary | Write::Lock => return None,
        };
        let title = say! {
            en: "Use {value} as {key}, where this user may write",
            zh: "改用当前用户可写的 {value} 作为 {key}",
        };
        let (scope, step) = self.kept(key, value);
        // The state of the database follows GOPATH alone.
        let beside = (key == "GOMODCACHE" && self.disk.bars_sumdb)
            .then(|| self.kept("GOPATH", refuge.to_owned()).1);
        Some(Fix::safe(title, scope, [step].into_iter().chain(beside).collect()))
    }

    /// A setting changed where it was made; for this shell alone where the go env file
    /// cannot be written either.
    fn kept(&self, key: &'static str, value: String) -> (Scope, Step) {
        if self.disk.keeps_settings {
            return (self.reach(key), self.set(key, value));
        }
        (Scope::Process, Step::SetEnv { name: key.into(), value: Veiled::new(value) })
    }

    /// Just what keeps go from writing becomes this user's.
    pub fn owned(&self, place: &Spot) -> Option<Fix> {
        let uid = self.disk.uid?;
        if SYSTEMS.contains(&place.at.as_str()) {
            return None;
        }
        let user = self.platform.user.clone().filter(|it| !it.is_empty());
        let user = user.unwrap_or_else(|| uid.to_string());
        let at = &place.at;
        let title = say! { en: "Give {at} to the user {user}", zh: "把 {at} 交给用户 {user}" };
        let recursive = matches!(place.write, Write::Cache | Write::Sumdb).then_some("-R");
        // Images have no sudo: there a step before USER is root's.
        let sudo = self.platform.container.is_none().then_some("sudo");
        let words = sudo.into_iter().chain(["chown"]).chain(recursive).chain([user.as_str(), at]);
        let words = words.map(str::to_owned).collect();
        let why = Text::of("This tool changes no rights of files.", "本工具不会改动文件权限。");
        Some(Fix::safe(title, Scope::Machine, vec![Step::Run { words }]).unprovable(why))
    }

    /// Who owns a place and who asks: `It belongs to root (uid 0, mode 755); …`.
    pub fn whose(&self, place: &Spot) -> Text {
        let Some(rights) = &place.rights else { return Text::same("") };
        let (uid, mode) = (rights.uid, format!("{:o}", rights.mode));
        let owner = rights.owner.clone().unwrap_or_else(|| String::from("?"));
        let (at, me) = (&place.at, self.disk.uid.map_or_else(String::new, |uid| uid.to_string()));
        match rights.owner {
            Some(_) => say! {
                en: " {at} belongs to {owner} (uid {uid}, mode {mode}), and this runs as uid {me}.",
                zh: "{at} 属于 {owner}（uid {uid}，权限 {mode}），而当前以 uid {me} 运行。",
            },
            None => say! {
                en: " {at} belongs to uid {uid} (mode {mode}), and this runs as uid {me}.",
                zh: "{at} 属于 uid {uid}（权限 {mode}），而当前以 uid {me} 运行。",
            },
        }
    }
}

/// Folders that stay the system's.
const SYSTEMS: &[&str] =
    &["/", "/home", "/root", "/usr", "/usr/local", "/opt", "/srv", "/var", "/etc", "/tmp", "/mnt"];

impl Spot {
    /// The file system and its options, as words.
    pub fn mounted(&self) -> Text {
        let (point, kind) = (&self.volume.point, &self.volume.kind);
        let options = self.volume.options.join(",");
        if point.is_empty() {
            return Text::of(" the file system there", "该处的文件系统");
        }
        say! {
            en: " the file system at {point} ({kind}, {options})",
            zh: "挂载在 {point} 的文件系统（{kind}，{options}）",
        }
    }
}

impl Room {
    /// `3.2 GiB`.
    pub fn said(bytes: u64) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"];
        let (mut tenths, mut unit) = (u128::from(bytes) * 10, 0);
        while tenths >= 10_240 && unit + 1 < units.len() {
            tenths /= 1024;
            unit += 1;
        }
        match unit {
            0 => format!("{bytes} B"),
            _ => format!("{}.{} {}", tenths / 10, tenths % 10, units[unit]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_short() {
        let said = [0, 1023, 1024, 1_572_864, 3 << 40].map(Room::said);
        assert_eq!(said, ["0 B", "1023 B", "1.0 KiB", "1.5 MiB", "3.0 TiB"]);
    }
}
