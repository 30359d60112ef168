//! Appending to the journal, reading it, and forgetting payloads.

use std::ops::Range;

use rusqlite::{CachedStatement, Connection};
use serde_json::json;
use sha2::{Digest, Sha256};
use tenon_core::{
    Actor, EntityKind, EntityRef, EventDraft, EventId, Header, Millis, SessionId, SourceId,
    is_known_kind, write_canonical,
};
use tenon_gatekeeper::Masked;

use super::{WorkspaceDb, proof};
use crate::table::journal::{self, Stored};
use crate::table::{journal_payload, journal_source};
use crate::{Ambient, Entropy, JournalQuery, JournalRow, Pending, Salvaged, StoreError};

/// The longest payload of an event, in bytes of its canonical form.
pub const PAYLOAD_LIMIT: usize = 16 << 20;

/// The kind of the event that says what was forgotten.
pub(crate) const ERASED: &str = "erased";
/// The kind of the event that says what a salvage could not save.
pub(crate) const SALVAGED: &str = "journal.salvaged";

/// An event that a source has dated, named and counted by itself.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The event.
    pub id: EventId,
    /// When it happened.
    pub at: Millis,
    /// Who delivers it.
    pub source: SourceId,
    /// The source's own count, from 1, without gaps.
    pub source_seq: u64,
    /// The run in which it happened.
    pub session: SessionId,
    /// The rest, as the gatekeeper let it through.
    pub event: Masked<EventDraft>,
}

/// What forgetting has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// The place of the event that says so.
    pub seq: u64,
    /// Whether the bytes are already overwritten in the log too. If not, a reader stood in the
    /// way, and they go when the log is next emptied.
    pub wiped: bool,
}

/// The event that [`WorkspaceDb::erase`] takes, once it is masked: forgetting the payloads of
/// `seqs`.
pub fn erasure(actor: Actor, subject: EntityRef, seqs: &[u64]) -> EventDraft {
    let payload = json!({ "seqs": seqs });
    let kind = ERASED.to_owned();
    EventDraft {
        actor,
        kind,
        subject,
        cause: None,
        turn: None,
        trace: None,
        payload,
    }
}

/// The event that says which places of the journal a salvage left empty, and which payloads are
/// lost. With it the journal proves itself again.
pub fn salvage_note(actor: Actor, subject: EntityRef, found: &Salvaged) -> EventDraft {
    let mut payload = json!({ "gaps": found.gaps, "payloads": found.payloads, "lost": found.lost });
    if !found.untold.is_empty() {
        payload["untold"] = json!(found.untold);
    }
    if let Some(cut) = found.cut {
        payload["cut"] = json!({ "at": cut.at, "of": cut.of });
    }
    EventDraft {
        actor,
        kind: SALVAGED.to_owned(),
        subject,
        cause: None,
        turn: None,
        trace: None,
        payload,
    }
}

/// An event that is ready to be written: all that needs no place in the journal is done.
pub(crate) struct Prepared {
    event: EventDraft,
    salt: [u8; 16],
    payload: String,
    hash: [u8; 32],
}

impl Prepared {
    pub(crate) fn new(
        event: Masked<EventDraft>,
        entropy: &dyn Entropy,
    ) -> Result<Self, StoreError> {
        let event = event.into_inner();
        if !is_known_kind(&event.kind) {
            return Err(StoreError::UnknownKind(event.kind));
        }
        let mut payload = String::new();
        let tenon_core::HeaderError::Canonical(fault) =
            match write_canonical(&event.payload, &mut payload) {
                Ok(()) => {
                    if payload.len() > PAYLOAD_LIMIT {
                        return Err(StoreError::PayloadSize(payload.len()));
                    }
                    let mut salt = [0; 16];
                    entropy.fill(&mut salt)?;
                    let hash = payload_hash(&salt, &payload);
                    return Ok(Self {
                        event,
                        salt,
                        payload,
                        hash,
                    });
                }
                Err(fault) => fault,
            };
        Err(StoreError::json("payload")(fault))
    }
}

