//! The identities of symbols: what each is recognised by, kept like the work that refers to them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tenon_core::Millis;

use super::WorkspaceDb;
use crate::database::connect_made;
use crate::table::kept;
use crate::table::symbol::{self, DEPARTED, Mark, PRESENT, Sealed};
use crate::{ContentKey, Pending, Place, StoreError};

/// Under this key stands which state of the symbols is kept.
const STATE: &str = "symbols.state";
/// Under this key stands when identities were lost, and what is known of it.
const LOST: &str = "symbols.lost";

/// What the symbols of one file are recognised by, in bytes that only their index reads. An empty
/// part says that there is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SymbolRow {
    /// The file, relative to the workspace.
    pub path: Vec<u8>,
    /// What it defines.
    pub present: Vec<u8>,
    /// What left it and is in no other file.
    pub departed: Vec<u8>,
}

/// All that is kept of symbols.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SymbolRows {
    /// The rows, by path.
    pub rows: Vec<SymbolRow>,
    /// How many more there are that no key opens.
    pub closed: u64,
}

/// When identities of symbols were lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymbolsLost {
    /// When it was noticed.
    pub at: Millis,
    /// What is lost, as a sentence.
    pub what: String,
}

impl WorkspaceDb {
    /// Everything that is kept of symbols.
    pub fn symbols(&self) -> Result<SymbolRows, StoreError> {
        let sealed = self.database.read(symbol::all)?;
        let mut found = SymbolRows::default();
        let mut rows: BTreeMap<Vec<u8>, (bool, SymbolRow)> = BTreeMap::new();
        for row in &sealed {
            match opened(&self.key, row) {
                Ok(opened) => {
                    // A row by the key that seals now is younger than one by an older key.
                    let young = self.key.file_marks(&opened.path).first() == Some(&row.file);
                    let known = rows.get(&opened.path).is_some_and(|(young, _)| *young);
                    if young || !known {
                        rows.insert(opened.path.clone(), (young, opened));
                    }
                }
                Err(fault) => {
                    tracing::warn!(%fault, "the symbols of a file are lost");
                    found.closed += 1;
                }
            }
        }
        found.rows = rows.into_values().map(|(_, row)| row).collect();
        Ok(found)
    }

    /// Which state of the symbols is kept, as it was said with the last rows.
    pub fn symbols_state(&self) -> Result<Option<Value>, StoreError> {
        self.kept(STATE)
    }

    /// Puts rows in the place of those before, all or none, and says which state that is. What is
    /// queued afterwards is written afterwards, so nothing durable refers to an id that is not.
    pub fn keep_symbols(
        &self,
        rows: &[SymbolRow],
        state: Value,
    ) -> Result<Pending<()>, StoreError> {
        let seal = |row: &SymbolRow| -> Result<(Sealed, Vec<Mark>), StoreError> {
            let marks = self.key.file_marks(&row.path);
            let (file, older) = marks.split_first().ok_or(StoreError::NoKey)?;
            let part = |name: &str, bytes: &[u8]| -> Result<Option<Vec<u8>>, StoreError> {
                if bytes.is_empty() {
                    return Ok(None);
                }
                let plain = with_path(&row.path, bytes);
                let about = symbol::about(file, name);
                let entropy = self.ambient.entropy.as_ref();
                self.key.seal(&plain, &about, entropy).map(Some)
            };
            let sealed = Sealed {
                file: *file,
                present: part(PRESENT, &row.present)?,
                departed: part(DEPARTED, &row.departed)?,
            };
            Ok((sealed, older.to_vec()))
        };
        let sealed: Vec<_> = rows.iter().map(seal).collect::<Result<_, _>>()?;
        Ok(self.database.queue(move |conn| {
            for (row, older) in &sealed {
                older
                    .iter()
                    .try_for_each(|mark| symbol::delete(conn, mark))?;
                symbol::put(conn, row)?;
            }
            kept::put(conn, STATE, &state)
        }))
    }

    /// Notes that identities were lost.
    pub fn note_symbols_lost(&self, lost: &SymbolsLost) -> Result<(), StoreError> {
        self.keep(LOST, json!({ "at": lost.at, "what": lost.what }))
    }

    /// When identities were last lost in the database at `place`, which nobody need own.
    pub fn symbols_lost(place: &Place) -> Result<Option<SymbolsLost>, StoreError> {
        if !Self::look(place)? {
            return Ok(None);
        }
        let look = || connect_made(&place.file)?.map_or(Ok(None), |conn| kept::get(&conn, LOST));
        let value = look().map_err(|fault| fault.at(&place.file))?;
        Ok(value.and_then(|value| {
            Some(SymbolsLost {
                at: value["at"].as_i64()?,
                what: value["what"].as_str()?.to_owned(),
            })
        }))
    }
}

fn with_path(path: &[u8], bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(path.len()).unwrap_or(u32::MAX);
    [&length.to_le_bytes(), path, bytes].concat()
}

fn opened(key: &ContentKey, row: &Sealed) -> Result<SymbolRow, StoreError> {
    let mut opened = SymbolRow::default();
    let parts = [
        (PRESENT, &row.present, &mut opened.present),
        (DEPARTED, &row.departed, &mut opened.departed),
    ];
    for (name, sealed, into) in parts {
        let Some(sealed) = sealed else { continue };
        let plain = symbol::open(key, &row.file, name, sealed)?;
        let split = plain
            .split_first_chunk::<4>()
            .and_then(|(length, rest)| rest.split_at_checked(u32::from_le_bytes(*length) as usize));
        let Some((path, bytes)) = split else {
            return Err(StoreError::damaged("symbols without a path".to_owned()));
        };
        opened.path = path.to_vec();
        *into = bytes.to_vec();
    }
    Ok(opened)
}
