//! ESLint and its kin: the file in a line of its own, and below it `3:7  error  message  rule`.

use super::line::number;
use super::{Line, Matcher, Place, Severity, Told};
use crate::pattern::{Pattern, pattern};

static COMPACT: Pattern =
    pattern!(r"^(\S.*): line (\d{1,8}), col (\d{1,8}), (Error|Warning) - (.*?)(?: \(([^()]+)\))?$");
static UNIX: Pattern = pattern!(r"^(.*) \[(Error|Warning)(?:/([^\]]+))?\]$");

/// The longest path, in bytes.
const PATH: usize = 1_024;

/// See the module.
#[derive(Default)]
pub(super) struct Eslint {
    /// The last line that may name a file; empty where none does.
    file: String,
}

impl Matcher for Eslint {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        if !line.is_indented() {
            if let Some(problem) = compact(line.text).or_else(|| unix(line)) {
                told.push(problem);
                return true;
            }
            self.file.clear();
            if line.text.len() <= PATH && line.text.contains(['.', '/']) {
                self.file.push_str(line.trimmed);
            }
            return false;
        }
        if self.file.is_empty() {
            return false;
        }
        let problem = row(line.trimmed, &self.file);
        let is_row = problem.is_some();
        told.extend(problem);
        is_row
    }
}

/// `a.js: line 1, col 10, Error - … (rule)`.
fn compact(text: &str) -> Option<Told> {
    let text = text.contains(": line ").then_some(text)?;
    let [path, line, column, word, message, rule] = COMPACT.groups::<6>(text)?;
    let line: u32 = line?.parse().ok()?;
    let column = column.and_then(|column| column.parse().ok());
    let place = Place::new(path?, line.max(1), column);
    Some(Told::new("eslint", severity(word?), place, message?).code(rule))
}

/// `a.js:1:10: … [Error/rule]`.
fn unix(line: &Line<'_>) -> Option<Told> {
    let at = line.placed().filter(|at| at.rest.ends_with(']'))?;
    let [message, word, rule] = UNIX.groups::<3>(at.rest)?;
    let place = Place::new(at.path, at.line, at.column);
    Some(Told::new("eslint", severity(word?), place, message?).code(rule))
}

fn severity(word: &str) -> Severity {
    match word {
        "Error" => Severity::Error,
        _ => Severity::Warning,
    }
}

fn row(text: &str, file: &str) -> Option<Told> {
    let (line, rest) = number(text)?;
    let (column, rest) = number(rest.strip_prefix(':')?)?;
    let rest = rest.strip_prefix([' ', '\t'])?.trim_start();
    let (word, rest) = rest.split_once([' ', '\t'])?;
    let severity = match word {
        "error" | "✖" | "×" => Severity::Error,
        "warning" | "⚠" | "‼" => Severity::Warning,
        "info" | "ℹ" => Severity::Info,
        _ => return None,
    };
    let rest = rest.trim();
    let (message, rule) = match rest.rsplit_once("  ") {
        Some((message, rule)) if !rule.contains(' ') => (message.trim_end(), Some(rule)),
        _ => (rest, None),
    };
    let place = Place::new(file, line.max(1), Some(column));
    Some(Told::new("eslint", severity, place, message).code(rule))
}
