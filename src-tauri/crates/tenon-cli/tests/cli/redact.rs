//! `tenon redact`.

use serde_json::json;

use crate::bench::Bench;
use crate::read::with_input;

/// Nothing real, in parts, so that nobody who looks for secrets finds this file.
fn secret() -> String {
    ["sk-proj-", "1234567890abcdef"].concat()
}

#[test]
fn standard_input_comes_out_masked_and_the_rest_byte_for_byte() {
    let bench = Bench::new(&[]);
    let text = |secret: &str| [b"\xff\x00a ", secret.as_bytes(), b"\r\nprint(\"hello\")"].concat();
    let ran = with_input(&bench, &["redact"], &text(&secret()));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let shown = String::from_utf8_lossy(&ran.out).into_owned();
    let from = shown.find("<REDACTED:OPENAI_KEY:").expect("a mark");
    let mark = &shown[from..=from + shown[from..].find('>').expect("its end")];
    assert_eq!(ran.out, text(mark), "nothing else is another");
    let again = with_input(&bench, &["redact"], &text(&secret()));
    assert_eq!(again.out, ran.out, "the tag is the same in the next run");
    let masked = with_input(&bench, &["redact"], &ran.out);
    assert_eq!(masked.out, ran.out, "masking twice changes nothing");
    let other = Bench::new(&[]);
    let elsewhere = with_input(&other, &["redact"], &text(&secret()));
    assert_ne!(
        elsewhere.out, ran.out,
        "another installation has another tag"
    );
}

#[test]
fn json_tells_the_places_and_not_the_secret() {
    let bench = Bench::new(&[]);
    let text = format!("one\ngr\u{f6} {} x\n", secret());
    let ran = with_input(&bench, &["--json", "redact"], text.as_bytes());
    assert!(!ran.text().contains("1234567890"), "{}", ran.text());
    assert_eq!(
        ran.value(),
        json!({ "rule": "openai-key-scoped", "kind": "OPENAI_KEY", "start": 9, "end": 33, "line": 2, "column": 6 })
    );
    let nothing = with_input(&bench, &["redact", "--json"], b"print(\"hello\")");
    assert_eq!((nothing.code, nothing.text().as_str()), (Some(0), ""));
}

#[test]
fn lines_of_json_are_answered_one_by_one_and_bad_ones_do_not_end_it() {
    let bench = Bench::new(&[]);
    let good = |id: serde_json::Value| json!({ "id": id, "text": format!("a {}", secret()) });
    let input = format!(
        "{}\n{{\"id\": 7, \"text\": {}\n\n{}\n{}\n[]\n{}",
        good(json!("a")),
        secret(),
        json!({ "id": 8, "text": 3 }),
        json!({ "text": "none" }),
        good(json!({ "n": 1 })),
    );
    let ran = with_input(&bench, &["redact", "--ndjson"], input.as_bytes());
    assert_eq!(ran.code, Some(1), "one line at least was bad");
    assert!(!ran.text().contains("1234567890"), "{}", ran.text());
    let lines = ran.lines();
    assert_eq!(lines.len(), 6, "{lines:?}");
    assert_eq!(lines[0]["id"], "a");
    let text = lines[0]["text"].as_str().expect("text");
    assert!(text.starts_with("a <REDACTED:OPENAI_KEY:"), "{text}");
    assert_eq!(
        lines[0]["findings"],
        json!([{ "rule": "openai-key-scoped", "kind": "OPENAI_KEY", "start": 2, "end": 26, "line": 1, "column": 3 }])
    );
    for (line, id, number) in [(1, json!(null), 2), (2, json!(8), 4), (4, json!(null), 6)] {
        let answer = &lines[line];
        assert_eq!(
            (&answer["id"], &answer["line"]),
            (&id, &json!(number)),
            "{answer}"
        );
        assert_eq!(answer["error"]["code"], "invalid", "{answer}");
        assert_eq!(answer["error"]["retryable"], false, "{answer}");
    }
    assert_eq!(
        lines[3],
        json!({ "id": null, "text": "none", "findings": [] })
    );
    assert_eq!(lines[5]["id"], json!({ "n": 1 }));
    let fine = with_input(
        &bench,
        &["redact", "--ndjson"],
        b"{\"id\": 1, \"text\": \"a\"}\n",
    );
    assert_eq!(
        fine.value(),
        json!({ "id": 1, "text": "a", "findings": [] })
    );
}

#[test]
fn it_needs_no_workspace_and_takes_input_of_any_size() {
    let bench = Bench::new(&[]);
    let line = "let total = self.weight + other.weight; // kept as it is, also when it is zero\n";
    let mut text = line.repeat(60_000);
    text.push_str(&secret());
    let ran = with_input(
        &bench,
        &["redact", "--workspace", "/nowhere/at/all"],
        text.as_bytes(),
    );
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let shown = ran.text();
    let (before, mark) = shown.split_at(line.len() * 60_000);
    assert!(before == &text[..before.len()], "the text is what it was");
    assert!(mark.starts_with("<REDACTED:OPENAI_KEY:"), "{mark}");
}

