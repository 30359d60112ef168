//! Sealing content: compressed, encrypted, and named by a keyed hash.

use std::cell::RefCell;
use std::fmt;
use std::io::Read;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroize;
use zstd::bulk::Compressor;

use crate::{Entropy, StoreError};

/// The form of sealed bytes: this byte, a nonce of 24, then what the cipher gives.
const FORM: u8 = 1;
const NONCE: usize = 24;
const LEVEL: i32 = 3;

/// The key of one workspace's content, and older ones that open what they sealed. It is never shown
/// and is wiped from memory when dropped.
#[derive(Clone)]
pub struct ContentKey {
    /// The one that seals comes first.
    keys: Vec<OneKey>,
    /// Whether anything may be sealed: not with a key that is another workspace's.
    sealing: bool,
}

#[derive(Clone)]
struct OneKey {
    seal: [u8; 32],
    hash: [u8; 32],
}

impl OneKey {
    fn new(mut data_key: [u8; 32]) -> Self {
        let key = Self {
            seal: blake3::derive_key("tenon 2026-11 content seal", &data_key),
            hash: blake3::derive_key("tenon 2026-11 content hash", &data_key),
        };
        data_key.zeroize();
        key
    }

    /// Says which key this is, and nothing else of it.
    fn check(&self) -> String {
        hex::encode(&blake3::keyed_hash(&self.hash, b"which key this is").as_bytes()[..8])
    }
}

impl ContentKey {
    /// Takes the workspace's data key, which [`crate::keys::load_or_create`] reads.
    pub fn new(data_key: [u8; 32]) -> Self {
        Self {
            keys: vec![OneKey::new(data_key)],
            sealing: true,
        }
    }

    /// No key: nothing is sealed, and nothing that is sealed opens.
    pub fn missing() -> Self {
        Self {
            keys: Vec::new(),
            sealing: false,
        }
    }

    /// Adds a key from before, which opens what it has sealed.
    pub fn and_older(mut self, data_key: [u8; 32]) -> Self {
        self.keys.push(OneKey::new(data_key));
        self
    }

    /// What tells each key from others, the one that seals first.
    pub(crate) fn checks(&self) -> Vec<String> {
        self.keys.iter().map(OneKey::check).collect()
    }

    /// Lets the key at `first` seal, or none of them.
    pub(crate) fn seal_with(&mut self, first: Option<usize>) {
        self.sealing = first.is_some();
        if let Some(first) = first {
            self.keys[..=first].rotate_right(1);
        }
    }

    /// Whether anything can be sealed.
    pub(crate) fn seals(&self) -> bool {
        self.sealing && !self.keys.is_empty()
    }

    /// What stands for a name that is forgotten, by each key, the one that seals first.
    pub(crate) fn marks(&self, name: &[u8]) -> Vec<String> {
        let about = [b"a forgotten name: ".as_slice(), name].concat();
        let mark = |key: &OneKey| blake3::keyed_hash(&key.hash, &about);
        let marks = self.keys.iter().map(mark);
        marks
            .map(|mark| hex::encode(&mark.as_bytes()[..16]))
            .collect()
    }

    /// What stands for a file beside what is known of it, by each key, the one that seals first.
    pub(crate) fn file_marks(&self, path: &[u8]) -> Vec<[u8; 16]> {
        let about = [b"the symbols of a file: ".as_slice(), path].concat();
        let mark = |key: &OneKey| {
            let mut mark = [0; 16];
            let mut hash = blake3::Hasher::new_keyed(&key.hash);
            hash.update(&about).finalize_xof().fill(&mut mark);
            mark
        };
        self.keys.iter().map(mark).collect()
    }

    /// What stands for what a symbol says, by the key that seals first; zeros without a key.
    pub(crate) fn symbol_mark(&self, body: &[u8]) -> [u8; 16] {
        let mut mark = [0; 16];
        if let Some(key) = self.keys.first() {
            let mut hash = blake3::Hasher::new_keyed(&key.hash);
            hash.update(b"what a symbol says: ").update(body);
            hash.finalize_xof().fill(&mut mark);
        }
        mark
    }

    /// The name of `bytes` in this workspace.
    pub(crate) fn name(&self, bytes: &[u8]) -> ContentHash {
        // Without a key the name is never written: sealing fails.
        let hash = self.keys.first().map_or([0; 32], |key| key.hash);
        ContentHash(*blake3::keyed_hash(&hash, bytes).as_bytes())
    }

