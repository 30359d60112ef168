//! What an index of notes wants to know of a text.

mod collect;
mod link;

use std::ops::Range;

use crate::front_matter::FrontMatter;

pub use collect::{facts, slugs};

/// What a text says about itself and what it points to. All places are bytes of the whole text, on
/// boundaries of characters, in the order of the text. A byte 0 is read as U+0001.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// The first heading of level 1.
    pub title: Option<String>,
    /// The front matter, when there is some that can be read.
    pub front_matter: Option<FrontMatter>,
    /// All headings.
    pub headings: Vec<Heading>,
    /// `[[links]]` and `![[embeds]]`.
    pub wikilinks: Vec<Wikilink>,
    /// Links and images of Markdown that lead to a path, or with `#` to a place in the note itself.
    pub links: Vec<Link>,
    /// `#tags` in text; those in front matter are left to whoever reads it.
    pub tags: Vec<Tag>,
    /// `^ids` of blocks.
    pub block_ids: Vec<BlockId>,
    /// Check boxes.
    pub tasks: Vec<Task>,
    /// Plain text: not in code, links, math or HTML, and without marks of Markdown.
    pub plain: Vec<Range<usize>>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// From 1 to 6.
    pub level: u8,
    /// What it says, without markup and without its block's id.
    pub text: String,
    /// As `data-heading` has it: the text as GitHub writes it in addresses, unique in the document.
    pub slug: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// The whole heading, with its marks.
    pub range: Range<usize>,
}

/// What stands behind the first `#` of a wikilink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fragment {
    /// A heading's text, or several with `#` between them.
    Heading(String),
    /// The id of a block, without its `^`.
    Block(String),
}

/// A `[[link]]` or `![[embed]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wikilink {
    /// Whether it begins with `!`.
    pub embed: bool,
    /// The name as it is written; empty when it points into its own note.
    pub target: String,
    /// The place in the target.
    pub fragment: Option<Fragment>,
    /// What is shown in place of the target.
    pub alias: Option<String>,
    /// The whole, with its brackets.
    pub range: Range<usize>,
    /// Where `target` stands.
    pub target_range: Range<usize>,
}

/// A link or image of Markdown that leads to a path or, with `#`, to a place in its own note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Whether it is an image.
    pub image: bool,
    /// Its destination, without backslashes and entities; `%` signs are left as they are.
    pub target: String,
    /// The whole.
    pub range: Range<usize>,
    /// Where the destination is written, without `<` and `>`; none for a link by reference, whose
    /// destination stands elsewhere.
    pub destination: Option<Range<usize>>,
}

/// A `#tag`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name, without the `#`.
    pub name: String,
    /// Where it stands, with the `#`.
    pub range: Range<usize>,
}

/// The `^id` at the end of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockId {
    /// Letters of ASCII, digits and `-`, without the `^`.
    pub id: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// Where it stands, with the `^`.
    pub range: Range<usize>,
}

/// A check box of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its line, counted from 1.
    pub line: usize,
    /// What stands between the brackets: a space when it is open, `x` or `X` when it is done.
    pub state: char,
    /// What stands behind it in its first paragraph, without markup.
    pub text: String,
    /// Where `state` stands, in bytes.
    pub offset: usize,
}
