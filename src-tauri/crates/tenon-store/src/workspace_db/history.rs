//! Local history: versions of documents.

use rusqlite::Connection;
use tenon_core::{DocId, Millis};

use super::WorkspaceDb;
use super::veil::is_veiled;
use crate::seal::SealedContent;
use crate::table::version::{self, Kept};
use crate::table::{content, document, kept};
use crate::{ContentHash, Document, HistorySize, StoreError, Version, VersionBytes, VersionKind};

/// What sealed paths are sealed beside.
pub(super) const PATH: &[u8] = b"the path of a version";

/// Versions that are given up in one commit.
const TRIM_AT_ONCE: u32 = 200;

/// The bytes of a version that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewBytes {
    /// Kept here, sealed.
    Plain(Vec<u8>),
    /// Already in the workspace's git repository, under this object id.
    GitBlob(Vec<u8>),
    /// As in another version, or not kept at all.
    As(VersionBytes),
}

/// A version that is to be kept beside the file: text that was in an editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    /// The document.
    pub doc: DocId,
    /// Its bytes at this moment.
    pub bytes: NewBytes,
    /// Why it is taken.
    pub kind: VersionKind,
    /// What the person calls it.
    pub label: Option<String>,
}

/// What a file was, to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// The path by which it is known: what the gatekeeper finds in it is masked.
    pub path: Vec<u8>,
    /// The real path, when that is another one. It is kept sealed.
    pub real: Option<Vec<u8>>,
    /// The document; the one at `path` when none is given.
    pub doc: Option<DocId>,
    /// When the bytes were there first.
    pub at: Millis,
    /// What was in it.
    pub bytes: NewBytes,
    /// Bytes.
    pub size: u64,
    /// Permission bits.
    pub mode: Option<u32>,
    /// When the file says it was changed, in nanoseconds since 1970.
    pub modified: Option<i64>,
    /// Why it is taken.
    pub kind: VersionKind,
    /// Whether there was no file before.
    pub born: bool,
}

/// Bytes that were sealed outside of the writer, which has other things to do.
enum Ready {
    Sealed(SealedContent),
    There(VersionBytes),
}

impl Ready {
    fn put(self, conn: &Connection) -> Result<VersionBytes, StoreError> {
        match self {
            Self::There(bytes) => {
                if let VersionBytes::Content(hash) = bytes
                    && !content::is_kept(conn, hash)?
                {
                    return Err(StoreError::NotFound(format!("content {hash}")));
                }
                Ok(bytes)
            }
            Self::Sealed(sealed) => Ok(VersionBytes::Content(content::put_sealed(conn, &sealed)?)),
        }
    }
}

impl WorkspaceDb {
    /// Keeps versions of documents as of now, beside what is in their files; all or none.
    pub fn keep_versions(&self, new: Vec<NewVersion>) -> Result<Vec<Version>, StoreError> {
        let at = self.ambient.clock.now();
        let mut ready = Vec::with_capacity(new.len());
        for new in new {
            let size = match &new.bytes {
                NewBytes::Plain(bytes) => bytes.len() as u64,
                NewBytes::GitBlob(_) | NewBytes::As(_) => 0,
            };
            ready.push((self.ready(new.bytes)?, size, new.doc, new.kind, new.label));
        }
        let veiling = self.veiling();
        self.database.write(move |conn| {
            let mut versions = Vec::with_capacity(ready.len());
            for (bytes, size, doc, kind, label) in ready {
                let path = document::find(conn, doc)?.and_then(|document| document.path);
                let mut version = Version {
                    id: 0,
                    doc,
                    at,
                    path,
                    bytes: bytes.put(conn)?,
                    size,
                    mode: None,
                    modified: None,
                    kind,
                    label,
                    pinned: false,
                    on_disk: false,
                    born: false,
                };
                let mut row = Kept {
                    version: version.clone(),
                    sealed_path: None,
                };
                veiling.cover(&mut row)?;
                version.id = version::insert(conn, &row)?;
                versions.push(version);
            }
            Ok(versions)
        })
    }

    /// Keeps one version; see [`Self::keep_versions`].
    pub fn keep_version(&self, new: NewVersion) -> Result<Version, StoreError> {
        let mut kept = self.keep_versions(vec![new])?;
        kept.pop()
            .ok_or_else(|| StoreError::NotFound("the version that was kept".to_owned()))
    }

