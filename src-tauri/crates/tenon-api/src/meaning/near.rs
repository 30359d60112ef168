//! What is near to a question.

use tenon_core::Code;

use super::Meaning;
use crate::{ApiError, ApiResult};

/// What rows are to be near to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About<'a> {
    /// What a text means.
    Text(&'a str),
    /// A row that is known: more like this one.
    Key {
        /// What the row is about, as `kind:id`.
        reference: &'a str,
        /// The hash of its text; the first row of the reference without it.
        hash: Option<[u8; 16]>,
    },
    /// The piece of a file in which a line is: more like this place.
    Place {
        /// The file, relative to the workspace.
        path: &'a [u8],
        /// The line, from 1.
        line: u32,
    },
}

/// Which rows count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these kinds, when there are some: `code`.
    pub kinds: Vec<String>,
    /// Only these languages, when there are some, by the names of `tenon_index`.
    pub languages: Vec<String>,
    /// One of these fits the whole path, when there are some; regular expressions.
    pub include: Vec<String>,
    /// None of these fits the whole path.
    pub exclude: Vec<String>,
    /// Only files that were changed since then, UTC milliseconds.
    pub since: Option<i64>,
}

/// A piece of text that is near.
#[derive(Debug, Clone, PartialEq)]
pub struct NearHit {
    /// What it is about, as `kind:id`: `symbol:ID`, or `file:…` for text that is about no symbol.
    pub reference: String,
    /// The hash of its masked text.
    pub hash: [u8; 16],
    /// `code`.
    pub kind: String,
    /// The file, relative to the workspace.
    pub path: Vec<u8>,
    /// Which part of a split symbol it is, from 0.
    pub part: u32,
    /// The line that stands for it, from 1.
    pub line: u32,
    /// The cosine: 1 is the same direction.
    pub score: f32,
}

/// What is near, the nearest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Near {
    /// Only pieces whose text is in the file now.
    pub hits: Vec<NearHit>,
    /// Whether some pieces cannot be found yet.
    pub partial: bool,
    /// How long the question took to become a vector, milliseconds.
    pub embed_ms: f64,
    /// How long the sidecar searched, milliseconds.
    pub search_ms: f64,
}

impl Meaning {
    /// The pieces that are near to a question, the nearest first, at most `limit`.
    ///
    /// # Errors
    /// `sidecarUnavailable` with a hint where no sidecar answers.
    pub fn search(&self, _about: About<'_>, _filter: &Filter, _limit: usize) -> ApiResult<Near> {
        let status = self.app.sidecar.status();
        let reason = status
            .reason
            .unwrap_or_else(|| "no sidecar runs".to_owned());
        let error = ApiError::new(Code::SidecarUnavailable, reason);
        Err(match status.hint {
            Some(hint) => error.hint(hint),
            None => error,
        })
    }
}
