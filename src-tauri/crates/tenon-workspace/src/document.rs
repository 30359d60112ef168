//! One open text: what the editor shows, and how it goes back to the same bytes.

mod merged;
mod snapshot;
mod trail;

use std::collections::HashMap;

use ropey::Rope;
use tenon_core::{Change, ChangeError, DocId, Edit};

use crate::error::{Result, WorkspaceError};
use crate::text::{Decoded, Encoding, LineEnd, LineEnds, encode};

pub use snapshot::Snapshot;
pub use trail::{Step, Trail};

/// Above this many bytes a changed text counts as dirty without being compared with the saved one.
const COMPARE_LIMIT: usize = 8 << 20;

/// An edit that removes more characters than this has no way back here.
const REMEMBERED: usize = 1 << 20;

/// What a file looked like when it was read or written last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Device and inode.
    pub file: (u64, u64),
    /// Bytes.
    pub size: u64,
    /// Nanoseconds.
    pub modified: i128,
    /// BLAKE3 of the content.
    pub hash: [u8; 32],
}

/// How the file on disk stands to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disk {
    /// As it was read or saved.
    Same,
    /// Changed by something else.
    Changed,
    /// Gone.
    Missing,
    /// Never saved.
    Untitled,
}

/// A text at one moment.
#[derive(Debug, Clone)]
pub struct TextNow(Rope);

