//! What came back when an owner took its workspace over.

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
    }
}
