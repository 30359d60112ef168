//! Pipes, sockets and devices: never opened, and nothing hangs on them.

use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;

use rustix::fs::{CWD, FileType, Mode, OFlags};
use rustix::io::Errno;
use tenon_testkit::TempWorkspace;
use tenon_workspace::tree::{self, Kind};
use tenon_workspace::{SaveOptions, WorkspaceError, indent, walk};

use crate::support::{Desk, LIMIT, root, skip, soon};

fn pipe(workspace: &TempWorkspace, path: &[u8]) {
    let mode = Mode::from_raw_mode(0o666);
    rustix::fs::mknodat(CWD, workspace.at(path), FileType::Fifo, mode, 0).expect("a pipe");
}

/// Whether nobody reads from a pipe: then a writer that does not wait is refused.
fn nobody_reads(workspace: &TempWorkspace, path: &[u8]) -> bool {
    let flags = OFlags::WRONLY | OFlags::NONBLOCK;
    rustix::fs::openat(CWD, workspace.at(path), flags, Mode::empty()).err() == Some(Errno::NXIO)
}

#[test]
fn a_pipe_a_socket_and_a_device_are_named_and_not_opened() {
    let mut desk = Desk::with(&[("a.txt", "a"), ("folder/b.txt", "b")]);
    pipe(&desk.workspace, b"pipe");
    pipe(&desk.workspace, b"folder/pipe");
    symlink("pipe", desk.workspace.at(b"to-pipe")).expect("links can be made");
    let _listener = UnixListener::bind(desk.workspace.at(b"socket")).expect("a socket");
    let mut special: Vec<&[u8]> = vec![b"pipe", b"to-pipe", b"socket", b"folder/pipe"];
    let device = rustix::fs::makedev(1, 5);
    let made = rustix::fs::mknodat(
        CWD,
        desk.workspace.at(b"zero"),
        FileType::CharacterDevice,
        Mode::from_raw_mode(0o666),
        device,
    );
    match made {
        Ok(()) => special.push(b"zero"),
        Err(e) => skip(&format!("a device cannot be made here: {e}")),
    }
    let desk = soon("something waits for a pipe", move || {
        for path in &special {
            let name = path.escape_ascii();
            let read = desk.root.read(path).map(|(bytes, _)| bytes);
            assert!(
                matches!(read, Err(WorkspaceError::Special(_))),
                "read {name}: {read:?}"
            );
            let opened = desk
                .documents
                .open(&desk.root, &desk.ids, path, None, LIMIT);
            assert!(
                matches!(opened, Err(WorkspaceError::Special(_))),
                "open {name}: {opened:?}"
            );
            let id = desk
                .documents
                .create(&desk.ids, "text")
                .expect("a document");
            let options = SaveOptions {
                path: Some(path),
                overwrite: true,
                ..SaveOptions::default()
            };
            let saved = desk.documents.save(&desk.root, id, &options);
            assert!(
                matches!(saved, Err(WorkspaceError::Special(_))),
                "save {name}: {saved:?}"
            );
        }
        desk
    });
    let kinds: Vec<_> = tree::list(&desk.root, b"")
        .expect("a folder")
        .into_iter()
        .filter(|entry| entry.kind == Kind::Special)
        .map(|entry| entry.name)
        .collect();
    assert!(
        kinds.contains(&b"pipe".to_vec()) && kinds.contains(&b"socket".to_vec()),
        "{kinds:?}"
    );
    assert!(
        nobody_reads(&desk.workspace, b"pipe"),
        "no handle of it is kept open"
    );
}

#[test]
fn a_copy_of_a_folder_with_a_pipe_is_refused_and_leaves_nothing() {
    let workspace = TempWorkspace::with(&[("folder/a.txt", "a"), ("folder/sub/b.txt", "b")]);
    pipe(&workspace, b"folder/sub/pipe");
    let root = root(&workspace);
    let (workspace, refused) = soon("the copy waits for a pipe", move || {
        (workspace, tree::duplicate(&root, b"folder"))
    });
    assert!(
        matches!(refused, Err(WorkspaceError::Special(_))),
        "{refused:?}"
    );
    assert_eq!(
        workspace.names(b""),
        [b"folder".to_vec()],
        "no half of a copy is left"
    );
}

#[test]
fn ignore_files_that_are_pipes_or_devices_hang_nothing() {
    for name in [
        ".gitignore",
        ".ignore",
        ".rgignore",
        ".git/info/exclude",
        ".editorconfig",
    ] {
        for folder in ["", "sub/"] {
            let workspace = TempWorkspace::with(&[("a.txt", "a"), ("sub/b.txt", "b")]);
            workspace.put(format!("{folder}.git/info/").as_bytes(), b"");
            pipe(&workspace, format!("{folder}{name}").as_bytes());
            let root = root(&workspace);
            let what = format!("the walk waits for {folder}{name}");
            let listed = soon(&what, move || {
                let seen = std::sync::Mutex::new(Vec::new());
                walk::files(root.path(), true, 2, || {
                    |path: &[u8]| {
                        seen.lock().expect("nobody panics here").push(path.to_vec());
                        true
                    }
                });
                indent::editorconfig(&root.path().join("sub/b.txt"));
                tree::list(&root, b"sub").expect("the folder is shown all the same");
                drop(workspace);
                seen.into_inner().expect("nobody panics here")
            });
            assert!(
                listed.contains(&b"a.txt".to_vec()),
                "{folder}{name}: {listed:?}"
            );
        }
    }
}

#[test]
fn an_ignore_file_that_is_a_link_to_an_endless_device_fills_no_memory() {
    let workspace = TempWorkspace::with(&[("a.txt", "a"), ("sub/b.txt", "b")]);
    symlink("/dev/zero", workspace.at(b"sub/.gitignore")).expect("links can be made");
    symlink("/dev/zero", workspace.at(b".ignore")).expect("links can be made");
    soon("the walk reads for ever", move || {
        walk::files(workspace.path(), false, 2, || |_: &[u8]| true)
    });
}
