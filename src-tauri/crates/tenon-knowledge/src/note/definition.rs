//! Where the destinations of links by reference are written: `[label]: destination`.

use std::collections::HashMap;
use std::ops::Range;

use super::name::fold;

/// The destinations of a text by their labels; of several with one label the first.
pub(super) struct Definitions(HashMap<String, Range<usize>>);

impl Definitions {
    /// Reads definitions of one line that stand outside of fences.
    pub fn of(text: &str) -> Self {
        let mut found = HashMap::new();
        let mut at = 0;
        let mut fence: Option<&str> = None;
        for line in text.split_inclusive(['\n', '\r']) {
            let start = at;
            at += line.len();
            let inner = line.trim_start_matches([' ', '>']);
            let marks = ["```", "~~~"].into_iter().find(|m| inner.starts_with(m));
            match (fence, marks) {
                (None, Some(marks)) => fence = Some(marks),
                (Some(open), Some(marks)) if open == marks => fence = None,
                (None, None) => {
                    if let Some((label, place)) = definition(inner) {
                        let from = start + line.len() - inner.len();
                        found
                            .entry(normal(label))
                            .or_insert(from + place.start..from + place.end);
                    }
                }
                _ => {}
            }
        }
        Self(found)
    }

    /// The destination of a link or an image, which is written so.
    pub fn destination(&self, link: &str) -> Option<Range<usize>> {
        let inner = link.strip_suffix("[]").unwrap_or(link).strip_suffix(']')?;
        let label = &inner[inner.rfind('[')? + 1..];
        self.0.get(&normal(label)).cloned()
    }
}

fn normal(label: &str) -> String {
    fold(&label.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The label and the place of the destination of a line.
fn definition(line: &str) -> Option<(&str, Range<usize>)> {
    let (label, rest) = line.strip_prefix('[')?.split_once("]:")?;
    if label.contains(['[', ']']) || label.trim().is_empty() {
        return None;
    }
    let start = line.len() - rest.trim_start().len();
    if let Some(angle) = line[start..].strip_prefix('<') {
        let end = angle.find('>')?;
        return Some((label, start + 1..start + 1 + end));
    }
    let size = line[start..].find(char::is_whitespace);
    let end = size.map_or(line.len(), |size| start + size);
    (start < end).then_some((label, start..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_found_where_it_is_defined() {
        let text = "```\n[a]: fence.md\n```\n\n> [A]: a.md 'title'\r\n[b  B]: <b b.md>\n[a]: late.md\n[^c]: note\n[d]:\n";
        let all = Definitions::of(text);
        for (link, expected) in [
            ("[x][a]", Some("a.md")),
            ("![a][]", Some("a.md")),
            ("[A]", Some("a.md")),
            ("[x][B b]", Some("b b.md")),
            ("[x][B\nb]", Some("b b.md")),
            ("[b b]", Some("b b.md")),
            ("[d]", None),
        ] {
            let found = all.destination(link).map(|place| &text[place]);
            assert_eq!(found, expected, "{link}");
        }
    }
}
