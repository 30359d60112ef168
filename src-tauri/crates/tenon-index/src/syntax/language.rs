//! Which language a file is in.

use serde::{Deserialize, Serialize};
use tree_sitter::Language as Grammar;

macro_rules! languages {
    ($($(#[$meta:meta])* $variant:ident $word:literal [$($extension:literal)*] [$($program:literal)*] $grammar:expr),* $(,)?) => {
        /// A language that there is a grammar for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        #[repr(u8)]
        pub enum Language { $($(#[$meta])* $variant),* }

        impl Language {
            /// Every language, in the order of their numbers.
            pub const ALL: &'static [Language] = &[$(Language::$variant),*];

            /// The word for it, as `lang:` takes it.
            pub fn word(self) -> &'static str {
                match self { $(Language::$variant => $word),* }
            }

            /// What the parser is told to read it.
            pub fn grammar(self) -> Grammar {
                match self { $(Language::$variant => $grammar.into()),* }
            }

            /// How names of its files end, without the dot.
            pub fn extensions(self) -> impl Iterator<Item = &'static str> {
                let all: &[&[u8]] = match self { $(Language::$variant => &[$($extension),*]),* };
                all.iter().filter_map(|extension| std::str::from_utf8(extension).ok())
            }

            fn of_extension(extension: &[u8]) -> Option<Self> {
                match extension {
                    $($($extension)|* => Some(Language::$variant),)*
                    _ => None,
                }
            }

            fn of_program(program: &[u8]) -> Option<Self> {
                $(if [$($program as &[u8]),*].contains(&program) {
                    return Some(Language::$variant);
                })*
                None
            }
        }
    };
}

languages! {
    /// Rust.
    Rust "rust" [b"rs"] [] tree_sitter_rust::LANGUAGE,
    /// Python.
    Python "python" [b"py" b"pyi" b"pyw"] [b"python"] tree_sitter_python::LANGUAGE,
    /// TypeScript.
    TypeScript "typescript" [b"ts" b"mts" b"cts"] [b"ts-node" b"deno"] tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
    /// TypeScript with elements.
    Tsx "tsx" [b"tsx"] [] tree_sitter_typescript::LANGUAGE_TSX,
    /// JavaScript, also with elements.
    JavaScript "javascript" [b"js" b"mjs" b"cjs" b"jsx"] [b"node" b"bun"] tree_sitter_javascript::LANGUAGE,
    /// Go.
    Go "go" [b"go"] [] tree_sitter_go::LANGUAGE,
    /// C.
    C "c" [b"c" b"h"] [] tree_sitter_c::LANGUAGE,
    /// C++.
    Cpp "cpp" [b"cc" b"cpp" b"cxx" b"c++" b"hh" b"hpp" b"hxx" b"h++" b"ipp"] [] tree_sitter_cpp::LANGUAGE,
    /// Java.
    Java "java" [b"java"] [] tree_sitter_java::LANGUAGE,
    /// Bash and what is near it.
    Bash "bash" [b"sh" b"bash" b"bats" b"ksh" b"zsh"] [b"sh" b"bash" b"dash" b"ksh" b"zsh"] tree_sitter_bash::LANGUAGE,
    /// JSON.
    Json "json" [b"json" b"jsonc" b"webmanifest"] [] tree_sitter_json::LANGUAGE,
    /// Markdown.
    Markdown "markdown" [b"md" b"markdown" b"mkd"] [] tree_sitter_md::LANGUAGE,
    /// Ruby.
    Ruby "ruby" [b"rb" b"rake" b"gemspec"] [b"ruby"] tree_sitter_ruby::LANGUAGE,
    /// PHP.
    Php "php" [b"php"] [b"php"] tree_sitter_php::LANGUAGE_PHP,
    /// Lua.
    Lua "lua" [b"lua"] [b"lua" b"luajit"] tree_sitter_lua::LANGUAGE,
    /// C#.
    CSharp "csharp" [b"cs"] [] tree_sitter_c_sharp::LANGUAGE,
    /// CSS.
    Css "css" [b"css"] [] tree_sitter_css::LANGUAGE,
    /// HTML.
    Html "html" [b"html" b"htm"] [] tree_sitter_html::LANGUAGE,
    /// TOML.
    Toml "toml" [b"toml"] [] tree_sitter_toml_ng::LANGUAGE,
    /// YAML.
    Yaml "yaml" [b"yml" b"yaml"] [] tree_sitter_yaml::LANGUAGE,
}

impl Language {
    /// The language of a file by its name, and where that says nothing by its first line. A header
    /// with words of C++ is one of C++.
    pub fn of(path: &[u8], bytes: &[u8]) -> Option<Self> {
        match Self::of_name(path) {
            Some(Language::C) if path.ends_with(b".h") && is_plus(bytes) => Some(Language::Cpp),
            Some(language) => Some(language),
            None => Self::of_first_line(bytes),
        }
    }

    /// The language of a file by its name alone.
    pub fn of_name(path: &[u8]) -> Option<Self> {
        let name = path.rsplit(|b| *b == b'/').next().unwrap_or_default();
        match name {
            b"Cargo.lock" | b"poetry.lock" | b"uv.lock" | b"Pipfile" => {
                return Some(Language::Toml);
            }
            b"Gemfile" | b"Rakefile" => return Some(Language::Ruby),
            b".bashrc" | b".profile" | b".bash_profile" | b".zshrc" | b"PKGBUILD" => {
                return Some(Language::Bash);
            }
            b".prettierrc" | b".eslintrc" | b".babelrc" => return Some(Language::Json),
            _ => {}
        }
        let dot = name.iter().rposition(|b| *b == b'.').filter(|at| *at > 0)?;
        Self::of_extension(&name[dot + 1..].to_ascii_lowercase())
    }

    fn of_first_line(bytes: &[u8]) -> Option<Self> {
        let line = bytes.strip_prefix(b"#!")?;
        let end = line.iter().take(256).position(|b| *b == b'\n');
        let line = &line[..end.unwrap_or(line.len().min(256))];
        let mut words = line
            .split(u8::is_ascii_whitespace)
            .filter(|word| !word.is_empty());
        let name = |word: &[u8]| word.rsplit(|b| *b == b'/').next().unwrap_or(word).to_vec();
        let mut program = name(words.next()?);
        if program == b"env" {
            // Options and variables of `env` stand before the program.
            let next = words.find(|word| !word.starts_with(b"-") && !word.contains(&b'='));
            program = name(next?);
        }
        let versionless = |b: &u8| b.is_ascii_digit() || *b == b'.';
        let end = program.iter().rposition(|b| !versionless(b))? + 1;
        Self::of_program(&program[..end])
    }

    /// The language with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The languages whose names mean each other's things.
    pub(super) fn family(self) -> u8 {
        match self {
            Language::TypeScript | Language::Tsx | Language::JavaScript => {
                Language::JavaScript as u8
            }
            Language::C | Language::Cpp => Language::C as u8,
            other => other as u8,
        }
    }
}

/// How much of a header is looked at to tell C++ from C.
const HEADER: usize = 64 << 10;

/// Whether a line begins as no line of C does.
fn is_plus(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEADER)];
    head.split(|b| *b == b'\n').any(|line| {
        let line = line.trim_ascii_start();
        match line.first() {
            // A sentence of a comment may begin with these words, but not end as a statement does.
            Some(b'n') => line.strip_prefix(b"namespace ").is_some_and(|rest| {
                rest.trim_ascii_end().ends_with(b"{") || !rest.trim_ascii().contains(&b' ')
            }),
            Some(b't') => line
                .strip_prefix(b"template")
                .is_some_and(|rest| rest.trim_ascii_start().starts_with(b"<")),
            Some(b'c') => line.strip_prefix(b"class ").is_some_and(|rest| {
                let rest = rest.trim_ascii();
                rest.ends_with(b"{") || rest.ends_with(b";") || rest.ends_with(b":")
            }),
            Some(b'p') => [&b"public:"[..], b"private:", b"protected:"]
                .iter()
                .any(|word| line.starts_with(word)),
            Some(b'u') => line.starts_with(b"using ") && line.trim_ascii_end().ends_with(b";"),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_decides_and_the_first_line_where_it_says_nothing() {
        let of = |path: &str, text: &str| Language::of(path.as_bytes(), text.as_bytes());
        assert_eq!(of("a/b.rs", ""), Some(Language::Rust));
        assert_eq!(of("A.TSX", ""), Some(Language::Tsx));
        assert_eq!(
            of("x.rs/run", "#!/usr/bin/env -S python3.11 -u\n"),
            Some(Language::Python)
        );
        assert_eq!(of("run", "#!/bin/bash"), Some(Language::Bash));
        assert_eq!(
            of("run", "#! /usr/bin/env A=1 node\n"),
            Some(Language::JavaScript)
        );
        assert_eq!(
            of("a.py", "#!/bin/sh\n"),
            Some(Language::Python),
            "the name decides"
        );
        let header = "#ifdef __cplusplus\nextern \"C\" {\n#endif\nint classes;\n";
        assert_eq!(of("a.h", header), Some(Language::C));
        let comment = "/* A list,\n   using a\n   namespace of its own. */\nint a;\n";
        assert_eq!(of("a.h", comment), Some(Language::C));
        assert_eq!(
            of("a.h", "#pragma once\n  template <class T>\nstruct A;\n"),
            Some(Language::Cpp)
        );
        assert_eq!(
            of("a.c", "class A;\n"),
            Some(Language::C),
            "the name decides"
        );
        for none in ["", ".rs", "run", "a.txt", "rs"] {
            assert_eq!(of(none, "text"), None, "{none:?}");
        }
        assert_eq!(of("run", "#!"), None);
        assert_eq!(of("run", "#!/usr/bin/123"), None);
    }
}
