//! What two things have in common: a rare name, or what a model says.

use super::known::Known;
use super::named::{Names, is_sample};
use super::text::{is_everywhere, place_of};
use super::{Edge, History, Kind, Origin, Place, Thing};
use crate::entity;
use crate::note::is_note;

/// How sure the name of one file alone is.
const FILE: f64 = 0.75;
/// The cosine from which on two things are called alike. Of the pairs of prose and code that the
/// built-in model put at 0.6 or higher, 15 of 16 were right: 20 decisions of this project beside the
/// code of five crates, and three small projects. At 0.7 it were 1 of 1, and 14 right ones were lost.
const ALIKE: f64 = 0.6;

/// Suggestions.
pub(super) fn find(history: &History<'_>, known: &Known) -> Vec<Edge> {
    let mut edges = shared(history, known);
    for alike in history.alike.iter().filter(|it| it.score >= ALIKE) {
        let reason = format!("alike in meaning ({:.2})", alike.score);
        let edge = Edge::written(alike.from.clone(), alike.to.clone(), Kind::Similar, reason);
        edges.push(edge.guessed(Origin::Meaning, alike.score.min(1.0)));
    }
    edges
}

/// Notes and tasks that name a symbol or a file which is the only one of that name.
fn shared(history: &History<'_>, known: &Known) -> Vec<Edge> {
    let mut edges = Vec::new();
    // Other prose, as data of tests or a licence, is nobody's word about this code.
    let is_told = |of: &Thing| match of {
        Thing::File(path) => is_note(path),
        Thing::Task(_) => true,
        _ => false,
    };
    let texts = history.texts.iter();
    for text in texts.filter(|text| text.prose && is_told(&text.of)) {
        let names = Names::of(history, text, known);
        for mention in &text.mentions {
            let found = match mention.kind {
                entity::Kind::Symbol => names.symbol(mention),
                entity::Kind::File => file(&mention.value, known),
                _ => None,
            };
            let Some((to, confidence, reason)) = found else {
                continue;
            };
            let edge = Edge::written(text.of.clone(), to, Kind::Similar, reason);
            let mut edge = edge.guessed(Origin::Meaning, confidence);
            edge.at = text.at;
            edge.place = text.path.as_ref().map(|path| Place {
                path: path.clone(),
                line: mention.line,
            });
            edges.push(edge);
        }
    }
    edges
}

fn file(said: &str, known: &Known) -> Option<(Thing, f64, String)> {
    let (path, _) = place_of(said);
    let is_root = known.has_file(path.as_bytes()) && !is_everywhere(path);
    let is_bare = !path.contains('/') && !is_root;
    let found = known.file_named(path).filter(|_| is_bare)?;
    if is_sample(&found) {
        return None;
    }
    let reason = format!("same file name: {path}");
    Some((known.file_of(&found), FILE, reason))
}
