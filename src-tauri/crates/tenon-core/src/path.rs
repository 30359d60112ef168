//! Paths across a seam: relative to the workspace, with `/`, and without losing a byte.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// A path inside a workspace as it crosses a seam.
///
/// `path` is for people and is the truth when `path_bytes` is absent. A name that is not UTF-8
/// travels as base64 in `path_bytes`, beside a lossy `path`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct WirePath {
    /// Relative to the workspace, parts joined by `/`; empty for the workspace itself.
    pub path: String,
    /// The real bytes in base64, only when they are not UTF-8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path_bytes: Option<String>,
}

/// Why a path from outside was refused before the disk was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// `pathBytes` is not base64.
    #[error("the path's bytes are not base64")]
    NotBase64,
    /// A NUL byte cannot be in a path.
    #[error("the path holds a NUL byte")]
    Nul,
}

impl WirePath {
    /// Wraps the bytes of a relative path.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self {
                path: text.to_owned(),
                path_bytes: None,
            },
            Err(_) => Self {
                path: String::from_utf8_lossy(bytes).into_owned(),
                path_bytes: Some(STANDARD.encode(bytes)),
            },
        }
    }

    /// The bytes that name the file on disk.
    pub fn to_bytes(&self) -> Result<Vec<u8>, PathError> {
        let bytes = match &self.path_bytes {
            None => self.path.clone().into_bytes(),
            Some(encoded) => STANDARD.decode(encoded).map_err(|_| PathError::NotBase64)?,
        };
        if bytes.contains(&0) {
            Err(PathError::Nul)
        } else {
            Ok(bytes)
        }
    }
}

impl From<&str> for WirePath {
    fn from(path: &str) -> Self {
        Self {
            path: path.to_owned(),
            path_bytes: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_string_without_nul_comes_back_unchanged() {
        for bytes in [
            &b"src/lib.rs"[..],
            b"",
            b"\xff\xfe/x",
            b"a\nb",
            "\u{e4}".as_bytes(),
        ] {
            let wire = WirePath::from_bytes(bytes);
            let json = serde_json::to_string(&wire).expect("a path serialises");
            let back: WirePath = serde_json::from_str(&json).expect("and reads back");
            assert_eq!(back.to_bytes().as_deref(), Ok(bytes), "through {json}");
        }
    }

    #[test]
    fn a_nul_and_broken_base64_are_refused() {
        assert_eq!(WirePath::from("a\0b").to_bytes(), Err(PathError::Nul));
        let broken = WirePath {
            path: "x".into(),
            path_bytes: Some("***".into()),
        };
        assert_eq!(broken.to_bytes(), Err(PathError::NotBase64));
    }
}
