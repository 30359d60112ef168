//! Reading notes.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tenon_core::Code;
use tenon_index::syntax::Stamp;
use tenon_knowledge::note::Note;
use tenon_markdown::LARGEST;
use tenon_workspace::{Root, text};

use super::threads;
use crate::owner::lock;
use crate::{ApiError, ApiResult};

/// Reads notes on several threads; the answers are in the same order.
pub(super) fn all(root: &Root, files: &[(Vec<u8>, Stamp)]) -> Vec<ApiResult<Note>> {
    let next = AtomicUsize::new(0);
    let read = Mutex::new(Vec::with_capacity(files.len()));
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some((path, stamp)) = files.get(at) else {
                break;
            };
            let note = one(root, path, *stamp);
            lock(&read).push((at, note));
        }
    };
    std::thread::scope(|scope| {
        // For a few files a thread costs more than it brings.
        for _ in 1..threads().min(files.len() / 16) {
            scope.spawn(work);
        }
        work();
    });
    let mut read = read.into_inner().unwrap_or_default();
    read.sort_by_key(|(at, _)| *at);
    read.into_iter().map(|(_, note)| note).collect()
}

fn one(root: &Root, path: &[u8], stamp: Stamp) -> ApiResult<Note> {
    let changed = stamp.modified / 1_000_000;
    if stamp.size > LARGEST as u64 {
        return Ok(Note::too_long(stamp.size, changed));
    }
    Ok(Note::read(&text_of(root, path)?, changed))
}

/// The text of a note, in whichever encoding it is, with `\n` line ends.
pub(super) fn text_of(root: &Root, path: &[u8]) -> ApiResult<String> {
    let (bytes, _) = root.read(path)?;
    if text::looks_binary(&bytes) {
        let path = String::from_utf8_lossy(path);
        let message =
            format!("\"{path}\" holds bytes that are no text, so it is not read as a note");
        return Err(ApiError::new(Code::Invalid, message)
            .hint("Give it another ending, or write it as text."));
    }
    Ok(text::decode(&bytes).text)
}
