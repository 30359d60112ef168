//! Folders and files that only their owner may read, and that survive a power cut.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::StoreError;

/// Makes `folder` and what is missing above it, readable by its owner only.
pub(crate) fn private_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(StoreError::io("create the folder", folder))?;
    tighten(folder, 0o700)
}

/// Options that create a file readable by its owner only.
pub(crate) fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Takes from `path` the permissions that others have beyond `mode`.
pub(crate) fn tighten(path: &Path, mode: u32) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let found = fs::metadata(path).map_err(StoreError::io("look at", path))?;
        let bits = found.permissions().mode() & 0o777;
        if bits & !mode != 0 {
            let narrow = fs::Permissions::from_mode(bits & mode);
            fs::set_permissions(path, narrow).map_err(StoreError::io("protect", path))?;
        }
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}

/// Writes a new private file and makes its bytes durable; it must not exist yet.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = private_file().create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the names in `folder` durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(StoreError::io("make durable", folder))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Makes the bytes of a finished file durable.
pub(crate) fn sync_file(path: &Path) -> Result<(), StoreError> {
    let synced = OpenOptions::new()
        .write(true)
        .open(path)
        .and_then(|file: File| file.sync_all());
    synced.map_err(StoreError::io("make durable", path))
}
