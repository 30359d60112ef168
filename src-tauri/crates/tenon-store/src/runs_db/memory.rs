//! Who reads the history into memory: whoever asks for all of it, or a thread that goes on where an
//! answer did not wait for that.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::index::Index;
use super::select::{self, RunPage, RunQuery};
use crate::StoreError;
use crate::database::Database;

/// Runs that are read at once. Who asks meanwhile waits for so many.
const PIECE: usize = 4_096;
/// How often the thread looks whether nobody asks any more.
const ASIDE: Duration = Duration::from_millis(1);

/// The history in memory.
#[derive(Debug, Default)]
pub(super) struct Memory {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug, Default)]
struct Shared {
    index: Mutex<Index>,
    /// How many ask: the thread lets them go first.
    asking: AtomicUsize,
    is_closing: AtomicBool,
}

impl Memory {
    /// Answers a question.
    pub(super) fn list(
        &self,
        database: &Arc<Database>,
        query: &RunQuery,
    ) -> Result<RunPage, StoreError> {
        let shared = &self.shared;
        shared.asking.fetch_add(1, Ordering::SeqCst);
        // Held before the state of the rows is settled, so that no answer goes back in time.
        let mut index = lock(&shared.index);
        shared.asking.fetch_sub(1, Ordering::SeqCst);
        let page = database.read(|conn| {
            let prepared = match query.early {
                true => index.begin(conn).and_then(|()| match index.is_blank() {
                    true => index.read_more(conn, PIECE),
                    false => index.follow(conn),
                }),
                false => index.read_all(conn),
            };
            if let Err(fault) = prepared {
                // What was read half is read anew.
                *index = Index::default();
                return Err(fault);
            }
            select::in_memory(conn, &index, query)
        })?;
        drop(index);
        if page.partial {
            self.read_on(database)?;
        }
        Ok(page)
    }

    /// Has a thread read the rest, unless one does.
    fn read_on(&self, database: &Arc<Database>) -> Result<(), StoreError> {
        let mut thread = lock(&self.thread);
        if thread.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return Ok(());
        }
        let (shared, file) = (self.shared.clone(), database.file().to_owned());
        let database = database.clone();
        let begun = std::thread::Builder::new()
            .name("tenon-commands".into())
            .spawn(move || {
                if let Err(fault) = shared.read_rest(&database) {
                    // Whoever asks next reads it anew, and is told.
                    *lock(&shared.index) = Index::default();
                    tracing::warn!(error = %fault, "the history of commands could not be read");
                }
            })
            .map_err(StoreError::io("start a thread for", &file))?;
        *thread = Some(begun);
        Ok(())
    }

    /// Bytes that it takes.
    pub(super) fn size(&self) -> usize {
        lock(&self.shared.index).size()
    }
}

impl Shared {
    fn read_rest(&self, database: &Database) -> Result<(), StoreError> {
        while !self.is_closing.load(Ordering::SeqCst) {
            while self.asking.load(Ordering::SeqCst) > 0 {
                std::thread::sleep(ASIDE);
            }
            let mut index = lock(&self.index);
            database.read(|conn| {
                index.begin(conn)?;
                index.read_more(conn, PIECE)
            })?;
            if index.is_whole() {
                break;
            }
        }
        Ok(())
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.shared.is_closing.store(true, Ordering::SeqCst);
        // Nobody mends the file while the thread still reads it.
        let thread = lock(&self.thread).take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the thread that reads the history of commands panicked");
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
