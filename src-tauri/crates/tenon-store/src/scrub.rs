//! Taking a text out of rows that are no events: paths, layouts, titles.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rusqlite::{Connection, params};
use serde_json::Value;

use crate::StoreError;

/// What stands where the text stood.
const GONE: &str = "…";

/// Tables whose texts are no person's words: the journal and links have their own ways, records that
/// are sealed hold nothing readable, and sums follow from what they are sums of.
const LEFT_ALONE: [&str; 12] = [
    "change_log",
    "content",
    "journal",
    "journal_payload",
    "journal_source",
    "link",
    "link_print",
    "link_verdict",
    "row_sum",
    "row_sum_table",
    "screen",
    "symbol",
];

/// Whether a payload holds one of the texts: as it stands, behind JSON's escapes, or in the bytes of
/// a path that is not UTF-8.
pub(crate) fn holds_any(payload: &str, texts: &[String]) -> bool {
    if texts.iter().any(|text| payload.contains(text.as_str())) {
        return true;
    }
    // Only these two can hide a text, and parsing costs.
    if !payload.contains('\\') && !payload.contains("pathBytes") {
        return false;
    }
    serde_json::from_str(payload).is_ok_and(|value| value_holds(&value, texts))
}

fn value_holds(value: &Value, texts: &[String]) -> bool {
    let held = |text: &str| texts.iter().any(|wanted| text.contains(wanted.as_str()));
    match value {
        Value::String(text) => held(text),
        Value::Array(items) => items.iter().any(|item| value_holds(item, texts)),
        Value::Object(fields) => fields.iter().any(|(key, value)| {
            let bytes = value.as_str().filter(|_| key == "pathBytes");
            let bytes = bytes.and_then(|text| STANDARD.decode(text).ok());
            held(key)
                || value_holds(value, texts)
                || bytes.is_some_and(|bytes| texts.iter().any(|text| bytes_hold(&bytes, text)))
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn bytes_hold(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len().max(1))
        .any(|part| part == text.as_bytes())
}

/// Takes the texts out of every readable column and says how many rows that changed. A path that
/// holds one is dropped: a document without its path keeps its identity.
pub(crate) fn texts(conn: &Connection, texts: &[String]) -> Result<u64, StoreError> {
    let mut changed = 0;
    for (table, column, kind) in columns(conn)? {
        for text in texts {
            changed += match kind.as_str() {
                "TEXT" => in_text(conn, &table, &column, text)?,
                "BLOB" if column == "path" && table == "document" => conn.execute(
                    &format!("UPDATE {table} SET path = NULL WHERE instr(path, CAST(?1 AS BLOB))"),
                    [text],
                )?,
                _ => 0,
            };
        }
    }
    Ok(changed as u64)
}

/// Every column of the tables that may hold a person's words: table, name, type.
fn columns(conn: &Connection) -> Result<Vec<(String, String, String)>, StoreError> {
    let mut select = conn.prepare(
        "SELECT m.name, c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
    )?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut columns: Vec<(String, String, String)> = rows.collect::<rusqlite::Result<_>>()?;
    columns.retain(|(table, ..)| !LEFT_ALONE.contains(&table.as_str()));
    Ok(columns)
}

/// Takes strings that say nothing but one of the words out of every readable column: a path is no
/// text that may stand in the middle of another one.
pub(crate) fn words(conn: &Connection, words: &[String]) -> Result<u64, StoreError> {
    let mut changed = 0;
    for (table, column, kind) in columns(conn)? {
        for word in words.iter().filter(|_| kind == "TEXT") {
            let escaped = Value::from(word.as_str()).to_string();
            let mut select = conn.prepare(&format!(
                "SELECT DISTINCT {column} FROM {table} WHERE {column} = ?1 OR instr({column}, ?2)"
            ))?;
            let found = select.query_map([word, &escaped], |row| row.get::<_, String>(0))?;
            let found: Vec<String> = found.collect::<rusqlite::Result<_>>()?;
            for old in found {
                let new = match old == *word {
                    true => GONE.to_owned(),
                    // With its quotes it can only be a whole string, in what is JSON.
                    false => old.replace(&escaped, &format!("\"{GONE}\"")),
                };
                changed += conn.execute(
                    &format!("UPDATE OR REPLACE {table} SET {column} = ?1 WHERE {column} = ?2"),
                    params![new, old],
                )?;
            }
        }
    }
    Ok(changed as u64)
}

/// Whether a payload names one of these paths as the path of something.
pub(crate) fn names_path(payload: &str, paths: &[String]) -> bool {
    if !paths.iter().any(|path| payload.contains(path.as_str())) && !payload.contains('\\') {
        return false;
    }
    serde_json::from_str(payload).is_ok_and(|value| value_names(&value, paths))
}

fn value_names(value: &Value, paths: &[String]) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| value_names(item, paths)),
        Value::Object(fields) => fields.iter().any(|(key, value)| {
            let named = value.as_str().filter(|_| key == "path");
            named.is_some_and(|named| paths.iter().any(|path| path == named))
                || value_names(value, paths)
        }),
        _ => false,
    }
}

