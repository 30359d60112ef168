//! Backups.

use super::Whole;

wire! {
    /// What to back up, and where to.
    pub struct BackupCreateParams {
        /// A folder that is there, absolute; the data folder's own `backups` when left out.
        pub to: Option<String>,
        /// Whether the keys go with it. With them whoever has the backup can read its content.
        pub with_key: bool,
        /// Only this profile, by name or id; all of them when left out.
        pub profile: Option<String>,
    }

    /// A backup.
    pub struct BackupInfo {
        /// What it is called.
        pub name: String,
        /// The folder it is, for people.
        pub path: String,
        /// When it was made.
        pub made_at: Whole,
        /// Why it was made.
        pub reason: BackupReason,
        /// Whether it carries the keys, so that its content can be read with nothing else.
        pub with_key: bool,
        /// Its size in bytes.
        pub size: Whole,
        /// What is in it.
        pub workspaces: Vec<BackedUp>,
        /// Workspaces that are not in it, and why.
        pub left_out: Vec<LeftOut>,
        /// Why it cannot be put back, if it cannot.
        pub problem: Option<String>,
    }

    /// A workspace in a backup.
    pub struct BackedUp {
        /// Its identity.
        pub id: tenon_core::WorkspaceId,
        /// What it is called.
        pub name: String,
        /// Its folder, for people.
        pub root: String,
        /// The events in its journal.
        pub events: Whole,
        /// The pieces of content.
        pub contents: Whole,
        /// Whether each piece of content was opened; without its key only the sums were looked at.
        pub opened: bool,
    }

    /// A workspace that could not be backed up.
    pub struct LeftOut {
        /// What it is called.
        pub name: String,
        /// Why.
        pub why: String,
    }

    /// The backups that are kept.
    pub struct Backups {
        /// The last one first.
        pub backups: Vec<BackupInfo>,
        /// The folder they lie in.
        pub folder: String,
    }

    /// Which backup to put back.
    pub struct BackupRestoreParams {
        /// Its name, or the folder it is.
        pub name: String,
        /// Only say what would be done.
        pub dry_run: bool,
        /// Only the workspace of this folder, absolute; everything in the backup when left out.
        pub only: Option<String>,
    }

    /// What putting a backup back has done.
    pub struct BackupRestored {
        /// The backup.
        pub backup: BackupInfo,
        /// Each file that was put back, or would be.
        pub files: Vec<RestoredFile>,
        /// Where what was there before is kept; nothing when it was a dry run.
        pub aside: Option<String>,
        /// Whether nothing was done yet.
        pub dry_run: bool,
        /// Whether it is done when Tenon next opens the workspace, because it is open now.
        pub at_next_start: bool,
    }

    /// A file that a backup puts back.
    pub struct RestoredFile {
        /// The file.
        pub path: String,
        /// Whether something was there before.
        pub replaced: bool,
    }
}

wire! {
    /// A key that was made in place of a lost one.
    pub struct KeyRenewed {
        /// Its file.
        pub path: String,
    }
}

words! {
    /// Why a backup was made.
    pub enum BackupReason {
        /// Somebody asked for it.
        Asked,
        /// It was time.
        Scheduled,
    }
}