#[test]
fn own_rules_hold_and_a_rule_with_a_fault_is_named_with_its_line() {
    let bench = Bench::new(&[]);
    let config = bench.home.path().join(".config/tenon");
    std::fs::create_dir_all(&config).expect("a folder");
    let settings = |expression: &str| {
        let rule = json!({
            "id": "acme-key", "kind": "ACME_KEY", "expression": expression,
            "match": ["acme:0123abcd"], "mustNot": ["acme:key"],
        });
        let allow = json!([{ "rule": "openai-key-scoped", "path": "docs/**" }]);
        let text = format!(
            "{{\n  \"secrets.allow\": {allow},\n  \"secrets.rules\": [\n    {rule}\n  ]\n}}\n"
        );
        std::fs::write(config.join("settings.json"), text).expect("written");
    };
    settings("acme:(?P<secret>[0-9a-f]{8})");
    let text = format!("acme:89abcdef {}", secret());
    let run = |arguments: &[&str]| with_input(&bench, arguments, text.as_bytes());
    let kinds = |arguments: &[&str]| -> Vec<String> {
        let lines = run(arguments).lines().into_iter();
        lines
            .map(|line| line["kind"].as_str().expect("a kind").to_owned())
            .collect()
    };
    assert_eq!(kinds(&["redact", "--json"]), ["ACME_KEY", "OPENAI_KEY"]);
    assert_eq!(
        kinds(&["redact", "--json", "--path", "docs/a.md"]),
        ["ACME_KEY"],
        "the rule is let through there"
    );
    settings("acme:(?=x)");
    let refused = run(&["redact", "--json"]);
    assert_eq!((refused.code, refused.text().as_str()), (Some(1), ""));
    let message = refused.error()["message"].as_str().expect("one").to_owned();
    assert!(
        message.contains("settings.json:4:5: \"secrets.rules\""),
        "{message}"
    );
}

#[test]
fn utf_16_is_masked_and_written_back_as_it_came_and_utf_32_is_refused() {
    let bench = Bench::new(&[]);
    let units = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{text}")
            .encode_utf16()
            .flat_map(order)
            .collect()
    };
    let (before, after) = ("gr\u{f6}\u{1f600} key=", "\r\nand on ".repeat(90_000));
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let text = units(&format!("{before}{}{after}", secret()), order);
        let ran = with_input(&bench, &["redact"], &text);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let plain = with_input(&bench, &["redact"], secret().as_bytes());
        let expect = units(&format!("{before}{}{after}", plain.text()), order);
        assert!(ran.out == expect, "masked, and nothing else is another");
        let odd = [&text[..], b"x"].concat();
        assert!(with_input(&bench, &["redact"], &odd).out == [&expect[..], b"x"].concat());
        let told = with_input(&bench, &["redact", "--json"], &text).value();
        assert_eq!(
            (&told["start"], &told["line"]),
            (&json!(16), &json!(1)),
            "in UTF-8"
        );
    }
    for text in [&b"\xff\xfe\0\0a\0\0\0"[..], b"\0\0\xfe\xff\0\0\0a"] {
        let ran = with_input(&bench, &["redact"], text);
        assert_ne!(ran.code, Some(0));
        assert!(
            ran.err.contains("UTF-32") && ran.out.is_empty(),
            "{}",
            ran.err
        );
    }
}

#[test]
fn two_bytes_that_look_like_a_mark_hide_nothing() {
    let bench = Bench::new(&[]);
    for mark in [&b"\xff\xfe"[..], b"\xfe\xff"] {
        let text = [mark, b"token=", secret().as_bytes(), b"\n"].concat();
        let ran = with_input(&bench, &["redact"], &text);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let secret = secret();
        assert!(
            !ran.out
                .windows(secret.len())
                .any(|part| part == secret.as_bytes())
        );
        assert!(ran.out.starts_with(mark), "what is no secret is as it was");
    }
}

#[test]
fn a_damaged_key_of_the_marks_is_put_aside_and_everything_goes_on() {
    let bench = Bench::new(&[]);
    assert_eq!(with_input(&bench, &["redact"], b"x\n").code, Some(0));
    let keys = bench.home.path().join(".config/tenon/keys");
    std::fs::write(keys.join("redaction.key"), "abc").expect("written");
    let ran = with_input(&bench, &["redact"], secret().as_bytes());
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let aside = std::fs::read(keys.join("redaction.key.damaged.1")).expect("it is kept");
    assert_eq!(aside, b"abc");
    let size = std::fs::metadata(keys.join("redaction.key")).map(|meta| meta.len());
    assert_eq!(size.ok(), Some(32));
}

#[test]
fn ids_come_back_exactly_as_they_came_unless_they_hold_a_secret() {
    let bench = Bench::new(&[]);
    let ids = [
        "123456789012345678901234567890",
        "-0.10",
        "1e400",
        "18446744073709551616",
        "{ \"b\": 1.0, \"a\": [12345678901234567890123] }",
        "\"\\u0041\"",
        "true",
    ];
    for id in ids {
        for rest in ["\"text\": \"a\"", "\"text\": 3"] {
            let line = format!("{{\"id\": {id}, {rest}}}\n");
            let ran = with_input(&bench, &["redact", "--ndjson"], line.as_bytes());
            let begin = format!("{{\"id\":{id},");
            assert!(ran.text().starts_with(&begin), "{}", ran.text());
        }
    }
    let line = format!("{}\n", json!({ "id": [1, secret()], "text": "a" }));
    let ran = with_input(&bench, &["redact", "--ndjson"], line.as_bytes());
    assert!(!ran.text().contains(&secret()), "{}", ran.text());
}
