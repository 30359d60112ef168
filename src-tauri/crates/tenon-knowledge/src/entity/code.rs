//! The comments of code.

use std::ops::Range;

use super::package::Manifest;

/// How a language writes comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comments {
    /// `//` and `/* */`.
    Slashes,
    /// `#`.
    Hash,
    /// `#`, and texts between three quotes.
    Python,
    /// `--`, and `/* */`.
    Dashes,
    /// `;`.
    Semicolon,
    /// `%`.
    Percent,
    /// `<!-- -->`.
    Markup,
    /// Those of a file that lists packages.
    Manifest(Manifest),
}

impl Comments {
    /// Those of a file with this name and this extension, which is in small letters; none where the
    /// file is no code.
    pub fn of(name: &str, extension: &str) -> Option<Self> {
        match name {
            "Makefile" | "makefile" | "GNUmakefile" | "Dockerfile" | "Justfile" | "justfile"
            | "CMakeLists.txt" | ".gitignore" | ".env" => return Some(Self::Hash),
            _ => {}
        }
        Some(match extension {
            "rs" | "js" | "jsx" | "mjs" | "cjs" | "ts" | "tsx" | "mts" | "cts" | "c" | "h"
            | "cc" | "cpp" | "cxx" | "hh" | "hpp" | "hxx" | "java" | "kt" | "kts" | "scala"
            | "swift" | "go" | "cs" | "php" | "dart" | "zig" | "groovy" | "gradle" | "css"
            | "scss" | "less" | "proto" | "m" | "mm" | "json5" | "jsonc" | "glsl" | "wgsl"
            | "hlsl" | "cu" | "v" | "sv" | "fs" | "fsx" => Self::Slashes,
            "py" | "pyi" => Self::Python,
            "rb" | "sh" | "bash" | "zsh" | "fish" | "pl" | "pm" | "r" | "jl" | "ex" | "exs"
            | "yaml" | "yml" | "toml" | "cfg" | "conf" | "mk" | "cmake" | "nix" | "tf" | "nim"
            | "ps1" | "psm1" | "properties" | "graphql" | "gql" | "env" => Self::Hash,
            "sql" | "lua" | "hs" | "elm" | "vhd" | "ads" | "adb" => Self::Dashes,
            "lisp" | "el" | "clj" | "cljs" | "edn" | "scm" | "asm" | "s" | "ini" => Self::Semicolon,
            "tex" | "erl" | "hrl" | "bib" => Self::Percent,
            "html" | "htm" | "xml" | "svg" | "vue" | "svelte" | "xsl" | "xsd" => Self::Markup,
            _ => return None,
        })
    }

    /// Where the comments stand, without what opens and closes them. Comments of whole lines that
    /// follow each other are one.
    pub(super) fn parts(self, text: &str) -> Vec<Range<usize>> {
        let (lines, blocks): (&[&str], &[(&str, &str)]) = match self {
            Self::Slashes => (&["//"], &[("/*", "*/")]),
            Self::Hash => (&["#"], &[]),
            Self::Manifest(Manifest::Go | Manifest::Gradle) => (&["//"], &[("/*", "*/")]),
            Self::Manifest(Manifest::Markup) => (&[], &[("<!--", "-->")]),
            Self::Manifest(_) => (&["#"], &[]),
            Self::Python => (&["#"], &[("\"\"\"", "\"\"\""), ("'''", "'''")]),
            Self::Dashes => (&["--"], &[("/*", "*/"), ("--[[", "]]"), ("{-", "-}")]),
            Self::Semicolon => (&[";"], &[]),
            Self::Percent => (&["%"], &[]),
            Self::Markup => (&[], &[("<!--", "-->"), ("/*", "*/")]),
        };
        let quotes: &[u8] = match self {
            Self::Markup | Self::Manifest(Manifest::Markup) => b"",
            Self::Semicolon | Self::Percent | Self::Dashes => b"\"",
            Self::Slashes => b"\"`",
            _ => b"\"'",
        };
        let mut parts: Vec<Range<usize>> = Vec::new();
        let bytes = text.as_bytes();
        // Most bytes begin nothing.
        let mut begins = [false; 256];
        let opened = lines.iter().chain(blocks.iter().map(|(open, _)| open));
        for first in opened
            .filter_map(|open| open.bytes().next())
            .chain(quotes.iter().copied())
        {
            begins[usize::from(first)] = true;
        }
        let mut at = 0;
        while at < bytes.len() {
            if !begins[usize::from(bytes[at])] {
                at += 1;
                continue;
            }
            let rest = &bytes[at..];
            if let Some((open, close)) = blocks
                .iter()
                .find(|(open, _)| rest.starts_with(open.as_bytes()))
            {
                let start = at + open.len();
                let end = text.get(start..).and_then(|rest| rest.find(close));
                let end = end.map_or(bytes.len(), |end| start + end);
                parts.push(start..end);
                at = (end + close.len()).min(bytes.len());
            } else if let Some(open) = lines.iter().find(|open| opens(bytes, at, open)) {
                let end = memchr(b'\n', rest).map_or(bytes.len(), |end| at + end);
                let start = at + open.len();
                // A line of its own goes on with the comment before it.
                let last = parts.last_mut().filter(|last| {
                    let between = &text[last.end..at];
                    between.trim().is_empty() && between.matches('\n').count() == 1
                });
                match last {
                    Some(last) if is_alone(text, at) => last.end = end,
                    _ => parts.push(start.min(end)..end),
                }
                at = end;
            } else if quotes.contains(&bytes[at]) {
                at = behind_quote(bytes, at);
            } else {
                at += 1;
            }
        }
        parts
    }
}

fn memchr(byte: u8, bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|b| *b == byte)
}

/// Whether a comment begins here. `#` and `--` do so only behind white space, and `//` not in an
/// address.
fn opens(bytes: &[u8], at: usize, open: &str) -> bool {
    if !bytes[at..].starts_with(open.as_bytes()) {
        return false;
    }
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    match open {
        "//" => before != Some(&b':'),
        _ => before.is_none_or(|b| {
            b.is_ascii_whitespace() || matches!(b, b';' | b',' | b')' | b'}' | b']')
        }),
    }
}

/// Whether nothing but white space stands before it on its line.
fn is_alone(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[start..at].trim().is_empty()
}

/// Behind a quoted text, which ends with its line where it is not closed.
fn behind_quote(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let mut place = at + 1;
    while let Some(b) = bytes.get(place) {
        match b {
            b'\\' => place += 1,
            b'\n' if quote != b'`' => return place,
            b if *b == quote => return place + 1,
            _ => {}
        }
        place += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments(of: Comments, text: &str) -> Vec<&str> {
        of.parts(text).into_iter().map(|part| &text[part]).collect()
    }

    #[test]
    fn comments_are_found_and_texts_in_quotes_are_not() {
        let text = "let a = \"// no\"; // one\n// two\n// three\nlet u = http://x; /* four */ b";
        assert_eq!(
            comments(Comments::Slashes, text),
            [" one\n// two\n// three", " four "]
        );
        let text = "x = '# no' # one\n\"\"\"two\nlines\"\"\"\ny#z";
        assert_eq!(comments(Comments::Python, text), [" one", "two\nlines"]);
        assert_eq!(comments(Comments::Slashes, "a /* open"), [" open"]);
        assert_eq!(comments(Comments::Hash, "\"open # no\n# yes"), [" yes"]);
        assert!(comments(Comments::Markup, "<a>b</a>").is_empty());
    }
}
