//! What is known of rows that were found.

use std::collections::HashMap;

use super::{MeaningDb, Passage, PassageFile, PassageKey};
use crate::StoreError;
use crate::table::passage;

/// A row, and its file as it was compared.
pub type FiledPassage = (Passage, Option<PassageFile>);

fn known((print, size, modified): ([u8; 16], u64, i64)) -> PassageFile {
    PassageFile {
        print,
        size,
        modified,
    }
}

impl MeaningDb {
    /// Whether a row is to be written yet. Counting them would go through all.
    pub fn is_any_wanted(&self) -> Result<bool, StoreError> {
        self.database.read(|conn| {
            let sql = "SELECT EXISTS (SELECT 1 FROM passage WHERE state = 0)";
            let mut select = conn.prepare_cached(sql)?;
            Ok(select.query_row([], |row| row.get(0))?)
        })
    }

    /// A file as it was when it was compared.
    pub fn file_known(&self, path: &[u8]) -> Result<Option<PassageFile>, StoreError> {
        let found = self.database.read(|conn| passage::file(conn, path))?;
        Ok(found.map(known))
    }

    /// Rows by their keys, each with its file as it was compared; nothing for one that is not there.
    pub fn passages(&self, keys: &[PassageKey]) -> Result<Vec<Option<FiledPassage>>, StoreError> {
        self.database.read(|conn| {
            let mut files: HashMap<Vec<u8>, Option<PassageFile>> = HashMap::new();
            let mut found = Vec::with_capacity(keys.len());
            for key in keys {
                let Some(passage) = passage::get(conn, key)? else {
                    found.push(None);
                    continue;
                };
                let file = match files.get(&passage.path) {
                    Some(file) => *file,
                    None => {
                        let file = passage::file(conn, &passage.path)?.map(known);
                        files.insert(passage.path.clone(), file);
                        file
                    }
                };
                found.push(Some((passage, file)));
            }
            Ok(found)
        })
    }
}
