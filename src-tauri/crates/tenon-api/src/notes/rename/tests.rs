//! Renames that fail anywhere.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use tenon_core::Code;
use tenon_store::{Ambient, DirHints, SystemEntropy};
use tenon_testkit::TempWorkspace;

use crate::ApiError;
use crate::app::App;
use crate::owner::{Caller, Claim, Owner};
use crate::surroundings::{Surroundings, SystemClock, SystemIds};
use crate::wire::NoteRenameParams;

const NOTES: [(&str, &str); 5] = [
    ("plan.md", "# Plan\n[[plan#Plan]] and [[other]]\n"),
    ("other.md", "See [[plan]].\r\nAnd [it](plan.md#plan)!\r\n"),
    ("sub/deep.md", "![[plan|shown]]\n"),
    ("sub/plain.md", "No link to the plan.\n"),
    ("picture.txt", "[[plan]]\n"),
];

struct Desk {
    owner: Arc<Owner>,
    workspace: TempWorkspace,
    _home: TempDir,
}

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let workspace = TempWorkspace::with(&NOTES);
        let owner = own(home.path(), workspace.path());
        Self {
            owner,
            workspace,
            _home: home,
        }
    }

    /// Renames `plan.md`; the step with this number fails, counted from 0.
    fn rename(&self, fails: usize) -> Result<usize, ApiError> {
        let params = NoteRenameParams {
            note: "plan.md".into(),
            to: "sub/design".into(),
            dry_run: false,
            undoes: None,
        };
        let mut step = 0;
        let mut gate = || {
            step += 1;
            match step > fails {
                true if step == fails + 1 => Err(ApiError::new(Code::Storage, "no room")),
                _ => Ok(()),
            }
        };
        super::rename(&self.owner, &Caller::window("main"), &params, &mut gate)?;
        Ok(step)
    }

    fn texts(&self) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        for folder in ["", "sub"] {
            let entries = std::fs::read_dir(self.workspace.path().join(folder)).expect("a folder");
            for entry in entries.flatten().filter(|entry| entry.path().is_file()) {
                let name = entry.file_name().to_string_lossy().into_owned();
                let text = std::fs::read_to_string(entry.path()).expect("text");
                texts.insert(Path::new(folder).join(name).display().to_string(), text);
            }
        }
        texts
    }
}

fn own(home: &Path, folder: &Path) -> Arc<Owner> {
    let surroundings = Surroundings {
        dirs: DirHints {
            home: home.into(),
            data_dir: Some(home.join("data")),
            ..DirHints::default()
        },
        environment: Vec::new(),
        cwd: home.into(),
        uid: rustix::process::getuid().as_raw(),
        program: "/nowhere/tenon".into(),
        keeper: None,
        launcher: None,
        command: Arc::new(|program| std::process::Command::new(program)),
        ambient: Ambient {
            clock: Arc::new(SystemClock),
            ids: Arc::new(SystemIds),
            entropy: Arc::new(SystemEntropy),
        },
    };
    let app = App::open(surroundings, true).expect("the app opens");
    match Owner::claim(&app, folder, None).expect("it can be claimed") {
        Claim::Owned(owner) => owner,
        Claim::Taken(_) => panic!("nobody else owns it"),
    }
}

#[test]
fn a_failure_at_any_step_leaves_every_file_as_it_was() {
    let whole = Desk::new();
    let steps = whole.rename(usize::MAX).expect("nothing fails");
    assert!(steps > NOTES.len(), "{steps} steps");
    let after = whole.texts();
    assert_eq!(
        after["sub/design.md"],
        "# Plan\n[[design#Plan]] and [[other]]\n"
    );
    assert_eq!(
        after["other.md"],
        "See [[design]].\r\nAnd [it](sub/design.md#plan)!\r\n"
    );
    assert_eq!(after["sub/deep.md"], "![[design|shown]]\n");
    assert_eq!(after.len(), NOTES.len());
    let mut failed = 0;
    for step in 0..steps {
        let desk = Desk::new();
        let before = desk.texts();
        // Noting what was done may fail when all of it is on the disk.
        if let Err(error) = desk.rename(step) {
            failed += 1;
            assert_eq!(desk.texts(), before, "step {step}: {error}");
            assert!(error.message.contains("No room"), "{error}");
            // What failed once goes well when it is tried again.
            desk.rename(usize::MAX).expect("nothing fails now");
        }
        assert_eq!(desk.texts(), after, "step {step}");
    }
    assert!(
        failed >= NOTES.len() - 2,
        "{failed} of {steps} steps failed"
    );
}
