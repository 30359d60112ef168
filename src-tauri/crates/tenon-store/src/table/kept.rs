//! Small things that the window keeps for a workspace.

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use crate::StoreError;

pub(crate) const CREATE: &str = "
CREATE TABLE kept (
  key TEXT PRIMARY KEY NOT NULL,
  json TEXT NOT NULL
) STRICT, WITHOUT ROWID;";

pub(crate) fn get(conn: &Connection, key: &str) -> Result<Option<Value>, StoreError> {
    let mut select = conn.prepare_cached("SELECT json FROM kept WHERE key = ?1")?;
    let found: Option<String> = select.query_row([key], |row| row.get(0)).optional()?;
    found
        .map(|text| super::json(&text, "a kept value"))
        .transpose()
}

pub(crate) fn put(conn: &Connection, key: &str, value: &Value) -> Result<(), StoreError> {
    let mut upsert = conn.prepare_cached(
        "INSERT INTO kept (key, json) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET json = excluded.json",
    )?;
    upsert.execute(params![key, value.to_string()])?;
    Ok(())
}
