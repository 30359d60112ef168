//! Printing hits.

use std::io::{self, BufWriter, ErrorKind, IsTerminal, Stdout, Write};

use serde::Serialize;
use tenon_api::wire::{SearchHit, SearchPiece, Whole};
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, WirePath};

use super::plain::Lines;
use crate::Session;
use crate::output;

/// A hit as a line of JSON: that of the other seams, with its path in one piece with the rest.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    kind: String,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
    #[serde(flatten)]
    path: WirePath,
    line: Whole,
    column: Whole,
    text: String,
    score: f64,
    why: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lists: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    before: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    after: Vec<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cut: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    piece: Option<SearchPiece>,
}

impl From<SearchHit> for Row {
    fn from(hit: SearchHit) -> Self {
        Self {
            kind: hit.kind,
            reference: hit.reference,
            path: hit.path,
            line: hit.line,
            column: hit.column,
            text: hit.text,
            score: hit.score,
            why: hit.why,
            lists: hit.lists,
            before: hit.before,
            after: hit.after,
            cut: hit.cut,
            piece: hit.piece,
        }
    }
}

/// Prints hits as they come.
pub struct Printer {
    json: bool,
    out: BufWriter<Stdout>,
    lines: Lines,
    failed: Option<ApiError>,
}

impl Printer {
    /// Prints as JSON with the workspace's paths, or as text with paths seen from the shell's folder.
    pub fn new(session: &Session) -> Self {
        let out = io::stdout();
        Self {
            json: session.out.is_json(),
            lines: Lines::new(out.is_terminal(), session.seen_from()),
            out: BufWriter::with_capacity(64 << 10, out),
            failed: None,
        }
    }

    /// Prints a hit; `false` when nobody reads any more.
    pub fn print(&mut self, hit: SearchHit) -> bool {
        let written = match self.json {
            true => serde_json::to_writer(&mut self.out, &Row::from(hit))
                .map_err(io::Error::from)
                .and_then(|()| self.out.write_all(b"\n")),
            false => self.lines.hit(&mut self.out, &hit),
        };
        self.note(written);
        self.failed.is_none()
    }

    /// Writes what is left.
    pub fn finish(mut self) -> ApiResult<()> {
        let ended = self.lines.end(&mut self.out);
        let flushed = ended.and_then(|()| self.out.flush());
        self.note(flushed);
        self.failed.map_or(Ok(()), Err)
    }

    fn note(&mut self, written: io::Result<()>) {
        match written {
            Ok(()) => {}
            // Whoever read has had enough, which is no fault.
            Err(e) if e.kind() == ErrorKind::BrokenPipe => self.failed = Some(output::closed()),
            Err(e) => {
                let message = format!("standard output: {e}");
                self.failed = Some(ApiError::new(Code::Storage, message));
            }
        }
    }
}
