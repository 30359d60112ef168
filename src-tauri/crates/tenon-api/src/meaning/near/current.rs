//! Which of the rows that were found still stand in their files.

use std::collections::HashMap;

use tenon_sidecar::VectorHit;
use tenon_store::{MeaningDb, PassageFile, PassageKey, PassageState};

use super::NearHit;
use super::ask::Question;
use crate::ApiResult;
use crate::meaning::Shared;
use crate::meaning::commands::run_of;
use crate::meaning::follow::on_disk;

/// Those of the hits whose text is in its file now.
pub(super) fn current(
    shared: &Shared,
    db: &MeaningDb,
    hits: Vec<VectorHit>,
    question: &Question,
    salt: &[u8],
    partial: &mut bool,
) -> ApiResult<Vec<NearHit>> {
    let mut keys = Vec::with_capacity(hits.len());
    let mut scores = Vec::with_capacity(hits.len());
    for hit in hits {
        let mut hash = [0; 16];
        if hex::decode_to_slice(&hit.key.hash, &mut hash).is_err() {
            continue;
        }
        let reference = hit.key.reference;
        let key = PassageKey { reference, hash };
        if question.own.as_ref() != Some(&key) {
            keys.push(key);
            scores.push(hit.score);
        }
    }
    let mut files: HashMap<Vec<u8>, bool> = HashMap::new();
    let mut found = Vec::new();
    for (row, score) in db.passages(&keys)?.into_iter().zip(scores) {
        let Some((row, known)) = row.filter(|(row, _)| row.state != PassageState::Gone) else {
            continue;
        };
        let fresh = match files.get(&row.path) {
            Some(fresh) => *fresh,
            None => {
                let fresh = known.is_some_and(|file| is_so(shared, &row.path, &file, salt));
                files.insert(row.path.clone(), fresh);
                fresh
            }
        };
        if !fresh {
            *partial = true;
            continue;
        }
        found.push(NearHit {
            reference: row.key.reference,
            hash: row.key.hash,
            kind: row.kind,
            path: row.path,
            part: row.part,
            line: row.line,
            score,
        });
    }
    Ok(found)
}

/// Whether a file is as it was when its rows were made, on the disk and for the index.
pub(super) fn is_so(shared: &Shared, path: &[u8], file: &PassageFile, salt: &[u8]) -> bool {
    if let Some(run) = run_of(path) {
        return shared.files(salt).is_command_so(path, file, run);
    }
    if on_disk(&shared.parts.root, path) != Some((file.size, file.modified)) {
        return false;
    }
    let print = shared.parts.symbols.lock().print(path, salt);
    print.is_none_or(|print| print == file.print)
}
