//! What can be begun, and what the rest waits for.

use std::collections::{HashMap, HashSet, VecDeque};

use super::group::in_column;
use super::workflow::Workflow;
use super::{Id, Place, Task};

/// What a task waits for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waits {
    /// Tasks that it depends on and that are open.
    pub open: Vec<Id>,
    /// Ids that it depends on and that no task has.
    pub unknown: Vec<Id>,
    /// The circle that it is in, as a place in [`Readiness::circles`].
    pub circle: Option<usize>,
}

impl Waits {
    fn is_nothing(&self) -> bool {
        self.open.is_empty() && self.unknown.is_empty() && self.circle.is_none()
    }
}

/// Which tasks are ready: open, and everything that they depend on is done or given up. What
/// depends on an id that no task has is not ready, and neither is what waits for itself in a circle.
#[derive(Debug)]
pub struct Readiness<'a> {
    tasks: Vec<&'a Task>,
    waits: HashMap<&'a str, Waits>,
    ready: Vec<&'a Task>,
    circles: Vec<Vec<Id>>,
}

impl<'a> Readiness<'a> {
    /// Looks at all tasks of a folder, those that are done and put away too. An id that two tasks
    /// have means both; an alias means the task that has it, unless a task has that id now.
    pub fn of(tasks: impl IntoIterator<Item = &'a Task>, workflow: &Workflow) -> Self {
        let tasks: Vec<&Task> = tasks.into_iter().collect();
        let ids = Ids::of(&tasks);
        let is_open: Vec<bool> = tasks.iter().map(|task| workflow.is_open(task)).collect();
        let mut edges = vec![Vec::new(); tasks.len()];
        let mut waits = HashMap::new();
        for (at, task) in tasks.iter().enumerate().filter(|(at, _)| is_open[*at]) {
            let mut own = Waits::default();
            for id in &task.depends {
                match ids.get(id) {
                    [] => add(&mut own.unknown, id),
                    found => {
                        let open = found.iter().copied().filter(|other| is_open[*other]);
                        let before = edges[at].len();
                        edges[at].extend(open);
                        if edges[at].len() > before {
                            add(&mut own.open, id);
                        }
                    }
                }
            }
            waits.insert(task.path.as_str(), own);
        }
        let mut circles = Vec::new();
        for circle in find_circles(&edges) {
            for at in &circle {
                if let Some(own) = waits.get_mut(tasks[*at].path.as_str()) {
                    own.circle.get_or_insert(circles.len());
                }
            }
            let named = circle.iter().filter_map(|at| tasks[*at].id.clone());
            circles.push(named.collect());
        }
        let mut readiness = Self {
            tasks,
            waits,
            ready: Vec::new(),
            circles,
        };
        let tasks = readiness.tasks.iter().copied();
        let mut ready: Vec<_> = tasks.filter(|task| readiness.is_ready(task)).collect();
        ready.sort_by(|a, b| in_column(a, b, workflow));
        readiness.ready = ready;
        readiness
    }

    /// The tasks that can be begun, in the order of a column.
    pub fn ready(&self) -> &[&'a Task] {
        &self.ready
    }

    /// Whether a task can be begun.
    pub fn is_ready(&self, task: &Task) -> bool {
        let waits = self.waits.get(task.path.as_str());
        task.place == Place::Active && waits.is_some_and(Waits::is_nothing)
    }

    /// What an open task waits for; `None` where it waits for nothing, or is not open.
    pub fn waits(&self, task: &Task) -> Option<&Waits> {
        let waits = self.waits.get(task.path.as_str());
        waits.filter(|waits| !waits.is_nothing())
    }

    /// The open tasks that depend on this one.
    pub fn waiting_for(&self, task: &Task) -> Vec<&'a Task> {
        let Some(id) = &task.id else {
            return Vec::new();
        };
        let names = |other: &&&Task| {
            let waits = self.waits.get(other.path.as_str());
            waits.is_some_and(|waits| waits.open.iter().any(|open| open == id))
        };
        self.tasks.iter().filter(names).copied().collect()
    }

    /// Tasks that wait for themselves: each depends on the next, and the last on the first.
    pub fn circles(&self) -> &[Vec<Id>] {
        &self.circles
    }
}

fn add(ids: &mut Vec<Id>, id: &Id) {
    if !ids.contains(id) {
        ids.push(id.clone());
    }
}

/// Places of tasks by their ids.
struct Ids {
    own: HashMap<Id, Vec<usize>>,
    aliases: HashMap<Id, Vec<usize>>,
}

impl Ids {
    fn of(tasks: &[&Task]) -> Self {
        let mut own: HashMap<Id, Vec<usize>> = HashMap::new();
        let mut aliases: HashMap<Id, Vec<usize>> = HashMap::new();
        for (at, task) in tasks.iter().enumerate() {
            if let Some(id) = &task.id {
                own.entry(id.clone()).or_default().push(at);
            }
            for alias in task.aliases.iter().filter_map(|alias| Id::parse(alias)) {
                aliases.entry(alias).or_default().push(at);
            }
        }
        Self { own, aliases }
    }

    fn get(&self, id: &Id) -> &[usize] {
        let found = self.own.get(id).or_else(|| self.aliases.get(id));
        found.map_or(&[], Vec::as_slice)
    }
}

/// The shortest circles through nodes that are in one, each told once.
fn find_circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut circles = Vec::new();
    let mut seen = HashSet::new();
    for start in around(edges) {
        if seen.contains(&start) {
            continue;
        }
        if let Some(circle) = back_to(start, edges) {
            seen.extend(circle.iter().copied());
            circles.push(circle);
        }
    }
    circles
}

/// The nodes that are left when those that lead nowhere are taken away again and again.
fn around(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut left: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut into = vec![Vec::new(); edges.len()];
    for (from, nexts) in edges.iter().enumerate() {
        for to in nexts {
            into[*to].push(from);
        }
    }
    let mut free: Vec<usize> = (0..edges.len()).filter(|at| left[*at] == 0).collect();
    while let Some(at) = free.pop() {
        for from in &into[at] {
            left[*from] -= 1;
            if left[*from] == 0 {
                free.push(*from);
            }
        }
    }
    (0..edges.len()).filter(|at| left[*at] > 0).collect()
}

/// The shortest way from a node back to itself.
fn back_to(start: usize, edges: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut came: HashMap<usize, usize> = HashMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in &edges[at] {
            if *next == start {
                let mut circle = vec![at];
                while let Some(before) = circle.last().and_then(|last| came.get(last)) {
                    circle.push(*before);
                }
                circle.reverse();
                return Some(circle);
            }
            if !came.contains_key(next) {
                came.insert(*next, at);
                queue.push_back(*next);
            }
        }
    }
    None
}
