//! CMake: a head with the place, and below it what is said, indented.

use super::{Line, Matcher, Place, Severity, Told};
use crate::pattern::{Pattern, pattern};

static HEAD: Pattern = pattern!(
    r"^CMake (?:Deprecation )?(Error|Warning)(?: \(dev\))?(?: at (\S.*?):(\d{1,8})(?: \(\w+\))?:|: Error in cmake code at)$"
);

/// The longest message, in bytes.
const LONGEST: usize = 500;

/// See the module.
#[derive(Default)]
pub(super) struct CMake {
    open: Option<Open>,
}

struct Open {
    severity: Severity,
    /// None until the next line tells.
    place: Option<Place>,
    message: String,
}

impl Matcher for CMake {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        if let Some(open) = head(line.text) {
            self.end(told);
            self.open = Some(open);
            return true;
        }
        let Some(open) = &mut self.open else {
            return false;
        };
        if open.place.is_none() {
            let at = line.placed().filter(|at| at.rest.is_empty());
            open.place = at.map(|at| Place::new(at.path, at.line, at.column));
            if open.place.is_none() {
                self.open = None;
            }
            return at.is_some();
        }
        let is_begun = !open.message.is_empty();
        if line.trimmed.is_empty() || is_begun && !line.is_indented() {
            if is_begun {
                self.end(told);
            }
            return false;
        }
        if open.message.len() < LONGEST {
            if is_begun {
                open.message.push(' ');
            }
            open.message.push_str(line.trimmed);
        }
        true
    }

    fn end(&mut self, told: &mut Vec<Told>) {
        if let Some(open) = self.open.take()
            && let Some(place) = open.place
        {
            told.push(Told::new("cmake", open.severity, place, &open.message));
        }
    }
}

fn head(text: &str) -> Option<Open> {
    let text = text.starts_with("CMake ").then_some(text)?;
    let [word, path, line] = HEAD.groups::<3>(text)?;
    let line = line.and_then(|line| line.parse().ok());
    Some(Open {
        severity: match word {
            Some("Error") => Severity::Error,
            _ => Severity::Warning,
        },
        place: path
            .zip(line)
            .map(|(path, line)| Place::new(path, line, None)),
        message: String::new(),
    })
}
