//! `runs.db`: the commands that ran in the terminals of a profile, and what was imported from the
//! histories of shells.
//!
//! It belongs to a profile and not to a workspace: a person looks for what they typed anywhere. So
//! several owners write it at the same time. Texts come in as `Masked<String>` only.

mod adopt;
mod choice;
mod columns;
mod distinct;
mod familiar;
mod filter;
pub(crate) mod forget;
mod index;
mod matching;
mod memory;
mod reader;
mod room;
mod select;
mod texts;
mod write;

use std::path::Path;
use std::sync::Arc;

use tenon_core::{Millis, RunId, TerminalId, WorkspaceId};
use tenon_gatekeeper::Masked;

use crate::database::{Database, Migration, Schema};
use crate::table::{forgotten_run, kept, phrase, run, run_output};
use crate::{Ambient, Place, StoreError, sums};

pub use crate::table::forgotten_run::ForgottenKey;
pub use distinct::{DistinctCommand, DistinctQuery};
pub use reader::RunsReader;
pub use select::{RunExit, RunPage, RunQuery};
pub use write::Imported;

pub(crate) const SCHEMA: Schema = Schema {
    // "TNNR"
    application: 0x544e_4e52,
    migrations: &[
        Migration {
            version: 2_026_112_260,
            steps: &[
                kept::CREATE,
                phrase::CREATE,
                run::CREATE,
                run_output::CREATE,
                sums::CREATE,
            ],
        },
        Migration {
            version: 2_026_112_261,
            steps: &[forgotten_run::CREATE],
        },
    ],
};

/// Where a run was noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunSource {
    /// By Tenon itself, in one of its terminals.
    Tenon,
    /// In bash's history file.
    Bash,
    /// In zsh's.
    Zsh,
    /// In fish's.
    Fish,
    /// In Atuin's database.
    Atuin,
}

impl RunSource {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Tenon => 0,
            Self::Bash => 1,
            Self::Zsh => 2,
            Self::Fish => 3,
            Self::Atuin => 4,
        }
    }

    pub(crate) fn from_number(number: i64) -> Self {
        match number {
            1 => Self::Bash,
            2 => Self::Zsh,
            3 => Self::Fish,
            4 => Self::Atuin,
            _ => Self::Tenon,
        }
    }
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// It runs.
    Running,
    /// It ended.
    Ended,
    /// Its owner ended or was killed before it told of an end.
    Lost,
}

impl RunState {
    pub(crate) fn number(self) -> i64 {
        match self {
            Self::Running => 0,
            Self::Ended => 1,
            Self::Lost => 2,
        }
    }

    pub(crate) fn from_number(number: i64) -> Self {
        match number {
            0 => Self::Running,
            1 => Self::Ended,
            _ => Self::Lost,
        }
    }
}

/// A run that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRun {
    /// The run.
    pub id: RunId,
    /// The command.
    pub command: Masked<String>,
    /// The folder it ran in.
    pub cwd: Option<Masked<String>>,
    /// The branch that was checked out there.
    pub branch: Option<Masked<String>>,
    /// The machine.
    pub host: Masked<String>,
    /// The run of Tenon, or what another program calls its session.
    pub session: Masked<String>,
    /// The workspace whose terminal it ran in.
    pub workspace: Option<WorkspaceId>,
    /// The terminal it ran in.
    pub terminal: Option<TerminalId>,
    /// Who noted it.
    pub source: RunSource,
    /// When it began; none where nobody noted that.
    pub at: Option<Millis>,
    /// Where it stands among those without a time.
    pub order: i64,
    /// How it ended, if it did.
    pub end: Option<RunEnd>,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunEnd {
    /// Its exit status, where there was one.
    pub exit: Option<i32>,
    /// When.
    pub at: Option<Millis>,
    /// What it wrote.
    pub output: NewOutput,
    /// Whether that was no text.
    pub binary: bool,
}

