//! What there is, by the names that texts use.

use std::os::unix::ffi::OsStrExt;

use tenon_index::syntax::SymbolKind;
use tenon_knowledge::link::{Known, Run, Symbol};
use tenon_knowledge::task::Id;

use super::git::Commits;
use super::things::run_title;
use crate::notes;
use crate::owner::Owner;
use crate::tasks::LinkedTask;

pub(super) fn known(
    owner: &Owner,
    notes: &notes::Known,
    tasks: &[LinkedTask],
    repo: &Commits,
    runs: &[Run],
) -> Known {
    let mut known = Known::default();
    known.set_root(owner.root().as_os_str().as_bytes());
    for path in notes.paths() {
        known.add_file(path);
    }
    for linked in tasks {
        let task = &linked.task;
        known.add_file(task.path.as_bytes());
        if let Some(id) = &task.id {
            let others = task.aliases.iter().filter_map(|alias| Id::parse(alias));
            known.add_task(id, &others.collect::<Vec<_>>(), task.path.as_bytes());
        }
    }
    for commit in &repo.commits {
        known.add_commit(&commit.hash);
    }
    for (old, new) in &repo.moves {
        known.add_move(old, new);
    }
    let changed = repo.commits.iter().flat_map(|commit| &commit.files);
    for path in changed {
        known.add_gone(path);
    }
    for run in runs {
        known.add_run(&run_title(run), &run.id);
    }
    let symbols = owner.symbols.lock();
    for located in symbols.all() {
        let symbol = located.symbol;
        // Headings are the notes' own, and keys of data are no names that texts mean.
        if matches!(
            symbol.kind,
            SymbolKind::Heading | SymbolKind::Key | SymbolKind::Rule
        ) {
            continue;
        }
        known.add_symbol(Symbol {
            id: located.id.to_string(),
            name: symbol.name.to_string(),
            parents: symbol.parents.iter().map(ToString::to_string).collect(),
            path: located.path.to_vec(),
            bytes: symbol.range.clone(),
            line: symbol.line,
            end_line: symbol.end_line,
            says: symbol.body.0,
        });
    }
    known
}
