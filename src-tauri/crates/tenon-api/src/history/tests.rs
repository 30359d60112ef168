//! Restores that are interrupted anywhere, and files that do not hold still.

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::sync::Arc;

use tempfile::TempDir;
use tenon_core::{Code, SessionId};
use tenon_gatekeeper::Gatekeeper;
use tenon_store::{
    Ambient, ContentKey, DataDirs, DirHints, Place, StoreError, SystemEntropy, WorkspaceDb,
};
use tenon_testkit::{TempWorkspace, wait_until};
use tenon_workspace::{Root, walk};

use super::archive::{LIMIT, Unseen, Why};
use super::{Aim, Archive};
use crate::ApiError;
use crate::surroundings::{SystemClock, SystemIds};
use tenon_store::VersionKind;

struct Shelf {
    archive: Archive,
    workspace: TempWorkspace,
    data: TempDir,
    place: Place,
}

fn ambient() -> Ambient {
    Ambient {
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        entropy: Arc::new(SystemEntropy),
    }
}

impl Shelf {
    fn over(workspace: TempWorkspace) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let dirs = DataDirs::resolve(&DirHints {
            home: data.path().to_owned(),
            ..DirHints::default()
        });
        let ambient = ambient();
        let clock = ambient.clock.clone();
        let place = dirs.workspace_place(
            tenon_store::ProfileId(uuid::Uuid::from_u128(1)),
            tenon_core::WorkspaceId(uuid::Uuid::from_u128(2)),
        );
        let session = SessionId(uuid::Uuid::from_u128(3));
        let db = WorkspaceDb::open(&place, ContentKey::new([5; 32]), session, ambient);
        let db = Arc::new(db.expect("the database opens"));
        let root = Root::open(workspace.path()).expect("the folder opens");
        let gatekeeper = Arc::new(Gatekeeper::new([7; 32]));
        let archive = Archive::new(db, root, gatekeeper, clock.clone(), Box::new(|| 1 << 30));
        Self {
            archive,
            workspace,
            data,
            place,
        }
    }

    /// The same folder and data on a disk that takes nothing any more.
    fn read_only(mut self) -> Self {
        let key = ContentKey::new([5; 32]);
        let session = SessionId(uuid::Uuid::from_u128(4));
        let file = self.place.file.clone();
        let why = StoreError::ReadOnly { file };
        let db = WorkspaceDb::open_reading(&self.place, key, session, ambient(), why);
        self.archive.db = Arc::new(db.expect("it is read"));
        self
    }

    /// Keeps what all files are, as the first scan does, and gives the moment behind it.
    fn keep_all(&self) -> i64 {
        let now = self.clock_at();
        for path in self.state().into_keys() {
            let why = Why {
                kind: VersionKind::External,
                limit: LIMIT,
                unseen: Unseen::There,
            };
            self.archive.look_now(&path, why).expect("it is kept");
        }
        self.archive.db.complete_history(now).expect("noted");
        self.moment()
    }

    /// A moment that is behind everything so far, and before everything from now on. The file
    /// system dates changes by a clock of its own, which runs a little behind.
    fn moment(&self) -> i64 {
        let now = self.clock_at();
        let probe = self.data.path().join("probe");
        wait_until("the clock of the file system to be past it", || {
            std::fs::write(&probe, "").expect("written");
            let meta = probe.metadata().expect("its marks");
            std::fs::remove_file(&probe).expect("removed");
            meta.ctime() * 1_000 + meta.ctime_nsec() / 1_000_000 > now
        });
        now
    }

    fn clock_at(&self) -> i64 {
        self.archive.clock.now()
    }

    /// Every file with its bytes.
    fn state(&self) -> BTreeMap<Vec<u8>, Vec<u8>> {
        let found = std::sync::Mutex::new(BTreeMap::new());
        walk::files(self.workspace.path(), true, 1, || {
            |path: &[u8]| {
                let bytes = self.workspace.bytes(path);
                found.lock().expect("no panic").insert(path.to_vec(), bytes);
                true
            }
        });
        found.into_inner().expect("no panic")
    }

    fn restore(&self, at: i64, fail_at: usize) -> (usize, Result<usize, ApiError>) {
        let mut step = 0;
        let mut gate = || {
            step += 1;
            if step == fail_at {
                Err(ApiError::new(Code::Storage, "the disk refused"))
            } else {
                Ok(())
            }
        };
        let plan = self.archive.plan(b"", Aim::Moment(at)).expect("a plan");
        let done = self.archive.restore(plan, Some(at), None, &mut gate);
        let failed =
            done.map(|outcome| outcome.done.iter().filter(|it| it.error.is_some()).count());
        (step, failed)
    }
}

