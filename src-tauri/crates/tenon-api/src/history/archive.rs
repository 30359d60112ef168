//! Looking at files, and keeping what they are.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tenon_core::{Clock, Code, DocId, Millis};
use tenon_gatekeeper::Gatekeeper;
use tenon_git::Repo;
use tenon_store::{Lack, NewBytes, NewFile, Version, VersionBytes, VersionKind, WorkspaceDb};
use tenon_workspace::Root;
use tenon_workspace::snapshot::{self, Look, Snapshot};

use crate::ApiResult;
use crate::secrets::masked_path;

/// Files beyond this many bytes are left out, unless they are saved here or restored over.
pub(crate) const LIMIT: u64 = 1 << 20;
/// The file system dates changes to no less than this many milliseconds.
const TICK: Millis = 20;
/// Files beyond this many bytes are always left out.
pub(crate) const HARD_LIMIT: u64 = 16 << 20;

/// Why a file is looked at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Why {
    /// What a version says that is taken now.
    pub kind: VersionKind,
    /// Bytes beyond which the file is left out.
    pub limit: u64,
    /// What it means that no version is known.
    pub unseen: Unseen,
}

impl Why {
    /// Another program's change that was just heard of.
    pub const HEARD: Self = Self {
        kind: VersionKind::External,
        limit: LIMIT,
        unseen: Unseen::Born,
    };
}

/// What it means that no version of a file is known.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unseen {
    /// It is new.
    Born,
    /// It is new when its node changed after this moment; else it was left out until now.
    Since(Millis),
    /// It may have been there before anybody looked.
    There,
}

/// What came of looking at a file.
pub(crate) enum Found {
    /// Its last version still says what it is.
    Same,
    /// The same bytes with another time: the version, and the new time.
    Touched(i64, i64),
    /// It is another than its last version says.
    Changed(Box<NewFile>),
    /// It changes all the time, and has to be looked at again.
    Restless,
}

/// What looks at the files of a workspace and keeps their versions.
pub(crate) struct Archive {
    pub db: Arc<WorkspaceDb>,
    pub root: Root,
    pub gatekeeper: Arc<Gatekeeper>,
    pub clock: Arc<dyn Clock>,
    /// How many bytes the history may take.
    pub cap: Box<dyn Fn() -> u64 + Send + Sync>,
    /// Held by whoever looks at files, so that what a restore writes is not taken for somebody
    /// else's change.
    pub work: Mutex<()>,
    pub repo: Mutex<Option<Repo>>,
    pub scanning: AtomicBool,
    pub stopping: AtomicBool,
    /// Bytes kept since room was made last.
    pub grown: AtomicU64,
}

impl Archive {
    pub fn new(
        db: Arc<WorkspaceDb>,
        root: Root,
        gatekeeper: Arc<Gatekeeper>,
        clock: Arc<dyn Clock>,
        cap: Box<dyn Fn() -> u64 + Send + Sync>,
    ) -> Self {
        Self {
            db,
            root,
            gatekeeper,
            clock,
            cap,
            work: Mutex::default(),
            repo: Mutex::default(),
            scanning: AtomicBool::default(),
            stopping: AtomicBool::default(),
            grown: AtomicU64::default(),
        }
    }

    /// The path by which a file is known: what the gatekeeper finds in it is masked.
    pub fn known(&self, path: &[u8]) -> Vec<u8> {
        masked_path(&self.gatekeeper, path)
    }

    /// The last version of a file.
    pub fn last(&self, path: &[u8]) -> ApiResult<Option<Version>> {
        Ok(self.db.last_version(&self.known(path), None)?)
    }

    /// Looks at a file and says what is to be kept.
    pub fn look(&self, path: &[u8], last: Option<&Version>, why: Why) -> ApiResult<Found> {
        let look = snapshot::look_known(&self.root, path)?;
        if let (Some(look), Some(last)) = (&look, last)
            && looks_as(look, last)
            && !(last.bytes == VersionBytes::Lacking(Lack::TooLarge) && look.size <= why.limit)
        {
            return Ok(Found::Same);
        }
        let (look, bytes) = match snapshot::take(&self.root, path, why.limit)? {
            Snapshot::File(look, bytes) => {
                let known = last.map(|last| self.is(last, &bytes)).transpose()?;
                match (last, known) {
                    (Some(last), Some(true)) if last.mode == Some(look.mode) => {
                        return Ok(Found::Touched(last.id, look.modified));
                    }
                    (Some(last), Some(true)) => (look, NewBytes::As(last.bytes.clone())),
                    _ => (look, self.pack(path, bytes)?),
                }
            }
            Snapshot::TooLarge(look) => (look, lacking(Lack::TooLarge)),
            Snapshot::Unreadable(look) => (look, lacking(Lack::Unreadable)),
            Snapshot::Restless => return Ok(Found::Restless),
            Snapshot::Absent | Snapshot::Other => {
                return Ok(match last {
                    Some(last) if !is_gone(last) => {
                        Found::Changed(Box::new(self.gone(path, last, why.kind)))
                    }
                    _ => Found::Same,
                });
            }
        };
        // A log that grows beyond the limit is not a new version each time.
        if let (NewBytes::As(VersionBytes::Lacking(now)), Some(last)) = (&bytes, last)
            && last.bytes == VersionBytes::Lacking(*now)
        {
            return Ok(Found::Touched(last.id, look.modified));
        }
        Ok(Found::Changed(Box::new(
            self.new_file(path, last, why, &look, bytes),
        )))
    }

