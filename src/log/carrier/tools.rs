use super::Taken;
use super::eye::Eye;

/// `npm ERR! text`, since npm 10 `npm error text`.
pub(super) fn npm(text: &str) -> Option<Taken<'_>> {
    let rest = text.strip_prefix("npm ")?;
    let levels = ["ERR! ", "error ", "WARN ", "warn ", "info ", "notice "];
    levels.iter().find_map(|it| rest.strip_prefix(it)).map(Taken::said)
}

/// `package:task: text`, of turbo; go's places, `file.go:3: `, have a dot or digits there.
pub(super) fn turbo(text: &str) -> Option<Taken<'_>> {
    let (name, rest) = text.split_once(": ").or_else(|| Some((text.strip_suffix(':')?, "")))?;
    let (package, task) = name.split_once(':')?;
    let sound = |c: char| c.is_ascii_alphanumeric() || "@/_-".contains(c);
    let word = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let fits = package.starts_with(|c: char| c == '@' || c.is_ascii_lowercase())
        && (2..=80).contains(&package.len())
        && package.chars().all(sound)
        && !package.contains("//")
        && task.starts_with(|c: char| c.is_ascii_lowercase())
        && task.chars().all(word);
    fits.then(|| Taken::named(name, rest))
}

/// `name> text`, of nix.
pub(super) fn nix(text: &str) -> Option<Taken<'_>> {
    let mut eye = Eye::on(text);
    let sound = |c: char| c.is_ascii_alphanumeric() || "._+-".contains(c);
    let name = eye.run(2..=100, sound)?;
    (eye.sees(">") && eye.parted()).then(|| Taken::named(name, eye.rest))
}

/// `stdout: text`: of programs that repeat what another printed.
pub(super) fn named_output(text: &str) -> Option<Taken<'_>> {
    ["stdout", "stderr", "STDOUT", "STDERR"].iter().find_map(|name| {
        let rest = text.strip_prefix(name)?;
        let mut eye = Eye::on(rest);
        let parted = (eye.sees(": ") || eye.sees(" | ") || eye.sees("> ") || eye.sees(" "))
            && !eye.rest.starts_with(['-', '=']);
        parted.then(|| Taken::named(&text[..name.len()], eye.rest))
    })
}

/// `| text` of Yocto, `│ text` of pip and yarn.
pub(super) fn barred(text: &str) -> Option<Taken<'_>> {
    let bar = ["| ", "│ ", "┃ ", "║ "].iter().find_map(|it| {
        let after = text.strip_prefix(it).or_else(|| text.trim_start_matches(' ').strip_prefix(it));
        after.filter(|_| text.starts_with('|') || !it.starts_with('|'))
    });
    bar.map(Taken::said)
}
