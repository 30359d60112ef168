//! Links between things that were not made by a person: read in texts, seen in the order of what
//! happened, or guessed by what two things have in common.
//!
//! The types that matter: [`Known`] says what there is, so that a name leads to one thing or to
//! nothing; [`History`] is what the finders look at; each [`Finder`] of [`FINDERS`] gives [`Edge`]s,
//! and [`find`] gives those of all.
//!
//! An edge is hard where a text or an event says it, and a suggestion where it is guessed; see
//! [`Edge::suggestion`].

mod edge;
mod known;
mod meaning;
mod mention;
mod named;
mod output;
mod past;
mod session;
mod stated;
mod telling;
mod text;
mod wiki;
mod written_id;

pub use edge::{Edge, Kind, Origin, Place, THRESHOLD, Thing};
pub use known::{Known, Symbol};
pub use mention::{Mention, in_message, mentions};
pub use output::places;

use crate::note::{Note, Vault};
use crate::task::Id;

/// A text that speaks of things.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// What the text is: a note, a task, a commit, a file of code.
    pub of: Thing,
    /// Its file, where it is one.
    pub path: Option<Vec<u8>>,
    /// Whether it is prose; otherwise it is the comments of code.
    pub prose: bool,
    /// What it speaks of.
    pub mentions: Vec<Mention>,
    /// When it was written, in milliseconds since 1970.
    pub at: Option<i64>,
}

/// What the front matter of a task says of other things.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The task.
    pub task: Thing,
    /// Its file.
    pub path: Vec<u8>,
    /// What has to be done before.
    pub depends: Vec<Id>,
    /// The line that says so, from 1.
    pub depends_line: u32,
    /// Its branch, where it names one.
    pub branch: Option<String>,
    /// The line that names it, from 1.
    pub branch_line: u32,
}

/// A mark of a comment that is a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The task.
    pub task: Thing,
    /// The file in which the mark stands now.
    pub path: Vec<u8>,
    /// Its line, from 1.
    pub line: u32,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its whole hash.
    pub hash: String,
    /// When it was made, in milliseconds since 1970.
    pub at: i64,
    /// The files that it changed, seen from the workspace.
    pub files: Vec<Vec<u8>>,
}

/// The commits that a branch alone has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// Whole hashes.
    pub commits: Vec<String>,
}

/// A command that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its identity.
    pub id: String,
    /// The run of the program in which it ran.
    pub session: String,
    /// The command as it was typed.
    pub command: String,
    /// The folder that it ran in, seen from the workspace; none where it ran outside.
    pub cwd: Option<Vec<u8>>,
    /// The branch that was checked out there, where that is known.
    pub branch: Option<String>,
    /// Its exit status, where it ended with one.
    pub exit: Option<i32>,
    /// When it began, in milliseconds since 1970.
    pub began: i64,
    /// When it ended.
    pub ended: i64,
    /// The files and lines that its output complains about, as they are written there.
    pub places: Vec<String>,
    /// The event that tells of its end.
    pub event: Option<String>,
}

/// A file was saved, or written by another program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The file, by where it lies now.
    pub path: Vec<u8>,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The run of the program in which it was.
    pub session: String,
    /// The event that tells of it; none where another program wrote the file.
    pub event: Option<String>,
}

/// A task was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The task.
    pub task: Thing,
    /// The branch that was checked out.
    pub branch: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The event that tells of it.
    pub event: String,
}

/// Two things that a model finds alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Alike {
    /// One.
    pub from: Thing,
    /// The other.
    pub to: Thing,
    /// How alike, from 0 to 1.
    pub score: f64,
}

/// What finders look at. All of it is given by the caller, and may be a part of what there is.
#[derive(Debug, Clone, Copy, Default)]
pub struct History<'a> {
    /// The notes with their links.
    pub vault: Option<&'a Vault>,
    /// Texts with links that are no notes of the vault, such as tasks in a folder of their own, by
    /// their paths.
    pub beside: &'a [(Vec<u8>, Note)],
    /// Texts with what they speak of.
    pub texts: &'a [Text],
    /// The tasks.
    pub cards: &'a [Card],
    /// The marks that tasks were made of.
    pub marks: &'a [Marked],
    /// The commits, in any order.
    pub commits: &'a [Commit],
    /// What branches have.
    pub branches: &'a [Branch],
    /// The commands that ended, by when they began.
    pub runs: &'a [Run],
    /// The saves, in the order of their times.
    pub saves: &'a [Saved],
    /// The tasks that were begun.
    pub begun: &'a [Begun],
    /// What a model finds alike.
    pub alike: &'a [Alike],
}

/// One way to find links.
#[derive(Clone, Copy)]
pub struct Finder {
    /// What it is called.
    pub name: &'static str,
    /// Finds the edges.
    pub find: fn(&History<'_>, &Known) -> Vec<Edge>,
}

/// All finders, those with the hardest evidence first.
pub const FINDERS: [Finder; 8] = [
    Finder {
        name: "links of notes",
        find: wiki::find,
    },
    Finder {
        name: "what texts name",
        find: text::find,
    },
    Finder {
        name: "front matter of tasks",
        find: stated::cards,
    },
    Finder {
        name: "marks of tasks",
        find: stated::marks,
    },
    Finder {
        name: "files of commits",
        find: stated::commits,
    },
    Finder {
        name: "commands that failed",
        find: session::find,
    },
    Finder {
        name: "tasks that were begun",
        find: session::begun,
    },
    Finder {
        name: "what is alike",
        find: meaning::find,
    },
];

/// The edges of all finders, each pair of ends once a kind: the one that is surest, then the one
/// found first. Hard ones come first.
pub fn find(history: &History<'_>, known: &Known) -> Vec<Edge> {
    let found = FINDERS
        .iter()
        .flat_map(|finder| (finder.find)(history, known));
    edge::once(found.collect())
}
