//! A day, event by event: before each file that is opened, who would have named it among five?

use std::collections::HashSet;

use serde::Deserialize;
use tenon_knowledge::context::{Deed, Edge, Ran, Scene, Thing, Together, Touch, rank};

/// So many are named.
const NAMED: usize = 5;

/// What happened.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "event", rename_all = "camelCase")]
pub enum Event {
    Files {
        files: Vec<String>,
    },
    Open {
        at: i64,
        file: String,
    },
    Edit {
        at: i64,
        file: String,
    },
    Save {
        at: i64,
        file: String,
    },
    Run {
        at: i64,
        failed: bool,
        files: Vec<String>,
    },
    Commit {
        files: Vec<String>,
    },
    /// What the file in front uses, and what uses it, by how much.
    Uses {
        files: Vec<(String, f64)>,
    },
    /// The text of a task or a note names a file.
    Link {
        from: String,
        to: String,
    },
}

/// How many files were opened, and how many of them were named.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Score {
    pub opened: usize,
    pub ours: usize,
    pub recent: usize,
    pub together: usize,
}

impl Score {
    pub fn add(&mut self, other: Self) {
        self.opened += other.opened;
        self.ours += other.ours;
        self.recent += other.recent;
        self.together += other.together;
    }

    /// The shares in percent: ours, by most recently used, by co-change.
    pub fn percent(&self) -> [f64; 3] {
        [self.ours, self.recent, self.together]
            .map(|named| 100.0 * named as f64 / self.opened.max(1) as f64)
    }

    pub fn told(&self, what: &str) -> String {
        let [ours, recent, together] = self.percent();
        format!(
            "{what:26} {:5} opened  ours {ours:5.1} %  most recently used {recent:5.1} %  co-change {together:5.1} %",
            self.opened
        )
    }
}

#[derive(Default)]
struct Day {
    files: Vec<Vec<u8>>,
    touches: Vec<Touch>,
    runs: Vec<Ran>,
    /// The newest first.
    commits: Vec<Vec<Vec<u8>>>,
    together: Together,
    links: Vec<Edge>,
    uses: Vec<Edge>,
    front: Option<Vec<u8>>,
}

fn bytes(files: &[String]) -> Vec<Vec<u8>> {
    files.iter().map(|file| file.clone().into_bytes()).collect()
}

impl Day {
    fn touch(&mut self, at: i64, file: &str, deed: Deed) {
        let path = file.as_bytes().to_vec();
        self.touches.push(Touch { at, path, deed });
    }

    fn commit(&mut self, files: &[String]) {
        self.commits.insert(0, bytes(files));
        self.commits.truncate(2_000);
        self.together = Together::of(self.commits.iter().map(Vec::as_slice));
    }

    /// The files that were used last, without the one in front.
    fn recent(&self) -> Vec<Vec<u8>> {
        let mut seen = HashSet::new();
        let used = self.touches.iter().rev().map(|touch| touch.path.clone());
        used.filter(|path| Some(path) != self.front.as_ref() && seen.insert(path.clone()))
            .collect()
    }

    fn ours(&self, at: i64) -> Vec<Vec<u8>> {
        let scene = Scene {
            now: at,
            front: self.front.clone().map(Thing::File),
            open: self.recent().into_iter().map(Thing::File).collect(),
            touches: &self.touches,
            runs: &self.runs,
            together: Some(&self.together),
            files: &self.files,
            links: &self.links,
            uses: &self.uses,
            ..Scene::default()
        };
        let ranked = rank(&scene, NAMED).into_iter();
        ranked
            .filter_map(|row| match row.thing {
                Thing::File(path) => Some(path),
                Thing::Other(_) => None,
            })
            .collect()
    }

    fn changed_together(&self) -> Vec<Vec<u8>> {
        let Some(front) = &self.front else {
            return Vec::new();
        };
        let mut with: Vec<_> = self.together.with(front).collect();
        with.sort_by_key(|(path, _, count)| (std::cmp::Reverse(*count), path.to_vec()));
        with.iter().map(|(path, ..)| path.to_vec()).collect()
    }

    fn score(&self, at: i64, next: &[u8]) -> Score {
        let has = |named: &[Vec<u8>]| usize::from(named.iter().take(NAMED).any(|it| it == next));
        Score {
            opened: 1,
            ours: has(&self.ours(at)),
            recent: has(&self.recent()),
            together: has(&self.changed_together()),
        }
    }
}

/// Plays a day.
pub fn replay(events: &[Event]) -> Score {
    let mut day = Day::default();
    let mut score = Score::default();
    for event in events {
        match event {
            Event::Files { files } => day.files = bytes(files),
            Event::Open { at, file } => {
                if day.front.as_deref() != Some(file.as_bytes()) {
                    score.add(day.score(*at, file.as_bytes()));
                    day.front = Some(file.as_bytes().to_vec());
                    day.uses.clear();
                }
                day.touch(*at, file, Deed::Shown);
            }
            Event::Edit { at, file } | Event::Save { at, file } => {
                day.touch(*at, file, Deed::Edited);
            }
            Event::Run { at, failed, files } => day.runs.push(Ran {
                at: *at,
                command: "make test".into(),
                failed: *failed,
                names: bytes(files),
            }),
            Event::Commit { files } => day.commit(files),
            Event::Uses { files } => {
                let front = day.front.clone().unwrap_or_default();
                let edge = |(to, confidence): &(String, f64)| Edge {
                    from: Thing::File(front.clone()),
                    to: Thing::File(to.clone().into_bytes()),
                    confidence: *confidence,
                    reason: "used there".into(),
                };
                day.uses = files.iter().map(edge).collect();
            }
            Event::Link { from, to } => day.links.push(Edge {
                from: Thing::File(from.clone().into_bytes()),
                to: Thing::File(to.clone().into_bytes()),
                confidence: 1.0,
                reason: "named there".into(),
            }),
        }
    }
    score
}
