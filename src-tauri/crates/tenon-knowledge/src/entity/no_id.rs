//! What is written as the id of a task and means none: times before something starts, formulas, and
//! what a text does not say itself.

use std::ops::Range;

use tenon_markdown::LARGEST;

/// What times are counted in: `T-3 days` is so long before something starts.
const UNITS: [&str; 20] = [
    "second", "seconds", "sec", "secs", "minute", "minutes", "min", "mins", "hour", "hours", "hr",
    "hrs", "day", "days", "week", "weeks", "month", "months", "year", "years",
];

/// Whether the id that ends here is a time; only those of one letter are.
pub(crate) fn is_time(text: &str, range: &Range<usize>) -> bool {
    let said = text.get(range.clone()).unwrap_or_default();
    let rest = text.get(range.end..).unwrap_or_default();
    let Some(rest) = rest.strip_prefix([' ', '-', '\u{a0}']) else {
        return false;
    };
    let word = rest.split(|c: char| !c.is_alphabetic()).next();
    let word = word.unwrap_or_default().to_lowercase();
    let is_counted = UNITS.contains(&&*word) || rest.starts_with("and counting");
    is_short(said) && is_counted
}

/// Whether an id has a prefix of one letter, as variables and times have.
pub(crate) fn is_short(id: &str) -> bool {
    let prefix = id.split('-').next().unwrap_or_default();
    prefix.chars().count() == 1
}

/// The parts of a text in which nothing is the id of a task: formulas, code and markup.
pub(super) fn silent(text: &str) -> Vec<Range<usize>> {
    let mut found = formulas(text);
    // Most texts have none of them.
    if text.len() <= LARGEST && text.contains(['`', '<', '~', '[', '%']) {
        found.extend(tenon_markdown::silent(text));
    }
    found
}

/// The formulas of a text: between `$$` over any lines, and between `$` in one, as they are drawn.
fn formulas(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains('$') {
        return found;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(open) = text[at..].find('$').map(|open| at + open) {
        let is_block = bytes.get(open + 1) == Some(&b'$');
        let from = open + if is_block { 2 } else { 1 };
        let end = match is_block {
            true => text[from..].find("$$").map(|end| from + end + 2),
            false => inline(text, from),
        };
        at = match end {
            Some(end) => {
                found.push(open..end);
                end
            }
            None => from,
        };
    }
    found
}

/// The end of a formula in a line that begins here: `$` stands at a sign on both sides, and no digit
/// follows, so that sums of money are none.
fn inline(text: &str, from: usize) -> Option<usize> {
    let line = text[from..].split('\n').next()?;
    if line.starts_with(char::is_whitespace) {
        return None;
    }
    let end = line.find('$').filter(|end| *end > 0)?;
    let is_apart = line[..end].ends_with([' ', '\t', '\\']);
    let digit = line[end + 1..].starts_with(|c: char| c.is_ascii_digit());
    (!is_apart && !digit).then_some(from + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_stand_between_their_signs() {
        let parts = |text: &str| -> Vec<String> {
            let found = formulas(text).into_iter();
            found.map(|range| text[range].to_owned()).collect()
        };
        assert_eq!(
            parts("a $x_{t-1}$ b $$\ny\n$$ c"),
            ["$x_{t-1}$", "$$\ny\n$$"]
        );
        for none in [
            "$5 and $6",
            "$ ls $HOME",
            "one $ only",
            "$HOME and $PATH",
            "$$ open",
        ] {
            assert_eq!(parts(none), [""; 0], "{none}");
        }
    }

    #[test]
    fn a_time_has_a_unit_behind_it() {
        for (text, want) in [
            ("T-3 days", true),
            ("T-2 minutes before", true),
            ("T-1 day: go", true),
            ("T-10 and counting", true),
            ("T-3 daylight", false),
            ("T-3 Guess it", false),
            ("T-3", false),
            ("TASK-3 days", false),
        ] {
            let end = text.find(' ').unwrap_or(text.len());
            assert_eq!(is_time(text, &(0..end)), want, "{text}");
        }
    }
}
