//! The identities of symbols in the workspace's database.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tenon_core::Clock;
use tenon_index::syntax::{Durable, Generation, Row, Symbols, Unkept};
use tenon_store::{Pending, SymbolRow, SymbolsLost, WorkspaceDb};
use uuid::Uuid;

use crate::owner::lock;

/// Says which state was last kept in the database, so that an older one is noticed.
const LAST: &str = "symbols.last";

/// Rows on their way into the database: which state they make, and of which files they are.
struct Written {
    generation: Generation,
    paths: Vec<Vec<u8>>,
    pending: Pending<()>,
}

/// What identities of symbols are kept in.
pub(super) struct Kept {
    db: Arc<WorkspaceDb>,
    clock: Arc<dyn Clock>,
    last: PathBuf,
    written: Mutex<Vec<Written>>,
}

impl Kept {
    /// `index` is the folder of the index, which lies in that of the workspace.
    pub fn new(db: Arc<WorkspaceDb>, clock: Arc<dyn Clock>, index: &Path) -> Self {
        Self {
            db,
            clock,
            last: index.with_file_name(LAST),
            written: Mutex::default(),
        }
    }

    /// Queues what is to be kept. It is called with the symbols locked, so that states are written
    /// in their order, and nothing that refers to an id can be written before the id.
    pub fn queue(&self, symbols: &mut Symbols) {
        if self.db.key_trouble().is_some() {
            // Nothing can be sealed, which the person is told of; the index has the ids meanwhile.
            return;
        }
        let Some(Unkept { generation, rows }) = symbols.unkept() else {
            return;
        };
        let paths = rows.iter().map(|row| row.path.clone()).collect();
        let rows = rows.into_iter().map(|row| SymbolRow {
            path: row.path,
            present: row.present,
            departed: row.departed,
        });
        let rows: Vec<_> = rows.collect();
        match self.db.keep_symbols(&rows, state(generation)) {
            Ok(pending) => lock(&self.written).push(Written {
                generation,
                paths,
                pending,
            }),
            Err(error) => {
                tracing::warn!(%error, "the ids of symbols were not kept");
                symbols.keep_again(paths);
            }
        }
    }

    /// Waits until what was queued is durable, and gives the files of which it is not.
    pub fn settle(&self) -> Vec<Vec<u8>> {
        let mut failed = Vec::new();
        let mut last = None;
        for written in std::mem::take(&mut *lock(&self.written)) {
            match written.pending.wait() {
                Ok(()) => last = Some(written.generation),
                Err(error) => {
                    tracing::warn!(%error, "the ids of symbols were not kept");
                    failed.extend(written.paths);
                }
            }
        }
        if let Some(last) = last {
            self.note(last);
        }
        failed
    }

    /// Notes outside of the database what it holds.
    fn note(&self, last: Generation) {
        let text = format!("{} {}\n", last.line, last.count);
        if let Err(error) = fs::write(&self.last, text) {
            tracing::debug!(%error, "an older database would not be noticed");
        }
    }

    /// Writes down that identities were lost.
    pub fn note_lost(&self, what: &str) {
        let lost = SymbolsLost {
            at: self.clock.now(),
            what: what.to_owned(),
        };
        if let Err(error) = self.db.note_symbols_lost(&lost) {
            tracing::warn!(%error, what, "a loss could not be noted");
        }
        // It is told once: from here on this is the last state.
        if let Some(now) = self.generation() {
            self.note(now);
        } else if let Err(error) = fs::remove_file(&self.last) {
            tracing::debug!(%error, "the last state is still noted");
        }
    }
}

impl Durable for Kept {
    fn generation(&self) -> Option<Generation> {
        let state = self.db.symbols_state().unwrap_or_else(|error| {
            tracing::warn!(%error, "the state of the symbols cannot be read");
            None
        });
        generation(&state?)
    }

    fn reached(&self) -> Option<Generation> {
        let text = fs::read_to_string(&self.last).ok()?;
        let (line, count) = text.trim().split_once(' ')?;
        Some(Generation {
            line: Uuid::parse_str(line).ok()?,
            count: count.parse().ok()?,
        })
    }

    fn rows(&self) -> (Vec<Row>, u64) {
        let found = match self.db.symbols() {
            Ok(found) => found,
            Err(error) => {
                tracing::warn!(%error, "the ids of symbols cannot be read");
                return (Vec::new(), 1);
            }
        };
        let row = |row: SymbolRow| Row {
            path: row.path,
            present: row.present,
            departed: row.departed,
        };
        (found.rows.into_iter().map(row).collect(), found.closed)
    }
}

/// A state as the database keeps it: a list, in which no word can be taken for a forgotten one.
fn state(generation: Generation) -> Value {
    json!([generation.line, generation.count])
}

fn generation(state: &Value) -> Option<Generation> {
    Some(Generation {
        line: Uuid::parse_str(state.get(0)?.as_str()?).ok()?,
        count: state.get(1)?.as_u64()?,
    })
}
