//! Texts that are made to take long or to nest deep.

use tenon_markdown::{Options, facts, html, raw};

use crate::payloads::findings;

/// The stack that a thread has at least in every place where Markdown is read.
const STACK: usize = 512 << 10;

fn texts(count: usize) -> Vec<(&'static str, String)> {
    let of = |part: &str| part.repeat(count);
    vec![
        (">", of(">")),
        ("> ", of("> ")),
        ("- ", of("- ")),
        ("> lines", of("> ") + "a\n" + &of("a\n")),
        ("- lines", of("- ") + "a\n" + &of("\n") + "a"),
        ("1. ", of("1. ")),
        ("[", of("[")),
        ("![", of("![")),
        ("[[", of("[[")),
        ("]", of("]")),
        ("[a](", of("[a](")),
        ("[a](b)", of("[a](b)")),
        ("![ ]", of("![") + "a" + &of("](b)")),
        ("[ ]", of("[") + "a" + &of("](b)")),
        ("*", of("*")),
        ("*a ", of("*a ")),
        ("a**b", of("a**b")),
        ("*a_ ", of("*a_ ")),
        ("**a**", of("**") + "a" + &of("**")),
        ("*a **a ", of("*a **a ")),
        ("~", of("~~a ")),
        ("==", of("==a ")),
        (
            "`",
            (1..count / 200)
                .map(|size| "`".repeat(size) + "a")
                .collect(),
        ),
        ("$", of("$a ")),
        ("$$", of("$$a $")),
        ("$`", of("$`a ")),
        ("%%", of("%%a ")),
        ("%% lines", of("%%\n\na\n")),
        ("<", of("<")),
        ("<a ", of("<a ")),
        ("<b>", of("<b>")),
        (
            "<b title>",
            (0..count / 10)
                .map(|n| format!("<b title={n}>\n\n"))
                .collect(),
        ),
        ("<div>", of("<div>\n\n")),
        ("<i></b>", of("<i></b>")),
        ("<a><div>", of("<a><div>")),
        ("<table><td>", of("<table><td>")),
        ("<svg>", of("<svg><desc>")),
        ("<!--", of("<!-- ")),
        ("<?", of("a <? ")),
        ("<![CDATA[", of("a <![CDATA[ ")),
        ("&", of("&a")),
        ("\\", of("\\")),
        ("#", of("#a ")),
        ("^", of("^a ")),
        ("# lines", of("# a\n")),
        ("| ", of("| ") + "\n" + &of("|-")),
        ("table", "|a|b|\n|-|-|\n".to_owned() + &of("|\n")),
        ("[^a]", of("[^a]") + "\n\n[^a]: b"),
        (
            "[^n]: ",
            (0..count / 10)
                .map(|n| format!("[^{n}]\n\n[^{n}]: a\n\n"))
                .collect(),
        ),
        (
            "[a]: ",
            (0..count / 10).map(|n| format!("[{n}]: /a\n")).collect(),
        ),
        (
            "[a]",
            "[a]: /".to_owned() + &"b".repeat(1_000) + "\n\n" + &of("[a]"),
        ),
        ("> [!a]", of("> [!a]\n")),
        ("> > [!a]", of("> ") + "[!a]"),
        ("- [ ] ", of("- [ ] a\n")),
        ("www.", of("www.")),
        ("a@", of("a@b.c")),
        ("http://", of("http://")),
        ("---", "---\n".to_owned() + &of("a: ") + "\n---\n"),
        ("--- list", "---\na:\n".to_owned() + &of("- a\n") + "---\n"),
        ("--- [a", "---\n".to_owned() + &of("[a, ") + "\n---\n"),
        ("--- a, ", "---\na: [".to_owned() + &of("a, ") + "]\n---\n"),
        ("--- ?", "---\n".to_owned() + &of("? ") + "\n---\n"),
        (
            "--- *a",
            "---\na: &a b\nc: [".to_owned() + &of("*a, ") + "]\n---\n",
        ),
        ("--- '", "---\n".to_owned() + &of("'a\n") + "---\n"),
        ("--- lines", "---\n".to_owned() + &of("a\n") + "---\n"),
        ("*a&amp;#a ", of("*a&amp;#a ")),
        ("*a #a ", of("*a #a ")),
        ("|\\|", "|a|\n|-|\n|".to_owned() + &of("a&\\|")),
        ("NUL", of("\0")),
        ("CR", of("\r")),
    ]
}

fn within_a_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    thread.expect("it starts").join().expect("no panic");
}

/// A text that takes time squared would take minutes, and one that nests the program's life.
#[test]
fn texts_that_repeat_end_and_need_no_stack() {
    for (name, text) in texts(20_000) {
        within_a_stack(move || {
            let began = std::time::Instant::now();
            let shown = html(&text, &Options { positions: true }).expect("short");
            let html_took = began.elapsed();
            facts(&text);
            let facts_took = began.elapsed() - html_took;
            raw(&text);
            println!(
                "{name}: {} bytes, html {html_took:?}, facts {facts_took:?}",
                text.len()
            );
            let findings = findings(&shown);
            assert!(findings.is_empty(), "{name}: {findings:?}");
            assert!(
                shown.len() < (text.len() + 1_000) * 120,
                "{name}: {} bytes",
                shown.len()
            );
        });
    }
}

#[test]
fn a_hundred_thousand_marks_in_each_other_end() {
    for mark in [">", "[", "*", "> ", "- ", "<div>", "<b>", "![[", "_"] {
        within_a_stack(move || {
            let text = mark.repeat(100_000);
            let shown = html(&text, &Options::default()).expect("short");
            facts(&text);
            assert!(depth(&shown) <= 110, "{mark}");
        });
    }
}

/// How many elements lie in each other, by their tags.
fn depth(html: &str) -> usize {
    use crate::tokens::{Piece, pieces};
    let (mut now, mut most) = (0_usize, 0);
    for piece in pieces(html) {
        match piece {
            Piece::Start(name, _) if !["br", "hr", "img", "input", "wbr"].contains(&&*name) => {
                now += 1
            }
            Piece::End(_) => now = now.saturating_sub(1),
            _ => {}
        }
        most = most.max(now);
    }
    most
}

/// In a release build: `cargo test --release -p tenon-markdown --test markdown -- --ignored large
/// --nocapture`.
#[test]
#[ignore = "prints figures"]
fn a_large_text() {
    let part = "## Heading *a*\n\nText with #tag, [[link|alias]], [path](a.md), `code` and **bold** words that go on.\n\n\
        - [ ] task one\n- item\n\n```rust\nfn main() {}\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n";
    for size in [1 << 20, tenon_markdown::LARGEST, 50 << 20] {
        let text = part.repeat(size / part.len());
        let began = std::time::Instant::now();
        let shown = html(&text, &Options { positions: true }).map(|html| html.len());
        let html_took = began.elapsed();
        let facts = facts(&text);
        println!(
            "{} MiB: html {html_took:?} ({shown:?} bytes), facts {:?} ({} links); peak so far {}",
            size >> 20,
            began.elapsed() - html_took,
            facts.wikilinks.len(),
            peak(),
        );
    }
}

/// The most memory that this process has had.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.unwrap_or("unknown").to_owned()
}
