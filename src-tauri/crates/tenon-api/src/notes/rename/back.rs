//! Taking a renaming back, when its change of texts is undone.

use serde_json::Value;
use tenon_core::WirePath;
use tenon_store::JournalQuery;

use super::{rename, said};
use crate::ApiResult;
use crate::owner::{Caller, Owner};
use crate::wire::{HistoryAction, HistoryFile, HistoryRestored, NoteRenameParams, Whole};

/// So many renamings are looked through; the local history remembers fewer changes of texts.
const LAST: u32 = 100;

/// A renaming that rewrote links.
pub(crate) struct Renaming {
    from: Vec<u8>,
    to: Vec<u8>,
    restore: i64,
}

/// The renaming whose links a change of the local history rewrote, where its note is still there.
pub(crate) fn renaming_of(owner: &Owner, restore: i64) -> ApiResult<Option<Renaming>> {
    let events = owner.db.read(&JournalQuery {
        backwards: true,
        limit: LAST,
        kinds: vec!["note.renamed".into()],
        ..JournalQuery::default()
    })?;
    let path = |payload: &Value, key: &str| {
        let path: Option<WirePath> = serde_json::from_value(payload[key].clone()).ok();
        path.and_then(|path| path.to_bytes().ok())
    };
    for event in events {
        let Some(payload) = event.payload else {
            continue;
        };
        if payload["restore"].as_i64() == Some(restore) {
            let names = path(&payload, "from").zip(path(&payload, "path"));
            let names = names.filter(|(_, to)| owner.root.place(to).is_ok());
            return Ok(names.map(|(from, to)| Renaming { from, to, restore }));
        }
    }
    Ok(None)
}

/// Gives the note the name that it had, and all links with it.
pub(crate) fn take_back(
    owner: &Owner,
    caller: &Caller,
    renaming: &Renaming,
) -> ApiResult<HistoryRestored> {
    let from = [b"./", &*renaming.from].concat();
    let to = [b"./", &*renaming.to].concat();
    let params = NoteRenameParams {
        note: WirePath::from_bytes(&to),
        to: WirePath::from_bytes(&from),
        dry_run: false,
        undoes: Some(Whole::clamped(renaming.restore)),
    };
    let renamed = rename(owner, caller, &params, &mut || Ok(()))?;
    let called = format!("it was called \"{}\"", said(&renaming.to));
    let change = |path: &WirePath| HistoryFile {
        path: path.clone(),
        action: HistoryAction::Change,
        done: true,
        reason: (*path == renamed.path).then(|| called.clone()),
        error: None,
    };
    let paths = renamed.relinked.iter().map(|note| &note.path);
    let mut files: Vec<_> = paths.map(change).collect();
    if !files.iter().any(|file| file.path == renamed.path) {
        files.push(change(&renamed.path));
        files.sort_by(|a, b| a.path.cmp(&b.path));
    }
    Ok(HistoryRestored {
        restore: renamed.restore,
        path: WirePath::from_bytes(b""),
        dry_run: false,
        changed: u32::try_from(files.len()).unwrap_or(u32::MAX),
        files,
        created: 0,
        removed: 0,
        left: 0,
        failed: 0,
        unchanged: 0,
    })
}
