//! Bringing the index in line with the disk.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use tenon_workspace::walk::Rules;

use super::file;
use super::index::{TextIndex, lock};
use super::trigram::Extractor;
use crate::error::Result;
use crate::find::{Ask, list};

/// How far the work is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files that are to be read in this pass.
    pub total: u64,
    /// Those that were.
    pub done: u64,
    /// Whether a pass is going on.
    pub running: bool,
    /// Whether it waits for the person.
    pub paused: bool,
    /// Whether it was stopped.
    pub stopped: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Wish {
    #[default]
    Run,
    Pause,
    Stop,
}

/// Stops, pauses and watches the work.
#[derive(Debug, Default)]
pub struct Control {
    wish: Mutex<Wish>,
    changed: Condvar,
    total: AtomicU64,
    done: AtomicU64,
    running: AtomicU64,
}

impl Control {
    /// Holds the work where it is. Questions go on to be answered rightly.
    pub fn pause(&self) {
        self.set(Wish::Pause);
    }

    /// Lets the work go on.
    pub fn resume(&self) {
        self.set(Wish::Run);
    }

    /// Ends the work until it is resumed.
    pub fn stop(&self) {
        self.set(Wish::Stop);
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        let wish = *lock(&self.wish);
        Progress {
            total: self.total.load(Ordering::SeqCst),
            done: self.done.load(Ordering::SeqCst),
            running: self.running.load(Ordering::SeqCst) > 0,
            paused: wish == Wish::Pause,
            stopped: wish == Wish::Stop,
        }
    }

    fn set(&self, wish: Wish) {
        *lock(&self.wish) = wish;
        self.changed.notify_all();
    }

    /// Waits while it is paused; `false` when it is to stop.
    fn go_on(&self) -> bool {
        let mut wish = lock(&self.wish);
        while *wish == Wish::Pause {
            wish = self
                .changed
                .wait(wish)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *wish != Wish::Stop
    }

    fn begin(&self, total: u64) {
        self.total.store(total, Ordering::SeqCst);
        self.done.store(0, Ordering::SeqCst);
    }
}

/// A path, and whether a walk without hidden names comes to it.
type Due = (Vec<u8>, bool);

impl TextIndex {
    /// Looks at the whole folder: reads what is new or changed and forgets what is gone. With
    /// `followed` the caller promises to tell of every change from before this call on, so that the
    /// disk need not be asked afterwards. Answers whether it came to its end.
    pub fn refresh(&self, threads: usize, followed: bool) -> Result<bool> {
        let _one = lock(&self.work);
        self.control.running.fetch_add(1, Ordering::SeqCst);
        let ended = self.refresh_now(threads, followed);
        self.control.running.fetch_sub(1, Ordering::SeqCst);
        ended
    }

    fn refresh_now(&self, threads: usize, followed: bool) -> Result<bool> {
        let lost = self.lost.load(Ordering::SeqCst);
        let heard = self.dirty();
        let mut ask = Ask {
            hidden: true,
            ..Ask::default()
        };
        let (all, problems) = list(&self.folder, &ask, threads, true)?;
        lock(&self.unwalked).clone_from(&problems);
        ask.hidden = false;
        let (plain, _) = list(&self.folder, &ask, threads, false)?;
        let plain: HashSet<_> = plain.into_iter().map(|file| file.path).collect();
        let mut due = Vec::new();
        let there: HashSet<&[u8]> = all.iter().map(|file| &file.path[..]).collect();
        let gone: Vec<Vec<u8>> = {
            let mut inner = self.write();
            for file in &all {
                let is_plain = plain.contains(&file.path);
                match inner.adopt(&file.path) {
                    Some(entry) if file.stamp.is_some_and(|stamp| entry.holds(&stamp)) => {
                        entry.plain = is_plain;
                    }
                    _ => due.push((file.path.clone(), is_plain)),
                }
            }
            inner.drop_parked();
            let known = inner.by_path.keys();
            known
                .filter(|path| !there.contains(&path[..]))
                .cloned()
                .collect()
        };
        for path in gone {
            self.forget(&path);
        }
        self.control.begin(due.len() as u64);
        let ended = self.read_all(due, threads);
        if ended {
            for (path, when) in heard {
                self.clean(&path, when);
            }
            // What could not be walked may hold files that nobody tells of.
            let deaf = self.deaf.load(Ordering::SeqCst);
            let whole = followed && !deaf && problems.is_empty();
            if whole && self.lost.load(Ordering::SeqCst) == lost {
                self.followed.store(true, Ordering::SeqCst);
            }
        }
        self.write().tidy();
        Ok(ended)
    }

