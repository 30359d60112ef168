//! What crosses the seam, as the two sides have agreed on it.

use serde::{Deserialize, Serialize};
use tenon_core::Code;

use crate::vectors::Vector;

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
    /// What the person can do about it, where the engine knows.
    #[serde(default)]
    pub hint: Option<String>,
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
    #[serde(flatten)]
    pub(crate) how: Option<&'a How>,
}

/// How texts are embedded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct How {
    /// What the texts are for.
    pub purpose: Purpose,
    /// How the vectors are sent back.
    pub encoding: Encoding,
    /// Which model, by its name; without one the first engine's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

impl How {
    /// Text that is to be found, sent in the shortest form.
    pub fn passages(model: Option<String>) -> Self {
        Self {
            purpose: Purpose::Passage,
            encoding: Encoding::Base64,
            model,
        }
    }
}

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Purpose {
    /// It is to be found.
    Passage,
    /// It is a question, and goes before all passages.
    Query,
}

/// How vectors cross the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Encoding {
    /// As lists of figures.
    Floats,
    /// As [`Vector`](crate::Vector) says.
    Base64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct EmbeddingsAnswer {
    pub(crate) model: String,
    pub(crate) dimensions: usize,
    pub(crate) vectors: Vec<Vector>,
}

impl From<EmbeddingsAnswer> for Embeddings {
    fn from(answer: EmbeddingsAnswer) -> Self {
        Self {
            model: answer.model,
            dimensions: answer.dimensions,
            vectors: answer.vectors.into_iter().map(|vector| vector.0).collect(),
        }
    }
}

/// The answer of `POST /embeddings`: one vector for each text, in the same order.
#[derive(Debug, Clone, PartialEq)]
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
