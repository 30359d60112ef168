//! Where tasks lie, and reading all of them.

use std::io::Read;

use rustix::fs::FileType;
use tenon_core::Code;
use tenon_knowledge::task::{Broken, Id, Task, Workflow, claimed};
use tenon_workspace::tree::{self, Entry, Kind};
use tenon_workspace::{Root, WorkspaceError};

use crate::wire::{TaskFault, TaskProblem};
use crate::{ApiError, ApiResult};

/// Tenon's own folder, and the parts of it.
const OWN: [&str; 4] = [
    ".tenon/tasks",
    ".tenon/tasks/drafts",
    ".tenon/tasks/completed",
    ".tenon/tasks/archive",
];
/// The parts of Backlog.md's folder.
const BACKLOG: [&str; 5] = [
    "backlog/tasks",
    "backlog/drafts",
    "backlog/completed",
    "backlog/archive/tasks",
    "backlog/archive/drafts",
];
/// What Backlog.md's folder agrees on.
const CONFIG: &str = "backlog/config.yml";
/// A file beyond this many bytes is no task.
const LARGEST: u64 = 4 << 20;

/// All tasks of a workspace.
pub(crate) struct Tasks {
    /// In the order of folders and names.
    pub tasks: Vec<Task>,
    /// What the folder that new tasks go to agrees on.
    pub workflow: Workflow,
    /// The folder that new tasks go to.
    pub folder: &'static str,
    /// Files and folders that could not be read.
    pub faults: Vec<TaskProblem>,
    /// Why it is not known which ids there are or how they look, so that none can be given.
    pub blind: Option<String>,
}

/// The folders that may hold tasks, for those who look elsewhere than on the disk.
pub(super) fn folders() -> Vec<&'static str> {
    OWN.iter().chain(&BACKLOG).copied().collect()
}

/// Whether a path is that of a task in Tenon's own folder, which walks leave out for its dot.
pub(crate) fn is_own(path: &[u8]) -> bool {
    let cut = path.iter().rposition(|byte| *byte == b'/').unwrap_or(0);
    let (folder, name) = (&path[..cut], path.get(cut + 1..).unwrap_or_default());
    OWN.iter().any(|own| own.as_bytes() == folder) && is_name(name)
}

/// Whether tasks in Tenon's own folder lie below a path.
pub(crate) fn are_own_below(path: &[u8]) -> bool {
    let mut own = OWN.iter().map(|own| own.as_bytes());
    own.any(|own| own == path || own.strip_prefix(path).is_some_and(|rest| rest[0] == b'/'))
}

/// The files in Tenon's own folder that may be tasks.
pub(crate) fn own(root: &Root) -> Vec<Vec<u8>> {
    let entries = OWN.iter().flat_map(|folder| {
        // Where a folder cannot be read the list of tasks says so.
        tree::list(root, folder.as_bytes()).unwrap_or_default()
    });
    let tasks = entries.filter(is_task);
    tasks.map(|entry| entry.path).collect()
}

impl Tasks {
    /// Reads all tasks. What cannot be read is a fault, and the others are there all the same.
    pub fn read(root: &Root) -> Self {
        let is_backlog = is_there(root, CONFIG, FileType::RegularFile)
            || is_there(root, BACKLOG[0], FileType::Directory);
        let mut all = Self {
            tasks: Vec::new(),
            workflow: Workflow::default(),
            folder: OWN[0],
            faults: Vec::new(),
            blind: None,
        };
        if is_backlog {
            all.folder = BACKLOG[0];
            all.workflow = all.config(root);
            BACKLOG
                .iter()
                .for_each(|folder| all.read_folder(root, folder));
        }
        OWN.iter().for_each(|folder| all.read_folder(root, folder));
        all
    }

    fn config(&mut self, root: &Root) -> Workflow {
        let read = match text(root, CONFIG) {
            Ok(text) => Workflow::of_config(&text)
                .map_err(|broken| self.broken(CONFIG, &broken, Vec::new())),
            Err(error) if error.code == Code::NotFound => return Workflow::backlog(),
            Err(error) => Err(self.unreadable(CONFIG, &error)),
        };
        read.unwrap_or_else(|message| {
            self.blind = Some(message);
            Workflow::backlog()
        })
    }

