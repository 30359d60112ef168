//! Buffers: texts that are not saved, and what takes their edits back.

use tenon_core::{DocId, WirePath};

use super::Whole;
use crate::ApiError;

wire! {
    /// Which buffers.
    pub struct BufferListParams {
        /// Whether the texts are wanted too.
        pub text: bool,
    }

    /// What is not saved.
    pub struct Buffers {
        /// Unsaved documents, and untitled ones.
        pub buffers: Vec<BufferInfo>,
        /// Texts that were kept and do not come back.
        pub lost: Vec<LostText>,
        /// Why unsaved text is in memory only, while that is so.
        pub unkept: Option<ApiError>,
    }

    /// A text that is not saved.
    pub struct BufferInfo {
        /// Its document.
        pub doc: DocId,
        /// Its file; `None` while untitled.
        pub path: Option<WirePath>,
        /// What an untitled one is called.
        pub untitled: Option<String>,
        /// Whether the text differs from what was saved last.
        pub dirty: bool,
        /// Its length in UTF-16 units with `\n` line ends, as changes count.
        pub length: Whole,
        /// The text with `\n` line ends, when it was asked for.
        pub text: Option<String>,
    }

    /// A text that was kept and does not come back.
    pub struct LostText {
        /// Its document; closing it gives the text up.
        pub doc: DocId,
        /// What it was called.
        pub name: String,
        /// Why it does not come back.
        pub error: ApiError,
    }

    /// What takes back the edits of a document.
    pub struct UndoKeepParams {
        /// The document.
        pub doc: DocId,
        /// The change that the history ends in, which is the last one.
        pub head: String,
        /// The history as the editor describes it, at most 2 MiB.
        pub history: String,
    }
}
