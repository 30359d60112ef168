//! Moving a task on the board: which files change, and as little of them as can be.

use super::Task;
use super::change::Change;
use super::group::in_column;
use super::workflow::{Workflow, same};

/// How far tasks stand apart that get a place by themselves.
const STEP: f64 = 1000.0;

/// A change of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The file, as [`Task::path`].
    pub path: String,
    /// What changes in it.
    pub change: Change,
}

/// Moves a task into the column `status`, before the `at`-th of its other tasks. `column` are the
/// tasks of that column in their order; the moved one may be among them.
///
/// The task gets another status where it needs one. Ordinals change only when the order asks for
/// it, and in as few files as it can be: most often in the moved one alone.
pub fn shift(
    workflow: &Workflow,
    column: &[&Task],
    moved: &Task,
    status: &str,
    at: usize,
) -> Vec<Step> {
    let mut steps = Vec::new();
    if !same(workflow.status(moved), status) {
        steps.push(Step {
            path: moved.path.clone(),
            change: Change::Status(Some(status.to_owned())),
        });
    }
    let others = column.iter().filter(|task| task.path != moved.path);
    let others: Vec<&Task> = others.copied().collect();
    let (before, behind) = others.split_at(at.min(others.len()));
    let goes = |a: Option<&&Task>, b: Option<&&Task>| match (a, b) {
        (Some(a), Some(b)) => in_column(a, b, workflow).is_lt(),
        _ => true,
    };
    if goes(before.last(), Some(&moved)) && goes(Some(&moved), behind.first()) {
        return steps;
    }
    let ordinals = ordinals(before, moved, behind);
    steps.extend(ordinals.into_iter().map(|(task, ordinal)| Step {
        path: task.path.clone(),
        change: Change::Ordinal(Some(ordinal)),
    }));
    steps
}

/// The new ordinals that make this order.
fn ordinals<'a>(before: &[&'a Task], moved: &'a Task, behind: &[&'a Task]) -> Vec<(&'a Task, f64)> {
    // Those without an ordinal stand behind all that have one, so they need one up to the moved.
    let placed = before
        .iter()
        .take_while(|task| task.ordinal.is_some())
        .count();
    let low = before[..placed].last().and_then(|task| task.ordinal);
    let mut changed: Vec<&Task> = before[placed..].to_vec();
    changed.push(moved);
    let mut next = behind.iter();
    loop {
        let following = next.next();
        let high = following.and_then(|task| task.ordinal);
        if let Some(places) = between(low, high, changed.len()) {
            return changed.into_iter().zip(places).collect();
        }
        match following {
            Some(task) => changed.push(task),
            // There is no room behind the last one: all get new places.
            None => break,
        }
    }
    let all = before.iter().chain([&moved]).chain(behind).copied();
    let places = std::iter::successors(Some(STEP), |place| Some(place + STEP));
    all.zip(places).collect()
}

/// `count` numbers in rising order between two others, whole ones where there is room.
fn between(low: Option<f64>, high: Option<f64>, count: usize) -> Option<Vec<f64>> {
    let parts = f64::from(u32::try_from(count).ok()?) + 1.0;
    let (low, step) = match (low, high) {
        (Some(low), Some(high)) => (low, (high - low) / parts),
        (low, None) => (low.unwrap_or(0.0), STEP),
        // Above all others: between nothing and the first, or below it.
        (None, Some(high)) if high > 0.0 => (0.0, high / parts),
        (None, Some(high)) => (high - STEP * parts, STEP),
    };
    let places = std::iter::successors(Some(1.0), |n| Some(n + 1.0)).take(count);
    let place = |n: f64| {
        let place = low + step * n;
        if step >= 2.0 { place.round() } else { place }
    };
    let places: Vec<f64> = places.map(place).collect();
    let ends = std::iter::once(low)
        .chain(places.iter().copied())
        .chain(high);
    let ends: Vec<f64> = ends.collect();
    let rises = ends.windows(2).all(|pair| pair[0] < pair[1]) && ends.iter().all(|n| n.is_finite());
    rises.then_some(places)
}
