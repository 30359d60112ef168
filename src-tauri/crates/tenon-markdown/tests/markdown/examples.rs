//! The examples of the specifications.

use std::path::Path;

use serde_json::Value;
use tenon_markdown::{Options, html, raw};

use crate::tokens::normal;

struct Example {
    number: u64,
    markdown: String,
    html: String,
}

fn examples(name: &str) -> Vec<Example> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/markdown");
    let text = std::fs::read_to_string(folder.join(name)).expect("the examples");
    let line = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("JSON");
        let text = |key: &str| value[key].as_str().expect("a text").to_owned();
        Example {
            number: value["number"].as_u64().expect("a number"),
            markdown: text("markdown"),
            html: text("html"),
        }
    };
    text.lines().map(line).collect()
}

/// The examples that differ, by number.
#[expect(clippy::print_stdout, reason = "what differs is looked at by people")]
fn differing(
    name: &str,
    examples: &[Example],
    expected: impl Fn(&str) -> String,
    got: impl Fn(&str) -> String,
) -> Vec<u64> {
    let mut numbers = Vec::new();
    for example in examples {
        let (expected, got) = (expected(&example.html), got(&example.markdown));
        if expected != got {
            println!(
                "{name} {}:\n{}\n--\n{expected}\n--\n{got}\n",
                example.number, example.markdown
            );
            numbers.push(example.number);
        }
    }
    let equal = examples.len() - numbers.len();
    println!("{name}: {equal} of {} examples are equal", examples.len());
    numbers
}

fn as_it_is(_: &str, key: &str, value: &str) -> Option<(String, String)> {
    Some((key.to_owned(), value.to_owned()))
}

/// What the page makes of our attributes, so that they can be compared.
fn as_shown(element: &str, key: &str, value: &str) -> Option<(String, String)> {
    let (key, value) = match (element, key) {
        ("img", "data-src" | "data-remote") => ("src", value.to_owned()),
        ("code", "data-language") => ("class", format!("language-{value}")),
        (_, "rel") => return None,
        (_, key) if key.starts_with("data-") => return None,
        (_, key) => (key, value.to_owned()),
    };
    Some((key.to_owned(), value))
}

/// With the reason of each.
fn numbers(allowed: &[(&str, &[u64])]) -> Vec<u64> {
    let mut numbers: Vec<_> = allowed
        .iter()
        .flat_map(|(_, numbers)| numbers.to_vec())
        .collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn raw_html_equals_the_examples_of_commonmark() {
    let examples = examples("commonmark.jsonl");
    assert_eq!(examples.len(), 652);
    let expected = |html: &str| normal(html, as_it_is);
    let found = differing("raw, CommonMark", &examples, expected, |text| {
        normal(&raw(text), as_it_is)
    });
    let allowed = numbers(&[(
        "a bare address is a link in GitHub's extensions",
        &[602, 608, 611, 612],
    )]);
    assert_eq!(found, allowed);
}

#[test]
fn raw_html_equals_the_examples_of_github() {
    let examples = examples("gfm.jsonl");
    assert_eq!(examples.len(), 28);
    let expected = |html: &str| normal(html, as_it_is);
    let found = differing("raw, GitHub", &examples, expected, |text| {
        normal(&raw(text), as_it_is)
    });
    let allowed = numbers(&[
        (
            "the library reads what follows the host of an XMPP address otherwise",
            &[634, 635],
        ),
        (
            "GitHub's filter of tags is off, because this HTML is for comparing",
            &[657],
        ),
    ]);
    assert_eq!(found, allowed);
}

#[test]
fn shown_html_equals_the_examples_of_commonmark() {
    let examples = examples("commonmark.jsonl");
    let expected = |html: &str| normal(html, as_it_is);
    let found = differing("html, CommonMark", &examples, expected, shown);
    let allowed = numbers(&[
        (
            "a bare address is a link in GitHub's extensions",
            &[602, 608, 611, 612],
        ),
        ("`#hashtag` is a tag", &[64]),
        ("two brackets begin a wikilink", &[559, 590]),
        ("a scheme that is not followed", &[596, 598, 599, 601]),
        (
            "HTML in the text is balanced and sanitised",
            &[
                21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 160, 163, 164, 165, 169, 170, 171,
                172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 187, 190, 191,
                201, 308, 309, 344, 476, 477, 491, 494, 524, 536, 613, 614, 615, 616, 617, 619,
                623, 625, 626, 627, 628, 629, 630, 631, 642, 643,
            ],
        ),
    ]);
    assert_eq!(found, allowed);
}

#[test]
fn shown_html_equals_the_examples_of_github() {
    let examples = examples("gfm.jsonl");
    let expected = |html: &str| normal(html, as_it_is);
    let found = differing("html, GitHub", &examples, expected, shown);
    let allowed = numbers(&[
        ("a scheme that is not followed", &[633, 634, 635]),
        ("titles and styles are taken away and not shown", &[657]),
    ]);
    assert_eq!(found, allowed);
}

fn shown(text: &str) -> String {
    normal(&html(text, &Options::default()).expect("short"), as_shown)
}