/// Where and when an event is written.
pub(crate) struct Stamp {
    pub id: EventId,
    pub at: Millis,
    pub source: SourceId,
    pub source_seq: u64,
    pub session: SessionId,
}

/// The statements that write an event.
struct Inserting<'conn> {
    header: CachedStatement<'conn>,
    payload: CachedStatement<'conn>,
}

impl<'conn> Inserting<'conn> {
    fn new(conn: &'conn Connection) -> Result<Self, StoreError> {
        Ok(Self {
            header: journal::inserting(conn)?,
            payload: journal_payload::inserting(conn)?,
        })
    }
}

/// Writes events of one source behind each other and gives their places.
pub(crate) fn write_all(
    conn: &Connection,
    ambient: &Ambient,
    session: SessionId,
    source: SourceId,
    events: Vec<Prepared>,
) -> Result<Range<u64>, StoreError> {
    let first = journal::next_seq(conn)?;
    let mut source_seq = journal_source::next(conn, source)?;
    let mut seq = first;
    let mut insert = Inserting::new(conn)?;
    for event in events {
        let stamp = Stamp {
            id: EventId::new(ambient.ids.as_ref()),
            at: ambient.clock.now(),
            source,
            source_seq,
            session,
        };
        put(&mut insert, seq, stamp, event)?;
        seq += 1;
        source_seq += 1;
    }
    if seq > first {
        journal_source::set(conn, source, source_seq - 1)?;
    }
    Ok(first..seq)
}

impl WorkspaceDb {
    /// Appends an event and gives its place. The writer adds identity, time, the source's next
    /// number, salt and leaf.
    pub fn append(&self, source: SourceId, event: Masked<EventDraft>) -> Result<u64, StoreError> {
        self.append_later(source, event).wait()
    }

    /// Queues an event without waiting for the disk; it is durable when the answer arrives.
    pub fn append_later(&self, source: SourceId, event: Masked<EventDraft>) -> Pending<u64> {
        let (ambient, session) = (self.ambient.clone(), self.session);
        let prepared = Prepared::new(event, ambient.entropy.as_ref());
        self.database.queue(move |conn| {
            let range = write_all(conn, &ambient, session, source, vec![prepared?])?;
            Ok(range.start)
        })
    }

    /// Queues many events of one source as one piece: all of them are durable when the answer with
    /// their places arrives, or none is written.
    pub fn append_all(
        &self,
        source: SourceId,
        events: Vec<Masked<EventDraft>>,
    ) -> Pending<Range<u64>> {
        let (ambient, session) = (self.ambient.clone(), self.session);
        let entropy = ambient.entropy.clone();
        let prepare = |event| Prepared::new(event, entropy.as_ref());
        let prepared: Result<Vec<_>, _> = events.into_iter().map(prepare).collect();
        self.database
            .queue(move |conn| write_all(conn, &ambient, session, source, prepared?))
    }

    /// Takes an event that its source has counted. A second delivery changes nothing and gives the
    /// first place; a number that leaves a gap is refused.
    pub fn deliver(&self, delivery: Delivery) -> Result<u64, StoreError> {
        let Delivery {
            id,
            at,
            source,
            source_seq,
            session,
            event,
        } = delivery;
        let prepared = Prepared::new(event, self.ambient.entropy.as_ref())?;
        let stamp = Stamp {
            id,
            at,
            source,
            source_seq,
            session,
        };
        self.database.write(move |conn| {
            let (source, got) = (stamp.source, stamp.source_seq);
            if let Some(seq) = journal::seq_of(conn, source, got)? {
                return Ok(seq);
            }
            let expected = journal_source::next(conn, source)?;
            if got != expected {
                return Err(StoreError::Gap { expected, got });
            }
            let seq = journal::next_seq(conn)?;
            put(&mut Inserting::new(conn)?, seq, stamp, prepared)?;
            journal_source::set(conn, source, got)?;
            Ok(seq)
        })
    }

