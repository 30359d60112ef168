//! A document at one moment, as it is kept while it is not saved, and brought back.

use std::collections::HashMap;

use ropey::Rope;
use tenon_core::DocId;

use super::{Disk, Document, Stamp, Trail};
use crate::text::{Encoding, LineEnds};

/// Everything that brings a document back, beside what is on disk.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Its file, relative to the workspace; `None` while untitled.
    pub path: Option<Vec<u8>>,
    /// The text, with `\n` line ends.
    pub text: Rope,
    /// How it becomes bytes.
    pub encoding: Encoding,
    /// Its line ends.
    pub line_ends: LineEnds,
    /// The file as it was read or saved last.
    pub stamp: Option<Stamp>,
    /// The last counter of each replica.
    pub counters: HashMap<String, u32>,
    /// The change that the text stands on.
    pub head: Option<String>,
    /// How often it was read again.
    pub readings: u32,
}

impl Document {
    /// The document as it is now; copying the text costs nothing.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            path: self.path.clone(),
            text: self.text.clone(),
            encoding: self.encoding,
            line_ends: self.line_ends.clone(),
            stamp: self.stamp,
            counters: self.counters.clone(),
            head: self.head.clone(),
            readings: self.readings,
        }
    }

    /// The document that a snapshot was taken of. It counts as unsaved until it is compared with
    /// its file, see [`Document::met`].
    pub fn from_snapshot(id: DocId, snapshot: Snapshot) -> Self {
        let disk = match snapshot.path {
            Some(_) => Disk::Missing,
            None => Disk::Untitled,
        };
        let mut trail = Trail::default();
        trail.restart(snapshot.head.clone());
        Self {
            id,
            path: snapshot.path,
            saved: None,
            saved_form: (snapshot.encoding, snapshot.line_ends.clone()),
            text: snapshot.text,
            encoding: snapshot.encoding,
            line_ends: snapshot.line_ends,
            stamp: snapshot.stamp,
            disk,
            read_only: false,
            counters: snapshot.counters,
            head: snapshot.head,
            readings: snapshot.readings,
            changed: true,
            trail,
        }
    }

    /// Notes that the file is still the one that the text was made from.
    pub(crate) fn met(&mut self, saved: Rope, line_ends: LineEnds, stamp: Stamp) {
        self.saved_form.1 = line_ends;
        self.saved = Some(saved);
        self.stamp = Some(stamp);
        self.disk = Disk::Same;
        self.compare();
    }
}
