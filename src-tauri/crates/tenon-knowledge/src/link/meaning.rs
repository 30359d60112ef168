//! What two things have in common: a rare name, or what a model says.

use super::known::{Known, Symbol};
use super::text::place_of;
use super::{Edge, History, Kind, Origin, Place, Thing};
use crate::entity;

/// How sure a name of one symbol alone is, by how much of it is said.
const QUALIFIED: f64 = 0.95;
const NAMED: f64 = 0.8;
/// How sure the name of one file alone is.
const FILE: f64 = 0.75;
/// A name that is shorter is a word of many meanings.
const SHORT: usize = 4;
/// The cosine from which on two things are called alike.
const ALIKE: f64 = 0.7;

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
    let is_told = |of: &Thing| matches!(of, Thing::File(_) | Thing::Task(_));
    let texts = history.texts.iter();
    for text in texts.filter(|text| text.prose && is_told(&text.of)) {
        for mention in &text.mentions {
            let found = match mention.kind {
                entity::Kind::Symbol => symbol(&mention.value, known),
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

fn symbol(said: &str, known: &Known) -> Option<(Thing, f64, String)> {
    let symbol = known.symbol(said)?;
    let is_qualified = said.contains(['.', ':', '#', '>']);
    if !is_qualified && !is_rare(symbol) || is_qualified && is_key(said, symbol) {
        return None;
    }
    let confidence = if is_qualified { QUALIFIED } else { NAMED };
    let reason = format!("same symbol: {}", symbol.name);
    Some((Thing::Symbol(symbol.id.clone()), confidence, reason))
}

/// Whether a dotted name may as well be that of a setting or of a command: `secrets.rules` names the
/// function `rules` of `secrets.rs` only where it is written as a path or a call. In Python a module and
/// its function are written so.
fn is_key(said: &str, symbol: &Symbol) -> bool {
    let is_dotted = said.contains('.') && !said.contains(['(', ':', '#', '>']);
    is_dotted && symbol.parents.is_empty() && !symbol.path.ends_with(b".py")
}

/// Whether a name is hardly said for something else.
fn is_rare(symbol: &Symbol) -> bool {
    symbol.name.chars().count() >= SHORT
}

fn file(said: &str, known: &Known) -> Option<(Thing, f64, String)> {
    let (path, _) = place_of(said);
    let is_bare = !path.contains('/') && !known.has_file(path.as_bytes());
    let found = known.file_named(path).filter(|_| is_bare)?;
    let reason = format!("same file name: {path}");
    Some((known.file_of(&found), FILE, reason))
}