fn shelf() -> (Shelf, i64) {
    let shelf = Shelf::over(TempWorkspace::with(&[
        ("a.txt", "a, old"),
        ("b/c.txt", "c, old"),
        ("b/gone.txt", "was here"),
        ("same.txt", "same"),
        ("x", "a file where a folder will be"),
    ]));
    let at = shelf.keep_all();
    let put = |path: &str, text: &str| shelf.workspace.put(path.as_bytes(), text.as_bytes());
    put("a.txt", "a, a new text");
    put("b/c.txt", "c, a new text");
    put("made/later.txt", "made later");
    for gone in ["b/gone.txt", "x"] {
        std::fs::remove_file(shelf.workspace.at(gone.as_bytes())).expect("removed");
    }
    put("x/y.txt", "in the folder");
    (shelf, at)
}

#[test]
fn a_failure_at_any_step_leaves_each_file_old_or_new_and_undo_takes_it_back() {
    let mut fail_at = 1;
    loop {
        let (shelf, at) = shelf();
        let new = shelf.state();
        let old: BTreeMap<Vec<u8>, Vec<u8>> = [
            ("a.txt", "a, old"),
            ("b/c.txt", "c, old"),
            ("b/gone.txt", "was here"),
            ("same.txt", "same"),
            ("x", "a file where a folder will be"),
        ]
        .into_iter()
        .map(|(path, text)| (path.into(), text.into()))
        .collect();
        let (steps, failed) = shelf.restore(at, fail_at);
        let there = shelf.state();
        for (path, bytes) in &there {
            let name = String::from_utf8_lossy(path);
            let is = |state: &BTreeMap<_, _>| state.get(path) == Some(bytes);
            assert!(
                is(&old) || is(&new),
                "step {fail_at}: {name} is neither old nor new"
            );
        }
        for path in old.keys().filter(|path| new.contains_key(*path)) {
            assert!(
                there.contains_key(path),
                "step {fail_at}: a file is missing"
            );
        }
        if steps < fail_at {
            assert_eq!(
                (failed, there),
                (Ok(0), old),
                "nothing failed: all is as it was"
            );
        }
        let undone = shelf.archive.undo(&mut || Ok(()));
        if fail_at == 1 {
            // It failed before it was noted, so there is nothing to undo.
            assert!(undone.is_err(), "nothing was begun");
        } else {
            let (outcome, _) = undone.expect("it is undone");
            assert!(
                outcome.done.iter().all(|it| it.error.is_none()),
                "step {fail_at}"
            );
        }
        assert_eq!(shelf.state(), new, "step {fail_at}: undone");
        if steps < fail_at {
            break;
        }
        fail_at += 1;
    }
    assert!(fail_at > 10, "there were steps to fail at: {fail_at}");
}

#[test]
fn what_changed_behind_the_plan_is_kept_first() {
    let (shelf, at) = shelf();
    let plan = shelf
        .archive
        .plan(b"a.txt", Aim::Moment(at))
        .expect("a plan");
    shelf
        .workspace
        .put(b"a.txt", b"written while it was being restored");
    let done = shelf
        .archive
        .restore(plan, Some(at), None, &mut || Ok(()))
        .expect("done");
    assert!(done.done.iter().all(|it| it.error.is_none()));
    assert_eq!(shelf.workspace.bytes(b"a.txt"), b"a, old");
    shelf.archive.undo(&mut || Ok(())).expect("undone");
    assert_eq!(
        shelf.workspace.bytes(b"a.txt"),
        b"written while it was being restored"
    );
}

