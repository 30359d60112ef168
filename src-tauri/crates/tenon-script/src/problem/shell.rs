//! shellcheck as it prints for people, and shells that name the line of a script.

use super::{Line, Matcher, Place, Severity, Told};
use crate::pattern::{Pattern, pattern};

static HEAD: Pattern = pattern!(r"^In (\S.*) line (\d{1,8}):$");
static SIGN: Pattern = pattern!(r"^\s*\^-*\^? (SC\d+)(?: \((\w+)\))?: (.*)$");
static SCRIPT: Pattern = pattern!(r"^(\S[^:]*): line (\d{1,8}): (.+)$");
static PLAIN: Pattern = pattern!(r"^(\S[^:]*\.(?:sh|bash|zsh|ksh)): (\d{1,8}): (.+)$");

/// So many lines below a head its signs are looked for.
const NEAR: u32 = 32;

/// See the module.
#[derive(Default)]
pub(super) struct Shell {
    /// The file and the line that shellcheck speaks of, and since how many lines.
    head: Option<(String, u32, u32)>,
}

impl Matcher for Shell {
    fn line(&mut self, line: &Line<'_>, told: &mut Vec<Told>) -> bool {
        if let Some((path, number)) = head(line.text) {
            self.head = Some((path.into(), number, 0));
            return true;
        }
        if let Some((path, number, age)) = &mut self.head {
            *age += 1;
            if let Some(problem) = sign(line, path, *number) {
                told.push(problem);
                return true;
            }
            if *age > NEAR {
                self.head = None;
            }
        }
        let problem = script(line.text).or_else(|| zsh(line));
        let is_found = problem.is_some();
        told.extend(problem);
        is_found
    }
}

fn head(text: &str) -> Option<(&str, u32)> {
    let text = text.starts_with("In ").then_some(text)?;
    let [path, line] = HEAD.groups::<2>(text)?;
    Some((path?, line?.parse().ok().filter(|line| *line > 0)?))
}

/// `   ^--^ SC2086 (info): …`, drawn below the column.
fn sign(line: &Line<'_>, path: &str, number: u32) -> Option<Told> {
    let text = line.trimmed.starts_with('^').then_some(line.text)?;
    let [code, word, message] = SIGN.groups::<3>(text)?;
    let severity = match word {
        Some("error") => Severity::Error,
        Some("warning") | None => Severity::Warning,
        Some(_) => Severity::Info,
    };
    let before = text.chars().take_while(|c| *c != '^').count();
    let place = Place::new(path, number, u32::try_from(before + 1).ok());
    Some(Told::new("shellcheck", severity, place, message?).code(code))
}

/// `./a.sh: line 3: …` of bash, `./a.sh: 3: …` of dash. What a shell says without a script's name is of
/// no file, and the line itself is printed behind a backquote.
fn script(text: &str) -> Option<Told> {
    let groups = match text.contains(": line ") {
        true => SCRIPT.groups::<3>(text),
        false if text.contains("sh: ") => PLAIN.groups::<3>(text),
        false => None,
    };
    let [path, line, message] = groups?;
    let (path, message) = (path?, message?);
    let line: u32 = line?.parse().ok()?;
    if line == 0 || !path.contains(['.', '/']) || message.starts_with('`') {
        return None;
    }
    let severity = match message.starts_with("warning:") {
        true => Severity::Warning,
        false => Severity::Error,
    };
    Some(Told::new(
        "shell",
        severity,
        Place::new(path, line, None),
        message,
    ))
}

/// How what zsh says of a line begins.
const ZSH: &[&str] = &[
    "parse error",
    "command not found: ",
    "no matches found: ",
    "bad ",
    "unmatched ",
    "division by zero",
    "no such file or directory: ",
    "permission denied: ",
];

/// `./a.zsh:2: parse error near `fi'`: no form of its own, so that only what zsh says is told.
fn zsh(line: &Line<'_>) -> Option<Told> {
    let at = line.placed().filter(|at| at.column.is_none())?;
    // A command of the shell's own may stand behind the file: `a.zsh:cd:2`.
    let path = match at.path.rsplit_once(':') {
        Some((path, own)) if own.bytes().all(|byte| byte.is_ascii_lowercase()) => path,
        _ => at.path,
    };
    let is_file = path.contains(['.', '/']) && !path.contains(' ');
    let is_told = is_file && at.is_apart && !line.is_indented();
    (is_told && ZSH.iter().any(|words| at.rest.starts_with(words))).then(|| {
        let place = Place::new(path, at.line, None);
        Told::new("shell", Severity::Error, place, at.rest)
    })
}
