//! Opening a database, and the writer and readers that an open one has.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use tenon_core::Clock;

use crate::dirs::Place;
use crate::readers::Readers;
use crate::writer::{Pending, Writer};
use crate::{StoreError, file, inspect, migrate, sums};

/// How often a reader that stands in the way of emptying the log is waited for, 20 ms each time.
const PATIENCE: u32 = 100;

/// How long a statement waits for another program.
pub(crate) const BUSY: Duration = Duration::from_secs(5);

/// The first SQLite in which two writers cannot corrupt a log.
const OLDEST_SQLITE: i32 = 3_051_003;

/// One kind of database file.
#[derive(Debug)]
pub(crate) struct Schema {
    /// Stands in the file's header and tells Tenon's files from others.
    pub application: u32,
    /// Oldest first.
    pub migrations: &'static [Migration],
}

/// One step forward of a schema; there is no step back.
#[derive(Debug)]
pub(crate) struct Migration {
    /// The day and a count, `YYYYMMDDNN`; kept as the file's `user_version`.
    pub version: i32,
    /// The statements.
    pub steps: &'static [&'static str],
}

impl Schema {
    /// The newest version.
    pub(crate) fn known(&self) -> i32 {
        self.migrations.last().map_or(0, |newest| newest.version)
    }

    /// Whether one of its steps leaves a file at that version.
    pub(crate) fn made(&self, version: i32) -> bool {
        self.migrations.iter().any(|step| step.version == version)
    }
}

/// An open database.
#[derive(Debug)]
pub(crate) struct Database {
    file: PathBuf,
    // Dropped in this order: the last connection to close tidies the log away, and readers cannot.
    readers: Readers,
    writer: Writer,
}

impl Database {
    /// Opens the database at `place`, creating or migrating it.
    pub(crate) fn open(
        schema: &Schema,
        place: &Place,
        clock: &dyn Clock,
    ) -> Result<Self, StoreError> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(StoreError::OldSqlite(rusqlite::version()));
        }
        let conn = connect(schema, place, clock).map_err(|fault| fault.at(&place.file))?;
        let file = place.file.clone();
        Ok(Self {
            writer: Writer::start(conn, &file)?,
            readers: Readers::new(&file),
            file,
        })
    }

    /// Opens the database at `place` for reading only, because it cannot be written for the reason
    /// `why`. One that would have to be made or migrated first cannot be read: `why` is the error.
    pub(crate) fn open_reading(
        schema: &Schema,
        place: &Place,
        why: StoreError,
    ) -> Result<Self, StoreError> {
        let file = place.file.clone();
        let readers = Readers::new(&file);
        if !inspect::look(&file, schema)? {
            return Err(why);
        }
        let version: i32 = readers
            .read(|conn| Ok(conn.pragma_query_value(None, "user_version", |row| row.get(0))?))
            .map_err(|fault| fault.at(&file))?;
        if version != schema.known() {
            return Err(why);
        }
        Ok(Self {
            writer: Writer::refusing(why.at(&file)),
            readers,
            file,
        })
    }

    /// Why it is only read, when it is.
    pub(crate) fn refusal(&self) -> Option<&StoreError> {
        self.writer.refusal()
    }

    /// Does `work` in a transaction; when this returns `Ok`, it is durable.
    pub(crate) fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.queue(work).wait()
    }

    /// As [`Database::write`], for work that changes very many rows.
    pub(crate) fn write_many<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.writer.queue_alone(work).wait()
    }

    /// Queues `work`; it is durable when the answer arrives.
    pub(crate) fn queue<T, F>(&self, work: F) -> Pending<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.writer.queue(work)
    }

    /// Does `work` on one state of the database, beside the writer.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.readers
            .read(work)
            .map_err(|fault| fault.at(&self.file))
    }

    /// Moves the log into the database and empties it; `false` when a reader stands in the way.
    pub(crate) fn empty_log(&self) -> Result<bool, StoreError> {
        self.writer.empty_log()
    }

    /// The same, waiting for readers, which are quick.
    pub(crate) fn empty_log_patiently(&self) -> Result<bool, StoreError> {
        for _ in 0..PATIENCE {
            if self.empty_log()? {
                return Ok(true);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(false)
    }

    /// Writes the whole file anew, so that nothing is left where something was.
    pub(crate) fn compact(&self) -> Result<(), StoreError> {
        self.writer.compact()
    }

    /// The file.
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }

    /// SQLite's own check of the file's structure, indexes included, and the sums of the rows.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        self.read(check)
    }
}

fn connect(schema: &Schema, place: &Place, clock: &dyn Clock) -> Result<Connection, StoreError> {
    let path = &place.file;
    let exists = inspect::look(path, schema)?;
    file::private_folder(place.folder())?;
    if exists {
        file::tighten(path, 0o600)?;
    } else {
        // SQLite gives its log the permissions of the database.
        let made = file::private_file().create(true).truncate(false).open(path);
        made.map_err(StoreError::io("create", path))?;
        file::sync_folder(place.folder())?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags)?;
    let ready =
        settle(&mut conn, schema).and_then(|()| migrate::run(&mut conn, schema, place, clock));
    let ready = ready.and_then(|()| sums::keep(&mut conn));
    match ready {
        Ok(()) => Ok(conn),
        Err(fault) if fault.is_damage() => {
            // A person can do more with SQLite's whole report than with its first complaint.
            Err(report(&conn, "quick_check").map_or(fault, StoreError::damaged))
        }
        Err(fault) => Err(fault),
    }
}

