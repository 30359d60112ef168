//! What the owner tells its windows.

use serde::{Deserialize, Serialize};
use tenon_core::{DocId, TerminalId};

use crate::ApiError;

use super::{
    DocumentInfo, GitStatus, IndexProgress, JournalEvent, LogLine, MeaningStatus, OpenTarget,
    ProblemCounts, RaiseParams, RestoreReport, RunInfo, ScriptInfo, SearchQuery, SettingsSnapshot,
    SidecarStatus, TerminalInfo, WorkspaceInfo,
};

wire! {
    /// An event and the window it is for.
    pub struct WindowEvent {
        /// The window's label; `None` is for every window of the workspace.
        pub window: Option<String>,
        /// What happened.
        pub event: UiEvent,
    }

    /// A folder whose entries changed.
    pub struct ChangedFolder {
        /// The folder.
        pub path: tenon_core::WirePath,
    }
}

/// What happened. Each carries the whole record, so that a reducer needs nothing else and may see
/// it twice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
#[expect(
    clippy::large_enum_variant,
    reason = "one at a time crosses a seam; nothing keeps many of them"
)]
pub enum UiEvent {
    /// Entries of these folders changed; `rescan` asks to read every open folder again.
    FilesChanged {
        /// The folders.
        folders: Vec<ChangedFolder>,
        /// Whether the watcher lost track and everything has to be read again.
        rescan: bool,
    },
    /// These files are new, gone, or other ones than before; also those that were written in place,
    /// of which `filesChanged` says nothing.
    FilesWritten {
        /// Their paths, at most 256.
        paths: Vec<tenon_core::WirePath>,
        /// Whether there are more: then any file may be another one.
        more: bool,
    },
    /// A document's record changed: saved, renamed, changed on disk.
    DocumentChanged {
        /// The document.
        document: DocumentInfo,
    },
    /// A clean document was read again from disk: ask for its text.
    DocumentReloaded {
        /// The document.
        document: DocumentInfo,
    },
    /// What something else changed in a file was brought into the text that is not saved: ask for
    /// its text.
    DocumentMerged {
        /// The document.
        document: DocumentInfo,
    },
    /// The process that owned the workspace is gone and another one took over: what was open has to
    /// be opened there again, and text that was not saved comes from the page.
    OwnerChanged {},
    /// Another window edited a document: take its text again.
    DocumentEdited {
        /// The document.
        doc: DocId,
        /// Who did.
        by: String,
    },
    /// Unsaved text is in memory only from now on, or is kept again.
    KeepingChanged {
        /// Why it is not kept, while that is so.
        unkept: Option<ApiError>,
    },
    /// A document is closed.
    DocumentClosed {
        /// The document.
        doc: DocId,
    },
    /// A terminal started, was renamed, or ended.
    TerminalChanged {
        /// The terminal.
        terminal: TerminalInfo,
    },
    /// A terminal is gone.
    TerminalClosed {
        /// The terminal.
        id: TerminalId,
    },
    /// A command began to run in a terminal. Told of what the history keeps only.
    RunStarted {
        /// The terminal.
        terminal: TerminalId,
        /// The command.
        run: RunInfo,
    },
    /// A command that was told of ended.
    RunEnded {
        /// The terminal.
        terminal: TerminalId,
        /// The command.
        run: RunInfo,
    },
    /// A script was started in a terminal.
    ScriptStarted {
        /// The script.
        script: ScriptInfo,
        /// Its terminal.
        terminal: TerminalInfo,
    },
    /// Problems were told of, or are gone: ask for them again.
    ProblemsChanged {
        /// How many there are now.
        counts: ProblemCounts,
    },
    /// The sidecar changed.
    SidecarChanged {
        /// How it is.
        status: SidecarStatus,
    },
    /// Settings or key bindings changed.
    SettingsChanged {
        /// All of them.
        snapshot: SettingsSnapshot,
    },
    /// The log grew.
    LogGrew {
        /// The new lines.
        lines: Vec<LogLine>,
    },
    /// Events were appended to the journal.
    JournalAppended {
        /// The new events, oldest first.
        events: Vec<JournalEvent>,
        /// Whether there are more than these: then the journal is to be read again.
        more: bool,
    },
    /// The work on the index began, went on or ended.
    IndexProgress {
        /// How far it is.
        progress: IndexProgress,
    },
    /// The work on meaning began, went on, rests or ended.
    MeaningChanged {
        /// How it is.
        status: MeaningStatus,
    },
    /// The repository changed.
    GitChanged {
        /// All of it.
        status: GitStatus,
    },
    /// Trust or profile changed.
    WorkspaceChanged {
        /// The workspace.
        workspace: WorkspaceInfo,
    },
    /// The owner brought something back, or found that it cannot.
    RestoreReported {
        /// All of it, since the owner took over.
        report: RestoreReport,
    },
    /// A scheduled backup could not be made, or not of every workspace.
    BackupFailed {
        /// Why.
        error: crate::ApiError,
    },
    /// Something outside asks to open a place.
    OpenRequested {
        /// The place.
        target: OpenTarget,
    },
    /// Something outside asks a window to come to the front. The shell does it, sends the page
    /// `openRequested`, `documentRequested`, `searchRequested` or `referenceRequested`, and answers
    /// with `workspace_raised`; the page has nothing to do.
    RaiseRequested {
        /// Which request, for the answer.
        request: String,
        /// The caller whose window it is; the first window of the workspace when there is none.
        of: Option<String>,
        /// What to show.
        show: RaiseParams,
    },
    /// Something outside asks to show a document that is open.
    DocumentRequested {
        /// The document.
        doc: DocId,
    },
    /// Something outside asks for a search in the Search view.
    SearchRequested {
        /// What is looked for.
        search: SearchQuery,
    },
    /// Something outside asks to show what a reference names: a command that ran, or a symbol.
    ReferenceRequested {
        /// The reference.
        reference: String,
    },
    /// The window is about to close: the page says that it heard with `window_closing`, asks about
    /// unsaved text and answers with `window_close`.
    CloseRequested {},
}
