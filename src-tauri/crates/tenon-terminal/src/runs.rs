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
    pub news: Option<RunNews>,
}

/// What is told of a command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum RunNews {
    Started(Started),
    Ended(Ended),
}

impl Runs {
    pub fn new(rules: BlockRules, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) -> Self {
        Self {
            blocks: Blocks::new(rules),
            clock,
            ids,
            running: None,
        }
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
        blocks.advance(bytes, |event| {
            let (at, mark, news) = match event {
                BlockEvent::Prompt { at } => (at, Mark::Prompt, None),
                BlockEvent::Input { at } => (at, Mark::Input, None),
                BlockEvent::Started { at, command, cwd } => {
                    let run = *running.insert(RunId::new(ids.as_ref()));
                    let started = Started {
                        run,
                        command,
                        cwd,
                        at: clock.now(),
                    };
                    (at, Mark::Command { run }, Some(RunNews::Started(started)))
                }
                BlockEvent::Ended { at, block } => {
                    let Some(run) = running.take() else { return };
                    let exit = block.exit;
                    let ended = ended(run, block, clock.as_ref());
                    (at, Mark::End { run, exit }, Some(RunNews::Ended(ended)))
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
            news: Some(RunNews::Ended(ended(run, block, self.clock.as_ref()))),
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
