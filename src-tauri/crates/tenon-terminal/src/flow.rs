//! The flow of output to one attachment: what is queued, what is on the way, who must wait.
//!
//! Pure: it is given the time and says what to do.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::run::Mark;

/// Marks in one chunk; earlier ones are left out.
const MARKS: usize = 256;
/// Places with marks that are queued. A program that writes more of them is not a shell, and its
/// window gets a picture in their place.
const MARKED: usize = 1024;

/// The limits of every attachment's flow.
#[derive(Debug, Clone, Copy)]
pub struct FlowLimits {
    /// Bytes not yet acknowledged beyond which the terminal is not read.
    pub high: usize,
    /// Bytes not yet acknowledged below which it is read again.
    pub low: usize,
    /// The same two while something is typed elsewhere.
    pub aside: (usize, usize),
    /// Bytes in one chunk.
    pub chunk: usize,
    /// The least time between two chunks that are not full.
    pub coalesce: Duration,
    /// How long an attachment may hold up the terminal without acknowledging anything.
    pub stall: Duration,
}

impl Default for FlowLimits {
    fn default() -> Self {
        Self {
            high: 1024 * 1024,
            low: 512 * 1024,
            aside: (64 * 1024, 16 * 1024),
            // Each message costs both processes about as much as carrying 100 KB does.
            chunk: 256 * 1024,
            coalesce: Duration::from_millis(8),
            stall: Duration::from_millis(500),
        }
    }
}

/// How an attachment's window shows the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// It is looked at.
    #[default]
    Front,
    /// It is seen while something is typed elsewhere: little of a flood is on the way at a time, so
    /// that the window is free for keys.
    Aside,
    /// Nobody sees it. It holds nothing up, and a flood reaches the window as a picture when it is
    /// seen again.
    Hidden,
}

/// What is to be sent next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// A picture of the whole screen; then [`Feed::sent_snapshot`].
    Snapshot,
    /// These bytes.
    Bytes(Vec<u8>),
    /// These marks.
    Marks(Vec<Mark>),
    /// Nothing before this time, or before something changes.
    Wait(Option<Instant>),
    /// Everything was sent.
    Drained,
}

#[derive(Debug)]
enum Queued {
    Bytes(Vec<u8>),
    Marks(Vec<Mark>),
}

/// The flow to one attachment.
#[derive(Debug)]
pub(crate) struct Feed {
    limits: FlowLimits,
    queue: VecDeque<Queued>,
    queued: usize,
    /// Places with marks in the queue.
    marked: usize,
    /// Whether it follows the output; if not it waits for a snapshot.
    live: bool,
    view: View,
    /// Whether it was left behind because nobody sees it: its picture waits until somebody does.
    fell_unseen: bool,
    /// Bytes of a snapshot on the way. They hold nothing up: a large picture takes its time.
    unread_snapshot: usize,
    /// Bytes of output on the way.
    unread: usize,
    last_sent: Option<Instant>,
    last_ack: Instant,
    blocking_since: Option<Instant>,
}

impl Feed {
    pub fn new(limits: FlowLimits, now: Instant) -> Self {
        Self {
            limits,
            queue: VecDeque::new(),
            queued: 0,
            marked: 0,
            live: false,
            view: View::Front,
            fell_unseen: false,
            unread_snapshot: 0,
            unread: 0,
            last_sent: None,
            last_ack: now,
            blocking_since: None,
        }
    }

    pub fn is_live(&self) -> bool {
        self.live
    }

    /// The window shows it so from now on.
    pub fn see(&mut self, view: View) {
        self.view = view;
        self.fell_unseen &= view == View::Hidden;
        // Other limits hold now.
        self.blocking_since = None;
    }

