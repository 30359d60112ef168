//! Exceptions of JavaScript, and what jest and vitest make of them: a message, and calls below it.

use super::line::placed;
use super::{Line, Matcher, Place, Severity, Told};
use crate::pattern::{Pattern, pattern};

/// So many calls of an exception are looked at.
const CALLS: usize = 32;
/// So many lines below a place Node says its message: the line, carets, and an empty one.
const HEAD: u32 = 4;
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
    /// What Node says before the message: where it is, and since how many lines.
    head: Option<(Place, u32)>,
}

impl Matcher for JavaScript {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        let text = line.trimmed;
        self.follow_head(line, told);
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
            // The place belongs to the message that follows it first.
            let head = match self.message {
                Some(_) => None,
                None => self.head.take(),
            };
            self.end(told);
            (self.title, self.head) = (title, head);
            self.message = Some(text.into());
            self.calls.extend(importer(text));
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
        let mut calls = std::mem::take(&mut self.calls);
        let head = self.head.take();
        self.age = 0;
        if message.is_some() && calls.is_empty() {
            calls.extend(head.map(|(place, _)| place));
        }
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

impl JavaScript {
    /// Follows what Node prints before a message: `/w/a.js:2`, the line, and carets below it.
    fn follow_head(&mut self, line: &Line<'_>, told: &mut Vec<Told>) {
        // A test's name is told in place of it.
        if self.title.is_none()
            && let Some(place) = head(line)
        {
            self.end(told);
            self.head = Some((place, 0));
            return;
        }
        // Behind a message it stays until that ends.
        if self.message.is_some() {
            return;
        }
        let Some((place, age)) = &mut self.head else {
            return;
        };
        *age += 1;
        if *age > HEAD {
            self.head = None;
        } else if !line.trimmed.is_empty() && line.trimmed.bytes().all(|byte| byte == b'^') {
            let before = line.text.chars().take_while(|c| *c != '^').count();
            let column = |of: usize| u32::try_from(of + 1).ok();
            place.column = column(before);
            place.end_column = column(before + line.trimmed.len());
        }
    }
}

/// `/w/a.js:2` or `file:///w/a.mjs:2`, and nothing else in the line.
fn head(line: &Line<'_>) -> Option<Place> {
    let at = line.placed().filter(|at| at.rest.is_empty())?;
    let path = at.path.strip_prefix("file://").unwrap_or(at.path);
    let is_own = path.starts_with('/') && !path.contains("node_modules/");
    (is_own && at.column.is_none() && line.text.starts_with(at.path))
        .then(|| Place::new(path, at.line, None))
}

/// The file of which Node says that it imports what is not there: `… imported from /w/a.mjs`.
fn importer(text: &str) -> Option<Place> {
    let (_, path) = text
        .contains("[ERR_")
        .then(|| text.rsplit_once(" imported from "))??;
    let path = path.strip_prefix("file://").unwrap_or(path);
    (path.starts_with('/') && !path.contains("node_modules/")).then(|| Place::new(path, 1, None))
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
