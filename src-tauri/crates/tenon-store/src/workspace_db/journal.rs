//! Appending to the journal, reading it, proving it, and forgetting payloads.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;
use serde_json::json;
use sha2::{Digest, Sha256};
use tenon_core::{
    Actor, EntityRef, EventDraft, EventId, Header, Millis, SessionId, SourceId, is_known_kind,
};
use tenon_gatekeeper::Masked;

use super::WorkspaceDb;
use crate::table::journal::{self, Stored};
use crate::table::{journal_payload, journal_source};
use crate::{Entropy, JournalQuery, JournalRow, Pending, Salvaged, StoreError};

/// The kind of the event that says what was forgotten.
const ERASED: &str = "erased";
/// The kind of the event that says what a salvage could not save.
const SALVAGED: &str = "journal.salvaged";

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
    let payload = json!({ "gaps": found.gaps, "payloads": found.payloads, "lost": found.lost });
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

impl WorkspaceDb {
    /// Appends an event and gives its place. The writer adds identity, time, the source's next
    /// number, salt and leaf.
    pub fn append(&self, source: SourceId, event: Masked<EventDraft>) -> Result<u64, StoreError> {
        self.append_later(source, event).wait()
    }

    /// Queues an event without waiting for the disk; it is durable when the answer arrives.
    pub fn append_later(&self, source: SourceId, event: Masked<EventDraft>) -> Pending<u64> {
        let (ambient, session) = (self.ambient.clone(), self.session);
        self.database.queue(move |conn| {
            let id = EventId::new(ambient.ids.as_ref());
            let at = ambient.clock.now();
            let source_seq = journal_source::next(conn, source)?;
            let delivery = Delivery {
                id,
                at,
                source,
                source_seq,
                session,
                event,
            };
            write(conn, ambient.entropy.as_ref(), delivery)
        })
    }

    /// Takes an event that its source has counted. A second delivery changes nothing and gives the
    /// first place; a number that leaves a gap is refused.
    pub fn deliver(&self, delivery: Delivery) -> Result<u64, StoreError> {
        let ambient = self.ambient.clone();
        self.database.write(move |conn| {
            let (source, got) = (delivery.source, delivery.source_seq);
            if let Some(seq) = journal::seq_of(conn, source, got)? {
                return Ok(seq);
            }
            let expected = journal_source::next(conn, source)?;
            if got != expected {
                return Err(StoreError::Gap { expected, got });
            }
            write(conn, ambient.entropy.as_ref(), delivery)
        })
    }

    /// The number that the source's next event has.
    pub fn next_source_seq(&self, source: SourceId) -> Result<u64, StoreError> {
        self.database
            .read(|conn| journal_source::next(conn, source))
    }

    /// The events that `query` asks for, oldest first.
    pub fn read(&self, query: &JournalQuery) -> Result<Vec<JournalRow>, StoreError> {
        let found = self.database.read(|conn| journal::read(conn, query))?;
        found.into_iter().map(Stored::into_row).collect()
    }

    /// Recomputes every leaf and payload hash and gives the number of events. The first row that
    /// is not what was written is named by [`StoreError::BrokenJournal`].
    pub fn verify(&self) -> Result<u64, StoreError> {
        self.database.read(verify)
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
            let id = EventId::new(ambient.ids.as_ref());
            let at = ambient.clock.now();
            let source_seq = journal_source::next(conn, source)?;
            let delivery = Delivery {
                id,
                at,
                source,
                source_seq,
                session,
                event: note,
            };
            write(conn, ambient.entropy.as_ref(), delivery)
        })?;
        Ok(Erased {
            seq,
            wiped: self.database.empty_log()?,
        })
    }
}

/// Writes one event in all its tables.
fn write(conn: &Connection, entropy: &dyn Entropy, delivery: Delivery) -> Result<u64, StoreError> {
    let Delivery {
        id,
        at,
        source,
        source_seq,
        session,
        event,
    } = delivery;
    let event = event.into_inner();
    if !is_known_kind(&event.kind) {
        return Err(StoreError::UnknownKind(event.kind));
    }
    let mut salt = [0; 16];
    entropy.fill(&mut salt)?;
    let payload =
        serde_json_canonicalizer::to_string(&event.payload).map_err(StoreError::json("payload"))?;
    let hash = payload_hash(&salt, &payload);
    let header = Header {
        v: 1,
        id,
        at,
        source,
        source_seq,
        actor: event.actor,
        session,
        kind: event.kind,
        subject: event.subject,
        cause: event.cause,
        turn: event.turn,
        trace: event.trace,
        payload_hash: hex::encode(hash),
    };
    let seq = journal::next_seq(conn)?;
    journal::insert(conn, seq, &header, leaf(&header)?, hash)?;
    journal_payload::insert(conn, seq, salt, &payload)?;
    journal_source::set(conn, source, source_seq)?;
    Ok(seq)
}

