//! What the graph keeps of a note's text.

use std::collections::HashSet;
use std::ops::{Range, RangeInclusive};

use tenon_markdown::{Facts, LARGEST, Task, facts, front_matter};

use super::heading::{Block, Heading, plain};
use super::lines::Lines;
use super::link::{self, Link};
use super::matter;
use super::name::fold;

/// What is known of a note. Its text is not kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// The title that it gives itself: in front matter, or its first heading of level 1, or its first
    /// heading.
    pub title: Option<String>,
    /// Its other names, from front matter.
    pub aliases: Vec<String>,
    /// Its tags without `#`, from front matter and from the text, each once.
    pub tags: Vec<String>,
    /// Its headings, in the order of the text.
    pub headings: Vec<Heading>,
    /// Its blocks with ids, in the order of the text.
    pub blocks: Vec<Block>,
    /// Its links and embeds, in the order of the text.
    pub links: Vec<Link>,
    /// Its check boxes, in the order of the text.
    pub tasks: Vec<Task>,
    /// The lines of its fenced blocks of code, from 1, with the fences.
    pub fences: Vec<RangeInclusive<u32>>,
    /// Why not all of it could be read.
    pub problem: Option<Problem>,
    /// Whether it is known by its name only.
    pub unread: bool,
    /// When it was changed, in milliseconds since 1970.
    pub changed: i64,
    /// The BLAKE3 hash of the text that all places are of.
    pub hash: [u8; 32],
}

/// What is wrong with a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what is done about it, as a sentence.
    pub sentence: String,
}

impl Note {
    /// A note whose text of so many bytes is too long to be read.
    pub fn too_long(bytes: u64, changed: i64) -> Self {
        let sentence = format!(
            "The note has {bytes} bytes, and links are read of at most 16 MiB; it is known by its name only."
        );
        let line = 1;
        Self {
            problem: Some(Problem { line, sentence }),
            unread: true,
            changed,
            ..Self::default()
        }
    }

    /// Reads a note's text; `changed` is in milliseconds since 1970. Many can be read on several
    /// threads and given to [`super::Vault::put_read`] one after the other.
    pub fn read(text: &str, changed: i64) -> Self {
        note(text, changed)
    }

    /// Gives back what the lists have too much, because thousands of notes are kept.
    fn shrink(&mut self) {
        self.aliases.shrink_to_fit();
        self.tags.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.blocks.shrink_to_fit();
        self.links.shrink_to_fit();
        self.tasks.shrink_to_fit();
        self.fences.shrink_to_fit();
    }
}

fn note(text: &str, changed: i64) -> Note {
    let mut note = Note {
        changed,
        hash: *blake3::hash(text.as_bytes()).as_bytes(),
        ..Note::default()
    };
    if text.len() > LARGEST {
        let hash = note.hash;
        return Note {
            hash,
            ..Note::too_long(text.len() as u64, changed)
        };
    }
    let facts = facts(text);
    let lines = Lines::of(text);
    note.links = link::all(text, &lines, &facts);
    note.headings = headings(text, &facts);
    let found = facts.front_matter.as_ref();
    let said = found
        .map(|found| matter::read(&text[found.yaml.clone()]))
        .unwrap_or_default();
    // What was read is not read again.
    let broken = match found {
        Some(_) => None,
        None => front_matter::why_broken(text),
    };
    match broken {
        Some(broken) => {
            // Two lines of dashes make a heading of what stands between, which was none.
            let mut rest = text.lines().skip(1);
            let end = rest.position(|line| matches!(line.trim_end(), "---" | "..."));
            note.headings
                .retain(|heading| end.is_none_or(|end| heading.line > end + 2));
            note.problem = Some(Problem {
                line: broken.line,
                sentence: format!(
                    "The front matter cannot be read at line {}: {}. It is taken as text; correct it to have its names and tags back.",
                    broken.line, broken.reason
                ),
            });
        }
        None => {
            let first = note
                .headings
                .iter()
                .find(|heading| !heading.text.is_empty());
            note.title = said
                .title
                .or(facts.title)
                .or_else(|| first.map(|heading| heading.text.clone()));
        }
    }
    note.aliases = said.aliases;
    note.tags = once(
        said.tags
            .into_iter()
            .chain(facts.tags.into_iter().map(|tag| tag.name)),
    );
    note.blocks = facts
        .block_ids
        .into_iter()
        .map(|block| Block {
            id: block.id,
            line: block.line,
        })
        .collect();
    note.tasks = facts.tasks;
    note.fences = fences(text);
    note.shrink();
    note
}

/// The lines of fenced blocks; one that is not closed goes on to the end.
fn fences(text: &str) -> Vec<RangeInclusive<u32>> {
    let mut fences = Vec::new();
    let mut open: Option<(u32, &str)> = None;
    let mut last = 0;
    for (number, line) in (1..).zip(text.lines()) {
        last = number;
        let said = line.trim_start_matches([' ', '\t', '>']);
        let sign = said.chars().next().filter(|sign| "`~".contains(*sign));
        let signs = sign.map_or("", |sign| {
            &said[..said.len() - said.trim_start_matches(sign).len()]
        });
        match open {
            None if signs.len() > 2 && !said[signs.len()..].contains('`') => {
                open = Some((number, signs));
            }
            Some((from, begun)) if signs.starts_with(begun) && said.trim_end() == signs => {
                fences.push(from..=number);
                open = None;
            }
            _ => {}
        }
    }
    fences.extend(open.map(|(from, _)| from..=last));
    fences
}

/// Each tag once, as it is written first.
fn once(tags: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    tags.filter(|tag| seen.insert(fold(tag))).collect()
}

fn headings(text: &str, facts: &Facts) -> Vec<Heading> {
    let headings = facts.headings.iter();
    headings
        .map(|heading| Heading {
            level: heading.level,
            text: heading.text.clone(),
            key: plain(&heading.text),
            slug: heading.slug.clone(),
            line: heading.line,
            range: inner(text, facts, heading.range.clone()),
        })
        .collect()
}

/// A heading without its marks and without its block's id.
fn inner(text: &str, facts: &Facts, range: Range<usize>) -> Range<usize> {
    let written = &text[range.clone()];
    let rest = written.trim_start().trim_start_matches('#');
    let marked = written.trim_start().len() > rest.len();
    let (start, mut end) = match marked && (rest.is_empty() || rest.starts_with([' ', '\t'])) {
        true => {
            let closed = rest.trim_end();
            let open = closed.trim_end_matches('#');
            let inner = match open.ends_with([' ', '\t']) || open.is_empty() {
                true => open,
                false => closed,
            };
            let start = range.end - rest.len();
            (start, start + inner.len())
        }
        // The last line is the one that underlines it.
        false => {
            let underline = written.trim_end().rfind(['\n', '\r']);
            (
                range.start,
                range.start + underline.unwrap_or(written.len()),
            )
        }
    };
    let ids = &facts.block_ids;
    let id = ids.get(ids.partition_point(|id| id.range.start < start));
    if let Some(id) = id.filter(|id| id.range.end <= end) {
        end = id.range.start;
    }
    let written = &text[start..end];
    let start = start + written.len() - written.trim_start().len();
    start..start.max(start + text[start..end].trim_end().len())
}
