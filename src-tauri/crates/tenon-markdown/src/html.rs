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
    // Broken front matter is shown as it is written, not as the heading that two lines of dashes make.
    let broken = front_matter::meant(text);
    let body = match &broken {
        Some(broken) => broken.body,
        None => front_matter::body(text),
    };
    let shown = broken.map_or(String::new(), |_| {
        let shown = text[..body].trim_start_matches('\u{feff}').trim_end();
        let escaped = shown
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let line = if options.positions {
            " data-line=\"1\""
        } else {
            ""
        };
        format!("<pre{line}><code data-language=\"yaml\">{escaped}\n</code></pre>\n")
    });
    let source = Source::new(text, body);
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, &text[body..], &parse::notes());
    shown + &write::write(root, &source, options, clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_front_matter_is_shown_as_it_is_written() {
        let options = Options { positions: true };
        let shown = html("---\ntitle: <x>\nbad: [\n---\n# H\n", &options).expect("short");
        assert_eq!(
            shown,
            "<pre data-line=\"1\"><code data-language=\"yaml\">---\ntitle: &lt;x&gt;\nbad: [\n---\n</code></pre>\n<h1 data-line=\"5\" data-heading=\"h\">H</h1>\n"
        );
        // Two breaks with a paragraph between them are none.
        let breaks = html("---\nSome: \"text\n\n[a\n---\n", &Options::default()).expect("short");
        assert!(breaks.starts_with("<pre>"), "{breaks}");
        let breaks = html("---\nFoo [\n---\n", &Options::default()).expect("short");
        assert_eq!(breaks, "<hr>\n<h2 data-heading=\"foo-\">Foo [</h2>\n");
    }

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
