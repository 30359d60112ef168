//! The comments of code.

mod text;

use std::ops::Range;

use super::package::Manifest;

/// How a language writes comments and texts in quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comments {
    /// `//` and `/* */`; `'c'` is a character.
    Slashes,
    /// Those, with raw strings between `r#"` and `"#`.
    Rust,
    /// Those, with raw strings between backquotes.
    Go,
    /// Those, with strings in single quotes, templates and regular expressions.
    Script,
    /// Those and `#`, with strings of many lines.
    Php,
    /// `#`.
    Hash,
    /// `#`, with strings of many lines.
    Shell,
    /// `#`, with strings of many lines.
    Ruby,
    /// `#`, and texts between three quotes that document.
    Python,
    /// `--`, and `/* */`.
    Dashes,
    /// The same with strings in single quotes.
    Sql,
    /// `--` and `--[[ ]]`, with strings between `[[` and `]]`.
    Lua,
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
            "rs" => Self::Rust,
            "go" => Self::Go,
            "php" => Self::Php,
            "js" | "jsx" | "mjs" | "cjs" | "ts" | "tsx" | "mts" | "cts" | "dart" | "groovy"
            | "gradle" | "css" | "scss" | "less" | "json5" | "jsonc" | "proto" => Self::Script,
            "c" | "h" | "cc" | "cpp" | "cxx" | "hh" | "hpp" | "hxx" | "java" | "kt" | "kts"
            | "scala" | "swift" | "cs" | "zig" | "m" | "mm" | "glsl" | "wgsl" | "hlsl" | "cu"
            | "v" | "sv" | "fs" | "fsx" => Self::Slashes,
            "py" | "pyi" => Self::Python,
            "sh" | "bash" | "zsh" | "fish" => Self::Shell,
            "rb" | "pl" | "pm" => Self::Ruby,
            "r" | "jl" | "ex" | "exs" | "yaml" | "yml" | "toml" | "cfg" | "conf" | "mk"
            | "cmake" | "nix" | "tf" | "nim" | "ps1" | "psm1" | "properties" | "graphql"
            | "gql" | "env" => Self::Hash,
            "sql" => Self::Sql,
            "lua" => Self::Lua,
            "hs" | "elm" | "vhd" | "ads" | "adb" => Self::Dashes,
            "lisp" | "el" | "clj" | "cljs" | "edn" | "scm" | "asm" | "s" | "ini" => Self::Semicolon,
            "tex" | "erl" | "hrl" | "bib" => Self::Percent,
            "html" | "htm" | "xml" | "svg" | "vue" | "svelte" | "xsl" | "xsd" => Self::Markup,
            _ => return None,
        })
    }

    /// What begins a comment of one line, and what stands around others.
    fn signs(
        self,
    ) -> (
        &'static [&'static str],
        &'static [(&'static str, &'static str)],
    ) {
        match self {
            Self::Slashes | Self::Rust | Self::Go | Self::Script => (&["//"], &[("/*", "*/")]),
            Self::Php => (&["//", "# "], &[("/*", "*/")]),
            Self::Hash | Self::Shell | Self::Ruby | Self::Python => (&["#"], &[]),
            Self::Manifest(Manifest::Go | Manifest::Gradle) => (&["//"], &[("/*", "*/")]),
            Self::Manifest(Manifest::Markup) => (&[], &[("<!--", "-->")]),
            Self::Manifest(_) => (&["#"], &[]),
            Self::Sql => (&["--"], &[("/*", "*/")]),
            Self::Lua => (&["--"], &[("--[[", "]]"), ("--[=[", "]=]")]),
            Self::Dashes => (&["--"], &[("/*", "*/"), ("{-", "-}")]),
            Self::Semicolon => (&[";"], &[]),
            Self::Percent => (&["%"], &[]),
            Self::Markup => (&[], &[("<!--", "-->"), ("/*", "*/")]),
        }
    }

    /// What a text in quotes may begin with.
    fn quotes(self) -> &'static [u8] {
        match self {
            Self::Markup | Self::Manifest(Manifest::Markup) => b"",
            Self::Semicolon | Self::Percent | Self::Dashes => b"\"",
            Self::Script => b"\"'`/",
            Self::Go => b"\"'`",
            Self::Shell | Self::Ruby | Self::Php => b"\"'<",
            Self::Lua => b"\"'[",
            _ => b"\"'",
        }
    }

    /// Where the comments stand, without what opens and closes them. Comments of whole lines that
    /// follow each other are one.
    pub(super) fn parts(self, text: &str) -> Vec<Range<usize>> {
        let (lines, blocks) = self.signs();
        let quotes = self.quotes();
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
                let end = text::behind(self, bytes, at).map_or(at + 1, |end| end.min(bytes.len()));
                if self == Self::Python && documents(text, at) {
                    let close = &text[at..at + 3];
                    let is_closed = end >= at + 6 && text[..end].ends_with(close);
                    parts.push(at + 3..if is_closed { end - 3 } else { end.max(at + 3) });
                }
                at = end.max(at + 1);
            } else {
                at += 1;
            }
        }
        parts
    }
}

