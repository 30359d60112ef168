//! Taking what something else wrote into the file beside text that is not saved.

use ropey::Rope;
use tenon_core::{Change, Edit};

use super::{COMPARE_LIMIT, Disk, Document, Stamp};
use crate::merge::{Replaced, merge};
use crate::text::Decoded;

/// The writer of what came from the disk.
const REPLICA: &str = "merge";

impl Document {
    /// Takes what changed in the file since it was read or saved into the text, as one edit of
    /// another writer; answers `false`, with nothing changed, when both changed the same lines, when
    /// the text that was read is not known, or when the file has another form now.
    pub(crate) fn merge(&mut self, decoded: &Decoded, stamp: Stamp) -> bool {
        let form = (decoded.encoding, &decoded.line_ends);
        let known = (self.saved_form.0, &self.saved_form.1);
        let plain = decoded.line_ends.others.is_empty();
        let small = self.text.len_bytes().max(decoded.text.len()) <= COMPARE_LIMIT;
        let Some(base) = self
            .saved
            .as_ref()
            .filter(|_| form == known && plain && small)
        else {
            return false;
        };
        let mine = self.text.to_string();
        let Some(missing) = merge(&base.to_string(), &mine, &decoded.text) else {
            return false;
        };
        let unit = |byte| {
            let char = self.text.byte_to_char(byte);
            u32::try_from(self.text.char_to_utf16_cu(char))
        };
        let edit = |Replaced { at, with }: Replaced| Ok(Edit(unit(at.start)?, unit(at.end)?, with));
        let edits: std::result::Result<Vec<_>, std::num::TryFromIntError> =
            missing.into_iter().map(edit).collect();
        let Ok(changes) = edits else {
            return false;
        };
        let merged = self.apply(&Change {
            doc: self.id,
            replica: REPLICA.into(),
            counter: self.counter(REPLICA) + 1,
            parents: self.head().map(str::to_owned).into_iter().collect(),
            changes,
        });
        // Nothing was applied of what does not fit, and the person is asked.
        if merged.is_err() {
            return false;
        }
        self.saved = Some(Rope::from_str(&decoded.text));
        self.stamp = Some(stamp);
        self.disk = Disk::Same;
        self.compare();
        true
    }
}
