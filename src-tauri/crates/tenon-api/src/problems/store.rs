//! The problems that are known, by the command that told of them.

use std::collections::HashSet;
use std::path::PathBuf;

use tenon_core::RunId;

use crate::wire::{ProblemCounts, ProblemInfo, ProblemSeverity, Whole};

/// So many problems are kept; more are counted.
pub(super) const MOST: usize = 10_000;

/// See the module.
#[derive(Default)]
pub(super) struct Store {
    groups: Vec<Group>,
    kept: usize,
}

/// The problems of one command.
struct Group {
    /// The same command in the same folder takes the place of this one.
    key: (Option<PathBuf>, String),
    run: RunId,
    running: bool,
    /// With their fingerprints.
    problems: Vec<(u64, ProblemInfo)>,
    /// The fingerprints of all of them: compilers say some things twice.
    told: HashSet<u64>,
    left_out: u64,
    unread: u64,
}

impl Group {
    /// Whether there is anything to tell of it.
    fn says(&self) -> bool {
        !self.problems.is_empty() || self.left_out + self.unread > 0
    }
}

impl Store {
    /// A command begins: what it told before is gone. Says whether anything was.
    pub fn begin(&mut self, run: RunId, cwd: Option<PathBuf>, command: &str) -> bool {
        let key = (cwd, command.trim().to_owned());
        let before = self.groups.len();
        self.groups.retain(|group| group.key != key);
        let changed = before != self.groups.len();
        self.groups.push(Group {
            key,
            run,
            running: true,
            problems: Vec::new(),
            told: HashSet::new(),
            left_out: 0,
            unread: 0,
        });
        self.count();
        changed
    }

    /// Adds a problem of a command; says whether anything changed. One that another command told
    /// before is this one's from now on, so that it is there once, and gone when this one runs again
    /// without it.
    pub fn add(&mut self, problem: ProblemInfo) -> bool {
        let (run, print) = (problem.run, fingerprint(&problem));
        if self
            .group(run)
            .is_none_or(|group| group.told.contains(&print))
        {
            return false;
        }
        for group in &mut self.groups {
            if group.told.remove(&print) {
                group.problems.retain(|(other, _)| *other != print);
                self.kept -= 1;
            }
        }
        self.groups.retain(|group| group.running || group.says());
        let is_full = self.kept >= MOST;
        let Some(group) = self.group(run) else {
            return false;
        };
        if is_full {
            group.left_out += 1;
            return true;
        }
        group.told.insert(print);
        group.problems.push((print, problem));
        self.kept += 1;
        true
    }

    /// Notes that output of a command was not read.
    pub fn miss(&mut self, run: RunId, bytes: usize) -> bool {
        let group = self.group(run);
        group.is_some_and(|group| {
            group.unread += bytes as u64;
            true
        })
    }

    /// A command ended; nothing is kept of one that told of nothing.
    pub fn end(&mut self, run: RunId) {
        self.groups.retain_mut(|group| {
            if group.run == run {
                group.running = false;
            }
            group.run != run || group.says()
        });
    }

    pub fn clear(&mut self) {
        for group in &mut self.groups {
            (group.left_out, group.unread) = (0, 0);
            group.problems.clear();
            group.told.clear();
        }
        // A command that still runs goes on.
        self.groups.retain(|group| group.running);
        self.count();
    }

    pub fn all(&self) -> Vec<ProblemInfo> {
        let problems = self.groups.iter().flat_map(|group| &group.problems);
        problems.map(|(_, problem)| problem.clone()).collect()
    }

    pub fn counts(&self) -> ProblemCounts {
        let mut counts = ProblemCounts::default();
        let (mut left_out, mut unread) = (0, 0);
        for group in &self.groups {
            left_out += group.left_out;
            unread += group.unread;
            for (_, problem) in &group.problems {
                *match problem.severity {
                    ProblemSeverity::Error => &mut counts.errors,
                    ProblemSeverity::Warning => &mut counts.warnings,
                    ProblemSeverity::Info => &mut counts.infos,
                } += 1;
            }
        }
        counts.left_out = Whole::clamped(i64::try_from(left_out).unwrap_or(i64::MAX));
        counts.unread = Whole::clamped(i64::try_from(unread).unwrap_or(i64::MAX));
        counts
    }

    fn group(&mut self, run: RunId) -> Option<&mut Group> {
        self.groups.iter_mut().rev().find(|group| group.run == run)
    }

    fn count(&mut self) {
        self.kept = self.groups.iter().map(|group| group.problems.len()).sum();
    }
}

fn fingerprint(problem: &ProblemInfo) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    let at = (problem.line, problem.column, problem.severity);
    (&problem.path.path, &problem.path.path_bytes, at).hash(&mut hasher);
    (&problem.code, &problem.message).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn problem(run: u128, line: u32) -> ProblemInfo {
        serde_json::from_value(serde_json::json!({
            "path": { "path": "a.c" },
            "line": line,
            "column": 1,
            "endColumn": null,
            "severity": "error",
            "code": null,
            "message": "no good",
            "source": "gcc",
            "command": "make",
            "script": null,
            "run": Uuid::from_u128(run),
            "terminal": Uuid::from_u128(9),
        }))
        .expect("a problem")
    }

    #[test]
    fn what_several_commands_tell_is_there_once_and_the_newest_ones() {
        let mut store = Store::default();
        for (run, command) in [(1, "gcc a.c"), (2, "make")] {
            store.begin(RunId(Uuid::from_u128(run)), None, command);
            assert!(store.add(problem(run, 3)));
        }
        assert!(store.add(problem(1, 4)));
        let at = |store: &Store| -> Vec<_> {
            let all = store.all().into_iter();
            all.map(|one| (one.run.0.as_u128(), one.line)).collect()
        };
        assert_eq!(at(&store), [(1, 4), (2, 3)]);
        assert_eq!(store.counts().errors, 2);
        assert!(!store.add(problem(2, 3)), "it was told already");
        // It is mended: the command that told of it last says no more of it.
        store.begin(RunId(Uuid::from_u128(3)), None, "make");
        assert_eq!(at(&store), [(1, 4)]);
    }
}
