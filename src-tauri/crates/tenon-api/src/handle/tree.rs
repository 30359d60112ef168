//! The tree and finding files.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use tenon_core::{Code, WirePath};
use tenon_workspace::tree::{self, Entry, Kind};

use crate::owner::{Caller, Owner, lock};
use crate::wire::{
    EntryKind, FileBytesParams, FileFindParams, FileMatch, FileMatches, FileReadParams, Nothing,
    PathParams, TreeCreateParams, TreeEntry, TreeListing, TreeMoveParams, TreeRestoreParams,
    TreeTrashParams, TreeTrashed, UiEvent, Whole,
};
use crate::{ApiError, ApiResult};

/// The largest part of a file in one answer, in bytes.
const LONGEST_PART: u32 = 64 << 20;

fn kind(kind: Kind) -> EntryKind {
    match kind {
        Kind::File => EntryKind::File,
        Kind::Folder => EntryKind::Folder,
        Kind::Link => EntryKind::Link,
        Kind::Special => EntryKind::Special,
    }
}

fn wire(entry: Entry) -> TreeEntry {
    TreeEntry {
        name: String::from_utf8_lossy(&entry.name).into_owned(),
        path: WirePath::from_bytes(&entry.path),
        kind: kind(entry.kind),
        target: entry.target.map(kind),
        size: Whole::size(entry.size),
        ignored: entry.ignored,
    }
}

pub(crate) fn tree_list(owner: &Owner, _: &Caller, params: PathParams) -> ApiResult<TreeListing> {
    let path = params.path.to_bytes()?;
    let entries = tree::list(&owner.root, &path)?;
    if let Some(files) = owner.files.get()
        && tenon_workspace::walk::folder_is_ignored(owner.root(), &path)
    {
        files.also(owner, &path);
    }
    Ok(TreeListing {
        entries: entries.into_iter().map(wire).collect(),
    })
}

pub(crate) fn tree_create(
    owner: &Owner,
    _: &Caller,
    params: TreeCreateParams,
) -> ApiResult<TreeEntry> {
    let what = match params.kind {
        EntryKind::File => Kind::File,
        EntryKind::Folder => Kind::Folder,
        EntryKind::Link | EntryKind::Special => {
            return Err(ApiError::new(
                Code::Invalid,
                "only files and folders can be made here",
            ));
        }
    };
    Ok(wire(tree::create(
        &owner.root,
        &params.path.to_bytes()?,
        what,
    )?))
}

pub(crate) fn tree_move(owner: &Owner, _: &Caller, params: TreeMoveParams) -> ApiResult<TreeEntry> {
    let from = tree::entry(&owner.root, &params.from.to_bytes()?)?;
    super::history::before_bulk(owner, std::slice::from_ref(&from.path))?;
    let moved = tree::rename(&owner.root, &from.path, &params.to.to_bytes()?)?;
    follow(owner, &from.path, &moved.path)?;
    Ok(wire(moved))
}

/// Has everything that is known of a file or a folder follow its move.
pub(crate) fn follow(owner: &Owner, from: &[u8], to: &[u8]) -> ApiResult<()> {
    // The identity of what moved goes with it, and so do open documents.
    owner
        .db
        .move_document(&owner.masked_path(from), &owner.masked_path(to))?;
    super::history::moved(owner, from, to);
    let followed = lock(&owner.documents).moved(from, to);
    for id in followed {
        super::document::renamed(owner, id);
        let kept = {
            let documents = lock(&owner.documents);
            let document = documents.get(id)?;
            document.dirty().then(|| owner.hot.rebase(owner, document))
        };
        if let Some(kept) = kept {
            owner.hot.wait(owner, kept);
        }
        let document = super::document::info(owner, id)?;
        owner.hub().emit(UiEvent::DocumentChanged { document });
    }
    Ok(())
}

pub(crate) fn tree_duplicate(
    owner: &Owner,
    _: &Caller,
    params: PathParams,
) -> ApiResult<TreeEntry> {
    Ok(wire(tree::duplicate(
        &owner.root,
        &params.path.to_bytes()?,
    )?))
}

pub(crate) fn tree_trash(
    owner: &Owner,
    _: &Caller,
    params: TreeTrashParams,
) -> ApiResult<TreeTrashed> {
    let paths = params
        .paths
        .iter()
        .map(WirePath::to_bytes)
        .collect::<Result<Vec<_>, _>>()?;
    if paths.is_empty() {
        return Err(ApiError::new(
            Code::Invalid,
            "nothing was named to move to the trash",
        ));
    }
    super::history::before_bulk(owner, &paths)?;
    let token = lock(&owner.trash).put(&owner.root, &paths)?;
    Ok(TreeTrashed {
        token,
        count: u32::try_from(paths.len()).unwrap_or(u32::MAX),
    })
}

pub(crate) fn tree_restore(
    owner: &Owner,
    _: &Caller,
    params: TreeRestoreParams,
) -> ApiResult<Nothing> {
    lock(&owner.trash).restore(&params.token)?;
    Ok(Nothing {})
}

pub(crate) fn file_find(
    owner: &Owner,
    _: &Caller,
    params: FileFindParams,
) -> ApiResult<FileMatches> {
    if !(1..=500).contains(&params.limit) || params.query.len() > 1_024 {
        let message = "a query has at most 1,024 bytes and a limit from 1 to 500";
        return Err(ApiError::new(Code::Invalid, message));
    }
    let recent = owner.recent_files();
    let finder = lock(&owner.finder);
    let (found, matched) = finder.find(&params.query, params.limit as usize, &recent);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(FileMatches {
        matches: found
            .into_iter()
            .map(|found| FileMatch {
                path: WirePath::from_bytes(&found.path),
                positions: found.positions,
                recent: found.recent,
            })
            .collect(),
        matched: count(matched),
        total: count(finder.len()),
        scanning: owner.files.get().is_some_and(crate::owner::Files::scanning),
    })
}

pub(crate) fn file_read(owner: &Owner, _: &Caller, params: FileReadParams) -> ApiResult<Vec<u8>> {
    Ok(owner.root.read(&params.path.to_bytes()?)?.0)
}

pub(crate) fn file_bytes(owner: &Owner, _: &Caller, params: FileBytesParams) -> ApiResult<Vec<u8>> {
    use std::io::{Read, Seek, SeekFrom};
    if params.length > LONGEST_PART || params.offset.get() < 0 {
        let message = "a part of a file has at most 64 MiB and starts at 0 or behind";
        return Err(ApiError::new(Code::Invalid, message));
    }
    let path = params.path.to_bytes()?;
    let (mut file, _) = owner.root.open_file(&path)?;
    let io = |e| tenon_workspace::WorkspaceError::from_io(&path, e);
    file.seek(SeekFrom::Start(params.offset.get().unsigned_abs()))
        .map_err(io)?;
    let mut bytes = Vec::new();
    file.take(u64::from(params.length))
        .read_to_end(&mut bytes)
        .map_err(io)?;
    Ok(bytes)
}

/// The name of a path's last part, for people.
pub(super) fn name_of(path: &[u8]) -> String {
    let name = std::path::Path::new(OsStr::from_bytes(path))
        .file_name()
        .unwrap_or_default();
    name.to_string_lossy().into_owned()
}
