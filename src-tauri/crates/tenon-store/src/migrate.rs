//! Bringing a database forward, with a copy kept before each step.

use rusqlite::{Connection, TransactionBehavior};
use tenon_core::Clock;

use crate::StoreError;
use crate::copy;
use crate::database::{Migration, Schema, connect_reader};
use crate::dirs::Place;

/// Applies what the database lacks. Another program may do the same at the same time: one of them
/// copies and changes it, while the others wait.
pub(crate) fn run(
    conn: &mut Connection,
    schema: &Schema,
    place: &Place,
    clock: &dyn Clock,
) -> Result<(), StoreError> {
    while lacking(schema, place, version(conn)?)?.is_some() {
        let change = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have been first.
        let found = version(&change)?;
        let Some(next) = lacking(schema, place, found)? else {
            return Ok(());
        };
        if found == 0 {
            // Nobody sees a new database that is half made, and nothing in it is worth a copy.
            for step in schema.migrations {
                apply(&change, found, step)?;
            }
        } else {
            // What is copied is read beside the change, which has not begun.
            let reader = connect_reader(&place.file)?;
            copy::keep(&reader, &place.copy_path(found, clock.now()))?;
            apply(&change, found, next)?;
        }
        change.commit()?;
    }
    Ok(())
}

/// The first step that a database of this version lacks.
fn lacking<'a>(
    schema: &'a Schema,
    place: &Place,
    found: i32,
) -> Result<Option<&'a Migration>, StoreError> {
    if found > schema.known() {
        let (file, known) = (place.file.clone(), schema.known());
        return Err(StoreError::NewerFile { file, found, known });
    }
    if found != 0 && !schema.made(found) {
        let file = place.file.clone();
        return Err(StoreError::UnknownSchema { file, found });
    }
    Ok(schema.migrations.iter().find(|step| step.version > found))
}

fn apply(change: &Connection, found: i32, step: &Migration) -> Result<(), StoreError> {
    for sql in step.steps {
        change.execute_batch(sql)?;
    }
    change.pragma_update(None, "user_version", step.version)?;
    tracing::info!(
        from = found,
        to = step.version,
        "a database was brought forward"
    );
    Ok(())
}

fn version(conn: &Connection) -> Result<i32, StoreError> {
    Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use tenon_core::FixedClock;

    use super::*;
    use crate::database::Database;

    const FIRST: Migration = Migration {
        version: 2026010101,
        steps: &[
            "CREATE TABLE a (x INTEGER) STRICT",
            "INSERT INTO a VALUES (1)",
        ],
    };
    const SECOND: Migration = Migration {
        version: 2026010201,
        steps: &["CREATE TABLE b (y TEXT) STRICT"],
    };
    const BROKEN: Migration = Migration {
        version: 2026010301,
        steps: &["DELETE FROM a", "CREATE NONSENSE"],
    };
    const OLD: Schema = Schema {
        application: 7,
        migrations: &[FIRST],
    };
    const NEW: Schema = Schema {
        application: 7,
        migrations: &[FIRST, SECOND],
    };
    const BAD: Schema = Schema {
        application: 7,
        migrations: &[FIRST, BROKEN],
    };

    fn place(folder: &Path) -> Place {
        Place {
            file: folder.join("a.db"),
            backups: folder.join("backups"),
            label: "a".into(),
        }
    }

    fn open(schema: &Schema, place: &Place) -> Result<Database, StoreError> {
        Database::open(schema, place, &FixedClock::at(42))
    }

    fn ones(database: &Database) -> i64 {
        let count =
            |conn: &Connection| Ok(conn.query_row("SELECT count(*) FROM a", [], |row| row.get(0))?);
        database.read(count).expect("the table is there")
    }

    #[test]
    fn an_old_file_is_copied_and_then_brought_forward() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = place(folder.path());
        drop(open(&OLD, &place).expect("an old file"));
        assert!(!place.backups.exists(), "a new file needs no copy");
        let database = open(&NEW, &place).expect("it opens");
        assert_eq!(ones(&database), 1, "what was there is still there");
        let copies: Vec<_> = fs::read_dir(&place.backups).expect("a folder").collect();
        assert_eq!(
            copies.len(),
            1,
            "one step, one copy, and no draft beside it"
        );
        let copy = Place {
            file: place.copy_path(FIRST.version, 42),
            ..place
        };
        assert_eq!(
            ones(&open(&OLD, &copy).expect("the copy is an old file")),
            1,
            "and whole"
        );
    }

    #[test]
    fn a_step_that_fails_leaves_the_old_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = place(folder.path());
        drop(open(&OLD, &place).expect("an old file"));
        assert!(
            matches!(open(&BAD, &place), Err(StoreError::Sql { .. })),
            "it cannot work"
        );
        assert_eq!(
            ones(&open(&OLD, &place).expect("still old")),
            1,
            "nothing was deleted"
        );
    }

    #[test]
    fn many_programs_that_bring_one_file_forward_agree() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = place(folder.path());
        std::thread::scope(|scope| {
            let open = || open(&NEW, &place).map(|database| ones(&database));
            let all: Vec<_> = (0..6).map(|_| scope.spawn(open)).collect();
            for one in all {
                let count = one.join().expect("no panic").expect("each of them opens");
                assert_eq!(count, 1, "the steps ran once");
            }
        });
    }

    #[test]
    fn a_newer_file_whose_version_is_only_in_its_log_is_refused_untouched() {
        let folder = tempfile::tempdir().expect("a folder");
        let (place, killed) = (place(folder.path()), folder.path().join("killed"));
        let database = open(&NEW, &place).expect("it opens");
        // What a killed program leaves: the file and its log as they are while it runs.
        fs::create_dir(&killed).expect("a folder");
        for name in ["a.db", "a.db-wal"] {
            fs::copy(folder.path().join(name), killed.join(name)).expect("a copy");
        }
        drop(database);
        let left = Place {
            file: killed.join("a.db"),
            ..place
        };
        let before = fs::read(killed.join("a.db-wal")).expect("a log");
        let refused = open(&OLD, &left).expect_err("it is newer");
        assert!(
            matches!(
                refused,
                StoreError::NewerFile {
                    found: 2026010201,
                    known: 2026010101,
                    ..
                }
            ),
            "both versions are named: {refused}"
        );
        assert_eq!(
            fs::read(killed.join("a.db-wal")).expect("a log"),
            before,
            "untouched"
        );
        assert_eq!(
            fs::read_dir(&killed).expect("a folder").count(),
            2,
            "nothing new beside it"
        );
    }
}
