//! The commands of one terminal as they run: what is marked, and what is told.

use std::sync::Arc;

use tenon_core::{Clock, Ids, RunId};

use crate::blocks::{Block, BlockEvent, BlockRules, Blocks};
use crate::run::{Ended, Mark, Started};

/// Follows a terminal's output and gives its commands identities.
pub(crate) struct Runs {
    blocks: Blocks,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    running: Option<RunId>,
}

/// A mark, with what is to be told of it.
pub(crate) struct Found {
    /// The offset behind it.
    pub at: u64,
    pub mark: Mark,
    pub news: Vec<RunNews>,
}

/// What is told of a command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum RunNews {
    /// The shell waits for a command.
    Ready,
    Started(Started),
    /// A command wrote text.
    Wrote(RunId, Vec<u8>),
    Ended(Ended),
}

impl Runs {
    pub fn new(rules: BlockRules, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        let mut blocks = Blocks::new(rules);
        blocks.follow();
        Self {
            blocks,
            clock,
            ids,
            running: None,
        }
    }

    /// What the running command wrote since this was last asked.
    pub fn wrote(&mut self) -> Option<RunNews> {
        let run = self.running?;
        let text = self.blocks.take_text();
        (!text.is_empty()).then_some(RunNews::Wrote(run, text))
    }

    /// Takes the next output.
    pub fn advance(&mut self, bytes: &[u8]) -> Vec<Found> {
        let Self {
            blocks,
            clock,
            ids,
            running,
        } = self;
        let mut found = Vec::new();
        let mut last = Vec::new();
        blocks.advance(bytes, |event| {
            let (at, mark, news) = match event {
                BlockEvent::Prompt { at } => (at, Mark::Prompt, Vec::new()),
                BlockEvent::Input { at } => (at, Mark::Input, vec![RunNews::Ready]),
                BlockEvent::Wrote { text } => {
                    last = text;
                    return;
                }
                BlockEvent::Started { at, command, cwd } => {
                    let run = *running.insert(RunId::new(ids.as_ref()));
                    let started = Started {
                        run,
                        command,
                        cwd: cwd.clone(),
                        at: clock.now(),
                    };
                    (
                        at,
                        Mark::Command { run, cwd },
                        vec![RunNews::Started(started)],
                    )
                }
                BlockEvent::Ended { at, block } => {
                    let Some(run) = running.take() else { return };
                    let exit = block.exit;
                    let ended = ended(run, block, clock.as_ref());
                    let text = std::mem::take(&mut last);
                    let wrote = (!text.is_empty()).then_some(RunNews::Wrote(run, text));
                    let news = wrote.into_iter().chain([RunNews::Ended(ended)]);
                    (at, Mark::End { run, exit }, news.collect())
                }
            };
            found.push(Found { at, mark, news });
        });
        found
    }

    /// The shell ended; so does what ran in it.
    pub fn finish(&mut self) -> Option<Found> {
        let block = self.blocks.finish()?;
        let run = self.running.take()?;
        Some(Found {
            at: self.blocks.at(),
            mark: Mark::End { run, exit: None },
            news: vec![RunNews::Ended(ended(run, block, self.clock.as_ref()))],
        })
    }
}

fn ended(run: RunId, block: Block, clock: &dyn Clock) -> Ended {
    Ended {
        run,
        exit: block.exit,
        at: clock.now(),
        output: block.output,
        binary: block.binary,
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::mirror::Mirror;

    struct Nothing;

    impl Clock for Nothing {
        fn now(&self) -> tenon_core::Millis {
            0
        }
    }

    impl Ids for Nothing {
        fn next(&self) -> uuid::Uuid {
            uuid::Uuid::nil()
        }
    }

    fn shortest(mut work: impl FnMut()) -> Duration {
        let timed = |_| {
            let began = Instant::now();
            work();
            began.elapsed()
        };
        (0..9).map(timed).min().unwrap_or_default()
    }

    #[test]
    fn what_a_command_writes_is_told_whole_and_before_its_end() {
        let output = "\x1b]133;A\x07$ \x1b]133;B\x07make\r\n\x1b]133;C;cmdline=make\x07\
            one\r\n\x1b[31mtwo\x1b[0m\r\n10 %\r20 %\r\nlast\x1b]133;D;1\x07\x1b]133;A\x07";
        for size in 1..=output.len() {
            let rules = BlockRules { id: None, kept: 4 };
            let mut runs = Runs::new(rules, Arc::new(Nothing), Arc::new(Nothing));
            let (mut text, mut order) = (String::new(), Vec::new());
            for part in output.as_bytes().chunks(size) {
                let found = runs.advance(part);
                let news = found.into_iter().flat_map(|found| found.news);
                for news in news.chain(runs.wrote()).collect::<Vec<_>>() {
                    match news {
                        RunNews::Ready => order.push("ready"),
                        RunNews::Started(_) => order.push("started"),
                        RunNews::Ended(_) => order.push("ended"),
                        RunNews::Wrote(_, bytes) => {
                            assert_eq!(order, ["ready", "started"], "in pieces of {size}");
                            text += std::str::from_utf8(&bytes).expect("whole lines are UTF-8");
                        }
                    }
                }
            }
            assert_eq!(text, "one\ntwo\n20 %\nlast", "in pieces of {size}");
            assert_eq!(order, ["ready", "started", "ended"], "in pieces of {size}");
        }
    }

    /// In a release build: `cargo test --release -p tenon-terminal --lib -- --ignored share
    /// --nocapture`. What the mirror needs for the same output is the measure; a terminal needs the
    /// kernel's time besides.
    #[test]
    #[ignore = "it measures, which only a release build can"]
    fn the_share_of_marks_and_recording_is_at_most_a_tenth() {
        for (name, line) in [
            (
                "plain lines",
                "The quick brown fox jumps over the lazy dog, again and again.\r\n",
            ),
            (
                "colours",
                "\x1b[1;32mok\x1b[0m \x1b[34msrc/main.rs\x1b[0m:\x1b[33m12\x1b[0m text\r\n",
            ),
            ("short lines", "y\r\n"),
            (
                "progress",
                "\r\x1b[K[####      ] 40 % of many things to be done",
            ),
        ] {
            let output = line.repeat(16_000_000 / line.len()).into_bytes();
            let mut mirror = Mirror::new(80, 24, 10_000);
            let drawing = shortest(|| {
                output.chunks(65_536).for_each(|part| {
                    mirror.feed(part);
                })
            });
            let rules = BlockRules {
                id: None,
                kept: 65_536,
            };
            let mut runs = Runs::new(rules, Arc::new(Nothing), Arc::new(Nothing));
            runs.advance(b"\x1b]133;C;cmdline=x\x07");
            let marking = shortest(|| {
                for part in output.chunks(65_536) {
                    assert!(runs.advance(part).is_empty());
                    runs.wrote();
                }
            });
            let rate = |time: Duration| output.len() as f64 / 1e6 / time.as_secs_f64();
            let share = marking.as_secs_f64() / (drawing + marking).as_secs_f64();
            println!(
                "{name}: drawing {:.0} MB/s, marking {:.0} MB/s: {share:.3}",
                rate(drawing),
                rate(marking)
            );
        }
    }
}
