//! How much two pieces of text have in common, line by line, as a person would say it. Nothing here is
//! shared with what gives symbols their ids.

/// Lines beyond this many are not compared.
const LINES: usize = 400;

/// A symbol's text without blanks at the ends of lines, without empty lines, and with a mark in the
/// place of its own name.
pub struct Text(Vec<String>);

impl Text {
    /// The text of a symbol called `name`.
    pub fn new(text: &str, name: &str) -> Self {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        Self(lines.take(LINES).map(|line| unnamed(line, name)).collect())
    }

    /// How many lines say something: brackets alone do not.
    pub fn length(&self) -> usize {
        let says = |line: &&String| line.chars().any(char::is_alphanumeric);
        self.0.iter().filter(says).count()
    }

    /// The share of lines that stand in both in the same order, from 0 to 1.
    pub fn likeness(&self, other: &Self) -> f64 {
        let (a, b) = (&self.0, &other.0);
        if a.is_empty() || b.is_empty() {
            return if a.is_empty() && b.is_empty() {
                1.0
            } else {
                0.0
            };
        }
        let mut row = vec![0_u32; b.len() + 1];
        for line in a {
            let mut corner = 0;
            for (at, other) in b.iter().enumerate() {
                let above = row[at + 1];
                row[at + 1] = match line == other {
                    true => corner + 1,
                    false => above.max(row[at]),
                };
                corner = above;
            }
        }
        2.0 * f64::from(row[b.len()]) / (a.len() + b.len()) as f64
    }
}

/// A line with a mark in the place of a word.
fn unnamed(line: &str, name: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(name).filter(|_| !name.is_empty()) {
        let (before, behind) = (&rest[..at], &rest[at + name.len()..]);
        let alone = !before.ends_with(is_word) && !behind.starts_with(is_word);
        out.push_str(before);
        out.push_str(if alone { "\u{0}" } else { name });
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_common_count_and_the_own_name_does_not() {
        let one = Text::new("fn old() {\n    a();\n\n    old_b(old);\n}", "old");
        let same = Text::new("fn new() {\n  a();\n  old_b(new);\n}\n", "new");
        assert!((one.likeness(&same) - 1.0).abs() < f64::EPSILON);
        assert_eq!(one.length(), 3);
        let half = Text::new("fn new() {\n  x();\n  y();\n}\n", "new");
        assert!((one.likeness(&half) - 0.5).abs() < f64::EPSILON);
    }
}
