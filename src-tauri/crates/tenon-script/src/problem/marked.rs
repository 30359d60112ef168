//! Forms that begin with a mark: esbuild's, whose place stands below the message, and the annotations
//! that tools print for GitHub.

use super::line::placed;
use super::{Line, Matcher, Place, Severity, Told};

/// So many lines below a message of esbuild its place is looked for.
const NEAR: u32 = 3;

/// See the module.
#[derive(Default)]
pub(super) struct Marked {
    /// A message of esbuild whose place has not come, and since how many lines.
    open: Option<(Severity, String, u32)>,
}

impl Matcher for Marked {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        let text = line.trimmed;
        if text.starts_with("::") {
            let problem = annotation(text);
            let is_found = problem.is_some();
            told.extend(problem);
            return is_found;
        }
        let head = text
            .strip_prefix("✘ [ERROR] ")
            .map(|message| (Severity::Error, message));
        let head = head.or_else(|| Some((Severity::Warning, text.strip_prefix("▲ [WARNING] ")?)));
        if let Some((severity, message)) = head {
            self.open = Some((severity, message.into(), 0));
            return true;
        }
        let Some((severity, message, age)) = &mut self.open else {
            return false;
        };
        *age += 1;
        let at = placed(text).filter(|at| line.is_indented() && at.rest.is_empty());
        let is_found = at.is_some();
        if let Some(at) = at {
            // It counts columns from 0.
            let column = at.column.map(|column| column + 1);
            let place = Place::new(at.path, at.line, column);
            let (message, code) = match message.strip_suffix(']').and_then(|m| m.rsplit_once(" ["))
            {
                Some((message, code)) if !code.contains(' ') => (message, Some(code)),
                _ => (message.as_str(), None),
            };
            told.push(Told::new("esbuild", *severity, place, message).code(code));
        }
        if is_found || *age > NEAR {
            self.open = None;
        }
        is_found
    }
}

/// `::error file=a.py,line=1,col=8::message`.
fn annotation(text: &str) -> Option<Told> {
    let (word, rest) = text.strip_prefix("::")?.split_once(' ')?;
    let severity = match word {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        "notice" => Severity::Info,
        _ => return None,
    };
    let (about, message) = rest.split_once("::")?;
    let value = |name: &str| {
        let mut parts = about.split(',').filter_map(|part| part.split_once('='));
        parts.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let line: u32 = value("line")?.parse().ok().filter(|line| *line > 0)?;
    let column = value("col").and_then(|column| column.parse().ok());
    let place = Place::new(value("file")?, line, column);
    Some(Told::new("github", severity, place, message))
}
