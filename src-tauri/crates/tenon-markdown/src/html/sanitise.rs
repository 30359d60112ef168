//! What the page is given at most.
//!
//! This list is the promise of [`crate::html`]. Whatever is not in it does not come out, wherever it
//! came from.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Elements, and the attributes that they may have besides [`EVERYWHERE`].
const ELEMENTS: &[(&str, &[&str])] = &[
    (
        "a",
        &[
            "href",
            "rel",
            "data-wikilink",
            "data-target",
            "data-fragment",
            "data-footnote-ref",
            "data-footnote-back",
        ],
    ),
    ("abbr", &[]),
    ("b", &[]),
    ("bdi", &[]),
    ("bdo", &[]),
    ("blockquote", &[]),
    ("br", &[]),
    ("caption", &[]),
    ("center", &[]),
    ("cite", &[]),
    ("code", &["data-language"]),
    ("dd", &[]),
    ("del", &[]),
    ("details", &["open"]),
    ("dfn", &[]),
    (
        "div",
        &[
            "align",
            "data-callout",
            "data-fold",
            "data-callout-title",
            "data-callout-body",
            "data-math",
        ],
    ),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("h1", &["align", "data-heading"]),
    ("h2", &["align", "data-heading"]),
    ("h3", &["align", "data-heading"]),
    ("h4", &["align", "data-heading"]),
    ("h5", &["align", "data-heading"]),
    ("h6", &["align", "data-heading"]),
    ("hr", &[]),
    ("i", &[]),
    (
        "img",
        &["alt", "width", "height", "align", "data-src", "data-remote"],
    ),
    ("input", &["disabled", "checked"]),
    ("ins", &[]),
    ("kbd", &[]),
    ("li", &["value", "data-task", "data-footnote"]),
    ("mark", &[]),
    ("ol", &["start", "reversed"]),
    ("p", &["align"]),
    ("pre", &["data-diagram"]),
    ("q", &[]),
    ("rp", &[]),
    ("rt", &[]),
    ("ruby", &[]),
    ("s", &[]),
    ("samp", &[]),
    ("section", &["data-footnotes"]),
    ("small", &[]),
    (
        "span",
        &[
            "data-block",
            "data-embed",
            "data-target",
            "data-fragment",
            "data-math",
            "data-tag",
        ],
    ),
    ("strike", &[]),
    ("strong", &[]),
    ("sub", &[]),
    ("summary", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["align", "colspan", "rowspan"]),
    ("tfoot", &[]),
    ("th", &["align", "colspan", "rowspan"]),
    ("thead", &[]),
    ("tr", &[]),
    ("tt", &[]),
    ("u", &[]),
    ("ul", &[]),
    ("var", &[]),
    ("wbr", &[]),
];

/// What any element may have.
const EVERYWHERE: &[&str] = &["title", "lang", "dir", "data-line"];

/// Elements that go with all that lies in them.
const WITH_CONTENT: &[&str] = &[
    "script", "style", "svg", "math", "template", "select", "iframe", "object",
];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attributes = ELEMENTS
        .iter()
        .map(|(name, attributes)| (*name, attributes.iter().copied().collect()));
    let box_of_a_task = HashMap::from([("type", HashSet::from(["checkbox"]))]);
    let mut builder = Builder::empty();
    builder
        .tags(ELEMENTS.iter().map(|(name, _)| *name).collect())
        .tag_attributes(attributes.collect())
        .generic_attributes(EVERYWHERE.iter().copied().collect())
        .clean_content_tags(WITH_CONTENT.iter().copied().collect())
        .tag_attribute_values(HashMap::from([("input", box_of_a_task)]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    builder
});

/// Takes away whatever is not in the list.
pub(super) fn clean(html: &str) -> String {
    SANITISER.clean(html).to_string()
}
