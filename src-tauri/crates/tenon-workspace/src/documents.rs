//! The documents that are open: opening, saving, and following what happens on disk.

mod kind;
mod restore;

use std::collections::HashMap;

use rustix::fs::FileType;
use tenon_core::{Change, DocId};

use crate::document::{Disk, Document, Stamp};
use crate::error::{Result, WorkspaceError};
use crate::root::{Place, Root};
use crate::save::{Replace, is_read_only, save};
use crate::text::{Decoded, Encoding, LineEnd, LineEnds, decode, decode_as, looks_binary};
use crate::tree::{checked, make_folders_above};

use kind::{head_is_binary, is_image};
use restore::decode_in_form;

/// Where documents get their identity, which survives a rename.
pub trait DocIds: Send + Sync {
    /// The identity of the document at `path` (`None`: a new untitled one).
    fn id_for(&self, path: Option<&[u8]>) -> Result<DocId>;
}

/// What a path turned out to be when it was opened.
#[derive(Debug)]
pub enum Opened {
    /// Text, now among the open documents.
    Text(DocId),
    /// Something that is only looked at.
    Viewed {
        /// Its identity.
        id: DocId,
        /// Its path, links followed.
        path: Vec<u8>,
        /// How it is shown.
        view: View,
        /// Bytes.
        size: u64,
    },
}

/// How something that is no text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Text beyond the limit for editing.
    Large,
    /// An image.
    Image,
    /// Other bytes.
    Binary,
}

/// How to save.
#[derive(Debug, Default)]
pub struct SaveOptions<'a> {
    /// Under another path.
    pub path: Option<&'a [u8]>,
    /// In another encoding.
    pub encoding: Option<Encoding>,
    /// With all line ends made this one.
    pub line_end: Option<LineEnd>,
    /// Whatever is on disk.
    pub overwrite: bool,
}

/// What came of looking at the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refreshed {
    /// Nothing that matters.
    Same,
    /// The record changed: it is dirty and the file is another, or gone, or back.
    Changed,
    /// The text was read again.
    Reloaded,
    /// What something else changed in the file was brought into the unsaved text.
    Merged,
}

/// The open documents of a workspace.
#[derive(Debug, Default)]
pub struct Documents {
    open: HashMap<DocId, Document>,
}

impl Documents {
    /// Opens a file, or answers the document that is open already.
    ///
    /// `limit` is the size in bytes above which text is shown in parts.
    pub fn open(
        &mut self,
        root: &Root,
        ids: &dyn DocIds,
        path: &[u8],
        encoding: Option<Encoding>,
        limit: u64,
    ) -> Result<Opened> {
        let (_, place) = match root.open_file(path) {
            Ok(found) => found,
            // Unsaved text outlives its file.
            Err(fault) => return self.held_at(path).map(Opened::Text).ok_or(fault),
        };
        let id = ids.id_for(Some(&place.real))?;
        if self.open.contains_key(&id) && encoding.is_none() {
            return Ok(Opened::Text(id));
        }
        let size = u64::try_from(place.stat.st_size).unwrap_or(0);
        let viewed = |view| {
            Ok(Opened::Viewed {
                id,
                path: place.real.clone(),
                view,
                size,
            })
        };
        if encoding.is_none() && is_image(&place.real) {
            return viewed(View::Image);
        }
        if size > limit {
            return viewed(if head_is_binary(root, path)? {
                View::Binary
            } else {
                View::Large
            });
        }
        let (bytes, place) = root.read(path)?;
        if encoding.is_none() && looks_binary(&bytes) {
            return viewed(View::Binary);
        }
        let decoded = decode_in(&bytes, encoding, path)?;
        let stamp = stamp(&place, &bytes);
        if let Some(document) = self.open.get_mut(&id) {
            document.reload(&decoded, stamp);
        } else {
            let mut document = Document::new(id, Some(place.real.clone()), &decoded, Some(stamp));
            document.read_only = is_read_only(&place.handle, &place.stat);
            self.open.insert(id, document);
        }
        Ok(Opened::Text(id))
    }

