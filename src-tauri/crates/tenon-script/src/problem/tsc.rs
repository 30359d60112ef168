//! tsc and MSBuild's kin: `a.ts(3,9): error TS1109: …`, and tsc's `a.ts:3:9 - error TS1109: …`.

use super::{Line, Matcher, Place, Severity, Told};
use crate::pattern::{Pattern, pattern};

static BRACKETS: Pattern = pattern!(
    r"^(\S.*?)\((\d{1,8})(?:,(\d{1,8}))?(?:,\d+,\d+)?\)\s*: (?:fatal )?(error|warning|message|info) ([A-Z]+\d+)?:? ?(.*)$"
);
static PRETTY: Pattern = pattern!(
    r"^- (error|warning|message|information)(?: ([A-Z]+\d+))?: (.*?)(?: \((report\w+)\))?$"
);

/// See the module.
#[derive(Default)]
pub(super) struct Tsc;

impl Matcher for Tsc {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        let Some(problem) = pretty(line).or_else(|| brackets(line.trimmed)) else {
            return false;
        };
        told.push(problem);
        true
    }
}

fn pretty(line: &Line<'_>) -> Option<Told> {
    let at = line.placed().filter(|at| at.rest.starts_with("- "))?;
    let [severity, code, message, rule] = PRETTY.groups::<4>(at.rest)?;
    let source = if at.path.ends_with(".py") {
        "pyright"
    } else {
        "tsc"
    };
    let place = Place::new(at.path, at.line, at.column);
    let problem = Told::new(source, word(severity?), place, message.unwrap_or_default());
    Some(problem.code(code.or(rule)))
}

fn brackets(text: &str) -> Option<Told> {
    // The expression is tried on few lines.
    let (_, behind) = text.split_once("):").or_else(|| text.split_once(") :"))?;
    let words = ["error ", "warning ", "message ", "info ", "fatal error "];
    let behind = behind.trim_start();
    if !words.iter().any(|word| behind.starts_with(word)) {
        return None;
    }
    let [path, line, column, severity, code, message] = BRACKETS.groups::<6>(text)?;
    let place = Place::new(
        path?,
        line?.parse().ok()?,
        column.and_then(|text| text.parse().ok()),
    );
    let source = if code.is_some_and(|code| code.starts_with("TS")) {
        "tsc"
    } else {
        "build"
    };
    let message = message.filter(|message| !message.is_empty())?;
    Some(Told::new(source, word(severity?), place, message).code(code))
}

fn word(word: &str) -> Severity {
    match word {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        _ => Severity::Info,
    }
}
