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

    /// A question of the mode `lexical`, `semantic` or `hybrid`.
    pub struct SearchRankedParams {
        /// The question.
        pub search: SearchQuery,
        /// At most so many rows, up to 10,000.
        pub limit: u32,
        /// The file in front, if there is one: what is near it weighs a little more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub front: Option<WirePath>,
        /// Lines that take the place of the words of the question, with the mode `semantic`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub like: Option<SearchLike>,
        /// A command that takes the place of the words of the question, with the mode `semantic`;
        /// commands like it are looked for where the question names no kind.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub like_run: Option<tenon_core::RunId>,
    }

    /// Lines of a file, of which more like them are looked for.
    pub struct SearchLike {
        /// The file.
        pub path: WirePath,
        /// The first line, from 1. Without a last one it stands for the piece of the file that it
        /// is in, such as a function.
        pub line: Whole,
        /// The last line; one behind the end of the file stands for the last one that it has.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub end_line: Option<Whole>,
    }

    /// Pieces of files that fit a question.
    pub struct SearchRanked {
        /// The best first; a score of 1 is that of the best.
        pub hits: Vec<SearchHit>,
        /// Whether the files were not all looked at yet.
        pub partial: bool,
        /// How many pieces of text cannot be found by meaning yet, as far as they are known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub missing: Option<Whole>,
        /// Why nothing was looked for by meaning, when it should have been; the rows are then those
        /// of words and names alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub text_only: Option<crate::ApiError>,
        /// What could not be looked at.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub problems: Vec<SearchProblem>,
        /// Files of text that are in no ranking, and why, of those that were asked for; 1,000 at most.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub unranked: Vec<SearchProblem>,
        /// How long it took.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub took: Option<SearchTook>,
    }

    /// How long the parts of a ranking took, milliseconds. What the sidecar does goes on beside the
    /// words and the names.
    #[derive(Copy, Default)]
    pub struct SearchTook {
        /// All of it.
        pub total_ms: f64,
        /// Finding what has the words.
        pub words_ms: f64,
        /// Finding what is named so.
        pub names_ms: f64,
        /// Making a vector of the question.
        pub embed_ms: f64,
        /// Finding the vectors that are near to it, in the sidecar.
        pub vectors_ms: f64,
        /// The sidecar's whole answer with what is around it: the way there and back, and what is
        /// known of each piece.
        pub meaning_ms: f64,
        /// Making one list of all.
        pub fuse_ms: f64,
        /// Reading the lines that are shown.
        pub lines_ms: f64,
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
        /// Which rankings brought it, of those that several ones make: `text`, `symbol`, `meaning`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub lists: Vec<String>,
        /// Lines before it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub before: Vec<String>,
        /// Lines after it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub after: Vec<String>,
        /// Whether `text` is only a part of its line.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub cut: bool,
        /// What a row of a ranking is a piece of, where that has a name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub piece: Option<SearchPiece>,
    }

    /// A piece of something that has a name.
    pub struct SearchPiece {
        /// Its name, such as that of a function.
        pub name: String,
        /// What it is, as in the outline.
        pub kind: String,
        /// Which part of a long one this is, from 0.
        pub part: u32,
        /// The first line of the part, from 1.
        pub from: Whole,
        /// The last one.
        pub to: Whole,
        /// The line of the part that has most words of the question.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub best: Option<SearchLine>,
    }

    /// A line of a file.
    pub struct SearchLine {
        /// From 1.
        pub line: Whole,
        /// Without its end and the blanks around it, up to 16 KiB.
        pub text: String,
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
        /// fields.
        Lexical,
        /// As what it means; with the fields of `Lexical`.
        Semantic,
        /// By words, by names of symbols and by meaning, ranked together; with the fields of
        /// `Lexical`.
        Hybrid,
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

wire! {
    /// A search to start.
    pub struct SearchRunParams {
        /// The question.
        pub search: SearchQuery,
        /// At most so many hits, 1 to 1,000,000; any number when `whole` is set.
        pub limit: u32,
        /// Whether the answer has to be the one that a look at every file would give, with every
        /// problem. What cannot be answered so here is refused, so that the caller looks itself: when
        /// the index does not follow the disk, and from a line on that is too long to be held here.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub whole: bool,
    }

    /// A search that runs. Its messages are JSON: `{"hits": […]}` in the order of the files, and at
    /// the end `{"done": …}`, a [`SearchDone`].
    pub struct SearchStarted {
        /// Hand it to `search_stop`.
        pub search: String,
    }

    /// Which search to stop.
    pub struct SearchStopParams {
        /// From `search_run`.
        pub search: String,
    }

    /// Something that could not be searched.
    pub struct SearchProblem {
        /// The file or folder.
        pub path: WirePath,
        /// Why.
        pub reason: String,
    }

    /// One message of a search.
    pub struct SearchMessage {
        /// The next hits.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub hits: Vec<SearchHit>,
        /// That it is over, and how.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub done: Option<SearchDone>,
    }

    /// How a search ended.
    pub struct SearchDone {
        /// Files with a hit.
        pub files: Whole,
        /// Hits.
        pub hits: Whole,
        /// Files that were read.
        pub scanned: Whole,
        /// Whether there may be more than these: the limit was reached, or it was stopped.
        pub truncated: bool,
        /// How long it took.
        pub elapsed_ms: Whole,
        /// What could not be searched, 100 at most unless the whole answer was asked for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub problems: Vec<SearchProblem>,
        /// Why it ended early, when it failed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub error: Option<crate::ApiError>,
    }
}

wire! {
    /// A replacement to preview or to do.
    pub struct SearchReplaceParams {
        /// The question: one text or one regular expression.
        pub search: SearchQuery,
        /// What comes in the place of each match; `$1` and `${name}` are groups of an expression.
        pub replacement: String,
        /// Whether it is written as what it replaces, in capital letters or with one at its start.
        pub keep_case: bool,
        /// Whether it is only told what would be done.
        pub dry_run: bool,
        /// Which files, as a preview gave them; all when it is left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub files: Option<Vec<SearchReplaceFile>>,
    }

    /// A file that was chosen.
    pub struct SearchReplaceFile {
        /// The file.
        pub path: WirePath,
        /// What it was in the preview; when it is another now it is left alone.
        pub hash: String,
        /// The numbers of matches that stay, from 0.
        pub without: Vec<u32>,
    }

    /// A match and what comes in its place.
    pub struct SearchReplacedHit {
        /// From 1.
        pub line: Whole,
        /// From 1, in bytes.
        pub column: Whole,
        /// What is there.
        pub from: String,
        /// What comes in its place.
        pub to: String,
    }

    /// A file with matches.
    pub struct SearchReplacedFile {
        /// The file.
        pub path: WirePath,
        /// BLAKE3 of its bytes before.
        pub hash: String,
        /// Its matches.
        pub hits: Vec<SearchReplacedHit>,
        /// Whether it was written.
        pub done: bool,
        /// Why it is left alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
    }

    /// A replacement, or what it would do. `history_undo` takes all of it back.
    pub struct SearchReplaced {
        /// Its number in the local history; none when nothing was changed.
        pub restore: Option<Whole>,
        /// Whether nothing was done.
        pub dry_run: bool,
        /// Each file with matches, by path.
        pub files: Vec<SearchReplacedFile>,
    }

    /// Lines of files as they were shown, and what they shall be.
    pub struct SearchEditParams {
        /// The files, each once.
        pub files: Vec<SearchEditFile>,
    }

    /// A file of which lines were edited.
    pub struct SearchEditFile {
        /// The file.
        pub path: WirePath,
        /// What was shown of it, in the order of its lines. Also a part in which nothing was edited
        /// has to be there still, so that no line is taken for another.
        pub parts: Vec<SearchEditPart>,
    }

    /// Lines that follow each other.
    pub struct SearchEditPart {
        /// The first of them, from 1.
        pub line: Whole,
        /// What they were when they were shown, without line ends.
        pub before: Vec<String>,
        /// What takes their place; nothing removes them.
        pub after: Vec<String>,
    }

    /// What became of a file of which lines were edited.
    pub struct SearchEditedFile {
        /// The file.
        pub path: WirePath,
        /// Whether it was written.
        pub done: bool,
        /// Why it is left alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
    }

    /// What was written. `history_undo` takes all of it back.
    pub struct SearchEdited {
        /// Its number in the local history; none when nothing was changed.
        pub restore: Option<Whole>,
        /// Each file, in the order in which they were given.
        pub files: Vec<SearchEditedFile>,
    }
}
