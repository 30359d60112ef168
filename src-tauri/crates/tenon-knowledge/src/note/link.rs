//! The links of a note, as they are written.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::percent_decode_str;
use tenon_markdown::{Facts, Fragment};

use super::definition::Definitions;
use super::lines::Lines;
use super::property;

/// How a link is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `[[target]]`
    Wikilink,
    /// `![[target]]`
    Embed,
    /// `[text](target)`, and links by reference.
    Markdown,
    /// `![text](target)`
    Image,
}

impl Form {
    /// Whether its target stands between double brackets.
    pub(super) fn is_wiki(self) -> bool {
        matches!(self, Self::Wikilink | Self::Embed)
    }
}

/// A link of a note. All places are bytes of the note's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// How it is written.
    pub form: Form,
    /// The name or path as it is written, without what stands behind `#`; empty when it leads into
    /// its own note. In Markdown's links `%20` stands for a space.
    pub target: String,
    /// What stands behind the first `#`; with `^` before the id of a block.
    pub fragment: Option<String>,
    /// Its line, counted from 1.
    pub line: usize,
    /// The whole link.
    pub range: Range<usize>,
    /// The text around it that is worth showing: its line, at most 200 bytes to each side.
    pub around: Range<usize>,
    /// Where `target` is written; in Markdown where the whole destination is.
    pub(super) target_range: Option<Range<usize>>,
    /// Where `fragment` is written in a wikilink.
    pub(super) fragment_range: Option<Range<usize>>,
    /// Whether the destination stands between `<` and `>`.
    pub(super) angle: bool,
    /// The quotation mark around it, when it stands in front matter.
    pub(super) quote: Option<char>,
}

impl Link {
    /// The bytes of the path that it names.
    pub(super) fn path(&self) -> Cow<'_, [u8]> {
        if self.form.is_wiki() {
            return Cow::Borrowed(self.target.as_bytes());
        }
        let path = self.target.split('?').next().unwrap_or_default();
        percent_decode_str(path).into()
    }

    /// The place in the note that it names.
    pub(super) fn part(&self) -> Option<Cow<'_, str>> {
        let written = self.fragment.as_deref()?;
        Some(match self.form.is_wiki() {
            true => Cow::Borrowed(written),
            false => percent_decode_str(written).decode_utf8_lossy(),
        })
    }
}

/// The links of a text, in its order.
pub(super) fn all(text: &str, lines: &Lines<'_>, facts: &Facts) -> Vec<Link> {
    let mut links: Vec<Link> = facts
        .wikilinks
        .iter()
        .map(|link| wiki(text, lines, link))
        .collect();
    let by_reference = facts.links.iter().any(|link| link.destination.is_none());
    let definitions = by_reference.then(|| Definitions::of(text));
    links.extend(
        facts
            .links
            .iter()
            .map(|link| markdown(text, lines, link, definitions.as_ref())),
    );
    if let Some(found) = &facts.front_matter {
        links.extend(property::links(text, lines, &found.yaml));
    }
    links.sort_by_key(|link| link.range.start);
    links
}

fn wiki(text: &str, lines: &Lines<'_>, link: &tenon_markdown::Wikilink) -> Link {
    let (fragment, range) = match &link.fragment {
        None => (None, None),
        Some(fragment) => {
            let written = match fragment {
                Fragment::Heading(heading) => heading.clone(),
                Fragment::Block(id) => format!("^{id}"),
            };
            let from = link.target_range.end;
            let place = text[from..link.range.end].find('#').and_then(|mark| {
                let start = from + mark + 1;
                let space = text[start..].len() - text[start..].trim_start().len();
                let range = start + space..start + space + written.len();
                (text.get(range.clone()) == Some(&written)).then_some(range)
            });
            (Some(written), place)
        }
    };
    Link {
        form: if link.embed {
            Form::Embed
        } else {
            Form::Wikilink
        },
        target: link.target.clone(),
        fragment,
        line: lines.line(link.range.start),
        around: lines.around(&link.range),
        range: link.range.clone(),
        target_range: Some(link.target_range.clone()),
        fragment_range: range,
        angle: false,
        quote: None,
    }
}

fn markdown(
    text: &str,
    lines: &Lines<'_>,
    link: &tenon_markdown::Link,
    definitions: Option<&Definitions>,
) -> Link {
    let (target, fragment) = match link.target.split_once('#') {
        Some((target, fragment)) => (target, Some(fragment.to_owned())),
        None => (link.target.as_str(), None),
    };
    let place = link.destination.clone().or_else(|| {
        let place = definitions?.destination(&text[link.range.clone()])?;
        let written = &text[place.clone()];
        (written == link.target || written.contains(['\\', '&'])).then_some(place)
    });
    Link {
        form: if link.image {
            Form::Image
        } else {
            Form::Markdown
        },
        target: target.to_owned(),
        fragment,
        line: lines.line(link.range.start),
        around: lines.around(&link.range),
        range: link.range.clone(),
        angle: place
            .as_ref()
            .is_some_and(|place| text[..place.start].ends_with('<')),
        target_range: place,
        fragment_range: None,
        quote: None,
    }
}
