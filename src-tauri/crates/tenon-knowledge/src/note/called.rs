//! Links of Markdown to a file that gets another name in its folder, in a text that need not be a note.

use std::ops::Range;

use super::link::Form;
use super::name::{file, folder, is_note, stem};
use super::read::Note;
use super::resolve::join;
use super::spell;

/// A destination that leads to the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Its line, counted from 1.
    pub line: usize,
    /// Where it is written, in bytes of the text.
    pub range: Range<usize>,
    /// What leads to the file by its new name, written as it was.
    pub text: String,
}

/// The destinations in the text at `from` that lead to the file at `old`, by the path from the text's
/// folder or from the workspace's, each once. Of the file's new path only the last part is another.
pub fn called(text: &str, from: &str, old: &str, new: &str) -> Vec<Called> {
    let (from, old) = (from.as_bytes(), old.as_bytes());
    let leads = |base: &[u8], path: &[u8]| {
        let whole = join(base, path).unwrap_or_default().join(&b'/');
        whole == old || (stem(old) == whole && !is_note(&whole))
    };
    let mut found: Vec<Called> = Vec::new();
    for link in Note::read(text, 0).links {
        let is_wiki = matches!(link.form, Form::Wikilink | Form::Embed);
        let Some(range) = link.target_range.clone().filter(|_| !is_wiki) else {
            continue;
        };
        let path = link.path().into_owned();
        let is_its = match path.strip_prefix(b"/") {
            Some(rooted) => leads(b"", rooted),
            None => leads(folder(from), &path) || leads(b"", &path),
        };
        if !is_its || path.is_empty() {
            continue;
        }
        let name = match is_note(&path) {
            true => new.as_bytes(),
            false => stem(new.as_bytes()),
        };
        let way = [&path[..path.len() - file(&path).len()], name].concat();
        let text = spell::encode(&way, &link) + &spell::behind(&link);
        found.push(Called {
            line: link.line,
            range,
            text,
        });
    }
    found.sort_by_key(|found| found.range.start);
    found.dedup_by_key(|found| found.range.start);
    found
}
