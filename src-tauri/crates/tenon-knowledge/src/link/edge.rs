//! An edge between two things.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

/// A suggestion that is less sure than this is not made: a lower one lets in what only shares a
/// common name.
pub const THRESHOLD: f64 = 0.55;

/// What an edge begins or ends at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A file of the workspace, a note among them, by its path.
    File(Vec<u8>),
    /// A heading of a note: the path and the heading's text.
    Heading(Vec<u8>, String),
    /// A block of a note: the path and the block's id.
    Block(Vec<u8>, String),
    /// A task by its id, as its file writes it.
    Task(String),
    /// A symbol by its identity.
    Symbol(String),
    /// A commit by its whole hash.
    Commit(String),
    /// A command that ran, by its identity.
    Run(String),
    /// Anything else, by its kind and identity.
    Other(String, String),
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $word:literal,)*) => {
        /// What an edge says of its ends.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Kind] = &[$(Kind::$name,)*];

            /// The kind's name on the wire.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Kind::$name => $word,)*
                }
            }
        }
    };
}

kinds! {
    /// They have to do with each other, as a person says.
    Related "related",
    /// A text names a thing.
    Mentions "mentions",
    /// A file has a symbol, a heading or a block in itself.
    Holds "holds",
    /// A note shows another file in itself.
    Embeds "embeds",
    /// A task can be begun when the other one is done.
    DependsOn "dependsOn",
    /// A commit is on the branch of a task, or a command ran there.
    OnBranch "onBranch",
    /// A commit changed a file.
    Touches "touches",
    /// A commit says that it ends a task.
    Closes "closes",
    /// The output of a command that failed names a place.
    FailedAt "failedAt",
    /// A command failed, and this made it pass.
    FixedBy "fixedBy",
    /// This came next in the same session.
    FollowedBy "followedBy",
    /// They are alike in meaning, or share a rare name.
    Similar "similar",
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Kind::ALL.iter().find(|kind| kind.word() == word);
        found.copied().ok_or_else(|| {
            let words: Vec<_> = Kind::ALL.iter().map(|kind| kind.word()).collect();
            format!(
                "\"{word}\" is no kind of link; they are {}",
                words.join(", ")
            )
        })
    }
}

/// Who says that two things are linked; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A person, or a script of theirs.
    Person,
    /// A text, or git.
    Written,
    /// The order of what happened.
    Session,
    /// What the two have in common.
    Meaning,
}

/// Where an edge is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the workspace.
    pub path: Vec<u8>,
    /// Its line, from 1.
    pub line: u32,
}

/// A link from one thing to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Where it begins.
    pub from: Thing,
    /// Where it leads.
    pub to: Thing,
    /// What it says of the two.
    pub kind: Kind,
    /// Who says so.
    pub origin: Origin,
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
    /// Why, as a part of a sentence.
    pub reason: String,
    /// The identities of the events that it rests on.
    pub evidence: Vec<String>,
    /// Where it is written, if it is.
    pub place: Option<Place>,
    /// Since when it holds, in milliseconds since 1970.
    pub at: Option<i64>,
    /// Whether it is guessed, and nobody said so yet.
    pub suggestion: bool,
}

impl Edge {
    /// An edge that a text, a file or git says.
    pub fn written(from: Thing, to: Thing, kind: Kind, reason: String) -> Self {
        Self {
            from,
            to,
            kind,
            origin: Origin::Written,
            confidence: 1.0,
            reason,
            evidence: Vec::new(),
            place: None,
            at: None,
            suggestion: false,
        }
    }

    /// The same, guessed.
    pub(super) fn guessed(mut self, origin: Origin, confidence: f64) -> Self {
        self.origin = origin;
        self.confidence = confidence;
        self.suggestion = true;
        self
    }

    /// How edges are ordered: hard ones first, then by who says so, then the surest, then the newest.
    pub fn rank(&self, other: &Self) -> Ordering {
        let key = |edge: &Self| (edge.suggestion, edge.origin);
        key(self)
            .cmp(&key(other))
            .then_with(|| other.confidence.total_cmp(&self.confidence))
            .then_with(|| other.at.cmp(&self.at))
    }
}

/// Each pair of ends once a kind, in their order; no thing is linked to itself, and a pair that a text
/// or an event links is no suggestion any more.
pub(super) fn once(mut edges: Vec<Edge>) -> Vec<Edge> {
    edges.retain(|edge| edge.from != edge.to);
    edges.retain(|edge| !edge.suggestion || edge.confidence >= THRESHOLD);
    edges.sort_by(Edge::rank);
    let mut kept: Vec<Edge> = Vec::with_capacity(edges.len());
    let mut by_ends: HashMap<(Thing, Thing), Vec<usize>> = HashMap::new();
    for edge in edges {
        let known = by_ends.entry((edge.from.clone(), edge.to.clone()));
        let known = known.or_default();
        let said = known.iter().any(|at| {
            let other = &kept[*at];
            other.kind == edge.kind || edge.suggestion && !other.suggestion
        });
        if !said {
            known.push(kept.len());
            kept.push(edge);
        }
    }
    kept
}
