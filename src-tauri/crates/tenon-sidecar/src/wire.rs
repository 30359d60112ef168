//! What crosses the seam, as the two sides have agreed on it.

use serde::{Deserialize, Serialize};
use tenon_core::Code;

/// The embedding engines that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// MiniLM on ONNX Runtime: the product's.
    MiniLm,
    /// Deterministic and without a model: for tests.
    Hashing,
}

impl Engine {
    /// The word the process is given.
    pub const fn word(self) -> &'static str {
        match self {
            Engine::MiniLm => "minilm",
            Engine::Hashing => "hashing",
        }
    }
}

/// The answer of `GET /health`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Health {
    /// The version of the sidecar.
    pub version: String,
    /// Its process.
    pub pid: u32,
    /// The nonce it was asked with.
    pub nonce: String,
    /// The proof over the nonce.
    pub signature: String,
    /// The engine that makes embeddings.
    pub engine: EngineHealth,
}

/// The engine in the answer of `GET /health`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EngineHealth {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: EngineState,
    /// How many figures its vectors have.
    pub dimensions: usize,
    /// Why it has failed.
    pub reason: Option<String>,
}

/// Where the engine stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EngineState {
    /// The model is being built or read.
    Loading,
    /// It answers.
    Ready,
    /// It will not answer in this launch.
    Failed,
}

/// The body of `POST /embeddings`.
#[derive(Debug, Serialize)]
pub(crate) struct EmbeddingsParams<'a> {
    pub(crate) texts: &'a [String],
}

/// The answer of `POST /embeddings`: one vector for each text, in the same order.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Embeddings {
    /// The model that made them; vectors of two models cannot be compared.
    pub model: String,
    /// How many figures each vector has.
    pub dimensions: usize,
    /// The vectors, each of length 1 (or 0 for a text without words).
    pub vectors: Vec<Vec<f32>>,
}

/// The body of every answer that is not a success.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct ErrorBody {
    pub(crate) error: ErrorDetail,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct ErrorDetail {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
    pub(crate) retryable: bool,
}