#[test]
fn a_restore_that_failed_and_changed_nothing_does_not_stand_before_the_last_one() {
    let (shelf, at) = shelf();
    let new = shelf.state();
    let restore = |path: &[u8], fail: bool| {
        let plan = shelf.archive.plan(path, Aim::Moment(at)).expect("a plan");
        let mut calls = 0;
        let mut gate = || {
            calls += 1;
            match fail && calls > 1 {
                true => Err(ApiError::new(Code::Storage, "the disk failed")),
                false => Ok(()),
            }
        };
        let archive = &shelf.archive;
        archive
            .restore(plan, Some(at), None, &mut gate)
            .expect("it answers")
    };
    assert!(restore(b"a.txt", false).id.is_some());
    let failed = restore(b"b", true);
    assert!(failed.done.iter().all(|it| it.error.is_some()) && failed.done.len() == 2);
    assert_eq!(failed.id, None, "nothing was changed");
    let (undone, _) = shelf.archive.undo(&mut || Ok(())).expect("the first one");
    assert_eq!(undone.done[0].step.path, b"a.txt");
    assert_eq!(shelf.state(), new);
}

#[test]
fn a_read_only_folder_is_named_and_the_rest_is_done() {
    if rustix::process::geteuid().is_root() {
        // Nothing is read-only for root, so a folder in the place of a file stands in for it.
        let (shelf, at) = shelf();
        std::fs::remove_file(shelf.workspace.at(b"a.txt")).expect("removed");
        let plan = shelf.archive.plan(b"", Aim::Moment(at)).expect("a plan");
        shelf.workspace.put(b"a.txt/in-the-way", b"stays");
        let done = shelf
            .archive
            .restore(plan, Some(at), None, &mut || Ok(()))
            .expect("done");
        let failed: Vec<_> = done.done.iter().filter(|it| it.error.is_some()).collect();
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0].step.path, b"a.txt");
        assert_eq!(shelf.workspace.bytes(b"a.txt/in-the-way"), b"stays");
        assert_eq!(
            shelf.workspace.bytes(b"b/c.txt"),
            b"c, old",
            "the others are done"
        );
        return;
    }
    let (shelf, at) = shelf();
    let folder = shelf.workspace.at(b"b");
    let mode = |bits| std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(bits));
    mode(0o555).expect("read-only");
    let (_, failed) = shelf.restore(at, usize::MAX);
    mode(0o755).expect("writable");
    assert_eq!(failed, Ok(2), "both files in it");
    assert_eq!(
        shelf.workspace.bytes(b"a.txt"),
        b"a, old",
        "the others are done"
    );
}

#[test]
fn links_pipes_and_what_is_ignored_stay_as_they_are() {
    let workspace = TempWorkspace::with(&[(".ignore", "ignored\n"), ("a", "1"), ("ignored", "1")]);
    let shelf = Shelf::over(workspace);
    let at = shelf.keep_all();
    shelf.workspace.put(b"ignored", b"2");
    std::fs::remove_file(shelf.workspace.at(b"a")).expect("removed");
    std::os::unix::fs::symlink("ignored", shelf.workspace.at(b"a")).expect("a link");
    std::os::unix::fs::symlink("ignored", shelf.workspace.at(b"link")).expect("a link");
    let pipe = shelf.workspace.at(b"pipe");
    let (kind, mode) = (
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::from_raw_mode(0o600),
    );
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, kind, mode, 0).expect("a pipe");
    let plan = shelf.archive.plan(b"", Aim::Moment(at)).expect("a plan");
    let paths: Vec<_> = plan.steps.iter().map(|step| step.path.clone()).collect();
    assert_eq!(paths, [b"a".to_vec()], "only the file that was known");
    let done = shelf
        .archive
        .restore(plan, Some(at), None, &mut || Ok(()))
        .expect("done");
    assert!(
        done.done[0].error.is_some(),
        "what stands in its place is not replaced"
    );
    assert_eq!(
        shelf.workspace.bytes(b"ignored"),
        b"2",
        "and nothing is written through it"
    );
}

#[test]
fn modes_and_odd_names_come_back() {
    let workspace = TempWorkspace::with(&[("run.sh", "#!/bin/sh\n")]);
    workspace.add_odd_names();
    let path = workspace.at(b"run.sh");
    let mode = |bits| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(bits));
    mode(0o755).expect("executable");
    let shelf = Shelf::over(workspace);
    let before = shelf.state();
    let at = shelf.keep_all();
    mode(0o644).expect("not executable");
    std::fs::remove_dir_all(shelf.workspace.at(b"odd")).expect("removed");
    let (_, failed) = shelf.restore(at, usize::MAX);
    assert_eq!(failed, Ok(0));
    assert_eq!(shelf.state(), before);
    let bits = path.metadata().expect("there").permissions().mode() & 0o777;
    assert_eq!(bits, 0o755, "the mode too");
}

