//! The YAML at the beginning of a file.
//!
//! A file has front matter when its first line is `---` (a byte order mark may stand before it), a
//! later line `---` or `...` closes it, and what lies between is a YAML mapping. Anything else is
//! text, because `---` is a thematic break in Markdown.

use std::ops::Range;

use saphyr::{LoadableYamlNode, Yaml};
use saphyr_parser::{Event, Parser, ScanError};

/// The longest YAML that is read, in bytes.
const LONGEST: usize = 1 << 20;
/// How deep lists and mappings may lie in each other.
const DEEPEST: usize = 64;

/// Where the front matter of a text lies, in bytes of that text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// The YAML between the two lines, with the line end before the closing one.
    pub yaml: Range<usize>,
    /// Where the text begins that follows the closing line.
    pub body: usize,
}

/// Front matter that is closed and still no front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The line of the file, counted from 1.
    pub line: usize,
    /// What is wrong there, in words.
    pub reason: String,
}

/// Finds the front matter; none when the file has none or it is broken.
pub fn find(text: &str) -> Option<FrontMatter> {
    let found = enclosed(text)?;
    check(&text[found.yaml.clone()]).ok()?;
    Some(found)
}

/// Says why a file that begins like one with front matter has none; nothing when the file does not
/// begin so, the closing line is missing, or all is well.
///
/// Two thematic breaks with a paragraph between them look the same, so this is a hint for a person
/// and no error.
pub fn why_broken(text: &str) -> Option<Broken> {
    let found = enclosed(text)?;
    check(&text[found.yaml]).err()
}

/// What is meant as front matter and broken: its first line has a name with a colon, which no paragraph
/// between two breaks begins with as a rule.
pub(crate) fn meant(text: &str) -> Option<FrontMatter> {
    let found = enclosed(text)?;
    let yaml = &text[found.yaml.clone()];
    let first = yaml.lines().find(|line| !line.trim().is_empty())?;
    let (name, value) = first.split_once(':')?;
    let is_name = |c: char| c.is_alphanumeric() || "_- ".contains(c);
    let is_meant = !name.trim().is_empty() && name.chars().all(is_name);
    let is_meant = is_meant && (value.is_empty() || value.starts_with(char::is_whitespace));
    (is_meant && check(yaml).is_err()).then_some(found)
}

/// Where the text begins that is to be read as Markdown, in bytes.
pub(crate) fn body(text: &str) -> usize {
    find(text).map_or(mark(text), |found| found.body)
}

/// The length of the byte order mark.
fn mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}

/// What lies between the lines, whatever it is.
fn enclosed(text: &str) -> Option<FrontMatter> {
    let start = mark(text);
    let mut lines = text[start..].split_inclusive('\n');
    let first = lines.next()?;
    if !first.ends_with('\n') || first.trim_end() != "---" {
        return None;
    }
    let yaml = start + first.len();
    let mut end = yaml;
    for line in lines {
        let next = end + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some(FrontMatter {
                yaml: yaml..end,
                body: next,
            });
        }
        end = next;
    }
    None
}

/// Whether it is a YAML mapping that can be loaded without harm.
fn check(yaml: &str) -> Result<(), Broken> {
    let broken = |line, reason: &str| Broken {
        line,
        reason: reason.into(),
    };
    if yaml.len() > LONGEST {
        return Err(broken(1, "the front matter is longer than 1 MiB"));
    }
    measure(yaml)?;
    let documents = Yaml::load_from_str(yaml).map_err(|error| at(&error))?;
    match documents.as_slice() {
        [one] if one.is_mapping() => Ok(()),
        [] => Err(broken(2, "it is empty")),
        _ => Err(broken(2, "it is no list of names and values")),
    }
}

/// Reads the YAML without building anything, so that what would be too deep to build is refused.
fn measure(yaml: &str) -> Result<(), Broken> {
    let mut depth = 0;
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.map_err(|error| at(&error))?;
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST {
            return Err(Broken {
                line: span.start.line() + 1,
                reason: format!("more than {DEEPEST} lists and mappings lie in each other"),
            });
        }
    }
    Ok(())
}

/// The first line of the YAML is the second of the file.
fn at(error: &ScanError) -> Broken {
    Broken {
        line: error.marker().line() + 1,
        reason: error.info().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yaml(text: &str) -> Option<&str> {
        find(text).map(|found| &text[found.yaml])
    }

    #[test]
    fn a_closed_mapping_at_the_beginning_is_front_matter() {
        for (text, between, body) in [
            ("---\na: 1\n---\nBody", "a: 1\n", "Body"),
            ("\u{feff}---\na: 1\n---\nBody", "a: 1\n", "Body"),
            ("---\r\na: ü\r\n---\r\nBody", "a: ü\r\n", "Body"),
            ("--- \na: 1\n...\t\nBody", "a: 1\n", "Body"),
            ("---\na: 1\n---", "a: 1\n", ""),
            (
                "---\n# note\ntags: [a, b]\n---\n---\n",
                "# note\ntags: [a, b]\n",
                "---\n",
            ),
        ] {
            let found = find(text).unwrap_or_else(|| panic!("{text:?}"));
            assert_eq!(&text[found.yaml.clone()], between);
            assert_eq!(&text[found.body..], body);
            assert_eq!(why_broken(text), None);
        }
    }

    #[test]
    fn anything_else_is_text() {
        for text in [
            "",
            "---",
            "---\n",
            "---\na: 1\n",
            "---\nFoo\n---\nBar\n---\nBaz",
            "---\n---\n",
            "---\n- a\n---\n",
            "\n---\na: 1\n---\n",
            " ---\na: 1\n---\n",
            "----\na: 1\n---\n",
            "---\na: [1\n---\n",
            "---\na: 1\na: 2\n---\n",
        ] {
            assert_eq!(yaml(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_is_closed_and_does_not_parse_is_explained() {
        let told = why_broken("---\ntitle: x\ntags: [a\n---\n").expect("it is broken");
        assert!((3..=4).contains(&told.line), "{told:?}");
        assert!(!told.reason.is_empty());
        assert_eq!(why_broken("---\nFoo\n---\n").expect("no mapping").line, 2);
        assert_eq!(why_broken("---\na: [1\n"), None, "it is not closed");
        assert_eq!(why_broken("# A: [1\n"), None);
    }

    #[test]
    fn depth_size_and_aliases_are_bounded() {
        let deep = format!("---\na:\n {}x\n---\n", "- ".repeat(100_000));
        assert!(why_broken(&deep).expect("too deep").reason.contains("64"));
        let flow = format!("---\na: {}\n---\n", "[".repeat(100_000));
        assert!(why_broken(&flow).is_some());
        let long = format!("---\na: {}\n---\n", "x".repeat(LONGEST));
        assert!(why_broken(&long).expect("too long").reason.contains("MiB"));
        let mut bomb = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for n in 1..12 {
            let many = vec![format!("*a{}", n - 1); 9].join(", ");
            bomb.push_str(&format!("a{n}: &a{n} [{many}]\n"));
        }
        assert!(why_broken(&(bomb + "---\n")).is_some());
    }
}
