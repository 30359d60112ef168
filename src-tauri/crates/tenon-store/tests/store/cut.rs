//! A file that was cut: what stands before the cut is saved, and what stood behind it is named.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use serde_json::json;
use tenon_store::{Cut, KeptText, salvage_note};

use crate::damage::{filled, salvage};
use crate::fixture::{Fixture, actor, masked, subject};

const PAGE: usize = 4096;
/// Nobody's work: made again from other rows.
const MADE_AGAIN: [&str; 3] = ["journal_source", "row_sum", "row_sum_table"];

/// Enough for sums on several pages, and texts that are not saved yet.
fn unsaved_and_more(fixture: &Fixture) {
    filled(fixture);
    let db = fixture.workspace();
    for n in 0..300 {
        db.keep(&format!("key {n}"), json!(n)).expect("kept");
    }
    for n in 0..5 {
        let path = format!("unsaved/{n}.rs");
        let doc = db.see_document(path.as_bytes()).expect("seen").id;
        let text = format!("{n} is not saved").repeat(n * 400 + 1);
        let kept = KeptText {
            doc,
            title: None,
            text: db.seal_content(text.as_bytes()).expect("sealed"),
            covered: vec![("r".into(), 0)],
        };
        db.keep_text_later(kept).wait().expect("durable");
    }
    assert!(db.settle_file().expect("one file"));
}

/// How many rows each table has.
fn rows(file: &Path) -> BTreeMap<String, u64> {
    let conn = Connection::open(file).expect("opened");
    let mut names = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .expect("prepared");
    let names = names.query_map([], |row| row.get(0)).expect("read");
    let names: Vec<String> = names.collect::<Result<_, _>>().expect("read");
    let count = |name: String| {
        let sql = format!("SELECT count(*) FROM \"{name}\"");
        let rows: i64 = conn.query_row(&sql, [], |row| row.get(0)).expect("counted");
        (name, u64::try_from(rows).expect("a number"))
    };
    names.into_iter().map(count).collect()
}

#[test]
fn what_stood_behind_a_cut_is_counted_or_said_to_be_unknown() {
    let fixture = Fixture::new();
    unsaved_and_more(&fixture);
    let file = fixture.place().file;
    let all = rows(&file);
    let whole = fs::read(&file).expect("read");
    let pages = whole.len() / PAGE;
    let mut told = 0;
    for size in (1..pages).map(|page| page * PAGE + page % 3 * 700) {
        fs::write(&file, &whole[..size]).expect("written");
        let (found, place) = salvage(&fixture);
        let missing = (pages - size / PAGE) as u64;
        let cut = Cut {
            at: size as u64,
            of: whole.len() as u64,
            pages: missing,
        };
        assert_eq!(found.cut, Some(cut), "at {size}");
        assert_eq!(found.lost.get("page"), Some(&missing), "at {size}");
        let saved = rows(&place.file);
        for (table, rows) in &all {
            let lost = found.lost.get(table).copied().unwrap_or_default();
            let named = saved[table] + lost >= *rows || found.untold.contains(table);
            assert!(
                named || MADE_AGAIN.contains(&table.as_str()),
                "cut at {size}, {rows} of {table}: {found:?}"
            );
            told += u64::from(found.untold.contains(table));
        }
        let note = masked(salvage_note(actor(), subject("event:x"), &found));
        let payload = &note.get().payload;
        assert_eq!(payload["cut"], json!({ "at": size, "of": whole.len() }));
        fs::remove_file(&place.file).expect("removed");
    }
    assert!(told > 0, "some of it cannot be counted");
}

/// The sums grow at the end, so they are the first that a cut takes.
#[test]
fn a_cut_that_takes_only_sums_costs_no_row() {
    let fixture = Fixture::new();
    unsaved_and_more(&fixture);
    let file = fixture.place().file;
    let all = rows(&file);
    let whole = fs::read(&file).expect("read");
    let mut only_sums = 0;
    for size in (PAGE..whole.len()).step_by(PAGE).rev() {
        fs::write(&file, &whole[..size]).expect("written");
        let (found, place) = salvage(&fixture);
        let saved = rows(&place.file);
        fs::remove_file(&place.file).expect("removed");
        if found.untold.is_empty() && found.lost.len() == 1 {
            only_sums += 1;
            assert_eq!(saved, all, "cut at {size}: {found:?}");
        } else if only_sums > 0 {
            break;
        }
    }
    assert!(only_sums > 0, "there is such a cut");
}
