//! Searching, and the index behind it.

mod edit;
mod replace;
mod stream;

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileTypeExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tenon_core::{Code, WirePath, WorkspaceId};
use tenon_index::find::Engine;
use tenon_index::text::{Entry, TextIndex};
use tenon_workspace::walk::Rules;

use crate::app::App;
use crate::index::progress;
use crate::notes::{self, NoteSource};
use crate::ops::Stream;
use crate::owner::{Caller, Owner, lock};
use crate::symbols::SymbolSource;
use crate::tasks::{self, TaskSource};
use crate::wire::{
    IndexAction, IndexControlParams, IndexFile, IndexReport, IndexState, IndexStatus,
    IndexStatusParams, Nothing, SearchRunParams, SearchStarted, SearchStopParams, Whole,
};
use crate::{ApiError, ApiResult, search};

pub(crate) use edit::search_edit;
pub(crate) use replace::search_replace;

/// A file with a longer line is named and not read to its end, in bytes: the owner holds lines in
/// memory beside everything else.
const LONGEST_LINE: usize = 256 << 20;
/// Hits that one search may give.
const LIMIT: std::ops::RangeInclusive<u32> = 1..=1_000_000;
/// Threads of a search.
const THREADS: usize = 8;
/// Problems that are told.
const PROBLEMS: usize = 100;
/// Files that a status tells of.
const TOLD: usize = 10_000;

/// The engine of an owner's workspace. With `fresh` symbols are looked for in every file that
/// changed, also before somebody told of it.
pub(crate) fn engine(owner: &Owner, fresh: bool) -> Engine {
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get().min(THREADS));
    let index = owner.symbols.clone();
    let symbols = SymbolSource::new(owner.root(), move |mut params| {
        // A look at every file would hold up the row behind the last key.
        params.fresh = fresh;
        super::symbol::find(&index, &params)
    });
    let of = Of::new(owner);
    let list = of.clone();
    let notes = NoteSource::new(owner.root(), move |params| {
        notes::found(&*of.owner()?, &params)
    });
    let tasks = TaskSource::new(owner.root(), move |params| {
        tasks::list(&*list.owner()?, params)
    });
    Engine::new(owner.root(), threads)
        .longest_line(LONGEST_LINE)
        .narrowed_by(owner.indexing().index.clone())
        .with(Arc::new(symbols))
        .with(Arc::new(super::run::commands(owner)))
        .with(Arc::new(notes))
        .with(Arc::new(tasks))
}

/// A workspace whose owner is looked for when it is needed, so that a search keeps nobody.
#[derive(Clone)]
struct Of {
    app: Arc<App>,
    workspace: WorkspaceId,
}

impl Of {
    fn new(owner: &Owner) -> Self {
        Self {
            app: owner.app.clone(),
            workspace: owner.row().id,
        }
    }

    fn owner(&self) -> ApiResult<Arc<Owner>> {
        let owners = self.app.owners().into_iter();
        let mut own = owners.filter(|owner| owner.row().id == self.workspace);
        own.next().ok_or_else(|| {
            ApiError::new(Code::NotFound, "the folder was closed meanwhile").hint("Open it again.")
        })
    }
}

pub(crate) fn search_run(
    owner: &Owner,
    caller: &Caller,
    params: SearchRunParams,
    stream: Stream,
) -> ApiResult<SearchStarted> {
    let any = params.whole && params.limit > 0;
    if !any && !LIMIT.contains(&params.limit) {
        let message = format!("a search gives 1 to {} hits", LIMIT.end());
        return Err(ApiError::new(Code::Invalid, message));
    }
    let ambient = &owner.app.surroundings.ambient;
    let ask = search::ask(
        &params.search,
        ambient.clock.as_ref(),
        Some(params.limit as usize),
    )?;
    let mut engine = engine(owner, params.whole);
    let ready = engine.check(&ask)?;
    if params.whole {
        if ask.wants("text") && !owner.is_current() {
            let message = "the index does not follow the disk now";
            return Err(ApiError::new(Code::PreconditionFailed, message)
                .hint("Wait until every file was looked at, or read the files."));
        }
        engine = engine.failing_at_longer_lines();
    }
    let search = ambient.ids.next().simple().to_string();
    let stop = Arc::new(AtomicBool::new(false));
    let running = owner.searches.clone();
    lock(&running).insert(search.clone(), (caller.id.clone(), stop.clone()));
    let id = search.clone();
    let started = std::thread::Builder::new()
        .name("tenon-search".into())
        .spawn(move || {
            let problems = if params.whole { usize::MAX } else { PROBLEMS };
            stream::run(&engine, &ready, &ask, &stop, stream, problems);
            lock(&running).remove(&id);
        });
    started.map_err(|e| ApiError::new(Code::Internal, e.to_string()))?;
    Ok(SearchStarted { search })
}

pub(crate) fn search_stop(
    owner: &Owner,
    caller: &Caller,
    params: SearchStopParams,
) -> ApiResult<Nothing> {
    // One that is over needs no stopping.
    if let Some((by, stop)) = lock(&owner.searches).get(&params.search)
        && *by == caller.id
    {
        stop.store(true, Ordering::Relaxed);
    }
    Ok(Nothing {})
}

pub(crate) fn index_status(
    owner: &Owner,
    _: &Caller,
    params: IndexStatusParams,
) -> ApiResult<IndexStatus> {
    let index = &owner.indexing().index;
    let states = match params.path {
        None => Vec::new(),
        Some(path) => {
            let limit = (params.limit as usize).min(TOLD);
            states(owner, index, &path.to_bytes()?, limit)?
        }
    };
    let totals = index.totals();
    Ok(IndexStatus {
        progress: progress(index),
        files: Whole::size(totals.files),
        bytes: Whole::size(totals.bytes),
        lines: Whole::size(totals.lines),
        unranked: Whole::size(owner.symbols.lock().unranked().count() as u64),
        states,
    })
}

