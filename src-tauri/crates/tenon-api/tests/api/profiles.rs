//! Profiles, trust, recent folders and layouts.

use std::path::PathBuf;
use std::sync::Arc;

use tenon_api::ops::{self, Op};
use tenon_api::owner::{Caller, Claim, Owner};
use tenon_api::wire::{
    LayoutParams, Nothing, OpenTarget, ProfileCreateParams, ProfileParams, ProfileRenameParams,
    RaiseParams, RaisedParams, TrustParams, UiEvent,
};
use tenon_core::Code;
use tenon_testkit::TempWorkspace;

use crate::desk::{Desk, Home, files_with, own};
use crate::documents::save;

fn create(desk: &Desk, name: &str) -> tenon_api::ApiResult<tenon_api::wire::ProfileInfo> {
    desk.call::<ops::profile_create>(ProfileCreateParams { name: name.into() })
}

#[test]
fn profiles_are_made_named_and_listed() {
    let desk = Desk::new(&[]);
    let made = create(&desk, "Work").expect("a profile");
    assert_eq!(made.workspaces, 0);
    for bad in ["", &"x".repeat(65)] {
        assert_eq!(create(&desk, bad).expect_err("no name").code, Code::Invalid);
    }
    assert_eq!(
        create(&desk, "work").expect_err("it is taken").code,
        Code::Conflict
    );
    let rename = ProfileRenameParams {
        profile: "Work".into(),
        name: "Client".into(),
    };
    assert_eq!(
        desk.call::<ops::profile_rename>(rename)
            .expect("renamed")
            .id,
        made.id
    );
    let all = desk
        .call::<ops::profile_list>(Nothing {})
        .expect("a list")
        .profiles;
    let names: Vec<_> = all.iter().map(|profile| profile.name.as_str()).collect();
    assert!(
        names.is_sorted_by_key(|name| name.to_lowercase()) && names.contains(&"Client"),
        "{names:?}"
    );
    let none = ProfileParams {
        profile: "none".into(),
    };
    assert_eq!(
        desk.call::<ops::profile_delete>(none)
            .expect_err("which?")
            .code,
        Code::NotFound
    );
}

#[test]
fn a_profile_that_is_open_cannot_be_deleted() {
    let desk = Desk::new(&[("a", "a")]);
    create(&desk, "Other").expect("so that it is not the last one");
    let current = desk
        .call::<ops::workspace_current>(Nothing {})
        .expect("the workspace");
    let params = ProfileParams {
        profile: current.profile.id,
    };
    let refused = desk
        .call::<ops::profile_delete>(params)
        .expect_err("it is open");
    assert_eq!(refused.code, Code::Conflict, "{refused:?}");
    let doc = desk.open("a").doc;
    desk.call::<ops::document_save>(save(doc, 0))
        .expect("everything still works");
}

#[test]
fn a_deleted_profile_leaves_nothing_behind() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[("only-here.txt", "x")]));
    let app = home.app();
    let made = app.create_profile("Client").expect("a profile");
    let Ok(Claim::Owned(owner)) = Owner::claim(&app, folder.path(), Some("Client")) else {
        panic!("it can be claimed");
    };
    let params = tenon_api::wire::DocumentOpenParams {
        path: "only-here.txt".into(),
        encoding: None,
    };
    ops::document_open::run(&owner, &Caller::window("main"), params).expect("it opens");
    let row = owner.row();
    assert_eq!(row.profile.to_string(), made.id);
    owner.close();
    drop(owner);
    // A copy from before a migration is the profile's data as well.
    std::fs::create_dir_all(app.dirs.backups()).expect("a folder");
    let copy = app
        .dirs
        .backups()
        .join(format!("workspace-{}-schema-1-2.db", row.id));
    std::fs::write(&copy, "only-here.txt").expect("written");
    assert!(
        !files_with(&home.data(), b"only-here.txt").is_empty(),
        "something is there"
    );
    app.delete_profile("Client").expect("it is deleted");
    assert_eq!(
        files_with(&home.data(), b"only-here.txt"),
        Vec::<PathBuf>::new()
    );
    assert!(!app.dirs.profile_dir(row.profile).exists());
    let key = tenon_store::DataDirs::workspace_key(row.id);
    assert!(!app.dirs.keys().join(key).exists(), "its key is gone too");
    let last = app.profiles().expect("a list").profiles;
    assert_eq!(last.len(), 1);
    let refused = app
        .delete_profile(&last[0].id)
        .expect_err("one always stays");
    assert_eq!(refused.code, Code::PreconditionFailed);
    assert_eq!(
        folder.names(b""),
        [b"only-here.txt".to_vec()],
        "the person's files stay"
    );
}

#[test]
fn a_folder_stays_with_the_profile_it_was_opened_with() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[("a", "a")]));
    let app = home.app();
    let made = app.create_profile("Client").expect("a profile");
    let owner = own(&app, folder.path());
    let row = owner.row();
    let params = tenon_api::wire::DocumentOpenParams {
        path: "a".into(),
        encoding: None,
    };
    let doc = ops::document_open::run(&owner, &Caller::window("main"), params.clone())
        .expect("it opens")
        .doc;
    let held = app.rebind(row.id, app.profile(Some("Client")).expect("it is there").id);
    assert_eq!(held.expect_err("it is open").code, Code::Conflict);
    owner.close();
    drop(owner);
    let Err(refused) = Owner::claim(&app, folder.path(), Some("Client")) else {
        panic!("it is bound to another one");
    };
    assert_eq!(refused.code, Code::Conflict, "{refused:?}");
    app.rebind(row.id, app.profile(Some("Client")).expect("it is there").id)
        .expect("it is free");
    let owner = own(&app, folder.path());
    assert_eq!(owner.row().profile.to_string(), made.id);
    let again = ops::document_open::run(&owner, &Caller::window("main"), params)
        .expect("it opens")
        .doc;
    assert_eq!(again, doc, "its data moved with it");
}

