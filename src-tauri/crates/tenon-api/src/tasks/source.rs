//! Tasks as rows of a search.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use tenon_index::FindError;
use tenon_index::find::{Ask, Done, Hit, Source, Take};

use crate::wire::{TaskInfo, TaskList, TaskListParams, TaskPlace};
use crate::{ApiResult, search};

type List = dyn Fn(TaskListParams) -> ApiResult<TaskList> + Send + Sync;

/// Finds tasks by their words.
pub struct TaskSource {
    folder: PathBuf,
    list: Box<List>,
}

impl TaskSource {
    /// Tasks of the workspace at `folder`, which `list` finds.
    pub fn new(
        folder: &Path,
        list: impl Fn(TaskListParams) -> ApiResult<TaskList> + Send + Sync + 'static,
    ) -> Self {
        Self {
            folder: folder.to_path_buf(),
            list: Box::new(list),
        }
    }
}

impl Source for TaskSource {
    fn kind(&self) -> &'static str {
        "task"
    }

    fn rows(&self, ask: &Ask, _: &AtomicBool, take: &mut Take<'_>) -> Result<Done, FindError> {
        // No task is a symbol, and none has ended with a status.
        if ask.symbol.is_some() || ask.exit.is_some() {
            return Ok(Done::default());
        }
        let words: Vec<String> = ask.terms.iter().map(search::plain).collect();
        let without: Vec<String> = ask
            .without
            .iter()
            .map(|term| search::plain(term).to_lowercase())
            .collect();
        let among = search::among_tasks(&self.folder, ask)?;
        let found = (self.list)(TaskListParams {
            places: vec![TaskPlace::Active, TaskPlace::Completed],
            text: words.join(" "),
            ..TaskListParams::default()
        });
        let mut tasks = found.map_err(|e| FindError::Start(e.message))?.tasks;
        let named = |task: &TaskInfo| {
            let title = task.title.to_lowercase();
            words
                .iter()
                .all(|word| title.contains(&word.to_lowercase()))
        };
        // What is open and has the words in its title is likelier meant.
        tasks.sort_by_key(|task| (!named(task), task.done));
        let (mut files, count) = (0, tasks.len());
        for (place, task) in tasks.into_iter().enumerate() {
            let title = task.title.to_lowercase();
            let left_out = without.iter().any(|word| title.contains(word.as_str()));
            let elsewhere =
                |among: &std::collections::HashSet<Vec<u8>>| !among.contains(task.path.as_bytes());
            if left_out || among.as_ref().is_some_and(elsewhere) {
                continue;
            }
            files += 1;
            if !take(hit(task, place, count)) {
                break;
            }
        }
        Ok(Done {
            files,
            ..Done::default()
        })
    }
}

fn hit(task: TaskInfo, place: usize, count: usize) -> Hit {
    let mut why = task.status.clone();
    if let Some(priority) = &task.priority {
        why.push_str(&format!(", {priority}"));
    }
    if let Some(due) = &task.due {
        why.push_str(&format!(", due {due}"));
    }
    let text = match &task.id {
        Some(id) => format!("{id} {}", task.title),
        None => task.title,
    };
    Hit {
        kind: "task",
        reference: task.id.map(|id| format!("task:{id}")),
        path: task.path.into_bytes(),
        line: 1,
        column: 1,
        text,
        ranges: Vec::new(),
        score: 1.0 - place as f64 / count.max(1) as f64,
        why,
        before: Vec::new(),
        after: Vec::new(),
        cut: false,
    }
}
