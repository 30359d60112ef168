//! The one list of what Tenon can do.
//!
//! Tauri's handlers, the page's bindings, the fake client of the page's tests, the owner's socket
//! and `docs/commands.md` are derived from [`for_each_command!`] or compared with it in a test.

use serde::{Deserialize, Serialize};

/// What a command needs to be allowed, asked of `tenon-policy`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Permission {
    /// Reads inside the workspace.
    Read,
    /// Writes inside the workspace.
    Write,
    /// Starts or drives a program of the person's.
    Run,
    /// Runs what a file of the folder names.
    RunFolder,
    /// Changes settings, profiles or trust.
    Administer,
    /// Touches the window or the desktop around it.
    Window,
}

/// How a command answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Answer {
    /// One JSON value.
    Json,
    /// Raw bytes; base64 on the owner's socket.
    Raw,
    /// One JSON value, and raw bytes on a channel from then on.
    Stream,
    /// One JSON value, from the window's process only.
    Shell,
}

/// One line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CommandSpec {
    /// `area_verb`, the same on every seam.
    pub name: &'static str,
    /// The name of the parameters' type in [`crate::wire`].
    pub params: &'static str,
    /// The name of the result's type.
    pub output: &'static str,
    /// What it needs.
    pub permission: Permission,
    /// Whether it changes anything.
    pub changes: bool,
    /// How it answers.
    pub answer: Answer,
    /// What it does.
    pub about: &'static str,
}

