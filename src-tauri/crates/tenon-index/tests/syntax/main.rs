//! Symbols, chunks and ids, from the outside.

mod bad_input;
mod chunks;
mod definitions;
mod durable;
mod golden;
mod identity;
mod lexical;
mod questions;
mod store;
mod uses;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tenon_core::Ids;
use tenon_gatekeeper::Gatekeeper;
use tenon_index::syntax::{Extract, Language, Limits, Symbols, extract};
use uuid::Uuid;

/// Identities that count.
#[derive(Default)]
pub struct Counting(AtomicU64);

impl Ids for Counting {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::SeqCst)) + 1)
    }
}

pub fn symbols() -> Symbols {
    Symbols::in_memory(
        Arc::new(Gatekeeper::new([7; 32])),
        Arc::new(Counting::default()),
    )
}

pub fn read(language: Language, text: &str) -> Extract {
    extract(language, text.as_bytes(), Limits::default()).expect("it is read")
}

/// Each symbol as `line kind parents/name`.
pub fn lines(extract: &Extract) -> Vec<String> {
    let mut symbols: Vec<_> = extract.symbols.iter().collect();
    symbols.sort_by_key(|symbol| (symbol.line, symbol.column));
    let line = |symbol: &&tenon_index::syntax::Symbol| {
        let names = symbol.parents.iter().chain([&symbol.name]);
        let names: Vec<_> = names.map(AsRef::as_ref).collect();
        format!("{} {} {}", symbol.line, symbol.kind.word(), names.join("/"))
    };
    symbols.iter().map(line).collect()
}
