//! Secrets in other encodings, and in encodings of those.

use std::io::Write;

use ::base64::Engine as _;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::GATEKEEPER;

pub fn base64(bytes: &[u8]) -> String {
    ::base64::engine::general_purpose::STANDARD.encode(bytes)
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("into memory");
    encoder.finish().expect("into memory")
}

pub fn percent(bytes: &[u8]) -> String {
    let plain = |b: &u8| b.is_ascii_alphanumeric();
    let one = |b: &u8| {
        if plain(b) {
            char::from(*b).to_string()
        } else {
            format!("%{b:02X}")
        }
    };
    bytes.iter().map(one).collect()
}

/// Every character that may be escaped in JSON is.
pub fn escaped(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let one = |c: char| match c {
        '\n' => "\\n".to_owned(),
        '"' | '\\' | '/' => format!("\\{c}"),
        c if c.is_ascii_alphanumeric() => c.to_string(),
        c => {
            let mut units = [0; 2];
            let units = c.encode_utf16(&mut units).iter();
            units.map(|unit| format!("\\u{unit:04x}")).collect()
        }
    };
    text.chars().map(one).collect()
}

/// Puts bytes into an encoding.
type Encode = fn(&[u8]) -> Vec<u8>;

/// The kinds that are found in some bytes, and that nothing of the secret is left.
fn kinds(bytes: &[u8]) -> Vec<String> {
    let mut stream = GATEKEEPER.stream(None);
    let mut masked = Vec::new();
    let mut found = stream.push(bytes, &mut masked);
    found.extend(stream.finish(&mut masked));
    let mut again = GATEKEEPER.stream(None);
    let mut twice = Vec::new();
    again.push(&masked, &mut twice);
    again.finish(&mut twice);
    assert_eq!(
        String::from_utf8_lossy(&twice),
        String::from_utf8_lossy(&masked),
        "masking twice changes nothing"
    );
    found.into_iter().map(|at| at.finding.kind).collect()
}

#[test]
fn a_secret_is_found_two_encodings_deep() {
    let token = ["glpat-", "AbCd1234EfGh5678IjKl"].concat();
    let plain = format!("user: ada\ntoken = \"{token}\" # mine\n").into_bytes();
    let one: [(&str, Encode); 4] = [
        ("base64", |bytes| base64(bytes).into_bytes()),
        ("percent", |bytes| percent(bytes).into_bytes()),
        ("escapes", |bytes| escaped(bytes).into_bytes()),
        ("gzip", gzip),
    ];
    for (outer, encode) in one {
        let text = [b"data: '", &encode(&plain)[..], b"' end\n"].concat();
        assert_eq!(kinds(&text), ["GITLAB_TOKEN"], "{outer}");
        for (inner, first) in one {
            // Escapes are made of characters, which what was packed is not.
            if inner == "gzip" && outer == "escapes" {
                continue;
            }
            let text = [b"data: '", &encode(&first(&plain))[..], b"' end\n"].concat();
            assert_eq!(kinds(&text), ["GITLAB_TOKEN"], "{inner} in {outer}");
        }
    }
}

#[test]
fn the_same_secret_has_the_same_tag_in_every_encoding() {
    let token = ["glpat-", "AbCd1234EfGh5678IjKl"].concat();
    let plain = GATEKEEPER.mask_text(&token).0;
    let inside = format!("the token {token} of mine");
    for text in [
        base64(inside.as_bytes()),
        percent(inside.as_bytes()),
        escaped(inside.as_bytes()),
    ] {
        let masked = GATEKEEPER.mask_text(&text).0;
        assert!(masked.contains(&plain), "{plain} in {masked}");
    }
}

#[test]
fn pictures_hashes_and_long_names_are_no_secrets() {
    let mut rng = tenon_testkit::Rng::seeded(0x91c);
    let picture: Vec<u8> = (0..200_000).map(|_| rng.bits() as u8).collect();
    let text = format!(
        "<img src=\"data:image/png;base64,{}\">\n\"integrity\": \"sha512-{}\",\n",
        base64(&picture),
        base64(&picture[..64])
    );
    assert_eq!(GATEKEEPER.find(&text), []);
}
