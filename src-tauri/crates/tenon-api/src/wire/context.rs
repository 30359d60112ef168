//! What matters now.

use tenon_core::WirePath;

use super::LinkedThing;

wire! {
    /// What is in front and open, for which it is asked what matters.
    #[derive(Default)]
    pub struct ContextParams {
        /// What is in front: a reference, `file:PATH`, `note:PATH` or `task:ID`. It is not listed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub front: Option<String>,
        /// The files that are open, the one used last first.
        #[serde(default)]
        pub open: Vec<WirePath>,
        /// At most so many rows, 1 to 50.
        pub limit: u32,
    }

    /// What matters now.
    pub struct ContextNow {
        /// What matters most first.
        pub rows: Vec<ContextRow>,
    }

    /// Something that matters.
    pub struct ContextRow {
        /// The thing.
        pub thing: LinkedThing,
        /// How much, 0 to 1.
        pub weight: f64,
        /// Why, the strongest reason first.
        pub parts: Vec<ContextPart>,
    }

    /// One reason why something matters.
    pub struct ContextPart {
        /// `open`, `edited`, `run` (a command named it), `linked`, `together` (changed or used together
        /// with what is in front) or `near` (beside it, or its test).
        pub signal: String,
        /// How much, 0 to 1.
        pub weight: f64,
        /// Why, as a part of a sentence.
        pub reason: String,
    }
}
