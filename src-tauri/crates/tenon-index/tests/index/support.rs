//! Asking questions.

use std::sync::atomic::AtomicBool;

use tenon_index::find::{Ask, Done, Engine, Hit, Term};
use tenon_testkit::TempWorkspace;

pub fn literal(text: &str) -> Ask {
    Ask::whole(Term::Literal(text.into()))
}

pub fn regex(pattern: &str) -> Ask {
    Ask::whole(Term::Regex(pattern.into()))
}

/// All hits of a question, and how it ended.
#[track_caller]
pub fn all(workspace: &TempWorkspace, ask: &Ask) -> (Vec<Hit>, Done) {
    run(&Engine::new(workspace.path(), 4), ask)
}

#[track_caller]
pub fn run(engine: &Engine, ask: &Ask) -> (Vec<Hit>, Done) {
    let (mut hits, stop) = (Vec::new(), AtomicBool::new(false));
    let done = engine.run(ask, &stop, &mut |hit| {
        hits.push(hit);
        true
    });
    (hits, done.expect("the question is a good one"))
}

/// The hits in short: path, line, column.
#[track_caller]
pub fn places(workspace: &TempWorkspace, ask: &Ask) -> Vec<String> {
    let hits = all(workspace, ask).0;
    hits.iter().map(place).collect()
}

pub fn place(hit: &Hit) -> String {
    let path = String::from_utf8_lossy(&hit.path);
    format!("{path}:{}:{}", hit.line, hit.column)
}

/// The system's clock.
pub struct Now;

impl tenon_core::Clock for Now {
    fn now(&self) -> tenon_core::Millis {
        #[expect(clippy::disallowed_methods, reason = "files have the system's times")]
        let now = std::time::SystemTime::now();
        let passed = now
            .duration_since(std::time::UNIX_EPOCH)
            .expect("after 1970");
        i64::try_from(passed.as_millis()).expect("it fits")
    }
}
