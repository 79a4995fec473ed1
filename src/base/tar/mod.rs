//! Tar archives as git writes them: ustar, with extended headers for long names.

mod write;

pub use write::tarred;

/// The unit of everything in it.
const BLOCK: usize = 512;
/// An extended header says names and dates; a longer one is none of git's.
const EXTENDED: u64 = 1 << 20;

/// What an entry of an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TarKind {
    File,
    Folder,
    Link,
}

/// Is told what comes past.
pub trait TarSink {
    /// An entry begins.
    fn entry(&mut self, name: &[u8], kind: TarKind, size: u64);
    /// The next bytes of the file that began last.
    fn piece(&mut self, bytes: &[u8]);
}

/// No archive, or one that is broken off or of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotATar;

/// An archive that comes in pieces; nothing of it is held but one header.
#[derive(Debug, Default)]
pub struct Tar {
    state: State,
    /// A header block that has come in part, or an extended header.
    held: Vec<u8>,
    /// The name that the last extended header gave.
    long: Option<Vec<u8>>,
    long_size: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default)]
enum State {
    #[default]
    Header,
    /// So many bytes of a file are still to come, then so many of padding.
    Content {
        left: u64,
        padding: u64,
    },
    /// The same of an extended header; one for all entries tells nothing here.
    Extended {
        left: u64,
        padding: u64,
        own: bool,
    },
    End,
}

impl Tar {
    /// Reads what came next.
    pub fn read(&mut self, mut bytes: &[u8], sink: &mut dyn TarSink) -> Result<(), NotATar> {
        while !bytes.is_empty() {
            bytes = match self.state {
                State::Header => self.header(bytes, sink)?,
                State::Content { left, padding } => self.content(bytes, left, padding, sink),
                State::Extended { left, padding, own } => {
                    self.extended(bytes, left, padding, own)?
                }
                State::End => return Ok(()),
            };
        }
        Ok(())
    }

    /// Whether the archive has come to its end.
    pub fn end(&self) -> Result<(), NotATar> {
        if matches!(self.state, State::End) { Ok(()) } else { Err(NotATar) }
    }

    fn header<'b>(&mut self, bytes: &'b [u8], sink: &mut dyn TarSink) -> Result<&'b [u8], NotATar> {
        let (now, later) = bytes.split_at(bytes.len().min(BLOCK - self.held.len()));
        self.held.extend_from_slice(now);
        if self.held.len() == BLOCK {
            let block = std::mem::take(&mut self.held);
            self.state = self.begun(&block, sink)?;
        }
        Ok(later)
    }

    fn begun(&mut self, block: &[u8], sink: &mut dyn TarSink) -> Result<State, NotATar> {
        if block.iter().all(|byte| *byte == 0) {
            return Ok(State::End);
        }
        if !is_whole(block) {
            return Err(NotATar);
        }
        let size = octal(&block[124..136]).ok_or(NotATar)?;
        let own = match block[156] {
            b'x' => true,
            b'g' => false,
            kind => return self.entry(block, kind, size, sink),
        };
        if size > EXTENDED {
            return Err(NotATar);
        }
        Ok(extended(size, padding(size), own))
    }

    fn entry(
        &mut self,
        block: &[u8],
        kind: u8,
        size: u64,
        sink: &mut dyn TarSink,
    ) -> Result<State, NotATar> {
        let (kind, size) = match kind {
            b'0' | 0 => (TarKind::File, self.long_size.take().unwrap_or(size)),
            b'2' => (TarKind::Link, 0),
            b'5' => (TarKind::Folder, 0),
            _ => return Err(NotATar),
        };
        self.long_size = None;
        let name = self.long.take().unwrap_or_else(|| short_name(block));
        sink.entry(&name, kind, size);
        Ok(content(size, padding(size)))
    }

    fn content<'b>(
        &mut self,
        bytes: &'b [u8],
        left: u64,
        padding: u64,
        sink: &mut dyn TarSink,
    ) -> &'b [u8] {
        if left > 0 {
            let (now, later) = bytes.split_at(at_most(bytes, left));
            sink.piece(now);
            self.state = content(left - now.len() as u64, padding);
            return later;
        }
        let (now, later) = bytes.split_at(at_most(bytes, padding));
        self.state = content(0, padding - now.len() as u64);
        later
    }

    fn extended<'b>(
        &mut self,
        bytes: &'b [u8],
        left: u64,
        padding: u64,
        own: bool,
    ) -> Result<&'b [u8], NotATar> {
        if left > 0 {
            let (now, later) = bytes.split_at(at_most(bytes, left));
            self.held.extend_from_slice(now);
            let left = left - now.len() as u64;
            if left == 0 {
                let records = std::mem::take(&mut self.held);
                self.note(&records, own).ok_or(NotATar)?;
            }
            self.state = extended(left, padding, own);
            return Ok(later);
        }
        let (now, later) = bytes.split_at(at_most(bytes, padding));
        self.state = extended(0, padding - now.len() as u64, own);
        Ok(later)
    }

    /// Records of the form `LENGTH KEY=VALUE\n`, where the length counts itself.
    fn note(&mut self, mut records: &[u8], own: bool) -> Option<()> {
        while own && !records.is_empty() {
            let blank = records.iter().position(|byte| *byte == b' ')?;
            let length: usize = std::str::from_utf8(&records[..blank]).ok()?.parse().ok()?;
            let record = records.get(blank + 1..length)?.strip_suffix(b"\n")?;
            if let Some(path) = record.strip_prefix(b"path=") {
                self.long = Some(path.to_vec());
            }
            if let Some(size) = record.strip_prefix(b"size=") {
                self.long_size = Some(std::str::from_utf8(size).ok()?.parse().ok()?);
            }
            records = &records[length..];
        }
        Some(())
    }
}