impl TextNow {
    /// BLAKE3 of the text with `\n` line ends, in hexadecimal.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for chunk in self.0.chunks() {
            hasher.update(chunk.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// An open text document.
#[derive(Debug)]
pub struct Document {
    /// Its identity.
    pub id: DocId,
    /// Its file, relative to the workspace, links followed; `None` while untitled.
    pub path: Option<Vec<u8>>,
    /// The text, with `\n` line ends.
    pub text: Rope,
    /// How it becomes bytes.
    pub encoding: Encoding,
    /// Its line ends.
    pub line_ends: LineEnds,
    /// The file as it was read or saved last.
    pub stamp: Option<Stamp>,
    /// How the file stands to the text.
    pub disk: Disk,
    /// The file cannot be written.
    pub read_only: bool,
    /// The text that is on disk; not known when the file is another one.
    saved: Option<Rope>,
    saved_form: (Encoding, LineEnds),
    counters: HashMap<String, u32>,
    head: Option<String>,
    readings: u32,
    changed: bool,
    trail: Trail,
}

impl Document {
    /// Makes a document of what was decoded.
    pub fn new(id: DocId, path: Option<Vec<u8>>, decoded: &Decoded, stamp: Option<Stamp>) -> Self {
        let text = Rope::from_str(&decoded.text);
        let disk = if path.is_some() {
            Disk::Same
        } else {
            Disk::Untitled
        };
        Self {
            id,
            path,
            saved: Some(text.clone()),
            saved_form: (decoded.encoding, decoded.line_ends.clone()),
            text,
            encoding: decoded.encoding,
            line_ends: decoded.line_ends.clone(),
            stamp,
            disk,
            read_only: false,
            counters: HashMap::new(),
            head: None,
            readings: 0,
            changed: false,
            trail: Trail::default(),
        }
    }

    /// The last counter of a replica's edits, 0 before the first.
    pub fn counter(&self, replica: &str) -> u32 {
        self.counters.get(replica).copied().unwrap_or(0)
    }

    /// The change that the text stands on, `replica:counter`; `disk:N` after it was read again for
    /// the N-th time. The next change names it as its parent.
    pub fn head(&self) -> Option<&str> {
        self.head.as_deref()
    }

    /// What takes back the edits that came in since the document was opened.
    pub fn trail(&self) -> &Trail {
        &self.trail
    }

    /// Notes that a history elsewhere holds everything up to a change.
    pub fn remembered_upto(&mut self, head: &str) {
        self.trail.forget_upto(head);
    }

    /// Goes on from the change in which an earlier life of the same text ended.
    pub fn continues(&mut self, head: String) {
        self.trail.restart(Some(head.clone()));
        self.head = Some(head);
    }

    /// The text at this moment, without a copy.
    pub fn text_now(&self) -> TextNow {
        TextNow(self.text.clone())
    }

    /// The sum of all counters: it grows with every edit.
    pub fn edits(&self) -> u32 {
        self.counters.values().sum()
    }

    /// Whether there is text that is in no file: it differs from what was saved last, or the file
    /// is gone.
    pub fn dirty(&self) -> bool {
        self.edited() || self.disk == Disk::Missing
    }

    /// Whether the text differs from what was saved last.
    pub fn edited(&self) -> bool {
        self.changed || self.saved_form.0 != self.encoding || self.saved_form.1 != self.line_ends
    }

    /// Applies an edit. One that was applied before changes nothing, so that it may come twice.
    pub fn apply(&mut self, change: &Change) -> Result<u32> {
        change.validate()?;
        let last = self.counter(&change.replica);
        if change.counter <= last {
            return Ok(last);
        }
        if change.counter != last + 1 {
            let (expected, got) = (last + 1, change.counter);
            return Err(WorkspaceError::ChangesMissing { expected, got });
        }
        // Offsets speak of the text that the writer saw; what another one changed has to be seen first.
        if change.parents.first().map(String::as_str) != self.head() {
            return Err(WorkspaceError::Overtaken);
        }
        let mut edits = Vec::with_capacity(change.changes.len());
        for (index, Edit(from, to, text)) in change.changes.iter().enumerate() {
            let from = self.char_at(*from, index)?;
            edits.push((from, self.char_at(*to, index)?, text.as_str()));
        }
        let back = self.way_back(&edits);
        // From the end, so that the offsets of the edits before stay true.
        for (from, to, text) in edits.into_iter().rev() {
            self.replace(from, to, text);
        }
        let head = format!("{}:{}", change.replica, change.counter);
        match back {
            Some(back) => self.trail.push(Step {
                head: head.clone(),
                back,
            }),
            None => self.trail.restart(Some(head.clone())),
        }
        self.head = Some(head);
        self.counters.insert(change.replica.clone(), change.counter);
        self.compare();
        Ok(change.counter)
    }

    /// The bytes that a save writes.
    pub fn encode(&self, encoding: Encoding, line_ends: &LineEnds) -> Result<Vec<u8>> {
        encode(&self.text, encoding, line_ends).map_err(|e| WorkspaceError::Unencodable {
            line: e.line,
            character: e.character,
            encoding: encoding.name(),
        })
    }

    /// Notes that the text was written in this form.
    pub fn saved(&mut self, path: Vec<u8>, encoding: Encoding, line_ends: LineEnds, stamp: Stamp) {
        self.path = Some(path);
        self.encoding = encoding;
        self.line_ends = line_ends.clone();
        self.saved = Some(self.text.clone());
        self.saved_form = (encoding, line_ends);
        self.stamp = Some(stamp);
        self.disk = Disk::Same;
        self.read_only = false;
        self.changed = false;
    }

    /// Takes the text from disk, giving up what was not saved.
    pub fn reload(&mut self, decoded: &Decoded, stamp: Stamp) {
        self.text = Rope::from_str(&decoded.text);
        self.readings += 1;
        self.head = Some(format!("disk:{}", self.readings));
        self.trail.restart(self.head.clone());
        self.saved = Some(self.text.clone());
        self.encoding = decoded.encoding;
        self.line_ends = decoded.line_ends.clone();
        self.saved_form = (decoded.encoding, decoded.line_ends.clone());
        self.stamp = Some(stamp);
        self.disk = Disk::Same;
        self.changed = false;
    }

    /// Keeps the text although the file is another one now: it counts as unsaved from here on.
    pub fn keep(&mut self, stamp: Option<Stamp>) {
        self.disk = if stamp.is_some() {
            Disk::Same
        } else {
            Disk::Missing
        };
        self.stamp = stamp;
        self.saved = None;
        self.changed = true;
    }

    /// Takes another file that holds exactly this text, in this form, as the saved one; answers
    /// whether it does.
    pub fn agrees(&mut self, decoded: &Decoded, stamp: Stamp) -> bool {
        let form = self.encoding == decoded.encoding && self.line_ends == decoded.line_ends;
        if !form || self.text != decoded.text.as_str() {
            return false;
        }
        self.saved = Some(self.text.clone());
        self.saved_form = (self.encoding, self.line_ends.clone());
        self.stamp = Some(stamp);
        self.disk = Disk::Same;
        self.changed = false;
        true
    }

    /// The main line end.
    pub fn line_end(&self) -> LineEnd {
        self.line_ends.main
    }

    /// Finds out whether the text is the saved one.
    fn compare(&mut self) {
        self.changed = self.saved.as_ref().is_none_or(|saved| {
            self.text.len_bytes() != saved.len_bytes()
                || self.text.len_bytes() > COMPARE_LIMIT
                || self.text != *saved
        });
    }

    /// The edits that take back `edits` (in characters of the text before); `None` when they
    /// remove too much to be remembered.
    fn way_back(&self, edits: &[(usize, usize, &str)]) -> Option<Vec<Edit>> {
        let removed: usize = edits.iter().map(|(from, to, _)| to - from).sum();
        if removed > REMEMBERED {
            return None;
        }
        // Where a unit of the text before stands in the text after.
        let mut shift = 0_i64;
        let mut back = Vec::with_capacity(edits.len());
        for (from, to, text) in edits {
            let unit = |at| self.text.char_to_utf16_cu(at) as i64;
            let start = unit(*from) + shift;
            let added = text.encode_utf16().count() as i64;
            let place = |unit| u32::try_from(unit).ok();
            let gone = self.text.slice(*from..*to).to_string();
            back.push(Edit(place(start)?, place(start + added)?, gone));
            shift += added - (unit(*to) - unit(*from));
        }
        Some(back)
    }

    fn char_at(&self, unit: u32, index: usize) -> Result<usize> {
        let unit = unit as usize;
        let at = self.text.try_utf16_cu_to_char(unit);
        let at = at.map_err(|_| ChangeError::OutOfRange(index))?;
        if self.text.char_to_utf16_cu(at) == unit {
            Ok(at)
        } else {
            Err(ChangeError::InsideCharacter(index).into())
        }
    }

    fn replace(&mut self, from: usize, to: usize, text: &str) {
        let line = self.text.char_to_line(from);
        let removed = self.text.char_to_line(to) - line;
        self.text.remove(from..to);
        self.text.insert(from, text);
        self.line_ends.edit(
            line,
            removed,
            memchr::memchr_iter(b'\n', text.as_bytes()).count(),
        );
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::decode;

    fn open(bytes: &[u8]) -> Document {
        let id = "0192f0c1-2345-7abc-8def-0123456789ab"
            .parse()
            .expect("an id");
        Document::new(id, None, &decode(bytes), None)
    }

    fn change(doc: &Document, counter: u32, changes: Vec<Edit>) -> Change {
        Change {
            doc: doc.id,
            replica: "r".into(),
            counter,
            parents: doc.head().map(str::to_owned).into_iter().collect(),
            changes,
        }
    }

    #[test]
    fn edits_count_in_utf16_units_and_speak_of_the_text_before() {
        let mut doc = open("a\u{1f600}b\r\nc".as_bytes());
        let edits = vec![
            Edit(0, 1, "xx".into()),
            Edit(3, 4, String::new()),
            Edit(6, 6, "\n".into()),
        ];
        doc.apply(&change(&doc, 1, edits)).expect("it fits");
        assert_eq!(doc.text.to_string(), "xx\u{1f600}\nc\n");
        let bytes = doc.encode(doc.encoding, &doc.line_ends).expect("utf-8");
        assert_eq!(
            bytes,
            "xx\u{1f600}\r\nc\r\n".as_bytes(),
            "a new line ends as the others"
        );
    }

    #[test]
    fn an_edit_comes_once_and_in_order() {
        let mut doc = open(b"");
        let first = change(&doc, 1, vec![Edit(0, 0, "a".into())]);
        assert_eq!(doc.apply(&first).expect("the first"), 1);
        assert_eq!(doc.apply(&first).expect("the same again"), 1);
        assert_eq!(doc.text.to_string(), "a", "it was applied once");
        let third = change(&doc, 3, vec![]);
        assert!(matches!(
            doc.apply(&third),
            Err(WorkspaceError::ChangesMissing {
                expected: 2,
                got: 3
            })
        ));
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let mut doc = open("\u{1f600}".as_bytes());
        for edit in [Edit(1, 2, String::new()), Edit(0, 3, String::new())] {
            assert!(
                doc.apply(&change(&doc, 1, vec![Edit(0, 0, "x".into()), edit]))
                    .is_err()
            );
            assert_eq!(
                doc.text.to_string(),
                "\u{1f600}",
                "no part of it was applied"
            );
        }
    }

    #[test]
    fn a_writer_who_has_not_seen_the_last_change_is_refused() {
        let mut doc = open(b"ab");
        let mine = change(&doc, 1, vec![Edit(2, 2, "c".into())]);
        let theirs = Change {
            replica: "other".into(),
            ..change(&doc, 1, vec![Edit(0, 2, "".into())])
        };
        doc.apply(&theirs).expect("the first to come");
        assert!(
            matches!(doc.apply(&mine), Err(WorkspaceError::Overtaken)),
            "its offsets are stale"
        );
        doc.reload(
            &decode(b"x"),
            Stamp {
                file: (0, 0),
                size: 1,
                modified: 0,
                hash: [0; 32],
            },
        );
        assert_eq!(
            doc.head(),
            Some("disk:1"),
            "a text that was read again is another text"
        );
    }

    #[test]
    fn typing_back_to_the_saved_text_is_clean_again() {
        let mut doc = open(b"ab");
        doc.apply(&change(&doc, 1, vec![Edit(1, 2, "c".into())]))
            .expect("fits");
        assert!(doc.dirty());
        doc.apply(&change(&doc, 2, vec![Edit(1, 2, "b".into())]))
            .expect("fits");
        assert!(!doc.dirty(), "the text is what was saved");
    }

    proptest! {
        #[test]
        fn the_rope_equals_a_plain_model(edits in proptest::collection::vec((any::<u16>(), 0u16..6, "[a\n\u{1f600}]{0,3}"), 1..40)) {
            let mut doc = open(b"one\r\ntwo\nthree");
            let mut model: Vec<u16> = "one\ntwo\nthree".encode_utf16().collect();
            for (index, (at, length, text)) in edits.into_iter().enumerate() {
                let from = usize::from(at) % (model.len() + 1);
                let to = (from + usize::from(length)).min(model.len());
                let counter = doc.counter("r") + 1;
                let applied = doc.apply(&change(&doc, counter, vec![Edit(from as u32, to as u32, text.clone())]));
                let cuts = |i: usize| i < model.len() && (0xdc00..0xe000).contains(&model[i]);
                if cuts(from) || cuts(to) {
                    prop_assert!(applied.is_err(), "edit {index} cuts a character");
                } else {
                    prop_assert!(applied.is_ok(), "edit {index} fits");
                    model.splice(from..to, text.encode_utf16());
                }
                prop_assert_eq!(doc.text.to_string(), String::from_utf16(&model).expect("whole characters"));
                let breaks = doc.text.len_lines() - 1;
                prop_assert!(doc.line_ends.others.iter().all(|(line, _)| *line < breaks), "every odd line end has its line");
            }
        }
    }
}
