//! What came back when an owner took its workspace over.

use super::Whole;

wire! {
    /// What the owner found when it took the workspace over, and what it brought back.
    #[derive(Default)]
    pub struct RestoreReport {
        /// Whether a run before this one ended without saying so: it was killed, or the power went.
        pub unclean: bool,
        /// Documents whose unsaved text came back.
        pub documents: u32,
        /// Terminals whose screens came back.
        pub terminals: u32,
        /// What could not be brought back, a sentence each.
        pub lost: Vec<String>,
        /// Where the folder was when it was last open, if it was renamed or moved since.
        pub moved_from: Option<String>,
        /// What was done about a damaged database, if it was.
        pub damage: Option<DamageReport>,
    }

    /// A damaged database, of which what is whole was saved.
    pub struct DamageReport {
        /// The folder that the damaged file was moved to.
        pub aside: String,
        /// Rows that were saved.
        pub saved: Whole,
        /// What was lost.
        pub lost: Vec<LostRows>,
        /// The last backup that can be put back.
        pub backup: Option<String>,
    }

    /// Rows that were lost.
    pub struct LostRows {
        /// The table that they stood in.
        pub kind: String,
        /// How many are known.
        pub count: Whole,
    }
}

impl RestoreReport {
    /// Says that the folder goes on under another path, if it does.
    pub fn moved(&self) -> Option<String> {
        let from = self.moved_from.as_ref()?;
        Some(format!(
            "This folder was \"{from}\" when it was last open; what is kept of it goes on here."
        ))
    }
}
