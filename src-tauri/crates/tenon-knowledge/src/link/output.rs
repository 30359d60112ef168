//! The places that the output of a command that failed complains of.

use crate::entity::{Kind, Source, find};

/// So many lines above a place may say that it is a warning.
const ABOVE: usize = 3;

/// The files and lines that an output names, without those of warnings.
pub fn places(output: &str) -> Vec<String> {
    let mut places = Vec::new();
    for entity in find(output, Source::Terminal) {
        if entity.kind == Kind::File && !is_warning(output, entity.range.start) {
            places.push(entity.value);
        }
    }
    places
}

/// Whether the nearest line that says what is wrong calls it a warning or a note.
fn is_warning(output: &str, at: usize) -> bool {
    let end = output[at..].find('\n').map_or(output.len(), |end| at + end);
    let above = output[..end].lines().rev().take(ABOVE + 1);
    for line in above {
        let line = line.trim_start().to_lowercase();
        let says = |word: &str| line.contains(word);
        if says("error") || says("panicked") || says("failed") || says("traceback") {
            return false;
        }
        if says("warning") || line.starts_with("note:") || line.starts_with("help:") {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn warnings_of_an_output_are_no_place_where_it_failed() {
        let output = "warning: unused variable\n  --> src/a.rs:3:9\n\n\
                      error[E0308]: mismatched types\n  --> src/b.rs:7:5\n\
                      note: it is defined here\n  --> src/c.rs:1:1\n";
        assert_eq!(places(output), ["src/b.rs:7:5"]);
        let panicked = "thread 'main' panicked at src/a.rs:4:2:\nindex out of bounds\n";
        assert_eq!(places(panicked), ["src/a.rs:4:2"]);
    }
}
