//! The one thread that writes a database: a queue, and one commit for all that is queued.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use rusqlite::Connection;

use crate::StoreError;

/// How much is committed together at most.
const BATCH: usize = 256;

/// The writer of one database. Dropping it writes what is still queued.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
    /// Why nothing can be written, where that is known from the start.
    refusal: Option<StoreError>,
}

/// The answer to a queued write, which comes after its commit.
#[derive(Debug)]
pub struct Pending<T>(Receiver<Result<T, StoreError>>);

impl<T> Pending<T> {
    /// Waits until the write is durable or has failed.
    pub fn wait(self) -> Result<T, StoreError> {
        self.0.recv().unwrap_or(Err(StoreError::Closed))
    }
}

enum Order {
    Write(Box<dyn Job>),
    /// In a transaction of its own, without a savepoint.
    Alone(Box<dyn Job>),
    EmptyLog(Sender<Result<bool, StoreError>>),
    Compact(Sender<Result<(), StoreError>>),
}

/// A piece of work and its caller.
trait Job: Send {
    /// Does the work; when it fails it is to be taken back.
    fn run(&mut self, conn: &Connection) -> Result<(), StoreError>;
    /// Tells the caller. A `fault` of the batch fails work that went well by itself.
    fn answer(self: Box<Self>, file: &Path, fault: Option<StoreError>);
}

struct Task<F, T> {
    work: Option<F>,
    result: Result<T, StoreError>,
    caller: Sender<Result<T, StoreError>>,
}

impl<F, T> Job for Task<F, T>
where
    T: Send,
    F: FnOnce(&Connection) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, conn: &Connection) -> Result<(), StoreError> {
        if let Some(work) = self.work.take() {
            let done = catch_unwind(AssertUnwindSafe(|| work(conn)));
            self.result = done.unwrap_or(Err(StoreError::Panicked));
        }
        self.result.as_ref().map(drop).map_err(StoreError::clone)
    }

    fn answer(self: Box<Self>, file: &Path, fault: Option<StoreError>) {
        let result = match (self.result, fault) {
            (Ok(_) | Err(StoreError::Closed), Some(fault)) => Err(fault),
            (result, _) => result,
        }
        .map_err(|fault| fault.at(file));
        if let Err(fault) = &result {
            tracing::debug!(%fault, "a write failed");
        }
        // A caller that has gone does not want to know.
        drop(self.caller.send(result));
    }
}

impl Writer {
    /// Starts the thread, which owns `conn` until the writer is dropped.
    pub(crate) fn start(conn: Connection, file: &Path) -> Result<Self, StoreError> {
        let (queue, orders) = unbounded();
        let at = file.to_owned();
        let thread = thread::Builder::new()
            .name("tenon-writer".into())
            .spawn(move || serve(&conn, &at, &orders))
            .map_err(StoreError::io("start the writer of", file))?;
        Ok(Self {
            queue: Some(queue),
            thread: Some(thread),
            refusal: None,
        })
    }

    /// One that writes nothing and answers everybody with `why`.
    pub(crate) fn refusing(why: StoreError) -> Self {
        Self {
            queue: None,
            thread: None,
            refusal: Some(why),
        }
    }

    /// Why nothing can be written, where that is known from the start.
    pub(crate) fn refusal(&self) -> Option<&StoreError> {
        self.refusal.as_ref()
    }