    /// Makes an untitled document.
    pub fn create(&mut self, ids: &dyn DocIds, text: &str) -> Result<DocId> {
        let id = ids.id_for(None)?;
        let mut decoded = decode(text.as_bytes());
        decoded.line_ends = LineEnds::all(LineEnd::Lf);
        let mut document = Document::new(
            id,
            None,
            &Decoded {
                encoding: Encoding::Utf8,
                ..decoded
            },
            None,
        );
        if !text.is_empty() {
            document.keep(None);
            document.disk = Disk::Untitled;
        }
        self.open.insert(id, document);
        Ok(id)
    }

    /// A document that is open.
    pub fn get(&self, id: DocId) -> Result<&Document> {
        self.open
            .get(&id)
            .ok_or_else(|| WorkspaceError::NoDocument(id.to_string()))
    }

    /// All open documents.
    pub fn iter(&self) -> impl Iterator<Item = &Document> {
        self.open.values()
    }

    /// A document that is open, to note something of it.
    pub fn get_mut(&mut self, id: DocId) -> Result<&mut Document> {
        self.open
            .get_mut(&id)
            .ok_or_else(|| WorkspaceError::NoDocument(id.to_string()))
    }

    /// Applies an edit and answers its replica's counter.
    pub fn change(&mut self, change: &Change) -> Result<u32> {
        self.get_mut(change.doc)?.apply(change)
    }

    /// Saves a document. The answer comes when the bytes are durable.
    pub fn save(&mut self, root: &Root, id: DocId, options: &SaveOptions<'_>) -> Result<()> {
        let document = self.get(id)?;
        let here = document.path.as_deref();
        let target = match (options.path, here) {
            (Some(path), _) | (None, Some(path)) => path.to_vec(),
            (None, None) => return Err(WorkspaceError::Untitled("the document".into())),
        };
        let encoding = options.encoding.unwrap_or(document.encoding);
        let line_ends = match options.line_end {
            Some(line_end) => LineEnds::all(line_end),
            None => document.line_ends.clone(),
        };
        let bytes = document.encode(encoding, &line_ends)?;
        let elsewhere = here.is_none_or(|here| here != root.relative(&target).unwrap_or(&target));
        if !elsewhere && !options.overwrite {
            self.check_disk(root, id, &target)?;
        }
        if options.path.is_some() && elsewhere {
            // Save As makes the folders that its path names.
            make_folders_above(root, &checked(root, &target)?)?;
        }
        let may_replace = !elsewhere || options.overwrite;
        save(
            root,
            &target,
            &bytes,
            if may_replace {
                Replace::File
            } else {
                Replace::Never
            },
        )?;
        let place = root.place(&target)?;
        let stamp = stamp(&place, &bytes);
        self.get_mut(id)?
            .saved(place.real, encoding, line_ends, stamp);
        Ok(())
    }

    /// Reads a document from disk again.
    pub fn revert(&mut self, root: &Root, id: DocId, encoding: Option<Encoding>) -> Result<()> {
        let path = self.path_of(id)?;
        let (bytes, place) = root.read(&path)?;
        let decoded = decode_in(&bytes, encoding, &path)?;
        self.get_mut(id)?.reload(&decoded, stamp(&place, &bytes));
        Ok(())
    }

    /// Keeps the text against what is on disk now.
    pub fn keep(&mut self, root: &Root, id: DocId) -> Result<()> {
        let path = self.path_of(id)?;
        let stamp = match root.read(&path) {
            Ok((bytes, place)) => Some(stamp(&place, &bytes)),
            Err(WorkspaceError::NotFound(_)) => None,
            Err(other) => return Err(other),
        };
        self.get_mut(id)?.keep(stamp);
        Ok(())
    }

    /// The text that is on disk now, with `\n` line ends.
    pub fn disk_text(&self, root: &Root, id: DocId) -> Result<String> {
        let path = self.path_of(id)?;
        Ok(decode(&root.read(&path)?.0).text)
    }

    /// Closes a document; unsaved text goes.
    pub fn close(&mut self, id: DocId) {
        self.open.remove(&id);
    }

    /// Follows a rename of a file, or of a folder above it.
    pub fn moved(&mut self, from: &[u8], to: &[u8]) -> Vec<DocId> {
        let mut changed = Vec::new();
        for document in self.open.values_mut() {
            let Some(rest) = document.path.as_deref().and_then(|p| p.strip_prefix(from)) else {
                continue;
            };
            if rest.is_empty() || rest[0] == b'/' {
                document.path = Some([to, rest].concat());
                changed.push(document.id);
            }
        }
        changed
    }

