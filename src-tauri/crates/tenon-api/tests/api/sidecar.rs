//! The sidecar without a Python.

use tenon_api::app::App;
use tenon_api::ops::{self, Op};
use tenon_api::owner::Caller;
use tenon_api::wire::{DocumentOpenParams, Nothing, SidecarState, UiEvent};
use tenon_core::Code;
use tenon_testkit::TempWorkspace;

use crate::desk::{Heard, Home, own};

#[test]
fn without_a_python_it_is_degraded_with_the_fix_and_everything_else_works() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[("a", "a")]));
    let app = home.app();
    let owner = own(&app, folder.path());
    owner.serve().expect("it serves");
    let heard = Heard::on(owner.hub());
    app.start_sidecar();
    let status = heard.wait("the reason", |event| match event {
        UiEvent::SidecarChanged { status } if status.state == SidecarState::Degraded => {
            Some(status.clone())
        }
        _ => None,
    });
    assert!(status.reason.expect("a reason").contains("/nowhere/python"));
    assert!(status.hint.expect("a fix").contains("make setup"));
    assert_eq!(status.pid, None);
    let caller = Caller::window("main");
    let again = ops::sidecar_restart::run(&owner, &caller, Nothing {}).expect("it tries again");
    assert_ne!(again.state, SidecarState::Ready);
    let params = DocumentOpenParams {
        path: "a".into(),
        encoding: None,
    };
    ops::document_open::run(&owner, &caller, params).expect("files need no sidecar");
}

#[test]
fn a_process_that_does_not_stay_starts_none() {
    let (home, folder) = (Home::new(), TempWorkspace::new());
    let app = App::open(home.surroundings(), false).expect("the app opens");
    let owner = own(&app, folder.path());
    let caller = Caller::command_line();
    let refused =
        ops::sidecar_restart::run(&owner, &caller, Nothing {}).expect_err("who would keep it?");
    assert_eq!(refused.code, Code::PreconditionFailed);
    assert!(refused.hint.expect("a way").contains("tenon serve"));
    let status = ops::sidecar_status::run(&owner, &caller, Nothing {}).expect("it answers");
    assert_eq!(status.state, SidecarState::Stopped);
}
