//! A thing that others are linked to, as lists and graphs show it.

use tenon_core::WirePath;

use super::Whole;

wire! {
    /// A thing that others are linked to.
    pub struct LinkedThing {
        /// Its reference, `kind:id`; a file that has no identity yet is `file:PATH`.
        #[serde(rename = "ref")]
        pub reference: String,
        /// What it is: `file`, `symbol`, `heading`, `block`, `note`, `task`, `run`, `commit`, `event`,
        /// `terminal` and the other kinds of references. A note's reference is that of its file.
        pub kind: String,
        /// What people call it.
        pub title: String,
        /// What else is worth a glance: a task's status, a symbol's kind.
        pub detail: Option<String>,
        /// The file that it lies in.
        pub path: Option<WirePath>,
        /// Its line there, from 1.
        pub line: Option<u32>,
        /// When it was made, changed or ended.
        pub at: Option<Whole>,
        /// How many links it is away from the thing that was asked about.
        pub depth: u32,
        /// Whether it is gone.
        pub missing: bool,
    }
}