    /// Queues output; says whether the sender has a reason to look.
    pub fn push(&mut self, mut bytes: &[u8]) -> bool {
        if !self.live {
            return false;
        }
        let size = match self.view {
            View::Aside => self.limits.aside.0.min(self.limits.chunk),
            View::Front | View::Hidden => self.limits.chunk,
        };
        let full = |queue: &VecDeque<Queued>| match queue.front() {
            Some(Queued::Bytes(chunk)) => chunk.len() >= size,
            Some(Queued::Marks(_)) => true,
            None => false,
        };
        let (was_empty, was_full) = (self.queue.is_empty(), full(&self.queue));
        self.queued += bytes.len();
        while !bytes.is_empty() {
            let open =
                matches!(self.queue.back(), Some(Queued::Bytes(chunk)) if chunk.len() < size);
            if !open {
                self.queue.push_back(Queued::Bytes(Vec::new()));
            }
            let Some(Queued::Bytes(chunk)) = self.queue.back_mut() else {
                break;
            };
            let (now, later) = bytes.split_at(bytes.len().min(size - chunk.len()));
            chunk.extend_from_slice(now);
            bytes = later;
        }
        was_empty || (!was_full && full(&self.queue))
    }

    /// Queues a mark behind the output; says whether the sender has a reason to look.
    pub fn mark(&mut self, mark: &Mark) -> bool {
        if !self.live {
            return false;
        }
        if let Some(Queued::Marks(marks)) = self.queue.back_mut() {
            if marks.len() == MARKS {
                marks.remove(0);
            }
            marks.push(mark.clone());
            return false;
        }
        if self.marked == MARKED {
            self.fall_behind();
            return true;
        }
        self.marked += 1;
        self.queue.push_back(Queued::Marks(vec![mark.clone()]));
        true
    }

    /// What to send at `now`. Bytes that are returned count as sent. `ended` says that no more will
    /// be pushed, so that nothing is held back.
    pub fn next(&mut self, now: Instant, ended: bool) -> Next {
        if !self.live {
            let waits = self.unread_snapshot + self.unread > 0;
            return match waits || self.fell_unseen {
                false => Next::Snapshot,
                true => Next::Wait(None),
            };
        }
        let waits = match self.queue.front() {
            // What a mark stands behind gets no more company.
            Some(Queued::Bytes(chunk)) => self.queue.len() == 1 && chunk.len() < self.limits.chunk,
            Some(Queued::Marks(_)) => false,
            None if ended => return Next::Drained,
            None => return Next::Wait(None),
        };
        // After a pause bytes go out at once; in a stream they wait for company.
        let due = self
            .last_sent
            .map(|sent| sent + self.limits.coalesce)
            .filter(|due| *due > now);
        if let Some(due) = due
            && !ended
            && waits
        {
            return Next::Wait(Some(due));
        }
        match self.queue.pop_front() {
            Some(Queued::Bytes(chunk)) => {
                self.queued -= chunk.len();
                self.unread += chunk.len();
                self.last_sent = Some(now);
                Next::Bytes(chunk)
            }
            Some(Queued::Marks(marks)) => {
                self.marked -= 1;
                Next::Marks(marks)
            }
            None => Next::Wait(None),
        }
    }

    /// A snapshot of so many bytes was sent; these marks in it and then output follow from there.
    pub fn sent_snapshot(&mut self, bytes: usize, marks: Vec<Mark>) {
        self.live = true;
        self.unread_snapshot = bytes;
        let marks = marks.chunks(MARKS).map(|part| Queued::Marks(part.to_vec()));
        self.queue.extend(marks);
        self.marked = self.queue.len();
    }

    /// So many bytes were read. More than were sent count as all of them.
    pub fn acknowledge(&mut self, bytes: usize, now: Instant) {
        let of_snapshot = bytes.min(self.unread_snapshot);
        self.unread_snapshot -= of_snapshot;
        self.unread = self.unread.saturating_sub(bytes - of_snapshot);
        self.last_ack = now;
    }

