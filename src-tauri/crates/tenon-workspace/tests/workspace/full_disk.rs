//! A disk without space.

use std::path::{Path, PathBuf};
use std::process::Command;

use tenon_testkit::TempWorkspace;
use tenon_workspace::{Documents, Root, SaveOptions, WorkspaceError};

use crate::support::{LIMIT, PathIds, next_change, skip};

/// A file system of one megabyte, taken away at the end.
struct SmallDisk {
    path: PathBuf,
    _below: TempWorkspace,
}

impl SmallDisk {
    fn mount() -> Option<Self> {
        let below = TempWorkspace::new();
        let path = below.path().to_owned();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(&path)
            .output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self {
                path,
                _below: below,
            }),
            refused => {
                skip(&format!("a small disk cannot be mounted here: {refused:?}"));
                None
            }
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let done = Command::new("umount")
            .arg("--lazy")
            .arg(&self.path)
            .status();
        assert!(
            done.is_ok_and(|done| done.success()),
            "the disk is taken away again"
        );
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("it is mounted");
    let mut names: Vec<_> = entries
        .map(|entry| {
            entry
                .expect("it is read")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn a_full_disk_leaves_the_old_file_whole_and_the_text_unsaved() {
    for linked in [false, true] {
        let Some(disk) = SmallDisk::mount() else {
            return;
        };
        let (file, ballast) = (disk.path.join("file.txt"), disk.path.join("ballast"));
        let mut expected = vec!["ballast", "file.txt"];
        std::fs::write(&file, "old\n").expect("there is space");
        if linked {
            std::fs::hard_link(&file, disk.path.join("other.txt")).expect("a second name");
            expected.push("other.txt");
        }
        // With a second name the text is written in place, and there is room for one copy only.
        let size = if linked { 300 << 10 } else { 700 << 10 };
        std::fs::write(&ballast, vec![0; 600 << 10]).expect("there is space");

        let root = Root::open(&disk.path).expect("it is mounted");
        let (ids, mut documents) = (PathIds::default(), Documents::default());
        documents
            .open(&root, &ids, b"file.txt", None, LIMIT)
            .expect("it is text");
        let document = documents.iter().next().expect("it is open");
        let id = document.id;
        let change = next_change(document, tenon_core::Edit(0, 0, "x".repeat(size)));
        documents.change(&change).expect("the edit fits");

        let refused = documents.save(&root, id, &SaveOptions::default());
        assert!(
            matches!(refused, Err(WorkspaceError::Full(_))),
            "{refused:?}"
        );
        let old = std::fs::read(&file).expect("it is there");
        assert_eq!(old, b"old\n", "linked: {linked}; the old file is whole");
        assert_eq!(names(&disk.path), expected, "no half of a new one is left");
        let document = documents.get(id).expect("open");
        assert!(document.dirty(), "the text counts as unsaved");
        assert_eq!(document.text.len_bytes(), size + 4, "and is all there");

        std::fs::remove_file(&ballast).expect("it is ours");
        documents
            .save(&root, id, &SaveOptions::default())
            .expect("there is space now");
        let new = std::fs::read(&file).expect("it is there");
        assert_eq!(new.len(), size + 4, "and then it is saved");
    }
}