    /// Queues `work`, which runs inside a savepoint and must not begin or end transactions.
    pub(crate) fn queue<T, F>(&self, work: F) -> Pending<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.task(work, Order::Write)
    }

    /// Queues `work` that changes very many rows. Inside of a savepoint SQLite notes each page that
    /// is changed, and each statement walks through these notes.
    pub(crate) fn queue_alone<T, F>(&self, work: F) -> Pending<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.task(work, Order::Alone)
    }

    fn task<T, F>(&self, work: F, order: fn(Box<dyn Job>) -> Order) -> Pending<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let (caller, answer) = bounded(1);
        if let Some(why) = &self.refusal {
            // The other end is in hand, so this arrives.
            drop(caller.send(Err(why.clone())));
            return Pending(answer);
        }
        let task = Task {
            work: Some(work),
            result: Err(StoreError::Closed),
            caller,
        };
        self.order(order(Box::new(task)));
        Pending(answer)
    }

    /// Moves the log into the database and empties it, after all that is queued before.
    pub(crate) fn empty_log(&self) -> Result<bool, StoreError> {
        if let Some(why) = &self.refusal {
            return Err(why.clone());
        }
        let (caller, answer) = bounded(1);
        self.order(Order::EmptyLog(caller));
        answer.recv().unwrap_or(Err(StoreError::Closed))
    }

    /// Writes the whole database anew, after all that is queued before.
    pub(crate) fn compact(&self) -> Result<(), StoreError> {
        if let Some(why) = &self.refusal {
            return Err(why.clone());
        }
        let (caller, answer) = bounded(1);
        self.order(Order::Compact(caller));
        answer.recv().unwrap_or(Err(StoreError::Closed))
    }

    fn order(&self, order: Order) {
        if let Some(queue) = &self.queue {
            // When the thread has ended the order is dropped, and its caller hears `Closed`.
            drop(queue.send(order));
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the writer of a database panicked");
        }
    }
}

fn serve(conn: &Connection, file: &Path, orders: &Receiver<Order>) {
    let mut left = None;
    while let Some(order) = left.take().or_else(|| orders.recv().ok()) {
        match order {
            Order::Write(first) => left = commit(conn, file, first, orders),
            Order::Alone(job) => alone(conn, file, job),
            Order::EmptyLog(caller) => {
                let busy = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
                let done = busy.map(|busy: bool| !busy);
                drop(caller.send(done.map_err(|fault| StoreError::from(fault).at(file))));
            }
            Order::Compact(caller) => {
                let done = conn.execute_batch("VACUUM");
                drop(caller.send(done.map_err(|fault| StoreError::from(fault).at(file))));
            }
        }
    }
}

/// Runs one job and commits it, or takes all of it back.
fn alone(conn: &Connection, file: &Path, mut job: Box<dyn Job>) {
    let done = conn.execute_batch("BEGIN IMMEDIATE");
    let done = done.map_err(StoreError::from).and_then(|()| {
        job.run(conn)?;
        Ok(conn.execute_batch("COMMIT")?)
    });
    if done.is_err()
        && !conn.is_autocommit()
        && let Err(fault) = conn.execute_batch("ROLLBACK")
    {
        tracing::error!(%fault, "a transaction could not be taken back");
    }
    job.answer(file, done.err());
}

/// Commits `first` and what is queued behind it; gives back an order that is no write.
fn commit(
    conn: &Connection,
    file: &Path,
    first: Box<dyn Job>,
    orders: &Receiver<Order>,
) -> Option<Order> {
    if let Err(fault) = conn.execute_batch("BEGIN IMMEDIATE") {
        first.answer(file, Some(fault.into()));
        return None;
    }
    let mut batch = Vec::new();
    let mut next = Some(Order::Write(first));
    let mut fault = None;
    while let Some(Order::Write(mut job)) = next {
        fault = in_savepoint(conn, job.as_mut()).err();
        batch.push(job);
        let more = fault.is_none() && batch.len() < BATCH;
        next = if more { orders.try_recv().ok() } else { None };
    }
    let fault = fault.or_else(|| conn.execute_batch("COMMIT").err().map(StoreError::from));
    if fault.is_some()
        && !conn.is_autocommit()
        && let Err(fault) = conn.execute_batch("ROLLBACK")
    {
        tracing::error!(%fault, "a transaction could not be taken back");
    }
    for job in batch {
        job.answer(file, fault.clone());
    }
    next
}

/// Runs one job so that its failure takes back only itself. The error is the batch's: some faults
/// make SQLite take back the whole transaction, and then what went well before is gone too.
fn in_savepoint(conn: &Connection, job: &mut dyn Job) -> Result<(), StoreError> {
    conn.execute_batch("SAVEPOINT job")?;
    if let Err(fault) = job.run(conn) {
        if conn.is_autocommit() {
            return Err(fault);
        }
        conn.execute_batch("ROLLBACK TO job")?;
    }
    Ok(conn.execute_batch("RELEASE job")?)
}
