//! The golden samples that other programs read too, and what must hold for any text.

mod corpus;
mod encoded;
mod own;
mod random;
mod stream;

use std::sync::LazyLock;

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use tenon_gatekeeper::{Finding, Gatekeeper};

static GATEKEEPER: LazyLock<Gatekeeper> = LazyLock::new(|| Gatekeeper::new([7; 32]));

#[derive(Deserialize)]
struct Samples {
    key: String,
    texts: Vec<TextSample>,
    json: Vec<JsonSample>,
}

#[derive(Deserialize)]
struct TextSample {
    text: String,
    masked: String,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct JsonSample {
    value: Value,
    masked: Value,
}

#[test]
fn the_golden_samples_are_masked_as_they_say() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../tests/contract/redaction.json"
    );
    let text = std::fs::read_to_string(path).expect("the samples are there");
    let samples: Samples = serde_json::from_str(&text).expect("and have their shape");
    let mut key = [0; 32];
    hex::decode_to_slice(&samples.key, &mut key).expect("32 bytes in hex");
    let gatekeeper = Gatekeeper::new(key);
    for sample in samples.texts {
        let (masked, findings) = gatekeeper.mask_text(&sample.text);
        assert_eq!(
            (masked, findings),
            (sample.masked, sample.findings),
            "{:?}",
            sample.text
        );
    }
    for sample in samples.json {
        assert_eq!(
            gatekeeper.mask_json(sample.value.clone()),
            sample.masked,
            "{}",
            sample.value
        );
    }
}

#[test]
fn a_secret_is_found_wherever_it_stands_in_a_long_text() {
    let secret = ["sk-proj-", "1234567890abcdef"].concat();
    let filler = "the password of a token is a secret: https://example.org/ key= ";
    for before in (0..3000).step_by(61) {
        let pad = filler.repeat(before / filler.len() + 1);
        let text = format!("{} {secret} {pad}", &pad[..before]);
        let masked = GATEKEEPER.mask_text(&text).0;
        assert!(
            !masked.contains(&secret),
            "still there {before} bytes into the text"
        );
        assert_eq!(
            masked.matches("<REDACTED:OPENAI_KEY:").count(),
            1,
            "once, at {before}"
        );
    }
}

#[test]
fn one_key_gives_one_tag_and_another_key_another() {
    let text = ["ghp_", "0123456789abcdefghij"].concat();
    let tag = |key| Gatekeeper::new([key; 32]).mask_text(&text).0;
    assert_eq!(
        tag(1),
        tag(1),
        "so that two findings of one secret can be told to be one"
    );
    assert_ne!(tag(1), tag(2), "so that a tag says nothing without the key");
}

proptest! {
    #[test]
    fn any_text_around_a_secret_leaves_nothing_of_it(
        before in "(?s).{0,80}",
        after in "(?s)(|[ \n\"'`,;)<].{0,80})",
    ) {
        let secret = ["glpat-", "AbCd1234EfGh5678IjKl"].concat();
        let (masked, findings) = GATEKEEPER.mask_text(&format!("{before} {secret}{after}"));
        prop_assert!(!masked.contains(&secret), "{}", masked);
        prop_assert!(findings.windows(2).all(|pair| pair[0].end <= pair[1].start), "sorted");
    }

    #[test]
    fn any_text_can_be_looked_at(text in "(?s)(.|password=|://|eyJ|sk-|-----BEGIN PRIVATE KEY-----){0,60}") {
        let (masked, findings) = GATEKEEPER.mask_text(&text);
        prop_assert!(findings.iter().all(|f| text.is_char_boundary(f.start) && text.is_char_boundary(f.end)));
        prop_assert_eq!(findings.is_empty(), masked == text);
    }
}
