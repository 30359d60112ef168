//! Hot exit: the text of every buffer is kept as the keys come in, so that nothing is lost whenever
//! the process ends.
//!
//! The first change of a clean text writes the text that it stands on, and every change adds a
//! record. Records that have become too many are folded into the text. Everything is queued while
//! the documents are locked, so that the database sees it in the order in which it happened.

mod form;
mod keeper;
mod restore;
pub(crate) mod undo;

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam_channel::{Receiver, Sender, unbounded};
use serde_json::json;
use tenon_core::{Change, DocId, Edit, EntityKind, Millis, WirePath};
use tenon_store::{KeptText, Pending, StoreError};
use tenon_workspace::{Disk, Document, Snapshot};

use super::{Caller, Owner, lock, reference};
use crate::wire::{LostText, UiEvent};
use crate::{ApiError, ApiResult};

pub(super) use keeper::serve;
pub(crate) use restore::count_unsaved;
pub(super) use restore::restore;

/// A text up to this many bytes is written at once; a larger one beside the keys.
const SMALL: usize = 1 << 20;
/// Records of a text are folded when they cost more than a quarter of it, within these limits.
const FOLD: (usize, usize) = (256 << 10, 4 << 20);
/// What a record costs beside its text.
const RECORD: usize = 128;
/// A pause of this many milliseconds ends a burst of edits, and so does this long a burst.
const PAUSE: Millis = 10_000;
const BURST: Millis = 300_000;

/// What is kept of the texts that are not saved.
pub(crate) struct Hot {
    kept: Mutex<HashMap<DocId, Kept>>,
    bursts: Mutex<HashMap<DocId, (Millis, Millis)>>,
    unkept: Mutex<Option<ApiError>>,
    lost: Mutex<Vec<LostText>>,
    lives: AtomicU64,
    work: Sender<DocId>,
}

/// What is kept of one text.
#[derive(Debug, Default)]
struct Kept {
    /// Tells this text from what the document held before it was saved or read again.
    life: u64,
    /// What the records since the whole text cost.
    cost: usize,
    /// A write failed: records are of no use before the whole text is written again.
    behind: bool,
    /// The keeper was asked to fold it.
    folding: bool,
}

/// Writes that are on their way to the disk.
#[derive(Debug, Default)]
#[must_use = "nothing is durable before it was waited for"]
pub(crate) struct Waiting {
    of: Option<(DocId, u64)>,
    writes: Vec<Pending<()>>,
    fault: Option<ApiError>,
}

impl Hot {
    /// Nothing is kept yet; the receiver is for [`serve`].
    pub fn new() -> (Self, Receiver<DocId>) {
        let (work, orders) = unbounded();
        let hot = Self {
            kept: Mutex::default(),
            bursts: Mutex::default(),
            unkept: Mutex::default(),
            lost: Mutex::default(),
            lives: AtomicU64::new(1),
            work,
        };
        (hot, orders)
    }

    /// Why text is in memory only, while that is so.
    pub fn unkept(&self) -> Option<ApiError> {
        lock(&self.unkept).clone()
    }

    /// Texts that were kept and did not come back.
    pub fn lost(&self) -> Vec<LostText> {
        lock(&self.lost).clone()
    }

    /// Applies an edit and queues it. One that came before waits for what is under way.
    pub fn apply(
        &self,
        owner: &Owner,
        document: &mut Document,
        change: Change,
    ) -> ApiResult<(u32, Waiting)> {
        let base = self.is_new(document.id).then(|| {
            let on_disk = document.disk == Disk::Same && !document.dirty();
            (document.snapshot(), on_disk)
        });
        let before = document.counter(&change.replica);
        let counter = document.apply(&change)?;
        let waiting = if counter == before {
            self.repeat(owner, document.id)
        } else {
            self.log(owner, base, change, document.text.len_bytes())
        };
        Ok((counter, waiting))
    }

    fn is_new(&self, doc: DocId) -> bool {
        !lock(&self.kept).contains_key(&doc)
    }

    fn repeat(&self, owner: &Owner, doc: DocId) -> Waiting {
        let kept = lock(&self.kept);
        match kept.get(&doc) {
            Some(kept) if kept.behind => self.failing(),
            _ => Waiting {
                of: None,
                writes: vec![owner.db.barrier()],
                fault: None,
            },
        }
    }

    fn log(
        &self,
        owner: &Owner,
        base: Option<(Snapshot, bool)>,
        change: Change,
        size: usize,
    ) -> Waiting {
        let doc = change.doc;
        let mut waiting = Waiting::default();
        let mut ask = false;
        if let Some((snapshot, same_as_disk)) = base {
            let on_disk = same_as_disk && snapshot.text.len_bytes() > SMALL;
            waiting = self.whole(owner, doc, &snapshot, on_disk);
            // Until the keeper has written it, a large text can be had from its file.
            ask = on_disk;
        }
        let mut all = lock(&self.kept);
        let kept = all.entry(doc).or_default();
        if kept.behind {
            return self.failing();
        }
        waiting.of = Some((doc, kept.life));
        kept.cost += cost(&change);
        ask |= kept.cost > (size / 4).clamp(FOLD.0, FOLD.1);
        if ask && !kept.folding {
            kept.folding = true;
            // The keeper lives as long as this sender.
            let _ = self.work.send(doc);
        }
        waiting.writes.push(owner.db.log_change_later(change));
        waiting
    }

