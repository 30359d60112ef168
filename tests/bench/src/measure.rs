//! From samples to a report: pairs in turns, figures, their certainty, and the table.

pub mod figure;
pub mod load;
pub mod pairs;
pub mod report;

use std::io::Write;

/// One line for people, at once.
pub fn say(line: &str) {
    // With standard output closed there is nobody to tell.
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
