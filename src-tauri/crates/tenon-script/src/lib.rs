//! What the files of a folder offer to run, and what the output of programs complains about.
//!
//! The types that matter: [`find`] gives the [`Script`]s in manifests, [`Shell`] writes one as a line
//! for a shell, and [`problem::Reader`] finds [`problem::Told`] in output as it comes.
//!
//! This crate will never read a file, run a program, or obey what a manifest says: a manifest is text,
//! and what it offers is given as words that somebody else may run.
//!
//! ```
//! use tenon_script::problem::{Reader, Severity};
//!
//! let mut reader = Reader::new();
//! reader.feed(b"src/main.c:3:14: error: expected ';' before '{' token\n");
//! let told = reader.take();
//! assert_eq!(told[0].severity, Severity::Error);
//! assert_eq!((told[0].places[0].path.as_str(), told[0].places[0].line), ("src/main.c", 3));
//! ```
#![deny(missing_docs)]

mod find;
mod pattern;
pub mod problem;
mod quote;
mod script;

pub use find::{Fault, Folder, Found, LARGEST, find, is_of_use};
pub use quote::Shell;
pub use script::{Parameter, Script, Tool};
