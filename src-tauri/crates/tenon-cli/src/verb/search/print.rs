//! Printing hits.

use std::io::{self, BufWriter, ErrorKind, Stdout, Write};

use serde::Serialize;
use tenon_api::wire::{SearchHit, Whole};
use tenon_api::{ApiError, ApiResult};
use tenon_core::{Code, WirePath};

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
    before: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    after: Vec<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    cut: bool,
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
            before: hit.before,
            after: hit.after,
            cut: hit.cut,
        }
    }
}

/// Prints hits as they come.
pub struct Printer {
    json: bool,
    out: BufWriter<Stdout>,
    failed: Option<ApiError>,
}

impl Printer {
    pub fn new(json: bool) -> Self {
        Self {
            json,
            out: BufWriter::with_capacity(64 << 10, io::stdout()),
            failed: None,
        }
    }

    /// Prints a hit; `false` when nobody reads any more.
    pub fn print(&mut self, hit: SearchHit) -> bool {
        let written = match self.json {
            true => serde_json::to_writer(&mut self.out, &Row::from(hit))
                .map_err(io::Error::from)
                .and_then(|()| self.out.write_all(b"\n")),
            false => self.text(&hit),
        };
        self.note(written);
        self.failed.is_none()
    }

    fn text(&mut self, hit: &SearchHit) -> io::Result<()> {
        let path = hit.path.to_bytes().unwrap_or_default();
        let count = Whole::size(hit.before.len() as u64).get();
        let at = hit.line.get();
        for (line, text) in (at.saturating_sub(count)..).zip(&hit.before) {
            self.out.write_all(&path)?;
            writeln!(self.out, "-{line}-{text}")?;
        }
        self.out.write_all(&path)?;
        writeln!(self.out, ":{at}:{}:{}", hit.column.get(), hit.text)?;
        for (line, text) in (at + 1..).zip(&hit.after) {
            self.out.write_all(&path)?;
            writeln!(self.out, "-{line}-{text}")?;
        }
        Ok(())
    }

    /// Writes what is left.
    pub fn finish(mut self) -> ApiResult<()> {
        let flushed = self.out.flush();
        self.note(flushed);
        self.failed.map_or(Ok(()), Err)
    }

    fn note(&mut self, written: io::Result<()>) {
        match written {
            Ok(()) => {}
            // Whoever read has had enough, which is no fault.
            Err(e) if e.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
            Err(e) => {
                let message = format!("standard output: {e}");
                self.failed = Some(ApiError::new(Code::Storage, message));
            }
        }
    }
}
