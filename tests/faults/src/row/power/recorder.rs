//! Every change that a process makes to the disk, in order.

use std::fs;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::disk::{Entry, Names, Node, look};
use crate::disk::{Kind, kind};
use crate::trace::{Call, Watcher};

/// One change of the disk, in order.
pub enum Change {
    Bytes {
        node: Node,
        at: u64,
        bytes: Vec<u8>,
    },
    Size {
        node: Node,
        size: u64,
    },
    Names {
        gone: Vec<PathBuf>,
        new: Vec<(PathBuf, Entry)>,
    },
    Synced(Node),
    /// A line that the process printed: what it was told is done.
    Said(String),
}

pub struct Recorder {
    pub tree: PathBuf,
    pub names: Names,
    pub log: Vec<Change>,
}

impl Recorder {
    pub fn names_changed(&mut self) -> Result<()> {
        let now = look(&self.tree)?;
        let gone = self
            .names
            .iter()
            .filter(|(path, was)| now.get(*path) != Some(was));
        let gone: Vec<PathBuf> = gone.map(|(path, _)| path.clone()).collect();
        let new = now
            .iter()
            .filter(|(path, is)| self.names.get(*path) != Some(is));
        let new: Vec<(PathBuf, Entry)> = new.map(|(path, is)| (path.clone(), *is)).collect();
        self.names = now;
        if !gone.is_empty() || !new.is_empty() {
            self.log.push(Change::Names { gone, new });
        }
        Ok(())
    }

    /// What a call wrote is read back from the file itself, which holds it now.
    pub fn wrote(&mut self, call: &Call, argument: usize, count: u64) -> Result<()> {
        let link = call.descriptor(argument);
        let file = fs::File::open(&link)?;
        let node = file.metadata()?.ino();
        let at = match call.number {
            libc::SYS_pwrite64 => call.arguments[3],
            libc::SYS_ftruncate | libc::SYS_fallocate => {
                let size = file.metadata()?.len();
                self.log.push(Change::Size { node, size });
                return Ok(());
            }
            _ => {
                let fd = call.arguments[argument] as i32;
                let info = fs::read_to_string(format!("/proc/{}/fdinfo/{fd}", call.pid))?;
                let position = info.split_whitespace().nth(1).context("a position")?;
                position.parse::<u64>()?.saturating_sub(count)
            }
        };
        let mut bytes = vec![0; usize::try_from(count)?];
        file.read_exact_at(&mut bytes, at)?;
        self.log.push(Change::Bytes { node, at, bytes });
        Ok(())
    }
}

impl Watcher for Recorder {
    fn before(&mut self, _: &Call) -> Option<i32> {
        None
    }

    fn after(&mut self, call: &Call, gave: i64) -> Result<()> {
        if gave < 0 {
            return Ok(());
        }
        if call.number == libc::SYS_write && call.arguments[0] == 1 {
            let memory = fs::File::open(format!("/proc/{}/mem", call.pid))?;
            let mut line = vec![0; usize::try_from(gave)?];
            memory.read_exact_at(&mut line, call.arguments[1])?;
            let line = String::from_utf8_lossy(&line).trim().to_owned();
            self.log.push(Change::Said(line));
            return Ok(());
        }
        match kind(call, &self.tree) {
            None => {}
            Some(Kind::Write) => {
                let argument = if call.number == libc::SYS_copy_file_range {
                    2
                } else {
                    0
                };
                self.wrote(call, argument, gave as u64)?;
            }
            Some(Kind::Sync) => {
                let node = fs::metadata(call.descriptor(0))?.ino();
                self.log.push(Change::Synced(node));
            }
            Some(Kind::Make) => {
                self.names_changed()?;
                let empties = call.arguments[2] & libc::O_TRUNC as u64 != 0;
                if call.number == libc::SYS_openat && empties {
                    let file = format!("/proc/{}/fd/{gave}", call.pid);
                    let node = fs::metadata(file)?.ino();
                    self.log.push(Change::Size { node, size: 0 });
                }
            }
            Some(Kind::Name | Kind::Remove) => self.names_changed()?,
        }
        Ok(())
    }
}
