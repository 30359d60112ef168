//! The machine-learning sidecar as the window sees it.

use super::{EgressState, Whole};

wire! {
    /// How the sidecar is.
    pub struct SidecarStatus {
        /// Its state.
        pub state: SidecarState,
        /// Why it is not ready, in a sentence.
        pub reason: Option<String>,
        /// What the person can do.
        pub hint: Option<String>,
        /// Its port on 127.0.0.1.
        pub port: Option<u32>,
        /// Its process.
        pub pid: Option<u32>,
        /// Restarts since it was healthy for a minute.
        pub restarts: u32,
        /// The engine that makes embeddings.
        pub engine: Option<String>,
        /// What keeps its process from the network and from files; `None` while there is none,
        /// and until it has said so.
        pub lock: Option<EgressHold>,
        /// Since when it is in this state.
        pub since: Whole,
    }

    /// What keeps the sidecar from the network and from files, as it found by trying.
    pub struct EgressHold {
        /// The whole in a word.
        pub level: EgressState,
        /// Whether it reads and writes nothing but its own files.
        pub files: bool,
        /// What is missing, in sentences; `None` when nothing is.
        pub why: Option<String>,
    }
}

words! {
    /// The states of the supervisor.
    pub enum SidecarState {
        /// Not started.
        Stopped,
        /// On its way.
        Starting,
        /// A model answers.
        Ready,
        /// Up but not all there, or about to be restarted.
        Degraded,
        /// Given up until the person asks again.
        Failed,
    }
}
