//! Symbols as rows of a search.

use std::collections::HashSet;
use std::sync::atomic::AtomicBool;

use tenon_index::FindError;
use tenon_index::find::{Ask, Done, Hit, Source, Take};

use crate::wire::{SymbolRow, SymbolRows, SymbolsFindParams};
use crate::{ApiResult, search};

/// Symbols that a search looks through when no limit is set.
const FOUND: u32 = 1_000;

type Find = dyn Fn(SymbolsFindParams) -> ApiResult<SymbolRows> + Send + Sync;

/// Finds symbols by name.
pub struct SymbolSource {
    folder: std::path::PathBuf,
    find: Box<Find>,
}

impl SymbolSource {
    /// Symbols of the workspace at `folder`, which `find` finds.
    pub fn new(
        folder: &std::path::Path,
        find: impl Fn(SymbolsFindParams) -> ApiResult<SymbolRows> + Send + Sync + 'static,
    ) -> Self {
        Self {
            folder: folder.to_path_buf(),
            find: Box::new(find),
        }
    }
}

impl Source for SymbolSource {
    fn kind(&self) -> &'static str {
        "symbol"
    }

    fn rows(&self, ask: &Ask, _: &AtomicBool, take: &mut Take<'_>) -> Result<Done, FindError> {
        let fault = |e: crate::ApiError| FindError::Start(e.message);
        let words = ask.terms.iter().map(search::plain);
        let name = ask.symbol.clone().into_iter().chain(words);
        let query = name.collect::<Vec<_>>().join(" ");
        let among = search::among(&self.folder, ask)?;
        let limit = match (&among, ask.limit) {
            // More are looked at than are wanted, because some are in other files.
            (None, Some(limit)) => u32::try_from(limit.max(1)).unwrap_or(FOUND).min(FOUND),
            _ => FOUND,
        };
        let found = (self.find)(SymbolsFindParams {
            query,
            limit,
            fresh: true,
        });
        let found = found.map_err(fault)?.symbols;
        let mut done = Done::default();
        let mut files = HashSet::new();
        let count = found.len();
        for (place, row) in found.into_iter().enumerate() {
            let Ok(path) = row.path.to_bytes() else {
                continue;
            };
            if among.as_ref().is_some_and(|among| !among.contains(&path)) {
                continue;
            }
            files.insert(path.clone());
            if !take(hit(row, path, place, count)) {
                break;
            }
        }
        done.files = files.len() as u64;
        Ok(done)
    }
}

fn hit(row: SymbolRow, path: Vec<u8>, place: usize, count: usize) -> Hit {
    let inside = match row.parent.is_empty() {
        true => String::new(),
        false => format!(" in {}", row.parent.join(" › ")),
    };
    Hit {
        kind: "symbol",
        reference: Some(row.reference),
        path,
        line: u64::from(row.line),
        column: u64::from(row.column),
        text: row.signature,
        ranges: Vec::new(),
        // They come in the order of how well they fit.
        score: 1.0 - place as f64 / count.max(1) as f64,
        why: format!("{} {}{inside}", row.kind, row.name),
        before: Vec::new(),
        after: Vec::new(),
        cut: false,
    }
}
