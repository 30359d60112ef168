//! Local history.

use tenon_core::WirePath;

use super::Whole;
use crate::ApiError;

wire! {
    /// A file whose versions are asked for.
    pub struct HistoryListParams {
        /// Relative to the workspace, or absolute inside it; the file may be gone.
        pub path: WirePath,
    }

    /// A version of a file, by its number or as the one that was there at a moment.
    pub struct HistoryReadParams {
        /// The file; only with `at`.
        pub path: Option<WirePath>,
        /// Milliseconds since 1970.
        pub at: Option<Whole>,
        /// The version's number.
        pub id: Option<Whole>,
    }

    /// What is to be taken back, and to when.
    pub struct HistoryRestoreParams {
        /// A file or a folder; empty for the whole workspace.
        pub path: WirePath,
        /// The moment, in milliseconds since 1970.
        pub at: Option<Whole>,
        /// In place of a moment, a version of the file.
        pub id: Option<Whole>,
        /// Only tell what would change.
        pub dry_run: bool,
    }

    /// Which version stays when room is made.
    pub struct HistoryPinParams {
        /// The version's number.
        pub id: Whole,
        /// Whether it stays.
        pub pinned: bool,
    }

    /// A version of a file.
    pub struct HistoryVersion {
        /// Its number, which is never used again.
        pub id: Whole,
        /// Since when the file was so, in milliseconds since 1970.
        pub at: Whole,
        /// Where the file was.
        pub path: WirePath,
        /// Why it was taken.
        pub kind: HistoryKind,
        /// What there is of it.
        pub state: HistoryState,
        /// Bytes.
        pub size: Whole,
        /// Permission bits, where known.
        pub mode: Option<u32>,
        /// Whether it stays when room is made.
        pub pinned: bool,
        /// What the person calls it.
        pub label: Option<String>,
        /// Whether it was in the file, not only in an editor.
        pub on_disk: bool,
    }

    /// The versions of a file.
    pub struct HistoryList {
        /// The newest first.
        pub versions: Vec<HistoryVersion>,
        /// Why the file as it is now has none.
        pub skipped: Option<String>,
    }

    /// What becomes of a file in a restore.
    pub struct HistoryFile {
        /// The file.
        pub path: WirePath,
        /// What is done.
        pub action: HistoryAction,
        /// Whether it was done.
        pub done: bool,
        /// Why it is left alone; or what happened to it since the restore that is undone.
        pub reason: Option<String>,
        /// Why it could not be done, or will not be.
        pub error: Option<ApiError>,
    }

    /// A restore, or what it would do.
    pub struct HistoryRestored {
        /// Its number; none when nothing was changed.
        pub restore: Option<Whole>,
        /// The file or folder.
        pub path: WirePath,
        /// Whether nothing was done.
        pub dry_run: bool,
        /// Each file that changes or is left alone, by path.
        pub files: Vec<HistoryFile>,
        /// Files that are there before and after, and change.
        pub changed: u32,
        /// Files that come back.
        pub created: u32,
        /// Files that go into the history.
        pub removed: u32,
        /// Files that are left alone.
        pub left: u32,
        /// Files that refused.
        pub failed: u32,
        /// Files that were what they should be.
        pub unchanged: u32,
    }

    /// What the history holds.
    pub struct HistoryStatus {
        /// Whether files are being looked through.
        pub scanning: bool,
        /// Whether each file had its version at least once.
        pub complete: bool,
        /// Files with a version.
        pub files: Whole,
        /// Versions.
        pub versions: Whole,
        /// Bytes on disk, compressed.
        pub bytes: Whole,
        /// Bytes that it may take.
        pub max_bytes: Whole,
        /// When it begins, in milliseconds since 1970.
        pub since: Option<Whole>,
        /// Files that were left out for their size.
        pub too_large: Whole,
    }
}

words! {
    /// Why a version was taken.
    pub enum HistoryKind {
        /// As the file was when it was first seen.
        Baseline,
        /// A save.
        Save,
        /// Another program's change.
        External,
        /// A change while Tenon did not run.
        Away,
        /// Before another program's change.
        BeforeExternal,
        /// Before a change of many files.
        BeforeBulk,
        /// Before a restore.
        BeforeRestore,
        /// A restore, or the undoing of one.
        Restored,
        /// A replacing of text in many files.
        Replaced,
        /// A move or a rename.
        Moved,
    }

    /// What there is of a version.
    pub enum HistoryState {
        /// Its bytes, kept here.
        Kept,
        /// Its bytes, as a blob of the repository.
        Git,
        /// Nothing: the file was not there.
        Removed,
        /// Nothing: the file was too large.
        TooLarge,
        /// Nothing: the file could not be read.
        Unreadable,
        /// Nothing any more: its bytes made room for others.
        Dropped,
        /// Nothing any more: the repository no longer has the blob.
        Gone,
    }

    /// What becomes of a file in a restore.
    pub enum HistoryAction {
        /// It is written.
        Change,
        /// It comes back.
        Create,
        /// It goes, into the history.
        Remove,
        /// It is left alone.
        Leave,
    }
}
