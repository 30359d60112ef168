//! What the window shows.

use tenon_markdown::{LARGEST, Options, TooLarge, html, raw};

fn shown(text: &str) -> String {
    html(text, &Options::default())
        .expect("short")
        .trim_end()
        .to_owned()
}

fn placed(text: &str) -> String {
    html(text, &Options { positions: true })
        .expect("short")
        .trim_end()
        .to_owned()
}

#[test]
fn what_notes_hold_is_told_to_the_page() {
    for (text, expected) in [
        (
            "[[a b]]",
            r#"<p><a data-wikilink="" data-target="a b">a b</a></p>"#,
        ),
        (
            "[[a#B c|d *e*]]",
            r#"<p><a data-wikilink="" data-target="a" data-fragment="B c">d *e*</a></p>"#,
        ),
        (
            "![[i.png|100]]",
            r#"<p><span data-embed="" data-target="i.png">100</span></p>"#,
        ),
        (
            "[[a#^b]]",
            r#"<p><a data-wikilink="" data-target="a" data-fragment="^b">a#^b</a></p>"#,
        ),
        ("a #b/c", r#"<p>a <span data-tag="b/c">#b/c</span></p>"#),
        (
            "\\#a `#b` [#c](d)",
            r##"<p>#a <code>#b</code> <a href="d">#c</a></p>"##,
        ),
        (
            "text ^id-1",
            r#"<p>text<span data-block="id-1"></span></p>"#,
        ),
        ("a\n^id", "<p>a\n<span data-block=\"id\"></span></p>"),
        ("2^8 a^b\\^c", "<p>2^8 a^b^c</p>"),
        ("==a== %%b%% c", "<p><mark>a</mark>  c</p>"),
        ("%%\n# a\n%%\n\nb", "<p>b</p>"),
        ("$a<b$", r#"<p><span data-math="inline">a&lt;b</span></p>"#),
        ("$$a$$", r#"<div data-math="display">a</div>"#),
        ("x $$a$$", r#"<p>x <span data-math="display">a</span></p>"#),
        ("costs $5 and $6", "<p>costs $5 and $6</p>"),
        ("```math\na\n```", "<div data-math=\"display\">a\n</div>"),
        (
            "```mermaid\ngraph\n```",
            "<pre data-diagram=\"mermaid\">graph\n</pre>",
        ),
        (
            "```rust,ignore x\na\n```",
            "<pre><code data-language=\"rust\">a\n</code></pre>",
        ),
        (
            "# A B!\n# A B",
            "<h1 data-heading=\"a-b\">A B!</h1>\n<h1 data-heading=\"a-b-1\">A B</h1>",
        ),
        (
            "> [!Tip]- T *i*\n> b",
            "<div data-callout=\"tip\" data-fold=\"-\">\n<div data-callout-title=\"\">T <em>i</em></div>\n<div data-callout-body=\"\">\n<p>b</p>\n</div></div>",
        ),
        (
            "> [!NOTE]\n> b",
            "<div data-callout=\"note\">\n<div data-callout-title=\"\">Note</div>\n<div data-callout-body=\"\">\n<p>b</p>\n</div></div>",
        ),
        (
            "- [/] a",
            "<ul>\n<li data-task=\"/\"><input type=\"checkbox\" disabled=\"\"> a</li>\n</ul>",
        ),
        ("---\na: 1\n---\nb", "<p>b</p>"),
    ] {
        assert_eq!(shown(text), expected, "{text:?}");
    }
}

#[test]
fn links_and_images_fetch_nothing() {
    for (text, expected) in [
        ("[a](b%20c.md#d)", r#"<p><a href="b%20c.md#d">a</a></p>"#),
        ("[a](#b)", r##"<p><a href="#b">a</a></p>"##),
        (
            "[a](https://b/?c&d)",
            r#"<p><a href="https://b/?c&amp;d" rel="noopener noreferrer nofollow">a</a></p>"#,
        ),
        (
            "<a href=//b rel=x>a</a>",
            r#"<p><a href="//b" rel="noopener noreferrer nofollow">a</a></p>"#,
        ),
        ("[a](mailto:b@c)", r#"<p><a href="mailto:b@c">a</a></p>"#),
        ("[a](ftp://b)", "<p><a>a</a></p>"),
        (
            "![a *b*](c.png \"d\")",
            r#"<p><img data-src="c.png" alt="a b" title="d"></p>"#,
        ),
        (
            "![a](https://b/c.png)",
            r#"<p><img data-remote="https://b/c.png" alt="a"></p>"#,
        ),
        (
            "<img src='a b.png' width=3 srcset=x>",
            r#"<img data-src="a b.png" width="3">"#,
        ),
        ("![a](data:image/png;base64,x)", r#"<p><img alt="a"></p>"#),
    ] {
        assert_eq!(shown(text), expected, "{text:?}");
    }
}

#[test]
fn a_persons_html_stays_within_its_block() {
    for (text, expected) in [
        (
            "> <div>\n\na",
            "<blockquote>\n<div>\n</div></blockquote>\n<p>a</p>",
        ),
        ("a <b>c\n\nd", "<p>a <b>c</b></p>\n<p>d</p>"),
        (
            "> [!a]\n> </div></div>\n\nb",
            "<div data-callout=\"a\">\n<div data-callout-title=\"\">A</div>\n<div data-callout-body=\"\">\n\n</div></div>\n<p>b</p>",
        ),
        (
            "<details>\n\n*a*\n\n</details>\n\nb",
            "<details>\n<p><em>a</em></p>\n</details>\n<p>b</p>",
        ),
        ("<b>\n\na", "<b>\n</b>\n<p>a</p>"),
        ("<!-- x\n\na", ""),
        ("a <script>b</script> c", "<p>a  c</p>"),
    ] {
        let got = shown(text);
        if text.contains("<script>") {
            assert!(!got.contains('<') || !got.contains("script"), "{got}");
        } else {
            assert_eq!(got, expected, "{text:?}");
        }
    }
}

#[test]
fn lines_are_those_of_the_file() {
    assert_eq!(
        placed("---\na: 1\n---\n\n# b\n\n- [ ] c\n"),
        "<h1 data-line=\"5\" data-heading=\"b\">b</h1>\n<ul data-line=\"7\">\n\
         <li data-line=\"7\" data-task=\" \"><input type=\"checkbox\" disabled=\"\" data-line=\"7\"> c</li>\n</ul>"
    );
    assert_eq!(
        placed("a\r\n\r\nb"),
        "<p data-line=\"1\">a</p>\n<p data-line=\"3\">b</p>"
    );
}

#[test]
fn footnotes_lead_there_and_back_without_names() {
    let got = shown("a[^x] b[^x]\n\n[^x]: c");
    assert!(
        got.contains(r##"<sup><a href="#fn-1" data-footnote-ref="1">1</a></sup>"##),
        "{got}"
    );
    assert!(got.contains(r##"data-footnote-ref="1-2""##), "{got}");
    assert!(got.contains(r#"<section data-footnotes="">"#), "{got}");
    assert!(got.contains(r#"<li data-footnote="1">"#), "{got}");
    assert!(
        got.contains(r##"<a href="#fnref-1-2" data-footnote-back="1-2">"##),
        "{got}"
    );
}

#[test]
fn raw_adds_and_takes_nothing() {
    assert_eq!(
        raw("# a <b onclick=c>\n\n[[d]] ==e== $f$ #g"),
        "<h1>a <b onclick=c></h1>\n<p>[[d]] ==e== $f$ #g</p>\n"
    );
    assert_eq!(raw("---\na: 1\n---\nb"), "<p>b</p>\n");
    assert_eq!(
        raw("---\nFoo\n---\nBar\n---\nBaz"),
        "<hr />\n<h2>Foo</h2>\n<h2>Bar</h2>\n<p>Baz</p>\n"
    );
    assert_eq!(raw("---\na: 1\nb"), "<hr />\n<p>a: 1\nb</p>\n");
    assert_eq!(raw("---\na: [1\n---\n"), "<hr />\n<h2>a: [1</h2>\n");
    assert_eq!(
        raw("<script>a</script>\n<title>"),
        "<script>a</script>\n<title>\n"
    );
}

#[test]
fn what_is_too_long_is_refused_in_a_sentence() {
    let text = "a".repeat(LARGEST + 1);
    let error = html(&text, &Options::default()).expect_err("too long");
    assert_eq!(error, TooLarge { size: LARGEST + 1 });
    assert!(error.to_string().contains("16 MiB"), "{error}");
}

/// Long HTML is sanitised in parts.
#[test]
fn a_long_text_has_the_html_of_its_parts() {
    let part =
        "a *b* [[c]] <b>d\n\n> - e <i>\n>   ```rust\n>   f\n>   ```\n\n<p align=center>g</p>\n\n";
    let once = html(part, &Options::default()).expect("short");
    assert!(once.contains("</b>") && once.contains("</i>"), "{once}");
    let many = html(&part.repeat(4_000), &Options::default()).expect("short");
    assert!(many == once.repeat(4_000), "{} bytes", many.len());
    let inside = format!("<details>\n\n{}</details>\n\nz", "a *b*\n\n".repeat(20_000));
    let got = html(&inside, &Options::default()).expect("short");
    assert!(got.starts_with("<details>") && got.ends_with("</p>\n</details>\n<p>z</p>\n"));
    assert_eq!(
        (got.matches("details").count(), got.matches("<p>").count()),
        (2, 20_001)
    );
    let notes: String = (0..3_000)
        .map(|n| format!("a[^{n}]\n\n[^{n}]: b\n\n"))
        .collect();
    let got = html(&notes, &Options::default()).expect("short");
    assert_eq!(
        (got.matches("<section").count(), got.matches("<ol").count()),
        (1, 1)
    );
    assert!(got.ends_with("</ol>\n</section>\n"));
}
