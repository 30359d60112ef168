//! Giving tasks that a merge brought with one id ids of their own.

mod others;
mod past;

use std::collections::HashSet;

use tenon_core::Code;
use tenon_knowledge::task::{
    Change, Id, Moment, Relinking, Task, duplicates, edit, relinked, renumber,
};
use tenon_workspace::walk;

use super::check::{now, refused};
use super::create::seen;
use super::folder::{Tasks, text};
use super::note::Note;
use super::write::Writer;
use crate::owner::{Caller, Owner, lock};
use crate::wire::{TaskLink, TaskRenumbered, TaskRepairParams, TaskRepaired};
use crate::{ApiError, ApiResult};

/// So many texts are looked through for links.
const MOST: usize = 20_000;
/// Threads of the walk.
const THREADS: usize = 2;

/// Gives each younger task of those that share an id another one, or tells what that would be.
pub(crate) fn repair(
    owner: &Owner,
    caller: &Caller,
    params: &TaskRepairParams,
) -> ApiResult<TaskRepaired> {
    let writer = Writer::new(owner);
    let all = Tasks::read(&owner.root);
    all.seeing()?;
    let mut repaired = TaskRepaired {
        renumbered: Vec::new(),
        links: Vec::new(),
        dry_run: params.dry_run,
        notices: Vec::new(),
    };
    let mut seen = seen(owner, &all, &mut repaired.notices)?;
    if pairs(&all, &params.ids, &|_| None)?.is_empty() {
        return Ok(repaired);
    }
    let past = past::Past::read(owner, &mut repaired.notices);
    let pairs = pairs(&all, &params.ids, &|task| past.came(&task.path))?;
    // All are tried first, so that a refusal finds nothing changed.
    for (_, younger) in &pairs {
        let path = younger.path.as_str();
        let id = younger.id.as_ref();
        writer.try_edit(path, &mut |text| {
            let same = id.map(|id| renumber(path, text, id)).transpose();
            let same = same.map_err(|why| refused(Some(path), &why))?;
            Ok(same.map_or_else(|| text.to_owned(), |made| made.text))
        })?;
    }
    let at = now(owner.app.surroundings.ambient.clock.now())?;
    let mut texts = texts(owner, &all, &mut repaired.notices);
    for (elder, younger) in pairs {
        let new = next(&all, younger, &seen);
        seen.insert(new.to_string());
        let relinking = Relinking {
            elder,
            younger,
            new: &new,
        };
        let told = renumbered(owner, caller, &writer, (younger, &new, &at), params.dry_run)?;
        if !params.dry_run {
            let own = texts.iter_mut().filter(|path| **path == told.old_path);
            own.for_each(|path| path.clone_from(&told.path));
        }
        repaired.renumbered.push(told);
        for path in texts.iter().filter(|path| is_markdown(path)) {
            relink(
                owner,
                &writer,
                (&all, path, &past),
                &relinking,
                &mut repaired,
            );
        }
        others::words(owner, &texts, &relinking, &mut repaired);
        others::commits(owner, &relinking, &mut repaired);
    }
    Ok(repaired)
}

/// The eldest task of each id, with each younger one.
fn pairs<'a>(
    all: &'a Tasks,
    ids: &[String],
    came: &dyn Fn(&Task) -> Option<i64>,
) -> ApiResult<Vec<(&'a Task, &'a Task)>> {
    let found = duplicates(&all.tasks, came);
    let mut wanted = HashSet::new();
    for said in ids {
        let parsed = Id::parse(said);
        let count = all
            .tasks
            .iter()
            .filter(|task| parsed.is_some() && task.id == parsed);
        let message = match (&parsed, count.count()) {
            (None, _) => format!("\"{said}\" is no id of a task, which is written as T-14"),
            (_, 0) => format!("no task has the id {said}"),
            _ => format!("only one task has the id {said}, so there is nothing to repair"),
        };
        let id = parsed.filter(|id| found.iter().any(|one| one.id == *id));
        let none = || ApiError::new(Code::NotFound, message).hint("Nothing was changed.");
        wanted.insert(id.ok_or_else(none)?);
    }
    let found = found
        .into_iter()
        .filter(|one| wanted.is_empty() || wanted.contains(&one.id));
    Ok(found
        .flat_map(|one| {
            let elder = one.tasks.first().copied();
            let younger = one.tasks.into_iter().skip(1);
            younger.filter_map(move |younger| Some((elder?, younger)))
        })
        .collect())
}

