//! What waits to be written to a client: answers, events, and what its streams send.
//!
//! Answers wait for room, and a client that has too many events before it is cut off. A stream waits
//! much sooner: as soon as some of its bytes were not taken, whatever makes them has to hold still, so
//! that a client that reads slowly costs no more memory than one that keeps up.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::owner::lock;

/// Lines that may wait for a client.
const LINES: usize = 4_096;
/// Bytes of one stream that may wait; a message that is longer waits alone.
const STREAM: usize = 1 << 20;

/// A line for a client, and the stream that it is of.
struct Line {
    bytes: Vec<u8>,
    stream: Option<u64>,
}

/// The end that lines are put into; the other one ends when all of these are gone.
#[derive(Clone)]
pub(super) struct Outbox {
    lines: Sender<Line>,
    flow: Arc<Flow>,
}

/// The end that lines are written from.
pub(super) struct Waiting {
    lines: Receiver<Line>,
    flow: Arc<Flow>,
}

/// How much of the streams waits.
#[derive(Default)]
struct Flow {
    streams: Mutex<Streams>,
    /// Told when a stream has room, or nobody takes lines any more.
    moved: Condvar,
}

#[derive(Default)]
struct Streams {
    /// Bytes by stream.
    waiting: HashMap<u64, usize>,
    over: bool,
}

/// An outbox, and what takes its lines.
pub(super) fn outbox() -> (Outbox, Waiting) {
    let (put, lines) = bounded(LINES);
    let flow = Arc::new(Flow::default());
    let outbox = Outbox {
        lines: put,
        flow: flow.clone(),
    };
    (outbox, Waiting { lines, flow })
}

impl Outbox {
    /// Puts a line in and waits for room; `false` when nobody takes it.
    pub fn put(&self, bytes: Vec<u8>) -> bool {
        let stream = None;
        self.lines.send(Line { bytes, stream }).is_ok()
    }

    /// Puts a line in without waiting; `false` when the client does not keep up.
    pub fn put_now(&self, bytes: Vec<u8>) -> bool {
        let stream = None;
        self.lines.try_send(Line { bytes, stream }).is_ok()
    }

    /// Puts a line of a stream in, once enough of those before it were taken; `false` when nobody
    /// takes it.
    pub fn put_of(&self, stream: u64, bytes: Vec<u8>) -> bool {
        let stream = Some(stream).filter(|stream| self.flow.enter(*stream, bytes.len()));
        stream.is_some() && self.lines.send(Line { bytes, stream }).is_ok()
    }
}

impl Waiting {
    /// Hands every line to `out` until there are no more or it answers `false`. Nothing is taken
    /// after that.
    pub fn write(self, mut out: impl FnMut(&[u8]) -> bool) {
        for line in &self.lines {
            if !out(&line.bytes) {
                break;
            }
            if let Some(stream) = line.stream {
                self.flow.leave(stream, line.bytes.len());
            }
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        lock(&self.flow.streams).over = true;
        self.flow.moved.notify_all();
    }
}

impl Flow {
    /// Waits until so many bytes of a stream may wait; `false` when nobody takes them.
    fn enter(&self, stream: u64, bytes: usize) -> bool {
        let mut streams = lock(&self.streams);
        while !streams.over {
            let waiting = streams.waiting.entry(stream).or_default();
            if *waiting == 0 || *waiting + bytes <= STREAM {
                *waiting += bytes;
                return true;
            }
            streams = match self.moved.wait(streams) {
                Ok(streams) => streams,
                Err(poisoned) => poisoned.into_inner(),
            };
        }
        false
    }

    fn leave(&self, stream: u64, bytes: usize) {
        let mut streams = lock(&self.streams);
        let waiting = streams.waiting.entry(stream).or_default();
        *waiting = waiting.saturating_sub(bytes);
        // Nobody says that a stream has ended, so that those of which nothing waits are not kept.
        if *waiting == 0 {
            streams.waiting.remove(&stream);
        }
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tenon_testkit::wait_until;

    use super::*;

    const MESSAGE: usize = STREAM / 4;

    /// A stream of so many messages on a thread of its own, and how many of them were put in.
    fn pour(outbox: &Outbox, count: usize) -> (std::thread::JoinHandle<bool>, Arc<AtomicUsize>) {
        let (outbox, put) = (outbox.clone(), Arc::new(AtomicUsize::new(0)));
        let counted = put.clone();
        let pouring = std::thread::spawn(move || {
            (0..count).all(|number| {
                let byte = u8::try_from(number % 251).unwrap_or_default();
                let all = outbox.put_of(7, vec![byte; MESSAGE]);
                counted.fetch_add(usize::from(all), Ordering::SeqCst);
                all
            })
        });
        (pouring, put)
    }

    #[test]
    fn a_stream_waits_for_a_client_that_does_not_read() {
        let (outbox, waiting) = outbox();
        let (pouring, put) = pour(&outbox, 40);
        wait_until("it is full", || put.load(Ordering::SeqCst) == 4);
        // A second stream, answers and events do not wait for the first one.
        assert!(
            outbox.put_of(8, vec![0; MESSAGE]) && outbox.put(vec![1]) && outbox.put_now(vec![2])
        );
        assert!(waiting.lines.len() <= 4 + 3, "{} wait", waiting.lines.len());
        let mut taken = Vec::new();
        let writing = std::thread::spawn(move || {
            waiting.write(|bytes| {
                if bytes.len() == MESSAGE {
                    taken.push(bytes[0]);
                }
                true
            });
            taken
        });
        assert!(pouring.join().expect("it pours"), "all of it was taken");
        drop(outbox);
        let mut taken = writing.join().expect("it writes");
        let other = taken.iter().skip(1).position(|byte| *byte == 0);
        taken.remove(other.expect("the second stream's") + 1);
        assert_eq!(taken, (0..40).collect::<Vec<u8>>(), "in order");
    }

    #[test]
    fn a_message_that_is_too_long_waits_alone() {
        let (outbox, waiting) = outbox();
        assert!(outbox.put_of(1, vec![0; 3 * STREAM]));
        drop(outbox);
        let mut bytes = 0;
        waiting.write(|line| {
            bytes += line.len();
            true
        });
        assert_eq!(bytes, 3 * STREAM);
    }

    #[test]
    fn a_stream_that_waits_hears_that_the_client_is_gone() {
        let (outbox, waiting) = outbox();
        let (pouring, put) = pour(&outbox, 40);
        wait_until("it is full", || put.load(Ordering::SeqCst) == 4);
        waiting.write(|_| false);
        assert!(!pouring.join().expect("it pours"), "nobody takes it");
    }
}
