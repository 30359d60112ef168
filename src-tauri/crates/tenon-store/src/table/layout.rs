//! The layout of each window.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;
use tenon_core::Millis;

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE layout (
  window_label TEXT PRIMARY KEY NOT NULL,
  json TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;";

/// The layout of one window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The window.
    pub window_label: String,
    /// What the window made of it.
    pub json: Value,
    /// When it was last kept.
    pub updated_at: Millis,
}

pub(crate) fn get(conn: &Connection, window: &str) -> Result<Option<Layout>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT json, updated_at FROM layout WHERE window_label = ?1")?;
    let found: Option<(String, Millis)> = select
        .query_row([window], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let whole = |(json, updated_at): (String, Millis)| {
        let json = super::json(&json, "a layout")?;
        Ok(Layout {
            window_label: window.to_owned(),
            json,
            updated_at,
        })
    };
    found.map(whole).transpose()
}

pub(crate) fn put(conn: &Connection, layout: &Layout) -> Result<(), StoreError> {
    let mut upsert = conn.prepare_cached(
        "INSERT INTO layout (window_label, json, updated_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (window_label) DO UPDATE
         SET json = excluded.json, updated_at = excluded.updated_at",
    )?;
    upsert.execute(params![
        layout.window_label,
        layout.json.to_string(),
        layout.updated_at
    ])?;
    Ok(())
}
