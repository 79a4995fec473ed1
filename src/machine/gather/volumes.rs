use crate::machine::Machine;
use crate::model::Volume;

const TABLE: usize = 4 << 20;

/// What is mounted where, as the kernel lists it; empty where there is no such list.
#[derive(Clone, Debug, Default)]
pub(super) struct Volumes(Vec<Volume>);

impl Volumes {
    pub(super) fn of(machine: &dyn Machine) -> Self {
        let table = machine.read("/proc/self/mountinfo", TABLE).unwrap_or_default();
        Self(String::from_utf8_lossy(&table).lines().filter_map(parse).collect())
    }

    /// The file system that a path without links lies in. What is mounted later lies
    /// over what is mounted at the same place before.
    pub(super) fn holding(&self, path: &str) -> Volume {
        let holds = |volume: &&Volume| {
            let rest = path.strip_prefix(volume.point.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let longest = self.0.iter().filter(holds).max_by_key(|volume| volume.point.len());
        longest.cloned().unwrap_or_default()
    }
}

/// `36 35 98:0 /root /point rw,noatime master:1 - ext3 /dev/sda1 rw,errors=continue`.
fn parse(line: &str) -> Option<Volume> {
    let (before, behind) = line.split_once(" - ")?;
    let mut before = before.split(' ').skip(4);
    let point = unescaped(before.next()?);
    let mut options: Vec<String> = before.next()?.split(',').map(str::to_owned).collect();
    let mut behind = behind.split(' ');
    let kind = behind.next()?.to_owned();
    let of_all = behind.nth(1).unwrap_or_default();
    // Read-only as a whole, however this one is mounted.
    if of_all.split(',').any(|it| it == "ro") && !options.iter().any(|it| it == "ro") {
        options.retain(|it| it != "rw");
        options.insert(0, "ro".to_owned());
    }
    Some(Volume { point, kind, options, room: None })
}

/// Blanks, tabs and line ends stand as octal numbers.
fn unescaped(word: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .into_iter()
        .fold(word.to_owned(), |word, (from, to)| word.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "22 1 0:21 / / rw,relatime - overlay overlay rw,lowerdir=/l\n\
        30 22 0:30 / /srv rw,noexec - tmpfs lab rw,size=4k\n\
        31 22 8:1 /a /srv\\040b rw,nosuid shared:1 - ext4 /dev/sda1 ro,errors=remount-ro\n\
        32 22 0:31 / /srv ro - tmpfs over rw\n";

    #[test]
    fn the_nearest_and_latest_mount_holds_a_path() {
        let volumes = Volumes(TABLE.lines().filter_map(parse).collect());
        let holding = |path: &str| {
            let volume = volumes.holding(path);
            format!("{} {} {}", volume.point, volume.kind, volume.options.join(","))
        };
        assert_eq!(holding("/srv/x"), "/srv tmpfs ro");
        assert_eq!(holding("/srv"), "/srv tmpfs ro");
        assert_eq!(holding("/srv b/c"), "/srv b ext4 ro,nosuid");
        assert_eq!(holding("/srv2"), "/ overlay rw,relatime");
        assert_eq!(Volumes::default().holding("/srv"), Volume::default());
    }
}
