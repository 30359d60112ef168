//! How a file indents: what `.editorconfig` says, or what its lines show.

use std::path::Path;

use ropey::Rope;

/// Indentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indent {
    /// Tabs, not blanks.
    pub tabs: bool,
    /// Columns of one step.
    pub size: u32,
}

/// What `.editorconfig` files ask for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Editorconfig {
    /// `indent_style = tab`
    pub tabs: Option<bool>,
    /// `indent_size`, or `tab_width`.
    pub size: Option<u32>,
    /// `trim_trailing_whitespace`
    pub trim: bool,
    /// `insert_final_newline`
    pub final_newline: Option<bool>,
    /// `max_line_length`
    pub ruler: Option<u32>,
    /// `end_of_line` for a new file.
    pub line_end: Option<crate::text::LineEnd>,
    /// `charset` for a new file.
    pub encoding: Option<crate::text::Encoding>,
}

/// Reads the `.editorconfig` files that hold for a file, an absolute path.
///
/// A file that is broken, or that is no regular file (a pipe would block for ever), counts as absent.
pub fn editorconfig(path: &Path) -> Editorconfig {
    use ec4rs::property::{Charset, EndOfLine, FinalNewline, IndentSize, IndentStyle, MaxLineLen};
    use ec4rs::property::{TabWidth, TrimTrailingWs};

    use crate::text::{Encoding, LineEnd};

    let odd = path.ancestors().skip(1).any(|folder| {
        std::fs::metadata(folder.join(".editorconfig")).is_ok_and(|meta| !meta.is_file())
    });
    if odd {
        return Editorconfig::default();
    }
    let Ok(mut properties) = ec4rs::properties_of(path) else {
        return Editorconfig::default();
    };
    properties.use_fallbacks();
    let step = |n: usize| u32::try_from(n).ok().filter(|n| (1..=16).contains(n));
    let width = properties
        .get::<TabWidth>()
        .ok()
        .and_then(|TabWidth::Value(n)| step(n));
    Editorconfig {
        tabs: properties
            .get::<IndentStyle>()
            .ok()
            .map(|style| style == IndentStyle::Tabs),
        size: match properties.get::<IndentSize>() {
            Ok(IndentSize::Value(n)) => step(n),
            _ => width,
        },
        trim: matches!(
            properties.get::<TrimTrailingWs>(),
            Ok(TrimTrailingWs::Value(true))
        ),
        final_newline: match properties.get::<FinalNewline>() {
            Ok(FinalNewline::Value(wanted)) => Some(wanted),
            _ => None,
        },
        ruler: match properties.get::<MaxLineLen>() {
            Ok(MaxLineLen::Value(n)) => u32::try_from(n).ok(),
            _ => None,
        },
        line_end: match properties.get::<EndOfLine>() {
            Ok(EndOfLine::Lf) => Some(LineEnd::Lf),
            Ok(EndOfLine::CrLf) => Some(LineEnd::Crlf),
            Ok(EndOfLine::Cr) => Some(LineEnd::Cr),
            Err(_) => None,
        },
        encoding: match properties.get::<Charset>() {
            Ok(Charset::Utf8) => Some(Encoding::Utf8),
            Ok(Charset::Utf8Bom) => Some(Encoding::Utf8Bom),
            Ok(Charset::Utf16Le) => Some(Encoding::Utf16Le),
            Ok(Charset::Utf16Be) => Some(Encoding::Utf16Be),
            Ok(Charset::Latin1) => Some(Encoding::Windows1252),
            _ => None,
        },
    }
}

/// Guesses the indentation from the first 2,000 lines: tabs or blanks by majority, and the step
/// by which most lines go in. `None` when nothing is indented.
pub fn detect(text: &Rope) -> Option<Indent> {
    let (mut tabs, mut blanks) = (0u32, 0u32);
    let mut steps = [0u32; 9];
    let mut before = 0usize;
    for line in text.lines().take(2_000) {
        let mut width = 0usize;
        let mut first = None;
        let mut empty = true;
        for character in line.chars().take(256) {
            match character {
                ' ' | '\t' => {
                    first.get_or_insert(character);
                    width += 1;
                }
                '\n' => break,
                _ => {
                    empty = false;
                    break;
                }
            }
        }
        if empty {
            continue;
        }
        match first {
            Some('\t') => tabs += 1,
            Some(_) => {
                // A single blank is the edge of a comment block, not a step.
                if width > 1 {
                    blanks += 1;
                }
                let step = width.abs_diff(before);
                if (2..=8).contains(&step) {
                    steps[step] += 1;
                }
            }
            None => {}
        }
        before = width;
    }
    if tabs == 0 && blanks == 0 {
        return None;
    }
    if tabs > blanks {
        return Some(Indent {
            tabs: true,
            size: 4,
        });
    }
    let best = (2..=8).rev().max_by_key(|step| steps[*step]).unwrap_or(4);
    let size = if steps[best] == 0 {
        4
    } else {
        u32::try_from(best).unwrap_or(4)
    };
    Some(Indent { tabs: false, size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_of_lines_decides() {
        let check = |text: &str, want| assert_eq!(detect(&Rope::from_str(text)), want, "{text:?}");
        check(
            "a\n  b\n    c\n  d\n",
            Some(Indent {
                tabs: false,
                size: 2,
            }),
        );
        check(
            "a\n    b\n        c\n",
            Some(Indent {
                tabs: false,
                size: 4,
            }),
        );
        check(
            "a\n\tb\n\t\tc\n  d\n",
            Some(Indent {
                tabs: true,
                size: 4,
            }),
        );
        check("/*\n * a\n */\nx\n", None);
        check("flat\ntext\n", None);
    }
}
