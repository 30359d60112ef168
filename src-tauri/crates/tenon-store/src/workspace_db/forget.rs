//! Forgetting: payloads with their salts, and other rows that carry a text, in the database and in
//! copies of it.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, PoisonError};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use tenon_core::{EntityRef, EventDraft, Millis, SessionId, SourceId};
use tenon_gatekeeper::Masked;

use super::journal::{Prepared, write_all};
use super::veil::{Veil, forget_names};
use super::{SCHEMA, WorkspaceDb, keyring, names};
use crate::database::harden;
use crate::residue::MOST;
use crate::table::{journal, journal_payload, link, link_verdict, symbol};
use crate::{Ambient, ContentKey, StoreError, inspect, residue, scrub, sums};

/// So many places stand in one note of an erasure at most.
const NAMED: usize = 10_000;

/// What is to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forget {
    /// What is known about one thing: events whose subject or turn it is, or the event itself; of a
    /// file also what it is called.
    About(EntityRef),
    /// Whatever holds one of these texts.
    Match(Vec<String>),
    /// What happened then or later, with the names of the files that it began with.
    Since(Millis),
}

/// Makes the masked note that stands in the journal for the places it is given; see
/// [`crate::erasure`].
pub type Note = Arc<dyn Fn(&[u64]) -> Masked<EventDraft> + Send + Sync>;

/// Who writes the notes.
#[derive(Clone)]
pub struct Scribe {
    /// The source that the notes come from.
    pub source: SourceId,
    /// The run of the program.
    pub session: SessionId,
    /// Makes them.
    pub note: Note,
}

impl fmt::Debug for Scribe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scribe")
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// What forgetting has done in one database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Events whose payload is gone.
    pub events: u64,
    /// Other rows in which the text was replaced or dropped.
    pub rows: u64,
    /// Events whose fixed part holds the text; that is never changed.
    pub headers: Vec<u64>,
    /// Of these, rows of the local history whose path is sealed now: the file still finds them.
    pub sealed: u64,
    /// Of these, rows of the local history whose path is lost, because no key could seal it.
    pub dropped: u64,
    /// What the files were called whose names were forgotten with them; empty where texts are.
    pub names: Vec<String>,
    /// Whether the bytes are gone from the file and its log, and not only unlinked. If not, a
    /// reader stood in the way, and they go when the database is next written.
    pub wiped: bool,
}

impl WorkspaceDb {
    /// Forgets, appends the notes, and overwrites what was there. The headers and their leaves
    /// stay, so the journal still verifies.
    pub fn forget(&self, what: &Forget, scribe: &Scribe) -> Result<Forgotten, StoreError> {
        let (ambient, what_there, scribe) = (self.ambient.clone(), what.clone(), scribe.clone());
        let (key, veil) = (Arc::clone(&self.key), Arc::clone(&self.veil));
        let (mut done, salts) = self.database.write(move |conn| {
            let mut veiled = Veil::load(conn)?;
            let done = forget_on(conn, &ambient, &what_there, &scribe, &key, &mut veiled)?;
            // Whoever writes next does so behind this, and with the names that are forgotten now.
            *veil.write().unwrap_or_else(PoisonError::into_inner) = veiled;
            Ok(done)
        })?;
        let traces = traces(what, &done, &salts);
        done.wiped = self.database.empty_log_patiently()?;
        let file = self.database.file();
        if traces.len() > MOST || residue::holds(file, &all(&traces, &done))? {
            self.database.compact()?;
            done.wiped = self.database.empty_log_patiently()?
                && !residue::holds(self.database.file(), &traces)?;
        }
        Ok(done)
    }
}

/// Forgets in a copy of a workspace's database, such as a backup. The answer is `None` when the
/// file is no such copy. The copy's journal verifies by itself afterwards. `key` is the one of the
/// copy's workspace.
pub fn forget_in_copy(
    file: &Path,
    key: &ContentKey,
    what: &Forget,
    scribe: &Scribe,
    ambient: &Ambient,
) -> Result<Option<Forgotten>, StoreError> {
    match inspect::look(file, &SCHEMA) {
        Ok(true) => {}
        Ok(false) => return Ok(None),
        Err(StoreError::ForeignDatabase { .. } | StoreError::NotADatabase { .. }) => {
            return Ok(None);
        }
        Err(fault) => return Err(fault),
    }
    in_copy(file, key, what, scribe, ambient)
        .map(Some)
        .map_err(|fault| fault.at(file))
}

