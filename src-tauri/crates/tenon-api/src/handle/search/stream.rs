//! Hits as messages: the first at once, then in pages.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};
use tenon_core::Code;
use tenon_index::find::{Ask, Done, Engine, Hit, Ready};

use crate::ApiError;
use crate::ops::Stream;
use crate::search::{hit, problems};
use crate::wire::{SearchDone, SearchHit, SearchMessage, Whole};

/// Hits of the first message, which is what the person sees.
const FIRST: usize = 100;
/// Hits of those after it.
const PAGE: usize = 1_000;
/// No hit waits longer than this for others.
const WAIT: Duration = Duration::from_millis(15);

/// Runs a search and sends what it finds, until it is over or nobody listens.
pub(super) fn run(
    engine: &Engine,
    ready: &Ready,
    ask: &Ask,
    stop: &AtomicBool,
    mut stream: Stream,
    told: usize,
) {
    let began = Instant::now();
    let (sender, hits) = bounded::<Hit>(PAGE);
    let ended = std::thread::scope(|scope| {
        let search = scope
            .spawn(move || engine.run_ready(ready, ask, stop, &mut |hit| sender.send(hit).is_ok()));
        let mut size = FIRST;
        while let Some(page) = page(&hits, size) {
            size = PAGE;
            if !send(&mut stream, page, None) {
                stop.store(true, Ordering::Relaxed);
            }
        }
        search.join()
    });
    let ended = match ended {
        Ok(ended) => ended.map_err(ApiError::from),
        Err(_) => {
            tracing::error!("a search panicked");
            Err(ApiError::new(
                Code::Internal,
                "the search failed in a way it should not",
            ))
        }
    };
    // Nobody may be left to hear that it is over.
    let done = done(ended, began.elapsed(), told);
    send(&mut stream, Vec::new(), Some(done));
}

/// The next hits; `None` when there are no more.
fn page(hits: &Receiver<Hit>, size: usize) -> Option<Vec<SearchHit>> {
    let mut page = vec![hit(hits.recv().ok()?)];
    let due = Instant::now() + WAIT;
    while page.len() < size {
        match hits.recv_deadline(due) {
            Ok(next) => page.push(hit(next)),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    Some(page)
}

fn send(stream: &mut Stream, hits: Vec<SearchHit>, done: Option<SearchDone>) -> bool {
    // Plain data always has a JSON form.
    let message = serde_json::to_vec(&SearchMessage { hits, done });
    message.is_ok_and(&mut *stream)
}

fn done(ended: Result<Done, ApiError>, passed: Duration, told: usize) -> SearchDone {
    let (done, error) = match ended {
        Ok(done) => (done, None),
        Err(error) => (Done::default(), Some(error)),
    };
    SearchDone {
        files: Whole::size(done.files),
        hits: Whole::size(done.hits),
        scanned: Whole::size(done.scanned),
        truncated: done.truncated,
        elapsed_ms: Whole::size(u64::try_from(passed.as_millis()).unwrap_or(u64::MAX)),
        problems: problems(done.problems, told),
        error,
    }
}
