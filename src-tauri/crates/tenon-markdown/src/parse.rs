//! How Markdown is read.

use comrak::options::{Extension, Parse, Render};

/// CommonMark with GitHub's extensions, as it is written to be read everywhere.
pub(crate) fn plain() -> comrak::Options<'static> {
    comrak::Options {
        extension: Extension {
            strikethrough: true,
            table: true,
            autolink: true,
            tasklist: true,
            footnotes: true,
            ..Extension::default()
        },
        render: Render {
            r#unsafe: true,
            ..Render::default()
        },
        ..comrak::Options::default()
    }
}

/// What notes may hold besides: links between them, callouts, math, highlights and comments. Math is
/// between dollar signs only: for the other forms the library takes time squared.
pub(crate) fn notes() -> comrak::Options<'static> {
    let plain = plain();
    comrak::Options {
        extension: Extension {
            ofm_callouts: true,
            ofm_comments: true,
            wikilinks_title_after_pipe: true,
            highlight: true,
            math_dollars: true,
            ..plain.extension
        },
        parse: Parse {
            relaxed_tasklist_matching: true,
            // So that an escaped `#` or `^` is told from one that begins a tag or a block's id.
            escaped_char_spans: true,
            ..Parse::default()
        },
        ..plain
    }
}
