//! What every test needs: a folder, a place for data, the owner of it all, and an ear for events.

use std::ffi::OsString;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tempfile::TempDir;
use tenon_api::ApiResult;
use tenon_api::app::App;
use tenon_api::hub::{Hub, Subscription};
use tenon_api::ops::{self, Op, RawOp};
use tenon_api::owner::{Caller, Claim, Owner};
use tenon_api::surroundings::{Surroundings, SystemClock, SystemIds};
use tenon_api::wire::{
    DocumentInfo, DocumentOpenParams, FileFindParams, UiEvent, WindowEvent, WindowParams,
};
use tenon_core::{DocId, SessionId};
use tenon_store::{
    Ambient, ContentKey, DataDirs, DirHints, JournalQuery, JournalRow, KeptText, SystemEntropy,
    Workspace, WorkspaceDb, keys,
};
use tenon_testkit::{TempWorkspace, wait_until};

/// Where data, sockets and the home folder lie; nothing else of the machine is touched.
pub struct Home {
    path: PathBuf,
    _folder: Option<TempDir>,
}

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["run", "home"] {
            let made = folder.path().join(name);
            std::fs::create_dir(&made).expect("a folder");
            std::fs::set_permissions(&made, Permissions::from_mode(0o700)).expect("ours");
        }
        let path = folder.path().to_path_buf();
        let _folder = Some(folder);
        Self { path, _folder }
    }

    /// The home that another process of the test has made, and removes.
    pub fn at(path: PathBuf) -> Self {
        Self {
            path,
            _folder: None,
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    /// What a process finds around it. There is no Python for the sidecar.
    pub fn surroundings(&self) -> Surroundings {
        let home = self.path.join("home");
        let environment: Vec<(OsString, OsString)> = vec![
            ("HOME".into(), home.clone().into()),
            ("XDG_RUNTIME_DIR".into(), self.path.join("run").into()),
            ("PATH".into(), "/usr/local/bin:/usr/bin:/bin".into()),
            ("SHELL".into(), "/bin/sh".into()),
            ("TENON_SIDECAR_PYTHON".into(), "/nowhere/python".into()),
        ];
        Surroundings {
            dirs: DirHints {
                home,
                data_dir: Some(self.data()),
                ..DirHints::default()
            },
            environment,
            cwd: self.path.clone(),
            uid: rustix::process::getuid().as_raw(),
            program: std::env::current_exe().expect("this program"),
            keeper: None,
            launcher: None,
            command: Arc::new(|program| std::process::Command::new(program)),
            ambient: ambient(),
        }
    }

    pub fn app(&self) -> Arc<App> {
        App::open(self.surroundings(), true).expect("the app opens")
    }
}

fn ambient() -> Ambient {
    Ambient {
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        entropy: Arc::new(SystemEntropy),
    }
}

/// A workspace that is open and served.
pub struct Desk {
    // Dropped in this order: the owner before the folders that it works in.
    pub owner: Arc<Owner>,
    pub app: Arc<App>,
    pub workspace: TempWorkspace,
    pub home: Home,
}

impl Desk {
    pub fn new(files: &[(&str, &str)]) -> Self {
        Self::over(TempWorkspace::with(files))
    }

    pub fn over(workspace: TempWorkspace) -> Self {
        Self::served(workspace, Owner::serve)
    }

    pub fn served(workspace: TempWorkspace, serve: fn(&Arc<Owner>) -> ApiResult<()>) -> Self {
        let home = Home::new();
        let app = home.app();
        let owner = own(&app, workspace.path());
        serve(&owner).expect("it serves");
        let desk = Self {
            owner,
            app,
            workspace,
            home,
        };
        wait_until("the list of files", || !desk.find("").2);
        desk
    }

    pub fn call<O: Op>(&self, params: O::Params) -> ApiResult<O::Output> {
        O::run(&self.owner, &Caller::window("main"), params)
    }

    pub fn raw<O: RawOp>(&self, params: O::Params) -> ApiResult<Vec<u8>> {
        O::run(&self.owner, &Caller::window("main"), params)
    }

    pub fn open(&self, path: &str) -> DocumentInfo {
        let params = DocumentOpenParams {
            path: path.into(),
            encoding: None,
        };
        self.call::<ops::document_open>(params).expect("it opens")
    }

    pub fn text(&self, doc: DocId) -> String {
        self.head_and_text(doc).1
    }

    /// The change that the text stands on, and the text.
    pub fn head_and_text(&self, doc: DocId) -> (String, String) {
        let params = tenon_api::wire::DocumentParams { doc };
        let bytes = self.raw::<ops::document_text>(params).expect("its text");
        let all = String::from_utf8(bytes).expect("UTF-8");
        let (head, text) = all.split_once('\n').expect("a line with the head");
        (head.to_owned(), text.to_owned())
    }

    pub fn layout(&self, window: &str) -> Option<String> {
        let caller = Caller::window(window);
        let params = WindowParams { window: None };
        let kept = ops::layout_read::run(&self.owner, &caller, params);
        kept.expect("no fault").layout
    }

    /// Paths that match a query, which of them are recent, and whether the list is still made.
    pub fn find(&self, query: &str) -> (Vec<String>, Vec<String>, bool) {
        let params = FileFindParams {
            query: query.into(),
            limit: 100,
        };
        let found = self.call::<ops::file_find>(params).expect("it finds");
        let recent = found.matches.iter().filter(|found| found.recent);
        let recent = recent.map(|found| found.path.path.clone()).collect();
        let all = found.matches.iter().map(|found| found.path.path.clone());
        (all.collect(), recent, found.scanning)
    }

    pub fn hear(&self) -> Heard {
        Heard::on(self.owner.hub())
    }

    pub fn socket(&self) -> PathBuf {
        Owner::socket(&self.app, &self.owner.row()).expect("a place for the socket")
    }

    /// Ends the owner and gives what its journal holds, oldest first.
    pub fn close(self) -> Ended {
        let row = self.owner.row();
        self.owner.close();
        drop(self.owner);
        let dirs = self.app.dirs.clone();
        drop(self.app);
        Ended {
            rows: journal(&dirs, &row),
            home: self.home,
            _workspace: self.workspace,
        }
    }
}

/// What an owner leaves behind.
pub struct Ended {
    pub rows: Vec<JournalRow>,
    pub home: Home,
    _workspace: TempWorkspace,
}

/// Becomes the owner, once a thread of the owner before has done its last piece of work.
pub fn own(app: &Arc<App>, folder: &Path) -> Arc<Owner> {
    let mut owner = None;
    wait_until("nobody else to own it", || {
        owner = claim(app, folder);
        owner.is_some()
    });
    owner.expect("it is not taken")
}

/// The owner, unless there is one already.
pub fn claim(app: &Arc<App>, folder: &Path) -> Option<Arc<Owner>> {
    match Owner::claim(app, folder, None).expect("it can be claimed") {
        Claim::Owned(owner) => Some(owner),
        Claim::Taken(_) => None,
    }
}

pub fn journal(dirs: &DataDirs, row: &Workspace) -> Vec<JournalRow> {
    let name = DataDirs::workspace_key(row.id);
    let key = keys::load_or_create(&dirs.keys(), &name, &SystemEntropy).expect("the key");
    let place = dirs.workspace_place(row.profile, row.id);
    let session = SessionId::new(&SystemIds);
    let db =
        WorkspaceDb::open(&place, ContentKey::new(key), session, ambient()).expect("the database");
    db.check().expect("the journal proves itself");
    db.read(&JournalQuery::default()).expect("its rows")
}

/// Makes what is kept of a document unreadable, as damage on the disk would.
pub fn break_content(dirs: &DataDirs, row: &Workspace, doc: DocId) {
    let place = dirs.workspace_place(row.profile, row.id);
    let session = SessionId::new(&SystemIds);
    let stranger = ContentKey::new([9; 32]);
    let open = || WorkspaceDb::open(&place, stranger.clone(), session, ambient());
    // A key that has sealed nothing here seals only after somebody said so.
    let accepted = open().expect("the database").accept_key(&stranger);
    accepted.expect("it is noted");
    let db = open().expect("the database");
    let text = db.seal_content(b"not to be read").expect("it seals");
    let kept = KeptText {
        doc,
        title: None,
        text,
        covered: Vec::new(),
    };
    db.keep_text_later(kept).wait().expect("it is written");
}

/// Keeps every event.
pub struct Heard {
    events: Arc<Mutex<Vec<WindowEvent>>>,
    _subscription: Subscription,
}

impl Heard {
    pub fn on(hub: &Hub) -> Self {
        let events: Arc<Mutex<Vec<WindowEvent>>> = Arc::default();
        let sink = events.clone();
        let _subscription = hub.subscribe(move |event| {
            sink.lock().expect("no panic").push(event.clone());
        });
        Self {
            events,
            _subscription,
        }
    }

    /// Waits for an event of which `pick` makes something.
    #[track_caller]
    pub fn wait<T>(&self, what: &str, pick: impl Fn(&UiEvent) -> Option<T>) -> T {
        let mut found = None;
        wait_until(what, || {
            found = self.all().iter().find_map(|event| pick(&event.event));
            found.is_some()
        });
        found.expect("it was found")
    }

    pub fn all(&self) -> Vec<WindowEvent> {
        self.events.lock().expect("no panic").clone()
    }
}

/// Every file below a folder in which the bytes occur.
pub fn files_with(folder: &Path, needle: &[u8]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("it can be listed") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.is_file()
                && let Ok(bytes) = std::fs::read(&path)
                && bytes.windows(needle.len()).any(|part| part == needle)
            {
                found.push(path);
            }
        }
    }
    found
}
