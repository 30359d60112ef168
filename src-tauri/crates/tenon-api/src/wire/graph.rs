//! What is linked to what, whoever says so.

use tenon_core::WirePath;

use super::{LinkOrigin, LinkedThing, Whole};

words! {
    /// What a person says of a link that was found.
    pub enum LinkVerdict {
        /// It holds.
        Accept,
        /// It does not, and is not to come again.
        Reject,
        /// Nothing any more.
        Forget,
    }
}

wire! {
    /// What to look around.
    pub struct LinkGraphParams {
        /// A reference, or `file:PATH`, `note:PATH`, `heading:PATH#TEXT`, `task:ID`.
        pub of: String,
        /// How many links away, from 1 to 3.
        pub depth: u32,
        /// Only links of these kinds (`mentions`), and only things of these (`note`); a list without
        /// any of one sort leaves all of that sort.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kinds: Option<Vec<String>>,
        /// Only links that hold since then, or of which no time is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub since: Option<Whole>,
        /// Whether links that are guessed count.
        pub suggestions: bool,
        /// So many things at most, from 1 to 10,000.
        pub limit: u32,
    }

    /// Which guessed links to list.
    #[derive(Default)]
    pub struct LinkSuggestParams {
        /// Those of this thing, named as for a graph; all when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub of: Option<String>,
        /// So many links at most, from 1 to 10,000.
        pub limit: u32,
    }

    /// Things and the links between them.
    pub struct LinkGraph {
        /// The thing that was asked about, then the others by how far away they are.
        pub things: Vec<LinkedThing>,
        /// The links between these, the hardest first.
        pub edges: Vec<LinkEdge>,
        /// Whether things were left out because there are too many.
        pub more: bool,
    }

    /// A link between two things.
    pub struct LinkEdge {
        /// Where it begins, by the reference of a thing.
        pub from: String,
        /// Where it leads.
        pub to: String,
        /// What it says: `related`, `mentions`, `embeds`, `dependsOn`, `onBranch`, `touches`, `closes`,
        /// `failedAt`, `fixedBy`, `followedBy` or `similar`.
        pub kind: String,
        /// Who says so.
        pub origin: LinkOrigin,
        /// How sure it is, from 0 to 1.
        pub confidence: f64,
        /// Why, as a part of a sentence.
        pub reason: String,
        /// The identities of the events that it rests on.
        pub evidence: Vec<String>,
        /// The file that it is written in.
        pub path: Option<WirePath>,
        /// The line there, from 1.
        pub line: Option<u32>,
        /// Since when it holds.
        pub at: Option<Whole>,
        /// Whether it is guessed, and nobody said yet whether it holds.
        pub suggestion: bool,
        /// Whether the symbol that it leads to says something else than when the link was made.
        pub changed: bool,
    }

    /// What a person says of a link that was found.
    pub struct LinkJudgeParams {
        /// Where it begins.
        pub from: String,
        /// Where it leads.
        pub to: String,
        /// What it says; empty for the only link between the two that is guessed.
        pub kind: String,
        /// Whether it holds.
        pub verdict: LinkVerdict,
    }

    /// Whose symbols to look at.
    pub struct LinksAboveParams {
        /// The file, relative to the workspace.
        pub path: WirePath,
    }

    /// What is linked to the symbols of a file.
    pub struct LinksAbove {
        /// The symbols that have links, in the order of their lines.
        pub rows: Vec<LinkedSymbol>,
    }

    /// A symbol and what is linked to it.
    pub struct LinkedSymbol {
        /// Its reference.
        pub symbol: String,
        /// Its name.
        pub name: String,
        /// The line of its name, from 1.
        pub line: u32,
        /// What is linked to it, at most 4, the most telling first: open tasks, notes, the command that
        /// failed last, then the rest.
        pub things: Vec<LinkedThing>,
        /// How many more there are.
        pub more: u32,
    }
    /// Whose links to count.
    pub struct LinkCountsParams {
        /// References, at most 10,000.
        pub of: Vec<String>,
    }

    /// How much is linked to things.
    pub struct LinkCounts {
        /// One for each that was asked about, in that order.
        pub rows: Vec<LinkCount>,
    }

    /// How much is linked for sure to a thing; suggestions do not count.
    #[derive(Default)]
    pub struct LinkCount {
        /// The thing.
        #[serde(rename = "ref")]
        pub reference: String,
        /// Files, with those that commits changed which are linked to it.
        pub files: u32,
        /// Commands that ran.
        pub runs: u32,
        /// Commits.
        pub commits: u32,
        /// What some of the files and commands are called, at most 6.
        pub names: Vec<String>,
    }
}
