//! Places in a note that a link can lead to.

use std::ops::Range;

use super::name::fold;

/// A heading of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// From 1 to 6.
    pub level: u8,
    /// What it says, without markup and without its block's id.
    pub text: String,
    /// As GitHub writes it in addresses, unique in the note.
    pub slug: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// Where its text is written, in bytes, without the marks around it and its block's id.
    pub range: Range<usize>,
    /// Its text as links compare it.
    pub(super) key: String,
}

/// A block that has an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its id, without `^`.
    pub id: String,
    /// Its line, counted from 1.
    pub line: usize,
}

/// Where in a note a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The note as a whole.
    Whole,
    /// The heading of this number, counted from 0.
    Heading(usize),
    /// The block of this number, counted from 0.
    Block(usize),
    /// A heading or a block that the note has not.
    Missing,
}

/// Finds the heading of a link: its text, or several with `#` between them that lie in each other.
/// Signs count as spaces and cases as the same, as in Obsidian.
pub(super) fn by_text(headings: &[Heading], written: &str) -> Option<usize> {
    let wanted: Vec<_> = written
        .split('#')
        .map(plain)
        .filter(|part| !part.is_empty())
        .collect();
    below(headings, &wanted, 0..headings.len())
}

/// The first heading in a range of them that has the first of these texts, and the rest below it.
fn below(headings: &[Heading], wanted: &[String], range: Range<usize>) -> Option<usize> {
    let (first, rest) = wanted.split_first()?;
    let fits = |at: &usize| headings[*at].key == *first;
    if rest.is_empty() {
        return range.clone().find(fits);
    }
    range
        .clone()
        .filter(fits)
        .find_map(|at| below(headings, rest, at + 1..end_of(headings, at).min(range.end)))
}

/// The number of the first heading that does not lie below this one.
fn end_of(headings: &[Heading], at: usize) -> usize {
    let level = headings[at].level;
    let after = &headings[at + 1..];
    let next = after.iter().position(|heading| heading.level <= level);
    next.map_or(headings.len(), |next| at + 1 + next)
}

/// Finds the heading of an address: by its text, or by its text as GitHub writes it.
pub(super) fn by_address(headings: &[Heading], written: &str) -> Option<usize> {
    by_text(headings, written).or_else(|| by_slug(headings, written))
}

/// Finds the heading that has this slug.
pub(super) fn by_slug(headings: &[Heading], slug: &str) -> Option<usize> {
    headings.iter().position(|heading| heading.slug == slug)
}

/// Finds a block by its id.
pub(super) fn block(blocks: &[Block], id: &str) -> Option<usize> {
    blocks
        .iter()
        .position(|block| block.id.eq_ignore_ascii_case(id))
}

/// A heading's text as links compare it.
pub(super) fn plain(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| {
            if c.is_ascii_punctuation() && !"-_'".contains(c) {
                ' '
            } else {
                c
            }
        })
        .collect();
    let words: Vec<_> = spaced.split_whitespace().collect();
    fold(&words.join(" "))
}

/// A heading's text as it can stand in a wikilink behind `#`.
pub(super) fn in_link(text: &str) -> String {
    let spaced = text
        .replace("%%", " ")
        .replace(['#', '|', '^', ':', '[', ']', '\\', '\n', '\r'], " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The texts of the headings that a heading lies below, the outermost first, and its own.
pub(super) fn lineage(headings: &[Heading], at: usize) -> Vec<&str> {
    let mut level = headings[at].level;
    let mut all = vec![headings[at].text.as_str()];
    for heading in headings[..at].iter().rev() {
        if heading.level < level {
            level = heading.level;
            all.push(&heading.text);
        }
    }
    all.reverse();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings() -> Vec<Heading> {
        [
            (1, "Top"),
            (2, "A: b"),
            (3, "Same"),
            (2, "C"),
            (3, "Same"),
            (3, "Été"),
        ]
        .into_iter()
        .enumerate()
        .map(|(at, (level, text))| Heading {
            level,
            text: text.into(),
            slug: format!("s-{at}"),
            line: at + 1,
            range: 0..0,
            key: plain(text),
        })
        .collect()
    }

    #[test]
    fn a_heading_is_found_by_its_text_and_by_those_above_it() {
        let headings = headings();
        for (written, expected) in [
            ("top", Some(0)),
            ("A b", Some(1)),
            ("a:  B", Some(1)),
            ("Same", Some(2)),
            ("C#Same", Some(4)),
            ("Top#C#same", Some(4)),
            ("A b#C", None),
            ("e\u{301}te\u{301}", Some(5)),
            ("none", None),
            ("", None),
            ("#", None),
            ("s-3", None),
        ] {
            assert_eq!(by_text(&headings, written), expected, "{written}");
        }
        assert_eq!(by_address(&headings, "s-3"), Some(3));
        assert_eq!(lineage(&headings, 4), ["Top", "C", "Same"]);
    }

    #[test]
    fn what_a_link_cannot_hold_is_left_out_and_the_heading_still_found() {
        let mut headings = headings();
        headings[3].text = "C [x] | #y ^z: 50%% \\ w".into();
        headings[3].key = plain(&headings[3].text);
        let written = in_link(&headings[3].text);
        assert_eq!(written, "C x y z 50 w");
        assert_eq!(by_text(&headings, &written), Some(3));
    }
}
