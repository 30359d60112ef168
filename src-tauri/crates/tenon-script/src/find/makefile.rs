//! The targets of a makefile, by the rules of GNU make.
//!
//! Nothing is expanded and no file is included: a target whose name depends on a variable is left
//! out.

use std::collections::HashMap;

use super::{Folder, Source};
use crate::script::{Script, Tool, words};

/// Words that begin a line which is no rule.
const DIRECTIVES: &[&str] = &[
    "include", "-include", "sinclude", "export", "unexport", "override", "vpath", "ifeq", "ifneq",
    "ifdef", "ifndef", "else", "endif", "undefine", "private", "load", "-load",
];

pub(super) fn read<F: Folder>(source: &Source<'_, F>) -> Vec<Script> {
    let mut found: Vec<Script> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut recipe_prefix = '\t';
    let mut defining = 0_u32;
    let mut comment = None;
    for (line, text) in logical_lines(source.text) {
        let about = std::mem::take(&mut comment);
        if text.starts_with(recipe_prefix) {
            continue;
        }
        let trimmed = text.trim();
        let first = trimmed.split_whitespace().next().unwrap_or_default();
        let is_assigned = trimmed
            .split_whitespace()
            .nth(1)
            .is_some_and(|word| word.starts_with(['=', ':', '?', '+']));
        if first == "endef" {
            defining = defining.saturating_sub(1);
            continue;
        }
        if first == "define" && !is_assigned {
            defining += 1;
        }
        if defining > 0 {
            continue;
        }
        if let Some(text) = trimmed.strip_prefix('#') {
            comment = text.strip_prefix('#').map(|text| text.trim().to_owned());
            continue;
        }
        if trimmed.is_empty()
            || (DIRECTIVES.contains(&first)
                && !trimmed[first.len()..].trim_start().starts_with(':'))
        {
            continue;
        }
        if let Some(prefix) = assigned(&text, ".RECIPEPREFIX") {
            recipe_prefix = prefix.chars().next().unwrap_or('\t');
            continue;
        }
        let Some((targets, rest)) = rule(&text) else {
            continue;
        };
        let said = help(rest).map(str::to_owned).or(about);
        for target in names(targets) {
            if let Some(at) = known.get(&target) {
                // Help may stand at any of the lines that speak of a target.
                let script: &mut Script = &mut found[*at];
                if script.detail.is_none() {
                    *script = script.clone().detail(said.as_deref());
                }
                continue;
            }
            let argv = match target.starts_with('-') {
                true => words(&["make", "--", &target]),
                false => words(&["make", &target]),
            };
            let script = Script::new(Tool::Make, source.file, &target, &target, argv);
            known.insert(target, found.len());
            found.push(script.line(line).detail(said.as_deref()));
        }
    }
    found
}

/// Lines with those that follow a backslash, each with the number of its first one.
fn logical_lines(text: &str) -> impl Iterator<Item = (u32, String)> {
    let mut lines = (1_u32..).zip(text.lines());
    std::iter::from_fn(move || {
        let (number, first) = lines.next()?;
        let mut whole = first.to_owned();
        while ends_with_escape(&whole) {
            whole.pop();
            whole.push(' ');
            match lines.next() {
                Some((_, more)) => whole += more,
                None => break,
            }
        }
        Some((number, whole))
    })
}

fn ends_with_escape(line: &str) -> bool {
    let slashes = line.bytes().rev().take_while(|byte| *byte == b'\\').count();
    slashes % 2 == 1
}

fn assigned<'t>(line: &'t str, name: &str) -> Option<&'t str> {
    let rest = line.strip_prefix(name)?.trim_start();
    let rest = rest.trim_start_matches([':', '?', '+', '!']);
    rest.strip_prefix('=').map(str::trim)
}

/// The targets of a rule and what stands behind its colons; nothing for what is no rule.
fn rule(line: &str) -> Option<(&str, &str)> {
    let bytes = line.as_bytes();
    let mut depth = 0_u32;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'$' if matches!(bytes.get(at + 1), Some(b'(' | b'{')) => {
                depth += 1;
                at += 1;
            }
            b')' | b'}' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            b'#' | b'=' => return None,
            b':' => {
                let behind = line[at..].trim_start_matches(':');
                if behind.starts_with('=') {
                    return None;
                }
                // Grouped targets end in `&:`.
                let targets = line[..at].trim_end_matches('&');
                return (!is_of_target(behind)).then_some((targets, behind));
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Whether a variable of a target is set, as in `all: CFLAGS += -g`.
fn is_of_target(behind: &str) -> bool {
    let behind = behind.split(['#', ';']).next().unwrap_or_default();
    let Some(at) = behind.find('=') else {
        return false;
    };
    let name = behind[..at].trim_end_matches([':', '?', '+', '!']).trim();
    !name.is_empty()
        && !name.contains(['$', '%', '('])
        && name.split_whitespace().all(|word| {
            word.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
        })
}

/// The names among the targets that can be asked for.
fn names(targets: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut name = String::new();
    let mut characters = targets.chars().chain([' ']).peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if characters
                .peek()
                .is_some_and(|next| " :#%\\".contains(*next)) =>
            {
                // What is escaped is part of the name.
                name.extend(characters.next());
            }
            c if c.is_whitespace() => {
                let done = std::mem::take(&mut name);
                let is_usable = !done.is_empty()
                    && !done.starts_with('.')
                    && !done.contains(['%', '$', '=', '(', ')']);
                if is_usable {
                    found.push(done);
                }
            }
            c => name.push(c),
        }
    }
    found
}

/// What stands behind `##` at a rule.
fn help(rest: &str) -> Option<&str> {
    let (_, text) = rest.split_once("##")?;
    Some(text.trim()).filter(|text| !text.is_empty())
}
