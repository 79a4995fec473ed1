//! Where instructions begin and end: by `parse-dockerfile`, and where that stops at an
//! error, by a scan of lines that goes on.

use parse_dockerfile::Instruction;

/// The text of one instruction with its lines joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    pub line: usize,
    pub last: usize,
    pub text: String,
    pub heredocs: Vec<String>,
}

/// What instructions there are. docker's file: `frontend/dockerfile/instructions` of
/// `BuildKit`.
const KEYWORDS: &[&str] = &[
    "ADD",
    "ARG",
    "CMD",
    "COPY",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "FROM",
    "HEALTHCHECK",
    "LABEL",
    "MAINTAINER",
    "ONBUILD",
    "RUN",
    "SHELL",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// `# syntax=…` of the head, if one is there.
pub(super) fn directive<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let head = text.trim_start_matches('\u{feff}').lines();
    head.map_while(|line| line.trim().strip_prefix('#')).find_map(|line| {
        let (key, value) = line.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

/// All instructions in their order.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let text = text.trim_start_matches('\u{feff}');
    let escape = directive(text, "escape").and_then(|it| it.chars().next()).unwrap_or('\\');
    let lines: Vec<&str> = text.lines().collect();
    let starts = begun(text);
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let begins = match &starts {
            Some(starts) => starts.contains(&at),
            None => keyword(lines[at]).is_some(),
        };
        if begins {
            let (piece, next) = piece(&lines, at, escape);
            pieces.push(piece);
            at = next;
        } else {
            at += 1;
        }
    }
    pieces
}

/// The lines in which instructions begin, from 0; none where the parser gives up.
fn begun(text: &str) -> Option<Vec<usize>> {
    let parsed = parse_dockerfile::parse(text).ok()?;
    let line =
        |instruction: &Instruction| Some(text.get(..start(instruction))?.matches('\n').count());
    parsed.instructions.iter().map(line).collect()
}

fn start(instruction: &Instruction) -> usize {
    let keyword = match instruction {
        Instruction::Add(it) => &it.add,
        Instruction::Arg(it) => &it.arg,
        Instruction::Cmd(it) => &it.cmd,
        Instruction::Copy(it) => &it.copy,
        Instruction::Entrypoint(it) => &it.entrypoint,
        Instruction::Env(it) => &it.env,
        Instruction::Expose(it) => &it.expose,
        Instruction::From(it) => &it.from,
        Instruction::Healthcheck(it) => &it.healthcheck,
        Instruction::Label(it) => &it.label,
        Instruction::Maintainer(it) => &it.maintainer,
        Instruction::Onbuild(it) => &it.onbuild,
        Instruction::Run(it) => &it.run,
        Instruction::Shell(it) => &it.shell,
        Instruction::Stopsignal(it) => &it.stopsignal,
        Instruction::User(it) => &it.user,
        Instruction::Volume(it) => &it.volume,
        Instruction::Workdir(it) => &it.workdir,
        _ => return usize::MAX,
    };
    keyword.span.start
}

fn keyword(line: &str) -> Option<&'static str> {
    let word = line.split_whitespace().next()?;
    KEYWORDS.iter().copied().find(|known| known.eq_ignore_ascii_case(word))
}

/// The instruction that begins there, and the line behind it.
fn piece(lines: &[&str], first: usize, escape: char) -> (Piece, usize) {
    let mut text = String::new();
    let mut at = first;
    loop {
        let line = lines[at].trim_end();
        at += 1;
        let goes_on = line.ends_with(escape);
        text.push_str(if goes_on { &line[..line.len() - escape.len_utf8()] } else { line });
        if !goes_on {
            break;
        }
        // Comments and empty lines in between do not count.
        while lines.get(at).is_some_and(|it| it.trim().is_empty() || it.trim().starts_with('#')) {
            at += 1;
        }
        if at >= lines.len() {
            break;
        }
        text.push(' ');
    }
    let takes = matches!(keyword(&text), Some("RUN" | "COPY" | "ADD"));
    let mut heredocs = Vec::new();
    for (delimiter, strips) in if takes { delimiters(&text) } else { Vec::new() } {
        let (body, next) = body(lines, at, &delimiter, strips);
        heredocs.push(body);
        at = next;
    }
    (Piece { line: first + 1, last: at, text: text.trim().to_owned(), heredocs }, at)
}

/// `<<EOF`, `<<-EOF`, `<<"EOF"`: each delimiter, and whether tabs are taken away.
fn delimiters(text: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("<<") {
        let before = text[..at].chars().next_back();
        let rest = &text[at + 2..];
        let (rest, strips) = rest.strip_prefix('-').map_or((rest, false), |rest| (rest, true));
        let rest = rest.trim_start_matches(['"', '\'']);
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let is_word = rest.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if is_word && before != Some('<') && !rest.starts_with('<') {
            found.push((rest[..end].to_owned(), strips));
        }
    }
    found
}

fn body(lines: &[&str], from: usize, delimiter: &str, strips: bool) -> (String, usize) {
    let ends = |line: &str| {
        let line = line.trim_end_matches('\r');
        (if strips { line.trim_start_matches('\t') } else { line }) == delimiter
    };
    let end = lines[from..].iter().position(|line| ends(line)).map(|at| from + at);
    let body = lines[from..end.unwrap_or(lines.len())].join("\n");
    (body, end.map_or(lines.len(), |end| end + 1))
}

/// Whether a text is a Dockerfile at all: it has a FROM, and before it nothing but ARG.
pub(super) fn is_dockerfile(text: &str) -> bool {
    let mut words = pieces(text).into_iter().map(|piece| keyword(&piece.text));
    words.find(|word| *word != Some("ARG")) == Some(Some("FROM"))
}
