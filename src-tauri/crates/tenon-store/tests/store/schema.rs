//! The schemas as golden samples: a change of a table is seen, and belongs into a migration.

use std::path::Path;

use rusqlite::Connection;
use tenon_store::{ProfileId, RunsDb};
use uuid::Uuid;

use crate::fixture::Fixture;

fn check(file: &Path, name: &str) {
    let conn = Connection::open(file).expect("opened");
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name";
    let mut select = conn.prepare(sql).expect("a statement");
    let found: Vec<String> = select
        .query_map([], |row| row.get(0))
        .and_then(Iterator::collect)
        .expect("every table and index");
    let found = found.join(";\n\n") + ";\n";
    let path = format!(
        "{}/tests/store/schema/{name}.sql",
        env!("CARGO_MANIFEST_DIR")
    );
    let want = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, want, "the schema is not the one in {path}");
}

#[test]
fn the_schemas_are_those_of_the_samples() {
    let fixture = Fixture::new();
    drop((fixture.app(), fixture.workspace()));
    check(&fixture.dirs.app_place().file, "app");
    check(&fixture.place().file, "workspace");
    let place = fixture.dirs.runs_place(ProfileId(Uuid::from_u128(1)));
    drop(RunsDb::open(&place, &fixture.ambient()).expect("runs.db opens"));
    check(&place.file, "runs");
}
