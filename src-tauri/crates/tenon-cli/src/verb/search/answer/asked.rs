//! A question to the owner of the workspace.

use std::time::Duration;

use crossbeam_channel::{Receiver, bounded};
use tenon_api::link::Link;
use tenon_api::owner::Caller;
use tenon_api::wire::{SearchHit, SearchMessage, SearchQuery, SearchRunParams, SearchStarted};
use tenon_api::{ApiResult, ops};
use tenon_index::find::Problem;

use super::given::Given;

/// An owner that has not said a word by then hangs, and is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);
/// Messages that may wait here to be printed; the owner waits with more.
const WAITING: usize = 4;

/// Why the owner did not answer to the end.
pub enum Unanswered {
    /// It is gone, or hangs.
    Gone,
    /// It cannot answer as it has to be answered: its index does not follow the disk, or a line is
    /// too long for it.
    Refused,
}

enum Heard {
    Started(ApiResult<SearchStarted>),
    Message(Vec<u8>),
}

/// Asks the owner for everything, and hands over what it says.
pub fn ask(
    owner: &Link,
    search: SearchQuery,
    limit: Option<usize>,
    given: &mut Given,
    take: &mut dyn FnMut(SearchHit) -> bool,
) -> Result<Vec<Problem>, Unanswered> {
    let most = limit.map_or(u32::MAX, |limit| u32::try_from(limit).unwrap_or(u32::MAX));
    let params = SearchRunParams {
        search,
        limit: most,
        whole: true,
    };
    let mut patience = Some(PATIENCE);
    let heard = start(owner.clone(), params);
    loop {
        let next = match patience.take() {
            Some(patience) => heard.recv_timeout(patience).ok(),
            None => heard.recv().ok(),
        };
        let message = match next.ok_or(Unanswered::Gone)? {
            Heard::Started(Ok(_)) => continue,
            Heard::Started(Err(_)) if owner.closed() => return Err(Unanswered::Gone),
            Heard::Started(Err(_)) => return Err(Unanswered::Refused),
            Heard::Message(message) => message,
        };
        let message: SearchMessage =
            serde_json::from_slice(&message).map_err(|_| Unanswered::Refused)?;
        for hit in message.hits {
            if !given.take(hit, take) {
                return Ok(Vec::new());
            }
        }
        let Some(done) = message.done else { continue };
        if done.error.is_some() {
            return Err(Unanswered::Refused);
        }
        // One that ends itself stops its searches.
        if done.truncated && given.count() < limit.unwrap_or(usize::MAX) {
            return Err(Unanswered::Gone);
        }
        let problems = done.problems.into_iter();
        let told = |path: &tenon_core::WirePath| path.to_bytes().unwrap_or_default();
        return Ok(problems.map(|it| (told(&it.path), it.reason)).collect());
    }
}

/// Starts the search. The call has a thread of its own, because an owner that hangs does not end it.
fn start(owner: Link, params: SearchRunParams) -> Receiver<Heard> {
    let (sender, heard) = bounded(WAITING);
    let messages = sender.clone();
    let stream = move |message| messages.send(Heard::Message(message)).is_ok();
    std::thread::spawn(move || {
        let caller = Caller::command_line();
        let started = owner.stream::<ops::search_run>(&caller, params, Box::new(stream));
        // Who asked may have heard the end already.
        let _ = sender.send(Heard::Started(started));
    });
    heard
}
