//! Searching by meaning, and the work that it needs.

use super::Whole;

wire! {
    /// How the work is that makes the workspace searchable by meaning.
    pub struct MeaningStatus {
        /// In a word.
        pub state: MeaningState,
        /// Why it does not go on, in a sentence.
        pub reason: Option<String>,
        /// What the person can do.
        pub hint: Option<String>,
        /// What a caller branches on, where something is wrong.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub code: Option<tenon_core::Code>,
        /// Pieces of text that can be found now.
        pub done: Whole,
        /// Pieces of text that are to be found.
        pub total: Whole,
        /// Texts that were embedded a second, lately; 0 while nothing is.
        pub per_second: f64,
        /// The model whose vectors answer, once it is known.
        pub engine: Option<String>,
        /// The model whose vectors are being made, and answer once they are complete.
        pub switching_to: Option<String>,
        /// Which files are looked at.
        pub scope: MeaningScope,
        /// Texts that were embedded since the owner took over.
        pub embedded: Whole,
        /// Pieces that were made findable since then with a vector that was there already: of the same
        /// text elsewhere, of an earlier run or another branch, of a file that moved, or of a
        /// collection that was filled again. Together with `embedded` these are all that were.
        pub reused: Whole,
    }

    /// Whether the work is to rest.
    pub struct MeaningPauseParams {
        /// It rests until it is resumed, also after a restart.
        pub paused: bool,
    }
}

words! {
    /// How the work on meaning is.
    pub enum MeaningState {
        /// The settings switch it off.
        Off,
        /// It waits for the sidecar, or for the files to be read.
        Waiting,
        /// It goes on.
        Working,
        /// The person holds it.
        Paused,
        /// Everything can be found.
        Ready,
        /// It cannot go on until something is mended.
        Failed,
    }

    /// Which files can be found by meaning.
    pub enum MeaningScope {
        /// All of the workspace.
        All,
        /// Those that are open or were changed today.
        Touched,
    }

    /// What makes embeddings.
    pub enum EmbeddingEngine {
        /// The model that comes with Tenon.
        Minilm,
        /// A model in a folder of the person's.
        Folder,
        /// A server on this machine that answers as OpenAI does.
        Openai,
        /// Ollama on this machine.
        Ollama,
    }
}
