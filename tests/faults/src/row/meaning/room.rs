//! A disk of its own for the vectors, which can be filled.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use nix::mount::{MntFlags, MsFlags, mount, umount2};

/// A small disk in memory, unmounted when it is dropped.
pub(super) struct Disk(PathBuf);

impl Disk {
    /// Mounts one of so many bytes at `at`; the error says why there can be none.
    pub fn mount(at: &Path, bytes: u64) -> Result<Self> {
        fs::create_dir_all(at)?;
        let size = format!("size={bytes},mode=0700");
        let size = Some(size.as_str());
        mount(Some("tmpfs"), at, Some("tmpfs"), MsFlags::empty(), size)
            .with_context(|| format!("no disk can be mounted at {}", at.display()))?;
        Ok(Self(at.to_owned()))
    }

    /// Fills it up to `left` bytes.
    pub fn fill(&self, left: u64) -> Result<()> {
        let mut file = fs::File::create(self.ballast())?;
        let page = [7_u8; 4096];
        loop {
            match file.write_all(&page) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => break,
                Err(error) => bail!("the disk cannot be filled: {error}"),
            }
        }
        let length = file.metadata()?.len();
        Ok(file.set_len(length.saturating_sub(left))?)
    }

    /// Makes room again.
    pub fn clear(&self) -> Result<()> {
        Ok(fs::remove_file(self.ballast())?)
    }

    fn ballast(&self) -> PathBuf {
        self.0.join(".ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // What a sidecar still has open goes with it.
        let _ = umount2(&self.0, MntFlags::MNT_DETACH);
    }
}
