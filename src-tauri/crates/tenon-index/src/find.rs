//! Searching: the files are listed by the rules of ignore files, narrowed by the index where there
//! is one, and read with ripgrep's own libraries and settings, so that the hits are ripgrep's.

mod ask;
mod choose;
mod hit;
mod line;
mod list;
mod marks;
mod matching;
mod names;
mod narrow;
mod near;
mod order;
mod rewrite;
mod scan;
mod source;
mod stamp;
mod unreadable;
mod words;

pub use ask::{Ask, Case, Exit, Term};
pub use hit::{Done, Hit};
pub use list::{Listed, Problem, list};
pub(crate) use list::{globs, types};
pub use matching::Matchers;
pub use narrow::{PathPatterns, languages, path_patterns};
pub use rewrite::{Replaced, Replacement};
pub(crate) use scan::open;
pub use scan::{Scanned, Scanner};
pub use source::{Engine, Ready, Source, Take};
pub use stamp::Stamp;
pub use unreadable::unreadable;
pub use words::lines_with;
