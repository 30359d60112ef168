//! What git says of the workspace.

use tenon_core::{DocId, WirePath};

use super::Whole;

wire! {
    /// The state of the repository.
    pub struct GitStatus {
        /// Whether there is a repository at all.
        pub present: bool,
        /// Why it cannot be read, if so.
        pub problem: Option<String>,
        /// The branch, also before its first commit.
        pub branch: Option<String>,
        /// The commit, 40 hex digits.
        pub head: Option<String>,
        /// Whether no branch is checked out.
        pub detached: bool,
        /// Commits that the upstream does not have.
        pub ahead: u32,
        /// Commits that only the upstream has.
        pub behind: u32,
        /// What is under way: merge, rebase, cherry-pick, revert or bisect.
        pub operation: Option<String>,
        /// Files that differ.
        pub entries: Vec<GitEntry>,
        /// Whether there are more than were listed.
        pub truncated: bool,
    }

    /// A file that differs.
    pub struct GitEntry {
        /// The file.
        pub path: WirePath,
        /// `M`, `A`, `D`, `R`, `U` (untracked) or `C` (conflict).
        pub letter: String,
        /// Whether the difference is staged.
        pub staged: bool,
    }

    /// Which document.
    pub struct GitMarksParams {
        /// The document.
        pub doc: DocId,
    }

    /// The lines that differ from the last commit.
    pub struct GitMarks {
        /// Sorted by line.
        pub marks: Vec<GitMark>,
    }

    /// Which commits.
    pub struct CommitListParams {
        /// Words that all stand in the first line of the message, or at least 4 digits with which the
        /// hash begins; case makes no difference. All commits when it is empty.
        pub query: String,
        /// At most so many, 1 to 1,000.
        pub limit: u32,
    }

    /// Commits that HEAD leads to, of the last 2,000.
    pub struct CommitList {
        /// The last first: one comes before those that it was made of.
        pub commits: Vec<CommitRow>,
        /// Whether there are more than were asked for.
        pub more: bool,
    }

    /// A commit.
    pub struct CommitRow {
        /// Its reference, `commit:` with the whole hash.
        #[serde(rename = "ref")]
        pub reference: String,
        /// The whole hash, 40 hexadecimal digits.
        pub hash: String,
        /// The first digits of it, at least 10, that no other of these commits has: what a wikilink names
        /// it by.
        pub short: String,
        /// The first line of the message, masked; at most 120 characters.
        pub subject: String,
        /// When it was made.
        pub at: Whole,
    }

    /// Lines that differ from the last commit.
    pub struct GitMark {
        /// How they differ.
        pub kind: GitMarkKind,
        /// The first line, from 1; for a deletion the line it came after, 0 at the top.
        pub from: u32,
        /// The last line.
        pub to: u32,
    }
}

words! {
    /// How lines differ from the last commit.
    pub enum GitMarkKind {
        /// They are new.
        Added,
        /// They are different.
        Modified,
        /// Lines are gone here.
        Deleted,
    }
}
