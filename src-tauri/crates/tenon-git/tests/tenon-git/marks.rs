//! Change marks, compared with the hunks of `git diff`.

use tenon_git::{MAX_TEXT, Mark, MarkKind};

use crate::fixture::Fixture;

fn decode(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok()
}

fn added(from_line: u32, to_line: u32) -> Mark {
    Mark {
        kind: MarkKind::Added,
        from_line,
        to_line,
    }
}

fn modified(from_line: u32, to_line: u32) -> Mark {
    Mark {
        kind: MarkKind::Modified,
        from_line,
        to_line,
    }
}

fn deleted(line: u32) -> Mark {
    Mark {
        kind: MarkKind::Deleted,
        from_line: line,
        to_line: line,
    }
}

/// The marks that the hunks of `git diff -U0` stand for.
fn by_git(fixture: &Fixture) -> Vec<Mark> {
    let output = fixture.git(["diff", "--no-color", "--text", "-U0", "HEAD", "--", "f"]);
    let text = String::from_utf8(output).expect("text");
    let headers = text.lines().filter_map(|line| line.strip_prefix("@@ -"));
    let range = |range: &str| match range.split_once(',') {
        Some((start, count)) => (
            start.parse().expect("a line"),
            count.parse().expect("a count"),
        ),
        None => (range.parse::<u32>().expect("a line"), 1_u32),
    };
    let mark = |header: &str| {
        let (old, rest) = header.split_once(" +").expect("two ranges");
        let (new, _) = rest.split_once(" @@").expect("an end");
        let ((_, old), (start, count)) = (range(old), range(new));
        match (old, count) {
            (_, 0) => deleted(start),
            (0, _) => added(start, start + count - 1),
            _ => modified(start, start + count - 1),
        }
    };
    headers.map(mark).collect()
}

#[test]
fn each_change_is_marked_where_it_is() {
    let table: [(&str, &str, &[Mark]); 17] = [
        ("", "", &[]),
        ("a\nb\n", "a\nb\n", &[]),
        ("", "a\n", &[added(1, 1)]),
        ("", "a", &[added(1, 1)]),
        ("a\n", "", &[deleted(0)]),
        ("a\nb\nc\n", "b\nc\n", &[deleted(0)]),
        ("a\nb\nc\n", "a\nc\n", &[deleted(1)]),
        ("a\nb\nc\n", "a\nb\n", &[deleted(2)]),
        ("a\nb\nc\n", "x\ny\na\nb\nc\n", &[added(1, 2)]),
        ("a\nb\nc\n", "a\nb\nc\nx\ny\n", &[added(4, 5)]),
        ("a\nb\nc\n", "a\nx\ny\nc\n", &[modified(2, 3)]),
        (
            "a\nb\nc\nd\ne\n",
            "a\nB\nc\ne\nf\n",
            &[modified(2, 2), deleted(3), added(5, 5)],
        ),
        ("a\nb", "a\nb\n", &[modified(2, 2)]),
        ("a\nb\n", "a\nb", &[modified(2, 2)]),
        ("a\nb", "a\nb\nc", &[modified(2, 3)]),
        ("a\0b\nc\n", "a\0b\nd\n", &[modified(2, 2)]),
        ("a\nb\n", "\na\nb\n", &[added(1, 1)]),
    ];
    let fixture = Fixture::unborn();
    for (before, after, expect) in table {
        fixture.write("f", before);
        fixture.commit("before");
        fixture.write("f", after);
        let marks = fixture.repo().marks(b"f", after, decode).expect("marks");
        assert_eq!(marks, expect, "{before:?} became {after:?}");
        assert_eq!(
            marks,
            by_git(&fixture),
            "as git says of {before:?} and {after:?}"
        );
    }
}

#[test]
fn line_ends_alone_are_no_change() {
    let fixture = Fixture::unborn();
    let repo = fixture.repo();
    for before in ["a\r\nb\r\nc\r\n", "a\nb\r\nc\r\n", "a\rb\rc\r", "a\nb\nc\n"] {
        fixture.write("f", before);
        fixture.commit("before");
        let marks = |text: &str| repo.marks(b"f", text, decode).expect("marks");
        assert_eq!(
            marks("a\nb\nc\n"),
            [],
            "{before:?} is the same text in the editor"
        );
        assert_eq!(
            marks("a\nX\nc\n"),
            [modified(2, 2)],
            "and {before:?} has one line changed"
        );
    }
}

