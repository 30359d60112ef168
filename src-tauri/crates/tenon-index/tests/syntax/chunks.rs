//! Chunks: functions alone, the rest gathered, all of the text once.

use tenon_index::syntax::{Extract, LONGEST, Language, SHORTEST};

use crate::read;

/// Every byte that is no white space is in exactly one chunk, and every range is in the file.
fn check(text: &str, extract: &Extract) {
    let mut seen = vec![0_u8; text.len()];
    for chunk in &extract.chunks {
        assert!(!chunk.ranges.is_empty(), "{chunk:?}");
        for range in &chunk.ranges {
            assert!(
                range.start < range.end && range.end as usize <= text.len(),
                "{chunk:?}"
            );
            assert!(range.end - range.start <= LONGEST, "{chunk:?}");
            assert!(text.is_char_boundary(range.start as usize), "{chunk:?}");
            for byte in &mut seen[range.start as usize..range.end as usize] {
                *byte += 1;
            }
        }
    }
    for (at, (seen, byte)) in seen.iter().zip(text.bytes()).enumerate() {
        assert!(*seen <= 1, "byte {at} is in several chunks");
        assert!(
            *seen == 1 || byte.is_ascii_whitespace(),
            "byte {at} is in no chunk"
        );
    }
    for symbol in &extract.symbols {
        let range = &symbol.range;
        assert!(
            range.start <= symbol.at && symbol.at < range.end,
            "{symbol:?}"
        );
        assert!(range.end as usize <= text.len(), "{symbol:?}");
    }
}

/// The functions that a chunk holds something of.
fn functions(extract: &Extract, chunk: usize) -> Vec<&str> {
    let inside = |at: u32| {
        extract.chunks[chunk]
            .ranges
            .iter()
            .any(|range| range.contains(&at))
    };
    let functions = extract.symbols.iter().filter(|s| s.kind.is_function());
    functions
        .filter(|s| inside(s.at))
        .map(|s| &*s.name)
        .collect()
}

#[test]
fn a_function_is_never_merged_however_short() {
    let text =
        "use a;\nimpl S { fn a() {} fn b() {} }\nfn c() {}\n// of d\nfn d() {}\nconst X: u8 = 1;\n";
    let found = read(Language::Rust, text);
    check(text, &found);
    for number in 0..found.chunks.len() {
        assert!(
            functions(&found, number).len() <= 1,
            "{:?}",
            found.chunks[number]
        );
    }
    let own: Vec<_> = found
        .chunks
        .iter()
        .filter_map(|chunk| {
            chunk
                .symbol
                .map(|n| (&*found.symbols[n as usize].name, chunk.line))
        })
        .collect();
    for wanted in [("a", 2), ("b", 2), ("c", 3), ("d", 5)] {
        assert!(own.contains(&wanted), "{wanted:?} in {own:?}");
    }
    let rest: Vec<_> = found.chunks.iter().filter(|c| c.ranges.len() > 1).collect();
    assert_eq!(rest.len(), 1, "the rest is one chunk: {rest:?}");
}

#[test]
fn what_is_long_is_split_between_lines_and_later_parts_have_lines_of_their_own() {
    let body: String = (0..200)
        .map(|n| format!("    call_number_{n}();\n"))
        .collect();
    let text = format!("/// Doc.\nfn long() {{\n{body}}}\n");
    let found = read(Language::Rust, &text);
    check(&text, &found);
    assert!(found.chunks.len() >= 3, "{} bytes", text.len());
    assert_eq!(found.chunks[0].line, 2, "that of the name");
    for chunk in &found.chunks[1..] {
        assert!(chunk.size() >= SHORTEST, "no crumbs: {chunk:?}");
        let start = chunk.ranges[0].start as usize;
        let line = text[..start].matches('\n').count() as u32 + 1;
        assert_eq!(chunk.line, line);
        assert!(
            text[start..].starts_with("call_number_"),
            "cut between lines"
        );
    }
}

#[test]
fn other_text_is_gathered() {
    let text: String = (0..60)
        .map(|n| format!("const NUMBER_{n}: u8 = {n};\n"))
        .collect();
    let found = read(Language::Rust, &text);
    check(&text, &found);
    for chunk in &found.chunks {
        assert!(chunk.size() >= SHORTEST, "{chunk:?}");
        assert!(chunk.symbol.is_some());
    }
}

#[test]
fn every_language_and_every_cut_of_a_text_covers_it() {
    let texts = [
        (Language::Rust, include_str!("golden.rs")),
        (
            Language::Markdown,
            "# A\n\nwords\n\n## B\n\nmore é words\n\n- list\n",
        ),
        (
            Language::Python,
            "class A:\n  x = 1\n  def f(self):\n    def g(): pass\n    return g\n\nx = [1,\n2]\n",
        ),
        (
            Language::TypeScript,
            "export const a = 1, b = () => 2;\nclass C { m() {} n = 1 }\n",
        ),
        (Language::Json, "{\"a\": [1, 2, {\"b\": \"é\"}]}"),
        (
            Language::C,
            "typedef struct { int a; } t;\nint f() { return 1; }\n#define X 1\n",
        ),
    ];
    for (language, text) in texts {
        let step = (text.len() / 40).max(1);
        for end in (0..=text.len()).step_by(step).chain([text.len()]) {
            if text.is_char_boundary(end) {
                check(&text[..end], &read(language, &text[..end]));
            }
        }
    }
    let line = "é".repeat(5_000);
    check(&line, &read(Language::Markdown, &line));
}