/// The settings of the writing connection.
fn settle(conn: &mut Connection, schema: &Schema) -> Result<(), StoreError> {
    harden(conn)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // What is erased is overwritten with zeros, not just unlinked.
    conn.pragma_update(None, "secure_delete", true)?;
    conn.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    let started = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = started.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if found == 0 {
        started.pragma_update(None, "application_id", schema.application)?;
    }
    started.commit()?;
    use_log(conn)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    // Moving the log into the database makes the writes behind it wait; done a quarter as often as
    // SQLite would, fewer than one write in a hundred meets it. The log has up to 16 MB then.
    conn.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    Ok(())
}

/// Statements that a connection keeps ready; reading one anew takes longer than most of them run.
const STATEMENTS: usize = 64;

/// What every connection is told, so that a malicious file can do little.
pub(crate) fn harden(conn: &Connection) -> Result<(), StoreError> {
    conn.busy_timeout(BUSY)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update(None, "mmap_size", 0)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

/// Switches to the write-ahead log. SQLite does not wait for others here, so we do.
fn use_log(conn: &Connection) -> Result<(), StoreError> {
    let deadline = Instant::now() + BUSY;
    loop {
        let mode = conn
            .pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
        match mode.map_err(StoreError::from) {
            Ok(mode) if mode.eq_ignore_ascii_case("wal") => return Ok(()),
            Err(fault) if !matches!(fault, StoreError::Busy { .. }) => return Err(fault),
            _ if Instant::now() >= deadline => {
                return Err(StoreError::Busy {
                    file: PathBuf::new(),
                });
            }
            _ => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// SQLite's own check of the file's structure, indexes included, and the sums of the rows.
pub(crate) fn check(conn: &Connection) -> Result<(), StoreError> {
    if let Some(report) = report(conn, "integrity_check") {
        return Err(StoreError::damaged(report));
    }
    unlike(&sums::verify(conn)?)
}

/// The damage that so many rows of these tables are not as they were written.
pub(crate) fn unlike(bad: &[(String, u64)]) -> Result<(), StoreError> {
    if bad.is_empty() {
        return Ok(());
    }
    let told = bad.iter().map(|(table, rows)| format!("{rows} of {table}"));
    let told = told.collect::<Vec<_>>().join(", ");
    Err(StoreError::damaged(format!(
        "rows that are not as they were written: {told}"
    )))
}

/// What one of SQLite's checks complains about, if anything.
pub(crate) fn report(conn: &Connection, check: &str) -> Option<String> {
    let lines = conn
        .prepare(&format!("PRAGMA {check}(5)"))
        .and_then(|mut check| {
            check
                .query_map([], |row| row.get(0))?
                .collect::<Result<Vec<String>, _>>()
        });
    match lines {
        Ok(lines) if lines == ["ok"] => None,
        Ok(lines) => Some(lines.join("; ")),
        Err(fault) => Some(fault.to_string()),
    }
}

/// Opens `file` for reading only.
///
/// SQLite makes two files beside a database with a log even to read it. Where the disk does not take
/// them and nothing stands in the log, the file alone is all there is, and is read as it is.
pub(crate) fn connect_reader(file: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let ready = |conn: Connection| -> Result<Connection, StoreError> {
        harden(&conn)?;
        conn.pragma_update(None, "query_only", true)?;
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(conn)
    };
    let opened = Connection::open_with_flags(file, flags).map_err(StoreError::from);
    match opened.and_then(ready) {
        Err(fault) if fault.is_shortage() && inspect::log_is_empty(file) => {
            let Some(alone) = as_it_is(file) else {
                return Err(fault);
            };
            let flags = flags | OpenFlags::SQLITE_OPEN_URI;
            ready(Connection::open_with_flags(alone, flags)?)
        }
        opened => opened,
    }
}

/// As [`connect_reader`]; none while the database is only being made. Whoever makes one names it first
/// and adds all of its tables in one step, before which there is nothing to read.
pub(crate) fn connect_made(file: &Path) -> Result<Option<Connection>, StoreError> {
    let conn = connect_reader(file)?;
    Ok(is_made(&conn)?.then_some(conn))
}

/// Whether a database has its tables.
pub(crate) fn is_made(conn: &Connection) -> Result<bool, StoreError> {
    let any = "SELECT EXISTS (SELECT 1 FROM sqlite_schema)";
    Ok(conn.query_row(any, [], |row| row.get(0))?)
}

/// The address by which SQLite takes a file as one that nothing changes; none for a path that is no
/// text.
pub(crate) fn as_it_is(file: &Path) -> Option<String> {
    let mut address = String::from("file:");
    for byte in file.to_str()?.bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'~' => address.push(char::from(byte)),
            letter if letter.is_ascii_alphanumeric() => address.push(char::from(letter)),
            other => address.push_str(&format!("%{other:02x}")),
        }
    }
    Some(address + "?immutable=1")
}
