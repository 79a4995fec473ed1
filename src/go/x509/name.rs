use super::der::{Der, dotted, tag};
use super::parse_refusal::{OrMalformed, Parsed, malformed};
use super::string;

/// A distinguished name with all attributes in their order (crypto/x509/pkix
/// `Name`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    attributes: Vec<Attribute>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Attribute {
    oid: Vec<u8>,
    value: String,
}

/// Attributes that go knows by name, in the order in which go rebuilds a name,
/// by their last arc below 2.5.4.
const KNOWN: [(u8, &str); 9] = [
    (6, "C"),
    (8, "ST"),
    (7, "L"),
    (9, "STREET"),
    (17, "POSTALCODE"),
    (10, "O"),
    (11, "OU"),
    (COMMON_NAME, "CN"),
    (SERIAL_NUMBER, "SERIALNUMBER"),
];
const COMMON_NAME: u8 = 3;
const SERIAL_NUMBER: u8 = 5;
const ORGANIZATION: u8 = 10;

impl Name {
    /// crypto/x509 `parseName`.
    pub(super) fn parse(der: &[u8]) -> Parsed<Self> {
        const BROKEN: &str = "x509: invalid RDNSequence";
        let mut sequence = Der(der).inner(tag::SEQUENCE).or_malformed(BROKEN)?;
        let mut attributes = Vec::new();
        while !sequence.is_empty() {
            let mut set = sequence.inner(tag::SET).or_malformed(BROKEN)?;
            while !set.is_empty() {
                attributes.push(attribute(&mut set)?);
            }
        }
        Ok(Self { attributes })
    }

    /// The last common name, as go keeps it; empty without one.
    pub(super) fn common_name(&self) -> &str {
        self.values(COMMON_NAME).next_back().unwrap_or_default()
    }

    /// The first organization; empty without one.
    pub(super) fn organization(&self) -> &str {
        self.values(ORGANIZATION).next().unwrap_or_default()
    }

    fn values(&self, arc: u8) -> impl DoubleEndedIterator<Item = &str> {
        self.attributes
            .iter()
            .filter(move |attribute| attribute.known() == Some(arc))
            .map(|attribute| attribute.value.as_str())
    }

    /// The attributes of one kind; go keeps only the last of the single ones.
    fn kept(&self, arc: u8) -> Vec<&str> {
        let mut values: Vec<&str> = self.values(arc).collect();
        if matches!(arc, COMMON_NAME | SERIAL_NUMBER) {
            values = values.pop().into_iter().filter(|v| !v.is_empty()).collect();
        }
        values
    }
}

/// As pkix `Name.String` prints it: known attributes in a fixed order, last
/// first, then those without a name.
impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let unknown = self.attributes.iter().filter(|a| a.known().is_none());
        let mut parts: Vec<String> = unknown.map(Attribute::in_hex).collect();
        for (arc, name) in KNOWN {
            let values = self.kept(arc);
            let words: Vec<String> = values
                .iter()
                .map(|value| format!("{name}={}", escaped(value)))
                .collect();
            if !words.is_empty() {
                parts.push(words.join("+"));
            }
        }
        parts.reverse();
        f.write_str(&parts.join(","))
    }
}

impl Attribute {
    fn known(&self) -> Option<u8> {
        match self.oid.as_slice() {
            [0x55, 0x04, arc] => KNOWN.iter().map(|k| k.0).find(|known| known == arc),
            _ => None,
        }
    }

    /// `1.2.3=#1303666f6f`: go prints the value as it would encode it.
    fn in_hex(&self) -> String {
        use std::fmt::Write;
        let value = self.value.as_bytes();
        let printable = value.iter().all(|b| string::is_plainly_printable(*b));
        let kind = if printable { tag::PRINTABLE } else { tag::UTF8 };
        let mut words = format!("{}=#{kind:02x}", dotted(&self.oid));
        for byte in length(value.len()).iter().chain(value) {
            let _ = write!(words, "{byte:02x}");
        }
        words
    }
}

/// A DER length.
pub(super) fn length(of: usize) -> Vec<u8> {
    if let Ok(short @ 0..0x80) = u8::try_from(of) {
        return vec![short];
    }
    let all = of.to_be_bytes();
    let zeros = all.iter().take_while(|byte| **byte == 0).count();
    let octets = u8::try_from(all.len() - zeros).unwrap_or(0);
    [&[0x80 | octets], &all[zeros..]].concat()
}

fn attribute(set: &mut Der) -> Parsed<Attribute> {
    let mut pair = set
        .inner(tag::SEQUENCE)
        .or_malformed("x509: invalid RDNSequence: invalid attribute")?;
    let oid = pair
        .oid()
        .or_malformed("x509: invalid RDNSequence: invalid attribute type")?;
    let value = pair
        .any()
        .or_malformed("x509: invalid RDNSequence: invalid attribute value")?;
    let value = string::parse(value.tag, value.body).map_err(|words| {
        malformed(&format!(
            "x509: invalid RDNSequence: invalid attribute value: {words}"
        ))
    })?;
    Ok(Attribute {
        oid: oid.to_vec(),
        value,
    })
}

fn escaped(value: &str) -> String {
    let mut words = String::with_capacity(value.len());
    for (at, c) in value.char_indices() {
        let special = match c {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' => true,
            ' ' => at == 0 || at + 1 == value.len(),
            '#' => at == 0,
            _ => false,
        };
        if special {
            words.push('\\');
        }
        words.push(c);
    }
    words
}
