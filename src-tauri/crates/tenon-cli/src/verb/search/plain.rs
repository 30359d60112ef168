//! Hits as text for people: each line once, with those around it, as `rg` prints them.

use std::borrow::Cow;
use std::io::{self, Write};

use tenon_api::wire::{SearchHit, SearchPiece};

use crate::output::harmless;

/// The kind of a hit that is a command.
const COMMAND: &str = "command";

/// What was printed last, and what may come next.
pub struct Lines {
    /// Whether what a terminal would obey is shown instead.
    escaped: bool,
    /// The folder that paths are told from, relative to the workspace.
    from: Vec<u8>,
    path: Vec<u8>,
    /// The last line that was printed; none before the first.
    last: Option<i64>,
    /// Lines behind the last hit, which may themselves be hits.
    after: Vec<String>,
    /// Whether there were lines around a hit, so that groups are set apart.
    grouped: bool,
}

impl Lines {
    pub fn new(escaped: bool, from: Vec<u8>) -> Self {
        Self {
            escaped,
            from,
            path: Vec::new(),
            last: None,
            after: Vec::new(),
            grouped: false,
        }
    }

    /// Prints a hit, and the lines before it that were not printed.
    pub fn hit(&mut self, out: &mut impl Write, hit: &SearchHit) -> io::Result<()> {
        if let (COMMAND, Some(reference)) = (hit.kind.as_str(), &hit.reference) {
            return self.command(out, reference, &hit.text);
        }
        let path = seen_from(&self.from, hit.path.to_bytes().unwrap_or_default());
        let line = hit.line.get();
        let same = self.last.is_some() && self.path == path;
        self.behind(out, if same { line } else { i64::MAX })?;
        let first = line - i64::try_from(hit.before.len()).unwrap_or_default();
        let last = self.last.filter(|_| same);
        self.grouped |= !hit.before.is_empty() || !hit.after.is_empty();
        let apart = last.is_none_or(|last| first > last + 1);
        if self.grouped && self.last.is_some() && apart {
            out.write_all(b"--\n")?;
        }
        self.path = path;
        for (at, text) in (first..).zip(&hit.before) {
            if last.is_none_or(|last| at > last) {
                self.around(out, at, text)?;
            }
        }
        let (path, text) = (self.shown(&self.path), self.shown(hit.text.as_bytes()));
        out.write_all(&path)?;
        write!(out, ":{line}:{}:", hit.column.get())?;
        out.write_all(&text)?;
        if let Some(told) = hit.piece.as_ref().and_then(|piece| beside(piece, line)) {
            out.write_all(&self.shown(told.as_bytes()))?;
        }
        out.write_all(b"\n")?;
        self.last = Some(line);
        self.after.clone_from(&hit.after);
        Ok(())
    }

    /// Prints a command that ran, which stands in no file, with the name that other verbs take.
    fn command(&mut self, out: &mut impl Write, reference: &str, text: &str) -> io::Result<()> {
        self.behind(out, i64::MAX)?;
        (self.last, self.path) = (None, Vec::new());
        let text = harmless(&text.replace('\n', " \u{2026} "));
        writeln!(out, "{reference}: {text}")
    }

    /// Prints what is left.
    pub fn end(&mut self, out: &mut impl Write) -> io::Result<()> {
        self.behind(out, i64::MAX)
    }

    /// Prints the lines behind the last hit that stand before `until`.
    fn behind(&mut self, out: &mut impl Write, until: i64) -> io::Result<()> {
        let from = self.last.unwrap_or_default() + 1;
        for (at, text) in (from..until).zip(std::mem::take(&mut self.after)) {
            self.around(out, at, &text)?;
            self.last = Some(at);
        }
        Ok(())
    }

    fn around(&self, out: &mut impl Write, line: i64, text: &str) -> io::Result<()> {
        out.write_all(&self.shown(&self.path))?;
        write!(out, "-{line}-")?;
        out.write_all(&self.shown(text.as_bytes()))?;
        out.write_all(b"\n")
    }

    fn shown<'a>(&self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        match self.escaped {
            true => escaped(bytes),
            false => Cow::Borrowed(bytes),
        }
    }
}

/// What the line of a piece does not say: the line that fits best, and of a later part of something
/// long what it belongs to.
fn beside(piece: &SearchPiece, line: i64) -> Option<String> {
    let best = piece.best.as_ref().filter(|best| best.line.get() != line);
    let best = best.map(|best| format!("{}: {}", best.line.get(), best.text));
    let whose = (piece.part > 0).then(|| {
        let (from, to) = (piece.from.get(), piece.to.get());
        format!("{} {}, lines {from}-{to}", piece.kind, piece.name)
    });
    let told: Vec<_> = whose.into_iter().chain(best).collect();
    (!told.is_empty()).then(|| format!("  ({})", told.join(", ")))
}

/// A path of the workspace as it is named from a folder in there.
fn seen_from(from: &[u8], path: Vec<u8>) -> Vec<u8> {
    if from.is_empty() || path.first() == Some(&b'/') {
        return path;
    }
    let parts = |path| <[u8]>::split(path, |byte| *byte == b'/');
    let common = parts(from).zip(parts(&path));
    let common = common.take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n(&b".."[..], parts(from).count() - common);
    up.chain(parts(&path).skip(common))
        .collect::<Vec<_>>()
        .join(&b'/')
}

