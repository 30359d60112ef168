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

#[track_caller]
fn expect_printed(text: &str, wanted: &[(Kind, &str)]) {
    let found = said(text, Source::Terminal);
    let found: Vec<_> = found
        .iter()
        .map(|(kind, value)| (*kind, value.as_str()))
        .collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn packages_are_found_as_each_tool_writes_them() {
    use Kind::Package;
    for (text, value) in [
        ("`@a/b@1.2.3`", "@a/b@1.2.3"),
        ("`@a/b@0.4.0-beta.2`", "@a/b@0.4.0-beta.2"),
        ("left-pad ^1.3.0", "left-pad@1.3.0"),
        ("numpy>=1.26,<2", "numpy@1.26"),
        ("golang.org/x/text v0.14.0", "golang.org/x/text@0.14.0"),
        ("`golang.org/x/net@v0.25.0`", "golang.org/x/net@0.25.0"),
        ("`postgres:16.2-alpine`", "postgres@16.2-alpine"),
        ("`tokio = \"1.38\"`", "tokio@1.38"),
        ("Bump ws from 8.16.0 to 8.17.1.", "ws@8.17.1"),
        ("`cmake 3.25`", "cmake@3.25"),
    ] {
        expect(text, &[(Package, value)]);
    }
    expect_printed(
        "Setting up ripgrep (13.0.0-4+b2) ...",
        &[(Package, "ripgrep@13.0.0-4+b2")],
    );
    expect_printed(
        "plugins: anyio-4.16.0, cov-5.0",
        &[(Package, "anyio@4.16.0"), (Package, "cov@5.0")],
    );
    for text in [
        "localhost:8080 and host:80.",
        "at 12:30.5",
        "amd64 13.0.0",
        "step 3 from 1.0 to 2.0",
    ] {
        expect(text, &[]);
    }
}

#[test]
fn names_in_the_quotes_of_a_compiler_are_symbols_unless_the_language_has_them() {
    use Kind::Symbol;
    for (text, name) in [
        ("note: in function ‘ring_push’:", "ring_push"),
        ("a: undefined reference to `ring_size'", "ring_size"),
        ("12:7  warning  'total' is assigned a value", "total"),
        ("a: cannot find 'Logger' in scope", "Logger"),
        ("E       KeyError: 'k'", "KeyError"),
        ("--- FAIL: Parse (0.00s)", "Parse"),
        ("#4  0x0000 in split (p=0) at", "split"),
    ] {
        let found = said(text, Source::Terminal);
        assert!(
            found.contains(&(Symbol, name.to_owned())),
            "{text} {found:?}"
        );
    }
    for text in [
        "type 'string' is not assignable",
        "No module named 'yaml'",
        "of ‘int’ from",
    ] {
        let found = said(text, Source::Terminal);
        assert!(found.iter().all(|(kind, _)| *kind != Symbol), "{found:?}");
    }
}

#[test]
fn messages_are_found_as_each_tool_prints_them() {
    for (text, message) in [
        ("npm error code ENOENT", "error code ENOENT"),
        ("curl: (7) Failed to connect", "Failed to connect"),
        ("make: *** [Makefile:12: all] Error 2", "Error 2"),
        ("a level=error err=\"i/o timeout\"", "i/o timeout"),
        ("[ERROR] /x/A.java:[1,2] cannot find it", "cannot find it"),
        ("2026-01-02 ERROR a::b: it broke", "it broke"),
        ("a.rb:1:in `x': undefined it", "undefined it"),
        ("zsh: command not found: x", "command not found: x"),
        ("a.ts:1:4 - error TS2307: no x", "error TS2307: no x"),
        (
            "C:\\a b\\c.cs(1,2): error CS0103: no x",
            "error CS0103: no x",
        ),
    ] {
        let found = said(text, Source::Terminal);
        let wanted = (Kind::ErrorMessage, message.to_owned());
        assert!(found.contains(&wanted), "{text} {found:?}");
    }
    for text in [
        "npm error A complete log of this run can be found in: x",
        "npm error While resolving: a@1.2.3",
        "Unable to find image 'a:1' locally",
        "error: string;",
        "no errors were found",
    ] {
        let found = said(text, Source::Terminal);
        let none = found.iter().all(|(kind, _)| *kind != Kind::ErrorMessage);
        assert!(none, "{text} {found:?}");
    }
}

#[test]
fn codes_and_days_are_found_as_servers_log_them() {
    use Kind::{Date, ErrorCode};
    expect_printed(
        "- [14/Jan/2026:16:20:11 +0100] \"GET / HTTP/1.1\" 500 1",
        &[(Date, "2026-01-14"), (ErrorCode, "500")],
    );
    expect_printed("\"GET / HTTP/1.1\" 200 404", &[]);
    expect_printed("Mar  1 00:00:07 web1 up", &[(Date, "--03-01")]);
    expect_printed("Feb 30 00:00:07 web1 up", &[]);
    expect_printed("code: E401", &[(ErrorCode, "E401")]);
    expect_printed("HTTP/2 404", &[(ErrorCode, "HTTP/2 404")]);
    expect_printed(
        "code=exited, status=1/FAILURE",
        &[(ErrorCode, "status=1/FAILURE")],
    );
    expect_printed("E1122 07:26:15.05 1 up", &[]);
}

#[test]
fn numbers_and_names_that_are_no_issues_and_handles_are_left_alone() {
    use Kind::{Handle, Issue};
    expect("cc @fern/core-team", &[(Handle, "@fern/core-team")]);
    expect(
        "fixed in #12, see a/b#3",
        &[(Issue, "#12"), (Issue, "a/b#3")],
    );
    for text in [
        "the heading #1 stays",
        "#3  0x0000 in x",
        "#12 [build 4/6] RUN",
        "`@Input()` and `@media print`",
        "@fern/ui is a package",
        "install `s/foo/bar/`",
    ] {
        expect(text, &[]);
    }
}

#[test]
fn commands_are_found_behind_every_prompt() {
    use Kind::Command;
    for text in [
        "# apt-get update",
        "> tsc -b",
        "+ make all",
        "C:\\> make all",
        "     Running `make all`",
    ] {
        let found = said(text, Source::Terminal);
        assert!(found.iter().any(|(kind, _)| *kind == Command), "{text}");
    }
    for text in [
        "+ prettier 3.3.0",
        " ❯ src/a.test.ts (2 tests)",
        "# heading",
    ] {
        let found = said(text, Source::Terminal);
        assert!(found.iter().all(|(kind, _)| *kind != Command), "{text}");
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
