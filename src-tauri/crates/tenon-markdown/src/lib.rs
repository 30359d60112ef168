//! Markdown as HTML that may be put into a page, and the facts of a note.
//!
//! The functions that matter: [`html`] gives what the window shows, [`raw`] what the renderer gives
//! before anything is taken away or added, [`facts`] what an index of notes wants to know,
//! [`silent`] what a text does not say itself, and [`front_matter`] finds the YAML at a file's beginning.
//!
//! This crate will never read a file, fetch anything, or give HTML that runs or loads something: what
//! [`html`] answers holds only the elements and attributes of its list.
//!
//! ```
//! use tenon_markdown::{Options, facts, html};
//!
//! let text = "# A note\n\nSee [[other#part|there]]. <img src=x onerror=alert(1)>\n";
//! let html = html(text, &Options::default()).unwrap();
//! assert!(html.contains(r#"<h1 data-heading="a-note">A note</h1>"#));
//! assert!(!html.contains("onerror"));
//! assert_eq!(facts(text).wikilinks[0].target, "other");
//! ```
#![deny(missing_docs)]

mod address;
mod facts;
pub mod front_matter;
mod html;
mod inline;
mod parse;
mod raw;
mod silent;
mod source;

pub use facts::{BlockId, Facts, Fragment, Heading, Link, Tag, Task, Wikilink, facts, slugs};
pub use html::{LARGEST, Options, TooLarge, html};
pub use raw::raw;
pub use silent::silent;
