//! One owner a workspace, also across processes, and files of a newer Tenon.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use tenon_api::link::Link;
use tenon_api::ops;
use tenon_api::owner::{Caller, Claim, Owner};
use tenon_api::socket::client::Client;
use tenon_api::wire::Nothing;
use tenon_core::Code;
use tenon_testkit::{TempWorkspace, wait_until};

use crate::desk::{Desk, Home, own};

#[test]
fn a_second_claim_is_told_where_the_owner_listens() {
    let desk = Desk::new(&[]);
    let second = Owner::claim(&desk.app, desk.workspace.path(), None).expect("no fault");
    let Claim::Taken(socket) = second else {
        panic!("there is an owner already");
    };
    assert_eq!(socket, desk.socket());
    assert!(socket.exists(), "it listens there");
    desk.owner.close();
    assert!(
        !socket.exists(),
        "an owner that ends takes its socket with it"
    );
}

#[test]
fn a_workspace_is_the_same_through_every_name_of_its_folder() {
    let desk = Desk::new(&[("sub/", "")]);
    let link = desk.home.path().join("link");
    std::os::unix::fs::symlink(desk.workspace.path(), &link).expect("a link");
    for name in [link, desk.workspace.at(b"sub/..")] {
        let claim = Owner::claim(&desk.app, &name, None).expect("no fault");
        assert!(
            matches!(claim, Claim::Taken(_)),
            "{} is the same folder",
            name.display()
        );
    }
    let other = Owner::claim(&desk.app, &desk.workspace.at(b"sub"), None).expect("no fault");
    assert!(
        matches!(other, Claim::Owned(_)),
        "a folder below is a workspace of its own"
    );
}

#[test]
fn what_is_no_folder_cannot_be_owned() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[("file", "")]));
    let app = home.app();
    for (name, code) in [("none", Code::NotFound), ("file", Code::Invalid)] {
        let Err(refused) = Owner::claim(&app, &folder.at(name.as_bytes()), None) else {
            panic!("{name} is no folder");
        };
        assert_eq!(refused.code, code, "{refused:?}");
    }
    assert_eq!(
        app.recent().expect("a list").workspaces,
        [],
        "neither is remembered"
    );
}

/// A process of its own that owns a workspace until its standard input ends.
struct Other(Child);

impl Other {
    fn start(home: &Home, folder: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args([
            "--exact",
            "ownership::other_process",
            "--ignored",
            "--nocapture",
        ]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let input = child.stdin.as_mut().expect("a pipe");
        writeln!(input, "{}\n{}", home.path().display(), folder.display()).expect("it reads");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let owned = output
            .lines()
            .map_while(Result::ok)
            .any(|line| line.contains("owned"));
        assert!(owned, "the other process owns the folder");
        Self(child)
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
#[ignore = "it is the other process of the tests here"]
fn other_process() {
    let mut lines = std::io::stdin()
        .lock()
        .lines()
        .map_while(Result::ok)
        .map(PathBuf::from);
    let (Some(home), Some(folder)) = (lines.next(), lines.next()) else {
        return;
    };
    drop(lines);
    let app = Home::at(home).app();
    let owner = own(&app, &folder);
    owner.serve().expect("it serves");
    println!("owned");
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

#[test]
fn another_process_is_the_owner_until_it_is_killed() {
    let (home, folder) = (Home::new(), TempWorkspace::with(&[("a.txt", "a")]));
    let app = home.app();
    let mut other = Other::start(&home, folder.path());
    let link = Link::open(&app, folder.path(), None).expect("a way to it");
    assert!(
        matches!(link, Link::Remote(_)),
        "the other process is the owner"
    );
    let caller = Caller::command_line();
    let status = link
        .call::<ops::owner_status>(&caller, Nothing {})
        .expect("it answers");
    assert_eq!(status.pid, other.0.id());

    other.0.kill().expect("it is killed");
    wait_until("the news that it is gone", || link.closed());
    let gone = link
        .call::<ops::owner_status>(&caller, Nothing {})
        .expect_err("nobody answers");
    assert_eq!(
        (gone.code, gone.retryable),
        (Code::PreconditionFailed, true)
    );

    let next = Link::open(&app, folder.path(), None).expect("the next one becomes it");
    let Link::Local(owner) = next else {
        panic!("a killed owner's lock is free");
    };
    owner
        .serve()
        .expect("the dead owner's socket is in nobody's way");
    let socket = Owner::socket(&app, &owner.row()).expect("its place");
    let uid = app.surroundings.uid;
    let client = Client::connect(&socket, uid)
        .expect("no fault")
        .expect("it listens");
    let status = client
        .call::<ops::owner_status>(&Nothing {})
        .expect("it answers");
    assert_eq!(status.pid, std::process::id());
    assert_eq!(
        status.workspace.id,
        owner.row().id,
        "it is the same workspace"
    );
}

#[test]
fn of_many_that_come_at_once_one_becomes_the_owner() {
    let (home, folder) = (Home::new(), TempWorkspace::new());
    let app = home.app();
    let claims: Vec<_> = std::thread::scope(|scope| {
        let claim = || Owner::claim(&app, folder.path(), None).expect("no fault");
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(claim)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no panic"))
            .collect()
    });
    let owned = claims
        .iter()
        .filter(|claim| matches!(claim, Claim::Owned(_)))
        .count();
    assert_eq!(owned, 1);
}

/// The version of a database's shape lies at offset 60 of the file, four bytes, the highest first.
fn make_newer(file: &Path) -> Vec<u8> {
    let mut bytes = fs::read(file).expect("the database");
    assert!(bytes.starts_with(b"SQLite format 3\0"));
    bytes[60..64].copy_from_slice(&i32::MAX.to_be_bytes());
    fs::write(file, &bytes).expect("written");
    bytes
}

#[test]
fn a_database_of_a_newer_tenon_is_refused_and_not_touched() {
    let desk = Desk::new(&[("a", "a")]);
    desk.open("a");
    let row = desk.owner.row();
    let place = desk.app.dirs.workspace_place(row.profile, row.id);
    let Desk {
        owner,
        app,
        workspace,
        home,
    } = desk;
    owner.close();
    drop((owner, app));

    let newer = make_newer(&place.file);
    let app = home.app();
    let Err(refused) = Owner::claim(&app, workspace.path(), None) else {
        panic!("it is newer");
    };
    assert_eq!(refused.code, Code::PreconditionFailed, "{refused:?}");
    assert!(refused.message.contains("newer"), "{refused:?}");
    assert_eq!(
        fs::read(&place.file).expect("it is there"),
        newer,
        "byte for byte"
    );
    let again = Owner::claim(&app, workspace.path(), None);
    assert!(
        again.is_err_and(|e| e == refused),
        "the refusal holds no lock"
    );
    drop(app);

    let file = home.data().join("app.db");
    let newer = make_newer(&file);
    let Err(refused) = tenon_api::app::App::open(home.surroundings(), true) else {
        panic!("it is newer");
    };
    assert_eq!(refused.code, Code::PreconditionFailed, "{refused:?}");
    assert_eq!(
        fs::read(&file).expect("it is there"),
        newer,
        "byte for byte"
    );
}

#[test]
fn an_owner_ends_although_somebody_still_holds_it() {
    let desk = Desk::new(&[]);
    let socket = desk.socket();
    let held = Arc::clone(&desk.owner);
    desk.owner.close();
    assert!(!socket.exists());
    let claim = Owner::claim(&desk.app, desk.workspace.path(), None).expect("no fault");
    assert!(
        matches!(claim, Claim::Taken(_)),
        "the lock goes with the last who holds it"
    );
    held.close();
}
