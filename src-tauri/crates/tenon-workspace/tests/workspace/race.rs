//! Paths stay inside while somebody moves what they name.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rustix::fs::{CWD, RenameFlags};
use tenon_testkit::{TempWorkspace, wait_until};
use tenon_workspace::{Documents, SaveOptions};

use crate::support::{Desk, root};

/// Exchanges two paths, or whatever `step` does, until it is told to stop.
struct Disturber<'a> {
    stop: &'a AtomicBool,
    rounds: &'a AtomicUsize,
}

impl Disturber<'_> {
    fn run(&self, mut step: impl FnMut()) {
        while !self.stop.load(Ordering::Relaxed) {
            step();
            self.rounds.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn exchange(a: &Path, b: &Path) {
    rustix::fs::renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).expect("both are there");
}

struct StopAtEnd<'a>(&'a AtomicBool);

impl Drop for StopAtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// How often was disturbed so far.
struct Rounds<'a>(&'a AtomicUsize);

impl Rounds<'_> {
    /// Repeats `step` at least `count` times, and until it was disturbed often enough to count.
    fn repeat(&self, count: usize, mut step: impl FnMut()) {
        wait_until("the other thread to disturb a hundred times", || {
            for _ in 0..count {
                step();
            }
            self.0.load(Ordering::Relaxed) > 100
        });
    }
}

/// Runs `work` while `disturb` is repeated; tells how often it was.
fn disturbed<T>(disturb: impl FnMut() + Send, work: impl FnOnce(&Rounds) -> T) -> (T, usize) {
    let (stop, rounds) = (AtomicBool::new(false), AtomicUsize::new(0));
    let result = std::thread::scope(|scope| {
        let disturber = Disturber {
            stop: &stop,
            rounds: &rounds,
        };
        scope.spawn(move || disturber.run(disturb));
        // The work shall not be over before the other thread has begun.
        while rounds.load(Ordering::Relaxed) == 0 {
            std::thread::yield_now();
        }
        // Also when the work fails, or the other thread would go on for ever.
        let _stop = StopAtEnd(&stop);
        work(&Rounds(&rounds))
    });
    (result, rounds.load(Ordering::Relaxed))
}

fn swapped(to: impl Fn(&TempWorkspace) -> PathBuf) -> (TempWorkspace, TempWorkspace) {
    let outside = TempWorkspace::with(&[("f.txt", "outside")]);
    let inside = TempWorkspace::with(&[("dir/f.txt", "inside")]);
    symlink(to(&outside), inside.at(b"link")).expect("links can be made");
    (inside, outside)
}

fn to_folder(outside: &TempWorkspace) -> PathBuf {
    outside.path().to_owned()
}

fn to_folder_by_dots(outside: &TempWorkspace) -> PathBuf {
    Path::new("..").join(outside.path().file_name().expect("it has a name"))
}

#[test]
fn a_folder_swapped_for_a_link_during_20_000_reads_never_leads_out() {
    for to in [to_folder, to_folder_by_dots] {
        let (inside, _outside) = swapped(to);
        let root = root(&inside);
        let (dir, link) = (inside.at(b"dir"), inside.at(b"link"));
        let ((read, refused), rounds) = disturbed(
            || exchange(&dir, &link),
            |rounds| {
                let (mut read, mut refused) = (0, 0);
                rounds.repeat(10_000, || match root.read(b"dir/f.txt") {
                    Ok((bytes, _)) => {
                        assert_eq!(bytes, b"inside", "what lies outside was read");
                        read += 1;
                    }
                    Err(_) => refused += 1,
                });
                (read, refused)
            },
        );
        println!("{rounds} exchanges, {read} reads, {refused} refusals");
    }
}

#[test]
fn a_folder_swapped_for_a_link_during_saves_leaves_the_outside_alone() {
    let (inside, outside) = swapped(to_folder);
    let mut desk = Desk::with(&[]);
    desk.root = root(&inside);
    let id = desk
        .documents
        .create(&desk.ids, "saved")
        .expect("a document");
    let (dir, link) = (inside.at(b"dir"), inside.at(b"link"));
    let Desk {
        root, documents, ..
    } = &mut desk;
    let (saved, rounds) = disturbed(
        || exchange(&dir, &link),
        |_| {
            // Most of them are refused, and only those that are not could do harm.
            let saves = (0..50_000).filter(|_| save(documents, root, id));
            saves.take(40).count()
        },
    );
    println!("{rounds} exchanges, {saved} saves");
    assert!(
        saved > 0,
        "some of them hit the moment in which the folder is there"
    );
    assert_eq!(
        outside.bytes(b"f.txt"),
        b"outside",
        "nothing was written out there"
    );
    assert_eq!(
        outside.names(b""),
        [b"f.txt".to_vec()],
        "and nothing left there"
    );
}

fn save(documents: &mut Documents, root: &tenon_workspace::Root, id: tenon_core::DocId) -> bool {
    let options = SaveOptions {
        path: Some(b"dir/f.txt"),
        overwrite: true,
        ..SaveOptions::default()
    };
    documents.save(root, id, &options).is_ok()
}

#[test]
fn a_file_that_others_keep_replacing_always_has_its_own_path() {
    let workspace = TempWorkspace::with(&[("f.txt", "0")]);
    let root = root(&workspace);
    let (new, file) = (workspace.at(b"new"), workspace.at(b"f.txt"));
    disturbed(
        || {
            std::fs::write(&new, "1").expect("there is space");
            std::fs::rename(&new, &file).expect("both are there");
        },
        |rounds| {
            rounds.repeat(20_000, || {
                let place = root.place(b"f.txt").expect("there is always a file");
                assert_eq!(
                    place.real.escape_ascii().to_string(),
                    "f.txt",
                    "the system calls a replaced file by another name"
                );
            });
        },
    );
}
