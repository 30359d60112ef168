//! What ripgrep 15 gives for files of every kind, written down by hand.

use tenon_index::find::{Ask, Case};
use tenon_testkit::TempWorkspace;

use crate::support::{all, literal, places, regex};

fn one(bytes: &[u8]) -> TempWorkspace {
    let workspace = TempWorkspace::new();
    workspace.put(b"a", bytes);
    workspace
}

fn lines(bytes: &[u8], ask: &Ask) -> Vec<(u64, u64, String)> {
    let hits = all(&one(bytes), ask).0;
    hits.into_iter()
        .map(|hit| (hit.line, hit.column, hit.text))
        .collect()
}

#[test]
fn a_line_is_one_hit_at_its_first_match() {
    let got = lines(b"x foo foo\nno\nfoo", &literal("foo"));
    assert_eq!(got, [(1, 3, "x foo foo".into()), (3, 1, "foo".into())]);
}

#[test]
fn a_nul_in_the_first_part_drops_the_file_and_a_later_one_ends_it() {
    assert_eq!(lines(b"foo\nbar\0\nfoo\n", &literal("foo")), []);
    let mut late = b"foo\n".repeat(16 << 10);
    assert_eq!(late.len(), 64 << 10, "exactly the first part");
    late.extend(b"foo\n\0foo\n");
    let got = lines(&late, &literal("foo"));
    assert_eq!(
        got.len(),
        16 << 10,
        "what stands before the part with the NUL"
    );
    late.truncate(late.len() - 5);
    assert_eq!(lines(&late, &literal("foo")).len(), (16 << 10) + 1);
}

#[test]
fn a_marked_utf16_file_is_decoded_and_a_mark_of_utf8_is_no_text() {
    for big in [false, true] {
        let units = "\u{feff}ä foo\r\nfoo\n".encode_utf16();
        let bytes: Vec<u8> = units
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect();
        let got = lines(&bytes, &literal("foo"));
        let want = [(1, 4, "ä foo".to_owned()), (2, 1, "foo".to_owned())];
        assert_eq!(got, want, "columns are bytes of the decoded line");
    }
    assert_eq!(
        lines(b"\xef\xbb\xbffoo\n", &regex("^foo")),
        [(1, 1, "foo".into())]
    );
    assert_eq!(
        lines(b"f\0o\0o\0\n\0", &literal("foo")),
        [],
        "without a mark it is binary"
    );
}

#[test]
fn a_carriage_return_belongs_to_the_line_but_is_not_shown() {
    assert_eq!(
        lines(b"foo\r\nfoo\n", &regex("foo$")),
        [(2, 1, "foo".into())]
    );
    assert_eq!(lines(b"foo\r\nfoo\n", &regex(r"foo\s*$")).len(), 2);
    assert_eq!(lines(b"foo\r\n", &literal("foo")), [(1, 1, "foo".into())]);
}

#[test]
fn an_empty_match_counts_once_a_line() {
    assert_eq!(lines(b"ab\n\ncd\n", &regex("x*")).len(), 3);
    assert_eq!(lines(b"ab\n\ncd\n", &regex("^$")), [(2, 1, String::new())]);
    assert_eq!(lines(b"ab\n", &regex("$")), [(1, 3, "ab".into())]);
    assert_eq!(lines(b"", &regex("x*")), []);
}

#[test]
fn bytes_that_are_no_text_are_searched_all_the_same() {
    assert_eq!(
        lines(b"\xff foo\n", &literal("foo")),
        [(1, 3, "\u{fffd} foo".into())]
    );
    assert_eq!(lines(b"\xff\n", &regex(r"(?-u:\xff)")).len(), 1);
    assert_eq!(lines(b"\xff\n", &regex(".")), [], "a dot is a character");
}

