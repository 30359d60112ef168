//! Undo that survives: what takes back a document's edits, as long as the text is the one in which
//! the history ends.
//!
//! The editor gives its history a moment after the last key. What came in since, or without an
//! editor, is in the document's trail, which is written behind it.

use serde::{Deserialize, Serialize};
use tenon_core::{Code, DocId, Edit};
use tenon_store::Undo;
use tenon_workspace::Step;

use crate::owner::{Owner, lock};
use crate::{ApiError, ApiResult};

/// A history takes at most this many bytes.
pub(crate) const LIMIT: usize = 2 << 20;
/// The bytes in which a history ends are kept up to this many.
const TEXT: usize = 1 << 20;
/// What a text is called that a history ended in, when its file has become another one.
const LABEL: &str = "Where the undo history ended";

/// A history as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    /// The change that it ends in.
    head: String,
    /// BLAKE3 of the text that it ends in, with `\n` line ends.
    text: String,
    /// As the editor describes it; it ends before the first of `tail`.
    history: Option<String>,
    /// Behind it, oldest first.
    tail: Vec<Tail>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Tail(String, Vec<Edit>);

/// A history for the editor.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    head: Option<String>,
    history: Option<String>,
    tail: Vec<Vec<Edit>>,
}

/// Keeps the editor's history of a text that stands on `head`.
pub(crate) fn keep(owner: &Owner, doc: DocId, head: &str, history: String) -> ApiResult<()> {
    if history.len() > LIMIT {
        let message = format!(
            "A history takes at most {LIMIT} bytes; this one has {}",
            history.len()
        );
        return Err(ApiError::new(Code::Invalid, message));
    }
    let (text, clean) = {
        let documents = lock(&owner.documents);
        let document = documents.get(doc)?;
        if document.head() != Some(head) {
            let message = "The text has changed since; its history is asked for again";
            return Err(ApiError::new(Code::Conflict, message));
        }
        let bytes = document.encode(document.encoding, &document.line_ends);
        let clean = !document.dirty() && document.text.len_bytes() <= TEXT;
        (document.text_now(), bytes.ok().filter(|_| clean))
    };
    let kept = Kept {
        head: head.to_owned(),
        text: text.hash(),
        history: Some(history),
        tail: Vec::new(),
    };
    write(owner, doc, &kept, clean)
}

/// What takes back the edits of a document, as JSON.
pub(crate) fn read(owner: &Owner, doc: DocId) -> ApiResult<Vec<u8>> {
    let (head, trail) = {
        let documents = lock(&owner.documents);
        let document = documents.get(doc)?;
        (document.head().map(str::to_owned), document.trail().clone())
    };
    let kept = kept(owner, doc)?;
    let reaches = kept.and_then(|kept| {
        let steps = trail.since(Some(&kept.head))?.cloned().collect();
        Some((kept, steps))
    });
    let (history, before, steps): (_, Vec<Tail>, Vec<Step>) = match reaches {
        Some((kept, steps)) => (kept.history, kept.tail, steps),
        None => (None, Vec::new(), trail.steps().cloned().collect()),
    };
    let before = before.into_iter().map(|Tail(_, back)| back);
    let told = Told {
        head,
        history,
        tail: before
            .chain(steps.into_iter().map(|step| step.back))
            .collect(),
    };
    serde_json::to_vec(&told).map_err(unwritten)
}

/// Looks whether the history of a file that was just opened ends in its text. One that does not is
/// never applied: where it ended becomes a version.
pub(crate) fn meet(owner: &Owner, doc: DocId) -> ApiResult<()> {
    let text = {
        let documents = lock(&owner.documents);
        match documents.get(doc) {
            Ok(document) if document.head().is_none() && !document.dirty() => document.text_now(),
            _ => return Ok(()),
        }
    };
    let Some(kept) = kept(owner, doc)? else {
        return Ok(());
    };
    if text.hash() != kept.text {
        owner.db.undo_to_version(doc, LABEL)?;
        return Ok(());
    }
    let mut documents = lock(&owner.documents);
    let document = documents.get_mut(doc)?;
    if document.head().is_none() {
        document.continues(kept.head);
    }
    Ok(())
}