fn in_copy(
    file: &Path,
    key: &ContentKey,
    what: &Forget,
    scribe: &Scribe,
    ambient: &Ambient,
) -> Result<Forgotten, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(file, flags)?;
    harden(&conn)?;
    conn.pragma_update(None, "secure_delete", true)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    sums::keep(&mut conn)?;
    let change = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (mut done, salts) = {
        let key = keyring::fitting(&change, key)?;
        let mut veil = Veil::load(&change)?;
        forget_on(&change, ambient, what, scribe, &key, &mut veil)?
    };
    change.commit()?;
    let traces = traces(what, &done, &salts);
    let empty = || {
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
            row.get::<_, i64>(0)
        })
    };
    let busy = empty()?;
    if traces.len() > MOST || residue::holds(file, &all(&traces, &done))? {
        conn.execute_batch("VACUUM")?;
        empty()?;
    }
    done.wiped = busy == 0 && !residue::holds(file, &traces)?;
    Ok(done)
}

/// What the file must not hold any more. The salt of a payload lies beside it, so it tells of a
/// stale copy without the payload being remembered.
fn traces(what: &Forget, done: &Forgotten, salts: &[[u8; 16]]) -> Vec<Vec<u8>> {
    let mut traces: Vec<Vec<u8>> = salts.iter().map(|salt| salt.to_vec()).collect();
    if let Forget::Match(texts) = what
        && done.headers.is_empty()
    {
        traces.extend(texts.iter().map(|text| text.clone().into_bytes()));
    }
    traces
}

/// These, and the names of files. A name may stand in a longer one with right.
fn all(traces: &[Vec<u8>], done: &Forgotten) -> Vec<Vec<u8>> {
    let names = done.names.iter().map(|name| name.clone().into_bytes());
    names.chain(traces.iter().cloned()).collect()
}

type Salts = Vec<[u8; 16]>;

fn forget_on(
    conn: &Connection,
    ambient: &Ambient,
    what: &Forget,
    scribe: &Scribe,
    key: &ContentKey,
    veil: &mut Veil,
) -> Result<(Forgotten, Salts), StoreError> {
    let mut done = Forgotten::default();
    let found = match what {
        Forget::About(thing) => {
            let mut found = journal_payload::about(conn, thing)?;
            let docs: Vec<_> = names::file(thing).into_iter().collect();
            done = names::forget(conn, key, ambient.entropy.as_ref(), veil, &docs, &mut found)?;
            journal_payload::linked_with(conn, thing, &mut found)?;
            done.rows += link::forget_of(conn, thing)?;
            done.rows += link_verdict::forget_of(conn, thing)?;
            found
        }
        Forget::Since(at) => {
            let docs = names::begun_since(conn, *at)?;
            let mut found = journal_payload::since(conn, *at)?;
            done = names::forget(conn, key, ambient.entropy.as_ref(), veil, &docs, &mut found)?;
            done.rows += link::forget_since(conn, *at)?;
            done.rows += link_verdict::forget_since(conn, *at)?;
            found
        }
        Forget::Match(texts) => {
            let mut found = Vec::new();
            journal_payload::payloads(conn, |seq, salt, payload| {
                if scrub::holds_any(payload, texts) {
                    found.push((seq, salt));
                }
            })?;
            done.rows = scrub::texts(conn, texts)?;
            let names = forget_names(conn, key, ambient.entropy.as_ref(), veil, texts)?;
            (done.sealed, done.dropped) = (names.sealed, names.dropped);
            done.rows += names.sealed + names.dropped;
            done.rows += symbol::forget(conn, key, texts)?;
            done.rows += link::forget_texts(conn, texts)?;
            done.rows += link_verdict::forget_texts(conn, texts)?;
            for text in texts {
                done.headers.extend(journal::headers_with(conn, text)?);
            }
            found
        }
    };
    for (seq, _) in &found {
        journal_payload::delete(conn, *seq)?;
    }
    let (seqs, salts): (Vec<u64>, Salts) = found.into_iter().unzip();
    done.events = seqs.len() as u64;
    let prepared = |seqs: &[u64]| Prepared::new((scribe.note)(seqs), ambient.entropy.as_ref());
    let notes = seqs.chunks(NAMED).map(prepared).collect::<Result<_, _>>()?;
    write_all(conn, ambient, scribe.session, scribe.source, notes)?;
    Ok((done, salts))
}