    /// Seals `bytes` so that they open only beside `about`, which is not secret.
    pub(crate) fn seal(
        &self,
        bytes: &[u8],
        about: &[u8],
        entropy: &dyn Entropy,
    ) -> Result<Vec<u8>, StoreError> {
        let Some(key) = self.keys.first().filter(|_| self.sealing) else {
            return Err(StoreError::NoKey);
        };
        let mut nonce = [0; NONCE];
        entropy.fill(&mut nonce)?;
        let small = compressed(bytes).map_err(StoreError::io("compress", "content".as_ref()))?;
        let secret = Payload {
            msg: &small,
            aad: about,
        };
        let cipher = XChaCha20Poly1305::new(&key.seal.into());
        let closed = cipher
            .encrypt(XNonce::from_slice(&nonce), secret)
            .map_err(|_| StoreError::Sealed("content that is too large to seal".into()))?;
        Ok([&[FORM][..], &nonce, &closed].concat())
    }

    /// Opens what [`ContentKey::seal`] made; `what` names it in an error.
    pub(crate) fn open(
        &self,
        sealed: &[u8],
        about: &[u8],
        what: impl Fn() -> String,
    ) -> Result<Vec<u8>, StoreError> {
        let refused = || StoreError::Sealed(what());
        let (nonce, closed) = sealed
            .strip_prefix(&[FORM])
            .and_then(|rest| rest.split_at_checked(NONCE))
            .ok_or_else(refused)?;
        let secret = || Payload {
            msg: closed,
            aad: about,
        };
        let open = |key: &OneKey| {
            let cipher = XChaCha20Poly1305::new(&key.seal.into());
            cipher.decrypt(XNonce::from_slice(nonce), secret()).ok()
        };
        let small = self.keys.iter().find_map(open).ok_or_else(refused)?;
        // What the seal let through was compressed here, so it is no bomb.
        let mut bytes = Vec::new();
        zstd::stream::read::Decoder::new(&small[..])
            .and_then(|mut plain| plain.read_to_end(&mut bytes))
            .map_err(|_| refused())?;
        Ok(bytes)
    }
}

/// A compressor is larger than most of what it makes small, so each thread keeps one.
fn compressed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    thread_local! {
        static READY: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    }
    READY.with_borrow_mut(|ready| {
        let compressor = match ready.take() {
            Some(compressor) => compressor,
            None => Compressor::new(LEVEL)?,
        };
        ready.insert(compressor).compress(bytes)
    })
}

impl Drop for OneKey {
    fn drop(&mut self) {
        self.seal.zeroize();
        self.hash.zeroize();
    }
}

impl fmt::Debug for ContentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentKey(not shown)")
    }
}

/// Content that is sealed and not written yet.
pub struct SealedContent {
    pub(crate) hash: ContentHash,
    pub(crate) size: i64,
    pub(crate) sealed: Vec<u8>,
}

impl SealedContent {
    pub(crate) fn new(
        key: &ContentKey,
        entropy: &dyn Entropy,
        bytes: &[u8],
    ) -> Result<Self, StoreError> {
        let hash = key.name(bytes);
        Ok(Self {
            hash,
            size: bytes.len() as i64,
            sealed: key.seal(bytes, &hash.0, entropy)?,
        })
    }
}

impl fmt::Debug for SealedContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedContent({}, {} bytes)", self.hash, self.size)
    }
}

/// The name of content: a keyed hash, so that outside the workspace it says nothing about the
/// bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash(pub [u8; 32]);

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::SystemEntropy;

    proptest! {
        #[test]
        fn every_byte_string_opens_again_and_only_with_its_key_and_beside_its_name(
            bytes in proptest::collection::vec(any::<u8>(), 0..2000),
            flip in any::<prop::sample::Index>(),
        ) {
            let key = ContentKey::new([1; 32]);
            let what = || "it".to_owned();
            let sealed = key.seal(&bytes, b"a", &SystemEntropy).expect("it seals");
            prop_assert_eq!(key.open(&sealed, b"a", what).expect("it opens"), bytes);
            prop_assert!(key.open(&sealed, b"b", what).is_err(), "beside another name");
            prop_assert!(ContentKey::new([2; 32]).open(&sealed, b"a", what).is_err(), "another key");
            let mut broken = sealed.clone();
            let at = flip.index(broken.len());
            broken[at] ^= 1;
            prop_assert!(key.open(&broken, b"a", what).is_err(), "byte {} flipped", at);
            prop_assert!(key.open(&sealed[..at], b"a", what).is_err(), "cut at {}", at);
        }
    }

    #[test]
    fn the_key_is_never_shown_and_names_differ_between_workspaces() {
        let (one, two) = (ContentKey::new([1; 32]), ContentKey::new([2; 32]));
        assert_eq!(
            format!("{one:?}"),
            "ContentKey(not shown)",
            "not even in a log"
        );
        assert_ne!(one.name(b"x"), two.name(b"x"), "the hash is keyed");
        assert_eq!(one.name(b"x"), one.name(b"x"), "and the same each time");
    }
}
