//! Maven, Gradle with Kotlin, and javac, which draws a sign below the column.

use super::{Line, Matcher, Place, Severity, Told};
use crate::pattern::{Pattern, pattern};

static MAVEN: Pattern = pattern!(
    r"^\[(ERROR|WARNING|WARN)\] (\S.*?\.(?:java|kt|scala|groovy)):\[(\d{1,8})(?:,(\d{1,8}))?\] (.*)$"
);
static KOTLIN: Pattern = pattern!(
    r"^([ew]): (?:file://)?(\S.*?\.kts?):(?: \((\d{1,8}), (\d{1,8})\):|(\d{1,8}):(\d{1,8})) ?(.*)$"
);
static JAVAC: Pattern = pattern!(r"^(error|warning): (?:\[([\w-]+)\] )?(.*)$");

/// Lines below a message of javac in which its sign is looked for.
const NEAR: u32 = 3;

/// See the module.
#[derive(Default)]
pub(super) struct Java {
    /// A message of javac whose sign has not come, and since how many lines.
    open: Option<(Told, u32)>,
}

impl Matcher for Java {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        let problem = match line.text.as_bytes().first() {
            Some(b'[') => maven(line.text),
            Some(b'e' | b'w') => kotlin(line.text),
            _ => None,
        };
        if let Some(problem) = problem {
            self.end(told);
            told.push(problem);
            return true;
        }
        if let Some(problem) = javac(line) {
            self.end(told);
            self.open = Some((problem, 0));
            return true;
        }
        let Some((problem, age)) = &mut self.open else {
            return false;
        };
        *age += 1;
        let is_sign = line.trimmed == "^";
        if is_sign && let Some(place) = problem.places.first_mut() {
            let before = line.text.chars().take_while(|c| *c != '^').count();
            place.column = u32::try_from(before + 1).ok();
        }
        if is_sign || *age >= NEAR {
            self.end(told);
        }
        is_sign
    }

    fn end(&mut self, told: &mut Vec<Told>) {
        told.extend(self.open.take().map(|(problem, _)| problem));
    }
}

fn maven(text: &str) -> Option<Told> {
    let [severity, path, line, column, message] = MAVEN.groups::<5>(text)?;
    let severity = if severity? == "ERROR" {
        Severity::Error
    } else {
        Severity::Warning
    };
    let place = Place::new(
        path?,
        line?.parse().ok()?,
        column.and_then(|text| text.parse().ok()),
    );
    Some(Told::new("javac", severity, place, message?))
}

fn kotlin(text: &str) -> Option<Told> {
    let [
        severity,
        path,
        line,
        column,
        other_line,
        other_column,
        message,
    ] = KOTLIN.groups::<7>(text)?;
    let severity = if severity? == "e" {
        Severity::Error
    } else {
        Severity::Warning
    };
    let line = line.or(other_line)?.parse().ok()?;
    let column = column.or(other_column).and_then(|text| text.parse().ok());
    Some(Told::new(
        "kotlin",
        severity,
        Place::new(path?, line, column),
        message?,
    ))
}

fn javac(line: &Line<'_>) -> Option<Told> {
    let at = line.placed().filter(|at| at.path.ends_with(".java"))?;
    let [severity, code, message] = JAVAC.groups::<3>(at.rest)?;
    let severity = if severity? == "error" {
        Severity::Error
    } else {
        Severity::Warning
    };
    let place = Place::new(at.path, at.line, at.column);
    Some(Told::new("javac", severity, place, message?).code(code))
}
