//! Which hits were given, so that whoever goes on gives none twice and leaves none out.

use std::collections::HashSet;

use tenon_api::wire::SearchHit;

/// Hits come kind by kind: names of files and text in the order of paths and lines, symbols in the
/// order of how well they fit.
#[derive(Default)]
pub struct Given {
    count: usize,
    last: Option<(u8, Vec<u8>, i64)>,
    symbols: HashSet<String>,
}

fn place(hit: &SearchHit) -> (u8, Vec<u8>, i64) {
    let kind = match hit.kind.as_str() {
        "file" => 0,
        "text" => 2,
        _ => 1,
    };
    (
        kind,
        hit.path.to_bytes().unwrap_or_default(),
        hit.line.get(),
    )
}

impl Given {
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn count(&self) -> usize {
        self.count
    }

    /// Hands a hit over and remembers it.
    pub fn take(&mut self, hit: SearchHit, take: &mut dyn FnMut(SearchHit) -> bool) -> bool {
        self.count += 1;
        self.symbols.extend(hit.reference.clone());
        self.last = Some(place(&hit));
        take(hit)
    }

    /// Whether a hit was given, or stands before one that was.
    pub fn has(&self, hit: &SearchHit) -> bool {
        let Some(last) = &self.last else { return false };
        let place = place(hit);
        match (place.0, last.0) {
            (1, 1) => hit
                .reference
                .as_ref()
                .is_some_and(|it| self.symbols.contains(it)),
            _ => place <= *last,
        }
    }
}

#[cfg(test)]
mod tests {
    use tenon_api::wire::Whole;
    use tenon_core::WirePath;

    use super::*;

    fn hit(kind: &str, path: &str, line: u64) -> SearchHit {
        SearchHit {
            kind: kind.into(),
            reference: (kind == "symbol").then(|| format!("symbol:{path}")),
            path: WirePath::from(path),
            line: Whole::size(line),
            column: Whole::size(1),
            text: String::new(),
            ranges: Vec::new(),
            score: 1.0,
            why: String::new(),
            lists: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            cut: false,
            piece: None,
        }
    }

    #[test]
    fn what_stands_behind_the_last_hit_is_new_and_symbols_are_known_by_themselves() {
        let mut given = Given::default();
        assert!(!given.has(&hit("file", "a", 1)));
        given.take(hit("file", "b", 1), &mut |_| true);
        assert!(given.has(&hit("file", "a", 1)) && !given.has(&hit("file", "c", 1)));
        given.take(hit("symbol", "z", 7), &mut |_| true);
        assert!(given.has(&hit("file", "c", 1)), "files come before symbols");
        assert!(given.has(&hit("symbol", "z", 7)) && !given.has(&hit("symbol", "a", 1)));
        given.take(hit("text", "b", 3), &mut |_| true);
        assert!(given.has(&hit("text", "b", 3)) && given.has(&hit("text", "a", 9)));
        assert!(!given.has(&hit("text", "b", 4)) && !given.has(&hit("text", "b/c", 1)));
        assert_eq!(given.count(), 3);
    }
}
