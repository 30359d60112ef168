//! What an owner says of the run before it.

use tenon_api::ops;
use tenon_api::wire::{Nothing, UiEvent};
use tenon_testkit::TempWorkspace;

use crate::desk::{Desk, Home, own};

#[test]
fn the_next_run_after_one_without_an_end_says_so_once() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[]));
    let first = own(&home.app(), folder.path());
    assert!(!first.restored().unclean, "the first run of all");
    // The data as a kill at this moment would leave it.
    let copy = Home::new();
    let copied = std::process::Command::new("cp")
        .arg("-r")
        .args([home.data(), copy.data()])
        .status();
    assert!(copied.expect("it runs").success(), "a copy");
    drop(first);

    let app = copy.app();
    let second = own(&app, folder.path());
    assert!(second.restored().unclean, "the run before was killed");
    second.close();
    drop(second);
    let third = own(&app, folder.path());
    assert!(!third.restored().unclean, "the second one ended in order");
}

#[test]
fn what_comes_back_later_is_told_with_all_that_came_before() {
    let desk = Desk::new(&[]);
    let heard = desk.hear();
    desk.owner.note_restored(|report| report.terminals += 2);
    desk.owner.note_restored(|report| report.documents += 1);
    let told = heard.wait("the report", |event| match event {
        UiEvent::RestoreReported { report } if report.documents == 1 => Some(report.clone()),
        _ => None,
    });
    assert_eq!(told.terminals, 2, "the whole record");
    let asked = desk.call::<ops::restore_report>(Nothing {});
    assert_eq!(asked.expect("an answer"), told, "and to whoever asks");
}
