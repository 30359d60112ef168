//! Forgetting through the owner: nothing is left in the whole data folder.

use tenon_api::ops::{self, Op};
use tenon_api::surroundings::SystemClock;
use tenon_api::wire::{
    BackupCreateParams, DocumentOpenParams, JournalEvent, JournalForgetParams, JournalForgotten,
    JournalPageParams, LayoutParams, Nothing, SessionListParams, SettingsUpdateParams, UiEvent,
    Whole, WindowParams,
};
use tenon_api::{ApiResult, owner::Caller};
use tenon_core::{Actor, ActorKind, Clock, Code};
use tenon_testkit::{TempWorkspace, wait_until};

use crate::desk::{Desk, Home, files_with, own};
use crate::documents::save;

const TEXT: &str = "operation-teacup";

/// A desk that collects nothing for the search by meaning: a file that keeps its name would be written
/// there again just after its name was forgotten.
fn quiet(files: &[(&str, &str)]) -> Desk {
    Desk::served(TempWorkspace::with(files), |owner| {
        let off = SettingsUpdateParams {
            key: "embeddings.enabled".into(),
            value: "false".into(),
        };
        ops::settings_update::run(owner, &Caller::window("main"), off)?;
        owner.serve()
    })
}

fn forget(desk: &Desk, params: JournalForgetParams) -> ApiResult<JournalForgotten> {
    desk.call::<ops::journal_forget>(params)
}

fn text(text: &str) -> JournalForgetParams {
    JournalForgetParams {
        text: Some(text.into()),
        ..JournalForgetParams::default()
    }
}

fn events(desk: &Desk) -> Vec<JournalEvent> {
    let all = JournalPageParams {
        limit: 1_000,
        ..JournalPageParams::default()
    };
    desk.call::<ops::journal_page>(all).expect("a page").events
}

fn saved(desk: &Desk, path: &str) -> String {
    let doc = desk.open(path).doc;
    desk.call::<ops::document_save>(save(doc, 0))
        .expect("it saves");
    let subject = format!("file:{doc}");
    wait_until("the event", || {
        events(desk).iter().any(|event| event.subject == subject)
    });
    subject
}

#[test]
fn a_text_is_gone_from_journal_paths_layout_log_and_backups() {
    let name = format!("{TEXT}.md");
    let desk = quiet(&[(&name, "a"), ("b.txt", "b")]);
    saved(&desk, &name);
    saved(&desk, "b.txt");
    let layout = format!("{{\"tabs\":[\"{name}\",\"b.txt\"]}}");
    desk.call::<ops::layout_save>(LayoutParams {
        window: None,
        layout,
    })
    .expect("it is kept");
    desk.app
        .log
        .write("info", "test", &format!("about {TEXT} and more"));
    // What a backup is: a copy of the database under another name.
    let row = desk.owner.row();
    let place = desk.app.dirs.workspace_place(row.profile, row.id);
    let older = place.backups.join("2026-11-20").join("workspace.db");
    std::fs::create_dir_all(older.parent().expect("a folder")).expect("made");
    copy(&place.file, &older);
    assert!(
        files_with(&desk.home.data(), TEXT.as_bytes()).len() >= 3,
        "it is there first"
    );

    let heard = desk.hear();
    let done = forget(&desk, text(TEXT)).expect("forgotten");
    assert_eq!(done.left, [], "it looked for itself");
    assert_eq!(
        (done.events, done.logs, done.backups, done.wiped),
        (Whole::size(1), 1, 1, true)
    );
    assert_eq!(
        files_with(&desk.home.data(), TEXT.as_bytes()),
        [] as [std::path::PathBuf; 0]
    );
    // The window still shows the tab, and says so.
    let layout = format!("{{\"tabs\":[\"{name}\",\"b.txt\"]}}");
    let again = LayoutParams {
        window: None,
        layout,
    };
    desk.call::<ops::layout_save>(again).expect("it is kept");
    desk.call::<ops::session_list>(SessionListParams { limit: 5 })
        .expect("they are written down and listed");
    assert_eq!(
        files_with(&desk.home.data(), TEXT.as_bytes()),
        [] as [std::path::PathBuf; 0],
        "an open tab does not bring it back"
    );
    heard.wait("the note", |event| match event {
        UiEvent::JournalAppended { events, .. } => events
            .iter()
            .any(|event| event.kind == "erased")
            .then_some(()),
        _ => None,
    });
    let proof = desk
        .call::<ops::journal_verify>(Nothing {})
        .expect("a proof");
    assert!(proof.ok, "{proof:?}");
    let log = std::fs::read_dir(desk.app.dirs.logs())
        .expect("logs")
        .flatten();
    let log = std::fs::read_to_string(log.last().expect("a log").path()).expect("a text");
    assert!(
        log.contains(&format!("about {} and more", "*".repeat(TEXT.len()))),
        "{log}"
    );
    let ended = desk.close();
    assert_eq!(
        files_with(&ended.home.data(), TEXT.as_bytes()),
        [] as [std::path::PathBuf; 0]
    );
}