    /// The number that the source's next event has.
    pub fn next_source_seq(&self, source: SourceId) -> Result<u64, StoreError> {
        self.database
            .read(|conn| journal_source::next(conn, source))
    }

    /// The events that `query` asks for, oldest first unless it says otherwise.
    pub fn read(&self, query: &JournalQuery) -> Result<Vec<JournalRow>, StoreError> {
        let found = self.database.read(|conn| journal::read(conn, query))?;
        found.into_iter().map(Stored::into_row).collect()
    }

    /// The ids of all things of a kind that the journal speaks of, also where its payloads are
    /// forgotten. Events that are queued count: this queues behind them, because an id that is made
    /// from what is known must not be given twice.
    pub fn journal_subjects(&self, kind: EntityKind) -> Result<Vec<String>, StoreError> {
        self.database
            .write(move |conn| journal::subjects(conn, kind))
    }

    /// Recomputes every leaf and payload hash and gives the number of events. The first row that
    /// is not what was written is named by [`StoreError::BrokenJournal`].
    pub fn verify(&self) -> Result<u64, StoreError> {
        self.database.read(proof::verify)
    }

    /// Forgets the payloads and salts that `note` names (see [`erasure`]) and appends it. The
    /// headers and their leaves stay, so the journal still verifies.
    pub fn erase(&self, source: SourceId, note: Masked<EventDraft>) -> Result<Erased, StoreError> {
        let (ambient, session) = (self.ambient.clone(), self.session);
        let seq = self.database.write(move |conn| {
            let seqs = named_seqs(note.get())?;
            for &seq in &seqs {
                match journal::kind_of(conn, seq)?.as_deref() {
                    None => return Err(StoreError::NotFound(format!("event with seq {seq}"))),
                    Some(ERASED) => {
                        return Err(StoreError::Erasure("the note of an erasure stays".into()));
                    }
                    Some(_) => journal_payload::delete(conn, seq)?,
                }
            }
            let note = Prepared::new(note, ambient.entropy.as_ref())?;
            Ok(write_all(conn, &ambient, session, source, vec![note])?.start)
        })?;
        Ok(Erased {
            seq,
            wiped: self.database.empty_log()?,
        })
    }
}

/// Writes one event in its tables, but for the count of its source.
fn put(
    insert: &mut Inserting<'_>,
    seq: u64,
    stamp: Stamp,
    event: Prepared,
) -> Result<(), StoreError> {
    let Prepared {
        event,
        salt,
        payload,
        hash,
    } = event;
    let header = Header {
        v: 1,
        id: stamp.id,
        at: stamp.at,
        source: stamp.source,
        source_seq: stamp.source_seq,
        actor: event.actor,
        session: stamp.session,
        kind: event.kind,
        subject: event.subject,
        cause: event.cause,
        turn: event.turn,
        trace: event.trace,
        payload_hash: hex::encode(hash),
    };
    journal::insert(&mut insert.header, seq, &header, leaf(&header)?, hash)?;
    journal_payload::insert(&mut insert.payload, seq, salt, &payload)
}

/// SHA-256(salt ‖ payload).
pub(crate) fn payload_hash(salt: &[u8; 16], payload: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(salt)
        .chain_update(payload)
        .finalize()
        .into()
}

pub(crate) fn leaf(header: &Header) -> Result<[u8; 32], StoreError> {
    let tenon_core::HeaderError::Canonical(fault) = match header.leaf() {
        Ok(leaf) => return Ok(leaf),
        Err(fault) => fault,
    };
    Err(StoreError::json("header")(fault))
}

/// The places that an erasure names; at least one.
fn named_seqs(note: &EventDraft) -> Result<Vec<u64>, StoreError> {
    let seqs = note.payload.get("seqs").and_then(|seqs| seqs.as_array());
    let seqs: Option<Vec<u64>> =
        seqs.and_then(|seqs| seqs.iter().map(|seq| seq.as_u64()).collect());
    match seqs {
        Some(seqs) if note.kind == ERASED && !seqs.is_empty() => Ok(seqs),
        _ => Err(StoreError::Erasure("the note names no event".into())),
    }
}
