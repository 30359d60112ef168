//! Folders that cannot be looked into while they are followed.

use std::os::unix::fs::PermissionsExt;

use rustix::thread::CapabilitySet;
use tenon_api::ops;
use tenon_api::wire::{IndexFile, IndexState, IndexStatusParams};
use tenon_testkit::wait_until;

use crate::desk::Desk;
use crate::search::{followed, hits};

/// Runs something, and every thread that it starts, as somebody who may not read everything: root
/// may, whatever the modes say.
fn without_privileges(work: impl FnOnce() + Send) {
    let run = || {
        let mut sets = rustix::thread::capabilities(None).expect("they are told");
        sets.effective
            .remove(CapabilitySet::DAC_OVERRIDE | CapabilitySet::DAC_READ_SEARCH);
        rustix::thread::set_capabilities(None, sets).expect("fewer are always given");
        work();
    };
    std::thread::scope(|scope| {
        let thread = scope.spawn(run);
        if let Err(panic) = thread.join() {
            std::panic::resume_unwind(panic);
        }
    });
}

fn states(desk: &Desk, path: &str) -> Vec<IndexFile> {
    let params = IndexStatusParams {
        path: Some(path.into()),
        limit: 10,
    };
    let status = desk.call::<ops::index_status>(params);
    status.expect("it is told").states
}

#[test]
fn a_folder_that_is_shut_while_it_is_followed_is_named_until_it_is_open_again() {
    without_privileges(|| {
        let desk = Desk::new(&[("a.txt", "needle\n"), ("in/b.txt", "needle\n")]);
        wait_until("the index", || followed(&desk));
        assert_eq!(hits(&desk.owner, "needle").len(), 2);
        let mode = |mode| {
            let mode = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(desk.workspace.at(b"in"), mode).expect("ours");
        };
        mode(0o000);
        let named = |path: &str| {
            states(&desk, path).into_iter().any(|file| {
                let reason = file.reason.unwrap_or_default();
                file.path.path == "in"
                    && file.state == IndexState::Skipped
                    && reason.contains("Permission denied")
            })
        };
        wait_until("the folder to be named", || named(""));
        assert!(named("in"), "also when it alone is asked about");
        assert_eq!(hits(&desk.owner, "needle").len(), 1);
        mode(0o700);
        wait_until("the folder to be back", || {
            !named("") && hits(&desk.owner, "needle").len() == 2
        });
        wait_until("the index", || followed(&desk));
        let files = states(&desk, "");
        let paths: Vec<_> = files.iter().map(|file| file.path.path.as_str()).collect();
        assert_eq!(paths, ["a.txt", "in/b.txt"]);
    });
}