#[test]
fn a_text_is_forgotten_in_every_workspace_that_nobody_has_open() {
    let name = format!("{TEXT}.md");
    let home = Home::new();
    let app = home.app();
    let folders = [&name; 2].map(|name| TempWorkspace::with(&[(name, "a")]));
    let owners = folders.each_ref().map(|folder| own(&app, folder.path()));
    for owner in &owners {
        let open = DocumentOpenParams {
            path: name.as_str().into(),
            encoding: None,
        };
        let window = Caller::window("main");
        let doc = ops::document_open::run(owner, &window, open)
            .expect("opened")
            .doc;
        ops::document_save::run(owner, &window, save(doc, 0)).expect("saved");
    }
    let [owner, other] = owners;
    let open = ops::journal_forget::run(&owner, &Caller::command_line(), text(TEXT));
    assert_eq!(
        open.expect("forgotten").left.len(),
        1,
        "the other one is open"
    );
    other.close();
    drop(other);
    let done = ops::journal_forget::run(&owner, &Caller::command_line(), text(TEXT));
    assert_eq!(done.expect("forgotten").left, []);
    assert_eq!(
        files_with(&home.data(), TEXT.as_bytes()),
        [] as [std::path::PathBuf; 0]
    );
    let again = own(&app, folders[1].path());
    let proof = ops::journal_verify::run(&again, &Caller::command_line(), Nothing {});
    assert!(proof.expect("a proof").ok);
}

/// Copies a database that is open, with its log.
fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::copy(from, to).expect("the file");
    let log = |file: &std::path::Path| {
        let mut name = file.as_os_str().to_owned();
        name.push("-wal");
        std::path::PathBuf::from(name)
    };
    std::fs::copy(log(from), log(to)).expect("its log");
}

#[test]
fn a_file_is_forgotten_by_its_reference_and_by_its_path() {
    let desk = Desk::new(&[("a.txt", "a"), ("b.txt", "b")]);
    let a = saved(&desk, "a.txt");
    saved(&desk, "b.txt");
    let by = |subject: String| JournalForgetParams {
        subject: Some(subject),
        ..JournalForgetParams::default()
    };
    assert_eq!(
        forget(&desk, by(a)).expect("forgotten").events,
        Whole::size(1)
    );
    assert_eq!(
        forget(&desk, by("file:b.txt".into()))
            .expect("forgotten")
            .events,
        Whole::size(1)
    );
    let gone = events(&desk)
        .into_iter()
        .filter(|event| event.payload.is_none());
    assert_eq!(gone.count(), 2);
    let refused = forget(&desk, by("planet:mars".into())).expect_err("no reference");
    assert_eq!(refused.code, Code::Invalid);
}

/// What is known of a file goes with its name, in the folder of data and in backups; its text stays.
#[test]
fn a_name_is_forgotten_with_its_file_and_with_the_time_that_brought_it() {
    for by_time in [false, true] {
        let name = format!("{TEXT}.txt");
        // The local history may see the file as soon as the folder is open.
        let before = SystemClock.now();
        let desk = quiet(&[(&name, "about"), ("b.txt", "b")]);
        saved(&desk, &name);
        let layout = format!("{{\"tabs\":[\"{name}\",\"b.txt\"]}}");
        let kept = LayoutParams {
            window: None,
            layout,
        };
        desk.call::<ops::layout_save>(kept).expect("it is kept");
        let made = desk.app.back_up(&BackupCreateParams {
            to: None,
            with_key: false,
            profile: None,
        });
        made.expect("a backup");
        let params = match by_time {
            true => JournalForgetParams {
                since: Some(Whole::size(u64::try_from(before).expect("later than 1970"))),
                ..JournalForgetParams::default()
            },
            false => JournalForgetParams {
                subject: Some(format!("file:{name}")),
                ..JournalForgetParams::default()
            },
        };
        let done = forget(&desk, params).expect("forgotten");
        // The file is still there, and the index or the work on meaning may have read it anew
        // meanwhile.
        let is_index = |file: &std::path::Path| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            file.ends_with("index/symbols") || name.starts_with("meaning.db")
        };
        let mut files = files_with(&desk.home.data(), TEXT.as_bytes());
        files.retain(|file| !is_index(file));
        assert_eq!(
            files,
            [] as [std::path::PathBuf; 0],
            "by time: {by_time}, {done:?}"
        );
        let mut left = done.left.iter();
        assert!(
            left.all(|left| is_index(std::path::Path::new(&left.file))),
            "by time: {by_time}, {done:?}"
        );
        let read = desk.call::<ops::layout_read>(WindowParams { window: None });
        let layout = read.expect("read").layout.expect("kept");
        assert_eq!(layout, "{\"tabs\":[\"…\",\"b.txt\"]}");
        let proof = desk.call::<ops::journal_verify>(Nothing {});
        assert!(proof.expect("a proof").ok);
    }
}