    /// Looks at the file of a document and follows it: a clean one is read again, a dirty one takes
    /// what lies apart from its own changes, or is marked.
    pub fn refresh(&mut self, root: &Root, id: DocId) -> Result<Refreshed> {
        let path = self.path_of(id)?;
        let document = self.get_mut(id)?;
        let before = document.disk;
        let place = match root.place(&path) {
            Ok(place) if place.kind() == FileType::RegularFile => place,
            Ok(_)
            | Err(
                WorkspaceError::NotFound(_)
                | WorkspaceError::NotFolder(_)
                | WorkspaceError::RootGone(_),
            ) => {
                document.disk = Disk::Missing;
                return Ok(changed(before != Disk::Missing));
            }
            Err(other) => return Err(other),
        };
        let read_only = is_read_only(&place.handle, &place.stat);
        let marks = document.read_only != read_only;
        document.read_only = read_only;
        if before == Disk::Same && document.stamp.is_some_and(|old| same_look(&old, &place)) {
            return Ok(changed(marks));
        }
        let (bytes, place) = root.read(&path)?;
        let document = self.get_mut(id)?;
        let now = stamp(&place, &bytes);
        if document.stamp.is_some_and(|old| old.hash == now.hash) {
            document.stamp = Some(now);
            document.disk = Disk::Same;
            return Ok(changed(before != Disk::Same || marks));
        }
        // A file that comes back with other contents, as after a switch of branches, is read again.
        let decoded = decode_in_form(&bytes, document.encoding);
        if document.agrees(&decoded, now) {
            return Ok(Refreshed::Changed);
        } else if document.edited() {
            if document.merge(&decoded, now) {
                return Ok(Refreshed::Merged);
            }
            document.disk = Disk::Changed;
            return Ok(changed(before != Disk::Changed || marks));
        }
        document.reload(&decoded, now);
        Ok(Refreshed::Reloaded)
    }

    /// Refuses a save over a file that is not the one that was read.
    fn check_disk(&mut self, root: &Root, id: DocId, target: &[u8]) -> Result<()> {
        let document = self.get_mut(id)?;
        let lossy = || String::from_utf8_lossy(target).into_owned();
        match root.place(target) {
            Ok(place) if document.stamp.is_some_and(|old| same_look(&old, &place)) => Ok(()),
            Ok(_) => {
                let (bytes, place) = root.read(target)?;
                if document
                    .stamp
                    .is_some_and(|old| old.hash == stamp(&place, &bytes).hash)
                {
                    return Ok(());
                }
                document.disk = Disk::Changed;
                Err(WorkspaceError::ChangedOnDisk(lossy()))
            }
            // A file that was removed is simply written again.
            Err(WorkspaceError::NotFound(_)) => Ok(()),
            Err(other) => Err(other),
        }
    }

    fn path_of(&self, id: DocId) -> Result<Vec<u8>> {
        let path = self.get(id)?.path.clone();
        path.ok_or_else(|| WorkspaceError::Untitled("the document".into()))
    }
}

fn changed(changed: bool) -> Refreshed {
    if changed {
        Refreshed::Changed
    } else {
        Refreshed::Same
    }
}

fn decode_in(bytes: &[u8], encoding: Option<Encoding>, path: &[u8]) -> Result<Decoded> {
    let Some(encoding) = encoding else {
        return Ok(decode(bytes));
    };
    decode_as(bytes, encoding).ok_or_else(|| WorkspaceError::NotEncoded {
        path: String::from_utf8_lossy(path).into_owned(),
        encoding: encoding.name(),
    })
}

fn look(place: &Place) -> ((u64, u64), u64, i128) {
    let stat = &place.stat;
    let modified = i128::from(stat.st_mtime) * 1_000_000_000 + i128::from(stat.st_mtime_nsec);
    (
        (stat.st_dev, stat.st_ino),
        u64::try_from(stat.st_size).unwrap_or(0),
        modified,
    )
}

fn same_look(old: &Stamp, place: &Place) -> bool {
    (old.file, old.size, old.modified) == look(place)
}

fn stamp(place: &Place, bytes: &[u8]) -> Stamp {
    let (file, _, modified) = look(place);
    Stamp {
        file,
        size: bytes.len() as u64,
        modified,
        hash: *blake3::hash(bytes).as_bytes(),
    }
}
