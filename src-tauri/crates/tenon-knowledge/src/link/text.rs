//! What texts name: tasks, commits, and files with their lines.

use super::known::Known;
use super::past::Once;
use super::{Edge, History, Kind, Mention, Place, Text, Thing};
use crate::entity;
use crate::note::is_note;

/// How sure it is that a line still belongs to the symbol that stands around it now.
const LINE: f64 = 0.9;

/// Edges of what texts name.
pub(super) fn find(history: &History<'_>, known: &Known) -> Vec<Edge> {
    let texts = history.texts.iter();
    texts.flat_map(|text| of(text, known)).collect()
}

fn of(text: &Text, known: &Known) -> Vec<Edge> {
    let mut edges = Vec::new();
    for mention in &text.mentions {
        let mut found = named(text, mention, known);
        let mut reason = reason(text, mention);
        if found.is_empty()
            && mention.kind == entity::Kind::File
            && let Some((things, became)) = once(text, mention, known)
        {
            found = things;
            reason.push_str(&became);
        }
        let from = from(text, mention, known);
        edges.extend(found.into_iter().map(|(to, confidence)| {
            let kind = match (&text.of, mention.closes) {
                (Thing::Commit(_), true) => Kind::Closes,
                _ => Kind::Mentions,
            };
            let mut edge = Edge::written(from.clone(), to, kind, reason.clone());
            edge.confidence = confidence;
            edge.at = text.at;
            edge.place = text.path.as_ref().map(|path| Place {
                path: path.clone(),
                line: mention.line,
            });
            edge
        }));
    }
    edges
}

/// What speaks: in code the symbol that a comment stands in or before.
fn from(text: &Text, mention: &Mention, known: &Known) -> Thing {
    let path = text.path.as_ref().filter(|_| !text.prose);
    let symbol = path.and_then(|path| known.symbol_around(path, mention.start));
    symbol.map_or_else(
        || text.of.clone(),
        |symbol| Thing::Symbol(symbol.id.clone()),
    )
}

/// What a mention leads to, each with how sure that is.
fn named(text: &Text, mention: &Mention, known: &Known) -> Vec<(Thing, f64)> {
    let sure = |thing: Option<Thing>| thing.map(|thing| (thing, 1.0)).into_iter().collect();
    match mention.kind {
        entity::Kind::Task | entity::Kind::Issue => sure(known.task(&mention.value)),
        entity::Kind::Commit => sure(known.commit(&mention.value)),
        entity::Kind::File => file(text, mention, known),
        // A name may mean another thing that is called so; see what is alike.
        _ => Vec::new(),
    }
}

fn file(text: &Text, mention: &Mention, known: &Known) -> Vec<(Thing, f64)> {
    let (path, line) = place_of(&mention.value);
    let folder = text.path.as_deref().map(folder);
    let Some(found) = whole(known, folder, path, line) else {
        return Vec::new();
    };
    // In comments of code many paths are examples; one of a note is meant.
    if !text.prose && !is_note(&found) {
        return Vec::new();
    }
    with_symbol(&found, line, known)
}

/// A file, and the symbol that has the line.
fn with_symbol(path: &[u8], line: Option<u32>, known: &Known) -> Vec<(Thing, f64)> {
    let symbol = line.and_then(|line| known.symbol_at(path, line));
    let symbol = symbol.map(|symbol| (Thing::Symbol(symbol.id.clone()), LINE));
    std::iter::once((known.file_of(path), 1.0))
        .chain(symbol)
        .collect()
}

/// What a path leads to where there is no file any more, and what became of it.
fn once(text: &Text, mention: &Mention, known: &Known) -> Option<(Vec<(Thing, f64)>, String)> {
    let (path, line) = place_of(&mention.value);
    let plain = path.strip_prefix("./").unwrap_or(path);
    if !plain.contains('/') && line.is_none() {
        return None;
    }
    let folder = text.path.as_deref().map(folder);
    let found = known.once(folder, path)?;
    let at = match &found {
        Once::Moved(at) | Once::Gone(at) => at,
    };
    if !text.prose && !is_note(at) {
        return None;
    }
    let things = match &found {
        Once::Moved(at) => with_symbol(at, line, known),
        Once::Gone(at) => vec![(known.file_of(at), 1.0)],
    };
    Some((things, found.became(path)))
}

/// The file that a path means: at its place seen from the text or the workspace, or the one that ends
/// so where folders or a line are said.
fn whole(known: &Known, folder: Option<&[u8]>, path: &str, line: Option<u32>) -> Option<Vec<u8>> {
    let plain = path.strip_prefix("./").unwrap_or(path);
    if plain.contains('/') || line.is_some() {
        let from_text = known.file_from(folder, path);
        return from_text.or_else(|| known.file_named(plain));
    }
    let is_there = known.has_file(plain.as_bytes()) && !is_everywhere(plain);
    is_there.then(|| plain.into())
}

/// Names that most projects have a file of, so that a bare one may be another project's, or nobody's.
const EVERYWHERE: [&str; 34] = [
    ".env",
    ".gitignore",
    "build.rs",
    "cargo.lock",
    "cargo.toml",
    "changelog.md",
    "cmakelists.txt",
    "compose.yaml",
    "config.json",
    "config.toml",
    "contributing.md",
    "docker-compose.yml",
    "dockerfile",
    "gemfile",
    "go.mod",
    "index.html",
    "index.js",
    "index.ts",
    "justfile",
    "license",
    "license.md",
    "main.go",
    "main.py",
    "makefile",
    "package-lock.json",
    "package.json",
    "pom.xml",
    "pyproject.toml",
    "readme",
    "readme.md",
    "requirements.txt",
    "setup.py",
    "todo.md",
    "tsconfig.json",
];

/// Whether a file of this name lies in most projects.
pub(super) fn is_everywhere(name: &str) -> bool {
    EVERYWHERE.contains(&&*name.to_ascii_lowercase())
}

/// A path and its line, as entities write it.
pub(super) fn place_of(value: &str) -> (&str, Option<u32>) {
    let mut rest = value;
    let mut numbers = Vec::new();
    while let Some((before, last)) = rest.rsplit_once(':') {
        let digits = last.split('-').next().unwrap_or_default();
        let Ok(number) = digits.parse::<u32>() else {
            break;
        };
        numbers.push(number);
        rest = before;
    }
    (rest, numbers.last().copied().filter(|line| *line > 0))
}

pub(super) fn folder(path: &[u8]) -> &[u8] {
    let end = path.iter().rposition(|byte| *byte == b'/');
    &path[..end.unwrap_or_default()]
}

fn reason(text: &Text, mention: &Mention) -> String {
    let place = match &text.of {
        Thing::Commit(_) => "in the message of the commit",
        Thing::Task(_) => "in the task",
        _ if text.prose => "in the note",
        _ => "in a comment",
    };
    format!("\"{}\" {place}", mention.value)
}
