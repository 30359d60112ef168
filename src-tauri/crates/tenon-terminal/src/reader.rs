//! The thread that reads a terminal until its shell has ended.

use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus};
use std::sync::Arc;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};

use crate::state::Exit;
use crate::stream::{Appended, Stream};

/// Bytes that are read before they are passed on. The kernel gives at most 4 KiB at a time.
const BATCH: usize = 64 * 1024;
/// Bytes that are read after the shell's end: more than the kernel can hold. A program that the
/// shell left behind could go on for ever.
const REMAINDER: usize = 1024 * 1024;

/// Without output for so long, there is time to pack what scrolled away.
const QUIET: Timespec = Timespec {
    tv_sec: 2,
    tv_nsec: 0,
};

/// What a reader works with.
pub(crate) struct Reader {
    pub master: Arc<OwnedFd>,
    pub child: Child,
    /// A handle that becomes readable when the child ends.
    pub ended: OwnedFd,
    pub stream: Arc<Stream>,
}

enum Batch {
    /// So many bytes, and there may be more.
    Bytes(usize),
    /// Nothing now.
    Empty,
    /// Nobody holds the other side.
    HungUp,
}

impl Reader {
    /// Reads until the shell has ended and its last output was appended. `appended` is told of what
    /// each piece changed, if anything.
    pub fn run(mut self, appended: impl Fn(Appended)) -> Exit {
        let mut buffer = vec![0; BATCH];
        let mut remainder: Option<usize> = None;
        let mut is_untidy = false;
        loop {
            self.stream.wait_for_credit();
            match self.read_batch(&mut buffer) {
                Batch::Bytes(count) => {
                    is_untidy = true;
                    let news = self.stream.append(&buffer[..count]);
                    if news != Appended::default() {
                        appended(news);
                    }
                    if let Some(left) = &mut remainder {
                        *left = left.saturating_sub(count);
                        if *left == 0 {
                            break;
                        }
                    }
                }
                Batch::Empty | Batch::HungUp if remainder.is_some() => break,
                Batch::Empty => {
                    let mut ended = self.wait(true, is_untidy.then_some(QUIET));
                    if ended.is_none() {
                        self.stream.tidy();
                        is_untidy = false;
                        ended = self.wait(true, None);
                    }
                    remainder = (ended == Some(true)).then_some(REMAINDER);
                }
                Batch::HungUp => {
                    remainder = (self.wait(false, None) == Some(true)).then_some(REMAINDER);
                }
            }
        }
        match self.child.wait() {
            Ok(status) => exit_of(status),
            // Somebody else waited for it; how it ended is not known.
            Err(_) => Exit::Code(-1),
        }
    }

    /// Waits for the shell's end, and for output when `for_output`; says whether the shell ended, and
    /// nothing when the time has passed.
    fn wait(&self, for_output: bool, most: Option<Timespec>) -> Option<bool> {
        let mut sources = vec![PollFd::new(&self.ended, PollFlags::IN)];
        if for_output {
            sources.push(PollFd::from_borrowed_fd(self.master.as_fd(), PollFlags::IN));
        }
        // An interrupted wait only means another look.
        match poll(&mut sources, most.as_ref()) {
            Ok(0) => None,
            _ => Some(!sources[0].revents().is_empty()),
        }
    }

    /// Reads what is there, up to the buffer's size.
    fn read_batch(&self, buffer: &mut [u8]) -> Batch {
        let mut count = 0;
        while count < buffer.len() {
            match read(&*self.master, &mut buffer[count..]) {
                Ok(0) => {
                    return if count > 0 {
                        Batch::Bytes(count)
                    } else {
                        Batch::HungUp
                    };
                }
                Ok(more) => count += more,
                Err(Errno::INTR) => {}
                Err(_) if count > 0 => break,
                Err(Errno::AGAIN) => return Batch::Empty,
                Err(_) => return Batch::HungUp,
            }
        }
        Batch::Bytes(count)
    }
}

fn exit_of(status: ExitStatus) -> Exit {
    match (status.code(), status.signal()) {
        (Some(code), _) => Exit::Code(code),
        (None, signal) => Exit::Signal(signal.unwrap_or_default()),
    }
}