    /// What is to be kept of a file that is there.
    pub fn new_file(
        &self,
        path: &[u8],
        last: Option<&Version>,
        why: Why,
        look: &Look,
        bytes: NewBytes,
    ) -> NewFile {
        let now = self.clock.now();
        let changed = look.changed / 1_000_000;
        let (kind, born, from) = match (last, why.unseen) {
            // Two versions of a file never share a moment, or it would name only the later one.
            (Some(last), _) => (why.kind, is_gone(last), last.at + 1),
            (None, Unseen::Born) => (why.kind, true, i64::MIN),
            // Whoever brings a file with its old marks, as `mv` does, changes its node all the same.
            (None, Unseen::Since(when)) if changed > when => (why.kind, true, when),
            // It is as it was since the file system noted its last change, which nobody can set back.
            (None, Unseen::Since(_) | Unseen::There) => (VersionKind::Baseline, false, i64::MIN),
        };
        let known = self.known(path);
        NewFile {
            real: (known != path).then(|| path.to_vec()),
            path: known,
            doc: None,
            // The file knows better than we when it changed; a clock that was set may not.
            at: changed.min(now).max(from),
            bytes,
            size: look.size,
            mode: Some(look.mode),
            // Who writes again in the same tick of the file system's clock leaves the same time, so
            // that a file which is that fresh has to be read again.
            modified: (now - changed > TICK).then_some(look.modified),
            kind,
            born,
        }
    }

    /// A file that is not there any more.
    pub fn gone(&self, path: &[u8], last: &Version, kind: VersionKind) -> NewFile {
        let now = self.clock.now();
        let when = snapshot::folder_changed(&self.root, path).map_or(now, |when| when / 1_000_000);
        let known = self.known(path);
        NewFile {
            real: (known != path).then(|| path.to_vec()),
            path: known,
            doc: None,
            at: when.min(now).max(last.at + 1),
            bytes: lacking(Lack::Removed),
            size: 0,
            mode: None,
            modified: None,
            kind,
            born: false,
        }
    }

    /// The text of a document that is as its file.
    pub fn text(&self, text: super::Text) -> ApiResult<()> {
        let super::Text {
            doc,
            path,
            bytes,
            modified,
            at,
            kind,
        } = text;
        let last = self.last(&path)?;
        let opened = kind == VersionKind::Baseline;
        if opened
            && last
                .as_ref()
                .is_some_and(|last| last.modified == Some(modified))
        {
            return Ok(());
        }
        let Some(bytes) = bytes() else { return Ok(()) };
        if let Some(last) = &last
            && self.is(last, &bytes)?
        {
            // The watcher was faster than the word of the save.
            if kind == VersionKind::Save && last.kind == VersionKind::External {
                self.db.explain_version(last.id, kind)?;
            }
            return Ok(self.db.touch_versions(vec![(last.id, modified)])?);
        }
        let look = snapshot::look_known(&self.root, &path)?;
        let known = self.known(&path);
        let size = bytes.len() as u64;
        let new = NewFile {
            real: (known != path).then(|| path.clone()),
            path: known,
            doc: Some(doc),
            at: match &last {
                Some(last) => at.max(last.at + 1),
                // What is opened stands there since the file changed last.
                None if opened => look
                    .as_ref()
                    .filter(|look| look.modified == modified)
                    .map_or(at, |look| (look.changed / 1_000_000).min(at)),
                None => at,
            },
            bytes: if size > HARD_LIMIT {
                lacking(Lack::TooLarge)
            } else {
                self.pack(&path, bytes)?
            },
            size,
            mode: look.map(|look| look.mode),
            modified: Some(modified),
            kind: if opened && last.is_some() {
                VersionKind::External
            } else {
                kind
            },
            born: !opened && last.as_ref().is_none_or(is_gone) && self.is_complete()?,
        };
        self.keep(vec![new]).map(drop)
    }