    /// Gives the files of the last run their paths again, without reading any.
    pub fn recall(&self) -> Result<()> {
        if self.read().parked.is_empty() {
            return Ok(());
        }
        let ask = Ask {
            hidden: true,
            ..Ask::default()
        };
        let (files, _) = list(&self.folder, &ask, 1, false)?;
        let mut inner = self.write();
        for file in &files {
            inner.adopt(&file.path);
        }
        Ok(())
    }

    /// Looks at what was touched. Answers whether it came to its end.
    pub fn catch_up(&self) -> bool {
        let _one = lock(&self.work);
        let (mut rules, mut plain) = (Rules::default(), Rules::without_hidden());
        let mut extractor = None;
        for (path, when) in self.dirty() {
            if !self.control.go_on() {
                return false;
            }
            let kept = rules.keep(&self.folder, &path);
            let shown = kept && plain.keep(&self.folder, &path);
            let folder = kept && self.is_folder(&path);
            let fresh = match kept && !folder {
                true => file::read(&self.folder, &path, shown, self.clock.as_ref()),
                false => None,
            };
            match fresh {
                Some(fresh) => {
                    self.take(&fresh, extractor.get_or_insert_with(Extractor::new));
                }
                // A folder that is there has news of its own for each file in it.
                None if folder => {
                    self.look_into(&path);
                    self.forget_missing(&path);
                }
                None => self.forget(&path),
            }
            self.clean(&path, when);
        }
        true
    }

    fn is_folder(&self, path: &[u8]) -> bool {
        let there = self.at(path).symlink_metadata();
        there.is_ok_and(|meta| meta.is_dir())
    }

    /// Notes whether a folder can be looked into. One that cannot, or can again, is a reason to look
    /// at everything: nobody told of what happened in it meanwhile.
    fn look_into(&self, folder: &[u8]) {
        let looked = std::fs::read_dir(self.at(folder));
        let mut unwalked = lock(&self.unwalked);
        let known = unwalked.len();
        unwalked.retain(|(path, _)| path != folder);
        let was_shut = unwalked.len() < known;
        match looked {
            Ok(_) => {}
            // One that went away is told of by its own news.
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return,
            Err(e) => {
                unwalked.push((folder.to_vec(), e.to_string()));
                unwalked.sort();
            }
        }
        let is_shut = unwalked.iter().any(|(path, _)| path == folder);
        drop(unwalked);
        if was_shut || is_shut {
            self.lose();
        }
    }

    pub(super) fn at(&self, path: &[u8]) -> std::path::PathBuf {
        use std::os::unix::ffi::OsStrExt;
        self.folder.join(std::ffi::OsStr::from_bytes(path))
    }

    fn forget_missing(&self, folder: &[u8]) {
        for entry in self.entries(folder) {
            let is_file = self
                .at(&entry.path)
                .symlink_metadata()
                .is_ok_and(|meta| meta.is_file());
            if !is_file {
                self.forget(&entry.path);
            }
        }
    }

    fn read_all(&self, due: Vec<Due>, threads: usize) -> bool {
        let queue = Mutex::new(due.into_iter());
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads.max(1))
                .map(|_| scope.spawn(|| self.read_some(&queue)))
                .collect();
            // A thread that panicked has not read all.
            workers
                .into_iter()
                .all(|worker| worker.join().unwrap_or(false))
        })
    }

    fn read_some(&self, queue: &Mutex<std::vec::IntoIter<Due>>) -> bool {
        let mut extractor = Extractor::new();
        loop {
            if !self.control.go_on() {
                return false;
            }
            let next = lock(queue).next();
            let Some((path, plain)) = next else {
                return true;
            };
            match file::read(&self.folder, &path, plain, self.clock.as_ref()) {
                Some(fresh) => self.take(&fresh, &mut extractor),
                None => self.forget(&path),
            }
            self.control.done.fetch_add(1, Ordering::SeqCst);
        }
    }
}