#[test]
fn files_that_are_not_at_head_are_all_added_or_not_marked() {
    let fixture = Fixture::with_files();
    let repo = fixture.repo();
    let marks = |path: &str| repo.marks(path.as_bytes(), "x\ny", decode).expect("marks");
    fixture.write("new", "x\ny");
    assert_eq!(marks("new"), [], "an untracked file has no marks");
    fixture.git(["add", "new"]);
    assert_eq!(
        marks("new"),
        [added(1, 2)],
        "a staged new file is all added"
    );
    assert_eq!(
        repo.marks(b"new", "", decode).expect("marks"),
        [],
        "an empty one has no lines"
    );
    for odd in [
        "",
        "../w/a.txt",
        "/a.txt",
        "sub//c.txt",
        "sub/./c.txt",
        "sub",
        "a\0",
    ] {
        assert_eq!(marks(odd), [], "{odd:?} names no file");
        assert_eq!(
            repo.head_text(odd.as_bytes()).expect("an answer"),
            None,
            "nor text: {odd:?}"
        );
    }
}

#[test]
fn an_unborn_repository_marks_staged_files_only() {
    let fixture = Fixture::unborn();
    fixture.write("f", "x\n");
    let repo = fixture.repo();
    assert_eq!(
        repo.marks(b"f", "x\n", decode).expect("marks"),
        [],
        "untracked"
    );
    fixture.git(["add", "f"]);
    assert_eq!(
        repo.marks(b"f", "x\n", decode).expect("marks"),
        [added(1, 1)],
        "staged"
    );
    assert_eq!(
        repo.head_text(b"f").expect("an answer"),
        None,
        "there is no HEAD"
    );
}

#[test]
fn what_cannot_be_compared_has_no_marks() {
    let fixture = Fixture::with_files();
    std::os::unix::fs::symlink("a.txt", fixture.root().join("link")).expect("a link");
    let size = usize::try_from(MAX_TEXT).expect("it fits") + 1;
    fixture.write("large", vec![b'x'; size]);
    fixture.write("kept.bin", "version of a pointer\n");
    fixture.write("latin", b"\xe4\n");
    fixture.commit("second");
    fixture.write(".gitattributes", "*.bin filter=lfs\n");
    let repo = fixture.repo();
    for path in ["link", "large", "kept.bin", "latin"] {
        let marks = repo.marks(path.as_bytes(), "x\n", decode).expect("marks");
        assert_eq!(marks, [], "{path} has no marks");
    }
    let large = "x".repeat(size);
    assert_eq!(
        repo.marks(b"a.txt", &large, decode).expect("marks"),
        [],
        "too large now"
    );
    let latin = |bytes: &[u8]| Some(bytes.iter().map(|byte| char::from(*byte)).collect());
    let marks = repo.marks(b"latin", "\u{e4}\n", latin).expect("marks");
    assert_eq!(marks, [], "decoded as the file is, it is unchanged");
}

#[test]
fn a_workspace_below_the_repository_uses_its_own_paths() {
    let fixture = Fixture::with_files();
    let repo = fixture.repo_at(&fixture.root().join("sub"));
    let text = repo
        .head_text(b"c.txt")
        .expect("an answer")
        .expect("it is at HEAD");
    let text = String::from_utf8(text)
        .expect("text")
        .replace("that", "THAT");
    assert_eq!(
        repo.marks(b"c.txt", &text, decode).expect("marks"),
        [modified(3, 3)],
        "one line"
    );
    assert_eq!(
        repo.head_text(b"a.txt").expect("an answer"),
        None,
        "it is not below the workspace"
    );
}

/// A xorshift generator: the same seed gives the same texts.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    /// Lines from few words, so that equal lines are common and a diff has choices.
    fn lines(&mut self, count: usize) -> Vec<String> {
        let words = [
            "",
            "}",
            "    x();",
            "fn f() {",
            "a",
            "b",
            "c",
            "\tlong line with words",
        ];
        (0..count)
            .map(|_| words[self.below(words.len())].to_owned())
            .collect()
    }

    fn edited(&mut self, mut lines: Vec<String>) -> Vec<String> {
        for _ in 0..self.below(6) {
            let (from, count) = (self.below(lines.len() + 1), self.below(4));
            let to = (from + self.below(4)).min(lines.len());
            let new = self.lines(count);
            lines.splice(from..to, new);
        }
        lines
    }

    fn text(&mut self, lines: &[String]) -> String {
        let end = if lines.is_empty() || self.below(4) == 0 {
            ""
        } else {
            "\n"
        };
        lines.join("\n") + end
    }
}

#[test]
fn random_edits_are_marked_as_git_would() {
    let fixture = Fixture::unborn();
    let repo = fixture.repo();
    for seed in 1..=60_u64 {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let count = random.below(40);
        let lines = random.lines(count);
        let before = random.text(&lines);
        let lines = random.edited(lines);
        let after = random.text(&lines);
        fixture.write("f", &before);
        fixture.commit("before");
        fixture.write("f", &after);
        let marks = repo.marks(b"f", &after, decode).expect("marks");
        assert_eq!(
            marks,
            by_git(&fixture),
            "seed {seed}: {before:?} became {after:?}"
        );
    }
}