/// What a run wrote, as it is to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOutput {
    /// Its beginning, or all of it.
    pub head: Masked<String>,
    /// Its end.
    pub tail: Masked<String>,
    /// Bytes between the two that are not kept.
    pub left_out: u64,
    /// Bytes of all of it.
    pub bytes: u64,
    /// The first line that tells of an error, counted from 1, and its text.
    pub first_error: Option<(u32, Masked<String>)>,
}

/// A run as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The run.
    pub id: RunId,
    /// The command, masked.
    pub command: String,
    /// The folder it ran in.
    pub cwd: Option<String>,
    /// The branch that was checked out there.
    pub branch: Option<String>,
    /// The machine; empty where that is not known.
    pub host: String,
    /// The run of Tenon, or what another program calls its session; empty where there is none.
    pub session: String,
    /// The workspace whose terminal it ran in.
    pub workspace: Option<WorkspaceId>,
    /// The terminal it ran in.
    pub terminal: Option<TerminalId>,
    /// Who noted it.
    pub source: RunSource,
    /// How far it is.
    pub state: RunState,
    /// Its exit status, where there was one.
    pub exit: Option<i32>,
    /// When it began; none where nobody noted that.
    pub at: Option<Millis>,
    /// When it ended.
    pub ended: Option<Millis>,
    /// Bytes that it wrote.
    pub bytes: u64,
    /// Whether that was no text.
    pub binary: bool,
    /// The first line that tells of an error, counted from 1, and its text.
    pub first_error: Option<(u32, String)>,
}

/// What is kept of a run's output.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeptOutput {
    /// Its beginning, or all of it.
    pub head: String,
    /// Its end.
    pub tail: String,
    /// Bytes between the two that are not kept.
    pub left_out: u64,
    /// Whether it was no text; then nothing of it is kept.
    pub binary: bool,
}

/// The history of a profile's commands. It can be open in several programs. Every method blocks; a
/// write is durable when it returns, or when its [`crate::Pending`] says so.
#[derive(Debug)]
pub struct RunsDb {
    // Goes first: its thread reads the database.
    memory: memory::Memory,
    database: Arc<Database>,
    room: Arc<room::Room>,
}

impl RunsDb {
    /// Opens the database, making it when there is none.
    pub fn open(place: &Place, ambient: &Ambient) -> Result<Self, StoreError> {
        Ok(Self {
            memory: memory::Memory::default(),
            database: Arc::new(Database::open(&SCHEMA, place, ambient.clock.as_ref())?),
            room: Arc::default(),
        })
    }

    /// Looks whether the file at `place` could be opened, as far as its header tells, and touches
    /// nothing; `false` when there is none yet.
    pub fn look(place: &Place) -> Result<bool, StoreError> {
        crate::inspect::look(&place.file, &SCHEMA)
    }

    /// The file.
    pub fn file(&self) -> &Path {
        self.database.file()
    }

    /// The run that has this identity.
    pub fn run(&self, id: RunId) -> Result<Option<Run>, StoreError> {
        self.database.read(|conn| reader::run(conn, id))
    }

    /// What is kept of a run's output; none when it wrote nothing.
    pub fn output(&self, id: RunId) -> Result<Option<KeptOutput>, StoreError> {
        self.database.read(|conn| reader::output(conn, id))
    }

    /// The last runs of a terminal, the oldest first.
    pub fn of_terminal(&self, terminal: TerminalId, limit: u32) -> Result<Vec<Run>, StoreError> {
        self.database
            .read(|conn| run::of_terminal(conn, terminal, limit))
    }

    /// The runs that fit, the best first: the better the command fits the words the earlier; among
    /// equals those that ran in the folder, then, of commands listed once, those that are used often,
    /// and then the newest.
    pub fn list(&self, query: &RunQuery) -> Result<RunPage, StoreError> {
        self.memory.list(&self.database, query)
    }

    /// Bytes of memory that the history takes here, as far as it was read.
    pub fn memory(&self) -> usize {
        self.memory.size()
    }

    /// SQLite's check of the file's structure, and the sums of the rows.
    pub fn check(&self) -> Result<(), StoreError> {
        self.database.check()
    }
}
