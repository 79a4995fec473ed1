use super::tile::Tile;
use std::fmt;

/// No folder of tiles has more than a thousand of each kind.
const PATH_BASE: u64 = 1000;

/// `tile/8/0/x123/456.p/7`. go's file: `golang.org/x/mod/sumdb/tlog/tile.go`,
/// `Path`.
impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/{}/", self.height, self.level)?;
        write_groups(f, self.number / PATH_BASE)?;
        write!(f, "{:03}", self.number % PATH_BASE)?;
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

fn write_groups(f: &mut fmt::Formatter<'_>, number: u64) -> fmt::Result {
    if number == 0 {
        return Ok(());
    }
    write_groups(f, number / PATH_BASE)?;
    write!(f, "x{:03}/", number % PATH_BASE)
}

impl Tile {
    /// Reads what `Display` writes, and nothing else. Tiles of records
    /// (`tile/8/data/000`) have no place in the tree: the go command reads none.
    /// go's file: `golang.org/x/mod/sumdb/tlog/tile.go`, `ParseTilePath`.
    pub fn parse(path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix("tile/")?.splitn(3, '/');
        let height = parts.next()?.parse().ok().filter(|height| (1..=30).contains(height))?;
        let level = parts.next()?.parse().ok()?;
        let rest = parts.next()?;
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, width.parse().ok()?),
            None => (rest, 1_usize << height),
        };
        let number = number.split('/').try_fold(0_u64, add_group)?;
        let tile = Self { height, level, number, width };
        let sound = (1..=1 << height).contains(&width) && tile.to_string() == path;
        sound.then_some(tile)
    }
}

fn add_group(number: u64, group: &str) -> Option<u64> {
    let group: u64 = group.strip_prefix('x').unwrap_or(group).parse().ok()?;
    number.checked_mul(PATH_BASE)?.checked_add(group)
}
