//! Where names are used. What is kept only narrows the question to files; the answer is read from
//! the files themselves.

use std::ops::Range;

use super::{Context, Symbols, name_hash};
use crate::syntax::{Language, Limits, Skipped, extract, wording};

/// A place where a name stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The name's bytes in the file.
    pub range: Range<u32>,
    /// The line, from 1.
    pub line: u32,
    /// The place in the line, in bytes from 0.
    pub column: u32,
    /// The place in the line, in UTF-16 units from 0.
    pub units: u32,
    /// The line without white space around it, at most 240 bytes.
    pub text: String,
    /// Whether the name is defined here.
    pub defines: bool,
}

impl Symbols {
    /// The files in which `name` may stand as a name, in the order of their paths.
    pub fn mentions(&self, name: &str) -> Vec<&[u8]> {
        let hash = name_hash(name.as_bytes());
        self.files()
            .filter(|(_, file)| file.names.binary_search(&hash).is_ok())
            .map(|(path, _)| path)
            .collect()
    }
}

/// Where `name` stands in a file as a name, and not in a comment or a string.
///
/// # Errors
///
/// [`Skipped`] says why the file cannot be read.
pub fn occurrences(
    language: Language,
    bytes: &[u8],
    name: &str,
) -> Result<Vec<Occurrence>, Skipped> {
    if memchr::memmem::find(bytes, name.as_bytes()).is_none() {
        return Ok(Vec::new());
    }
    let found = extract(language, bytes, Limits::default())?;
    let is_it = |range: &&Range<u32>| {
        bytes.get(range.start as usize..range.end as usize) == Some(name.as_bytes())
    };
    let mut seen = Seen::default();
    let ranges = found.names.iter().filter(is_it);
    let occurrences = ranges.map(|range| {
        let defines = found.symbols.iter().any(|symbol| symbol.at == range.start);
        seen.occurrence(bytes, range, defines)
    });
    Ok(occurrences.collect())
}

/// How far lines were counted.
#[derive(Default)]
struct Seen {
    at: usize,
    line: u32,
    start: usize,
}

impl Seen {
    fn occurrence(&mut self, bytes: &[u8], range: &Range<u32>, defines: bool) -> Occurrence {
        let at = range.start as usize;
        for end in memchr::memchr_iter(b'\n', bytes.get(self.at..at).unwrap_or_default()) {
            self.line += 1;
            self.start = self.at + end + 1;
        }
        self.at = at;
        let rest = bytes.get(self.start..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let text = String::from_utf8_lossy(rest[..end].trim_ascii());
        let lead = bytes.get(self.start..at).unwrap_or_default();
        Occurrence {
            range: range.clone(),
            line: self.line + 1,
            column: crate::syntax::extract::len(lead.len()),
            units: wording::units(lead),
            text: wording::cut(&text, 240).to_owned(),
            defines,
        }
    }
}

/// The name at a place of a text, and what stands around it. A place right behind a name counts as
/// on it.
pub fn name_at(text: &str, at: usize) -> Option<(&str, Context)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let at = wording::floor(text, at);
    let lead = text[..at].trim_end_matches(is_word);
    let rest = &text[at..];
    let end = at + (rest.len() - rest.trim_start_matches(is_word).len());
    let name = &text[lead.len()..end];
    if name.is_empty() {
        return None;
    }
    let (before, member) = if let Some(before) = lead.strip_suffix("::") {
        (Some(before), false)
    } else if let Some(before) = lead.strip_suffix("->").or(lead.strip_suffix('.')) {
        (Some(before.trim_end_matches('?')), true)
    } else {
        (None, false)
    };
    let qualifier = before.map(|before| {
        let start = before.trim_end_matches(is_word).len();
        before[start..].to_owned()
    });
    let called = text[end..].trim_start_matches(['!', ' ']).starts_with('(');
    let context = Context {
        qualifier: qualifier.filter(|name| !name.is_empty()),
        member,
        called,
    };
    Some((name, context))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_with_what_stands_around_it() {
        let at = |text: &'static str| {
            let place = text.find('|').expect("a place");
            let text: &'static str = text.replace('|', "").leak();
            name_at(text, place).map(|(name, context)| {
                let Context {
                    qualifier,
                    member,
                    called,
                } = context;
                (name, qualifier, member, called)
            })
        };
        assert_eq!(
            at("let x = Foo::b|ar(1)"),
            Some(("bar", Some("Foo".into()), false, true))
        );
        assert_eq!(
            at("self.bar|;"),
            Some(("bar", Some("self".into()), true, false))
        );
        assert_eq!(at("f().|bar!(é)"), Some(("bar", None, true, true)));
        assert_eq!(at("é|t"), Some(("ét", None, false, false)));
        assert_eq!(at(" | "), None);
    }
}
