/// A word for `sh`, bare where the shell leaves it alone.
pub(super) fn sh(word: &str) -> String {
    let word: String = word.chars().filter(|c| *c != '\0').collect();
    if is_plain(&word, "_-./:=,@%+") {
        return word;
    }
    match shlex::try_quote(&word) {
        Ok(quoted) => quoted.into_owned(),
        Err(_) => String::from("''"),
    }
}

/// A path for `sh` that no program takes for an option.
pub(super) fn sh_path(path: &str) -> String {
    if path.starts_with('-') { sh(&format!("./{path}")) } else { sh(path) }
}

/// A word for PowerShell: bare or between single quotes. A comma would make a
/// list, and typographic quotes count as quotes.
pub(super) fn powershell(word: &str) -> String {
    let option_with_dot = word.starts_with('-') && word.contains(['.', ':']);
    if is_plain(word, "_-./:=\\+") && !option_with_dot {
        return word.to_owned();
    }
    powershell_always(word)
}

pub(super) fn powershell_always(word: &str) -> String {
    let mut quoted = String::from("'");
    for c in one_line(word).chars() {
        quoted.push(c);
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(c);
        }
    }
    quoted.push('\'');
    quoted
}

/// A word for cmd.exe. Programs take `\"` for a quote inside quotes.
pub(super) fn cmd(word: &str) -> String {
    let word = one_line(word);
    if is_plain(&word, "_-./:=\\,@+") { word } else { format!("\"{}\"", cmd_inside(&word)) }
}

/// Backslashes before a quote, or before the closing one, count twice.
fn cmd_inside(word: &str) -> String {
    let (mut inside, mut slashes) = (String::new(), 0);
    for c in word.chars() {
        if c == '"' {
            inside.push_str(&"\\".repeat(slashes + 1));
        }
        slashes = if c == '\\' { slashes + 1 } else { 0 };
        inside.push(c);
    }
    inside + &"\\".repeat(slashes)
}

/// A value behind `ENV NAME=` of a Dockerfile.
pub(super) fn dockerfile(value: &str) -> String {
    let value = one_line(value);
    if value.is_empty() || is_plain(&value, "_-./:=,@%+|*") {
        return value;
    }
    let mut quoted = String::from("\"");
    for c in value.chars() {
        if matches!(c, '"' | '\\' | '$') {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted + "\""
}

/// A scalar of YAML. Between single quotes only the quote itself is special.
pub(super) fn yaml(value: &str) -> String {
    let value = one_line(value);
    let first = value.chars().next().unwrap_or('-');
    let word = first.is_ascii_alphabetic() && is_plain(&value, "_-./:=,@%+|");
    let keyword = matches!(
        value.to_ascii_lowercase().as_str(),
        "on" | "off" | "yes" | "no" | "true" | "false" | "null" | "y" | "n"
    );
    if word && !keyword && !value.ends_with(':') {
        value
    } else {
        format!("'{}'", value.replace('\'', "''"))
    }
}

fn is_plain(word: &str, also: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c))
}

/// What cannot stand on one line of such a file is gone.
fn one_line(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).collect()
}
