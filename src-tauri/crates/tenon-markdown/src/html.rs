//! The HTML that the window shows.

mod open;
mod person;
mod sanitise;
mod write;

use comrak::Arena;

use crate::source::Source;
use crate::{front_matter, parse};

/// The longest text that [`html`] takes, in bytes.
pub const LARGEST: usize = 16 << 20;

/// How Markdown is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether blocks and check boxes tell their line of the text in `data-line`, counted from 1.
    pub positions: bool,
}

/// A text that is too long to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The text has {size} bytes, and at most 16 MiB of Markdown are shown; open it as text.")]
pub struct TooLarge {
    /// The text's length in bytes.
    pub size: usize,
}

/// Markdown as HTML that may be put into a page: CommonMark with GitHub's extensions and those of
/// notes, without front matter.
///
/// Whatever the text is, the answer holds only the elements and attributes of a fixed list: nothing
/// in it runs, styles, names or fetches anything, and what the page adds later it reads from `data-`
/// attributes that only this function writes.
///
/// # Errors
///
/// A text above [`LARGEST`] is refused.
pub fn html(text: &str, options: &Options) -> Result<String, TooLarge> {
    if text.len() > LARGEST {
        return Err(TooLarge { size: text.len() });
    }
    Ok(written(text, options, sanitise::clean))
}

/// The HTML, each part of which has passed `clean`.
fn written(text: &str, options: &Options, clean: fn(&str) -> String) -> String {
    let body = front_matter::body(text);
    let source = Source::new(text, body);
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, &text[body..], &parse::notes());
    write::write(root, &source, options, clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes before is no sanitiser, so the tests of payloads are tests of the sanitiser.
    #[test]
    fn without_the_sanitiser_it_is_not_safe() {
        for (text, bad) in [
            ("<p onclick=a>b", "onclick"),
            ("<p style=a>b", "style"),
            ("<p id=a class=b>c", "id="),
            ("<svg onload=a></svg>", "<svg"),
            ("<form action=a></form>", "<form"),
            ("<object data=a></object>", "<object"),
            ("<meta http-equiv=refresh>", "<meta"),
            ("<img srcset=a>", "srcset"),
        ] {
            let unsafe_html = written(text, &Options::default(), str::to_owned);
            assert!(unsafe_html.contains(bad), "{text}");
            assert!(
                !html(text, &Options::default())
                    .expect("short")
                    .contains(bad),
                "{text}"
            );
        }
    }
}
