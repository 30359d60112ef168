//! The index of the workspace's files.

use tenon_core::WirePath;

use super::Whole;

wire! {
    /// How far the work on the index is.
    pub struct IndexProgress {
        /// Files that are to be read in this pass.
        pub total: Whole,
        /// Those that were.
        pub done: Whole,
        /// Whether a pass is going on.
        pub running: bool,
        /// Whether it waits to be resumed.
        pub paused: bool,
        /// Whether it was stopped.
        pub stopped: bool,
        /// Whether the index follows the disk, so that searching need not look at every file.
        pub followed: bool,
    }

    /// Which files to tell of.
    pub struct IndexStatusParams {
        /// A file or a folder; without it only the progress and the totals are told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub path: Option<WirePath>,
        /// At most so many files, up to 10,000.
        pub limit: u32,
    }

    /// What the index knows of a file.
    pub struct IndexFile {
        /// The file.
        pub path: WirePath,
        /// What became of it.
        pub state: IndexState,
        /// Why it is not in the index.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
        /// Why its text is in no ranking, neither by words nor by meaning, though it is in the index.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unranked: Option<String>,
    }

    /// How the index is.
    pub struct IndexStatus {
        /// How far the work is.
        pub progress: IndexProgress,
        /// Files that are known.
        pub files: Whole,
        /// Bytes of those that are in the index.
        pub bytes: Whole,
        /// Their lines.
        pub lines: Whole,
        /// Files of text that are in no ranking, neither by words nor by meaning.
        pub unranked: Whole,
        /// The files that were asked for, by path.
        pub states: Vec<IndexFile>,
    }

    /// What to do with the work on the index.
    pub struct IndexControlParams {
        /// What.
        pub action: IndexAction,
    }

    /// A pass over all files that came to its end.
    pub struct IndexReport {
        /// Files that are known.
        pub files: Whole,
        /// Bytes of those that are in the index.
        pub bytes: Whole,
        /// Their lines.
        pub lines: Whole,
        /// What they define.
        pub symbols: Whole,
        /// The pieces that a search by words ranks.
        pub chunks: Whole,
        /// Those that are not in it.
        pub skipped: Vec<IndexFile>,
        /// How long it took.
        pub elapsed_ms: Whole,
    }
}

words! {
    /// What became of a file.
    pub enum IndexState {
        /// It is in the index.
        Indexed,
        /// It is not, and there is a reason.
        Skipped,
        /// It changed, and is read for each question until it is looked at.
        Stale,
        /// Ignore files leave it out.
        Ignored,
    }

    /// What to do with the work on the index.
    pub enum IndexAction {
        /// Hold it where it is.
        Pause,
        /// Go on.
        Resume,
        /// End it until it is resumed.
        Stop,
    }
}