/// What is known of the files at a path or below it.
fn states(
    owner: &Owner,
    index: &TextIndex,
    path: &[u8],
    limit: usize,
) -> ApiResult<Vec<IndexFile>> {
    let path = owner.root.relative(path)?;
    if let Some(why) = never(owner, path)? {
        return Ok(vec![left_out(path, why.to_owned())]);
    }
    let place = owner.root.place(path)?;
    index.recall()?;
    let known = index.entries(path);
    let unwalked = index.unwalked().into_iter();
    let unwalked = unwalked.filter(|(shut, _)| is_below(shut, path));
    // What cannot be looked into says more than any file does.
    let mut states: Vec<_> = unwalked.map(|(path, why)| left_out(&path, why)).collect();
    let files = known
        .iter()
        .map(|entry| state(entry, index.is_stale(entry)));
    states.extend(files);
    states.truncate(limit);
    let symbols = owner.symbols.lock();
    for file in states.iter_mut().filter(|file| file.reason.is_none()) {
        let why = file.path.to_bytes().ok();
        let why = why.and_then(|path| symbols.skipped(&path).map(ToOwned::to_owned));
        file.unranked = why;
    }
    drop(symbols);
    if states.is_empty() && place.kind() == rustix::fs::FileType::RegularFile {
        let ignored = !Rules::default().keep(owner.root(), path);
        states.push(IndexFile {
            path: WirePath::from_bytes(path),
            state: if ignored {
                IndexState::Ignored
            } else {
                IndexState::Stale
            },
            reason: None,
            unranked: None,
        });
    }
    Ok(states)
}

/// Why what lies at a path is not read, whatever is in it.
fn never(owner: &Owner, path: &[u8]) -> ApiResult<Option<&'static str>> {
    let (folder, name) = match path.iter().rposition(|b| *b == b'/') {
        Some(at) => (&path[..at], &path[at + 1..]),
        None => (&b""[..], path),
    };
    if matches!(name, b"" | b"." | b"..") {
        return Ok(None);
    }
    // The folder is inside; a link in it is looked at and not followed.
    let folder = owner.root.place(folder)?.real;
    let file = owner.root().join(OsStr::from_bytes(&folder));
    let Ok(meta) = file.join(OsStr::from_bytes(name)).symlink_metadata() else {
        return Ok(None);
    };
    let kind = meta.file_type();
    Ok(if kind.is_symlink() {
        Some(
            "it is a symbolic link, and links are not followed: what it leads to is indexed where it is, when that is in the folder",
        )
    } else if kind.is_fifo() {
        Some("it is a named pipe, which is never opened")
    } else if kind.is_socket() {
        Some("it is a socket, which is never opened")
    } else if kind.is_block_device() || kind.is_char_device() {
        Some("it is a device, which is never opened")
    } else {
        None
    })
}

/// Whether a path is that of a folder, or of something in it.
fn is_below(path: &[u8], folder: &[u8]) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_some_and(|rest| folder.is_empty() || rest.is_empty() || rest.starts_with(b"/"))
}

fn left_out(path: &[u8], why: String) -> IndexFile {
    IndexFile {
        path: WirePath::from_bytes(path),
        state: IndexState::Skipped,
        reason: Some(why),
        unranked: None,
    }
}

fn state(entry: &Entry, stale: bool) -> IndexFile {
    let reason = entry.skipped();
    IndexFile {
        path: WirePath::from_bytes(&entry.path),
        state: match (stale, &reason) {
            (true, _) => IndexState::Stale,
            (false, Some(_)) => IndexState::Skipped,
            (false, None) => IndexState::Indexed,
        },
        reason,
        unranked: None,
    }
}

pub(crate) fn index_control(
    owner: &Owner,
    caller: &Caller,
    params: IndexControlParams,
) -> ApiResult<IndexStatus> {
    let indexing = owner.indexing();
    match params.action {
        IndexAction::Pause => indexing.index.control().pause(),
        IndexAction::Stop => indexing.index.control().stop(),
        IndexAction::Resume => {
            indexing.index.control().resume();
            indexing.rescan();
        }
    }
    let status = index_status(
        owner,
        caller,
        IndexStatusParams {
            path: None,
            limit: 0,
        },
    )?;
    let progress = status.progress.clone();
    owner
        .hub()
        .emit(crate::wire::UiEvent::IndexProgress { progress });
    Ok(status)
}

pub(crate) fn index_run(owner: &Owner, _: &Caller, _: Nothing) -> ApiResult<IndexReport> {
    let began = Instant::now();
    let indexing = owner.indexing();
    indexing.run()?;
    owner.symbols.refresh(b"")?;
    let (_, symbols, chunks) = owner.symbols.lock().counts();
    let totals = indexing.index.totals();
    let entries = indexing.index.entries(b"");
    let skipped = entries.iter().filter(|entry| entry.skipped().is_some());
    let skipped = skipped.map(|entry| state(entry, false));
    let unwalked = indexing.index.unwalked().into_iter();
    let unwalked = unwalked.map(|(path, why)| left_out(&path, why));
    let mut skipped: Vec<_> = skipped.chain(unwalked).collect();
    skipped.sort_by_key(|file| file.path.to_bytes().ok());
    Ok(IndexReport {
        files: Whole::size(totals.files),
        bytes: Whole::size(totals.bytes),
        lines: Whole::size(totals.lines),
        symbols: Whole::size(symbols as u64),
        chunks: Whole::size(chunks as u64),
        skipped,
        elapsed_ms: Whole::size(u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)),
    })
}
