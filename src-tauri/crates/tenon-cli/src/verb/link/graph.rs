//! Printing what is linked to what.

use std::collections::HashMap;

use serde::Serialize;
use tenon_api::ApiResult;
use tenon_api::wire::{LinkEdge, LinkGraph, LinkedSymbol, LinkedThing, LinksAbove};

use crate::Session;
use crate::output::harmless_line;

/// One line: a thing or a link.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Row<'a> {
    Thing(&'a LinkedThing),
    Edge(&'a LinkEdge),
}

/// Prints the things, then the links; for people the links alone, with what their ends are called.
/// `nothing` is said where there is no link.
pub fn print(session: &Session, graph: &LinkGraph, nothing: &str) -> ApiResult<()> {
    let out = &session.out;
    if out.is_json() {
        for thing in &graph.things {
            out.flat_record(&Row::Thing(thing), |_| String::new())?;
        }
        for edge in &graph.edges {
            out.flat_record(&Row::Edge(edge), |_| String::new())?;
        }
        return Ok(());
    }
    let titles = graph.things.iter().map(|it| (&*it.reference, it));
    let titles: HashMap<&str, &LinkedThing> = titles.collect();
    for edge in &graph.edges {
        out.record(edge, |edge| line(edge, &titles))?;
    }
    if graph.edges.is_empty() {
        out.notice(nothing);
    }
    if graph.more {
        out.notice("there is more; raise --limit to see it");
    }
    Ok(())
}

fn called(reference: &str, titles: &HashMap<&str, &LinkedThing>) -> String {
    let Some(thing) = titles.get(reference) else {
        return harmless_line(reference);
    };
    let gone = if thing.missing { " (gone)" } else { "" };
    let title = harmless_line(&thing.title);
    match thing.kind.as_str() {
        "task" => format!("{} {title}{gone}", harmless_line(reference)),
        "file" => format!("{title}{gone}"),
        kind => format!("{kind} {title}{gone}"),
    }
}

fn line(edge: &LinkEdge, titles: &HashMap<&str, &LinkedThing>) -> String {
    let (from, to) = (called(&edge.from, titles), called(&edge.to, titles));
    let place = edge.path.as_ref().map(|path| {
        let line = edge.line.map_or(String::new(), |line| format!(":{line}"));
        format!("  {}{line}", harmless_line(&path.path))
    });
    let guessed = match edge.suggestion {
        true => format!("  ? {:.2}", edge.confidence),
        false => String::new(),
    };
    let changed = if edge.changed { "  changed since" } else { "" };
    format!(
        "{from} -{}-> {to}  {}{}{guessed}{changed}",
        edge.kind,
        harmless_line(&edge.reason),
        place.unwrap_or_default()
    )
}

/// Prints a line for each symbol that has links.
pub fn print_above(session: &Session, above: &LinksAbove) -> ApiResult<()> {
    let mut rows = above.rows.iter();
    rows.try_for_each(|row| session.out.flat_record(row, symbol))
}

fn symbol(row: &LinkedSymbol) -> String {
    let things = row.things.iter().map(|thing| match thing.kind.as_str() {
        "task" => harmless_line(thing.reference.trim_start_matches("task:")),
        kind => format!("{kind}: {}", harmless_line(&thing.title)),
    });
    let things: Vec<_> = things.collect();
    let more = match row.more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let name = harmless_line(&row.name);
    format!("{}: {name}: {}{more}", row.line, things.join(" · "))
}