    /// Whether the terminal must not be read at `now`, and if so, until when this is borne.
    pub fn blocks(&mut self, now: Instant) -> Option<Instant> {
        let open = self.queued + self.unread;
        if self.view == View::Hidden && open > self.limits.high {
            self.fall_behind();
            self.fell_unseen = true;
        }
        let (high, low) = match self.view {
            View::Aside => self.limits.aside,
            View::Front | View::Hidden => (self.limits.high, self.limits.low),
        };
        let limit = match self.blocking_since {
            Some(_) => low,
            None => high,
        };
        if !self.live || open <= limit {
            self.blocking_since = None;
            return None;
        }
        let since = *self.blocking_since.get_or_insert(now);
        Some(since.max(self.last_ack) + self.limits.stall)
    }

    /// Leaves it behind: its queue is dropped, and once it has read what is on the way it gets a
    /// snapshot.
    pub fn fall_behind(&mut self) {
        self.live = false;
        self.queue = VecDeque::new();
        (self.queued, self.marked) = (0, 0);
        self.blocking_since = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn live() -> (Feed, Instant) {
        let now = Instant::now();
        let limits = FlowLimits {
            high: 100,
            low: 40,
            aside: (20, 5),
            chunk: 30,
            coalesce: 8 * MS,
            stall: 500 * MS,
        };
        let mut feed = Feed::new(limits, now);
        assert_eq!(
            feed.next(now, false),
            Next::Snapshot,
            "it begins with a picture"
        );
        feed.sent_snapshot(7, Vec::new());
        feed.acknowledge(7, now);
        (feed, now)
    }

    fn bytes(next: Next) -> usize {
        match next {
            Next::Bytes(bytes) => bytes.len(),
            other => panic!("expected bytes, got {other:?}"),
        }
    }

    #[test]
    fn the_first_bytes_after_a_pause_go_out_at_once_and_the_next_wait_for_company() {
        let (mut feed, now) = live();
        assert!(feed.push(b"a"), "the sender is woken");
        assert_eq!(feed.next(now, false), Next::Bytes(b"a".to_vec()));
        assert!(feed.push(b"b"), "an empty queue is worth a look");
        assert!(!feed.push(b"c"), "a second byte is not");
        assert_eq!(feed.next(now + MS, false), Next::Wait(Some(now + 8 * MS)));
        assert_eq!(feed.next(now + 8 * MS, false), Next::Bytes(b"bc".to_vec()));
        assert_eq!(
            feed.next(now + 8 * MS, false),
            Next::Wait(None),
            "nothing is left"
        );
    }

    #[test]
    fn a_full_chunk_and_the_end_do_not_wait() {
        let (mut feed, now) = live();
        feed.push(b"a");
        assert_eq!(bytes(feed.next(now, false)), 1);
        assert!(feed.push(&[b'x'; 10]));
        assert!(feed.push(&[b'x'; 35]), "a chunk became full");
        assert_eq!(bytes(feed.next(now, false)), 30, "a full chunk goes out");
        assert_eq!(
            feed.next(now, false),
            Next::Wait(Some(now + 8 * MS)),
            "the rest waits"
        );
        assert_eq!(
            bytes(feed.next(now, true)),
            15,
            "unless nothing more will come"
        );
        assert_eq!(feed.next(now, true), Next::Drained);
    }

    #[test]
    fn reading_stops_above_the_high_mark_and_goes_on_below_the_low_one() {
        let (mut feed, now) = live();
        feed.push(&[b'x'; 100]);
        assert_eq!(feed.blocks(now), None, "exactly the limit is allowed");
        feed.push(b"x");
        assert_eq!(feed.blocks(now), Some(now + 500 * MS));
        while let Next::Bytes(_) = feed.next(now, true) {}
        assert_eq!(feed.blocks(now), Some(now + 500 * MS), "sent is not read");
        feed.acknowledge(50, now + 100 * MS);
        assert_eq!(
            feed.blocks(now),
            Some(now + 600 * MS),
            "progress earns patience"
        );
        feed.acknowledge(11, now + 100 * MS);
        assert_eq!(feed.blocks(now), None, "40 are left");
    }

    #[test]
    fn marks_stand_between_the_bytes_and_what_is_before_them_does_not_wait() {
        let (mut feed, now) = live();
        feed.push(b"a");
        assert_eq!(feed.next(now, false), Next::Bytes(b"a".to_vec()));
        feed.push(b"b");
        assert!(feed.mark(&Mark::Prompt), "the sender is woken");
        feed.mark(&Mark::Input);
        feed.push(b"c");
        assert_eq!(feed.next(now, false), Next::Bytes(b"b".to_vec()));
        let marks = vec![Mark::Prompt, Mark::Input];
        assert_eq!(feed.next(now, false), Next::Marks(marks));
        assert_eq!(feed.next(now, false), Next::Wait(Some(now + 8 * MS)));
        (0..1000).for_each(|_| assert!(!feed.mark(&Mark::Prompt) || feed.marked == 1));
        assert_eq!(feed.next(now, false), Next::Bytes(b"c".to_vec()));
        let last = vec![Mark::Prompt; MARKS];
        assert_eq!(feed.next(now, false), Next::Marks(last), "only the last");
        for _ in 0..=MARKED {
            feed.push(b"x");
            feed.mark(&Mark::Prompt);
        }
        assert!(!feed.is_live(), "a flood ends in a picture");
    }

    #[test]
    fn one_that_fell_behind_holds_nothing_up_and_gets_a_picture_when_it_has_read() {
        let (mut feed, now) = live();
        feed.push(&[b'x'; 101]);
        assert_eq!(bytes(feed.next(now, false)), 30);
        feed.fall_behind();
        assert_eq!(feed.blocks(now), None, "the others go on");
        assert!(!feed.push(&[b'x'; 1000]), "nothing is queued for it");
        assert_eq!(
            feed.next(now, false),
            Next::Wait(None),
            "30 are still on the way"
        );
        feed.acknowledge(29, now);
        assert_eq!(feed.next(now, false), Next::Wait(None), "one is");
        feed.acknowledge(1, now);
        assert_eq!(feed.next(now, false), Next::Snapshot);
    }

    #[test]
    fn little_is_on_the_way_while_something_is_typed_elsewhere() {
        let (mut feed, now) = live();
        feed.see(View::Aside);
        feed.push(&[b'x'; 21]);
        assert_eq!(bytes(feed.next(now, false)), 20, "in small pieces");
        assert_eq!(feed.blocks(now), Some(now + 500 * MS));
        feed.acknowledge(15, now);
        assert_eq!(feed.blocks(now), Some(now + 500 * MS), "6 are open");
        feed.acknowledge(1, now);
        assert_eq!(feed.blocks(now), None);
        feed.push(&[b'x'; 40]);
        assert!(feed.blocks(now).is_some());
        feed.see(View::Front);
        assert_eq!(feed.blocks(now), None, "as ever");
    }

    #[test]
    fn a_flood_that_nobody_sees_holds_nothing_up_and_comes_as_a_picture_when_it_is_seen() {
        let (mut feed, now) = live();
        feed.see(View::Hidden);
        feed.push(b"few");
        assert_eq!(feed.next(now, false), Next::Bytes(b"few".to_vec()));
        feed.push(&[b'x'; 101]);
        assert_eq!(feed.blocks(now), None, "it is not waited for");
        assert!(!feed.is_live());
        feed.acknowledge(3, now);
        assert_eq!(feed.next(now, false), Next::Wait(None), "nobody looks");
        feed.see(View::Front);
        assert_eq!(feed.next(now, false), Next::Snapshot);
    }

    #[test]
    fn a_picture_on_the_way_holds_nothing_up() {
        let (mut feed, now) = live();
        feed.fall_behind();
        feed.sent_snapshot(5000, Vec::new());
        feed.push(b"x");
        assert_eq!(feed.blocks(now), None, "however large it is");
        feed.acknowledge(4999, now);
        assert_eq!(feed.next(now + 9 * MS, false), Next::Bytes(b"x".to_vec()));
    }
}