/// Hands the list to a macro, grouped by how commands answer.
///
/// Each line is `"about" name(Params) -> Output, Permission, changes;`.
#[macro_export]
macro_rules! for_each_command {
    ($with:path) => {
        $with! {
            json {
                "Lists the profiles." profile_list(Nothing) -> Profiles, Read, false;
                "Makes a profile." profile_create(ProfileCreateParams) -> ProfileInfo, Administer, true;
                "Renames a profile." profile_rename(ProfileRenameParams) -> ProfileInfo, Administer, true;
                "Deletes a profile with everything in it." profile_delete(ProfileParams) -> Nothing, Administer, true;
                "Lists workspaces that were open before." workspace_recent(Nothing) -> RecentWorkspaces, Read, false;
                "Tells the open workspace." workspace_current(Nothing) -> WorkspaceInfo, Read, false;
                "Records whether the person trusts the folder." workspace_trust(TrustParams) -> WorkspaceInfo, Administer, true;
                "Asks the workspace's windows to open a place." workspace_reveal(OpenTarget) -> Nothing, Read, false;
                "Asks a window of the workspace to come to the front, and to show a place, a text, a search or what a reference names." workspace_raise(RaiseParams) -> WorkspaceRaised, Read, false;
                "Says that a window came to the front." workspace_raised(RaisedParams) -> Nothing, Window, false;
                "Tells how the owner is." owner_status(Nothing) -> OwnerStatus, Read, false;
                "Tells what came back when the owner took over." restore_report(Nothing) -> RestoreReport, Read, false;
                "Makes a backup and proves it." backup_create(BackupCreateParams) -> BackupInfo, Administer, true;
                "Lists the backups." backup_list(Nothing) -> Backups, Read, false;
                "Puts a backup back; a workspace that is open gets it at its next start." backup_restore(BackupRestoreParams) -> BackupRestored, Administer, true;
                "Looks at everything Tenon needs." doctor_report(Nothing) -> DoctorReport, Read, false;
                "Reads settings and key bindings." settings_read(Nothing) -> SettingsSnapshot, Read, false;
                "Writes one setting, keeping the file's comments." settings_update(SettingsUpdateParams) -> SettingsSnapshot, Administer, true;
                "Reads lines of the log." log_read(LogParams) -> LogLines, Read, false;
                "Reads events of the journal." journal_page(JournalPageParams) -> JournalPage, Read, false;
                "Proves that the journal is what was written." journal_verify(Nothing) -> JournalProof, Read, false;
                "Forgets what is known about a thing, a text or a time, also in backups and logs." journal_forget(JournalForgetParams) -> JournalForgotten, Administer, true;
                "Links two things; where they are linked, that link is the answer." link_add(LinkAddParams) -> Link, Write, true;
                "Lists links." link_list(LinkListParams) -> Links, Read, false;
                "Tells what is linked to a thing, as texts, git, sessions, meaning and persons say." link_graph(LinkGraphParams) -> LinkGraph, Read, false;
                "Lists the links that are guessed and that nobody judged yet, the surest first." link_suggest(LinkSuggestParams) -> LinkGraph, Read, false;
                "Remembers whether a link that was found holds." link_judge(LinkJudgeParams) -> Nothing, Write, true;
                "Counts what is linked to things." link_counts(LinkCountsParams) -> LinkCounts, Read, false;
                "Tells what is linked to the symbols of a file." links_above(LinksAboveParams) -> LinksAbove, Read, false;
                "Removes a link." link_remove(LinkRemoveParams) -> Nothing, Write, true;
                "Keeps the layout of the calling window." layout_save(LayoutParams) -> Nothing, Window, true;
                "Gives the layout that the calling window kept." layout_read(WindowParams) -> LayoutKept, Read, false;
                "Keeps a window's layout for the branch before, and gives the one it had on the branch now." layout_swap(LayoutSwapParams) -> LayoutKept, Window, true;
                "Lists the last runs and what each had open." session_list(SessionListParams) -> SessionList, Read, false;
                "Gives a window what it needs to put a run back." session_open(SessionOpenParams) -> SessionOpened, Window, true;
                "Lists a folder." tree_list(PathParams) -> TreeListing, Read, false;
                "Makes a file or a folder." tree_create(TreeCreateParams) -> TreeEntry, Write, true;
                "Moves or renames." tree_move(TreeMoveParams) -> TreeEntry, Write, true;
                "Copies beside itself under a free name." tree_duplicate(PathParams) -> TreeEntry, Write, true;
                "Moves to the trash." tree_trash(TreeTrashParams) -> TreeTrashed, Write, true;
                "Takes back what went to the trash." tree_restore(TreeRestoreParams) -> Nothing, Write, true;
                "Finds files by name." file_find(FileFindParams) -> FileMatches, Read, false;
                "Lists the open documents." document_list(Nothing) -> DocumentList, Read, false;
                "Opens a document." document_open(DocumentOpenParams) -> DocumentInfo, Read, false;
                "Makes an untitled document." document_new(DocumentNewParams) -> DocumentInfo, Write, true;
                "Applies an edit." document_change(DocumentChangeParams) -> DocumentChanged, Write, true;
                "Lists the texts that are not saved." buffer_list(BufferListParams) -> Buffers, Read, false;
                "Keeps what takes back a document's edits." undo_keep(UndoKeepParams) -> Nothing, Write, true;
                "Saves a document." document_save(DocumentSaveParams) -> DocumentInfo, Write, true;
                "Reads a document from disk again." document_revert(DocumentRevertParams) -> DocumentInfo, Write, true;
                "Keeps the text against what is on disk." document_keep(DocumentParams) -> DocumentInfo, Write, true;
                "Closes a document, giving up unsaved text." document_close(DocumentParams) -> Nothing, Write, true;
                "Tells where secrets stand in lines of a document, but not what they are." document_secrets(DocumentSecretsParams) -> DocumentSecrets, Read, false;
                "Tells which lines differ from the last commit." git_marks(GitMarksParams) -> GitMarks, Read, false;
                "Tells the state of the repository." git_status(Nothing) -> GitStatus, Read, false;
                "Lists the last commits by words of their messages or by their hashes, the last first." commit_list(CommitListParams) -> CommitList, Read, false;
                "Lists the versions of a file." history_list(HistoryListParams) -> HistoryList, Read, false;
                "Tells which version of a file was there at a moment." history_version(HistoryReadParams) -> HistoryVersion, Read, false;
                "Takes a file or a folder back to a moment, or tells what that would change." history_restore(HistoryRestoreParams) -> HistoryRestored, Write, true;
                "Undoes the last restore." history_undo(Nothing) -> HistoryRestored, Write, true;
                "Sets whether a version stays when room is made." history_pin(HistoryPinParams) -> HistoryVersion, Write, true;
                "Tells what the local history holds." history_status(Nothing) -> HistoryStatus, Read, false;
                "Looks through all files now, so that each has its version." history_scan(Nothing) -> HistoryStatus, Write, true;
                "Lists the symbols of a file." symbols_outline(SymbolsOutlineParams) -> SymbolsOutline, Read, false;
                "Lists the symbols of a file, a folder or the workspace." symbols_list(SymbolsListParams) -> SymbolsListed, Read, false;
                "Finds symbols by name." symbols_find(SymbolsFindParams) -> SymbolRows, Read, false;
                "Lists what texts speak of: files, symbols, people, issues, commits, addresses and more." entities_find(EntitiesFindParams) -> EntitiesFound, Read, false;
                "Ranks pieces of files by words, by names of symbols and by meaning." search_ranked(SearchRankedParams) -> SearchRanked, Read, false;
                "Finds where the name at a place may be defined." symbol_definition(SymbolPlaceParams) -> SymbolDefinitions, Read, false;
                "Finds where a name is used." symbol_references(SymbolReferencesParams) -> SymbolReferences, Read, false;
                "Replaces what a search finds, or tells what that would change; it can be undone." search_replace(SearchReplaceParams) -> SearchReplaced, Write, true;
                "Writes lines that were edited in a list of results; it can be undone." search_edit(SearchEditParams) -> SearchEdited, Write, true;
                "Stops a search of the caller's." search_stop(SearchStopParams) -> Nothing, Read, false;
                "Tells how the index is, and what it knows of files." index_status(IndexStatusParams) -> IndexStatus, Read, false;
                "Pauses, resumes or stops the work on the index." index_control(IndexControlParams) -> IndexStatus, Write, true;
                "Brings the index in line with the disk now, and waits for it." index_run(Nothing) -> IndexReport, Write, true;
                "Tells how the work on meaning is." meaning_status(Nothing) -> MeaningStatus, Read, false;
                "Holds the work on meaning, or lets it go on; it stays so after a restart." meaning_pause(MeaningPauseParams) -> MeaningStatus, Write, true;
                "Starts a terminal." terminal_start(TerminalStartParams) -> TerminalInfo, Run, true;
                "Lists terminals." terminal_list(Nothing) -> TerminalList, Read, false;
                "Types into a terminal." terminal_write(TerminalWriteParams) -> Nothing, Run, true;
                "Tells a terminal its size." terminal_resize(TerminalResizeParams) -> Nothing, Run, true;
                "Returns credit for output that was parsed." terminal_ack(TerminalAckParams) -> Nothing, Run, false;
                "Stops the output to a window." terminal_detach(TerminalDetachParams) -> Nothing, Run, false;
                "Names a terminal." terminal_rename(TerminalRenameParams) -> TerminalInfo, Run, true;
                "Ends a terminal and what runs in it." terminal_close(TerminalParams) -> Nothing, Run, true;
                "Lists the commands that ran in a terminal and are kept." terminal_runs(TerminalParams) -> TerminalRuns, Read, false;
                "Finds commands that ran in terminals of this profile." run_list(RunListParams) -> RunList, Read, false;
                "Takes over what the history files of shells, and Atuin, hold." run_import(RunImportParams) -> RunImported, Write, true;
                "Lists the scripts that the folder's files offer." script_list(Nothing) -> ScriptList, Read, false;
                "Runs a script in a terminal that is named after it." script_run(ScriptRunParams) -> ScriptStarted, RunFolder, true;
                "Tells how a script is run, for somebody who does it." script_command(ScriptCommandParams) -> ScriptCommand, RunFolder, false;
                "Lists the problems that programs told of in terminals." problem_list(Nothing) -> ProblemList, Read, false;
                "Forgets all problems; those of a command come back when it runs again." problem_clear(Nothing) -> Nothing, Write, true;
                "Lists tasks." task_list(TaskListParams) -> TaskList, Read, false;
                "Gives a task with all that it says." task_show(TaskParams) -> TaskShown, Read, false;
                "Makes a task." task_create(TaskCreateParams) -> TaskEdited, Write, true;
                "Changes fields of a task, and nothing else in its file." task_edit(TaskEditParams) -> TaskEdited, Write, true;
                "Puts the active tasks on a board." task_board(TaskBoardParams) -> TaskBoard, Read, false;
                "Lists the tasks that can be begun, in the order of a column." task_ready(Nothing) -> TaskList, Read, false;
                "Moves a task to a column, and before or behind another one." task_move(TaskMoveParams) -> TaskEdited, Write, true;
                "Lists what is wrong with tasks: broken files, ids twice, circles and more." task_problems(Nothing) -> TaskProblems, Read, false;
                "Gives the younger of two tasks with one id another one, or tells what that would change." task_repair(TaskRepairParams) -> TaskRepaired, Write, true;
                "Lists the TODO and FIXME marks of code and notes, with the tasks that they are." task_candidates(TaskCandidatesParams) -> TaskCandidates, Read, false;
                "Makes a task of the mark in a line, and remembers which mark it is." task_adopt(TaskAdoptParams) -> TaskEdited, Write, true;
                "Tells what matters now: files, notes and tasks with the reasons, the most likely first." context_now(ContextParams) -> ContextNow, Read, false;
                "Lists the notes of the workspace." note_list(NoteListParams) -> NoteList, Read, false;
                "Gives a note: what is known of it, and its text or its HTML." note_show(NoteShowParams) -> NoteShown, Read, false;
                "Lists the links to a note, and where it is named without one." note_backlinks(NoteBacklinksParams) -> NoteBacklinks, Read, false;
                "Finds notes and headings by what they are called." note_find(NoteFindParams) -> NoteFound, Read, false;
                "Lists the tags of the notes." note_tags(Nothing) -> NoteTags, Read, false;
                "Lists the templates that notes can begin with." note_templates(Nothing) -> NoteTemplates, Read, false;
                "Lists the folders that a new note can come to lie in, and names the one of the settings." note_folders(NoteFoldersParams) -> NoteFolders, Read, false;
                "Tells what a template says in a note of a title." note_template(NoteTemplateParams) -> NoteText, Read, false;
                "Writes a picture where those of a note lie, and tells how the note shows it." note_attach(NoteAttachParams) -> NoteAttached, Write, true;
                "Makes a note under a name that is free." note_new(NoteNewParams) -> NoteMade, Write, true;
                "Makes the note of a day, unless it is there." note_daily(NoteDailyParams) -> NoteMade, Write, true;
                "Lists what fits a link that is typed in a note." note_complete(NoteCompleteParams) -> NoteCompletions, Read, false;
                "Gives a note another name or place, and rewrites the links to it." note_rename(NoteRenameParams) -> NoteRenamed, Write, true;
                "Gives the HTML that the window shows for Markdown." markdown_html(MarkdownHtmlParams) -> MarkdownHtml, Read, false;
                "Tells how the sidecar is." sidecar_status(Nothing) -> SidecarStatus, Read, false;
                "Starts the sidecar again." sidecar_restart(Nothing) -> SidecarStatus, Administer, true;
            }
            raw {
                "Reads a file whole." file_read(FileReadParams), Read;
                "Reads a part of a file." file_bytes(FileBytesParams), Read;
                "Gives one line with a document's head, and its text with \\n line ends, as UTF-8." document_text(DocumentParams), Read;
                "Gives what takes back a document's edits, as JSON." undo_read(DocumentParams), Read;
                "Fetches a picture from another machine, where the person lets it." picture_fetch(PictureFetchParams), Read;
                "Gives the text that is on disk now, as UTF-8." document_disk_text(DocumentParams), Read;
                "Gives the bytes of a version." history_read(HistoryReadParams), Read;
                "Gives what is kept of a command's output, as UTF-8 with \\n line ends." run_output(RunParams), Read;
                "Gives the text of a version, as UTF-8 with \\n line ends." history_text(HistoryReadParams), Read;
            }
            stream {
                "Searches; hits come as JSON, in the order of the files." search_run(SearchRunParams) -> SearchStarted, Read;
                "Attaches the calling window to a terminal." terminal_attach(TerminalParams) -> TerminalAttached, Run;
            }
            shell {
                "Gives a window what it needs for its first paint." window_boot(Nothing) -> Boot, Window, false;
                "Opens a folder, here or in a window of its own." window_open(WorkspaceOpenParams) -> Nothing, Window, true;
                "Binds the workspace to another profile and opens it again." window_bind_profile(ProfileParams) -> Nothing, Window, true;
                "Lets the person pick a folder." window_pick_folder(Nothing) -> PickedFolder, Window, false;
                "Says that the window's page heard of a request to close." window_closing(Nothing) -> Nothing, Window, false;
                "Closes the window." window_close(Nothing) -> Nothing, Window, true;
                "Reads the clipboard." clipboard_read(Nothing) -> ClipboardText, Window, false;
                "Reads the picture in the clipboard." clipboard_image(Nothing) -> ClipboardImage, Window, false;
                "Writes the clipboard." clipboard_write(ClipboardText) -> Nothing, Window, true;
                "Opens an http or https link in the browser." link_open(LinkParams) -> Nothing, Window, false;
            }
        }
    };
}

