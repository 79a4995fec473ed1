//! Zip files without compression: local headers, the central folder, its end.

/// A zip that holds the files as they are.
pub(crate) fn stored(files: &[(String, String)]) -> Vec<u8> {
    let mut zip = Vec::new();
    let mut folder = Vec::new();
    for (name, text) in files {
        let start = length(&zip);
        let common = common(name, text);
        zip.extend(b"PK\x03\x04");
        zip.extend(&common);
        zip.extend(name.as_bytes());
        zip.extend(text.as_bytes());
        folder.extend(b"PK\x01\x02\x14\x00");
        folder.extend(&common);
        folder.extend([0; 10]);
        folder.extend(start);
        folder.extend(name.as_bytes());
    }
    let (start, size, count) = (length(&zip), length(&folder), short(files.len()));
    zip.extend(folder);
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend([count, count].concat());
    zip.extend([size, start].concat());
    zip.extend([0; 2]);
    zip
}

/// What the local header and the central one share: version to length of the extra field.
fn common(name: &str, text: &str) -> Vec<u8> {
    let size = length(text.as_bytes());
    let mut bytes = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
    bytes.extend(crc32(text.as_bytes()).to_le_bytes());
    bytes.extend([size, size].concat());
    bytes.extend(short(name.len()));
    bytes.extend([0; 2]);
    bytes
}

fn length(bytes: &[u8]) -> [u8; 4] {
    u32::try_from(bytes.len()).expect("a small zip").to_le_bytes()
}

fn short(number: usize) -> [u8; 2] {
    u16::try_from(number).expect("a small zip").to_le_bytes()
}

/// The bytes as a gzip of one stored block: at most 65535 of them.
pub(crate) fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).expect("a short file");
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    packed.extend(length.to_le_bytes());
    packed.extend((!length).to_le_bytes());
    packed.extend(bytes);
    packed.extend(crc32(bytes).to_le_bytes());
    packed.extend(u32::from(length).to_le_bytes());
    packed
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }
        })
    })
}

#[test]
fn crc32_is_the_one_of_zip() {
    assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
}
