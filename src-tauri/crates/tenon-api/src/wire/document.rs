//! Documents: what the editor holds.

use tenon_core::{Change, DocId, WirePath};

use super::Whole;
use crate::ApiError;

wire! {
    /// An open document.
    pub struct DocumentInfo {
        /// Its identity, kept over renames.
        pub doc: DocId,
        /// Its file; `None` while untitled.
        pub path: Option<WirePath>,
        /// Its name for a tab.
        pub name: String,
        /// How it is shown.
        pub kind: DocumentKind,
        /// How its bytes become text, as the status bar says it.
        pub encoding: Encoding,
        /// The line end most lines have, and that new lines get.
        pub line_end: LineEnd,
        /// Whether other line ends occur too; they are kept.
        pub mixed_line_ends: bool,
        /// Bytes on disk.
        pub size: Whole,
        /// Whether it cannot be saved where it lies.
        pub read_only: bool,
        /// Indentation: from `.editorconfig`, or detected, or the settings.
        pub indent: Indent,
        /// What `.editorconfig` asks for at saving.
        pub trim_trailing_whitespace: bool,
        /// Whether `.editorconfig` asks for a final line end (`None`: leave as it is).
        pub insert_final_newline: Option<bool>,
        /// The column of the ruler, from `.editorconfig`.
        pub ruler: Option<u32>,
        /// Whether the text differs from what was saved last.
        pub dirty: bool,
        /// The change that the text stands on, `replica:counter`: the next change's parent.
        pub head: Option<String>,
        /// Changes the owner has applied, of all writers.
        pub counter: u32,
        /// How the file on disk stands to the text.
        pub disk: DiskState,
    }

    /// All open documents.
    pub struct DocumentList {
        /// In no particular order.
        pub documents: Vec<DocumentInfo>,
    }

    /// Indentation.
    pub struct Indent {
        /// Tabs, not blanks.
        pub tabs: bool,
        /// Columns of one step, 1 to 16.
        pub size: u32,
    }

    /// What to open.
    pub struct DocumentOpenParams {
        /// The file.
        pub path: WirePath,
        /// Instead of the detected encoding.
        pub encoding: Option<Encoding>,
    }

    /// A new document that has no file.
    pub struct DocumentNewParams {
        /// Its first text, at most 16 MiB.
        pub text: Option<String>,
    }

    /// Which document.
    pub struct DocumentParams {
        /// The document.
        pub doc: DocId,
    }

    /// An edit.
    pub struct DocumentChangeParams {
        /// The edit; its counter is one above the last one's.
        pub change: Change,
    }

    /// What the owner has applied.
    pub struct DocumentChanged {
        /// The last counter applied.
        pub counter: u32,
        /// Whether the text differs from what was saved last.
        pub dirty: bool,
        /// Why the change is in memory only; without it, it is durable.
        pub unkept: Option<ApiError>,
    }

    /// Where and how to save.
    pub struct DocumentSaveParams {
        /// The document.
        pub doc: DocId,
        /// Save As; `None` saves where it lies.
        pub path: Option<WirePath>,
        /// Save in another encoding.
        pub encoding: Option<Encoding>,
        /// Make all line ends this one.
        pub line_end: Option<LineEnd>,
        /// Write although the file changed on disk since it was read, or exists (Save As).
        pub overwrite: bool,
        /// The counter up to which changes have to be in; saving fails when some are missing.
        pub counter: u32,
    }

    /// Take the text from disk again, giving up unsaved text.
    pub struct DocumentRevertParams {
        /// The document.
        pub doc: DocId,
        /// Read in this encoding.
        pub encoding: Option<Encoding>,
    }
}

words! {
    /// How a document is shown.
    pub enum DocumentKind {
        /// Text, in the editor.
        Text,
        /// Text beyond the limit for editing: shown in parts, read-only.
        Large,
        /// An image.
        Image,
        /// Other bytes, shown as hexadecimal.
        Binary,
    }

    /// How bytes become text. Every one gives back the same bytes when nothing was changed.
    pub enum Encoding {
        /// UTF-8.
        Utf8,
        /// UTF-8 with a byte order mark.
        Utf8Bom,
        /// UTF-16, little end first, with a mark.
        Utf16Le,
        /// UTF-16, big end first, with a mark.
        Utf16Be,
        /// One byte is one character (Windows-1252); stands in for what is no valid Unicode.
        Windows1252,
    }

    /// A line end.
    pub enum LineEnd {
        /// `\n`
        Lf,
        /// `\r\n`
        Crlf,
        /// `\r`
        Cr,
    }

    /// How the file on disk stands to the text.
    pub enum DiskState {
        /// As it was read or saved.
        Same,
        /// Changed by something else.
        Changed,
        /// Gone.
        Missing,
        /// Never saved.
        Untitled,
    }
}
