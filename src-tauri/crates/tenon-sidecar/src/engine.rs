//! Which engine the sidecar is told to make embeddings with.

use std::path::PathBuf;

use serde_json::{Value, json};

/// The embedding engines that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Engine {
    /// MiniLM on ONNX Runtime: the product's.
    MiniLm,
    /// Deterministic and without a model: for tests.
    Hashing,
    /// Another model of that form, in a folder of the person's.
    Folder {
        /// The folder, absolute.
        folder: PathBuf,
    },
    /// A server on this machine that answers `/v1/embeddings` as OpenAI does.
    OpenAi {
        /// Its address, such as `http://127.0.0.1:8080`.
        url: String,
        /// Which of its models.
        model: String,
    },
    /// Ollama on this machine.
    Ollama {
        /// Its address, such as `http://127.0.0.1:11434`.
        url: String,
        /// Which of its models.
        model: String,
    },
}

impl Engine {
    /// What the process is given: a word, or a JSON object.
    pub fn variable(&self) -> String {
        match self {
            Engine::MiniLm => "minilm".to_owned(),
            Engine::Hashing => "hashing".to_owned(),
            Engine::Folder { folder } => {
                json!({ "kind": "folder", "folder": folder.to_string_lossy() }).to_string()
            }
            Engine::OpenAi { url, model } => {
                json!({ "kind": "openai", "url": url, "model": model }).to_string()
            }
            Engine::Ollama { url, model } => {
                json!({ "kind": "ollama", "url": url, "model": model }).to_string()
            }
        }
    }
}

impl Engine {
    /// Reads what [`Engine::variable`] gave; nothing for what no program of this version wrote.
    pub fn from_variable(text: &str) -> Option<Self> {
        match text {
            "minilm" => return Some(Engine::MiniLm),
            "hashing" => return Some(Engine::Hashing),
            _ => {}
        }
        let value: Value = serde_json::from_str(text).ok()?;
        let word = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(match word("kind")?.as_str() {
            "minilm" => Engine::MiniLm,
            "hashing" => Engine::Hashing,
            "folder" => Engine::Folder {
                folder: word("folder")?.into(),
            },
            "openai" => Engine::OpenAi {
                url: word("url")?,
                model: word("model")?,
            },
            "ollama" => Engine::Ollama {
                url: word("url")?,
                model: word("model")?,
            },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_is_a_word_or_an_object() {
        assert_eq!(Engine::MiniLm.variable(), "minilm");
        let ollama = Engine::Ollama {
            url: "http://127.0.0.1:11434".into(),
            model: "nomic".into(),
        };
        let told: serde_json::Value = serde_json::from_str(&ollama.variable()).expect("JSON");
        assert_eq!(
            told,
            json!({ "kind": "ollama", "url": "http://127.0.0.1:11434", "model": "nomic" })
        );
        for engine in [Engine::MiniLm, Engine::Hashing, ollama] {
            assert_eq!(Engine::from_variable(&engine.variable()), Some(engine));
        }
        assert_eq!(Engine::from_variable("{}"), None);
    }
}