fn content(left: u64, padding: u64) -> State {
    if left + padding == 0 { State::Header } else { State::Content { left, padding } }
}

fn extended(left: u64, padding: u64, own: bool) -> State {
    if left + padding == 0 { State::Header } else { State::Extended { left, padding, own } }
}

fn padding(size: u64) -> u64 {
    size.wrapping_neg() % BLOCK as u64
}

fn at_most(bytes: &[u8], wish: u64) -> usize {
    usize::try_from(wish).unwrap_or(usize::MAX).min(bytes.len())
}

/// The checksum counts its own field as blanks.
fn is_whole(block: &[u8]) -> bool {
    let byte =
        |(at, byte): (usize, &u8)| u64::from(if (148..156).contains(&at) { b' ' } else { *byte });
    let sum: u64 = block.iter().enumerate().map(byte).sum();
    octal(&block[148..156]) == Some(sum)
}

fn octal(field: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(field).ok()?;
    u64::from_str_radix(text.trim_matches(['\0', ' ']), 8).ok()
}

fn short_name(block: &[u8]) -> Vec<u8> {
    let text = |field: &[u8]| field.split(|byte| *byte == 0).next().unwrap_or_default().to_vec();
    let (name, prefix) = (text(&block[..100]), text(&block[345..500]));
    if prefix.is_empty() { name } else { [prefix, name].join(&b'/') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Told(Vec<(String, TarKind, String)>);

    impl TarSink for Told {
        fn entry(&mut self, name: &[u8], kind: TarKind, _: u64) {
            self.0.push((String::from_utf8_lossy(name).into(), kind, String::new()));
        }

        fn piece(&mut self, bytes: &[u8]) {
            self.0.last_mut().unwrap().2.push_str(&String::from_utf8_lossy(bytes));
        }
    }

    fn told(archive: &[u8], by: usize) -> Result<Vec<(String, TarKind, String)>, NotATar> {
        let (mut tar, mut told) = (Tar::default(), Told::default());
        for piece in archive.chunks(by) {
            tar.read(piece, &mut told)?;
        }
        tar.end().map(|()| told.0)
    }

    #[test]
    fn pieces_of_any_size_are_the_same_archive() {
        let long = "y".repeat(700);
        let archive = tarred(&[("prefix/", ""), ("prefix/a.go", "package a\n"), ("p/b", &long)]);
        let whole = told(&archive, archive.len()).unwrap();
        let wanted = |name: &str, kind, content: &str| (name.into(), kind, content.into());
        let all = [
            wanted("prefix/", TarKind::Folder, ""),
            wanted("prefix/a.go", TarKind::File, "package a\n"),
            wanted("p/b", TarKind::File, &long),
        ];
        assert_eq!(whole, all);
        for by in [1, 7, 511, 512, 513] {
            assert_eq!(told(&archive, by).unwrap(), whole, "{by}");
        }
    }

    #[test]
    fn what_breaks_off_or_is_none_is_told() {
        let archive = tarred(&[("prefix/a.go", "package a\n")]);
        assert_eq!(told(&archive[..600], 64), Err(NotATar));
        assert_eq!(told(&archive[..1024], 64), Err(NotATar));
        assert_eq!(told(b"", 64), Err(NotATar));
        assert_eq!(told(&[b'a'; 2048], 64), Err(NotATar));
        let mut spoilt = archive;
        spoilt[0] ^= 1;
        assert_eq!(told(&spoilt, 64), Err(NotATar));
    }
}