#[test]
fn a_moment_before_anybody_looked_is_known_of_files_that_did_not_change_since() {
    let shelf = Shelf::over(TempWorkspace::with(&[("a.txt", "as it was")]));
    let before_any = shelf.moment();
    let late = "changed before the first look";
    shelf.workspace.put(b"late.txt", late.as_bytes());
    shelf.keep_all();
    shelf.workspace.put(b"a.txt", b"another text");
    shelf.workspace.put(b"late.txt", b"another text");
    let plan = shelf
        .archive
        .plan(b"", Aim::Moment(before_any))
        .expect("a plan");
    let left: Vec<_> = plan.left.iter().map(|(path, _)| path.clone()).collect();
    assert_eq!(left, [b"late.txt".to_vec()], "nobody knows what it was");
    let (_, failed) = shelf.restore(before_any, usize::MAX);
    assert_eq!(failed, Ok(0));
    assert_eq!(shelf.workspace.bytes(b"a.txt"), b"as it was");
}

#[test]
fn undoing_names_what_changed_since_the_restore_and_keeps_it() {
    let (shelf, at) = shelf();
    assert_eq!(shelf.restore(at, usize::MAX).1, Ok(0));
    shelf.workspace.put(b"a.txt", b"written after the restore");
    shelf.workspace.put(b"made/later.txt", b"made once more");
    std::fs::remove_file(shelf.workspace.at(b"b/gone.txt")).expect("removed");
    std::fs::remove_file(shelf.workspace.at(b"b/c.txt")).expect("removed");
    let (plan, _) = shelf.archive.plan_undo().expect("a plan");
    let notes: Vec<_> = plan
        .steps
        .iter()
        .map(|step| (String::from_utf8_lossy(&step.path), step.note))
        .collect();
    let kept = Some("it was changed since the restore, and is kept as a version");
    let expected = [
        ("a.txt".into(), kept),
        ("b/c.txt".into(), Some("it was removed since the restore")),
        ("made/later.txt".into(), kept),
        ("x".into(), None),
        ("x/y.txt".into(), None),
    ];
    assert_eq!(notes, expected);
    let (outcome, _) = shelf.archive.undo(&mut || Ok(())).expect("undone");
    assert!(outcome.done.iter().all(|it| it.error.is_none()));
    assert_eq!(shelf.workspace.bytes(b"a.txt"), b"a, a new text");
    for (path, text) in [
        (&b"a.txt"[..], &b"written after the restore"[..]),
        (b"made/later.txt", b"made once more"),
    ] {
        let versions = shelf.archive.db.versions_at(path).expect("a list");
        let bytes = versions.iter().map(|version| shelf.archive.bytes(version));
        let bytes: Vec<_> = bytes.map(|bytes| bytes.expect("read")).collect();
        assert!(bytes.contains(&Some(text.to_vec())), "{bytes:?}");
    }
}

#[test]
fn what_was_kept_is_told_where_nothing_can_be_kept() {
    let (shelf, _) = shelf();
    let shelf = shelf.read_only();
    let refused = shelf.archive.look_for(b"a.txt").expect_err("it changed");
    assert_eq!(refused.code, Code::Storage);
    shelf
        .archive
        .look_before_reading(b"a.txt")
        .expect("reading goes on");
}

