//! The shapes that other programs read too.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tenon_api::ApiError;
use tenon_api::command::{Answer, COMMANDS};
use tenon_core::Code;

use crate::docs::{expect_text, root};

fn sample(name: &str) -> PathBuf {
    root().join("tests/contract").join(name)
}

#[test]
fn the_error_shape_is_what_the_samples_say() {
    let text = fs::read_to_string(sample("error-shape.json")).expect("the samples");
    let samples: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let mut codes = Vec::new();
    for sample in &samples {
        let error: ApiError = serde_json::from_value(sample.clone()).expect("an error");
        let written = serde_json::to_value(&error).expect("plain data");
        assert_eq!(written, *sample, "it is written as it was read");
        codes.push(error.code);
    }
    assert_eq!(codes, Code::ALL, "each code has one sample, in order");
    let hints = samples
        .iter()
        .filter(|sample| sample.get("hint").is_some())
        .count();
    assert!(
        0 < hints && hints < samples.len(),
        "with and without a hint"
    );
}

#[test]
fn what_is_not_the_error_shape_is_refused() {
    for text in [
        r#"{"code":"odd","message":"m","retryable":false}"#,
        r#"{"code":"invalid","message":"m"}"#,
        r#"{"code":"invalid","retryable":false}"#,
        r#"{"code":"invalid","message":"m","retryable":false,"stack":"s"}"#,
        r#"{"code":"Invalid","message":"m","retryable":false}"#,
    ] {
        assert!(serde_json::from_str::<ApiError>(text).is_err(), "{text}");
    }
}

#[test]
fn the_list_of_commands_is_what_others_read() {
    let mut text = serde_json::to_string_pretty(COMMANDS).expect("plain data");
    text.push('\n');
    expect_text(&sample("commands.json"), &text);
}

#[test]
fn names_of_commands_are_an_area_and_a_verb_and_stand_once() {
    let mut names: Vec<_> = COMMANDS.iter().map(|spec| spec.name).collect();
    for name in &names {
        let parts: Vec<_> = name.split('_').collect();
        let plain = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
        assert!(parts.len() >= 2 && parts.iter().all(plain), "{name}");
    }
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    for spec in COMMANDS {
        assert!(
            spec.about.ends_with('.') && spec.about.starts_with(char::is_uppercase),
            "{}",
            spec.name
        );
        let raw = spec.answer == Answer::Raw;
        assert_eq!(spec.output == "bytes", raw, "{}", spec.name);
    }
}
