//! What a model of meaning is given of a chunk.

use super::Symbol;
use super::lexical::parts;

/// A chunk's text below the words of its symbol's name and of what that stands in.
///
/// A model that has read mostly prose takes `readHeader` for one odd word, and a part of an `impl`
/// says nowhere whose it is. With the words above it the right function is found far more often;
/// `docs/search.md` has the figures.
pub fn embedded_text(symbol: Option<&Symbol>, text: &str) -> String {
    let Some(symbol) = symbol else {
        return text.to_owned();
    };
    let names = symbol.parents.iter().chain([&symbol.name]);
    let words: Vec<String> = names
        .flat_map(|name| parts(name))
        .map(str::to_lowercase)
        .collect();
    match words.is_empty() {
        true => text.to_owned(),
        false => format!("{}\n{text}", words.join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, Limits, extract};

    #[test]
    fn the_words_of_the_name_and_of_what_it_stands_in_come_first() {
        let text = "impl HTTPReader {\n    fn read_nextHeader(&self) {}\n}\n";
        let file = extract(Language::Rust, text.as_bytes(), Limits::default()).expect("it is read");
        let symbol = file.symbols.iter().find(|it| it.name.contains("Header"));
        let shown = embedded_text(symbol, "fn …");
        assert_eq!(shown, "http reader read next header\nfn …");
        assert_eq!(embedded_text(None, "a remark"), "a remark");
    }
}
