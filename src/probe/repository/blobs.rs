use super::git::{Cut, Git};
use crate::model::OriginFault;

impl Git<'_> {
    /// Files as they lie in the commit, before any attribute has a say; none for
    /// what is no file there. go's function: `gitRepo.ReadFile`.
    pub(super) async fn blobs<const N: usize>(
        &self,
        commit: &str,
        paths: &[Option<String>; N],
    ) -> Cut<[Option<Vec<u8>>; N]> {
        let mut found = [const { None }; N];
        let wanted: Vec<(usize, &String)> =
            paths.iter().enumerate().filter_map(|(at, path)| Some((at, path.as_ref()?))).collect();
        let lines: Vec<String> =
            wanted.iter().map(|(_, path)| format!("{commit}:{path}\n")).collect();
        let input = lines.concat();
        let printed = self.ask(&["cat-file", "--batch"], input.into_bytes()).await?;
        let mut rest = printed.as_slice();
        for (at, _) in wanted {
            let (blob, later) = next(rest).ok_or(OriginFault::BrokenOff)?;
            (found[at], rest) = (blob.map(<[u8]>::to_vec), later);
        }
        Ok(found)
    }
}

/// The next object, where it is a file, and what follows it: `ID TYPE SIZE`, then
/// the content; or a line that says that there is none.
fn next(printed: &[u8]) -> Option<(Option<&[u8]>, &[u8])> {
    let end = printed.iter().position(|byte| *byte == b'\n')?;
    let head = String::from_utf8_lossy(&printed[..end]);
    let rest = &printed[end + 1..];
    let words: Vec<&str> = head.split(' ').collect();
    let [_, kind, size] = words.as_slice() else { return Some((None, rest)) };
    let Ok(size) = size.parse::<usize>() else { return Some((None, rest)) };
    let content = rest.get(..size)?;
    let later = rest[size..].strip_prefix(b"\n")?;
    Some(((*kind == "blob").then_some(content), later))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_from_folders_and_from_nothing() {
        let printed = b"aa blob 3\na\nb\nbb:x missing\ncc tree 2\nxy\ndd blob 0\n\n";
        let (first, rest) = next(printed).unwrap();
        assert_eq!(first, Some(&b"a\nb"[..]));
        let (second, rest) = next(rest).unwrap();
        assert_eq!(second, None);
        let (third, rest) = next(rest).unwrap();
        assert_eq!(third, None);
        assert_eq!(next(rest), Some((Some(&b""[..]), &b""[..])));
        assert_eq!(next(b"aa blob 9\nshort\n"), None);
        assert_eq!(next(b""), None);
    }
}
