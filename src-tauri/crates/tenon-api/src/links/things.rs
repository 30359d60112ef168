//! What things are called.

use std::collections::HashMap;

use tenon_core::WirePath;
use tenon_knowledge::link::{Run, Thing};
use tenon_knowledge::note::{Vault, is_note};

use super::build::Built;
use super::git::Commits;
use super::reference::{has_commit, told};
use crate::ApiResult;
use crate::handle::{has_run, is_there, subject};
use crate::owner::Owner;
use crate::tasks::LinkedTask;
use crate::wire::{LinkedThing, Whole};

/// Digits of a hash that people are shown.
const SHORT: usize = 7;

/// What is known of a thing beside its reference.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    pub title: String,
    pub detail: Option<String>,
    pub path: Option<Vec<u8>>,
    pub line: Option<u32>,
    pub at: Option<i64>,
    /// Whether it waits for somebody: a task that is open, a command that failed and has not passed
    /// since in its folder.
    pub open: bool,
}

/// What a command is called: `cargo test · exit 101`.
pub(super) fn run_title(run: &Run) -> String {
    let command = run.command.lines().next().unwrap_or_default().trim();
    match run.exit {
        None | Some(0) => command.to_owned(),
        Some(exit) => format!("{command} · exit {exit}"),
    }
}

/// What tasks, notes with their headings, commits and commands are called.
pub(super) fn shown(
    vault: &Vault,
    tasks: &[LinkedTask],
    repo: &Commits,
    runs: &[Run],
) -> HashMap<Thing, Shown> {
    let mut shown = HashMap::new();
    for (path, note) in vault.notes() {
        let of_note = Shown {
            title: vault.title(path).unwrap_or_default().into_owned(),
            path: Some(path.to_vec()),
            at: Some(note.changed),
            ..Shown::default()
        };
        let line = |line: usize| u32::try_from(line).ok();
        for heading in note.headings.iter().rev() {
            let thing = Thing::Heading(path.to_vec(), heading.text.clone());
            shown.insert(
                thing,
                Shown {
                    title: heading.text.clone(),
                    detail: Some(of_note.title.clone()),
                    line: line(heading.line),
                    ..of_note.clone()
                },
            );
        }
        for block in &note.blocks {
            let thing = Thing::Block(path.to_vec(), block.id.clone());
            shown.insert(
                thing,
                Shown {
                    title: format!("{} ^{}", of_note.title, block.id),
                    line: line(block.line),
                    ..of_note.clone()
                },
            );
        }
        shown.insert(Thing::File(path.to_vec()), of_note);
    }
    for linked in tasks {
        let task = &linked.task;
        let Some(id) = &task.id else { continue };
        let of_task = Shown {
            title: task.title.clone(),
            detail: Some(linked.status.clone()),
            path: Some(task.path.clone().into_bytes()),
            open: linked.open,
            ..Shown::default()
        };
        shown.insert(Thing::Task(id.as_str().to_owned()), of_task);
    }
    for commit in &repo.commits {
        let subject = repo.messages.get(&commit.hash);
        let subject = subject.map_or("", |message| &*message.subject);
        let of_commit = Shown {
            title: format!("{} {subject}", short(&commit.hash)),
            at: Some(commit.at),
            ..Shown::default()
        };
        shown.insert(Thing::Commit(commit.hash.clone()), of_commit);
    }
    let mut passed: HashMap<(&str, Option<&[u8]>), i64> = HashMap::new();
    for run in runs.iter().rev() {
        let command = (run.command.trim(), run.cwd.as_deref());
        let later = passed.get(&command).copied();
        let is_passed = later.is_some_and(|began| began >= run.ended);
        if run.exit == Some(0) {
            passed.entry(command).or_insert(run.began);
        }
        let failed = run.exit.is_some_and(|exit| exit != 0);
        let of_run = Shown {
            title: run_title(run),
            detail: (failed && is_passed).then(|| "passed since".to_owned()),
            at: Some(run.ended),
            open: failed && !is_passed,
            ..Shown::default()
        };
        shown.insert(Thing::Run(run.id.clone()), of_run);
    }
    shown
}

fn short(hash: &str) -> &str {
    hash.get(..SHORT).unwrap_or(hash)
}

/// The word of what a thing is.
pub(super) fn kind<'t>(built: &Built, thing: &'t Thing) -> &'t str {
    match thing {
        Thing::File(path) if is_note(path) && built.shown.contains_key(thing) => "note",
        Thing::File(_) => "file",
        Thing::Heading(..) => "heading",
        Thing::Block(..) => "block",
        Thing::Task(_) => "task",
        Thing::Symbol(_) => "symbol",
        Thing::Commit(_) => "commit",
        Thing::Run(_) => "run",
        Thing::Other(kind, _) => kind,
    }
}

/// A thing as it is told.
pub(super) fn wire(
    owner: &Owner,
    built: &Built,
    thing: &Thing,
    depth: u32,
) -> ApiResult<LinkedThing> {
    let reference = told(owner, thing)?;
    let known = &built.known;
    let symbol = match thing {
        Thing::Symbol(id) => known.symbol_of(id),
        _ => None,
    };
    let shown = match (built.shown.get(thing), symbol, thing) {
        (Some(shown), ..) => shown.clone(),
        (None, Some(symbol), _) => Shown {
            title: symbol.qualified(),
            path: Some(symbol.path.clone()),
            line: Some(symbol.line),
            ..Shown::default()
        },
        (None, None, Thing::File(path)) => Shown {
            title: String::from_utf8_lossy(path).into_owned(),
            path: Some(path.clone()),
            ..Shown::default()
        },
        (None, None, Thing::Commit(hash)) => Shown {
            title: short(hash).to_owned(),
            ..Shown::default()
        },
        _ => Shown {
            title: reference.clone(),
            ..Shown::default()
        },
    };
    Ok(LinkedThing {
        kind: kind(built, thing).to_owned(),
        title: shown.title,
        detail: shown.detail,
        path: shown.path.map(|path| WirePath::from_bytes(&path)),
        line: shown.line,
        at: shown.at.map(Whole::clamped),
        depth,
        missing: is_missing(owner, built, thing)?,
        reference,
    })
}

fn is_missing(owner: &Owner, built: &Built, thing: &Thing) -> ApiResult<bool> {
    let known = &built.known;
    let there = match thing {
        // Files that ignore files leave out are there, too.
        Thing::File(path) => known.has_file(path) || owner.root.place(path).is_ok(),
        Thing::Heading(..) | Thing::Block(..) => built.shown.contains_key(thing),
        Thing::Task(id) => known.has_task(id),
        Thing::Symbol(id) => known.symbol_of(id).is_some(),
        Thing::Commit(hash) => known.has_commit(hash) || has_commit(owner, hash),
        Thing::Run(id) => {
            built.shown.contains_key(thing)
                || match id.parse() {
                    Ok(run) => has_run(owner, run)?,
                    Err(_) => false,
                }
        }
        Thing::Other(kind, id) => match subject(&format!("{kind}:{id}")) {
            // A file without a path was deleted, and is known by its identity alone.
            Ok(_) if kind == "file" => false,
            Ok(thing) => is_there(owner, &thing)?,
            Err(_) => false,
        },
    };
    Ok(!there)
}
