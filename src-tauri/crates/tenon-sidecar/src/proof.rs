//! The token of one launch, and the proof that an answer comes from the process that has it.

use std::fmt;
use std::io;

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::error::SidecarError;

/// 32 random bytes in hex, made for one launch and known to nobody but the two processes.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Makes a new one.
    ///
    /// # Errors
    /// [`SidecarError::Random`] when the system gives no random bytes.
    pub fn fresh() -> Result<Self, SidecarError> {
        random_hex::<32>().map(Self)
    }

    /// The characters that the process is given and that stand behind `Bearer`.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether `signature` is the hex HMAC-SHA256 of the nonce's characters under this token.
    ///
    /// Takes the same time wherever the two differ.
    pub fn signed(&self, nonce: &str, signature: &str) -> bool {
        let (Ok(given), Ok(mut mac)) = (
            hex::decode(signature),
            Hmac::<Sha256>::new_from_slice(self.0.as_bytes()),
        ) else {
            return false;
        };
        mac.update(nonce.as_bytes());
        mac.verify_slice(&given).is_ok()
    }
}

impl From<&str> for Token {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// `N` random bytes in hex.
pub(crate) fn random_hex<const N: usize>() -> Result<String, SidecarError> {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).map_err(|error| SidecarError::Random(io::Error::from(error)))?;
    Ok(hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_token_over_the_same_nonce_is_believed() {
        let token = Token::from("contract-token-0123456789abcdef");
        let nonce = "00112233445566778899aabbccddeeff";
        let right = "3b19b2b0c21ac8ef843f0676964d781e6d5722ee7063e65da02038d52970431c";
        assert!(token.signed(nonce, right), "the published sample");
        assert!(
            !token.signed("ffeeddccbbaa99887766554433221100", right),
            "another nonce"
        );
        assert!(
            !Token::from("another").signed(nonce, right),
            "another token"
        );
        for wrong in ["", "zz", &right[..62], "3b19"] {
            assert!(!token.signed(nonce, wrong), "{wrong:?} is no signature");
        }
    }

    #[test]
    fn tokens_are_fresh_and_do_not_show_in_debug_output() {
        let (one, two) = (
            Token::fresh().expect("random"),
            Token::fresh().expect("random"),
        );
        assert_ne!(one.reveal(), two.reveal(), "each launch has its own");
        assert_eq!(one.reveal().len(), 64, "32 bytes in hex");
        assert!(
            !format!("{one:?}").contains(one.reveal()),
            "logs must not hold it"
        );
    }
}
