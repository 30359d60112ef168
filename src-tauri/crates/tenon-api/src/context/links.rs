//! Links of what is in front, and of the task of the branch.

use tenon_knowledge::context::{Edge, Thing};
use tenon_knowledge::task::Task;

use crate::ApiResult;
use crate::links as linked;
use crate::owner::{Owner, lock};
use crate::tasks::{Tasks, adopted};

/// The open task of the branch that is checked out, as its file.
pub(super) fn task(owner: &Owner, tasks: &Tasks) -> Option<Thing> {
    let branch = lock(&owner.git).branch.clone()?;
    let is_its =
        |task: &&Task| task.branch.as_ref() == Some(&branch) && tasks.workflow.is_open(task);
    tasks.tasks.iter().find(is_its).map(thing)
}

fn thing(task: &Task) -> Thing {
    Thing::File(task.path.clone().into_bytes())
}

/// Marks that became tasks, and what is linked to what is in front and to the task of the branch.
pub(super) fn all(
    owner: &Owner,
    tasks: &Tasks,
    front: Option<&Thing>,
    task: Option<&Thing>,
) -> ApiResult<Vec<Edge>> {
    let mut edges = Vec::new();
    for (id, path, line) in adopted(owner)? {
        let Ok(task) = tasks.find(&id) else { continue };
        if tasks.workflow.is_open(task) {
            edges.push(Edge {
                from: thing(task),
                to: Thing::File(path),
                confidence: 1.0,
                reason: format!("{id} was made of the mark in line {line}"),
            });
        }
    }
    let branch = task.filter(|task| Some(*task) != front);
    for end in [front, branch].into_iter().flatten() {
        match linked::beside(owner, end) {
            Ok(mut found) => {
                if branch == Some(end) {
                    let whose =
                        |edge: &mut Edge| edge.reason.push_str(", for the task of this branch");
                    found.iter_mut().for_each(whose);
                }
                edges.extend(found);
            }
            // What else is known of this moment is worth telling without them.
            Err(error) => tracing::info!(%error.message, "links are left out of what matters"),
        }
    }
    Ok(edges)
}
