//! The renderer's own HTML.

use crate::{front_matter, parse};

/// Markdown as the HTML that the specifications of CommonMark and of GitHub's extensions say, with
/// raw HTML kept and nothing added. Front matter is left out.
///
/// It is for comparing and for scripts: it may hold anything, so it is never put into a page.
pub fn raw(text: &str) -> String {
    comrak::markdown_to_html(&text[front_matter::body(text)..], &parse::plain())
}
