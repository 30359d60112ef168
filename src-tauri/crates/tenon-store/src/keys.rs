//! Key files: 32 random bytes, readable by their owner only.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tenon_core::WorkspaceId;
use zeroize::Zeroizing;

use crate::{ContentKey, DataDirs, Entropy, StoreError, file};

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

/// What was found of a workspace's keys.
#[derive(Debug)]
pub struct Found {
    /// Every key that can be read, the newest first.
    pub key: Option<ContentKey>,
    /// Key files that cannot be read as such; they are left alone.
    pub damaged: Vec<PathBuf>,
    /// The name that a key made beside the first one gets.
    pub beside: String,
}

/// Reads the keys of a workspace: `<id>.key`, and those that were made beside it later,
/// `<id>.2.key` and so on.
pub fn of_workspace(folder: &Path, id: WorkspaceId) -> Result<Found, StoreError> {
    let (mut key, mut damaged) = (None, Vec::new());
    let mut numbers: Vec<u32> = numbers(folder, id)?;
    numbers.sort_unstable();
    let beside = name_of(id, numbers.last().map_or(2, |last| last.saturating_add(1)));
    for number in numbers.into_iter().rev() {
        let path = folder.join(name_of(id, number));
        match read(&path) {
            Ok(None) => {}
            Ok(Some(data_key)) => {
                key = Some(match key {
                    None => ContentKey::new(data_key),
                    Some(newer) => ContentKey::and_older(newer, data_key),
                });
            }
            Err(fault) => {
                tracing::warn!(%fault, "a key file cannot be used");
                damaged.push(path);
            }
        }
    }
    Ok(Found {
        key,
        damaged,
        beside,
    })
}

/// The keys of a workspace that can be read.
pub fn load(folder: &Path, id: WorkspaceId) -> Result<Option<ContentKey>, StoreError> {
    of_workspace(folder, id).map(|found| found.key)
}

fn name_of(id: WorkspaceId, number: u32) -> String {
    match number {
        0 | 1 => DataDirs::workspace_key(id),
        number => format!("{id}.{number}.key"),
    }
}

/// The numbers of a workspace's key files.
fn numbers(folder: &Path, id: WorkspaceId) -> Result<Vec<u32>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(fault) => return Err(StoreError::io("read the folder", folder)(fault)),
    };
    let names = entries.flatten().map(|entry| entry.file_name());
    let number = |name: std::ffi::OsString| {
        let middle = name.to_str()?.strip_prefix(&id.to_string())?;
        match middle.strip_suffix(".key")?.strip_prefix('.') {
            None => middle.strip_suffix(".key")?.is_empty().then_some(1),
            Some(number) => number.parse().ok().filter(|number| *number > 1),
        }
    };
    Ok(names.filter_map(number).collect())
}

/// Gives the finished draft its name, unless another program was first.
fn publish(draft: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(fault) if fault.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// Gives a key file that cannot be a key another name, so that a new one may be made; nothing is
/// deleted. Returns the new name.
///
/// # Errors
/// [`StoreError`] when the file cannot be renamed.
pub fn put_aside(folder: &Path, name: &str) -> Result<PathBuf, StoreError> {
    let path = folder.join(name);
    let aside = (1..)
        .map(|number| folder.join(format!("{name}.damaged.{number}")))
        .find(|aside| !aside.exists())
        .unwrap_or_else(|| folder.join(format!("{name}.damaged")));
    fs::rename(&path, &aside).map_err(StoreError::io("put aside", &path))?;
    Ok(aside)
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