/// Whether a text of Python between three quotes stands for itself, and is no value.
fn documents(text: &str, at: usize) -> bool {
    if !text[at..].starts_with("\"\"\"") && !text[at..].starts_with("'''") {
        return false;
    }
    let before = text[..at].trim_end_matches(['r', 'R', 'u', 'U']);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let before = before.trim_end();
    // A file, a block or a statement begins here, and no list goes on.
    line.trim().is_empty() && !before.ends_with(['(', '[', '{', ',', '=', '+', '%', '\\'])
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

    #[test]
    fn texts_in_quotes_have_no_comments_in_any_language() {
        for (path, text) in [
            (
                "a.rs",
                "r#\"a \" // no\"#; \"b \\\" // no\n// no\"; '\"'; 'a: b\"//no\" // yes",
            ),
            (
                "a.js",
                "'// no'; `// no ${ `// no` + \"}\" } // no`; x(/['\"]/); // yes",
            ),
            ("a.ts", "a = /[/]\"/; `\n// no\n` // yes"),
            ("a.go", "`\\`; `\n// no\n`; '\"'; \"// no\" // yes"),
            ("a.java", "\"\"\"\n \" // no\n\"\"\"; '\"'; '\\'' // yes"),
            ("a.cpp", "R\"x(\" // no)x\"; 1'000; '\\x41' // yes"),
            ("a.kt", "\"a ${b(\"// no\")} // no\" // yes"),
            ("a.c", "\"${\" // yes"),
            ("a.cs", "@\"a\\\"; @\"\"\"// no\"; \"\\\"// no\" // yes"),
            (
                "a.php",
                "<?php #[A]\n'\n// no'; <<<EOT\n// no\nEOT;\n// yes",
            ),
            ("a.sh", "'\\' \"\n # no\" don\\'t <<EOF\n # no\nEOF\n# yes"),
            ("a.rb", "x <<y; a <<~SQL\n # no\n  SQL\n'# no' # yes"),
            ("a.py", "x = '''\n# no'''; f('# no', \"# no\") # yes"),
            ("a.toml", "a = '''\n# no'''\nb = \"# no\" # yes"),
            ("a.yaml", "a: don't '# no' # yes"),
            ("a.sql", "'it''s -- no' \"-- no\" -- yes"),
            ("a.lua", "a = [=[\n-- no]]\n]=] b = '-- no' -- yes"),
            ("a.hs", "foldl' \"-- no\" -- yes"),
            ("a.el", "\"\n; no\" ; yes"),
            ("a.erl", "\"% no\" % yes"),
        ] {
            let (_, extension) = path.split_once('.').unwrap_or_default();
            let of = Comments::of(path, extension).expect("it is code");
            assert_eq!(comments(of, text), [" yes"], "{text}");
        }
    }

    #[test]
    fn texts_that_document_are_comments_in_python_and_values_are_none() {
        let text = "r\"\"\"one\"\"\"\ndef f():\n    '''two'''\n    g(\n        \"\"\"no\"\"\")\n    x = \"\"\"no\"\"\"\n\"\"\"open";
        assert_eq!(comments(Comments::Python, text), ["one", "two", "open"]);
    }
}
