use super::error::{PathFault, PathKind};
use super::unicode::is_letter;

/// File names that Windows keeps for devices.
const WINDOWS_NAMES: [&str; 22] = [
    "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8",
    "COM9", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
];

/// Whether one element of a path is allowed (`checkElem` in `x/mod/module/module.go`).
pub(super) fn check_element(element: &str, kind: PathKind) -> Result<(), PathFault> {
    check_dots(element, kind)?;
    if let Some(char) = element.chars().find(|c| !may_stand(*c, kind)) {
        return Err(PathFault::InvalidChar { char });
    }
    check_for_windows(element, kind)
}

fn check_dots(element: &str, kind: PathKind) -> Result<(), PathFault> {
    if element.is_empty() {
        return Err(PathFault::EmptyElement);
    }
    if element.bytes().all(|b| b == b'.') {
        let element = element.to_owned();
        return Err(PathFault::InvalidElement { element });
    }
    if element.starts_with('.') && kind == PathKind::Module {
        return Err(PathFault::LeadingDot);
    }
    if element.ends_with('.') {
        return Err(PathFault::TrailingDot);
    }
    Ok(())
}

fn check_for_windows(element: &str, kind: PathKind) -> Result<(), PathFault> {
    let short = element.split('.').next().unwrap_or(element);
    if WINDOWS_NAMES.iter().any(|name| name.eq_ignore_ascii_case(short)) {
        let element = short.to_owned();
        return Err(PathFault::WindowsName { element });
    }
    let looks_shortened = short.rsplit_once('~').is_some_and(|(_, digits)| {
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    });
    if looks_shortened && kind != PathKind::File {
        return Err(PathFault::TildeAndDigits);
    }
    Ok(())
}

fn may_stand(c: char, kind: PathKind) -> bool {
    match kind {
        PathKind::Module => may_stand_in_module(c),
        PathKind::Import => may_stand_in_module(c) || c == '+',
        PathKind::File if c.is_ascii() => {
            c.is_ascii_alphanumeric() || "!#$%&()+,-.=@[]^_{}~ ".contains(c)
        }
        PathKind::File => is_letter(c),
    }
}

fn may_stand_in_module(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~')
}