/// An id like the old one, above all that were seen.
fn next(all: &Tasks, younger: &Task, seen: &HashSet<String>) -> Id {
    let names = seen.iter().map(String::as_str);
    let written = younger.id.as_ref().map_or("", Id::as_str);
    match written.rsplit_once('-') {
        Some((prefix, _)) => tenon_knowledge::task::next_id(names, prefix, all.workflow.width),
        None => all.workflow.next_id(names),
    }
}

/// Writes the task under its new id, and gives its file a name that fits.
fn renumbered(
    owner: &Owner,
    caller: &Caller,
    writer: &Writer<'_>,
    (task, new, at): (&Task, &Id, &Moment),
    dry_run: bool,
) -> ApiResult<TaskRenumbered> {
    let path = &task.path;
    let fails = |why| refused(Some(path), &why);
    let made = renumber(path, &text(&owner.root, path)?, new).map_err(fails)?;
    let folder = path.strip_suffix(task.name()).unwrap_or_default();
    let to = format!("{folder}{}", made.name);
    let told = TaskRenumbered {
        from: task.id.as_ref().map(Id::to_string).unwrap_or_default(),
        to: new.to_string(),
        old_path: path.clone(),
        path: to.clone(),
    };
    if dry_run {
        return Ok(told);
    }
    writer.edit(path, &mut |text| {
        let made = renumber(path, text, new).map_err(fails)?;
        edit(path, &made.text, &Change::Updated(Some(at.clone()))).map_err(fails)
    })?;
    if to != *path {
        writer.rename(path, &to)?;
    }
    let now = Tasks::read(&owner.root);
    Note {
        kind: "task.changed",
        task: now.find(&to)?,
        fields: &["id", "aliases"],
        from: Some(&told.from),
    }
    .record(owner, caller)?;
    Ok(told)
}

/// The files of the workspace, by the rules of its ignore files, and all tasks.
fn texts(owner: &Owner, all: &Tasks, notices: &mut Vec<String>) -> Vec<String> {
    let mut paths: HashSet<String> = all.tasks.iter().map(|task| task.path.clone()).collect();
    if !owner.is_loose() {
        let found = std::sync::Mutex::new(Vec::new());
        let problems = walk::files(owner.root(), true, THREADS, || {
            |path: &[u8]| {
                let mut found = lock(&found);
                if let Ok(path) = std::str::from_utf8(path) {
                    found.push(path.to_owned());
                }
                found.len() < MOST
            }
        });
        let found = found.into_inner().unwrap_or_default();
        if found.len() >= MOST || !problems.is_empty() {
            notices.push("Not all files were looked through for links.".to_owned());
        }
        paths.extend(found);
    }
    let mut paths: Vec<String> = paths.into_iter().collect();
    paths.sort_unstable();
    paths
}

fn is_markdown(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(".md")
}

/// Has the links of a text follow that are known to mean the younger task, and tells those that may
/// mean it. A file that refuses is named, and the others go on.
fn relink(
    owner: &Owner,
    writer: &Writer<'_>,
    (all, path, past): (&Tasks, &str, &past::Past),
    relinking: &Relinking<'_>,
    told: &mut TaskRepaired,
) {
    // What cannot be read is named among the problems, or is none of ours.
    let Ok(now) = text(&owner.root, path) else {
        return;
    };
    let task = all.tasks.iter().find(|task| task.path == path);
    let written = task.and_then(|task| task.updated.as_ref().or(task.created.as_ref()));
    let side = past.side(path, &now, relinking.elder, relinking.younger);
    let find = |text: &str| relinking.links(path, text, side, written);
    let links = find(&now);
    let mut is_done = false;
    if !told.dry_run && links.iter().any(|link| link.is_known) {
        let edited = writer.edit(path, &mut |text| {
            let links = find(text);
            Ok(relinked(text, links.iter().filter(|link| link.is_known)))
        });
        match edited {
            Ok(changed) => is_done = changed,
            Err(error) => told.notices.push(error.words()),
        }
    }
    told.links.extend(links.into_iter().map(|link| TaskLink {
        path: path.to_owned(),
        line: u32::try_from(link.line).unwrap_or(u32::MAX),
        old: link.old,
        new: link.new,
        known: link.is_known,
        done: link.is_known && is_done,
    }));
}
