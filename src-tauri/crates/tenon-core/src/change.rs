//! One edit of a document, in the shape that several writers can share later.

use serde::{Deserialize, Serialize};

use crate::id::DocId;

/// A replacement of the UTF-16 units `from..to` by `text`, over text with `\n` line ends.
///
/// On the wire it is the array `[from, to, text]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Edit(
    /// The first unit replaced.
    pub u32,
    /// The unit behind the last one replaced.
    pub u32,
    /// What stands there afterwards.
    pub String,
);

/// One step of a document's history: edits that happen at once, as CodeMirror counts.
///
/// `changes` are sorted, do not overlap, and all offsets speak of the text *before* the change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Change {
    /// The document.
    pub doc: DocId,
    /// Who writes: one window's editor is one replica.
    pub replica: String,
    /// From 1, without gaps, for each replica.
    pub counter: u32,
    /// The changes this one stands on, each `replica:counter`; one for a single writer.
    pub parents: Vec<String>,
    /// What is replaced.
    pub changes: Vec<Edit>,
}

/// Why a change is not well formed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// An edit ends before it starts, or edits overlap or are out of order.
    #[error("edit {0} overlaps the one before it or ends before it starts")]
    Order(usize),
    /// An edit reaches behind the end of the text.
    #[error("edit {0} reaches behind the end of the text")]
    OutOfRange(usize),
    /// An edit would cut a character in two.
    #[error("edit {0} starts or ends inside a character")]
    InsideCharacter(usize),
    /// Inserted text holds a carriage return; line ends are `\n` here.
    #[error("edit {0} inserts a carriage return; line ends are \\n in a change")]
    CarriageReturn(usize),
    /// Counters start at 1.
    #[error("a change's counter starts at 1")]
    Counter,
}

impl Change {
    /// Checks what can be checked without the text.
    pub fn validate(&self) -> Result<(), ChangeError> {
        if self.counter == 0 {
            return Err(ChangeError::Counter);
        }
        let mut end = 0;
        for (index, Edit(from, to, text)) in self.changes.iter().enumerate() {
            if from > to || *from < end {
                return Err(ChangeError::Order(index));
            }
            if text.contains('\r') {
                return Err(ChangeError::CarriageReturn(index));
            }
            end = *to;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(counter: u32, changes: Vec<Edit>) -> Change {
        let doc = "0192f0c1-2345-7abc-8def-0123456789ab"
            .parse()
            .expect("an id");
        Change {
            doc,
            replica: "w1".into(),
            counter,
            parents: vec![],
            changes,
        }
    }

    #[test]
    fn sorted_edits_that_touch_are_fine() {
        let edits = vec![
            Edit(0, 2, "x".into()),
            Edit(2, 2, "y".into()),
            Edit(5, 9, String::new()),
        ];
        assert_eq!(change(1, edits).validate(), Ok(()));
    }

    #[test]
    fn what_cannot_be_applied_is_named() {
        let check = |edits, want| assert_eq!(change(1, edits).validate(), Err(want));
        check(vec![Edit(3, 2, String::new())], ChangeError::Order(0));
        check(
            vec![Edit(0, 4, String::new()), Edit(3, 5, String::new())],
            ChangeError::Order(1),
        );
        check(
            vec![Edit(0, 0, "\r\n".into())],
            ChangeError::CarriageReturn(0),
        );
        assert_eq!(change(0, vec![]).validate(), Err(ChangeError::Counter));
    }
}
