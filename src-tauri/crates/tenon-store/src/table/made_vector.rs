//! Vectors that were made, by the hash of their text and their model.

use half::f16;
use half::slice::HalfFloatSliceExt;
use rusqlite::{Connection, OptionalExtension, params};

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE made_vector (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 16),
  model TEXT NOT NULL,
  figures BLOB NOT NULL,
  sum BLOB NOT NULL CHECK (length(sum) = 8),
  -- since when no piece has this text; NULL while one has it
  idle_since INTEGER
) STRICT;
CREATE UNIQUE INDEX made_vector_key ON made_vector (hash, model);";

pub(crate) fn put(
    conn: &Connection,
    hash: &[u8; 16],
    model: &str,
    vector: &[f32],
) -> Result<(), StoreError> {
    let mut halves = vec![f16::ZERO; vector.len()];
    halves.convert_from_f32_slice(vector);
    let figures: Vec<u8> = halves.iter().flat_map(|half| half.to_le_bytes()).collect();
    let sum = sum(hash, model, &figures);
    let mut insert = conn.prepare_cached(
        "INSERT INTO made_vector (hash, model, figures, sum) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (hash, model) DO UPDATE SET figures = excluded.figures, sum = excluded.sum,
           idle_since = NULL",
    )?;
    insert.execute(params![hash, model, figures, sum])?;
    Ok(())
}

/// A vector; one that is not as it was written counts as not there.
pub(crate) fn get(
    conn: &Connection,
    hash: &[u8; 16],
    model: &str,
) -> Result<Option<Vec<f32>>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT figures, sum FROM made_vector WHERE hash = ?1 AND model = ?2")?;
    let found = select.query_row(params![hash, model], |row| {
        Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, [u8; 8]>(1)?))
    });
    let Some((figures, kept)) = found.optional()? else {
        return Ok(None);
    };
    if kept != sum(hash, model, &figures) {
        return Ok(None);
    }
    let (halves, _) = figures.as_chunks::<2>();
    let halves: Vec<f16> = halves.iter().map(|two| f16::from_le_bytes(*two)).collect();
    Ok(Some(halves.to_f32_vec()))
}

/// How many are not as they were written.
pub(crate) fn unlike(conn: &Connection) -> Result<u64, StoreError> {
    let mut select = conn.prepare("SELECT hash, model, figures, sum FROM made_vector")?;
    let mut rows = select.query([])?;
    let mut bad = 0;
    while let Some(row) = rows.next()? {
        let (hash, kept): ([u8; 16], [u8; 8]) = (row.get(0)?, row.get(3)?);
        let (model, figures) = (row.get_ref(1)?.as_bytes(), row.get_ref(2)?.as_bytes());
        let (Ok(model), Ok(figures)) = (model, figures) else {
            bad += 1;
            continue;
        };
        let model = String::from_utf8_lossy(model);
        bad += u64::from(kept != sum(&hash, &model, figures));
    }
    Ok(bad)
}

pub(crate) fn delete(conn: &Connection, hash: &[u8; 16], model: &str) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM made_vector WHERE hash = ?1 AND model = ?2")?
        .execute(params![hash, model])?;
    Ok(())
}

fn sum(hash: &[u8; 16], model: &str, figures: &[u8]) -> [u8; 8] {
    let mut all = blake3::Hasher::new();
    all.update(hash);
    all.update(&(model.len() as u64).to_le_bytes());
    all.update(model.as_bytes());
    all.update(figures);
    let mut short = [0; 8];
    short.copy_from_slice(&all.finalize().as_bytes()[..8]);
    short
}
