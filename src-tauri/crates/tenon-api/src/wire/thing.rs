//! Things that are linked, or that matter.

use tenon_core::WirePath;

use super::Whole;

wire! {
    /// Something that is linked, or that matters.
    pub struct LinkedThing {
        /// Its reference, `kind:id`.
        #[serde(rename = "ref")]
        pub reference: String,
        /// What it is: `file`, `symbol`, `heading`, `block`, `note`, `task`, `run`, `commit`, `event`,
        /// `terminal` and so on.
        pub kind: String,
        /// What it is called.
        pub title: String,
        /// What else tells it from others, in one line.
        pub detail: Option<String>,
        /// The file that it is or lies in.
        pub path: Option<WirePath>,
        /// The line in that file, from 1.
        pub line: Option<u32>,
        /// When it happened or was last touched, where that is known.
        pub at: Option<Whole>,
        /// How many links lie between it and what was asked about.
        pub depth: u32,
        /// Whether it is not there any more.
        pub missing: bool,
    }
}
