//! The recipes of a justfile.

use super::{Fault, Folder, Given, Source};
use crate::script::{Parameter, Script, Tool, words};

/// Words that begin a line which is no recipe.
const KEYWORDS: &[&str] = &[
    "set", "import", "import?", "mod", "mod?", "export", "unexport",
];

pub(super) fn read<F: Folder>(source: &Source<'_, F>, faults: &mut Vec<Fault>) -> Given {
    let mut found: Vec<Script> = Vec::new();
    let mut comment: Option<&str> = None;
    let mut documented: Option<String> = None;
    let mut is_private = false;
    let mut lines = (1_u32..).zip(source.text.lines());
    while let Some((number, line)) = lines.next() {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let line = line.trim_end();
        if let Some(text) = line.strip_prefix('#') {
            comment = Some(text.trim()).filter(|_| !text.starts_with('!'));
            continue;
        }
        if line.starts_with('[') {
            is_private |= attributes(line).any(|attribute| attribute == "private");
            documented = documented.or_else(|| doc(line));
            continue;
        }
        let about = documented.take().or(comment.take().map(str::to_owned));
        let is_private = std::mem::take(&mut is_private);
        // A text of several lines may hold anything.
        if let Some(quotes) = unclosed(line) {
            if !lines.by_ref().any(|(_, line)| line.contains(quotes)) {
                return Err((
                    Some(number),
                    format!("a text that begins with {quotes} does not end"),
                ));
            }
            continue;
        }
        let first = line.split_whitespace().next().unwrap_or_default();
        if line.is_empty() || KEYWORDS.contains(&first) {
            continue;
        }
        let given = match line.strip_prefix("alias ") {
            Some(alias) => alias.split_once(":=").map(|(name, of)| {
                (
                    name.trim(),
                    Vec::new(),
                    Some(format!("Alias of {}", of.trim())),
                )
            }),
            None => match header(line) {
                Ok(header) => header.map(|(name, parameters)| (name, parameters, about)),
                Err(message) => {
                    faults.push(Fault {
                        file: source.file.into(),
                        line: Some(number),
                        message,
                    });
                    None
                }
            },
        };
        let Some((name, parameters, about)) = given else {
            continue;
        };
        if is_private || name.starts_with('_') || !is_name(name) {
            continue;
        }
        let argv = words(&["just", name]);
        let mut script = Script::new(Tool::Just, source.file, name, name, argv)
            .line(number)
            .detail(about.as_deref());
        script.parameters = parameters;
        found.retain(|other| other.id != script.id);
        found.push(script);
    }
    Ok(found)
}

fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// The names of the attributes in a line such as `[private, no-cd]`.
fn attributes(line: &str) -> impl Iterator<Item = &str> {
    let inside = line.trim_matches(['[', ']']);
    inside.split(',').map(|part| {
        let name = part.split(['(', ':']).next().unwrap_or_default();
        name.trim()
    })
}

/// The text of `[doc("…")]` or `[doc: "…"]`.
fn doc(line: &str) -> Option<String> {
    let rest = line.strip_prefix("[doc")?;
    let rest = rest.trim_start_matches(['(', ':', ' ']);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let text = rest[1..].split(quote).next()?;
    Some(text.to_owned())
}

/// The quotes of a text that begins in this line and does not end in it.
fn unclosed(line: &str) -> Option<&'static str> {
    ["'''", "\"\"\"", "```"]
        .into_iter()
        .find(|quotes| line.matches(quotes).count() % 2 == 1)
}

type Header<'l> = Option<(&'l str, Vec<Parameter>)>;

/// A recipe's name and parameters; nothing for what is no recipe.
fn header(line: &str) -> Result<Header<'_>, String> {
    let line = line.strip_prefix('@').unwrap_or(line);
    let end = line
        .find(|c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c)))
        .unwrap_or(line.len());
    let (name, mut rest) = line.split_at(end);
    if name.is_empty() {
        return Ok(None);
    }
    let mut parameters = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(behind) = rest.strip_prefix(':') {
            // An assignment, as in `version := "1"`.
            let is_recipe = !behind.starts_with('=');
            return Ok(is_recipe.then_some((name, parameters)));
        }
        let many = rest.starts_with(['*', '+']);
        let may_be_empty = rest.starts_with('*');
        let word = rest.trim_start_matches(['*', '+', '$']);
        let end = word
            .find(|c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c)))
            .unwrap_or(word.len());
        if end == 0 {
            // What goes on in the next line may be anything.
            if line.ends_with('\\') {
                return Ok(None);
            }
            return Err(format!(
                "\"{}\" is no recipe: its parameters end with a colon",
                shortened(line)
            ));
        }
        let (parameter, behind) = word.split_at(end);
        rest = behind;
        let mut default = may_be_empty.then(String::new);
        if let Some(value) = behind.strip_prefix('=') {
            let length = value_length(value)?;
            default = Some(value[..length].to_owned());
            rest = &value[length..];
        }
        parameters.push(Parameter {
            name: parameter.into(),
            default,
            many,
        });
    }
}

/// The beginning of a line, for a sentence about it.
fn shortened(line: &str) -> String {
    let most = 40;
    let mut text: String = line.chars().take(most).collect();
    if line.chars().nth(most).is_some() {
        text.push('…');
    }
    text
}

/// How long a default is: a text, a name, a command in backticks, or anything in brackets.
fn value_length(value: &str) -> Result<usize, String> {
    let mut depth = 0_u32;
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in value.char_indices() {
        match quote {
            Some(open) => {
                if c == open && !escaped {
                    quote = None;
                }
                escaped = open == '"' && c == '\\' && !escaped;
            }
            None => match c {
                '"' | '\'' | '`' => quote = Some(c),
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                ':' if depth == 0 => return Ok(at),
                c if c.is_whitespace() && depth == 0 => return Ok(at),
                _ => {}
            },
        }
    }
    match quote {
        Some(open) => Err(format!("a text that begins with {open} does not end")),
        None => Ok(value.len()),
    }
}
