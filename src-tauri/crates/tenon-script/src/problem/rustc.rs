//! rustc and Cargo, and ruff, which draws as they do: a head, and below it `--> FILE:LINE:COLUMN`.

use super::line::placed;
use super::{Line, Matcher, Place, Severity, Told};

/// So many lines below a head its place is looked for.
const NEAR: u32 = 24;
/// So many lines below a place its underlining is looked for.
const DRAWN: u32 = 8;

struct Head {
    severity: Severity,
    code: Option<String>,
    message: String,
    source: &'static str,
    age: u32,
}

/// See the module.
#[derive(Default)]
pub(super) struct Rustc {
    head: Option<Head>,
    /// A problem whose underlining may follow, and since how many lines.
    drawn: Option<(Told, u32)>,
}

impl Matcher for Rustc {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        if let Some(head) = head(line.text) {
            self.end(told);
            let is_sure = head.source == "rustc";
            self.head = Some(head);
            return is_sure;
        }
        if self.head.is_none() && self.drawn.is_none() {
            return false;
        }
        if let Some(arrow) = line.trimmed.strip_prefix("--> ") {
            self.arrow(arrow);
            return true;
        }
        if let Some(head) = &mut self.head {
            head.age += 1;
            if head.age > NEAR {
                self.head = None;
            }
        }
        let Some((problem, age)) = &mut self.drawn else {
            return false;
        };
        *age += 1;
        let is_drawn = problem
            .places
            .first_mut()
            .is_some_and(|place| underlined(line, place));
        let is_over = is_drawn || line.trimmed.is_empty() || *age > DRAWN;
        if is_over {
            self.flush(told);
        }
        line.trimmed.contains('|')
    }

    fn end(&mut self, told: &mut Vec<Told>) {
        self.flush(told);
        self.head = None;
    }
}

impl Rustc {
    fn flush(&mut self, told: &mut Vec<Told>) {
        told.extend(self.drawn.take().map(|(problem, _)| problem));
    }

    fn arrow(&mut self, arrow: &str) {
        let Some((at, head)) = placed(arrow).zip(self.head.take()) else {
            return;
        };
        let place = Place::new(at.path, at.line, at.column);
        let problem = Told::new(head.source, head.severity, place, &head.message);
        self.drawn = Some((problem.code(head.code.as_deref()), 0));
    }
}

/// Takes the end of a place from the signs below it, where they begin at its column.
fn underlined(line: &Line<'_>, place: &mut Place) -> bool {
    let Some(below) = line.trimmed.strip_prefix("| ") else {
        return false;
    };
    let before = below.chars().take_while(|c| *c != '^').count();
    let signs = below.chars().skip(before).take_while(|c| *c == '^').count();
    let column = u32::try_from(before + 1).ok();
    if signs > 0 && column == place.column {
        place.end_column = u32::try_from(before + 1 + signs).ok();
    }
    signs > 0
}

/// `error[E0308]: mismatched types`, `warning: unused`, or ruff's `F401 [*] unused`.
fn head(line: &str) -> Option<Head> {
    let first = *line.as_bytes().first()?;
    let (severity, rest) = match first {
        b'e' => (Severity::Error, line.strip_prefix("error")?),
        b'w' => (Severity::Warning, line.strip_prefix("warning")?),
        b'n' => (Severity::Info, line.strip_prefix("note")?),
        b'i' => {
            let message = line.strip_prefix("invalid-syntax: ")?;
            return Some(ruff(Severity::Error, "invalid-syntax", message));
        }
        b'A'..=b'Z' => {
            let (code, message) = line.split_once(' ')?;
            let message = message.strip_prefix("[*] ").unwrap_or(message);
            return is_rule(code).then(|| ruff(Severity::Warning, code, message));
        }
        _ => return None,
    };
    let (code, message) = match rest.strip_prefix('[') {
        Some(rest) => {
            let (code, message) = rest.split_once("]: ")?;
            (Some(code.to_owned()), message)
        }
        None => (None, rest.strip_prefix(": ")?),
    };
    Some(Head {
        severity,
        code,
        message: message.into(),
        source: "rustc",
        age: 0,
    })
}

fn ruff(severity: Severity, code: &str, message: &str) -> Head {
    Head {
        severity,
        code: Some(code.into()),
        message: message.into(),
        source: "ruff",
        age: NEAR - 1,
    }
}

/// Capital letters and then digits, as linters of Python name their rules.
pub(super) fn is_rule(code: &str) -> bool {
    let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = code.len() - letters;
    (1..=6).contains(&letters)
        && (1..=5).contains(&digits)
        && code.bytes().skip(letters).all(|byte| byte.is_ascii_digit())
}
