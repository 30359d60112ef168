//! A disk as it may be found after the power went.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::dice::Dice;

/// A file or a folder, whatever it is called.
pub type Node = u64;

/// What is under a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub node: Node,
    pub folder: bool,
}

/// What is there, by name.
pub type Names = BTreeMap<PathBuf, Entry>;

pub fn look(tree: &Path) -> Result<Names> {
    let mut found = Names::new();
    let mut open = vec![tree.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            // One that is gone since it was listed is in no picture.
            let Ok(meta) = entry.metadata() else { continue };
            let (node, folder) = (meta.ino(), meta.is_dir());
            found.insert(entry.path(), Entry { node, folder });
            if folder {
                open.push(entry.path());
            }
        }
    }
    Ok(found)
}

/// A disk as it may be found after the power went.
pub struct Disk {
    pub names: Names,
    pub bytes: HashMap<Node, Vec<u8>>,
    /// What is written and not synced: to a file, or to the names of a folder.
    pub waiting: Vec<Waiting>,
}

pub enum Waiting {
    Bytes(Node, u64, Vec<u8>),
    Size(Node, u64),
    Names(Vec<PathBuf>, Vec<(PathBuf, Entry)>),
}

impl Disk {
    pub fn of(names: &Names) -> Result<Self> {
        let mut bytes = HashMap::new();
        for (path, entry) in names.iter().filter(|(_, entry)| !entry.folder) {
            bytes.insert(entry.node, fs::read(path)?);
        }
        Ok(Self {
            names: names.clone(),
            bytes,
            waiting: Vec::new(),
        })
    }

    pub fn settle(&mut self, waiting: &Waiting) {
        match waiting {
            Waiting::Bytes(node, at, new) => {
                let bytes = self.bytes.entry(*node).or_default();
                let at = *at as usize;
                if bytes.len() < at + new.len() {
                    bytes.resize(at + new.len(), 0);
                }
                bytes[at..at + new.len()].copy_from_slice(new);
            }
            Waiting::Size(node, size) => {
                self.bytes
                    .entry(*node)
                    .or_default()
                    .resize(*size as usize, 0);
            }
            Waiting::Names(gone, new) => {
                for path in gone {
                    self.names.remove(path);
                }
                self.names.extend(new.iter().cloned());
            }
        }
    }

    /// A sync of a file or of a folder settles what waits for it, in order.
    pub fn synced(&mut self, node: Node, place: Option<&Path>) {
        let (mut now, mut later) = (Vec::new(), Vec::new());
        for one in std::mem::take(&mut self.waiting) {
            let ours = match &one {
                Waiting::Bytes(of, ..) | Waiting::Size(of, _) => *of == node,
                Waiting::Names(gone, new) => {
                    let mut paths = gone.iter().chain(new.iter().map(|(path, _)| path));
                    place.is_some() && paths.any(|path| path.parent() == place)
                }
            };
            if ours { now.push(one) } else { later.push(one) }
        }
        now.iter().for_each(|one| self.settle(one));
        self.waiting = later;
    }

    /// Lays the disk down as files, with those of the waiting changes that the dice choose.
    pub fn lay(&self, tree: &Path, dice: Option<&mut Dice>) -> Result<()> {
        let mut disk = Self {
            names: self.names.clone(),
            bytes: self.bytes.clone(),
            waiting: Vec::new(),
        };
        if let Some(dice) = dice {
            // Names come in their order, up to some point; bytes come as they like.
            let names_until = dice.below(self.waiting.len() as u64 + 1) as usize;
            for (place, one) in self.waiting.iter().enumerate() {
                let comes = match one {
                    Waiting::Names(..) => place < names_until,
                    Waiting::Bytes(..) | Waiting::Size(..) => dice.below(2) == 0,
                };
                if comes {
                    disk.settle(one);
                }
            }
        }
        fs::remove_dir_all(tree)?;
        fs::create_dir(tree)?;
        for (path, entry) in &disk.names {
            // The shared memory of a database is made anew by whoever opens it.
            if path.to_string_lossy().ends_with("-shm") {
                continue;
            }
            if let Some(parent) = path.parent()
                && !parent.exists()
            {
                continue;
            }
            if entry.folder {
                fs::create_dir_all(path)?;
                fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
            } else {
                fs::write(
                    path,
                    disk.bytes.get(&entry.node).map_or(&[][..], Vec::as_slice),
                )?;
            }
        }
        Ok(())
    }
}

/// What the running process sees. The kernel uses the number of a file that is gone again for the
/// next one, so each gets a number of its own here.
pub struct Live {
    pub names: Names,
    pub own: HashMap<Node, Node>,
    pub next: Node,
}

impl Live {
    pub fn over(names: Names) -> Self {
        let (own, next) = (HashMap::new(), 1 << 60);
        Self { names, own, next }
    }

    pub fn id(&self, node: Node) -> Node {
        self.own.get(&node).copied().unwrap_or(node)
    }

    pub fn change(
        &mut self,
        gone: &[PathBuf],
        new: Vec<(PathBuf, Entry)>,
    ) -> Vec<(PathBuf, Entry)> {
        let left: Vec<Node> = gone
            .iter()
            .filter_map(|path| self.names.remove(path))
            .map(|entry| entry.node)
            .collect();
        self.names.extend(new.iter().cloned());
        for node in left {
            if !self.names.values().any(|entry| entry.node == node) {
                self.own.insert(node, self.next);
                self.next += 1;
            }
        }
        let own = new.into_iter().map(|(path, entry)| {
            let node = self.id(entry.node);
            (path, Entry { node, ..entry })
        });
        own.collect()
    }

    /// The folder that a number stands for, if it is one.
    pub fn folder(&self, node: Node, tree: &Path) -> Option<PathBuf> {
        let found = self.names.iter().find(|(_, entry)| entry.node == node);
        match found {
            Some((path, entry)) => entry.folder.then(|| path.clone()),
            None => Some(tree.to_owned()),
        }
    }
}
