//! Files that were moved while nobody looked: one is gone, and one with the same bytes is new.

use std::collections::{HashMap, HashSet};

use tenon_store::{NewBytes, NewFile, Version, VersionBytes};
use tenon_workspace::snapshot;

use super::archive::{Archive, Found, Why, is_gone};
use crate::ApiResult;

/// Versions that are kept in one commit.
const AT_ONCE: usize = 64;

/// What a scan has found of both ends. Nothing is followed that could be two moves: neither of
/// several files with the same bytes, nor an empty one.
#[derive(Default)]
pub(super) struct Pairs {
    gone: Vec<(Vec<u8>, Version)>,
    /// Where in `gone` the files with these bytes are.
    by_bytes: HashMap<Vec<u8>, Vec<usize>>,
    sizes: HashSet<u64>,
    /// New files, and the gone ones that each may be.
    new: Vec<(Vec<u8>, Vec<usize>)>,
    open: HashSet<Vec<u8>>,
}

impl Pairs {
    /// Finds what is gone: of the last versions, those whose files are neither listed nor there.
    /// A document that is open stays with its path; its window offers to save it again.
    pub fn begin<'a>(
        archive: &Archive,
        last: impl Iterator<Item = (&'a Vec<u8>, &'a Version)>,
        files: &[Vec<u8>],
        open: HashSet<Vec<u8>>,
    ) -> ApiResult<Self> {
        let mut pairs = Self::default();
        for (path, version) in last {
            let listed = files.binary_search(path).is_ok() || open.contains(path);
            let Some(key) = key(&version.bytes).filter(|_| !listed && version.size > 0) else {
                continue;
            };
            if snapshot::look_known(&archive.root, path)?.is_none() {
                let known = pairs.by_bytes.entry(key).or_default();
                known.push(pairs.gone.len());
                pairs.sizes.insert(version.size);
                pairs.gone.push((path.clone(), version.clone()));
            }
        }
        pairs.open = open;
        Ok(pairs)
    }

    /// Whether a new file may be one that is gone; it is looked at again at the end then.
    pub fn may_be(&mut self, archive: &Archive, path: &[u8], file: &NewFile) -> ApiResult<bool> {
        if !self.sizes.contains(&file.size) || self.open.contains(path) {
            return Ok(false);
        }
        let mut found = Vec::new();
        for key in keys(archive, &file.bytes)? {
            found.extend(self.by_bytes.get(&key).into_iter().flatten().copied());
        }
        let any = !found.is_empty();
        if any {
            self.new.push((path.to_vec(), found));
        }
        Ok(any)
    }

    /// Keeps the new files that were put off, of a move both of its ends; `false` when one of them
    /// could not be looked at.
    pub fn finish(&mut self, archive: &Archive, why: Why) -> ApiResult<bool> {
        let new = std::mem::take(&mut self.new);
        let mut claimed: HashMap<usize, usize> = HashMap::new();
        for (_, found) in &new {
            found
                .iter()
                .for_each(|at| *claimed.entry(*at).or_default() += 1);
        }
        let (mut kept, mut whole) = (Vec::new(), true);
        for (path, found) in new {
            if kept.len() >= AT_ONCE {
                archive.keep(std::mem::take(&mut kept))?;
            }
            // It may have been saved, changed or removed since it was first looked at.
            let last = archive.last(&path)?;
            let file = match archive.look(&path, last.as_ref(), why) {
                Ok(Found::Changed(file)) => file,
                Ok(Found::Same | Found::Touched(..)) => continue,
                Ok(Found::Restless) => {
                    whole = false;
                    continue;
                }
                Err(error) => {
                    whole = false;
                    tracing::info!(%error, "a file has no version");
                    continue;
                }
            };
            let from = match found[..] {
                [at] if claimed.get(&at) == Some(&1) && last.is_none() => Some(&self.gone[at]),
                _ => None,
            };
            match from {
                Some((from, was)) if self.still(archive, from, was, &file)? => {
                    kept.extend(archive.follow(from, &path, was, &file)?);
                }
                _ => kept.push(*file),
            }
        }
        if !kept.is_empty() {
            archive.keep(kept)?;
        }
        Ok(whole)
    }

    /// Whether a file is still gone, and the new one still what it was.
    fn still(
        &self,
        archive: &Archive,
        from: &[u8],
        was: &Version,
        file: &NewFile,
    ) -> ApiResult<bool> {
        let last = archive.last(from)?;
        Ok(
            last.is_some_and(|last| last.id == was.id && !is_gone(&last))
                && snapshot::look_known(&archive.root, from)?.is_none()
                && keys(archive, &file.bytes)?
                    .iter()
                    .any(|new| key(&was.bytes).as_ref() == Some(new)),
        )
    }
}

/// The name of bytes that are kept.
fn key(bytes: &VersionBytes) -> Option<Vec<u8>> {
    match bytes {
        VersionBytes::Content(hash) => Some([b"c", hash.0.as_slice()].concat()),
        VersionBytes::GitBlob(id) => Some([b"g", id.as_slice()].concat()),
        VersionBytes::Lacking(_) => None,
    }
}

/// The names that the bytes of a new file may be kept under.
fn keys(archive: &Archive, bytes: &NewBytes) -> ApiResult<Vec<Vec<u8>>> {
    let names = match bytes {
        NewBytes::Plain(bytes) => vec![
            VersionBytes::Content(archive.db.content_name(bytes)),
            VersionBytes::GitBlob(tenon_git::blob_id(bytes)?),
        ],
        NewBytes::GitBlob(id) => vec![VersionBytes::GitBlob(id.clone())],
        NewBytes::As(_) => Vec::new(),
    };
    Ok(names.iter().filter_map(key).collect())
}

impl Archive {
    /// Follows a file that was found under a new path: its document goes there, and what it leaves
    /// behind and what arrives is to be kept.
    pub fn follow(
        &self,
        from: &[u8],
        to: &[u8],
        last: &Version,
        file: &NewFile,
    ) -> ApiResult<Vec<NewFile>> {
        self.db.move_document(&self.known(from), &file.path)?;
        let mut two = self.moved(last.doc, from, to, last);
        if let Some(arrived) = two.last_mut() {
            (arrived.mode, arrived.modified) = (file.mode, file.modified);
        }
        Ok(two)
    }
}
