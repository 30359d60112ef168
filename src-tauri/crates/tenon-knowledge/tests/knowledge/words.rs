//! Single rules, with what they must leave alone.

use tenon_knowledge::entity::{Kind, Source, find};

pub fn said(text: &str, source: Source) -> Vec<(Kind, String)> {
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
    let text = "let a = r#\"see `c_d`, @ana, #12 and https://a.example/b\"#;\n";
    let found = said(text, Source::of_path("x.rs"));
    assert_eq!(found, [(Kind::Url, "https://a.example/b".to_owned())]);
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

#[test]
fn a_panic_says_what_stands_behind_its_place() {
    use Kind::{ErrorMessage, File};
    for source in [Source::Terminal, Source::Prose] {
        let text = "thread 'main' panicked at src/x.rs:3:5:\nit broke\nnote: run with x";
        let found = said(text, source);
        let wanted = [
            (File, "src/x.rs:3:5".to_owned()),
            (ErrorMessage, "it broke".to_owned()),
        ];
        assert_eq!(found, wanted);
    }
    let old = said("panicked at 'it broke', src/x.rs:3:5", Source::Terminal);
    assert!(
        old.contains(&(ErrorMessage, "it broke".to_owned())),
        "{old:?}"
    );
    let alone = said("panicked at src/x.rs:3:5:\n\nmore", Source::Terminal);
    assert_eq!(alone[0].1, "panicked at src/x.rs:3:5:");
}

#[test]
fn of_npm_only_the_lines_that_say_what_went_wrong_are_messages() {
    let text = "npm ERR! code E404\nnpm ERR! 404 Not Found - GET https://a.example/b\n\
        npm ERR! 404 \nnpm ERR! 404  'b@*' is not in this registry.\n\
        npm ERR! 404 Note that you can also install from a\nnpm ERR! path /x/y\n\
        npm ERR! A complete log of this run can be found in: /x/y.log";
    let found = said(text, Source::Terminal);
    let messages: Vec<_> = found
        .iter()
        .filter(|(kind, _)| *kind == Kind::ErrorMessage)
        .map(|(_, value)| value.as_str())
        .collect();
    let wanted = [
        "ERR! code E404",
        "ERR! 404 Not Found - GET https://a.example/b",
        "ERR! 404  'b@*' is not in this registry.",
    ];
    assert_eq!(messages, wanted);
}

#[test]
fn answers_of_servers_are_codes_in_every_spelling() {
    use Kind::ErrorCode;
    for (text, code) in [
        ("it says 404 Not Found", "404 Not Found"),
        ("it says 404 not found", "404 not found"),
        ("GET /x 404 (Not Found)", "404 (Not Found)"),
        ("the API returned 503.", "503"),
        ("we got a 500 from it", "500"),
        ("it gives HTTP 502", "HTTP 502"),
        ("429 Client Error: slow down", "429"),
    ] {
        expect(text, &[(ErrorCode, code)]);
    }
    for text in [
        "it returned 404 rows",
        "we got 500 stars",
        "room 404, 500 of them",
    ] {
        expect(text, &[]);
    }
}

#[test]
fn places_in_an_order_are_no_issues() {
    for text in [
        "it was #1 in 2024",
        "our #1 priority",
        "ranked #12 there",
        "Argument #1 must be it",
        "#1 in 2024 and is #3 now",
    ] {
        expect(text, &[]);
    }
    expect("fixes #1 in 2024", &[(Kind::Issue, "#1")]);
    expect("see #3 for more", &[(Kind::Issue, "#3")]);
}

#[test]
fn the_name_in_a_mark_is_a_handle() {
    use Kind::{Handle, Todo};
    for (text, handle) in [("FIXME(ana): x", "@ana"), ("TODO(kim.lee) x", "@kim.lee")] {
        expect(text, &[(Todo, text), (Handle, handle)]);
    }
    for text in [
        "TODO(perf): x",
        "TODO(v2): x",
        "TODO(windows-arm): x",
        "TODO(2026): x",
    ] {
        expect(text, &[(Todo, text)]);
    }
    let found = said("// FIXME(ana) x", Source::of_path("a.rs"));
    assert_eq!(found[1], (Handle, "@ana".to_owned()));
}

#[test]
fn the_folder_of_a_prompt_is_one_also_where_nothing_follows() {
    for text in [
        "ana@host:~/src$",
        "ana@host:~/src$ ",
        "ana@host:~/src$\r\n",
        "`ana@host:~/src$`",
    ] {
        let found = said(text, Source::Terminal);
        assert_eq!(found, [(Kind::File, "~/src".to_owned())], "{text:?}");
    }
}

#[test]
fn two_numbers_are_a_version_where_the_words_before_say_so() {
    use Kind::Package;
    expect("needs numpy 2.1", &[(Package, "numpy@2.1")]);
    expect("on Python 3.12 only", &[(Package, "Python@3.12")]);
    expect(
        "requires foo 2.1 and bar 0.3",
        &[(Package, "foo@2.1"), (Package, "bar@0.3")],
    );
    for text in [
        "needs about 2.5 GB",
        "redis 2.5 times faster",
        "see section 4.2",
        "the foo 2.1",
        "needs disk 2.5 GB",
    ] {
        expect(text, &[]);
    }
}

#[test]
fn colours_of_a_terminal_change_no_value() {
    let plain = "error[E0308]: mismatched types\n --> src/a.rs:1:2";
    let coloured = "\u{1b}[1m\u{1b}[31merror[E0308]\u{1b}[0m: mismatched types\n \u{1b}[34m-->\u{1b}[0m src/a.rs:1:2";
    assert_eq!(
        said(coloured, Source::Terminal),
        said(plain, Source::Terminal)
    );
    for entity in find(coloured, Source::Terminal) {
        let shown = tenon_knowledge::entity::one_line(&coloured[entity.range]);
        assert!(!shown.contains('\u{1b}'), "{shown}");
    }
}

#[test]
fn what_else_a_line_speaks_of_does_not_hide_its_commit() {
    let text = "rolled out 7d3e0aa at 09:20, and much later the page of the people who look showed a session";
    expect(text, &[(Kind::Commit, "7d3e0aa")]);
    expect("the session 7d3e0aa ended", &[]);
}

#[test]
fn the_name_that_a_comment_begins_with_is_that_of_what_follows() {
    let of = |text: &str| said(text, Source::of_path("a.go"));
    let found = of("// Push adds a job.\nfunc (q *Queue) Push(job Job) {}\n");
    assert_eq!(found, [(Kind::Symbol, "Push".to_owned())]);
    let found = of("/* open: opens it\n */\ntype open struct{}\n");
    assert_eq!(found, [(Kind::Symbol, "open".to_owned())]);
    assert_eq!(of("// Adds a job.\nfunc Push() {}\n"), []);
    assert_eq!(of("// Push adds a job.\n\nvar x = 1\n"), []);
}

#[test]
fn what_comments_for_documentation_point_at_is_a_symbol() {
    let found = said(
        "/** {@link Surface}, {@link a.B#c}\n * @throws IOException if closed\n * @see Mail::flush()\n */",
        Source::of_path("a.java"),
    );
    let names: Vec<_> = found.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(names, ["Surface", "a.B#c", "IOException", "Mail::flush"]);
    let found = said("// ends with io.EOF.", Source::of_path("a.go"));
    assert_eq!(found, [(Kind::Symbol, "io.EOF".to_owned())]);
    let found = said(
        ":raises ValueError: where it is too large",
        Source::of_path("a.rst"),
    );
    assert_eq!(found, [(Kind::Symbol, "ValueError".to_owned())]);
}

#[test]
fn lints_and_variables_of_the_environment_are_no_symbols() {
    expect("`#[warn(unused_imports)]` on by default", &[]);
    assert_eq!(said("# needs GH_TOKEN", Source::of_path("a.sh")), []);
    assert_eq!(
        said("// at most MAX_SIZE", Source::of_path("a.rs")),
        [(Kind::Symbol, "MAX_SIZE".to_owned())]
    );
}

#[test]
fn codes_stand_in_fields_and_behind_carets() {
    use Kind::ErrorCode;
    expect_printed("POST /v1/a status=503 41ms", &[(ErrorCode, "503")]);
    expect_printed("  404  Not Found [IP: x]", &[(ErrorCode, "404  Not Found")]);
    expect_printed("   ^--^ SC2086 (info): Double", &[(ErrorCode, "SC2086")]);
    expect_printed("Exit Code:    137", &[(ErrorCode, "Exit Code:    137")]);
    expect_printed("status=200 and 404 rows", &[]);
}

#[test]
fn messages_end_before_the_project_and_begin_behind_the_field() {
    for (text, message) in [
        (
            "a.cs(1,2): error CS1061: no x [C:\\a\\b.csproj]",
            "error CS1061: no x",
        ),
        (
            "fatal: [web2]: FAILED! => {\"msg\": \"no package\"}",
            "no package",
        ),
        ("##[error]Process completed.", "Process completed."),
        (
            "{\"err\":{\"type\":\"E\",\"message\":\"too slow\"}}",
            "too slow",
        ),
        (
            "2026-05-03 [12] a@b ERROR:  deadlock detected",
            "ERROR:  deadlock detected",
        ),
        (
            "Module not found: Error: Can't resolve 'a'",
            "Module not found: Error: Can't resolve 'a'",
        ),
        (
            "go: go.mod:5: version invalid: x",
            "go.mod:5: version invalid: x",
        ),
    ] {
        let found = said(text, Source::Terminal);
        let found: Vec<_> = found
            .into_iter()
            .filter(|(kind, _)| *kind == Kind::ErrorMessage)
            .map(|(_, value)| value)
            .collect();
        assert_eq!(found, [message], "{text}");
    }
}

#[test]
fn what_people_quote_of_an_error_is_its_message() {
    use Kind::ErrorMessage;
    expect(
        "it fails with \"no route to this host\" then",
        &[(ErrorMessage, "no route to this host")],
    );
    expect(
        "now it says Cannot read properties of undefined (reading 'x') :(",
        &[(
            ErrorMessage,
            "Cannot read properties of undefined (reading 'x')",
        )],
    );
    expect("the chapter \"on what has no end\" is long", &[]);
}

#[test]
fn one_number_is_the_version_of_an_image_that_everybody_has() {
    use Kind::Package;
    expect(
        "from `redis:7` and postgres:16-alpine.",
        &[(Package, "redis@7"), (Package, "postgres@16-alpine")],
    );
    expect("at redis:6379/0 or host:16", &[]);
    expect("suggested indexmap 2.2", &[(Package, "indexmap@2.2")]);
    expect("used chapter 2.2 and version 1.5", &[]);
}

#[test]
fn the_log_of_a_tool_says_its_errors_in_its_own_way() {
    for (text, message) in [
        ("level=error msg=\"no certificate\" x=y", "no certificate"),
        (
            "level=error msg=\"open index\" err=\"no such thing\"",
            "no such thing",
        ),
        ("     ** (KeyError) key :a not found", "key :a not found"),
        (
            "packages/ui build: src/a.ts(8,10): error TS2724: no x",
            "error TS2724: no x",
        ),
        ("web-1  | Error: it broke", "Error: it broke"),
    ] {
        let found = said(text, Source::Terminal);
        let found: Vec<_> = found
            .into_iter()
            .filter(|(kind, _)| *kind == Kind::ErrorMessage)
            .map(|(_, value)| value)
            .collect();
        assert_eq!(found, [message], "{text}");
    }
    expect_printed(
        "  - Installing anyio (4.3.0)",
        &[(Kind::Package, "anyio@4.3.0")],
    );
    expect_printed("ok providerName=le", &[]);
    expect("Using version 1.2.3 in room #3", &[]);
}

#[test]
fn keys_before_a_note_are_no_symbols_and_fields_of_code_are() {
    use Kind::{ErrorMessage, Symbol, Task};
    expect(
        "---\nblockedBy: T-4\n---\nsee readMore: x",
        &[(Task, "T-4"), (Symbol, "readMore")],
    );
    expect(
        "set config.webServer first",
        &[(Symbol, "config.webServer")],
    );
    expect(
        "it is red: Error: no answer in time",
        &[(ErrorMessage, "Error: no answer in time")],
    );
}

#[test]
fn what_tools_print_beside_their_errors_is_left_alone() {
    for text in [
        "[ERROR] Tests run: 4, Failures: 1 <<< FAILURE! -- in x",
        "  ➜  Network: use --host to expose",
    ] {
        let found = said(text, Source::Terminal);
        let none = found
            .iter()
            .all(|(kind, _)| !matches!(kind, Kind::ErrorMessage | Kind::Command));
        assert!(none, "{text} {found:?}");
    }
    expect_printed(
        "remote: error: GH006: Protected branch",
        &[
            (Kind::ErrorMessage, "error: GH006: Protected branch"),
            (Kind::ErrorCode, "GH006"),
        ],
    );
    expect(
        "with Firefox 126 and React 18",
        &[(Kind::Package, "React@18")],
    );
}

#[test]
fn a_port_behind_a_name_is_no_version_and_a_state_of_sql_has_its_brackets() {
    expect(
        "redis:6379 is up, redis:7 runs",
        &[(Kind::Package, "redis@7")],
    );
    let found = said("(node:4411) Warning", Source::Terminal);
    assert_eq!(found, []);
    let found = said("failed: SQLSTATE[HY000]: x", Source::Terminal);
    assert!(
        found.contains(&(Kind::ErrorCode, "SQLSTATE[HY000]".into())),
        "{found:?}"
    );
}

#[test]
fn what_git_shows_of_a_commit_speaks_of_symbols_and_an_excerpt_does_not() {
    let log =
        "Date:   Tue Mar 10 18:02:44 2026 +0100\n\n    ui: one\n\n    TabBar::restore sorted.\n";
    let symbol = (Kind::Symbol, "TabBar::restore".to_owned());
    assert!(said(log, Source::Terminal).contains(&symbol));
    let shown = "error: x\n\n    TabBar::restore(sorted);\n";
    assert!(!said(shown, Source::Terminal).contains(&symbol));
}

#[test]
fn the_module_that_writes_a_line_of_a_log_is_no_symbol() {
    for line in ["ERROR pier::net: gone", "[x INFO pier::net] up"] {
        let found = said(line, Source::Terminal);
        assert!(
            !found.iter().any(|(kind, _)| *kind == Kind::Symbol),
            "{line}"
        );
    }
    let told = said("see pier::net: it is gone", Source::Prose);
    assert_eq!(told, [(Kind::Symbol, "pier::net".to_owned())]);
}

#[test]
fn of_messages_in_a_line_the_first_has_the_others() {
    for (line, message) in [
        (
            "curl: (7) Failed to connect to a port 1: Connection refused",
            "Failed to connect to a port 1: Connection refused",
        ),
        ("zsh: no matches found: *.bak", "no matches found: *.bak"),
        (
            "git: 'psh' is not a git command.",
            "'psh' is not a git command.",
        ),
        ("a/b.go:3:9: undefined: size", "undefined: size"),
        ("[2026-03-11] live.ERROR: no route", "no route"),
        ("[2026-03-11 ERROR pier::store] no route", "no route"),
        ("bash: cd: dock: Not a directory", "Not a directory"),
        (
            r#"{"level":"ERROR","msg":"queue is full"}"#,
            "queue is full",
        ),
    ] {
        let found = said(line, Source::Terminal);
        let messages: Vec<_> = found
            .iter()
            .filter(|(kind, _)| *kind == Kind::ErrorMessage)
            .collect();
        assert_eq!(
            messages,
            [&(Kind::ErrorMessage, message.to_owned())],
            "{line}"
        );
    }
    let quiet = said("cp: warning: nothing to do here", Source::Terminal);
    assert_eq!(quiet, []);
}