    /// Keeps what files were, all or none, and gives their numbers. Files that no document is
    /// known for get one.
    pub fn keep_files(&self, new: Vec<NewFile>) -> Result<Vec<i64>, StoreError> {
        let mut ready = Vec::with_capacity(new.len());
        for file in new {
            let sealed_path = file.real.as_ref().map(|real| self.seal(real, PATH));
            let bytes = self.ready(file.bytes)?;
            let fresh = DocId::new(self.ambient.ids.as_ref());
            let version = Version {
                id: 0,
                doc: file.doc.unwrap_or(fresh),
                at: file.at,
                path: Some(file.path),
                bytes: VersionBytes::Lacking(version::Lack::Dropped),
                size: file.size,
                mode: file.mode,
                modified: file.modified,
                kind: file.kind,
                label: None,
                pinned: false,
                on_disk: true,
                born: file.born,
            };
            let row = Kept {
                version,
                sealed_path: sealed_path.transpose()?,
            };
            ready.push((row, bytes, file.doc.is_some()));
        }
        let now = self.ambient.clock.now();
        let veiling = self.veiling();
        self.database.write(move |conn| {
            let mut ids = Vec::with_capacity(ready.len());
            for (mut row, bytes, known) in ready {
                row.version.bytes = bytes.put(conn)?;
                let path = row.version.path.clone().unwrap_or_default();
                veiling.cover(&mut row)?;
                if !known {
                    row.version.doc = doc_at(conn, &path, &row.version, now)?;
                }
                ids.push(version::insert(conn, &row)?);
            }
            Ok(ids)
        })
    }

    /// Keeps blobs of the repository here, each with its document, its id and its bytes: the versions
    /// of that document no longer need the repository for them.
    pub fn take_blobs_over(&self, blobs: Vec<(DocId, Vec<u8>, Vec<u8>)>) -> Result<(), StoreError> {
        self.write_content(move |conn, sealing| {
            for (doc, blob, bytes) in blobs {
                version::take_over(conn, doc, &blob, sealing.put(conn, &bytes)?)?;
            }
            Ok(())
        })
    }

    /// The path under which the history knows a file.
    pub(super) fn veiled(&self, path: &[u8]) -> Vec<u8> {
        self.veiling().path(path)
    }

    /// Seals bytes on the caller's thread.
    fn ready(&self, bytes: NewBytes) -> Result<Ready, StoreError> {
        let bytes = match bytes {
            NewBytes::GitBlob(id) => return Ok(Ready::There(VersionBytes::GitBlob(id))),
            NewBytes::As(there) => return Ok(Ready::There(there)),
            NewBytes::Plain(bytes) => bytes,
        };
        let entropy = self.ambient.entropy.as_ref();
        Ok(Ready::Sealed(SealedContent::new(
            &self.key, entropy, &bytes,
        )?))
    }

    fn seal(&self, bytes: &[u8], about: &[u8]) -> Result<Vec<u8>, StoreError> {
        self.key.seal(bytes, about, self.ambient.entropy.as_ref())
    }

    /// The name that bytes have, or would have, in this workspace.
    pub fn content_name(&self, bytes: &[u8]) -> ContentHash {
        self.key.name(bytes)
    }

    /// Puts the real path in the place of a masked one. One that does not open stays masked, and
    /// the version then has no bytes that could be written to a wrong place.
    fn opened(&self, row: Kept) -> Version {
        let Kept {
            mut version,
            sealed_path,
        } = row;
        if let Some(sealed) = sealed_path {
            match self.key.open(&sealed, PATH, || "a path".into()) {
                Ok(real) => version.path = Some(real),
                Err(error) => {
                    tracing::warn!(%error, version = version.id, "a version's path is lost");
                    version.bytes = VersionBytes::Lacking(version::Lack::Unreadable);
                }
            }
        }
        version
    }

    fn select(
        &self,
        find: impl FnOnce(&Connection) -> Result<Vec<Kept>, StoreError>,
    ) -> Result<Vec<Version>, StoreError> {
        let rows = self.database.read(find)?;
        Ok(rows.into_iter().map(|row| self.opened(row)).collect())
    }

    /// A document's versions, the newest first; [`WorkspaceDb::content`] gives the bytes.
    pub fn versions(&self, doc: DocId) -> Result<Vec<Version>, StoreError> {
        self.select(|conn| version::list(conn, doc))
    }

    /// The versions of the document at `path`, and of those that were there before it, the newest
    /// first.
    pub fn versions_at(&self, path: &[u8]) -> Result<Vec<Version>, StoreError> {
        let veiled = self.veiled(path);
        self.select(|conn| version::list_at(conn, &veiled, path))
    }

    /// A version by its number.
    pub fn version(&self, id: i64) -> Result<Option<Version>, StoreError> {
        let found = self.select(|conn| Ok(version::find(conn, id)?.into_iter().collect()))?;
        Ok(found.into_iter().next())
    }