#[test]
fn the_answer_about_trust_is_kept_and_told() {
    let desk = Desk::new(&[]);
    let current = || {
        desk.call::<ops::workspace_current>(Nothing {})
            .expect("the workspace")
            .trusted
    };
    assert_eq!(current(), None, "nobody was asked");
    let heard = desk.hear();
    for trusted in [true, false] {
        desk.call::<ops::workspace_trust>(TrustParams { trusted })
            .expect("an answer");
        heard.wait("the news", |event| match event {
            UiEvent::WorkspaceChanged { workspace } if workspace.trusted == Some(trusted) => {
                Some(())
            }
            _ => None,
        });
        assert_eq!(current(), Some(trusted));
    }
    let Desk {
        owner,
        app,
        workspace,
        home,
    } = desk;
    owner.close();
    drop((owner, app));
    let owner = own(&home.app(), workspace.path());
    assert_eq!(
        owner.info().expect("its record").trusted,
        Some(false),
        "after a restart"
    );
}

#[test]
fn folders_that_were_open_are_listed_with_the_last_one_first() {
    let home = Home::new();
    let app = home.app();
    let folders = [TempWorkspace::new(), TempWorkspace::new()];
    for folder in &folders {
        own(&app, folder.path()).close();
    }
    let gone = TempWorkspace::new();
    own(&app, gone.path()).close();
    let gone_path = gone.path().display().to_string();
    drop(gone);
    let recent = app.recent().expect("a list").workspaces;
    let roots: Vec<_> = recent.iter().map(|recent| recent.root.clone()).collect();
    let path = |index: usize| folders[index].path().display().to_string();
    assert_eq!(roots, [gone_path, path(1), path(0)]);
    let present: Vec<_> = recent.iter().map(|recent| recent.present).collect();
    assert_eq!(present, [false, true, true]);
}

#[test]
fn each_window_has_its_own_layout() {
    let desk = Desk::new(&[]);
    let put = |window: &str, layout: &str| {
        let params = LayoutParams {
            window: None,
            layout: layout.into(),
        };
        ops::layout_save::run(&desk.owner, &Caller::window(window), params)
    };
    put("main", "{\"a\":1}").expect("kept");
    put("main-1", "{\"b\":[2,\"\u{e4}\"]}").expect("kept");
    let layout = |window: &str| desk.layout(window);
    assert_eq!(layout("main").as_deref(), Some("{\"a\":1}"));
    assert_eq!(layout("main-1").as_deref(), Some("{\"b\":[2,\"\u{e4}\"]}"));
    assert_eq!(layout("main-2"), None);
    assert_eq!(
        put("main", "{oops").expect_err("no JSON").code,
        Code::Invalid
    );
    let large = format!("\"{}\"", "x".repeat(1 << 20));
    assert_eq!(
        put("main", &large).expect_err("too large").code,
        Code::Invalid
    );
    assert_eq!(
        layout("main").as_deref(),
        Some("{\"a\":1}"),
        "it is as it was"
    );
}

#[test]
fn a_place_to_open_is_told_to_every_window() {
    let desk = Desk::new(&[("a.rs", "")]);
    let heard = desk.hear();
    let target = OpenTarget {
        path: "a.rs".into(),
        line: Some(3),
        column: Some(7),
    };
    desk.call::<ops::workspace_reveal>(target.clone())
        .expect("it is there");
    let told = heard.wait("the request", |event| match event {
        UiEvent::OpenRequested { target } => Some(target.clone()),
        _ => None,
    });
    assert_eq!(told, target);
    let none = OpenTarget {
        path: "none".into(),
        line: None,
        column: None,
    };
    assert_eq!(
        desk.call::<ops::workspace_reveal>(none)
            .expect_err("where?")
            .code,
        Code::NotFound
    );
}

#[test]
fn a_window_comes_to_the_front_and_whoever_asked_is_told() {
    let desk = Desk::new(&[("a.rs", "")]);
    let ask = |target| {
        let params = RaiseParams {
            target,
            ..RaiseParams::default()
        };
        ops::workspace_raise::run(&desk.owner, &Caller::command_line(), params)
    };
    let target = OpenTarget {
        path: "a.rs".into(),
        line: Some(3),
        column: None,
    };
    // The caller itself would hear the event on the socket, as this does.
    let own = desk.hear();
    assert!(!ask(None).expect("asked").raised, "there is no window");
    let owner = Arc::downgrade(&desk.owner);
    let _window = desk.owner.hub().subscribe(move |event| {
        let UiEvent::RaiseRequested { request, .. } = event.event.clone() else {
            return;
        };
        let owner = owner.clone();
        std::thread::spawn(move || {
            let owner = owner.upgrade().expect("it asks");
            let answer = RaisedParams { request };
            ops::workspace_raised::run(&owner, &Caller::window("main"), answer).expect("taken");
        });
    });
    assert!(ask(Some(target.clone())).expect("asked").raised);
    let told = own.wait("the request", |event| match event {
        UiEvent::RaiseRequested { show, .. } => show.target.clone(),
        _ => None,
    });
    assert_eq!(told, target);
    let none = OpenTarget {
        path: "none".into(),
        ..target
    };
    assert_eq!(ask(Some(none)).expect_err("where?").code, Code::NotFound);
}
