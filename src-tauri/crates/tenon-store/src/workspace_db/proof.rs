//! Proving that the journal is what was written, and finding what is not.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;
use tenon_core::SourceId;

use super::journal::{ERASED, SALVAGED, leaf, payload_hash};
use crate::StoreError;
use crate::table::{journal, journal_source};

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

/// Recomputes every leaf and payload hash and gives the number of events.
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