    /// Queues a whole text, with which a new life begins.
    fn whole(&self, owner: &Owner, doc: DocId, snapshot: &Snapshot, on_disk: bool) -> Waiting {
        let mut all = lock(&self.kept);
        let life = self.lives.fetch_add(1, Ordering::SeqCst);
        let written = form::write(snapshot, on_disk)
            .and_then(|bytes| Ok(owner.db.seal_content(&bytes)?))
            .map(|text| {
                owner
                    .db
                    .keep_text_later(kept_text(owner, doc, snapshot, text))
            });
        let kept = all.entry(doc).or_default();
        *kept = Kept {
            life,
            ..Kept::default()
        };
        match written {
            Ok(write) => Waiting {
                of: Some((doc, life)),
                writes: vec![write],
                fault: None,
            },
            Err(fault) => Waiting {
                of: Some((doc, life)),
                writes: Vec::new(),
                fault: Some(fault),
            },
        }
    }

    /// The text of a document stands on something else from here on: it was saved, read again,
    /// kept against the disk, or moved.
    pub fn rebase(&self, owner: &Owner, document: &Document) -> Waiting {
        let doc = document.id;
        if !document.dirty() && document.path.is_some() {
            return self.forget(owner, doc);
        }
        let snapshot = document.snapshot();
        if snapshot.text.len_bytes() <= SMALL {
            return self.whole(owner, doc, &snapshot, false);
        }
        // What was kept before brings the same text back until the keeper has written it anew.
        lock(&self.kept).entry(doc).or_default().folding = true;
        let _ = self.work.send(doc);
        Waiting::default()
    }

    /// Nothing of a document has to come back any more.
    pub fn forget(&self, owner: &Owner, doc: DocId) -> Waiting {
        // A fold that is under way finds its life gone, and does not bring it back.
        lock(&self.kept).remove(&doc);
        lock(&self.lost).retain(|lost| lost.doc != doc);
        Waiting {
            of: None,
            writes: vec![owner.db.drop_unsaved_later(doc)],
            fault: None,
        }
    }

    /// Waits until writes are durable; why they are not, otherwise. The documents must not be
    /// locked meanwhile.
    pub fn wait(&self, owner: &Owner, waiting: Waiting) -> Option<ApiError> {
        let Waiting { of, writes, fault } = waiting;
        let mut fault = fault;
        for write in writes {
            if let Err(failed) = write.wait() {
                fault.get_or_insert(unkept_because(failed));
            }
        }
        if let (Some((doc, life)), Some(fault)) = (of, &fault) {
            self.failed(owner, doc, life, fault);
        }
        fault
    }

    fn failing(&self) -> Waiting {
        Waiting {
            of: None,
            writes: Vec::new(),
            fault: self.unkept(),
        }
    }

    fn failed(&self, owner: &Owner, doc: DocId, life: u64, fault: &ApiError) {
        let mut all = lock(&self.kept);
        let Some(kept) = all.get_mut(&doc).filter(|kept| kept.life == life) else {
            return;
        };
        kept.behind = true;
        let _ = self.work.send(doc);
        drop(all);
        tracing::error!(error = %fault, "unsaved text is not kept");
        self.tell(owner, Some(fault.clone()));
    }

    /// Tells the windows when it has changed whether text is kept.
    fn tell(&self, owner: &Owner, unkept: Option<ApiError>) {
        let mut now = lock(&self.unkept);
        if now.as_ref().map(|e| &e.message) == unkept.as_ref().map(|e| &e.message) {
            return;
        }
        now.clone_from(&unkept);
        drop(now);
        owner.hub().emit(UiEvent::KeepingChanged { unkept });
    }

    /// Notes in the journal that a document changes, once a burst.
    pub fn note(&self, owner: &Owner, doc: DocId, path: Option<&[u8]>, caller: &Caller) {
        // The journal says nothing about a file that is excluded; its text is kept all the same.
        if path.is_some_and(|path| !owner.journaled(path)) {
            return;
        }
        let now = owner.app.surroundings.ambient.clock.now();
        let mut bursts = lock(&self.bursts);
        let begun = match bursts.get(&doc) {
            // A clock that was set back ends a burst too.
            Some((begun, last)) if (0..PAUSE).contains(&(now - last)) && now - begun < BURST => {
                Some(*begun)
            }
            _ => None,
        };
        bursts.insert(doc, (begun.unwrap_or(now), now));
        drop(bursts);
        if begun.is_none() {
            let path = path.map(|path| WirePath::from_bytes(&owner.masked_path(path)));
            let subject = reference(EntityKind::File, &doc.to_string());
            owner.record(
                "document.changed",
                subject,
                json!({ "path": path }),
                Some(caller),
            );
        }
    }
}

fn cost(change: &Change) -> usize {
    let texts = change.changes.iter().map(|Edit(_, _, text)| text.len());
    RECORD + texts.sum::<usize>()
}

fn kept_text(
    owner: &Owner,
    doc: DocId,
    snapshot: &Snapshot,
    text: tenon_store::SealedContent,
) -> KeptText {
    let title = match snapshot.path {
        Some(_) => None,
        None => lock(&owner.shown).get(&doc).map(|shown| shown.name.clone()),
    };
    let covered = snapshot.counters.iter();
    KeptText {
        doc,
        title,
        text,
        covered: covered.map(|(name, last)| (name.clone(), *last)).collect(),
    }
}

fn unkept_because(fault: StoreError) -> ApiError {
    let fault = ApiError::from(fault);
    let message = format!("Unsaved text is in memory only: {}", fault.message);
    let hint = "Save what matters, or make room. It is tried again every two seconds.";
    ApiError {
        retryable: true,
        ..ApiError::new(fault.code, message).hint(hint)
    }
}