fn in_text(conn: &Connection, table: &str, column: &str, text: &str) -> Result<usize, StoreError> {
    // As JSON writes it, in case the column holds JSON.
    let escaped = Value::from(text).to_string();
    let escaped = escaped.trim_matches('"');
    let mut select = conn.prepare(&format!(
        "SELECT DISTINCT {column} FROM {table} WHERE instr({column}, ?1) OR instr({column}, ?2)"
    ))?;
    let found = select.query_map([text, escaped], |row| row.get::<_, String>(0))?;
    let found: Vec<String> = found.collect::<rusqlite::Result<_>>()?;
    let mut changed = 0;
    for old in found {
        // Two rows may have one name now; the later one stays, as with any other change.
        changed += conn.execute(
            &format!("UPDATE OR REPLACE {table} SET {column} = ?1 WHERE {column} = ?2"),
            params![without(&old, text), old],
        )?;
    }
    Ok(changed)
}

fn without(old: &str, text: &str) -> String {
    match serde_json::from_str(old) {
        Ok(value @ (Value::Object(_) | Value::Array(_))) => value_without(value, text).to_string(),
        _ => old.replace(text, GONE),
    }
}

fn value_without(value: Value, text: &str) -> Value {
    match value {
        Value::String(old) => Value::String(old.replace(text, GONE)),
        Value::Array(items) => items
            .into_iter()
            .map(|item| value_without(item, text))
            .collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(key, value)| (key.replace(text, GONE), value_without(value, text)))
            .collect(),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_)) => plain,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_is_found_behind_escapes_and_in_the_bytes_of_a_path() {
        let texts = vec!["say \"no\"".to_owned(), "näh".to_owned()];
        let bytes = STANDARD.encode([b"a/n\xc3\xa4h".as_slice(), b"\xff"].concat());
        for (payload, held) in [
            (json!({ "a": "they say \"no\" twice" }), true),
            (json!({ "näher": 1 }), true),
            (
                json!({ "path": { "path": "a/…", "pathBytes": bytes } }),
                true,
            ),
            (json!({ "a": ["say", "no"], "b": "\\" }), false),
            (json!(null), false),
        ] {
            assert_eq!(holds_any(&payload.to_string(), &texts), held, "{payload}");
        }
    }

    #[test]
    fn what_is_left_of_json_is_json() {
        let old = json!({ "tabs": [{ "path": "a\"b/x" }, { "path": "c" }], "a\"b": 1 }).to_string();
        let new: Value = serde_json::from_str(&without(&old, "a\"b")).expect("JSON");
        assert_eq!(
            new,
            json!({ "tabs": [{ "path": "…/x" }, { "path": "c" }], "…": 1 })
        );
        assert_eq!(
            without("n\\n", "n"),
            "…\\…",
            "what is no JSON is plain text"
        );
    }
}