    /// The last version of the file at `path`. With `until` only what was there at that moment
    /// counts.
    pub fn last_version(
        &self,
        path: &[u8],
        until: Option<Millis>,
    ) -> Result<Option<Version>, StoreError> {
        let path = self.veiled(path);
        let found =
            self.select(|conn| Ok(version::last_at(conn, &path, until)?.into_iter().collect()))?;
        Ok(found.into_iter().next())
    }

    /// What the file that is at `path` now was at a moment, also when it had another path then.
    pub fn version_as_of(&self, path: &[u8], at: Millis) -> Result<Option<Version>, StoreError> {
        let veiled = self.veiled(path);
        let found = self.select(|conn| {
            let found = version::as_of(conn, &veiled, path, at)?;
            Ok(found.into_iter().collect())
        })?;
        Ok(found.into_iter().next())
    }

    /// The last version of each file at `scope` or below it, by path; of all files with an empty
    /// scope. With `until` only what was there at that moment counts.
    pub fn last_versions(
        &self,
        scope: &[u8],
        until: Option<Millis>,
    ) -> Result<Vec<Version>, StoreError> {
        let scope = self.veiled(scope);
        let mut found = self.select(|conn| version::last_below(conn, &scope, until))?;
        // Marks stand in another order than names.
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    /// The first version of each file at `scope` or below it, by path.
    pub fn first_versions(&self, scope: &[u8]) -> Result<Vec<Version>, StoreError> {
        let scope = self.veiled(scope);
        let mut found = self.select(|conn| version::first_below(conn, &scope))?;
        // Marks stand in another order than names.
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    /// Notes that files were touched and are the same: versions and when they were modified.
    pub fn touch_versions(&self, touched: Vec<(i64, i64)>) -> Result<(), StoreError> {
        self.database.write(move |conn| {
            let mut touched = touched.into_iter();
            touched.try_for_each(|(id, modified)| version::touch(conn, id, modified))
        })
    }

    /// Gives a version the reason that was learned later.
    pub fn explain_version(&self, id: i64, kind: VersionKind) -> Result<(), StoreError> {
        self.database
            .write(move |conn| version::explain(conn, id, kind))
    }

    /// Sets whether a version stays when room is made.
    pub fn pin_version(&self, id: i64, pinned: bool) -> Result<(), StoreError> {
        self.database
            .write(move |conn| version::pin(conn, id, pinned))
    }

    /// What the history holds.
    pub fn history_size(&self) -> Result<HistorySize, StoreError> {
        self.database.read(version::room::size)
    }

    /// Gives up the oldest versions until the history takes at most `cap` bytes, a part at a time
    /// so that other writes come between, and says how many it gave up. `go_on` may end it early.
    pub fn trim_history(&self, cap: u64, go_on: impl Fn() -> bool) -> Result<u32, StoreError> {
        let mut all = 0;
        while go_on() {
            let dropped = self
                .database
                .write(move |conn| version::room::trim(conn, cap, TRIM_AT_ONCE))?;
            all += dropped;
            if dropped < TRIM_AT_ONCE {
                break;
            }
        }
        Ok(all)
    }

    /// When every file of the folder was last known to have a version; never yet: nothing.
    pub fn history_complete(&self) -> Result<Option<Millis>, StoreError> {
        let kept = self.database.read(|conn| kept::get(conn, COMPLETE))?;
        Ok(kept.and_then(|value| value.as_i64()))
    }

    /// Notes that every file of the folder has a version as of `at`.
    pub fn complete_history(&self, at: Millis) -> Result<(), StoreError> {
        self.database
            .write(move |conn| kept::put(conn, COMPLETE, &at.into()))
    }
}

const COMPLETE: &str = "history.complete";

/// The document at `path`; one is made when there is none. One whose name is forgotten has no path.
fn doc_at(
    conn: &Connection,
    path: &[u8],
    version: &Version,
    now: Millis,
) -> Result<DocId, StoreError> {
    if let Some(known) = document::at(conn, path)? {
        return Ok(known.id);
    }
    let veiled = version.path.as_deref().filter(|path| is_veiled(path));
    if let Some(veiled) = veiled
        && let Some(last) = version::last_at(conn, veiled, None)?
    {
        return Ok(last.version.doc);
    }
    let new = Document {
        id: version.doc,
        path: veiled.is_none().then(|| path.to_vec()),
        created_at: now,
        last_seen_at: 0,
    };
    document::insert(conn, &new)?;
    Ok(new.id)
}
