//! Marks of comments that may become tasks.

use tenon_core::WirePath;

wire! {
    /// Whose marks are asked for.
    #[derive(Default)]
    pub struct TaskCandidatesParams {
        /// A file, or a folder with all below it; everything when it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub path: Option<WirePath>,
    }

    /// The marks of code and notes: TODO, FIXME, XXX and HACK. Text of open documents counts as it
    /// is, saved or not.
    pub struct TaskCandidates {
        /// By path, then by line.
        pub candidates: Vec<TaskCandidate>,
        /// What could not be read, and the open tasks whose marks are gone, in sentences.
        pub problems: Vec<String>,
    }

    /// A mark, and what it would be as a task. Secrets are masked.
    pub struct TaskCandidate {
        /// What the task would be called.
        pub title: String,
        /// The word of the mark: `TODO`, `FIXME`, `XXX` or `HACK`.
        pub word: String,
        /// The mark as it stands.
        pub text: String,
        /// The file.
        pub path: WirePath,
        /// The line, from 1.
        pub line: u32,
        /// Where the mark begins, in UTF-16 units from 1.
        pub column: u32,
        /// Who is to do it: `ana` of `FIXME(ana)`.
        pub assignee: Option<String>,
        /// The task that it is: one that the mark names, or that was made of it before.
        pub task: Option<String>,
    }

    /// The mark that becomes a task.
    pub struct TaskAdoptParams {
        /// The file.
        pub path: WirePath,
        /// The line, from 1. Of several marks in it the first counts that is no task.
        pub line: u32,
    }
}
