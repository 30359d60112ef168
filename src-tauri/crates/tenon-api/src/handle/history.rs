//! Local history.

mod restore;

use tenon_core::{Code, DocId, WirePath};
use tenon_store::{Lack, Version, VersionBytes, VersionKind};
use tenon_workspace::text;

use crate::history::{Archive, Order, Text, is_gone, scope_of};
use crate::owner::{Caller, Owner, lock, open_paths};
use crate::wire::{
    HistoryKind, HistoryList, HistoryListParams, HistoryPinParams, HistoryReadParams, HistoryState,
    HistoryStatus, HistoryVersion, Nothing, Whole,
};
use crate::{ApiError, ApiResult, moment};

pub(super) use restore::keep_given_up;
pub(crate) use restore::{Event, finish};
pub(crate) use restore::{history_restore, history_undo};

fn kind(kind: VersionKind) -> HistoryKind {
    match kind {
        VersionKind::Baseline => HistoryKind::Baseline,
        VersionKind::Save => HistoryKind::Save,
        VersionKind::External => HistoryKind::External,
        VersionKind::Away => HistoryKind::Away,
        VersionKind::BeforeExternal => HistoryKind::BeforeExternal,
        VersionKind::BeforeBulk => HistoryKind::BeforeBulk,
        VersionKind::BeforeRestore => HistoryKind::BeforeRestore,
        VersionKind::Restored => HistoryKind::Restored,
        VersionKind::Replaced => HistoryKind::Replaced,
        VersionKind::Moved => HistoryKind::Moved,
    }
}

fn wire(archive: &Archive, version: Version) -> ApiResult<HistoryVersion> {
    let state = match &version.bytes {
        VersionBytes::Content(_) => HistoryState::Kept,
        VersionBytes::GitBlob(_) if archive.bytes(&version)?.is_some() => HistoryState::Git,
        VersionBytes::GitBlob(_) => HistoryState::Gone,
        VersionBytes::Lacking(Lack::Removed) => HistoryState::Removed,
        VersionBytes::Lacking(Lack::TooLarge) => HistoryState::TooLarge,
        VersionBytes::Lacking(Lack::Unreadable) => HistoryState::Unreadable,
        VersionBytes::Lacking(Lack::Dropped) => HistoryState::Dropped,
    };
    Ok(HistoryVersion {
        id: Whole::clamped(version.id),
        at: Whole::clamped(version.at),
        path: WirePath::from_bytes(&version.path.unwrap_or_default()),
        kind: kind(version.kind),
        state,
        size: Whole::size(version.size),
        mode: version.mode,
        pinned: version.pinned,
        label: version.label,
        on_disk: version.on_disk,
    })
}

/// Says so when a folder is asked for, of which only the files have versions.
fn no_folder(owner: &Owner, path: &[u8]) -> ApiResult<()> {
    let there = owner.root.absolute(path).symlink_metadata();
    if there.is_ok_and(|meta| meta.is_dir()) {
        let name = WirePath::from_bytes(path).path;
        let name = if name.is_empty() { "." } else { &name };
        let message = format!("\"{name}\" is a folder, and only files have versions.");
        return Err(ApiError::new(Code::Invalid, message)
            .hint("Name a file; a folder is taken back to a moment as a whole."));
    }
    Ok(())
}

pub(crate) fn history_list(
    owner: &Owner,
    _: &Caller,
    params: HistoryListParams,
) -> ApiResult<HistoryList> {
    let archive = &owner.history.archive;
    let path = scope_of(&owner.root, &params.path.to_bytes()?)?;
    owner.history.flush();
    let ignored = archive.is_ignored(&path);
    {
        let _work = lock(&archive.work);
        archive.look_before_reading(&path)?;
    }
    let found = archive.db.versions_at(&archive.known(&path))?;
    if found.is_empty() {
        no_folder(owner, &path)?;
    }
    let large = found
        .iter()
        .find(|version| version.on_disk)
        .is_some_and(|version| version.bytes == VersionBytes::Lacking(Lack::TooLarge));
    let skipped = if ignored {
        Some("Ignore files leave it out, so nothing more is kept of it.")
    } else if large {
        Some("It is too large, so nothing is kept of it unless it is saved here.")
    } else {
        None
    };
    let versions = found.into_iter().map(|version| wire(archive, version));
    Ok(HistoryList {
        versions: versions.collect::<ApiResult<_>>()?,
        skipped: skipped.map(str::to_owned),
    })
}

/// The version that is meant.
fn meant(owner: &Owner, params: &HistoryReadParams) -> ApiResult<Version> {
    let archive = &owner.history.archive;
    match (&params.path, params.at, params.id) {
        (None, None, Some(id)) => {
            let none =
                || ApiError::new(Code::NotFound, format!("There is no version {}.", id.get()));
            archive.db.version(id.get())?.ok_or_else(none)
        }
        (Some(path), Some(at), None) => {
            let path = scope_of(&owner.root, &path.to_bytes()?)?;
            owner.history.flush();
            {
                let _work = lock(&archive.work);
                archive.look_before_reading(&path)?;
            }
            archive.has_been(&path, at.get())?;
            let then = archive.db.version_as_of(&archive.known(&path), at.get())?;
            if then.is_none() {
                no_folder(owner, &path)?;
            }
            then.ok_or_else(|| {
                let name = String::from_utf8_lossy(&path);
                let message = format!(
                    "The local history knows nothing of \"{name}\" as of {}.",
                    moment::told(at.get())
                );
                ApiError::new(Code::NotFound, message)
                    .hint("\"tenon history list\" shows what it knows.")
            })
        }
        _ => Err(ApiError::new(
            Code::Invalid,
            "Name a path and a moment, or a version.",
        )),
    }
}