    fn read_folder(&mut self, root: &Root, folder: &str) {
        let entries = match tree::list(root, folder.as_bytes()) {
            Ok(entries) => entries,
            Err(WorkspaceError::NotFound(_) | WorkspaceError::ParentGone(_)) => return,
            Err(error) => {
                let message = self.unreadable(folder, &error.into());
                self.blind = Some(message);
                return;
            }
        };
        for entry in entries.iter().filter(|entry| is_task(entry)) {
            match std::str::from_utf8(&entry.path) {
                Ok(path) => self.read_file(root, path),
                Err(_) => {
                    let path = String::from_utf8_lossy(&entry.path);
                    let reason = "its name is not UTF-8; rename it";
                    self.unreadable(&path, &ApiError::new(Code::Invalid, reason));
                }
            }
        }
    }

    fn read_file(&mut self, root: &Root, path: &str) {
        match text(root, path) {
            Ok(text) => match Task::parse(path, &text) {
                Ok(task) if is_note(&task, &text) => {
                    let broken = Broken {
                        line: 1,
                        reason: NO_TASK.to_owned(),
                    };
                    self.broken(path, &broken, Vec::new());
                }
                Ok(task) => self.tasks.push(task),
                Err(broken) => drop(self.broken(path, &broken, claimed(&text))),
            },
            // It went away since the folder was listed.
            Err(error) if error.code == Code::NotFound => {}
            Err(error) => drop(self.unreadable(path, &error)),
        }
    }

    fn broken(&mut self, path: &str, broken: &Broken, ids: Vec<Id>) -> String {
        let message = in_line(path, broken);
        self.faults.push(TaskProblem {
            kind: TaskFault::Broken,
            message: message.clone(),
            paths: vec![path.to_owned()],
            line: u32::try_from(broken.line).ok(),
            ids: ids.iter().map(Id::to_string).collect(),
        });
        message
    }

    fn unreadable(&mut self, path: &str, error: &ApiError) -> String {
        let message = format!("\"{path}\" cannot be read: {}", error.words());
        self.faults.push(TaskProblem {
            kind: TaskFault::Unreadable,
            message: message.clone(),
            paths: vec![path.to_owned()],
            line: None,
            ids: Vec::new(),
        });
        message
    }
}

/// What is told of a file that stands among tasks and is none.
const NO_TASK: &str = "The file has no front matter, and its name does not begin with an id, so it is no task. Begin it with the lines \"---\", \"id:\", \"title:\" and \"---\", or move it to another folder.";

/// Whether nothing in a file and its name says that it is a task.
fn is_note(task: &Task, text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    task.id.is_none() && task.body.len() == text.len()
}

/// What is wrong in a line of a file, as a sentence.
pub(super) fn in_line(path: &str, broken: &Broken) -> String {
    format!("\"{path}\", line {}: {}", broken.line, broken.reason)
}

/// Whether something is there, or stands there and cannot be looked at.
fn is_there(root: &Root, path: &str, kind: FileType) -> bool {
    match root.place(path.as_bytes()) {
        Ok(place) => place.kind() == kind,
        Err(
            WorkspaceError::NotFound(_)
            | WorkspaceError::ParentGone(_)
            | WorkspaceError::NotFolder(_),
        ) => false,
        Err(_) => true,
    }
}

/// Whether an entry of a folder is to be a task: a Markdown file that is not hidden and no readme.
/// A link is one too; where it leads out, reading it says so.
fn is_task(entry: &Entry) -> bool {
    let is_folder = entry.kind == Kind::Folder || entry.target == Some(Kind::Folder);
    !is_folder && is_name(&entry.name)
}

fn is_name(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(b".md") && !name.starts_with(b".") && name != b"readme.md"
}

/// The text of a task's file.
///
/// # Errors
/// When it cannot be read, has more than 4 MiB, or is not UTF-8.
pub(super) fn text(root: &Root, path: &str) -> ApiResult<String> {
    let (file, place) = root.open_file(path.as_bytes())?;
    let too_large = |size: u64| {
        let message = format!(
            "it has {size} bytes, and a task's file may have at most {LARGEST} ({} MiB)",
            LARGEST >> 20
        );
        ApiError::new(Code::Invalid, message)
    };
    let size = u64::try_from(place.stat.st_size).unwrap_or(0);
    if size > LARGEST {
        return Err(too_large(size));
    }
    let mut bytes = Vec::new();
    let read = file.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| ApiError::from(WorkspaceError::from_io(path.as_bytes(), error)))?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(bytes.len() as u64));
    }
    String::from_utf8(bytes)
        .map_err(|_| ApiError::new(Code::Invalid, "it is not UTF-8 text; save it as UTF-8"))
}