/// Writes what came in behind the kept history.
pub(super) fn settle(owner: &Owner, doc: DocId) -> ApiResult<()> {
    settle_with(owner, doc, false)
}

/// Writes the histories of all open documents, before the process ends.
pub(crate) fn settle_all(owner: &Owner) {
    let open: Vec<DocId> = lock(&owner.documents).iter().map(|d| d.id).collect();
    for doc in open {
        told(settle(owner, doc));
    }
}

/// A document was saved: its history ends in the file.
pub(crate) fn saved(owner: &Owner, doc: DocId) {
    told(settle_with(owner, doc, true));
}

/// A document is about to be closed; the history of text that is given up goes with it.
pub(crate) fn closing(owner: &Owner, doc: DocId) {
    let dirty = lock(&owner.documents)
        .get(doc)
        .is_ok_and(|d| d.dirty() || d.path.is_none());
    told(match dirty {
        true => owner.db.drop_undo(doc).map_err(ApiError::from),
        false => settle(owner, doc),
    });
}

/// A history that cannot be written costs undo and no text, so it keeps nobody from going on.
fn told(done: ApiResult<()>) {
    if let Err(error) = done {
        tracing::warn!(%error, "an undo history could not be kept");
    }
}

fn settle_with(owner: &Owner, doc: DocId, saved: bool) -> ApiResult<()> {
    let (head, text, trail, bytes) = {
        let documents = lock(&owner.documents);
        let Ok(document) = documents.get(doc) else {
            return Ok(());
        };
        let small = !document.dirty() && document.text.len_bytes() <= TEXT;
        let bytes = document.encode(document.encoding, &document.line_ends);
        let bytes = bytes.ok().filter(|_| small && document.path.is_some());
        let head = document.head().map(str::to_owned);
        (head, document.text_now(), document.trail().clone(), bytes)
    };
    let Some(head) = head else { return Ok(()) };
    let new = trail.steps().next().is_some();
    if !new && !saved {
        return Ok(());
    }
    let tail = |step: &Step| Tail(step.head.clone(), step.back.clone());
    let kept = match kept(owner, doc)? {
        None if !new => return Ok(()),
        Some(mut kept) => match trail.since(Some(&kept.head)) {
            Some(steps) => {
                kept.tail.extend(steps.map(tail));
                kept
            }
            None => from_trail(trail.steps().map(tail)),
        },
        None => from_trail(trail.steps().map(tail)),
    };
    let kept = Kept {
        head,
        text: text.hash(),
        ..kept
    };
    write(owner, doc, &kept, bytes)
}

fn from_trail(tail: impl Iterator<Item = Tail>) -> Kept {
    Kept {
        head: String::new(),
        text: String::new(),
        history: None,
        tail: tail.collect(),
    }
}

fn write(owner: &Owner, doc: DocId, kept: &Kept, text: Option<Vec<u8>>) -> ApiResult<()> {
    let mut bytes = serde_json::to_vec(kept).map_err(unwritten)?;
    let mut kept = kept.clone();
    // The oldest goes first: what the editor described, then one step after the other.
    while bytes.len() > 2 * LIMIT {
        let half = kept.tail.len().div_ceil(2);
        if kept.history.take().is_none() {
            kept.tail.drain(..half);
        }
        bytes = serde_json::to_vec(&kept).map_err(unwritten)?;
    }
    owner.db.keep_undo(Undo {
        doc,
        history: bytes,
        text,
    })?;
    if let Ok(document) = lock(&owner.documents).get_mut(doc) {
        document.remembered_upto(&kept.head);
    }
    Ok(())
}

/// The history that is kept of a document. One that does not open costs undo and no text.
fn kept(owner: &Owner, doc: DocId) -> ApiResult<Option<Kept>> {
    let bytes = match owner.db.undo_of(doc) {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::warn!(%error, "an undo history does not open");
            None
        }
    };
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn unwritten(error: serde_json::Error) -> ApiError {
    ApiError::new(
        Code::Internal,
        format!("An undo history could not be written: {error}"),
    )
}
