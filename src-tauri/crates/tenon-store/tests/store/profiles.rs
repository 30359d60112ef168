//! Profiles and the workspaces bound to them.

use tenon_store::{AppDb, NameError, ProfileId, StoreError};
use uuid::Uuid;

use crate::fixture::{Fixture, NOW};

fn names(app: &AppDb) -> Vec<String> {
    app.profiles()
        .expect("read")
        .into_iter()
        .map(|profile| profile.name)
        .collect()
}

#[test]
fn there_is_one_profile_from_the_start_and_always() {
    let fixture = Fixture::new();
    let app = fixture.app();
    assert_eq!(names(&app), ["Personal"], "made on first open");
    assert_eq!(names(&fixture.app()), ["Personal"], "and only then");
    let first = app.profiles().expect("read").remove(0);
    assert!(
        matches!(app.delete_profile(first.id), Err(StoreError::LastProfile)),
        "it stays"
    );
    let work = app.create_profile("Work").expect("made");
    app.delete_profile(first.id).expect("now it may go");
    assert_eq!(names(&fixture.app()), ["Work"], "and does not come back");
    assert!(
        matches!(app.delete_profile(work.id), Err(StoreError::LastProfile)),
        "nor this one"
    );
}

#[test]
fn names_are_unique_ignoring_case_and_checked() {
    let fixture = Fixture::new();
    let app = fixture.app();
    let work = app.create_profile("Büro").expect("made");
    let taken = app.create_profile("BÜRO");
    assert!(
        matches!(&taken, Err(StoreError::NameTaken(name)) if name == "Büro"),
        "{taken:?}"
    );
    let bad = app.create_profile("a/b");
    assert!(
        matches!(bad, Err(StoreError::Name(NameError::Character))),
        "{bad:?}"
    );
    assert_eq!(
        app.rename_profile(work.id, "BÜRO")
            .expect("its own name")
            .name,
        "BÜRO"
    );
    let taken = app.rename_profile(work.id, "personal");
    assert!(matches!(taken, Err(StoreError::NameTaken(_))), "{taken:?}");
    let nobody = app.rename_profile(ProfileId(Uuid::nil()), "New");
    assert!(matches!(nobody, Err(StoreError::NotFound(_))), "{nobody:?}");
    let found = app.profile_named("büro").expect("read").expect("known");
    assert_eq!(found.id, work.id, "found in any case");
    assert!(
        app.set_local_only(work.id, true).expect("set").local_only,
        "kept"
    );
    assert!(app.profile(work.id).expect("read").local_only, "and read");
}

#[test]
fn a_folder_is_one_workspace_of_one_profile_however_often_it_is_opened() {
    let fixture = Fixture::new();
    let app = fixture.app();
    let personal = app.profiles().expect("read")[0].id;
    let work = app.create_profile("Work").expect("made").id;
    let root = b"/home/ada/pro\xffject/";
    let first = app.open_workspace(root, personal).expect("opened");
    assert_eq!(
        (first.name.as_str(), first.trusted),
        ("pro\u{fffd}ject", false),
        "not trusted yet"
    );
    fixture.clock.advance(5);
    let again = app.open_workspace(root, work).expect("opened");
    let want = tenon_store::Workspace {
        last_opened_at: NOW + 5,
        ..first.clone()
    };
    assert_eq!(again, want, "the same one, still of its first profile");
    let trusted = app.set_trust(first.id, true).expect("set");
    assert_eq!(
        (trusted.trusted, trusted.trusted_at),
        (true, Some(NOW + 5)),
        "decided"
    );
    assert_eq!(
        app.bind_workspace(first.id, work).expect("bound").profile,
        work,
        "moved"
    );
    let nobody = app.bind_workspace(first.id, ProfileId(Uuid::nil()));
    assert!(matches!(nobody, Err(StoreError::NotFound(_))), "{nobody:?}");
    assert_eq!(
        app.workspace(first.id).expect("read").profile,
        work,
        "still there"
    );
}

#[test]
fn the_recent_list_is_newest_first_and_a_deleted_profile_takes_its_workspaces_along() {
    let fixture = Fixture::new();
    let app = fixture.app();
    let personal = app.profiles().expect("read")[0].id;
    let work = app.create_profile("Work").expect("made").id;
    for (root, profile) in [
        (&b"/a"[..], personal),
        (b"/b", work),
        (b"/c", personal),
        (b"/a", work),
    ] {
        fixture.clock.advance(1);
        app.open_workspace(root, profile).expect("opened");
    }
    let roots = |profile, limit| -> Vec<Vec<u8>> {
        app.recent(profile, limit)
            .expect("read")
            .into_iter()
            .map(|one| one.root)
            .collect()
    };
    assert_eq!(roots(None, 10), [b"/a", b"/c", b"/b"], "of all profiles");
    assert_eq!(roots(None, 1), [b"/a"], "not more than asked for");
    assert_eq!(roots(Some(personal), 10), [b"/a", b"/c"], "of one");
    let (gone, workspaces) = app.delete_profile(personal).expect("deleted");
    assert_eq!(
        (gone.id, workspaces.len()),
        (personal, 2),
        "what the caller has to delete"
    );
    assert_eq!(roots(None, 10), [b"/b"], "only the other one's are left");
    assert_eq!(app.workspace_at(b"/a").expect("read"), None, "forgotten");
    app.check().expect("the file is whole");
}
