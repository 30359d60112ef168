//! Links in front matter: `[[name]]` in texts between quotation marks, as Obsidian writes them.

use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::lines::Lines;
use super::link::{Form, Link};

/// The links of front matter that can be read; `yaml` is its place in the text.
pub(super) fn links(text: &str, lines: &Lines<'_>, yaml: &Range<usize>) -> Vec<Link> {
    let inner = &text[yaml.clone()];
    if !inner.contains("[[") {
        return Vec::new();
    }
    // The parser counts letters.
    let letters: Vec<usize> = inner.char_indices().map(|(at, _)| at).collect();
    let byte = |letter: usize| yaml.start + letters.get(letter).copied().unwrap_or(inner.len());
    let mut links = Vec::new();
    for event in Parser::new_from_str(inner) {
        // The front matter was read as a whole before, so nothing is wrong with it.
        let Ok((event, span)) = event else { break };
        let quote = match event {
            Event::Scalar(_, ScalarStyle::SingleQuoted, ..) => '\'',
            Event::Scalar(_, ScalarStyle::DoubleQuoted, ..) => '"',
            _ => continue,
        };
        let mut rest = byte(span.start.index())..byte(span.end.index());
        while let Some(range) = next(text, rest.clone()) {
            rest.start = range.end;
            links.extend(link(text, lines, range, quote));
        }
    }
    links
}

/// The first `[[…]]` in a part of a text.
fn next(text: &str, mut part: Range<usize>) -> Option<Range<usize>> {
    loop {
        let close = text[part.clone()].find("]]")?;
        let end = part.start + close + 2;
        if let Some(open) = text[part.start..end].rfind("[[") {
            return Some(part.start + open..end);
        }
        part.start = end;
    }
}

fn link(text: &str, lines: &Lines<'_>, range: Range<usize>, quote: char) -> Option<Link> {
    let inside = range.start + 2..range.end - 2;
    let inner = &text[inside.clone()];
    // A quotation mark or a backslash stands for something else here.
    if inner.trim().is_empty() || inner.contains(['\n', '\r', '[', ']', '\\', quote]) {
        return None;
    }
    let said = inner.split('|').next().unwrap_or_default();
    let (name, fragment) = match said.split_once('#') {
        Some((name, fragment)) => (name, Some(fragment)),
        None => (said, None),
    };
    let place = |from: usize, part: &str| {
        let start = from + part.len() - part.trim_start().len();
        start..start + part.trim().len()
    };
    let behind = inside.start + name.len() + 1;
    Some(Link {
        form: Form::Wikilink,
        target: name.trim().to_owned(),
        fragment: fragment.map(|fragment| fragment.trim().to_owned()),
        line: lines.line(range.start),
        around: lines.around(&range),
        range,
        target_range: Some(place(inside.start, name)),
        fragment_range: fragment.map(|fragment| place(behind, fragment)),
        angle: false,
        quote: Some(quote),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stand_between_quotation_marks() {
        let text = "---\nü: \"[[a#h|x]] and [[ b ]]\"\nlist: ['[[c]]', [[d]], \"[[it's]]\"]\nplain: see [[e]]\nbad: \"[[q\\\"]] [[]] [[f]\"\n# \"[[g]]\"\n---\n";
        let lines = Lines::of(text);
        let got: Vec<_> = links(text, &lines, &(4..text.len() - 4))
            .into_iter()
            .map(|link| {
                let place = link.target_range.clone().expect("it has one");
                assert_eq!(&text[place], link.target);
                let part = link.fragment_range.map(|place| &text[place]);
                (link.line, link.target, part)
            })
            .collect();
        let expected = [
            (2, "a", Some("h")),
            (2, "b", None),
            (3, "c", None),
            (3, "it's", None),
        ];
        assert_eq!(
            got,
            expected.map(|(line, target, part)| (line, target.to_owned(), part))
        );
    }
}
