//! Notes and their headings as rows of a search.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use tenon_index::FindError;
use tenon_index::find::{Ask, Done, Hit, Source, Take};

use crate::wire::{NoteFindParams, NoteFound, NoteRow};
use crate::{ApiResult, search};

/// Rows that a search looks through when no limit is set.
const FOUND: u32 = 1_000;

type Find = dyn Fn(NoteFindParams) -> ApiResult<NoteFound> + Send + Sync;

/// Finds notes by what they are called, and headings.
pub struct NoteSource {
    folder: PathBuf,
    find: Box<Find>,
}

impl NoteSource {
    /// Notes of the workspace at `folder`, which `find` finds.
    pub fn new(
        folder: &Path,
        find: impl Fn(NoteFindParams) -> ApiResult<NoteFound> + Send + Sync + 'static,
    ) -> Self {
        Self {
            folder: folder.to_path_buf(),
            find: Box::new(find),
        }
    }
}

impl Source for NoteSource {
    fn kind(&self) -> &'static str {
        "note"
    }

    fn rows(&self, ask: &Ask, _: &AtomicBool, take: &mut Take<'_>) -> Result<Done, FindError> {
        // No note is a symbol, and none has ended with a status.
        if ask.symbol.is_some() || ask.exit.is_some() {
            return Ok(Done::default());
        }
        let words: Vec<String> = ask.terms.iter().map(search::plain).collect();
        let without: Vec<String> = ask
            .without
            .iter()
            .map(|term| search::plain(term).to_lowercase())
            .collect();
        let among = search::among(&self.folder, ask)?;
        let limit = match (&among, without.is_empty(), ask.limit) {
            (None, true, Some(limit)) => u32::try_from(limit.max(1)).unwrap_or(FOUND).min(FOUND),
            _ => FOUND,
        };
        let found = (self.find)(NoteFindParams {
            query: words.join(" "),
            limit,
        });
        let rows = found.map_err(|e| FindError::Start(e.message))?.rows;
        let (mut files, count) = (HashSet::new(), rows.len());
        for (place, row) in rows.into_iter().enumerate() {
            let Ok(path) = row.path.to_bytes() else {
                continue;
            };
            let text = row.text.to_lowercase();
            let left_out = without.iter().any(|word| text.contains(word.as_str()));
            if left_out || among.as_ref().is_some_and(|among| !among.contains(&path)) {
                continue;
            }
            files.insert(path.clone());
            if !take(hit(row, path, place, count)) {
                break;
            }
        }
        Ok(Done {
            files: files.len() as u64,
            ..Done::default()
        })
    }
}

fn hit(row: NoteRow, path: Vec<u8>, place: usize, count: usize) -> Hit {
    let tags: String = row.tags.iter().map(|tag| format!(" #{tag}")).collect();
    let why = match row.level {
        Some(_) => format!("a heading of {}", row.title),
        None if row.text == row.title => format!("a note{tags}"),
        None => format!("a name of {}{tags}", row.title),
    };
    Hit {
        kind: "note",
        reference: None,
        path,
        line: u64::try_from(row.line.get()).unwrap_or(1),
        column: 1,
        text: row.text,
        ranges: Vec::new(),
        // They come in the order of how well they fit.
        score: 1.0 - place as f64 / count.max(1) as f64,
        why,
        before: Vec::new(),
        after: Vec::new(),
        cut: false,
    }
}
