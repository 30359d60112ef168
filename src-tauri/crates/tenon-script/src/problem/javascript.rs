//! Exceptions of JavaScript, and what jest and vitest make of them: a message, and calls below it.

use super::line::placed;
use super::{Line, Matcher, Place, Severity, Told};
use crate::pattern::{Pattern, pattern};

/// So many calls of an exception are looked at.
const CALLS: usize = 32;
/// So many lines below a message its calls are looked for.
const NEAR: u32 = 80;

static EXCEPTION: Pattern = pattern!(
    r"^(?:Uncaught )?(?:[A-Za-z_$][\w$.]*)?(?:Error|Exception)(?: \[[\w.]+\])?: \S|^AssertionError"
);

/// See the module.
#[derive(Default)]
pub(super) struct JavaScript {
    /// The test.
    title: Option<String>,
    message: Option<String>,
    calls: Vec<Place>,
    age: u32,
}

impl Matcher for JavaScript {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        let text = line.trimmed;
        if let Some(title) = title(text) {
            self.end(told);
            self.title = Some(title.into());
            return true;
        }
        if text.is_empty() || text.starts_with("⎯") {
            if !self.calls.is_empty() {
                self.end(told);
            }
            return false;
        }
        let is_exception = (text.contains("Error") || text.contains("Exception"))
            && EXCEPTION.groups::<0>(text).is_some();
        if is_exception {
            let title = self.title.take();
            self.end(told);
            self.title = title;
            self.message = Some(text.into());
            return true;
        }
        if self.title.is_none() && self.message.is_none() {
            return false;
        }
        self.age += 1;
        if self.age > NEAR {
            self.end(told);
            return false;
        }
        if let Some(place) = call(text) {
            if self.calls.len() < CALLS {
                self.calls.push(place);
            }
            return true;
        }
        // jest has the message of an `expect` below the test's name, without the name of an error.
        if self.message.is_none() {
            self.message = Some(text.into());
        }
        false
    }

    fn end(&mut self, told: &mut Vec<Told>) {
        let (title, message) = (self.title.take(), self.message.take());
        let calls = std::mem::take(&mut self.calls);
        self.age = 0;
        let Some(first) = calls.first() else {
            return;
        };
        let text = match (title, message) {
            (Some(title), Some(message)) => format!("{title}: {message}"),
            (title, message) => title.or(message).unwrap_or_default(),
        };
        let mut problem = Told::new("javascript", Severity::Error, first.clone(), &text);
        problem.places = calls;
        told.push(problem);
    }
}

/// jest's `● suite › test`, and vitest's `FAIL  a.test.ts > suite > test`.
fn title(text: &str) -> Option<&str> {
    if let Some(title) = text.strip_prefix("● ") {
        return Some(title.trim());
    }
    let (_, title) = text.strip_prefix("FAIL ")?.split_once(" > ")?;
    Some(title.trim())
}

/// `at f (/w/a.js:2:9)`, `at file:///w/a.js:2:9`, and vitest's `❯ f a.ts:2:9`.
fn call(text: &str) -> Option<Place> {
    let rest = text
        .strip_prefix("at ")
        .or_else(|| text.strip_prefix("❯ "))?;
    let rest = match rest.rsplit_once('(') {
        Some((_, inside)) => inside.trim_end_matches(')'),
        None => rest.rsplit(' ').next()?,
    };
    let rest = rest.strip_prefix("file://").unwrap_or(rest);
    let at = placed(rest)?;
    let is_foreign = at.path.contains("node_modules/") || at.path.starts_with("node:");
    (!is_foreign && at.column.is_some()).then(|| Place::new(at.path, at.line, at.column))
}
