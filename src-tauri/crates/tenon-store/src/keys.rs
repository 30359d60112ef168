//! Key files: 32 random bytes, readable by their owner only.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use zeroize::Zeroizing;

use crate::{Entropy, StoreError, file};

/// The size of a key, in bytes.
pub const SIZE: usize = 32;

/// Reads the key `name` in `folder`, or makes it. Two programs that make it at once get one key.
///
/// A file of another size is an error and is left alone: a new key would not open what the old one
/// has sealed.
pub fn load_or_create(
    folder: &Path,
    name: &str,
    entropy: &dyn Entropy,
) -> Result<[u8; SIZE], StoreError> {
    file::private_folder(folder)?;
    let path = folder.join(name);
    if let Some(key) = read(&path)? {
        return Ok(key);
    }
    let mut key = Zeroizing::new([0u8; SIZE]);
    entropy.fill(&mut *key)?;
    let mut tag = [0u8; 8];
    entropy.fill(&mut tag)?;
    let draft = folder.join(format!(".{name}.{}", hex::encode(tag)));
    let made = file::write_new(&draft, &*key).and_then(|()| publish(&draft, &path));
    // The draft has done its work, or is half written; either way it must not stay.
    if let Err(fault) = fs::remove_file(&draft) {
        tracing::warn!(%fault, "a draft of a key file could not be removed");
    }
    made.map_err(StoreError::io("create the key file", &path))?;
    file::sync_folder(folder)?;
    read(&path)?.ok_or_else(|| StoreError::NotFound(format!("key file \"{}\"", path.display())))
}

/// Gives the finished draft its name, unless another program was first.
fn publish(draft: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(fault) if fault.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

fn read(path: &Path) -> Result<Option<[u8; SIZE]>, StoreError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => Zeroizing::new(bytes),
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(None),
        Err(fault) => return Err(StoreError::io("read the key file", path)(fault)),
    };
    file::tighten(path, 0o600)?;
    let size = bytes.len() as u64;
    let key = bytes[..].try_into().map_err(|_| StoreError::KeySize {
        path: path.into(),
        size,
    })?;
    Ok(Some(key))
}
