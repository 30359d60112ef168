//! The commands in a terminal's output, by the marks that shells make in it.
//!
//! [`Blocks`] is pure: it is given the output in any pieces and says what it finds, with offsets.
//! A block is what stands between two prompts. Nothing is guessed: without marks there is none.

mod control;
mod frames;
mod mark;
mod plain;
mod quoting;
mod secondary;
mod text;
mod typed;

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;

use self::control::Controls;
use self::frames::{Frames, Piece, Span};
use self::mark::{Marked, Said};
use self::text::Text;
use self::typed::Typed;
use crate::run::Output;

pub use self::plain::Plain;

/// What counts, and how much is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockRules {
    /// The identity without which no mark counts. None for output of any shell.
    pub id: Option<String>,
    /// Bytes of an output's beginning and of its end that are kept.
    pub kept: usize,
}

/// A command with its output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The command as it was typed; never blank.
    pub command: String,
    /// Its exit status; none where the shell gave none.
    pub exit: Option<i32>,
    /// The shell's folder when it began, where the shell told it.
    pub cwd: Option<PathBuf>,
    /// The offset of the first byte of its prompt's mark; of its own mark where the prompt has none.
    pub start: u64,
    /// The offset behind the last byte of the mark that ends it; of the first byte of the next
    /// prompt's mark, or of the output's end, where there is none.
    pub end: u64,
    /// What it wrote, as text.
    pub output: Output,
    /// Whether what it wrote was no text.
    pub binary: bool,
}

/// What the output says; `at` is the offset behind the mark that says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockEvent {
    /// A prompt begins.
    Prompt {
        /// Behind the mark.
        at: u64,
    },
    /// A prompt is written, and what is typed begins.
    Input {
        /// Behind the mark.
        at: u64,
    },
    /// A command begins to run.
    Started {
        /// Behind the mark.
        at: u64,
        /// The command.
        command: String,
        /// The shell's folder, where the shell told it.
        cwd: Option<PathBuf>,
    },
    /// The command that was told of wrote this since it was last asked; only before its end, and
    /// only where the output is followed.
    Wrote {
        /// Text, as in [`Block::output`].
        text: Vec<u8>,
    },
    /// The command that was told of ended.
    Ended {
        /// Behind the mark.
        at: u64,
        /// The command with its output.
        block: Block,
    },
}

/// Follows a terminal's output.
pub struct Blocks {
    frames: Frames,
    controls: Controls,
    reading: Reading,
}

/// Where the shell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Idle,
    Prompt,
    Input,
    Running,
}

struct Reading {
    rules: BlockRules,
    place: Place,
    /// The offset of the prompt's mark.
    prompt: Option<u64>,
    /// Whether anything was written since the prompt's mark.
    written: bool,
    /// The identity that the prompt's mark had.
    id: Option<String>,
    /// Whether the marks of ends have one.
    ends_have_id: bool,
    typed: Typed,
    /// The command, as the shell told it, and the offset of that mark.
    told: Option<String>,
    told_at: u64,
    cwd: Option<Vec<u8>>,
    running: Option<Running>,
    /// Whether the text of outputs is given as it comes.
    follows: bool,
}

struct Running {
    command: String,
    cwd: Option<PathBuf>,
    start: u64,
    /// The identity without which no mark ends it.
    id: Option<String>,
    output: Text,
}

impl Blocks {
    /// Begins before the first byte.
    pub fn new(rules: BlockRules) -> Self {
        Self {
            frames: Frames::new(),
            controls: Controls::new(),
            reading: Reading::new(rules),
        }
    }

    /// Has the text of outputs be given as it comes, too: see [`Self::take_text`].
    pub(crate) fn follow(&mut self) {
        self.reading.follows = true;
    }

    /// What the running command wrote since this was last asked: whole lines, as in
    /// [`Block::output`], and pieces of very long ones. Nothing unless it is followed.
    pub(crate) fn take_text(&mut self) -> Vec<u8> {
        let running = self.reading.running.as_mut();
        running
            .map(|running| running.output.take_fresh())
            .unwrap_or_default()
    }

    /// Takes the next output and tells `tell` what it says, in order.
    pub fn advance(&mut self, bytes: &[u8], mut tell: impl FnMut(BlockEvent)) {
        let Self {
            frames,
            controls,
            reading,
        } = self;
        frames.advance(bytes, |piece, span| match piece {
            Piece::Text(text) => reading.text(text),
            Piece::Control(content) => {
                if reading.place != Place::Idle
                    && let Some(control) = controls.read(content)
                {
                    match &mut reading.running {
                        Some(running) => running.output.control(control),
                        None => reading.typed.control(control),
                    }
                }
            }
            Piece::Command(content) => {
                if let Some(marked) = mark::read(content) {
                    reading.mark(marked, span, &mut tell);
                }
            }
        });
    }

    /// The output has ended; a block that is not over ends with it.
    pub fn finish(&mut self) -> Option<Block> {
        let end = self.frames.at();
        self.reading.place = Place::Idle;
        let running = self.reading.running.take()?;
        Some(running.end(None, end, None))
    }

    /// The offset behind the last byte.
    pub fn at(&self) -> u64 {
        self.frames.at()
    }
}

impl Reading {
    fn new(rules: BlockRules) -> Self {
        Self {
            rules,
            place: Place::Idle,
            prompt: None,
            written: false,
            id: None,
            ends_have_id: false,
            typed: Typed::new(),
            told: None,
            told_at: 0,
            cwd: None,
            running: None,
            follows: false,
        }
    }

