//! How a link to a file is written.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_encode};

use super::link::Link;
use super::name::{folder, is_note, parts, stem};
use super::resolve::View;
use super::vault::Id;

/// What a destination between `<` and `>` cannot hold as it is.
const IN_ANGLES: &AsciiSet = &CONTROLS
    .add(b'<')
    .add(b'>')
    .add(b'%')
    .add(b'#')
    .add(b'?')
    .add(b'\\')
    .add(b':')
    .add(b'&')
    .add(b'|')
    .add(b'`');
/// What another destination cannot hold.
const BARE: &AsciiSet = &IN_ANGLES
    .add(b' ')
    .add(b'(')
    .add(b')')
    .add(b'[')
    .add(b']')
    .add(b'$')
    .add(b'"');
/// All but what paths are made of: letters, digits and a few signs.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_')
    .remove(b'~');

/// The ways to write a path, from the one asked for to those that say more.
pub(super) struct Ways<'p> {
    pub path: &'p [u8],
    /// Whether a note's ending is written.
    pub ending: bool,
}

impl Ways<'_> {
    /// The last so many parts of the path, first as asked for and then with the other ending.
    pub fn last(&self, count: usize) -> Vec<Vec<u8>> {
        let parts = parts(self.path);
        let from = parts.len().saturating_sub(count);
        self.endings(parts[from..].join(&b'/'))
    }

    pub fn rooted(&self) -> Vec<Vec<u8>> {
        self.endings([b"/", self.path].concat())
    }

    /// From a folder, with `./` before what does not begin with `..` where that is wanted.
    pub fn from(&self, from: &[u8], dot: bool) -> Vec<Vec<u8>> {
        let from: Vec<_> = if from.is_empty() {
            Vec::new()
        } else {
            parts(from)
        };
        let to = parts(self.path);
        let shared = from
            .iter()
            .zip(&to[..to.len() - 1])
            .take_while(|(a, b)| a == b)
            .count();
        let mut way: Vec<&[u8]> = vec![b".."; from.len() - shared];
        if way.is_empty() && dot {
            way.push(b".");
        }
        way.extend(&to[shared..]);
        self.endings(way.join(&b'/'))
    }

    fn endings(&self, whole: Vec<u8>) -> Vec<Vec<u8>> {
        let short = stem(&whole).to_vec();
        if !is_note(self.path) {
            return vec![whole];
        }
        match self.ending {
            true => vec![whole, short],
            false => vec![short, whole],
        }
    }
}

/// The target of a wikilink that leads to a file, written as `before` was, perhaps between quotation
/// marks; nothing when none can.
pub(super) fn wiki(
    view: &View<'_>,
    from: Id,
    to: Id,
    before: &str,
    quote: Option<char>,
) -> Option<String> {
    let ways = Ways {
        path: view.path(to),
        ending: is_note(before.as_bytes()),
    };
    let mut all = Vec::new();
    if before.starts_with("./") || before.starts_with("../") {
        all.extend(ways.from(folder(view.path(from)), true));
    } else if !before.starts_with('/') {
        all.extend(by_end(&ways, before, view.vault.file(to).path.as_ref()));
    }
    all.extend(ways.rooted());
    let mut fit = all
        .into_iter()
        .filter_map(|way| String::from_utf8(way).ok());
    fit.find(|way| can_be_wiki(way, quote) && leads(view, from, to, way.as_bytes(), true))
}

/// The target of a link of Markdown that leads to a file, written as it was; what stands behind
/// it stays.
pub(super) fn markdown(view: &View<'_>, from: Id, to: Id, link: &Link) -> Option<String> {
    let before = link.path();
    let was = &view.vault.file(to).path;
    let beside = View::now(view.vault).is_beside(from, to, link);
    let ways = Ways {
        path: view.path(to),
        ending: is_note(&before),
    };
    let dot = before.starts_with(b"./");
    let relative = ways.from(folder(view.path(from)), dot);
    let mut all = Vec::new();
    if before.starts_with(b"/") {
        all.extend(ways.rooted());
    } else if !dot && !before.starts_with(b"../") && !beside {
        all.extend(by_end(&ways, &String::from_utf8_lossy(&before), was));
    }
    all.extend(relative);
    let way = all
        .into_iter()
        .find(|way| leads(view, from, to, way, false))?;
    Some(encode(&way, link) + &behind(link))
}

/// By the end of the path: as much of it as was written, and more and more.
fn by_end(ways: &Ways<'_>, before: &str, was: &[u8]) -> Vec<Vec<u8>> {
    let all = parts(ways.path).len();
    let said = before.split('/').count();
    let whole = said > 1 && said == parts(was).len();
    let first = if whole { all } else { said.min(all) };
    (first..=all).flat_map(|count| ways.last(count)).collect()
}

/// The shortest target of a wikilink in a note that leads to a file.
pub(super) fn shortest(view: &View<'_>, from: Id, to: Id) -> Option<String> {
    wiki(view, from, to, "", None)
}

pub(super) fn leads(view: &View<'_>, from: Id, to: Id, way: &[u8], wiki: bool) -> bool {
    view.find(from, way, wiki)
        .is_some_and(|found| found.0 == to)
}

/// Whether a wikilink can hold this, also between quotation marks.
pub(super) fn can_be_wiki(target: &str, quote: Option<char>) -> bool {
    target.trim() == target
        && !target.contains("%%")
        && !quote.is_some_and(|quote| target.contains(quote))
        && !target.contains(|c: char| c.is_control() || "#|[]\\".contains(c))
}

/// What stands behind the path of a destination: a question and a heading.
pub(super) fn behind(link: &Link) -> String {
    let mut rest = String::new();
    if let Some((_, question)) = link.target.split_once('?') {
        rest.push('?');
        rest.push_str(question);
    }
    if let Some(fragment) = &link.fragment {
        rest.push('#');
        rest.push_str(fragment);
    }
    rest
}

/// Percent signs as the link has them: for letters beyond ASCII only when it has such already.
pub(super) fn encode(path: &[u8], link: &Link) -> String {
    let set = match link.angle && !link.target.contains('%') {
        true => IN_ANGLES,
        false => BARE,
    };
    let strict = link.target.is_ascii() && !link.path().is_ascii();
    match std::str::from_utf8(path) {
        Ok(text) if !strict => readable(text, set),
        _ => percent_encode(path, STRICT).to_string(),
    }
}

/// A path as a new destination.
pub(super) fn destination(path: &[u8]) -> String {
    match std::str::from_utf8(path) {
        Ok(text) => readable(text, BARE),
        Err(_) => percent_encode(path, STRICT).to_string(),
    }
}

/// With percent signs for what must have them; letters of all scripts stay.
fn readable(text: &str, set: &'static AsciiSet) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let mut bytes = [0; 4];
        let letter_text = letter.encode_utf8(&mut bytes);
        match letter.is_ascii() || letter.is_whitespace() || letter.is_control() {
            true => out.extend(percent_encode(letter_text.as_bytes(), set)),
            false => out.push(letter),
        }
    }
    out
}

/// Whether a wikilink can show this in place of its target.
pub(super) fn can_be_alias(text: &str) -> bool {
    text.trim() == text
        && !text.contains("%%")
        && !text.contains(|c: char| c.is_control() || "|[]\\".contains(c))
}
