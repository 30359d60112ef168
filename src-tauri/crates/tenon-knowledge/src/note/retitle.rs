//! What must change when a heading says something else.

use std::borrow::Cow;

use tenon_markdown::{facts, slugs};

use super::heading::{self, Heading, Place};
use super::link::Link;
use super::rename::{Changes, Edit, Refused, said};
use super::resolve::View;
use super::spell;
use super::vault::Vault;

impl Vault {
    /// What must be written so that a heading says something else and all links to the note's
    /// headings lead where they do. `old` is as behind the `#` of a link; `new` is one line of
    /// Markdown, without the marks before it. The first edit of the heading's note that lies at it is
    /// the heading itself.
    ///
    /// # Errors
    ///
    /// There is no such note or heading, or the new text is none.
    pub fn rename_heading(&self, path: &[u8], old: &str, new: &str) -> Result<Changes, Refused> {
        let missing = || Refused::NoFile(said(path));
        let id = self.id(path).ok_or_else(missing)?;
        let note = self.file(id).note.as_ref().ok_or_else(missing)?;
        let at = heading::by_address(&note.headings, old).ok_or_else(|| Refused::NoHeading {
            note: said(path),
            heading: old.to_owned(),
        })?;
        let new = new.trim();
        let after = retitled(&note.headings, at, new)?;
        let place = note.headings[at].range.clone();
        let mut changes = Changes::default();
        for (from, link) in self.pointing(&View::now(self), id) {
            let Place::Heading(to) = self.place_of(id, link) else {
                continue;
            };
            let replaced =
                from == id && place.start <= link.range.start && link.range.end <= place.end;
            if replaced || found(&after, link) == Some(to) {
                continue;
            }
            let ways = ways(&note.headings, &after, at, to, link);
            let mut fit = ways.into_iter().filter(|way| {
                let part = if link.form.is_wiki() {
                    way.clone()
                } else {
                    decoded(way)
                };
                let fits = !link.quote.is_some_and(|quote| way.contains(quote));
                fits && by(&after, link, &part) == Some(to)
            });
            let (range, text) = match link.form.is_wiki() {
                true => (link.fragment_range.clone(), fit.next()),
                false => {
                    let way = fit.next().map(|way| format!("{}#{way}", link.target));
                    (link.target_range.clone(), way)
                }
            };
            changes.add(&self.file(from).path, link, range, text);
        }
        changes.edits.push(Edit {
            path: path.to_vec(),
            range: place,
            text: new.to_owned(),
        });
        changes.settle();
        Ok(changes)
    }
}

/// The headings with another text for one of them.
fn retitled(headings: &[Heading], at: usize, new: &str) -> Result<Vec<Heading>, Refused> {
    let refused = || Refused::NotAHeading(new.to_owned());
    if new.contains(['\n', '\r']) {
        return Err(refused());
    }
    let read = facts(&format!("# {new}\n"));
    let text = match read.headings.as_slice() {
        [one] if !one.text.is_empty() && read.block_ids.is_empty() => one.text.clone(),
        _ => return Err(refused()),
    };
    let mut after = headings.to_vec();
    after[at].key = heading::plain(&text);
    after[at].text = text;
    let slugs = slugs(after.iter().map(|heading| heading.text.as_str()));
    for (heading, slug) in after.iter_mut().zip(slugs) {
        heading.slug = slug;
    }
    Ok(after)
}

fn found(headings: &[Heading], link: &Link) -> Option<usize> {
    by(headings, link, &link.part()?)
}

fn by(headings: &[Heading], link: &Link, part: &str) -> Option<usize> {
    match link.form.is_wiki() {
        true => heading::by_text(headings, part),
        false => heading::by_address(headings, part),
    }
}

/// The ways to write a heading behind `#`, the one nearest to what is written first.
fn ways(was: &[Heading], is: &[Heading], at: usize, to: usize, link: &Link) -> Vec<String> {
    let part = link.part().unwrap_or_default();
    let mut texts: Vec<Vec<&str>> = Vec::new();
    let replaced = part.split('#').map(|piece| {
        let only = heading::by_text(std::slice::from_ref(&was[at]), piece);
        if only.is_some() {
            is[at].text.as_str()
        } else {
            piece
        }
    });
    texts.push(replaced.collect());
    let lineage = heading::lineage(is, to);
    texts.extend(
        (0..lineage.len())
            .rev()
            .map(|from| lineage[from..].to_vec()),
    );
    let write = |texts: Vec<&str>| {
        let texts = texts.into_iter().map(heading::in_link);
        let texts = texts.map(|text| match link.form.is_wiki() {
            true => text,
            false => spell::encode(text.as_bytes(), link),
        });
        texts.collect::<Vec<_>>().join("#")
    };
    let mut ways: Vec<String> = texts.into_iter().map(write).collect();
    if !link.form.is_wiki() {
        let slug = spell::encode(is[to].slug.as_bytes(), link);
        let first = part == was[to].slug;
        ways.insert(if first { 0 } else { ways.len() }, slug);
    }
    ways
}

fn decoded(way: &str) -> String {
    let bytes: Cow<'_, [u8]> = percent_encoding::percent_decode_str(way).into();
    String::from_utf8_lossy(&bytes).into_owned()
}