    fn is_complete(&self) -> ApiResult<bool> {
        Ok(self.db.history_complete()?.is_some())
    }

    /// Looks at one file now and keeps what it is. A file that does not hold still is left.
    pub fn look_now(&self, path: &[u8], why: Why) -> ApiResult<()> {
        self.look_at(&[path], why)
    }

    /// The same for several files, which are kept in one stroke.
    pub fn look_at(&self, paths: &[&[u8]], why: Why) -> ApiResult<()> {
        let (mut touched, mut changed) = (Vec::new(), Vec::new());
        for path in paths {
            match self.look(path, self.last(path)?.as_ref(), why)? {
                Found::Same | Found::Restless => {}
                Found::Touched(id, modified) => touched.push((id, modified)),
                Found::Changed(new) => changed.push(*new),
            }
        }
        if !touched.is_empty() {
            self.db.touch_versions(touched)?;
        }
        if !changed.is_empty() {
            self.keep(changed)?;
        }
        Ok(())
    }

    /// Looks at a file that somebody asks about, as soon as the history has begun. What came or went
    /// since is left to the watcher, which sees whether it was moved.
    pub fn look_for(&self, path: &[u8]) -> ApiResult<()> {
        let complete = self.db.history_complete()?;
        if complete.is_none() && !self.scanning.load(Ordering::SeqCst) || self.is_ignored(path) {
            return Ok(());
        }
        let known = self.last(path)?.is_some() && snapshot::look(&self.root, path)?.is_some();
        if complete.is_some() && !known {
            return Ok(());
        }
        let why = Why {
            unseen: complete.map_or(Unseen::There, Unseen::Since),
            ..Why::HEARD
        };
        self.look_now(path, why)
    }

    /// Looks at a file for somebody who only reads. Where nothing can be kept, as on a full or a
    /// read-only disk, what was kept is told all the same.
    pub fn look_before_reading(&self, path: &[u8]) -> ApiResult<()> {
        match self.look_for(path) {
            Err(error) if error.code == Code::Storage => {
                tracing::warn!(%error, "what a file is now has no version");
                Ok(())
            }
            looked => looked,
        }
    }

    /// Keeps what stands in a file that is about to be written over, whether the history has begun
    /// or not.
    pub fn look_before(&self, path: &[u8]) -> ApiResult<()> {
        if self.is_ignored(path) || snapshot::look(&self.root, path)?.is_none() {
            return Ok(());
        }
        let unseen = self.db.history_complete()?;
        let why = Why {
            unseen: unseen.map_or(Unseen::There, Unseen::Since),
            limit: HARD_LIMIT,
            ..Why::HEARD
        };
        self.look_now(path, why)
    }

    /// Keeps versions, and notes how much came.
    pub fn keep(&self, new: Vec<NewFile>) -> ApiResult<Vec<i64>> {
        let size = |file: &NewFile| match &file.bytes {
            NewBytes::Plain(bytes) => bytes.len() as u64,
            NewBytes::GitBlob(_) | NewBytes::As(_) => 0,
        };
        self.grown
            .fetch_add(new.iter().map(size).sum(), Ordering::SeqCst);
        self.take_blobs_over(&new)?;
        Ok(self.db.keep_files(new)?)
    }

    /// What a move leaves behind, and what arrives.
    pub fn moved(&self, doc: DocId, from: &[u8], to: &[u8], last: &Version) -> Vec<NewFile> {
        let mut new = self.gone(from, last, VersionKind::Moved);
        new.doc = Some(doc);
        let known = self.known(to);
        let arrived = NewFile {
            real: (known != to).then(|| to.to_vec()),
            path: known,
            doc: Some(doc),
            at: new.at,
            bytes: NewBytes::As(last.bytes.clone()),
            size: last.size,
            mode: last.mode,
            modified: last.modified,
            kind: VersionKind::Moved,
            born: true,
        };
        vec![new, arrived]
    }
}

pub(crate) fn lacking(why: Lack) -> NewBytes {
    NewBytes::As(VersionBytes::Lacking(why))
}

/// Whether a version says that there was no file.
pub(crate) fn is_gone(version: &Version) -> bool {
    version.bytes == VersionBytes::Lacking(Lack::Removed)
}

/// Whether a file looks as when its last version was taken, so that it need not be read.
pub(crate) fn looks_as(look: &Look, last: &Version) -> bool {
    !is_gone(last)
        && (Some(look.modified), look.size, Some(look.mode))
            == (last.modified, last.size, last.mode)
}
