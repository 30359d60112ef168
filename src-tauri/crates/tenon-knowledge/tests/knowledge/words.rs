//! Single rules, with what they must leave alone.

use tenon_knowledge::entity::{Kind, Source, find};

fn said(text: &str, source: Source) -> Vec<(Kind, String)> {
    let found = find(text, source);
    found
        .into_iter()
        .map(|entity| (entity.kind, entity.value))
        .collect()
}

#[track_caller]
fn expect(text: &str, wanted: &[(Kind, &str)]) {
    let found = said(text, Source::Prose);
    let found: Vec<_> = found
        .iter()
        .map(|(kind, value)| (*kind, value.as_str()))
        .collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn values_are_the_same_for_every_spelling() {
    use Kind::{Date, File, Issue, Package, Symbol};
    expect("./src/a.rs:12:5", &[(File, "src/a.rs:12:5")]);
    expect("src/a.ts(12,5)", &[(File, "src/a.ts:12:5")]);
    expect("`src/a.rs` on line 12", &[(File, "src/a.rs:12")]);
    expect("see docs/a.md#L10-L20", &[(File, "docs/a.md:10-20")]);
    for day in [
        "2024-05-01",
        "1 May 2024",
        "May 1st, 2024",
        "2024/05/01",
        "Wed, 01 May 2024 10:00:00 +0000",
    ] {
        expect(day, &[(Date, "2024-05-01")]);
    }
    for package in ["serde@1.0.2", "serde v1.0.2", "serde==1.0.2", "serde 1.0.2"] {
        expect(package, &[(Package, "serde@1.0.2")]);
    }
    expect("issue 12", &[(Issue, "#12")]);
    expect("call `a::b(1)`", &[(Symbol, "a::b")]);
}

#[test]
fn what_only_looks_like_an_entity_is_left_alone() {
    for text in [
        "and/or, I/O and client/server",
        "application/json is a type",
        "Node.js and Vue.js",
        "UTF-8, SHA-256 and RFC-2119",
        "a colour of #ff0000 or #123456",
        "2024-13-01 and 2024-02-30",
        "10.0.0.1 and 1.5 seconds",
        "section 3.2.1 says",
        "user@example.com wrote",
        "e.g. this, i.e. that",
        "http://${host}/x",
        "8c2d6a3e-1f0b-4c7d-9e5a-0b1c2d3e4f50",
        "deadbeef is hexadecimal",
        "GitHub and JavaScript",
        "`true` or `map`",
        "the 3.11 of it",
    ] {
        expect(text, &[]);
    }
}

#[test]
fn code_is_looked_at_in_its_comments_only() {
    let text = "@app.route(\"/x\")\ndef a_b():  # see `c_d` and @ana\n    return \"e_f.py\"\n";
    let found = said(text, Source::of_path("x.py"));
    assert_eq!(
        found,
        [
            (Kind::Symbol, "c_d".to_owned()),
            (Kind::Handle, "@ana".to_owned())
        ]
    );
}

#[test]
fn any_text_is_taken() {
    let long = "a".repeat(1 << 20);
    for text in [
        "",
        "\0",
        "\u{feff}",
        "@",
        "#",
        "`",
        "```sh",
        "```sh\n```",
        "[[",
        "\u{1f600}@\u{1f600}",
        &long,
    ] {
        for source in [
            Source::Prose,
            Source::Terminal,
            Source::of_path("a.rs"),
            Source::of_path("a.py"),
        ] {
            for entity in find(text, source) {
                assert!(
                    text.is_char_boundary(entity.range.start)
                        && text.is_char_boundary(entity.range.end)
                );
            }
        }
    }
}

#[test]
fn kinds_have_their_names() {
    for kind in Kind::ALL {
        assert_eq!(kind.word().parse::<Kind>(), Ok(*kind));
    }
    assert!("person".parse::<Kind>().is_err());
}
