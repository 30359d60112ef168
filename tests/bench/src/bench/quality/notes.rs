//! Questions that were written by hand, for this project's own documentation and code.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use tenon_index::syntax::{Extract, Language, Limits, Symbol, extract};

use super::{Asked, Place};
use crate::sources;

/// The questions, each with what answers it: `path#name of a symbol or heading`.
const QUESTIONS: &str = include_str!("../../../data/questions.json");

/// What is searched, of this project: its documentation, and the crates below the shell that do one
/// thing each.
const SEARCHED: &[&str] = &[
    "docs",
    "src-tauri/crates/tenon-core/src",
    "src-tauri/crates/tenon-policy/src",
    "src-tauri/crates/tenon-gatekeeper/src",
    "src-tauri/crates/tenon-store/src",
    "src-tauri/crates/tenon-workspace/src",
    "src-tauri/crates/tenon-terminal/src",
    "src-tauri/crates/tenon-git/src",
    "src-tauri/crates/tenon-sidecar/src",
];

#[derive(Deserialize)]
struct Question {
    question: String,
    answers: Vec<String>,
}

/// Copies what is searched from the `project` to `top`, and gives the questions.
pub fn write(project: &Path, top: &Path) -> Result<Vec<Asked>> {
    for folder in SEARCHED {
        let from = project.join(folder);
        for (path, text) in sources::read(&from)? {
            let is_text = path.extension().is_some_and(|it| it == "md" || it == "rs");
            // The page of the figures names the questions.
            if is_text && !path.ends_with("search.md") {
                let to = top.join(path.strip_prefix(project)?);
                fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
                fs::write(to, text)?;
            }
        }
    }
    questions(top)
}

fn questions(top: &Path) -> Result<Vec<Asked>> {
    let questions: Vec<Question> = serde_json::from_str(QUESTIONS)?;
    let asked = questions.into_iter().map(|one| {
        let mut places = Vec::new();
        for answer in &one.answers {
            places.extend(places_of(top, answer)?);
        }
        ensure!(!places.is_empty(), "nothing answers {:?}", one.question);
        Ok(Asked {
            text: one.question,
            places,
        })
    });
    asked.collect()
}

/// Where an answer stands: a function with all of its lines, a heading with the lines that stand for
/// the pieces of its own text.
fn places_of(top: &Path, answer: &str) -> Result<Vec<Place>> {
    let (path, name) = answer.split_once('#').context("an answer is path#name")?;
    let bytes = fs::read(top.join(path)).with_context(|| answer.to_owned())?;
    let language = Language::of(path.as_bytes(), &bytes).context("it has a grammar")?;
    let file = extract(language, &bytes, Limits::default()).map_err(|e| anyhow::anyhow!("{e}"))?;
    let named = file.symbols.iter().enumerate();
    let named = named.filter(|(_, symbol)| *symbol.name == *name);
    let places = named.flat_map(|(at, symbol)| match symbol.kind.is_function() {
        true => vec![(symbol.line, symbol.end_line)],
        false => pieces(&file, at, symbol),
    });
    let place = |(from, to)| Place {
        path: path.to_owned(),
        from,
        to,
    };
    Ok(places.map(place).collect())
}

/// The lines that may stand for the pieces of a symbol's text, without what is defined in it: of a
/// piece with several sections any of theirs.
fn pieces(file: &Extract, at: usize, symbol: &Symbol) -> Vec<(u32, u32)> {
    let next = file
        .symbols
        .get(at + 1)
        .map_or(u32::MAX, |next| next.range.start);
    let own = symbol.range.start..symbol.range.end.min(next);
    let chunks = file.chunks.iter().filter(|chunk| {
        let mut ranges = chunk.ranges.iter();
        ranges.any(|it| it.start < own.end && own.start < it.end)
    });
    let lines = chunks.flat_map(|chunk| {
        let begins = |it: &&Symbol| chunk.ranges.iter().any(|range| range.contains(&it.at));
        let sections = file.symbols.iter().filter(begins).map(|it| it.line);
        std::iter::once(chunk.line).chain(sections)
    });
    lines.map(|line| (line, line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_there() {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let questions: Vec<Question> = serde_json::from_str(QUESTIONS).expect("they are read");
        assert!(questions.len() >= 40);
        for answer in questions.iter().flat_map(|one| &one.answers) {
            let places = places_of(&project, answer).expect("its file is there");
            assert!(!places.is_empty(), "{answer} is gone");
        }
    }
}
