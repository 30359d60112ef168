//! How an unsaved text is written down: one line that describes it, and the text.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use tenon_core::{Code, WirePath};
use tenon_workspace::text::LineEnds;
use tenon_workspace::{Snapshot, Stamp};

use crate::wire::{Encoding, LineEnd};
use crate::{ApiError, ApiResult};

/// The version of the shape.
const VERSION: u32 = 1;

/// What stands before the text. It is sealed with it, so that a path is not masked here.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Form {
    v: u32,
    path: Option<WirePath>,
    encoding: Encoding,
    line_end: LineEnd,
    /// Lines (from 0) that end otherwise.
    others: Vec<(usize, LineEnd)>,
    /// Bytes and BLAKE3 of the file that the text was made from.
    stamp: Option<(u64, String)>,
    counters: HashMap<String, u32>,
    head: Option<String>,
    readings: u32,
    /// The text is the file's own, and does not stand here.
    on_disk: bool,
}

/// What was written down.
pub(super) struct Read {
    /// The document; its text is empty when it is the file's.
    pub snapshot: Snapshot,
    /// The text is the file's own.
    pub on_disk: bool,
}

/// Writes a document down; with `on_disk` without its text, which is the file's.
pub(super) fn write(snapshot: &Snapshot, on_disk: bool) -> ApiResult<Vec<u8>> {
    let ends = &snapshot.line_ends;
    let form = Form {
        v: VERSION,
        path: snapshot.path.as_deref().map(WirePath::from_bytes),
        encoding: snapshot.encoding.into(),
        line_end: ends.main.into(),
        others: ends
            .others
            .iter()
            .map(|(at, e)| (*at, (*e).into()))
            .collect(),
        stamp: snapshot.stamp.map(|s| (s.size, hex::encode(s.hash))),
        counters: snapshot.counters.clone(),
        head: snapshot.head.clone(),
        readings: snapshot.readings,
        on_disk,
    };
    let mut bytes = serde_json::to_vec(&form).map_err(|e| {
        ApiError::new(
            Code::Internal,
            format!("A text could not be described: {e}"),
        )
    })?;
    bytes.push(b'\n');
    if !on_disk {
        let chunks = snapshot.text.chunks();
        chunks.for_each(|chunk| bytes.extend_from_slice(chunk.as_bytes()));
    }
    Ok(bytes)
}

/// Reads what [`write`] wrote.
pub(super) fn read(bytes: &[u8]) -> ApiResult<Read> {
    let damaged = || ApiError::new(Code::Storage, "What was kept of it is damaged");
    let end = bytes.iter().position(|b| *b == b'\n').ok_or_else(damaged)?;
    let (line, text) = (&bytes[..end], &bytes[end + 1..]);
    #[derive(Deserialize)]
    struct Version {
        v: u32,
    }
    let Version { v } = serde_json::from_slice(line).map_err(|_| damaged())?;
    if v > VERSION {
        let message = "A newer Tenon kept it, in a form that this one does not know";
        return Err(ApiError::new(Code::PreconditionFailed, message)
            .hint("Use that version to bring it back."));
    }
    let form: Form = serde_json::from_slice(line).map_err(|_| damaged())?;
    let text = std::str::from_utf8(text).map_err(|_| damaged())?;
    let stamp = form.stamp.map(|(size, hash)| {
        let mut bytes = [0; 32];
        hex::decode_to_slice(hash, &mut bytes).map_err(|_| damaged())?;
        // Which file it was and when it was written is found out anew; the bytes decide.
        Ok::<_, ApiError>(Stamp {
            file: (0, 0),
            size,
            modified: 0,
            hash: bytes,
        })
    });
    let others = form.others.into_iter().map(|(at, end)| (at, end.into()));
    Ok(Read {
        on_disk: form.on_disk,
        snapshot: Snapshot {
            path: form.path.map(|path| path.to_bytes()).transpose()?,
            text: text.into(),
            encoding: form.encoding.into(),
            line_ends: LineEnds {
                main: form.line_end.into(),
                others: others.collect(),
            },
            stamp: stamp.transpose()?,
            counters: form.counters,
            head: form.head,
            readings: form.readings,
        },
    })
}