/// SHA-256(salt ‖ payload).
fn payload_hash(salt: &[u8; 16], payload: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(salt)
        .chain_update(payload)
        .finalize()
        .into()
}

fn leaf(header: &Header) -> Result<[u8; 32], StoreError> {
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

/// What the journal itself says is not there any more.
#[derive(Default)]
struct Told {
    erased: HashSet<u64>,
    gaps: Vec<(u64, u64)>,
}

impl Told {
    fn hear(&mut self, kind: &str, payload: &str) -> Result<(), StoreError> {
        #[derive(serde::Deserialize)]
        struct Erasure {
            seqs: Vec<u64>,
        }
        #[derive(serde::Deserialize)]
        struct Salvage {
            gaps: Vec<(u64, u64)>,
            payloads: Vec<u64>,
        }
        match kind {
            ERASED => {
                let note: Erasure = crate::table::json(payload, "the note of an erasure")?;
                self.erased.extend(note.seqs);
            }
            SALVAGED => {
                let note: Salvage = crate::table::json(payload, "the note of a salvage")?;
                self.gaps.extend(note.gaps);
                self.erased.extend(note.payloads);
            }
            _ => {}
        }
        Ok(())
    }

    fn is_gap(&self, first: u64, last: u64) -> bool {
        (first..=last).all(|seq| {
            self.gaps
                .iter()
                .any(|(from, to)| (*from..=*to).contains(&seq))
        })
    }
}

pub(crate) fn verify(conn: &Connection) -> Result<u64, StoreError> {
    let (mut count, mut next) = (0, 0);
    let mut counted: HashMap<SourceId, u64> = HashMap::new();
    let (mut missing, mut holes, mut told) = (Vec::new(), Vec::new(), Told::default());
    let mut skipped = None;
    let broken = |seq, why: &str| StoreError::BrokenJournal {
        seq,
        why: why.to_owned(),
    };
    journal::walk(conn, |row| {
        let (seq, header) = (row.seq, &row.header);
        if seq != next {
            holes.push((next, seq.saturating_sub(1)));
        }
        if leaf(header)? != row.leaf {
            return Err(broken(
                seq,
                "the header is not the one that the leaf was made of",
            ));
        }
        let before = counted.insert(header.source, header.source_seq);
        if header.source_seq != before.unwrap_or_default() + 1 {
            skipped = skipped.or(Some(seq));
        }
        match &row.salted {
            None => missing.push(seq),
            Some((salt, payload)) => {
                if hex::encode(payload_hash(salt, payload)) != header.payload_hash {
                    return Err(broken(seq, "the payload is not the one that was hashed"));
                }
                told.hear(&header.kind, payload)?;
            }
        }
        count += 1;
        next = seq + 1;
        Ok(())
    })?;
    // Only a note of a salvage explains a hole, and only with a hole may a source's numbers skip.
    if let Some((first, _)) = holes
        .iter()
        .find(|(first, last)| !told.is_gap(*first, *last))
    {
        return Err(broken(*first, "a row is missing"));
    }
    if let Some(seq) = skipped.filter(|_| holes.is_empty()) {
        return Err(broken(seq, "the source's numbers have a gap"));
    }
    if let Some(seq) = missing.into_iter().find(|seq| !told.erased.contains(seq)) {
        return Err(broken(
            seq,
            "the payload is gone and no event says that it was erased",
        ));
    }
    // Rows that are gone from the end leave no gap; the counts of their sources tell.
    let last: HashMap<SourceId, u64> = journal_source::list(conn)?.into_iter().collect();
    if last == counted {
        Ok(count)
    } else {
        Err(broken(next, "events are missing at the end"))
    }
}

/// The places of rows that are not what their leaf was made of, and of payloads that are not what was
/// hashed.
pub(crate) fn broken(conn: &Connection) -> Result<(Vec<u64>, Vec<u64>), StoreError> {
    let (mut rows, mut payloads) = (Vec::new(), Vec::new());
    for seq in journal::seqs(conn)? {
        match journal::one(conn, seq) {
            Ok(row) if leaf(&row.header)? != row.leaf => rows.push(seq),
            Ok(row) => {
                let hash = row
                    .salted
                    .map(|(salt, text)| hex::encode(payload_hash(&salt, &text)));
                if hash.is_some_and(|hash| hash != row.header.payload_hash) {
                    payloads.push(seq);
                }
            }
            Err(_) => rows.push(seq),
        }
    }
    Ok((rows, payloads))
}

/// The places whose payload is gone and that no event speaks of.
pub(crate) fn without_payload(conn: &Connection) -> Result<Vec<u64>, StoreError> {
    let (mut missing, mut told) = (Vec::new(), Told::default());
    journal::walk(conn, |row| {
        match &row.salted {
            None => missing.push(row.seq),
            Some((_, payload)) => told.hear(&row.header.kind, payload)?,
        }
        Ok(())
    })?;
    missing.retain(|seq| !told.erased.contains(seq));
    Ok(missing)
}
