//! What several of these tests need.

use std::collections::HashMap;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::channel;

use tenon_core::{Change, DocId, Edit};
use tenon_testkit::{CountingIds, PATIENCE, TempWorkspace};
use tenon_workspace::{DocIds, Document, Documents, Opened, Root, WorkspaceError};

/// Opens a workspace's folder.
pub fn root(workspace: &TempWorkspace) -> Root {
    Root::open(workspace.path()).expect("the folder was made just now")
}

/// Identities by path, as the owner's database gives them.
#[derive(Default)]
pub struct PathIds {
    ids: CountingIds,
    known: Mutex<HashMap<Vec<u8>, DocId>>,
}

impl DocIds for PathIds {
    fn id_for(&self, path: Option<&[u8]>) -> Result<DocId, WorkspaceError> {
        let Some(path) = path else {
            return Ok(DocId::new(&self.ids));
        };
        let mut known = self.known.lock().expect("no test panics in here");
        Ok(*known
            .entry(path.to_vec())
            .or_insert_with(|| DocId::new(&self.ids)))
    }
}

/// The limit above which text is only looked at.
pub const LIMIT: u64 = 1 << 20;

/// A workspace with its open documents.
pub struct Desk {
    pub workspace: TempWorkspace,
    pub root: Root,
    pub documents: Documents,
    pub ids: PathIds,
}

impl Desk {
    pub fn with(files: &[(&str, &str)]) -> Self {
        let workspace = TempWorkspace::with(files);
        Self {
            root: root(&workspace),
            workspace,
            documents: Documents::default(),
            ids: PathIds::default(),
        }
    }

    pub fn open(&mut self, path: &[u8]) -> DocId {
        let opened = self
            .documents
            .open(&self.root, &self.ids, path, None, LIMIT);
        match opened.unwrap_or_else(|e| panic!("{}: {e}", path.escape_ascii())) {
            Opened::Text(id) => id,
            other => panic!("{} is text, not {other:?}", path.escape_ascii()),
        }
    }

    /// Types in front of the text.
    pub fn type_in(&mut self, id: DocId, text: &str) {
        self.edit(id, Edit(0, 0, text.into()));
    }

    /// Makes one edit.
    pub fn edit(&mut self, id: DocId, edit: Edit) {
        let document = self.documents.get(id).expect("it is open");
        let change = next_change(document, edit);
        self.documents.change(&change).expect("the edit fits");
    }

    pub fn text(&self, id: DocId) -> String {
        let document = self.documents.get(id).expect("it is open");
        document.text.to_string()
    }

    /// Names beside the given ones, such as a temporary file that was left behind.
    pub fn unexpected(&self, folder: &[u8], expected: &[&[u8]]) -> Vec<Vec<u8>> {
        let mut names = self.workspace.names(folder);
        names.retain(|name| !expected.contains(&name.as_slice()));
        names
    }
}

/// The change of one writer that comes next.
pub fn next_change(document: &Document, edit: Edit) -> Change {
    Change {
        doc: document.id,
        replica: "test".into(),
        counter: document.counter("test") + 1,
        parents: document.head().map(str::to_owned).into_iter().collect(),
        changes: vec![edit],
    }
}

/// Runs `work` and fails when it hangs.
pub fn soon<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, result) = channel();
    // A thread that hangs is left behind; the test has failed by then.
    std::thread::spawn(move || done.send(work()));
    result
        .recv_timeout(PATIENCE)
        .unwrap_or_else(|e| panic!("{what}: {e}"))
}

/// Runs `work` without the powers of root: in a thread that has given them up.
pub fn without_powers<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let worker = std::thread::spawn(move || {
        if rustix::process::geteuid().is_root() {
            let nobody = rustix::process::Uid::from_raw(65_534);
            rustix::thread::set_thread_res_uid(nobody, nobody, nobody)
                .expect("root may become anybody");
        }
        work()
    });
    worker.join().expect("the work does not panic")
}

/// Says in the test's output why it ends early.
#[expect(
    clippy::print_stdout,
    reason = "the reason belongs in the test's output"
)]
pub fn skip(reason: &str) {
    println!("skipped: {reason}");
}

const ROLE: &str = "TENON_TEST_ROLE";

/// Whether this process was started by [`again`], and with which folder.
#[expect(
    clippy::disallowed_methods,
    reason = "a child is told by its environment"
)]
pub fn role() -> Option<std::path::PathBuf> {
    std::env::var_os(ROLE).map(Into::into)
}

/// This test again, in a process of its own that [`role`] tells apart.
pub fn again(test: &str, folder: &std::path::Path) -> Command {
    let program = std::env::current_exe().expect("a running test has a program");
    let mut command = Command::new(program);
    command
        .args(["--exact", test, "--nocapture"])
        .env(ROLE, folder)
        .stdin(Stdio::null());
    command
}