#[test]
fn a_preview_names_what_the_restore_will_fail_on() {
    let shelf = Shelf::over(TempWorkspace::with(&[
        (".ignore", "ignored\n"),
        ("becomes-folder", "old"),
        ("becomes-full-folder", "old"),
        ("becomes-link", "old"),
        ("deep/er/gone.txt", "old"),
        ("folder/inside.txt", "old"),
        ("plain.txt", "old"),
        ("read-only.txt", "old"),
        ("locked/changed.txt", "old"),
    ]));
    let at = shelf.keep_all();
    let put = |path: &str, text: &str| shelf.workspace.put(path.as_bytes(), text.as_bytes());
    let path = |path: &str| shelf.workspace.at(path.as_bytes());
    let remove = |name: &str| std::fs::remove_file(path(name)).expect("removed");
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, path(name)).expect("a link");
    };
    for name in ["becomes-folder", "becomes-full-folder", "becomes-link"] {
        remove(name);
    }
    put("becomes-folder/in/it.txt", "made");
    put("becomes-full-folder/ignored", "stays");
    put("becomes-full-folder/made.txt", "made");
    link("plain.txt", "becomes-link");
    std::fs::remove_dir_all(path("deep")).expect("removed");
    std::fs::remove_dir_all(path("folder")).expect("removed");
    std::fs::create_dir(path("elsewhere")).expect("a folder");
    link("elsewhere", "folder");
    put("plain.txt", "new");
    put("read-only.txt", "new");
    put("locked/changed.txt", "new");
    put("locked/made.txt", "made");
    let mode = |name: &str, bits| {
        let bits = std::fs::Permissions::from_mode(bits);
        std::fs::set_permissions(path(name), bits).expect("its bits");
    };
    mode("read-only.txt", 0o444);
    mode("locked", 0o555);
    let plan = shelf.archive.plan(b"", Aim::Moment(at)).expect("a plan");
    let name = |path: &[u8]| String::from_utf8_lossy(path).into_owned();
    let foreseen: BTreeMap<_, _> = shelf
        .archive
        .foresee(&plan.steps)
        .into_iter()
        .zip(&plan.steps)
        .filter_map(|(error, step)| Some((name(&step.path), error?.message)))
        .collect();
    let outcome = shelf.archive.restore(plan, Some(at), None, &mut || Ok(()));
    mode("locked", 0o755);
    let done = outcome.expect("it answers").done.into_iter();
    let failed: BTreeMap<_, _> = done
        .filter_map(|it| Some((name(&it.step.path), it.error?.message)))
        .collect();
    assert_eq!(foreseen, failed, "the same files, for the same reasons");
    let mut names = vec![
        "becomes-full-folder",
        "becomes-link",
        "folder/inside.txt",
        "read-only.txt",
    ];
    if !rustix::process::geteuid().is_root() {
        names.extend(["locked/changed.txt", "locked/made.txt"]);
    }
    names.sort_unstable();
    assert_eq!(failed.keys().collect::<Vec<_>>(), names, "{failed:?}");
    assert!(failed["folder/inside.txt"].contains("\"folder\" is a link now"));
    assert_eq!(shelf.workspace.bytes(b"becomes-folder"), b"old");
    assert_eq!(shelf.workspace.bytes(b"deep/er/gone.txt"), b"old");
}

#[test]
fn many_files_are_written_together_and_one_that_changes_in_between_is_left_alone() {
    let names: Vec<String> = (0..150)
        .map(|n| format!("{}/{n}.txt", ["a", "b", "c/d"][n % 3]))
        .collect();
    let old: Vec<_> = names.iter().map(|name| (&**name, "old")).collect();
    let shelf = Shelf::over(TempWorkspace::with(&old));
    let at = shelf.keep_all();
    for name in &names {
        shelf.workspace.put(name.as_bytes(), b"a new text");
    }
    let plan = shelf.archive.plan(b"", Aim::Moment(at)).expect("a plan");
    let first = plan.steps[0].path.clone();
    let mut asked = 0;
    let mut gate = || {
        asked += 1;
        // The first file was looked at, and is about to be written.
        if asked == 3 {
            shelf.workspace.put(&first, b"from elsewhere");
        }
        Ok(())
    };
    let done = shelf
        .archive
        .restore(plan, Some(at), None, &mut gate)
        .expect("done")
        .done;
    let failed: Vec<_> = done.iter().filter(|it| it.error.is_some()).collect();
    assert_eq!((done.len(), failed.len()), (150, 1));
    assert_eq!(failed[0].step.path, first);
    for (path, bytes) in shelf.state() {
        let want: &[u8] = if path == first {
            b"from elsewhere"
        } else {
            b"old"
        };
        assert_eq!(bytes, want, "{}", String::from_utf8_lossy(&path));
    }
}