    fn text(&mut self, text: &[u8]) {
        match (self.place, &mut self.running) {
            (Place::Idle, _) => {}
            (_, Some(running)) => running.output.write(text),
            _ => {
                self.written = true;
                self.typed.write(text);
            }
        }
    }

    fn mark(&mut self, marked: Marked, span: Span, tell: &mut impl FnMut(BlockEvent)) {
        let Marked { said, id } = marked;
        if let Said::Folder(path) = said {
            // What runs in a shell of ours may be another machine's shell.
            if self.rules.id.is_none() || self.running.is_none() {
                self.cwd = Some(path);
            }
            return;
        }
        if !self.counts(&said, id.as_deref()) {
            return;
        }
        let at = span.end;
        self.ends_have_id |= matches!(said, Said::End(..)) && id.is_some();
        match said {
            Said::Prompt => {
                if let Some(running) = self.running.take() {
                    running.tell_end((at, None, span.start, None), tell);
                    self.place = Place::Idle;
                }
                // Two protocols in one prompt are one prompt.
                if self.place != Place::Prompt || self.written {
                    self.prompt = Some(span.start);
                }
                self.place = Place::Prompt;
                self.written = false;
                self.id = id;
                self.told = None;
                self.typed = Typed::new();
                tell(BlockEvent::Prompt { at });
            }
            Said::Input if self.running.is_none() => {
                if self.place == Place::Idle {
                    self.typed = Typed::new();
                }
                self.place = Place::Input;
                self.typed.begin();
                tell(BlockEvent::Input { at });
            }
            Said::Typed(command) => {
                self.told = Some(command);
                self.told_at = span.start;
            }
            Said::Command(told) => {
                if self.running.is_some() && !self.goes_on() {
                    return;
                }
                if let Some(running) = self.running.take() {
                    running.tell_end((at, None, self.told_at, None), tell);
                }
                self.begin(told, id, span, tell);
            }
            Said::End(exit, sign) => {
                if let Some(running) = self.running.take() {
                    running.tell_end((at, exit, at, sign.as_deref()), tell);
                } else if self.place == Place::Prompt && !self.written {
                    // The end of another protocol, behind the first one's prompt.
                    return;
                }
                self.place = Place::Idle;
                (self.prompt, self.told) = (None, None);
            }
            Said::Aside => self.typed.set_aside(true),
            Said::AsideEnd => self.typed.set_aside(false),
            Said::Input | Said::Folder(_) => {}
        }
    }

    /// Whether a mark with this identity is the shell's own.
    fn counts(&self, said: &Said, id: Option<&str>) -> bool {
        if let Some(ours) = &self.rules.id {
            return id == Some(ours);
        }
        let Some(expected) = self
            .running
            .as_ref()
            .and_then(|running| running.id.as_ref())
        else {
            return true;
        };
        match (id, said) {
            (Some(id), _) => id == expected,
            // A shell that names its ends names each of them.
            (None, _) => !self.ends_have_id,
        }
    }

    /// Whether the shell runs another command without a prompt between, as bash does with pasted
    /// lines. Two protocols tell a command twice, one behind the other.
    fn goes_on(&self) -> bool {
        let told = self
            .told
            .as_ref()
            .is_some_and(|told| !told.trim().is_empty());
        let written = self
            .running
            .as_ref()
            .is_some_and(|running| !running.output.is_empty());
        told && (written || self.rules.id.is_some())
    }

    fn begin(
        &mut self,
        told: Option<String>,
        id: Option<String>,
        span: Span,
        tell: &mut impl FnMut(BlockEvent),
    ) {
        let typed = match self.place {
            Place::Input => self.typed.text(),
            _ => String::new(),
        };
        let mut commands = [self.told.take(), told, Some(typed)].into_iter().flatten();
        let Some(command) = commands.find(|command| !command.trim().is_empty()) else {
            // A prompt without a command.
            self.place = Place::Idle;
            return;
        };
        let command = command.trim_end_matches(['\r', '\n']).to_owned();
        let cwd = self.cwd.clone().map(|path| OsString::from_vec(path).into());
        self.place = Place::Running;
        self.ends_have_id |= id.is_some();
        self.told = None;
        self.running = Some(Running {
            command: command.clone(),
            cwd: cwd.clone(),
            start: self.prompt.take().unwrap_or(span.start),
            id: id.or_else(|| self.id.take()),
            output: match self.follows {
                true => Text::new(self.rules.kept).followed(),
                false => Text::new(self.rules.kept),
            },
        });
        self.typed = Typed::new();
        let at = span.end;
        tell(BlockEvent::Started { at, command, cwd });
    }
}

/// The offset behind the mark, the exit status, the offset of the block's end, and zsh's sign.
type Ending<'s> = (u64, Option<i32>, u64, Option<&'s str>);

impl Running {
    fn tell_end(mut self, (at, exit, end, sign): Ending<'_>, tell: &mut impl FnMut(BlockEvent)) {
        let text = self.output.take_rest(sign);
        if !text.is_empty() {
            tell(BlockEvent::Wrote { text });
        }
        let block = self.end(exit, end, sign);
        tell(BlockEvent::Ended { at, block });
    }

    fn end(self, exit: Option<i32>, end: u64, sign: Option<&str>) -> Block {
        let (output, binary) = self.output.finish(sign);
        Block {
            command: self.command,
            exit,
            cwd: self.cwd,
            start: self.start,
            end,
            output,
            binary,
        }
    }
}

#[cfg(test)]
mod tests;
