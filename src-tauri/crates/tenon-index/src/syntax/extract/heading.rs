//! Headings of a Markdown text: each reaches to the next one that is as high, and what is lower
//! stands in it, whether it is written with signs before it or with a line below it.

use std::sync::Arc;

use super::{Symbol, len};
use crate::syntax::fingerprint::Words;
use crate::syntax::tokens::Tokens;

/// How high a heading is, 1 the highest. A line below it is of its range and ends it.
fn level(text: &[u8]) -> usize {
    let signs = text.iter().take_while(|b| **b == b'#').count();
    match text.trim_ascii_end().last() {
        _ if signs > 0 => signs,
        Some(b'=') => 1,
        _ => 2,
    }
}

/// Gives headings in the order of a file their ranges and what they stand in.
pub(super) fn nest(headings: &mut [Symbol], bytes: &[u8], tokens: &Tokens) {
    let mut open: Vec<(usize, usize)> = Vec::new();
    for number in 0..headings.len() {
        let range = &headings[number].range;
        let (start, end) = (range.start, range.end);
        let text = bytes.get(start as usize..end as usize);
        let level = level(text.unwrap_or_default());
        let line = headings[number].line - 1;
        while let Some((_, last)) = open.pop_if(|(other, _)| *other >= level) {
            close(&mut headings[last], start, line, tokens);
        }
        if let Some((_, outer)) = open.last() {
            let outer_heading = &headings[*outer];
            let names = outer_heading.parents.iter().chain([&outer_heading.name]);
            let names: Arc<[Box<str>]> = names.cloned().collect();
            headings[number].parents = names;
            headings[number].within = Some(len(*outer));
        }
        open.push((level, number));
    }
    let lines = super::lines(bytes);
    for (_, last) in open {
        close(&mut headings[last], len(bytes.len()), lines, tokens);
    }
}

/// Ends what a heading is about, and says what that is known by.
fn close(heading: &mut Symbol, end: u32, line: u32, tokens: &Tokens) {
    heading.range.end = end.max(heading.range.end);
    heading.end_line = line.max(heading.end_line);
    let name = heading.at..heading.at + len(heading.name.len());
    let words = Words::of(tokens, &heading.range, &name);
    heading.body = words.hash();
    heading.likeness = Some(Box::new(words.likeness()));
}
