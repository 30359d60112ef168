//! Python: tracebacks, and what pytest prints in their place.

use super::{Line, Matcher, Place, Severity, Told};
use crate::pattern::{Pattern, pattern};

/// So many calls of a traceback are looked at: the last ones.
const CALLS: usize = 32;

static EXCEPTION: Pattern = pattern!(r"^([A-Za-z_][\w.]*)(?:: .*)?$");
static FAILURE: Pattern =
    pattern!(r"^(?:[\w.]*(?:Error|Exception|Failed|Exit|Interrupt|Warning|Iteration)|Failed)\b");

/// Tracebacks: calls, the last one at the end, and behind them the exception.
#[derive(Default)]
pub(super) struct Traceback {
    calls: Calls,
}

/// Places of calls, of which the last ones are kept.
#[derive(Default)]
struct Calls(Vec<Place>);

impl Calls {
    fn push(&mut self, place: Place) {
        if self.0.len() == CALLS {
            self.0.remove(0);
        }
        self.0.push(place);
    }

    /// The last call first; they are forgotten.
    fn take(&mut self) -> Vec<Place> {
        let mut calls = std::mem::take(&mut self.0);
        calls.reverse();
        calls
    }
}

impl Matcher for Traceback {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        // The exceptions of a group are drawn in a frame.
        if let Some(inside) = line.trimmed.strip_prefix("| ") {
            if inside.contains("ExceptionGroup: ") {
                self.calls = Calls::default();
                return true;
            }
            return self.line(&Line::new(inside), told);
        }
        if line.is_indented() {
            if let Some(call) = call(line.trimmed) {
                self.calls.push(call);
                return true;
            }
            return !self.calls.0.is_empty();
        }
        if line.text == "Traceback (most recent call last):" {
            self.calls = Calls::default();
            return true;
        }
        if self.calls.0.is_empty() {
            return false;
        }
        let places = self.calls.take();
        let is_exception = EXCEPTION.groups::<1>(line.text).is_some();
        if is_exception {
            told.extend(failure("python", places, line.trimmed));
        }
        is_exception
    }
}

/// `File "a.py", line 3, in f`.
fn call(trimmed: &str) -> Option<Place> {
    let rest = trimmed.strip_prefix("File \"")?;
    let (path, rest) = rest.split_once("\", line ")?;
    let (line, _) = super::line::number(rest)?;
    // `<string>` and its like are no files.
    (!path.starts_with('<') && line > 0).then(|| Place::new(path, line, None))
}

fn failure(source: &'static str, places: Vec<Place>, message: &str) -> Option<Told> {
    let mut problem = Told::new(source, Severity::Error, places.first()?.clone(), message);
    problem.places = places;
    Some(problem)
}

/// pytest: calls as `a.py:3: in f`, lines that begin with `E`, `a.py:3: ValueError`, and lines for failures.
#[derive(Default)]
pub(super) struct Pytest {
    calls: Calls,
    /// What the lines with `E` say.
    said: Option<String>,
    /// Whether failures are told of in one line each, as with `--tb=line`.
    in_lines: bool,
}

impl Matcher for Pytest {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        let text = line.text;
        if let Some(said) = text.strip_prefix("E  ") {
            self.said(said.trim());
            return true;
        }
        if ["____", "====", "----", "!!!!"]
            .iter()
            .any(|rule| text.starts_with(rule))
        {
            self.end(told);
            // Each failure has a rule of its own in the other forms.
            self.in_lines = text.starts_with("====") && text.contains(" FAILURES ");
            return false;
        }
        let Some(at) = line.placed().filter(|at| at.path.ends_with(".py")) else {
            return false;
        };
        let place = Place::new(at.path, at.line, at.column);
        if at.rest.is_empty() || at.rest.starts_with("in ") {
            // A grep prints such lines too, but none with `E` behind them.
            self.calls.push(place);
            return true;
        }
        if self.in_lines {
            told.extend(failure("pytest", vec![place], at.rest));
            return true;
        }
        if FAILURE.groups::<0>(at.rest).is_none() {
            return false;
        }
        if at.rest.contains("Warning") {
            let problem = Told::new("python", Severity::Warning, place, at.rest);
            told.push(problem);
            return true;
        }
        self.calls.push(place);
        let said = self.said.take().unwrap_or_else(|| at.rest.into());
        let message = match said.starts_with(at.rest) || said.contains("Error") {
            true => said,
            false => format!("{}: {said}", at.rest),
        };
        told.extend(failure("pytest", self.calls.take(), &message));
        true
    }

    fn end(&mut self, told: &mut Vec<Told>) {
        let calls = self.calls.take();
        if let Some(said) = self.said.take() {
            told.extend(failure("pytest", calls, &said));
        }
    }
}

impl Pytest {
    fn said(&mut self, said: &str) {
        if let Some(place) = call(said) {
            // A file that could not be read at all: the exception follows in a line of its own.
            self.calls.push(place);
            self.said = None;
            return;
        }
        let is_first = self.said.is_none() && !said.is_empty() && !said.starts_with("Traceback");
        if is_first || said.starts_with("SyntaxError") || said.starts_with("IndentationError") {
            self.said = Some(said.into());
        }
    }
}
