//! The commands that ran in terminals: the history of a profile.

use tenon_core::{RunId, SessionId, TerminalId, WorkspaceId};

use super::Whole;

words! {
    /// Who noted a run.
    pub enum RunSource {
        /// Tenon itself.
        Tenon,
        /// bash's history file.
        Bash,
        /// zsh's.
        Zsh,
        /// fish's.
        Fish,
        /// Atuin's database.
        Atuin,
    }

    /// How far a run is.
    pub enum RunState {
        /// It runs.
        Running,
        /// It ended.
        Ended,
        /// Tenon ended or was killed before it heard of an end.
        Lost,
    }
}

wire! {
    /// A command that ran. Texts are masked.
    pub struct RunInfo {
        /// Its identity; `run:ID` names it.
        pub id: RunId,
        /// The terminal that it ran in.
        pub terminal: Option<TerminalId>,
        /// The workspace of that terminal.
        pub workspace: Option<WorkspaceId>,
        /// The command as it was typed.
        pub command: String,
        /// The folder that it ran in.
        pub cwd: Option<String>,
        /// The branch that was checked out there.
        pub branch: Option<String>,
        /// How far it is.
        pub state: RunState,
        /// Its exit status, where there was one.
        pub exit: Option<i32>,
        /// When it began; none where the history that it came from has no times.
        pub started_at: Option<Whole>,
        /// When it ended.
        pub ended_at: Option<Whole>,
        /// The run of Tenon, or what another program calls its session.
        pub session: Option<String>,
        /// The machine.
        pub host: String,
        /// Who noted it.
        pub source: RunSource,
        /// Bytes of text that it wrote.
        pub output_bytes: Whole,
        /// Whether what it wrote was no text; then nothing of it is kept.
        pub binary: bool,
        /// The first line of what it wrote that tells of an error, where it failed.
        pub first_error: Option<RunError>,
    }

    /// A line that tells of an error.
    pub struct RunError {
        /// Its number in what `run_output` gives, from 1.
        pub line: u32,
        /// The line.
        pub text: String,
    }

    /// Which runs to list: those that fit all of it. The better a command fits the words, the earlier
    /// it comes; among equals those that ran in the folder `near`, then, where each command is listed
    /// once, those that are used often or were used just now, and then the newest.
    #[derive(Default)]
    pub struct RunListParams {
        /// This one alone; nothing else is looked at then, and one that is not known is an error.
        pub id: Option<RunId>,
        /// Words that the command has: each somewhere in it, or as letters that follow each other. Upper
        /// and lower case are the same.
        pub query: Option<String>,
        /// Only in this folder or below it, as an absolute path.
        pub cwd: Option<String>,
        /// Where words are given, of commands that fit equally well those that ran in this folder come
        /// first; an absolute path.
        pub near: Option<String>,
        /// Only those that ended with another status than 0.
        pub failed: Option<bool>,
        /// Only those that ended so: a status such as `0`, or `!` and one for any other. One that has
        /// none fits neither.
        pub exit: Option<String>,
        /// Only those that began then or later.
        pub since: Option<Whole>,
        /// Only of this run of Tenon; `current` is the one that answers.
        pub session: Option<String>,
        /// Only on this branch.
        pub branch: Option<String>,
        /// Only in terminals of this workspace.
        pub workspace: Option<WorkspaceId>,
        /// Of equal commands only the last one that fits.
        pub unique: Option<bool>,
        /// At most so many, 1 to 1,000.
        pub limit: u32,
        /// Only what stands behind this one.
        pub after: Option<RunId>,
        /// Answer at once with what is in memory already, where a long history is still being read; it
        /// is read the newest first.
        pub early: Option<bool>,
    }

    /// Runs.
    pub struct RunList {
        /// The runs.
        pub runs: Vec<RunInfo>,
        /// Whether more stand behind the last one.
        pub more: bool,
        /// Whether older ones are missing that are still being read: the same question asked later has
        /// them.
        pub partial: bool,
        /// The run of Tenon that answers, for a choice of this session.
        pub session: Option<SessionId>,
    }

    /// Which run.
    pub struct RunParams {
        /// The run.
        pub id: RunId,
    }

    /// What to import.
    #[derive(Default)]
    pub struct RunImportParams {
        /// Only from there; from everything that is found when absent.
        pub source: Option<RunSource>,
        /// The file; where the program keeps it when absent. It needs a source.
        pub file: Option<String>,
        /// Only tell what would come.
        pub dry: Option<bool>,
    }

    /// What came of an import.
    pub struct RunImported {
        /// Each history that was there.
        pub histories: Vec<RunHistory>,
        /// Whether nothing was written.
        pub dry: bool,
    }

    /// A history that was imported.
    pub struct RunHistory {
        /// Whose it is.
        pub source: RunSource,
        /// The file.
        pub file: String,
        /// Commands in it.
        pub found: Whole,
        /// Commands that are new.
        pub added: Whole,
        /// Commands that are known already.
        pub known: Whole,
        /// Commands that were forgotten here, and do not come back.
        pub forgotten: Whole,
        /// Commands that are not recorded: they begin with a blank, or the settings leave them out.
        pub excluded: Whole,
        /// Pieces that are no command: damaged, or not of this form.
        pub unreadable: Whole,
        /// What may be wrong with what came from it, as a sentence.
        pub warning: Option<String>,
        /// Why nothing came from it, if so.
        pub problem: Option<crate::ApiError>,
    }

    /// The runs of a terminal.
    pub struct TerminalRuns {
        /// The oldest first; of more than 1,000 the last ones.
        pub runs: Vec<RunInfo>,
    }
}
