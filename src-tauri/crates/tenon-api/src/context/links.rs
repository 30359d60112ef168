//! Links of what is in front, and of the task of the branch.

use tenon_core::{DocId, EntityKind, EntityRef};
use tenon_knowledge::context::{Edge, Thing};
use tenon_knowledge::entity::{Kind, Source, find};
use tenon_knowledge::task::Task;

use super::there;
use crate::ApiResult;
use crate::owner::{Owner, lock, reference};
use crate::tasks::{Tasks, adopted};

/// So many links of one thing are looked at.
const MOST: u32 = 200;

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

/// What a person linked, marks that became tasks, and what these tasks name.
pub(super) fn all(
    owner: &Owner,
    tasks: &Tasks,
    front: Option<&Thing>,
    task: Option<&Thing>,
) -> ApiResult<Vec<Edge>> {
    let mut edges = Vec::new();
    for end in [front, task].into_iter().flatten() {
        by_person(owner, tasks, end, &mut edges)?;
        let is_it = |task: &&Task| thing(task) == *end;
        if let Some(task) = tasks.tasks.iter().find(is_it) {
            named(owner, task, &mut edges)?;
        }
    }
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
    Ok(edges)
}

/// Links that a person made.
fn by_person(owner: &Owner, tasks: &Tasks, end: &Thing, edges: &mut Vec<Edge>) -> ApiResult<()> {
    for of in references(owner, tasks, end)? {
        for link in owner.db.links(Some(&of), MOST)? {
            let other = if link.from == of {
                &link.to
            } else {
                &link.from
            };
            edges.extend(known(owner, tasks, other)?.map(|other| Edge {
                from: end.clone(),
                to: other,
                confidence: link.confidence,
                reason: "linked by hand".to_owned(),
            }));
        }
    }
    Ok(())
}

/// How links name a thing.
fn references(owner: &Owner, tasks: &Tasks, thing: &Thing) -> ApiResult<Vec<EntityRef>> {
    let path = match thing {
        Thing::Other(text) => return Ok(text.parse().ok().into_iter().collect()),
        Thing::File(path) => path,
    };
    let document = owner.db.document_at(&owner.masked_path(path))?;
    let file = document.map(|document| reference(EntityKind::File, &document.id.to_string()));
    let task = tasks.tasks.iter().find(|task| task.path.as_bytes() == path);
    let id = task.and_then(|task| task.id.as_ref());
    let task = id.and_then(|id| EntityRef::new(EntityKind::Task, id.as_str()).ok());
    Ok(file.into_iter().chain(task).collect())
}

/// The file of a reference, where it has one.
fn known(owner: &Owner, tasks: &Tasks, of: &EntityRef) -> ApiResult<Option<Thing>> {
    Ok(match of.kind() {
        EntityKind::File => {
            let doc = of.id().parse::<DocId>().ok();
            let document = doc.map(|doc| owner.db.document(doc)).transpose()?.flatten();
            document.and_then(|document| document.path).map(Thing::File)
        }
        EntityKind::Task => tasks.find(of.id()).ok().map(thing),
        _ => Some(Thing::Other(of.to_string())),
    })
}

/// The files that a task's text names.
fn named(owner: &Owner, task: &Task, edges: &mut Vec<Edge>) -> ApiResult<()> {
    for entity in find(&task.body, Source::Prose) {
        if entity.kind != Kind::File {
            continue;
        }
        let path = entity.value.split(':').next().unwrap_or_default();
        // A text may name what lies elsewhere; that is no fault.
        let Ok(Some(path)) = there(owner, path.as_bytes()) else {
            continue;
        };
        edges.push(Edge {
            from: thing(task),
            to: Thing::File(path),
            confidence: 1.0,
            reason: format!("named in \"{}\"", task.title),
        });
    }
    Ok(())
}
