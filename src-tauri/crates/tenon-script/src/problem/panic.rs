//! Panics of Rust and of Go.

use super::line::placed;
use super::{Line, Matcher, Place, Severity, Told};

/// So many calls of a panic are looked at.
const CALLS: usize = 32;

/// See the module.
#[derive(Default)]
pub(super) struct Panic {
    /// Rust's panic, whose message is the next line.
    rust: Option<Place>,
    /// Go's panic and the places of its calls, the last call first.
    go: Option<(String, Vec<Place>)>,
}

impl Matcher for Panic {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        if let Some(place) = self.rust.take() {
            told.push(Told::new("rust", Severity::Error, place, line.trimmed));
            return true;
        }
        // A test runner may print it indented.
        if line.trimmed.starts_with("thread '") {
            return self.rust_panic(line.trimmed, told);
        }
        if let Some(message) = line.text.strip_prefix("panic: ") {
            self.end(told);
            self.go = Some((format!("panic: {message}"), Vec::new()));
            return true;
        }
        let Some((_, calls)) = &mut self.go else {
            return false;
        };
        if line.text.starts_with('\t') {
            let call = line.trimmed.split(" +0x").next().and_then(placed);
            if let Some(at) = call.filter(|at| is_own(at.path) && calls.len() < CALLS) {
                calls.push(Place::new(at.path, at.line, at.column));
            }
            return true;
        }
        if line.trimmed.is_empty() && !calls.is_empty() || line.text.starts_with("exit status ") {
            self.end(told);
        }
        false
    }

    fn end(&mut self, told: &mut Vec<Told>) {
        if let Some((message, calls)) = self.go.take()
            && let Some(first) = calls.first()
        {
            let mut problem = Told::new("go", Severity::Error, first.clone(), &message);
            problem.places = calls;
            told.push(problem);
        }
    }
}

/// Whether a file of Go is none of its own libraries.
fn is_own(path: &str) -> bool {
    let libraries = ["/src/runtime/", "/src/testing/", "/src/reflect/"];
    path.ends_with(".go") && !libraries.iter().any(|part| path.contains(part))
}

impl Panic {
    fn rust_panic(&mut self, text: &str, told: &mut Vec<Told>) -> bool {
        let Some((_, said)) = text.split_once(" panicked at ") else {
            return false;
        };
        // Before 1.73 the message came first, in quotes.
        let (message, place) = match said
            .strip_prefix('\'')
            .and_then(|said| said.rsplit_once("', "))
        {
            Some((message, place)) => (Some(message), place),
            None => (None, said.trim_end_matches(':')),
        };
        let Some(at) = placed(place) else {
            return false;
        };
        let place = Place::new(at.path, at.line, at.column);
        match message {
            Some(message) => told.push(Told::new("rust", Severity::Error, place, message)),
            None => self.rust = Some(place),
        }
        true
    }
}
