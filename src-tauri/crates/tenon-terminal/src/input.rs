//! What is typed into a terminal.
//!
//! Whoever types is not kept waiting: what the kernel takes at once goes at once, the rest stands
//! in a bounded queue that a thread empties as the program reads.

use std::collections::VecDeque;
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::io::{Errno, write};

/// Bytes that wait for the program to read them.
pub(crate) const LIMIT: usize = 1024 * 1024;

/// Why input was not taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    Full,
    Closed,
}

pub(crate) struct Input {
    queue: Mutex<Queue>,
    filled: Condvar,
    stop: OwnedFd,
}

struct Queue {
    bytes: VecDeque<u8>,
    /// None once the terminal is closed.
    master: Option<Arc<OwnedFd>>,
}

impl Input {
    pub fn start(master: Arc<OwnedFd>) -> io::Result<Arc<Self>> {
        let queue = Queue {
            bytes: VecDeque::new(),
            master: Some(master),
        };
        let stop = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        let input = Arc::new(Self {
            queue: Mutex::new(queue),
            filled: Condvar::new(),
            stop,
        });
        let worker = input.clone();
        thread::Builder::new()
            .name("terminal-input".into())
            .spawn(move || worker.drain())?;
        Ok(input)
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Types `bytes`: all of them or none.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Refused> {
        let mut queue = self.lock();
        if queue.master.is_none() {
            return Err(Refused::Closed);
        }
        if queue.bytes.len() + bytes.len() > LIMIT {
            return Err(Refused::Full);
        }
        let was_empty = queue.bytes.is_empty();
        queue.bytes.extend(bytes);
        if was_empty {
            // The common key goes to the program without another thread.
            queue.write_some();
            self.filled.notify_one();
        }
        Ok(())
    }

    /// Takes nothing more and lets go of the terminal.
    pub fn close(&self) {
        *self.lock() = Queue {
            bytes: VecDeque::new(),
            master: None,
        };
        self.filled.notify_one();
        // The counter cannot be full: it is written once.
        let _ = write(&self.stop, &1u64.to_ne_bytes());
    }

    fn drain(&self) {
        loop {
            let mut queue = self.lock();
            while queue.bytes.is_empty() && queue.master.is_some() {
                queue = self
                    .filled
                    .wait(queue)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            queue.write_some();
            let Some(master) = queue.master.clone() else {
                return;
            };
            let waits = !queue.bytes.is_empty();
            drop(queue);
            if waits {
                let mut sources = [
                    PollFd::new(&*master, PollFlags::OUT),
                    PollFd::new(&self.stop, PollFlags::IN),
                ];
                // An interrupted wait only means another look.
                let _ = poll(&mut sources, None);
            }
        }
    }
}

impl Queue {
    /// Writes what the kernel takes now.
    fn write_some(&mut self) {
        let Some(master) = self.master.clone() else {
            return;
        };
        while !self.bytes.is_empty() {
            match write(&*master, self.bytes.as_slices().0) {
                Ok(0) | Err(Errno::AGAIN) => return,
                Ok(written) => drop(self.bytes.drain(..written)),
                Err(Errno::INTR) => {}
                // Nobody holds the other side; what was typed has no reader.
                Err(_) => self.bytes.clear(),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::os::unix::net::UnixStream;

    use super::*;

    #[test]
    fn input_is_kept_in_order_up_to_the_limit_and_refused_whole_beyond_it() {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        let input = Input::start(Arc::new(ours.into())).unwrap();
        let mut sent = Vec::new();
        for count in 0u32.. {
            let piece = vec![count as u8; 100_000];
            match input.write(&piece) {
                Ok(()) => sent.extend(piece),
                Err(refused) => {
                    assert_eq!(refused, Refused::Full);
                    break;
                }
            }
            assert!(
                sent.len() < 8 * LIMIT,
                "a reader that does not read is noticed"
            );
        }
        assert!(
            sent.len() > LIMIT - 100_000,
            "the queue holds what it promises"
        );
        let mut received = vec![0; sent.len()];
        theirs.read_exact(&mut received).unwrap();
        assert!(
            received == sent,
            "everything that was taken arrives, in order"
        );
        input.close();
        assert_eq!(input.write(b"x"), Err(Refused::Closed));
        drop(input);
        assert_eq!(
            theirs.read(&mut [0; 1]).unwrap(),
            0,
            "closing lets go of the terminal"
        );
    }
}