#[test]
fn what_happened_since_a_time_is_forgotten() {
    let desk = Desk::new(&[("a.txt", "a")]);
    saved(&desk, "a.txt");
    let since = JournalForgetParams {
        since: Some(Whole::size(0)),
        ..JournalForgetParams::default()
    };
    forget(&desk, since).expect("forgotten");
    let left = events(&desk);
    let kept: Vec<_> = left
        .iter()
        .filter(|event| event.payload.is_some())
        .collect();
    assert!(kept.iter().all(|event| event.kind == "erased"), "{kept:?}");
    assert!(
        desk.call::<ops::journal_verify>(Nothing {})
            .expect("a proof")
            .ok
    );
}

#[test]
fn what_cannot_be_forgotten_is_named_and_nobody_else_may_ask() {
    let desk = Desk::new(&[("a.txt", "a")]);
    for params in [
        JournalForgetParams::default(),
        text("abc"),
        JournalForgetParams {
            since: Some(Whole::size(1)),
            ..text("abcdef")
        },
    ] {
        assert_eq!(
            forget(&desk, params).expect_err("refused").code,
            Code::Invalid
        );
    }
    saved(&desk, "a.txt");
    let done = forget(&desk, text("window")).expect("forgotten");
    assert!(
        done.left.iter().any(|left| left.why.contains("fixed part")),
        "the actor's name stands in a header: {done:?}"
    );
    let agent = Caller {
        actor: Actor {
            kind: ActorKind::Agent,
            name: "helper".into(),
        },
        window: None,
        id: "agent:1".into(),
    };
    let refused = ops::journal_forget::run(&desk.owner, &agent, text("abcdef"));
    assert_eq!(
        refused.expect_err("the person's own").code,
        Code::Permission
    );
}

#[test]
fn backups_elsewhere_and_what_was_set_aside_are_treated_or_named() {
    let name = format!("{TEXT}.md");
    let desk = quiet(&[(&name, "a")]);
    saved(&desk, &name);
    let disk = tempfile::tempdir().expect("a disk");
    let place = disk.path().join("backups");
    std::fs::create_dir(&place).expect("made");
    let made = desk.app.back_up(&BackupCreateParams {
        to: Some(place.display().to_string()),
        with_key: false,
        profile: None,
    });
    let backup = made.expect("a backup").path;
    let row = desk.owner.row();
    let live = desk.app.dirs.workspace_place(row.profile, row.id).file;
    let aside = live.parent().expect("a folder").join("aside/20261121");
    std::fs::create_dir_all(&aside).expect("made");
    let copy = std::path::Path::new(&backup).join(format!("workspace-{}.db", row.id));
    std::fs::copy(&copy, aside.join("workspace.db")).expect("set aside");
    std::fs::write(aside.join("garbage.db"), TEXT).expect("set aside");

    let away = disk.path().join("away");
    std::fs::rename(&place, &away).expect("unmounted");
    let left = forget(&desk, text(TEXT)).expect("forgotten").left;
    let told: Vec<_> = left.iter().map(|left| left.why.as_str()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(told[0].contains("not there now"), "{told:?}");
    assert_eq!(left[0].file, place.display().to_string());
    assert!(told[1].contains("set aside") && left[1].file.ends_with("garbage.db"));
    std::fs::remove_file(aside.join("garbage.db")).expect("removed");

    std::fs::rename(&away, &place).expect("mounted");
    assert!(
        !files_with(&place, TEXT.as_bytes()).is_empty(),
        "still there"
    );
    let done = forget(&desk, text(TEXT)).expect("forgotten");
    assert_eq!((done.left, done.backups), (vec![], 2));
    for folder in [&place, &desk.home.data()] {
        assert_eq!(
            files_with(folder, TEXT.as_bytes()),
            [] as [std::path::PathBuf; 0]
        );
    }
    std::fs::remove_dir_all(&backup).expect("deleted");
    forget(&desk, text(TEXT)).expect("an empty place is looked at once more");
    std::fs::remove_dir_all(&place).expect("deleted");
    assert_eq!(forget(&desk, text(TEXT)).expect("forgotten").left, []);

    desk.app.db.create_profile(TEXT).expect("made");
    let left = forget(&desk, text(TEXT)).expect("forgotten").left;
    assert!(
        left.iter()
            .all(|left| left.why.contains("name of a profile")),
        "{left:?}"
    );
    assert!(!left.is_empty());
}
