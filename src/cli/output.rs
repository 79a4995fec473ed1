use clap::ArgMatches;

/// A report, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    pub format: Format,
    /// Standard output where absent.
    pub file: Option<String>,
}

/// The value of `--format`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Text,
    Json,
}

impl Format {
    pub(super) const WORDS: [&str; 2] = ["text", "json"];

    /// Whether a script reads it, so that it stands alone on standard output.
    pub fn is_machine(self) -> bool {
        match self {
            Self::Text => false,
            Self::Json => true,
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "json" => Self::Json,
            _ => Self::Text,
        }
    }
}

/// Why `--format` and `-o` do not go together as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Clash {
    TwoFiles { file: String },
    TwoOnStdout,
    SameFile { file: String },
}

/// Each `-o` belongs to the `--format` before it; one before any is text's.
pub(super) fn all(matches: &ArgMatches) -> Result<Vec<Output>, Clash> {
    let mut found: Vec<Output> = Vec::new();
    for word in in_order(matches) {
        match (word, found.last_mut()) {
            (Word::Format(format), _) => found.push(Output { format, file: None }),
            (Word::File(file), Some(last)) if last.file.is_none() => last.file = Some(file),
            (Word::File(file), Some(_)) => return Err(Clash::TwoFiles { file }),
            (Word::File(file), None) => {
                found.push(Output { format: Format::Text, file: Some(file) });
            }
        }
    }
    if found.is_empty() {
        found.push(Output { format: Format::Text, file: None });
    }
    agreed(found)
}

fn agreed(outputs: Vec<Output>) -> Result<Vec<Output>, Clash> {
    if outputs.iter().filter(|it| it.file.is_none()).count() > 1 {
        return Err(Clash::TwoOnStdout);
    }
    let mut files: Vec<&String> = outputs.iter().filter_map(|it| it.file.as_ref()).collect();
    files.sort();
    match files.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Clash::SameFile { file: pair[0].clone() }),
        None => Ok(outputs),
    }
}

enum Word {
    Format(Format),
    File(String),
}

/// Both flags as they were typed, by their positions.
fn in_order(matches: &ArgMatches) -> Vec<Word> {
    let values = |id: &str| {
        // `explain` knows no formats.
        if matches.try_contains_id(id).is_err() {
            return Vec::new();
        }
        let places = matches.indices_of(id).into_iter().flatten();
        let values = matches.get_many::<String>(id).into_iter().flatten();
        places.zip(values.cloned()).collect::<Vec<_>>()
    };
    let formats = values("format").into_iter();
    let formats = formats.map(|(at, word)| (at, Word::Format(Format::of(&word))));
    let files = values("output").into_iter();
    let files = files.map(|(at, file)| (at, Word::File(file)));
    let mut words: Vec<(usize, Word)> = formats.chain(files).collect();
    words.sort_by_key(|(at, _)| *at);
    words.into_iter().map(|(_, word)| word).collect()
}
