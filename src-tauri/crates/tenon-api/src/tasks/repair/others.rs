//! What else names an id that two tasks had: words of texts and code, and commits. All of it is told
//! and left alone.

use tenon_git::Repo;
use tenon_knowledge::task::{Id, Relinking, named};

use crate::commits::{LAST, subject};
use crate::owner::Owner;
use crate::tasks::folder::text;
use crate::wire::{TaskLink, TaskRepaired};

/// Digits of a hash that people are shown.
const SHORT: usize = 7;

/// Tells the lines of these texts that may mean the younger task.
pub(super) fn words(
    owner: &Owner,
    paths: &[String],
    relinking: &Relinking<'_>,
    told: &mut TaskRepaired,
) {
    let Some(id) = &relinking.elder.id else {
        return;
    };
    // What the two say of themselves they mean; the younger has its new path by now.
    let mut own = vec![relinking.elder.path.clone(), relinking.younger.path.clone()];
    own.extend(told.renumbered.iter().map(|one| one.path.clone()));
    for path in paths.iter().filter(|path| !own.contains(path)) {
        let Ok(text) = text(&owner.root, path) else {
            continue;
        };
        for (line, word) in named(&text, id) {
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            let is_told = |link: &TaskLink| link.path == *path && link.line == line;
            if !told.links.iter().any(is_told) {
                told.links.push(TaskLink {
                    path: path.clone(),
                    line,
                    old: word.to_owned(),
                    new: relinking.new.to_string(),
                    known: false,
                    done: false,
                });
            }
        }
    }
}

/// Tells which of the last commits name the id; they cannot be changed.
pub(super) fn commits(owner: &Owner, relinking: &Relinking<'_>, told: &mut TaskRepaired) {
    let Some(id) = &relinking.elder.id else {
        return;
    };
    // A repository that cannot be read is told where git itself is asked.
    let repo = Repo::discover(owner.root()).ok().flatten();
    let found = repo.and_then(|repo| repo.commits(LAST).ok());
    let naming = found.into_iter().flatten().filter(|it| is_named(it, id));
    let naming = naming.map(|commit| {
        let short = commit.id.get(..SHORT).unwrap_or(&commit.id);
        format!("{short} {}", subject(owner, &commit.message))
    });
    let naming: Vec<String> = naming.collect();
    if !naming.is_empty() {
        told.notices.push(format!(
            "Commits that name {id} lead to \"{}\" and cannot be changed: {}.",
            relinking.elder.name(),
            naming.join(", ")
        ));
    }
}

fn is_named(commit: &tenon_git::Commit, id: &Id) -> bool {
    !named(&commit.message, id).is_empty()
}