macro_rules! specs {
    (
        json { $($ja:literal $jn:ident($jp:ident) -> $jo:ident, $jperm:ident, $jc:literal;)* }
        raw { $($ra:literal $rn:ident($rp:ident), $rperm:ident;)* }
        stream { $($ta:literal $tn:ident($tp:ident) -> $to:ident, $tperm:ident;)* }
        shell { $($sa:literal $sn:ident($sp:ident) -> $so:ident, $sperm:ident, $sc:literal;)* }
    ) => {
        /// Every command, in the order of the list.
        pub const COMMANDS: &[CommandSpec] = &[
            $(CommandSpec { name: stringify!($jn), params: stringify!($jp), output: stringify!($jo), permission: Permission::$jperm, changes: $jc, answer: Answer::Json, about: $ja },)*
            $(CommandSpec { name: stringify!($rn), params: stringify!($rp), output: "bytes", permission: Permission::$rperm, changes: false, answer: Answer::Raw, about: $ra },)*
            $(CommandSpec { name: stringify!($tn), params: stringify!($tp), output: stringify!($to), permission: Permission::$tperm, changes: false, answer: Answer::Stream, about: $ta },)*
            $(CommandSpec { name: stringify!($sn), params: stringify!($sp), output: stringify!($so), permission: Permission::$sperm, changes: $sc, answer: Answer::Shell, about: $sa },)*
        ];
    };
}
for_each_command!(specs);
