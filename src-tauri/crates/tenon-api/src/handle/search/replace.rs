//! Replacing in files, as one change of all of them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::AtomicBool;

use tenon_core::{Code, WirePath};
use tenon_index::find::{Ask, Replaced, Replacement};

use super::engine;
use crate::bulk::Bulk;
use crate::history::HARD_LIMIT;
use crate::owner::{Caller, Owner, lock};
use crate::wire::{
    SearchMode, SearchReplaceFile, SearchReplaceParams, SearchReplaced, SearchReplacedFile,
    SearchReplacedHit, Whole,
};
use crate::{ApiError, ApiResult, search};

/// So many lines at once are replaced.
const LINES: usize = 100_000;

/// The bytes of a file before and after.
type OldAndNew = (Vec<u8>, Vec<u8>);
/// The lines with hits of each file.
type Lines = BTreeMap<Vec<u8>, HashSet<u64>>;

pub(crate) fn search_replace(
    owner: &Owner,
    caller: &Caller,
    params: SearchReplaceParams,
) -> ApiResult<SearchReplaced> {
    let clock = &owner.app.surroundings.ambient.clock;
    let ask = search::ask(&params.search, clock.as_ref(), Some(LINES))?;
    let other = ask.kinds.iter().any(|kind| kind != "text");
    if other || params.search.mode == SearchMode::Lexical {
        let message = "only matches in text are replaced, so the mode \"lexical\" and other kinds are of no use here";
        return Err(ApiError::new(Code::Invalid, message).hint("Nothing was changed."));
    }
    let replacement = Replacement::new(&ask, &params.replacement, params.keep_case)?;
    let lines = hits(owner, &ask)?;
    let chosen = params.files.map(choice).transpose()?;
    let mut bulk = Bulk::new(owner);
    let mut files = Vec::new();
    for (path, lines) in lines {
        let choice = match &chosen {
            None => None,
            Some(chosen) => match chosen.get(&path) {
                None => continue,
                Some(choice) => Some(choice),
            },
        };
        let (mut file, bytes) = rewritten(owner, &replacement, &path, &lines, choice);
        if let Some((old, new)) = bytes.filter(|_| !params.dry_run)
            && let Err(error) = bulk.add(path.clone(), &old, new)
        {
            file.reason = Some(error.message);
        }
        files.push((path, file));
    }
    let written = bulk.write(caller)?;
    let told = files.into_iter().map(|(path, mut file)| {
        if let Some((done, reason)) = written.of(&path) {
            (file.done, file.reason) = (done, reason);
        }
        file
    });
    Ok(SearchReplaced {
        restore: written.restore,
        dry_run: params.dry_run,
        files: told.collect(),
    })
}

fn hits(owner: &Owner, ask: &Ask) -> ApiResult<Lines> {
    let (mut lines, stop) = (Lines::new(), AtomicBool::new(false));
    let done = engine(owner, false).run(ask, &stop, &mut |hit| {
        lines.entry(hit.path).or_default().insert(hit.line);
        true
    })?;
    if done.truncated {
        let message = format!("more than {LINES} lines would change");
        return Err(ApiError::new(Code::PreconditionFailed, message)
            .hint("Narrow the search to fewer files."));
    }
    Ok(lines)
}

fn choice(files: Vec<SearchReplaceFile>) -> ApiResult<HashMap<Vec<u8>, SearchReplaceFile>> {
    let keyed = files
        .into_iter()
        .map(|file| Ok((file.path.to_bytes()?, file)));
    keyed.collect()
}

/// What a file is and what it becomes; without these it is left alone, and says why.
fn rewritten(
    owner: &Owner,
    replacement: &Replacement,
    path: &[u8],
    lines: &HashSet<u64>,
    choice: Option<&SearchReplaceFile>,
) -> (SearchReplacedFile, Option<OldAndNew>) {
    let mut file = SearchReplacedFile {
        path: WirePath::from_bytes(path),
        hash: String::new(),
        hits: Vec::new(),
        done: false,
        reason: None,
    };
    let unsaved = lock(&owner.documents)
        .iter()
        .any(|document| document.dirty() && document.path.as_deref() == Some(path));
    let bytes = match owner.root.read(path) {
        Ok((bytes, _)) => bytes,
        Err(error) => {
            file.reason = Some(ApiError::from(error).message);
            return (file, None);
        }
    };
    file.hash = blake3::hash(&bytes).to_hex().to_string();
    let without = choice.map(|choice| choice.without.iter().copied().collect());
    let changed = choice.is_some_and(|choice| choice.hash != file.hash);
    let new = replacement.apply(&bytes, lines, &without.unwrap_or_default());
    let reason = match (&new, changed, unsaved) {
        (_, true, _) => Some("It changed since the preview."),
        (_, _, true) => Some("It has unsaved text; save it first."),
        (None, ..) => Some("It is not UTF-8 text."),
        _ if bytes.len() as u64 > HARD_LIMIT => Some("It is too large for the local history."),
        _ => None,
    };
    let writable = || match tenon_workspace::can_put_back(&owner.root, path) {
        Ok(()) => None,
        Err(error) => Some(ApiError::from(error).message),
    };
    let reason = reason.map(str::to_owned).or_else(writable);
    let (new, hits) = new.unzip();
    file.hits = hits.unwrap_or_default().into_iter().map(told).collect();
    let go = reason.is_none() && new.as_ref() != Some(&bytes);
    file.reason = reason;
    (file, new.filter(|_| go).map(|new| (bytes, new)))
}

fn told(hit: Replaced) -> SearchReplacedHit {
    SearchReplacedHit {
        line: Whole::size(hit.line),
        column: Whole::size(hit.column),
        from: hit.from,
        to: hit.to,
    }
}