#[test]
fn case_smart_case_and_words() {
    let with = |text: &str, case| Ask {
        case,
        ..literal(text)
    };
    let bytes = "Foo\nfoo\nSTRASSE ſ\nÄ\n".as_bytes();
    assert_eq!(lines(bytes, &with("foo", Case::Sensitive)).len(), 1);
    assert_eq!(lines(bytes, &with("foo", Case::Ignore)).len(), 2);
    assert_eq!(lines(bytes, &with("foo", Case::Smart)).len(), 2);
    assert_eq!(lines(bytes, &with("Foo", Case::Smart)).len(), 1);
    assert_eq!(lines(bytes, &with("ä", Case::Ignore)).len(), 1);
    assert_eq!(lines("ſ\n".as_bytes(), &with("s", Case::Ignore)).len(), 1);
    let word = |text: &str| Ask {
        word: true,
        ..literal(text)
    };
    assert_eq!(
        lines(b"foobar\nfoo-bar\n", &word("foo")),
        [(2, 1, "foo-bar".into())]
    );
    assert_eq!(lines(b"a -1 b\n", &word("-1")), [(1, 3, "a -1 b".into())]);
}

#[test]
fn context_is_given_around_each_hit_and_hits_are_context_too() {
    let ask = Ask {
        context: 2,
        ..literal("x")
    };
    let hits = all(&one(b"1\n2\n3\nx4\n5\nx6\n7\n8\n9\nxa"), &ask).0;
    let around: Vec<_> = hits
        .iter()
        .map(|hit| (hit.before.join(""), hit.after.join("")))
        .collect();
    let want = [("23", "5x6"), ("x45", "78"), ("89", "")];
    assert_eq!(
        around,
        want.map(|(before, after)| (before.into(), after.into()))
    );
}

#[test]
fn files_come_in_the_order_of_their_bytes_and_a_limit_ends_the_search() {
    let workspace = TempWorkspace::with(&[
        ("a/b", "x"),
        ("a.b", "x"),
        ("a-b", "x"),
        ("B", "x"),
        ("a/c/d", "x"),
        ("ab", "x"),
    ]);
    let want = [
        "B:1:1",
        "a-b:1:1",
        "a.b:1:1",
        "a/b:1:1",
        "a/c/d:1:1",
        "ab:1:1",
    ];
    assert_eq!(places(&workspace, &literal("x")), want);
    let limited = Ask {
        limit: Some(2),
        ..literal("x")
    };
    let (hits, done) = all(&workspace, &limited);
    assert_eq!((hits.len(), done.hits, done.truncated), (2, 2, true));
    let exact = Ask {
        limit: Some(6),
        ..literal("x")
    };
    assert!(!all(&workspace, &exact).1.truncated, "there is no more");
}

#[test]
fn a_wrong_expression_is_told_with_its_place() {
    let stop = std::sync::atomic::AtomicBool::new(false);
    let workspace = one(b"x");
    let engine = tenon_index::find::Engine::new(workspace.path(), 1);
    let told = |ask: &Ask| {
        engine
            .run(ask, &stop, &mut |_| true)
            .expect_err("it is wrong")
            .to_string()
    };
    let wrong = "the regular expression \"ab(c\" is wrong at line 1, column 3: unclosed group";
    assert_eq!(told(&regex("ab(c")), wrong);
    assert!(
        told(&regex("a\nb")).contains("is not allowed in a regex"),
        "{}",
        told(&regex("a\nb"))
    );
    assert_eq!(
        told(&literal("a\nb")),
        "\"a\\nb\" cannot be searched for: it holds a line end, and the search is line by line"
    );
    let every = Ask {
        languages: vec!["all".into()],
        ..literal("x")
    };
    workspace.put(b"b.rs", b"x");
    let rust = all(&workspace, &every).0;
    assert_eq!(rust.len(), 1, "what has no type is left out, as by ripgrep");
    let huge = told(&regex(r"(\p{L}{1000}){1000}"));
    assert!(huge.contains("size limit"), "{huge}");
    let lang = Ask {
        languages: vec!["klingon".into()],
        ..literal("x")
    };
    assert_eq!(
        told(&lang),
        "\"klingon\" is no language or type of file that is known; there are rust, python, typescript, markdown and what \"rg --type-list\" tells"
    );
    let kind = Ask {
        kinds: vec!["dream".into()],
        ..literal("x")
    };
    assert_eq!(
        told(&kind),
        "\"dream\" is no kind of thing that is searched; there are text, file"
    );
    let glob = Ask {
        globs: vec!["a{b".into()],
        ..literal("x")
    };
    assert!(
        told(&glob).starts_with("the pattern of paths \"a{b\" is wrong"),
        "{}",
        told(&glob)
    );
}