fn bytes_of(owner: &Owner, params: &HistoryReadParams) -> ApiResult<Vec<u8>> {
    let version = meant(owner, params)?;
    let at = version.path.clone().unwrap_or_default();
    let name = String::from_utf8_lossy(&at);
    if is_gone(&version) {
        let message = format!(
            "\"{name}\" was not there as of {}.",
            moment::told(version.at)
        );
        return Err(ApiError::new(Code::NotFound, message));
    }
    owner.history.archive.bytes(&version)?.ok_or_else(|| {
        let message = match version.bytes {
            VersionBytes::Lacking(Lack::TooLarge) => {
                format!("\"{name}\" was too large to be kept.")
            }
            VersionBytes::Lacking(Lack::Unreadable) => {
                format!("\"{name}\" could not be read then.")
            }
            VersionBytes::Lacking(_) => {
                format!("This version of \"{name}\" was given up to make room.")
            }
            VersionBytes::Content(_) => format!("This version of \"{name}\" is damaged."),
            VersionBytes::GitBlob(_) => format!(
                "This version of \"{name}\" was in the git repository, which no longer has it."
            ),
        };
        ApiError::new(Code::NotFound, message)
    })
}

pub(crate) fn history_version(
    owner: &Owner,
    _: &Caller,
    params: HistoryReadParams,
) -> ApiResult<HistoryVersion> {
    wire(&owner.history.archive, meant(owner, &params)?)
}

pub(crate) fn history_read(
    owner: &Owner,
    _: &Caller,
    params: HistoryReadParams,
) -> ApiResult<Vec<u8>> {
    bytes_of(owner, &params)
}

pub(crate) fn history_text(
    owner: &Owner,
    _: &Caller,
    params: HistoryReadParams,
) -> ApiResult<Vec<u8>> {
    let bytes = bytes_of(owner, &params)?;
    if text::looks_binary(&bytes) {
        return Err(ApiError::new(
            Code::Invalid,
            "This version is not text, so it cannot be compared.",
        ));
    }
    Ok(text::decode(&bytes).text.into_bytes())
}

pub(crate) fn history_pin(
    owner: &Owner,
    _: &Caller,
    params: HistoryPinParams,
) -> ApiResult<HistoryVersion> {
    let id = params.id.get();
    let none = || ApiError::new(Code::NotFound, format!("There is no version {id}."));
    owner.db.version(id)?.ok_or_else(none)?;
    owner.db.pin_version(id, params.pinned)?;
    let version = owner.db.version(id)?.ok_or_else(none)?;
    wire(&owner.history.archive, version)
}

fn status(owner: &Owner) -> ApiResult<HistoryStatus> {
    let archive = &owner.history.archive;
    let size = archive.db.history_size()?;
    Ok(HistoryStatus {
        scanning: archive.scanning.load(std::sync::atomic::Ordering::SeqCst),
        complete: archive.db.history_complete()?.is_some(),
        files: Whole::size(size.files),
        versions: Whole::size(size.versions),
        bytes: Whole::size(size.bytes),
        max_bytes: Whole::size((archive.cap)()),
        since: size.since.map(Whole::clamped),
        too_large: Whole::size(size.too_large),
    })
}

pub(crate) fn history_status(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<HistoryStatus> {
    status(owner)
}

pub(crate) fn history_scan(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<HistoryStatus> {
    owner.history.scan_now(open_paths(owner))?;
    status(owner)
}

/// Keeps what is at these paths and below them, before all of it changes at once.
pub(super) fn before_bulk(owner: &Owner, paths: &[Vec<u8>]) -> ApiResult<()> {
    let archive = &owner.history.archive;
    owner.history.flush();
    let _work = lock(&archive.work);
    for path in paths {
        let scope = scope_of(&owner.root, path)?;
        if !archive.is_ignored(&scope) {
            archive.look_below(&scope, VersionKind::BeforeBulk)?;
        }
    }
    Ok(())
}

/// Follows a move.
pub(super) fn moved(owner: &Owner, from: &[u8], to: &[u8]) {
    let (from, to) = (from.to_vec(), to.to_vec());
    owner.history.tell(Order::Moved { from, to });
}

/// Hands the text of a document that is as its file to the local history.
pub(super) fn tell_history(owner: &Owner, id: DocId, kind: VersionKind) {
    let documents = lock(&owner.documents);
    let Ok(document) = documents.get(id) else {
        return;
    };
    let (Some(path), Some(stamp), false) = (&document.path, document.stamp, document.dirty())
    else {
        return;
    };
    let (text, encoding) = (document.text.clone(), document.encoding);
    let line_ends = document.line_ends.clone();
    owner.history.tell(Order::Text(Text {
        doc: id,
        path: path.clone(),
        bytes: Box::new(move || text::encode(&text, encoding, &line_ends).ok()),
        modified: i64::try_from(stamp.modified).unwrap_or(i64::MAX),
        at: owner.app.surroundings.ambient.clock.now(),
        kind,
    }));
}

/// Keeps what is in a file that is about to be written over.
pub(super) fn keep_replaced(owner: &Owner, id: DocId, target: Option<&[u8]>) -> ApiResult<()> {
    let here = lock(&owner.documents).get(id)?.path.clone();
    let Some(path) = target.map(<[u8]>::to_vec).or(here) else {
        return Ok(());
    };
    let archive = &owner.history.archive;
    let path = scope_of(&owner.root, &path)?;
    owner.history.flush();
    let _work = lock(&archive.work);
    archive.look_before(&path)
}
