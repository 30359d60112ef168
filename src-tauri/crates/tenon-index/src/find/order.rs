//! Looking at many files at once and still giving their hits in the order of the files.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crossbeam_channel::{Sender, TryRecvError, bounded};

use super::hit::Hit;
use super::scan::Scanned;

/// For so long files are looked at on the caller's thread alone: most questions are answered by
/// then, and others would only have to be woken.
const ALONE: Duration = Duration::from_millis(3);
/// How far threads may be ahead of the file whose hits are given, in files.
const AHEAD: usize = 1_024;
/// How many hits of a file are kept until it is its turn.
const KEPT: usize = 1_000;

/// What happens with one file.
pub(crate) enum Piece {
    Hits(Vec<Hit>),
    End { path: Vec<u8>, scanned: Scanned },
}

/// Looks at one file and hands over its hits, until that answers `false`.
pub(crate) trait Work {
    fn look(&mut self, path: &[u8], take: &mut dyn FnMut(Hit) -> bool) -> Scanned;
}

/// Looks at all files. `take` gets every piece, in the order of the files, and ends it with `false`.
pub(crate) fn run<W: Work>(
    mut files: impl Iterator<Item = Vec<u8>> + Send,
    threads: usize,
    stop: &AtomicBool,
    work: impl Fn() -> W + Sync,
    take: &mut dyn FnMut(Piece) -> bool,
) {
    let (mut own, began) = (work(), Instant::now());
    while threads <= 1 || began.elapsed() < ALONE {
        let Some(path) = files.next() else { return };
        if !alone_with(&mut own, path, stop, take) {
            return;
        }
    }
    let turn = Turn {
        queue: Mutex::new(Queue {
            files: Box::new(files),
            next: 0,
            given: 0,
        }),
        moved: Condvar::new(),
        over: AtomicBool::new(false),
        stop,
    };
    std::thread::scope(|scope| {
        let (sender, pieces) = bounded::<(usize, Piece)>(256);
        for _ in 0..threads {
            let (sender, turn, work) = (sender.clone(), &turn, &work);
            scope.spawn(move || turn.work(work(), &sender));
        }
        drop(sender);
        let (mut early, mut given) = (BTreeMap::<usize, Vec<Piece>>::new(), 0);
        while !turn.is_over() {
            if let Some(ready) = early.remove(&given) {
                let ended = ready.iter().any(|piece| matches!(piece, Piece::End { .. }));
                if !ready.into_iter().all(&mut *take) {
                    break;
                }
                if ended {
                    given += 1;
                    turn.give(given);
                }
                continue;
            }
            let next = match pieces.try_recv() {
                Err(TryRecvError::Empty) => match turn.take(given) {
                    // Nobody has come to it yet.
                    Some(path) => {
                        if !alone_with(&mut own, path, stop, take) {
                            break;
                        }
                        given += 1;
                        turn.give(given);
                        continue;
                    }
                    None => pieces.recv().ok(),
                },
                next => next.ok(),
            };
            let Some((number, piece)) = next else { break };
            early.entry(number).or_default().push(piece);
        }
        // What the threads still have is let go.
        turn.end();
    });
}

fn alone_with<W: Work>(
    work: &mut W,
    path: Vec<u8>,
    stop: &AtomicBool,
    take: &mut dyn FnMut(Piece) -> bool,
) -> bool {
    let mut go_on = true;
    let scanned = work.look(&path, &mut |hit| {
        go_on = !stop.load(Ordering::Relaxed) && take(Piece::Hits(vec![hit]));
        go_on
    });
    go_on && !stop.load(Ordering::Relaxed) && take(Piece::End { path, scanned })
}

struct Turn<'a> {
    queue: Mutex<Queue<'a>>,
    moved: Condvar,
    over: AtomicBool,
    stop: &'a AtomicBool,
}

struct Queue<'a> {
    files: Box<dyn Iterator<Item = Vec<u8>> + Send + 'a>,
    next: usize,
    given: usize,
}

impl<'a> Turn<'a> {
    fn lock(&self) -> MutexGuard<'_, Queue<'a>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed) || self.stop.load(Ordering::Relaxed)
    }

    /// The file of that number, unless somebody has taken it.
    fn take(&self, number: usize) -> Option<Vec<u8>> {
        let mut queue = self.lock();
        if queue.next != number {
            return None;
        }
        let path = queue.files.next()?;
        queue.next += 1;
        Some(path)
    }

    fn end(&self) {
        let queue = self.lock();
        self.over.store(true, Ordering::Relaxed);
        drop(queue);
        self.moved.notify_all();
    }

    fn give(&self, given: usize) {
        self.lock().given = given;
        self.moved.notify_all();
    }

    /// Waits until the hits of `number` minus `ahead` are given; `false` when it is over.
    fn wait(&self, number: usize, ahead: usize) -> bool {
        let mut queue = self.lock();
        while number > queue.given + ahead && !self.is_over() {
            // Whoever stops from outside does not know of this, so it looks again now and then.
            let wait = Duration::from_millis(20);
            queue = match self.moved.wait_timeout(queue, wait) {
                Ok((queue, _)) => queue,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
        !self.is_over()
    }

    fn work<W: Work>(&self, mut work: W, pieces: &Sender<(usize, Piece)>) {
        loop {
            let (number, path) = {
                let mut queue = self.lock();
                let Some(path) = queue.files.next() else {
                    return;
                };
                queue.next += 1;
                (queue.next - 1, path)
            };
            if !self.wait(number, AHEAD) {
                return;
            }
            let mut hits = Vec::new();
            let mut go_on = true;
            let scanned = work.look(&path, &mut |hit| {
                hits.push(hit);
                if hits.len() >= KEPT {
                    let full = Piece::Hits(std::mem::take(&mut hits));
                    go_on = self.wait(number, 0) && pieces.send((number, full)).is_ok();
                }
                go_on && !self.is_over()
            });
            let last = [Piece::Hits(hits), Piece::End { path, scanned }];
            if last
                .into_iter()
                .any(|piece| pieces.send((number, piece)).is_err())
            {
                return;
            }
        }
    }
}
