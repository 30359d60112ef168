//! Entities that exact rules find.

mod address;
mod code;
mod command;
mod commit;
mod date;
mod diagnostic;
mod failure;
mod fence;
mod file;
mod handle;
mod issue;
mod mark;
mod message;
mod name;
mod no_id;
mod package;
mod part;
mod plain;
mod rule;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use code::Comments;
pub(crate) use no_id::{is_short, is_time};
pub use package::Manifest;
use part::Part;
use plain::Plain;
pub use plain::one_line;
use rule::Found;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $word:literal,)*) => {
        /// What an entity is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Kind] = &[$(Kind::$name,)*];

            /// The kind's name on the wire.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Kind::$name => $word,)*
                }
            }
        }
    };
}

kinds! {
    /// An address with a scheme, or one with a path that begins with `www.`; its value has no password.
    Url "url",
    /// A path of a file or folder, with a line where one is said.
    File "file",
    /// The name of something in code.
    Symbol "symbol",
    /// A person's handle, with its `@`.
    Handle "handle",
    /// An issue, a pull request, a ticket or an advisory.
    Issue "issue",
    /// A task of the board.
    Task "task",
    /// A commit's hash, whole or its beginning.
    Commit "commit",
    /// The code of an error: `E0308`, `ENOENT`, `SIGSEGV`, `HTTP 404`.
    ErrorCode "errorCode",
    /// What an error says.
    ErrorMessage "errorMessage",
    /// A package and its version.
    Package "package",
    /// A command line.
    Command "command",
    /// A TODO, FIXME, XXX or HACK, with what is to be done.
    Todo "todo",
    /// A day, with its time where that is said.
    Date "date",
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Kind::ALL.iter().find(|kind| kind.word() == word);
        found.copied().ok_or_else(|| {
            let words: Vec<_> = Kind::ALL.iter().map(|kind| kind.word()).collect();
            format!(
                "\"{word}\" is no kind of entity; they are {}",
                words.join(", ")
            )
        })
    }
}

/// What kind of text is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Notes, tasks, messages of commits.
    Prose,
    /// A file of code, which is looked at in its comments; addresses are found in all of it.
    Code(Comments),
    /// What programs wrote to a terminal.
    Terminal,
}

impl Source {
    /// The kind of text that a file has, by its path.
    pub fn of_path(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or_default();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        if let Some(manifest) = Manifest::of(name) {
            return Self::Code(Comments::Manifest(manifest));
        }
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdx" | "rst" | "adoc" | "txt" | "org" => Self::Prose,
            "log" | "out" => Self::Terminal,
            extension => match Comments::of(name, extension) {
                Some(comments) => Self::Code(comments),
                None => Self::Prose,
            },
        }
    }
}

/// Something that a text speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// What it names, in the one way that all its spellings share: a path without `./`, a day as
    /// `2024-05-01`, a package as `name@version`.
    pub value: String,
}

impl Entity {
    fn place(&self) -> (usize, std::cmp::Reverse<usize>, Kind) {
        (
            self.range.start,
            std::cmp::Reverse(self.range.end),
            self.kind,
        )
    }
}

/// Finds the entities of a text, in the order of their places.
///
/// A command, a mark and an error's message may have others in them; of all others that overlap the
/// first in the order of the rules stays. Sequences that colour a terminal's text are passed over:
/// the values have none, the ranges may.
pub fn find(text: &str, source: Source) -> Vec<Entity> {
    let Some(plain) = Plain::of(text) else {
        return find_in_plain(text, source);
    };
    let mut all = find_in_plain(&plain.text, source);
    for entity in &mut all {
        entity.range = plain.range(&entity.range);
    }
    all
}

fn find_in_plain(text: &str, source: Source) -> Vec<Entity> {
    let mut found = Found::new(text);
    match source {
        Source::Prose | Source::Terminal => every_kind(&mut found, text, 0, source),
        Source::Code(comments) => {
            let whole = Part::new(text);
            address::find(&mut found, &whole, 0);
            if let Comments::Manifest(manifest) = comments {
                package::of_manifest(&mut found, &whole, manifest);
            }
            for part in comments.parts(text) {
                name::of_definition(&mut found, text, &part);
                every_kind(&mut found, &text[part.clone()], part.start, source);
            }
        }
    }
    let mut all = found.done();
    all.sort_by_key(Entity::place);
    if all.iter().any(|entity| entity.kind == Kind::Task) {
        let silent = match source {
            Source::Prose => no_id::silent(text),
            _ => Vec::new(),
        };
        all.retain(|entity| {
            let range = &entity.range;
            let is_in = |silent: &Range<usize>| {
                // `T-3` in backticks is that task, and `git log T-3` is a command.
                let is_all = text[silent.clone()].trim_matches(['`', ' ']) == &text[range.clone()];
                silent.contains(&range.start) && !is_all
            };
            entity.kind != Kind::Task || !is_time(text, range) && !silent.iter().any(is_in)
        });
    }
    all
}

fn every_kind(found: &mut Found<'_>, text: &str, at: usize, source: Source) {
    let text = &Part::new(text);
    address::find(found, text, at);
    command::find(found, text, at, source);
    mark::find(found, text, at, source);
    message::find(found, text, at, source);
    failure::find(found, text, at);
    date::find(found, text, at);
    package::find(found, text, at, source);
    commit::find(found, text, at, source);
    issue::find(found, text, at);
    handle::find(found, text, at, source);
    file::find(found, text, at, source);
    name::find(found, text, at, source);
}