/// Bytes with what a terminal would obey written out: `\x1b` for ESC. Tabs stay.
fn escaped(bytes: &[u8]) -> Cow<'_, [u8]> {
    let obeyed = |c: char| c.is_control() && c != '\t';
    let mut chunks = bytes.utf8_chunks();
    // A lone byte of 0x80 to 0x9f is obeyed by some terminals too.
    if chunks.all(|chunk| !chunk.valid().contains(obeyed) && chunk.invalid().is_empty()) {
        return Cow::Borrowed(bytes);
    }
    let mut shown = Vec::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if obeyed(c) {
                shown.extend(format!("\\x{:02x}", u32::from(c)).bytes());
            } else {
                shown.extend(c.encode_utf8(&mut [0; 4]).bytes());
            }
        }
        for byte in chunk.invalid() {
            shown.extend(format!("\\x{byte:02x}").bytes());
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use tenon_api::wire::{SearchLine, Whole};
    use tenon_core::WirePath;

    use super::*;

    fn hit(path: &[u8], line: u64, around: [&[&str]; 2], text: &str) -> SearchHit {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        SearchHit {
            kind: "text".into(),
            reference: None,
            path: WirePath::from_bytes(path),
            line: Whole::size(line),
            column: Whole::size(1),
            text: text.into(),
            ranges: Vec::new(),
            score: 1.0,
            why: String::new(),
            lists: Vec::new(),
            before: owned(around[0]),
            after: owned(around[1]),
            cut: false,
            piece: None,
        }
    }

    fn printed(escaped: bool, hits: &[SearchHit]) -> String {
        let (mut lines, mut out) = (Lines::new(escaped, Vec::new()), Vec::new());
        for hit in hits {
            lines.hit(&mut out, hit).expect("memory takes all");
        }
        lines.end(&mut out).expect("memory takes all");
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn paths_are_named_from_the_folder_that_the_shell_is_in() {
        for (from, path, seen) in [
            ("", "src/a.rs", "src/a.rs"),
            ("src", "src/a.rs", "a.rs"),
            ("src", "srcs/a.rs", "../srcs/a.rs"),
            ("src/deep", "src/a.rs", "../a.rs"),
            ("src/deep", "docs/b", "../../docs/b"),
            ("src", "/elsewhere", "/elsewhere"),
        ] {
            let told = seen_from(from.as_bytes(), path.into());
            assert_eq!(String::from_utf8_lossy(&told), seen, "{path} from {from}");
        }
    }

    #[test]
    fn a_later_part_of_a_function_says_whose_it_is() {
        let mut row = hit(b"a.rs", 41, [&[], &[]], "    step();");
        let mut piece = SearchPiece {
            name: "walk".into(),
            kind: "method".into(),
            part: 0,
            from: Whole::size(41),
            to: Whole::size(60),
            best: None,
        };
        row.piece = Some(piece.clone());
        assert_eq!(printed(false, &[row.clone()]), "a.rs:41:1:    step();\n");
        piece.part = 1;
        row.piece = Some(piece.clone());
        let named = "a.rs:41:1:    step();  (method walk, lines 41-60)\n";
        assert_eq!(printed(false, &[row.clone()]), named);
        piece.best = Some(SearchLine {
            line: Whole::size(50),
            text: "tree\u{1b}();".into(),
        });
        row.piece = Some(piece);
        let named = "a.rs:41:1:    step();  (method walk, lines 41-60, 50: tree\\x1b();)\n";
        assert_eq!(printed(true, &[row.clone()]), named);
        // Where the line of its name stands for it, so does the line that fits best beside it.
        if let Some(piece) = &mut row.piece {
            piece.part = 0;
        }
        let named = "a.rs:41:1:    step();  (50: tree\\x1b();)\n";
        assert_eq!(printed(true, &[row.clone()]), named);
        row.line = Whole::size(50);
        assert_eq!(printed(true, &[row]), "a.rs:50:1:    step();\n");
    }

    #[test]
    fn lines_around_several_hits_come_once_and_groups_are_set_apart() {
        let hits = [
            hit(b"a", 2, [&["1"], &["3"]], "2"),
            hit(b"a", 3, [&["2"], &["4"]], "3"),
            hit(b"a", 5, [&["4"], &["6"]], "5"),
            hit(b"a", 8, [&["7"], &["9"]], "8"),
            hit(b"a", 20, [&["19"], &[]], "20"),
            hit(b"b", 21, [&["20"], &[]], "21"),
        ];
        let want = "a-1-1\na:2:1:2\na:3:1:3\na-4-4\na:5:1:5\na-6-6\na-7-7\na:8:1:8\na-9-9\n--\na-19-19\na:20:1:20\n--\nb-20-20\nb:21:1:21\n";
        assert_eq!(printed(false, &hits), want);
        let bare = [hit(b"a", 1, [&[], &[]], "x"), hit(b"b", 9, [&[], &[]], "y")];
        assert_eq!(printed(false, &bare), "a:1:1:x\nb:9:1:y\n");
    }

    #[test]
    fn a_terminal_is_told_nothing_that_it_would_obey() {
        let odd = [hit(
            b"a\x1b]0;x\x07\xff",
            1,
            [&["\u{9b}2J"], &["\t\u{7f}"]],
            "ä\x1b[31m",
        )];
        let want = "a\\x1b]0;x\\x07\\xff-0-\\x9b2J\na\\x1b]0;x\\x07\\xff:1:1:ä\\x1b[31m\na\\x1b]0;x\\x07\\xff-2-\t\\x7f\n";
        assert_eq!(printed(true, &odd), want);
        assert!(
            printed(false, &odd).contains("\x1b[31m"),
            "a file gets what is there"
        );
    }
}
