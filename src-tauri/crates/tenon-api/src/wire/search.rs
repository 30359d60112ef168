//! Searching: questions, hits, and the end of an answer.

use tenon_core::WirePath;

use super::Whole;

wire! {
    /// A question.
    #[derive(Default)]
    pub struct SearchQuery {
        /// What is looked for.
        pub text: String,
        /// How `text` is read.
        #[serde(default)]
        pub mode: SearchMode,
        /// How letters are compared.
        #[serde(default)]
        pub case: SearchCase,
        /// Whether a match must begin and end at the edges of words.
        #[serde(default)]
        pub word: bool,
        /// Patterns of paths as ripgrep's `--glob` takes them; `!` in front leaves out.
        #[serde(default)]
        pub paths: Vec<String>,
        /// Only files of one of these languages.
        #[serde(default)]
        pub langs: Vec<String>,
        /// Which sources answer: `text`, `file`, …; text when empty.
        #[serde(default)]
        pub kinds: Vec<String>,
        /// Whether names that start with a dot are searched.
        #[serde(default)]
        pub hidden: bool,
        /// Whether ignore files count for nothing.
        #[serde(default)]
        pub no_ignore: bool,
        /// Lines around each hit, up to 50.
        #[serde(default)]
        pub context: u32,
    }

    /// A question of the mode `lexical`.
    pub struct SearchRankedParams {
        /// The question.
        pub search: SearchQuery,
        /// At most so many rows, up to 10,000.
        pub limit: u32,
    }

    /// Pieces of files that share words with a question.
    pub struct SearchRanked {
        /// The best first; a score of 1 is that of the best.
        pub hits: Vec<SearchHit>,
        /// Whether the files were not all looked at yet.
        pub partial: bool,
    }

    /// One row of an answer.
    pub struct SearchHit {
        /// The source's kind.
        pub kind: String,
        /// What the row names in the grammar of references, where it has a name.
        #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
        pub reference: Option<String>,
        /// The file.
        pub path: WirePath,
        /// From 1.
        pub line: Whole,
        /// Of the first match, from 1, in bytes of the line.
        pub column: Whole,
        /// The line without its end; a part of it when it is longer than 16 KiB.
        pub text: String,
        /// Where matches stand in `text`, in UTF-16 units: from and to.
        pub ranges: Vec<[u32; 2]>,
        /// How well it fits, 0 to 1.
        pub score: f64,
        /// Why it is here.
        pub why: String,
        /// Lines before it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub before: Vec<String>,
        /// Lines after it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub after: Vec<String>,
        /// Whether `text` is only a part of its line.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub cut: bool,
    }
}

words! {
    /// How the text of a question is read.
    #[derive(Default)]
    pub enum SearchMode {
        /// As query language.
        #[default]
        Query,
        /// As it stands.
        Literal,
        /// As one regular expression.
        Regex,
        /// As words of which some may be missing; only `kind:`, `lang:`, `path:` and `since:` are
        /// fields, and nothing is ever wrong with it.
        Lexical,
    }

    /// How letters are compared.
    #[derive(Default)]
    pub enum SearchCase {
        /// As they are.
        #[default]
        Sensitive,
        /// Capital letters count only when there is one.
        Smart,
        /// Capital and small letters are the same.
        Ignore,
    }
}
