//! Secrets in documents.

use tenon_core::DocId;

wire! {
    /// Which lines of which document to look at.
    pub struct DocumentSecretsParams {
        /// The document.
        pub doc: DocId,
        /// The first line, from 1.
        pub first_line: u32,
        /// The last line; one behind the text means its last.
        pub last_line: u32,
    }

    /// The secrets in some lines of a document.
    pub struct DocumentSecrets {
        /// In the order of the text, not overlapping.
        pub secrets: Vec<DocumentSecret>,
    }

    /// A secret in a document. The secret itself is not told.
    pub struct DocumentSecret {
        /// The rule that found it.
        pub rule: String,
        /// What it is, as marks say it.
        pub kind: String,
        /// Where it begins, in UTF-16 units from the start of the text.
        pub from: u32,
        /// Where it ends, exclusive.
        pub to: u32,
    }
}
