//! What the process prints, line by line, however much and whatever it is.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tenon_core::{counted, one_line, without_escapes};

/// The longest line that is kept, in bytes; the rest of a longer one is dropped.
const LONGEST: usize = 8 * 1024;
/// How many lines a stream may pass on in each second.
const LINES_A_SECOND: u32 = 200;
/// How much of a line is kept for the reason of an end, in characters.
const SHORT: usize = 160;
/// How many last lines are kept for the reason of an end.
const LAST_WORDS: usize = 20;

/// Where a line was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error, where the sidecar's log goes.
    Stderr,
}

/// Who takes the lines: at most 8 KiB each, without line end or control characters, as UTF-8.
///
/// It is called from threads of this crate and should return soon.
pub type LineSink = Arc<dyn Fn(Stream, &str) + Send + Sync>;

/// The last lines of a stream.
#[derive(Debug, Default, Clone)]
pub(crate) struct LastWords(Arc<Mutex<VecDeque<String>>>);

impl LastWords {
    pub(crate) fn read(&self) -> Vec<String> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    fn push(&self, line: &str) {
        // Several stand in one reason, which is a line of a message.
        let short = one_line(line, SHORT);
        let mut words = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if words.len() == LAST_WORDS {
            words.pop_front();
        }
        words.push_back(short);
    }
}

/// Passes on every line of `source` until it ends.
///
/// It always reads on, so that a chatty process never blocks on a full pipe.
pub(crate) fn pass_on(source: impl Read, stream: Stream, sink: &LineSink, words: &LastWords) {
    let began = Instant::now();
    let mut rate = Rate::default();
    each_line(source, |line| {
        if let Admit::Yes { left_out } = rate.admit(began.elapsed()) {
            if left_out > 0 {
                sink(stream, &format!("({} left out)", counted(left_out, "line")));
            }
            sink(stream, line);
        }
        if !line.trim().is_empty() {
            words.push(line);
        }
    });
    if rate.left_out > 0 {
        sink(
            stream,
            &format!("({} left out)", counted(rate.left_out, "line")),
        );
    }
}

/// Calls `take` with each line of `source`, bounded and readable.
fn each_line(source: impl Read, mut take: impl FnMut(&str)) {
    let mut source = BufReader::new(source);
    let mut line = Vec::new();
    loop {
        let part = match source.fill_buf() {
            Ok(part) => part,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            // A pipe that cannot be read any more has nothing more to tell.
            Err(_) => &[],
        };
        if part.is_empty() {
            if !line.is_empty() {
                take(&readable(&line));
            }
            return;
        }
        let end = part.iter().position(|byte| *byte == b'\n');
        let text = &part[..end.unwrap_or(part.len())];
        line.extend_from_slice(&text[..text.len().min(LONGEST - line.len())]);
        let used = text.len() + usize::from(end.is_some());
        source.consume(used);
        if end.is_some() {
            take(&readable(&line));
            line.clear();
        }
    }
}

fn readable(line: &[u8]) -> String {
    let text = String::from_utf8_lossy(line);
    let plain = |c: char| {
        if c.is_control() && c != '\t' {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    let text = without_escapes(&text);
    text.trim_end().chars().map(plain).collect()
}

/// Counts lines in each second.
#[derive(Debug, Default)]
struct Rate {
    second: u64,
    lines: u32,
    left_out: u64,
}

#[derive(Debug, PartialEq, Eq)]
enum Admit {
    /// The line goes on, after `left_out` others that did not.
    Yes {
        left_out: u64,
    },
    No,
}

impl Rate {
    fn admit(&mut self, now: Duration) -> Admit {
        if now.as_secs() != self.second {
            self.second = now.as_secs();
            self.lines = 0;
        }
        if self.lines >= LINES_A_SECOND {
            self.left_out += 1;
            return Admit::No;
        }
        self.lines += 1;
        Admit::Yes {
            left_out: std::mem::take(&mut self.left_out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        let mut lines = Vec::new();
        each_line(bytes, |line| lines.push(line.to_owned()));
        lines
    }

    #[test]
    fn lines_are_cut_out_of_any_bytes() {
        assert_eq!(
            lines(b"one\r\n\ntwo \xff\x1b[31m\x07red\nlast"),
            ["one", "", "two \u{fffd}\u{fffd}red", "last"]
        );
        assert!(lines(b"").is_empty(), "nothing printed, nothing passed on");
    }

    #[test]
    fn a_line_without_an_end_does_not_grow_without_an_end() {
        let mut bytes = vec![b'x'; 100_000];
        bytes.extend_from_slice(b"\nnext\n");
        let lines = lines(&bytes);
        assert_eq!(lines[0].len(), LONGEST, "what is longer is dropped");
        assert_eq!(lines[1..], ["next"], "and the next line is whole");
    }

    #[test]
    fn a_flood_is_counted_and_not_passed_on() {
        let mut rate = Rate::default();
        let first = Duration::from_millis(999);
        let passed = (0..1_000)
            .filter(|_| rate.admit(first) != Admit::No)
            .count();
        assert_eq!(passed, LINES_A_SECOND as usize);
        assert_eq!(
            rate.admit(Duration::from_secs(1)),
            Admit::Yes { left_out: 800 }
        );
        assert_eq!(
            rate.admit(Duration::from_secs(1)),
            Admit::Yes { left_out: 0 },
            "told once"
        );
    }

    #[test]
    fn the_last_words_are_the_last_and_a_flood_does_not_hide_them() {
        let words = LastWords::default();
        let count = Arc::new(Mutex::new(0));
        let counted = Arc::clone(&count);
        let sink: LineSink = Arc::new(move |_, _| *counted.lock().expect("counted") += 1);
        let text: String = (0..5_000).map(|n| format!("line {n}\n\n")).collect();
        pass_on(text.as_bytes(), Stream::Stderr, &sink, &words);
        let kept = words.read();
        assert_eq!(
            (kept.len(), kept[LAST_WORDS - 1].as_str()),
            (LAST_WORDS, "line 4999")
        );
        assert!(
            *count.lock().expect("counted") < 10_000,
            "not every line is passed on"
        );
    }
}
