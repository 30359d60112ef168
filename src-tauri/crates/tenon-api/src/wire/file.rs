//! The tree of the workspace, and finding files in it.

use tenon_core::WirePath;

use super::Whole;

wire! {
    /// One path.
    pub struct PathParams {
        /// Relative to the workspace.
        pub path: WirePath,
    }

    /// One entry of a folder.
    pub struct TreeEntry {
        /// Its name (lossy when not UTF-8).
        pub name: String,
        /// Its path.
        pub path: WirePath,
        /// What it is.
        pub kind: EntryKind,
        /// For a link: what it leads to, when that is inside the workspace.
        pub target: Option<EntryKind>,
        /// Bytes, for a file.
        pub size: Whole,
        /// Whether ignore files leave it out.
        pub ignored: bool,
    }

    /// The entries of a folder.
    pub struct TreeListing {
        /// Folders first, then by name without regard to case, digits as numbers.
        pub entries: Vec<TreeEntry>,
    }

    /// What to make.
    pub struct TreeCreateParams {
        /// Where; missing folders between are made.
        pub path: WirePath,
        /// A file or a folder.
        pub kind: EntryKind,
    }

    /// What to move, and where. Nothing is ever overwritten.
    pub struct TreeMoveParams {
        /// What is there now.
        pub from: WirePath,
        /// Where it goes, with its new name.
        pub to: WirePath,
    }

    /// What to move to the trash.
    pub struct TreeTrashParams {
        /// Files and folders.
        pub paths: Vec<WirePath>,
    }

    /// What came of a move to the trash.
    pub struct TreeTrashed {
        /// Hand it to `tree_restore` to take it back.
        pub token: String,
        /// How many went.
        pub count: u32,
    }

    /// What to take back.
    pub struct TreeRestoreParams {
        /// From `tree_trash`.
        pub token: String,
    }

    /// A query for files.
    pub struct FileFindParams {
        /// Fuzzy; parts separated by blanks all have to match.
        pub query: String,
        /// At most so many, 1 to 500.
        pub limit: u32,
    }

    /// A file that matches.
    pub struct FileMatch {
        /// The file.
        pub path: WirePath,
        /// The characters of `path.path` that matched, as UTF-16 offsets.
        pub positions: Vec<u32>,
        /// Whether it was open lately.
        pub recent: bool,
    }

    /// Files that match, the best first.
    pub struct FileMatches {
        /// The best first.
        pub matches: Vec<FileMatch>,
        /// How many files match at all.
        pub matched: u32,
        /// How many files there are.
        pub total: u32,
        /// Whether the list of files is still being made.
        pub scanning: bool,
    }

    /// A part of a file's bytes.
    pub struct FileBytesParams {
        /// The file.
        pub path: WirePath,
        /// Where to start.
        pub offset: Whole,
        /// At most so many bytes, up to 64 MiB.
        pub length: u32,
    }

    /// One answer of `file_read`.
    pub struct FileReadParams {
        /// Relative to the workspace, or absolute inside it.
        pub path: WirePath,
    }
}

words! {
    /// What an entry of the tree is.
    pub enum EntryKind {
        /// A file.
        File,
        /// A folder.
        Folder,
        /// A symbolic link.
        Link,
        /// A pipe, a socket or a device, which is never opened.
        Special,
    }
}
