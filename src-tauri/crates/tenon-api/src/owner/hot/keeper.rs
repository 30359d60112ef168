//! The thread that writes whole texts beside the keys: large ones, ones with many records, and ones
//! of which a write failed.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError};
use tenon_core::{Code, DocId};

use super::{Kept, form, kept_text, undo, unkept_because};
use crate::owner::{Owner, lock};
use crate::{ApiError, ApiResult};

/// How long after a failed write it is tried again.
const RETRY: Duration = Duration::from_secs(2);
/// How often a text that goes on changing is sealed beside the keys before they have to wait.
const BESIDE: usize = 3;

/// Starts the keeper, which ends with its owner.
pub(in crate::owner) fn serve(owner: &Arc<Owner>, orders: Receiver<DocId>) -> ApiResult<()> {
    let owner = Arc::downgrade(owner);
    let thread = std::thread::Builder::new()
        .name("tenon-keeper".into())
        .spawn(move || run(&owner, &orders));
    thread
        .map(drop)
        .map_err(|e| ApiError::new(Code::Internal, e.to_string()))
}

fn run(owner: &Weak<Owner>, orders: &Receiver<DocId>) {
    let mut failed = BTreeSet::new();
    loop {
        let order = if failed.is_empty() {
            orders.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            orders.recv_timeout(RETRY)
        };
        let todo = match order {
            Ok(doc) => BTreeSet::from([doc]),
            Err(RecvTimeoutError::Timeout) => std::mem::take(&mut failed),
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let Some(owner) = owner.upgrade() else { return };
        for doc in todo {
            if let Err(error) = fold(&owner, doc) {
                tracing::warn!(%error, "an unsaved text could not be written");
                failed.insert(doc);
            }
        }
    }
}

/// Writes a text whole, in place of its records.
fn fold(owner: &Owner, doc: DocId) -> ApiResult<()> {
    // The records are what undo is rebuilt from, so it has to hold them before they go.
    if let Err(error) = undo::settle(owner, doc) {
        tracing::warn!(%error, "the undo history of an unsaved text could not be written");
    }
    for attempt in 1.. {
        let Some((snapshot, life)) = snapshot(owner, doc) else {
            return Ok(());
        };
        let sealed = owner.db.seal_content(&form::write(&snapshot, false)?)?;
        let documents = lock(&owner.documents);
        let Ok(document) = documents.get(doc) else {
            return Ok(());
        };
        let mut all = lock(&owner.hot.kept);
        let Some(kept) = all.get_mut(&doc).filter(|kept| kept.life == life) else {
            return Ok(());
        };
        let same = document.head() == snapshot.head.as_deref();
        // Without records nothing says what came in while the text was sealed.
        if kept.behind && !same && attempt < BESIDE {
            continue;
        }
        let (snapshot, sealed) = if kept.behind && !same {
            let now = document.snapshot();
            let sealed = owner.db.seal_content(&form::write(&now, false)?)?;
            (now, sealed)
        } else {
            (snapshot, sealed)
        };
        *kept = Kept {
            life,
            ..Kept::default()
        };
        let write = owner
            .db
            .keep_text_later(kept_text(owner, doc, &snapshot, sealed));
        drop(all);
        drop(documents);
        return written(owner, doc, life, write);
    }
    Ok(())
}

fn snapshot(owner: &Owner, doc: DocId) -> Option<(tenon_workspace::Snapshot, u64)> {
    let documents = lock(&owner.documents);
    let life = lock(&owner.hot.kept).get(&doc)?.life;
    Some((documents.get(doc).ok()?.snapshot(), life))
}

fn written(owner: &Owner, doc: DocId, life: u64, write: tenon_store::Pending<()>) -> ApiResult<()> {
    if let Err(fault) = write.wait() {
        let fault = unkept_because(fault);
        if let Some(kept) = lock(&owner.hot.kept)
            .get_mut(&doc)
            .filter(|kept| kept.life == life)
        {
            kept.behind = true;
        }
        owner.hot.tell(owner, Some(fault.clone()));
        return Err(fault);
    }
    if !lock(&owner.hot.kept).values().any(|kept| kept.behind) {
        owner.hot.tell(owner, None);
    }
    Ok(())
}
