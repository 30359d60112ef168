//! Nothing that a text holds runs, styles, names or fetches anything.

use std::path::Path;

use tenon_markdown::{Options, html};

use crate::tokens::{Piece, pieces};

/// What HTML for the page may hold. It stands here a second time, so that a change of the list in
/// the crate is noticed.
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
    ("input", &["type", "disabled", "checked"]),
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
const EVERYWHERE: &[&str] = &["title", "lang", "dir", "data-line"];

/// Says what is in HTML that may not be in it.
pub fn findings(html: &str) -> Vec<String> {
    let mut findings = Vec::new();
    for piece in pieces(html) {
        let (name, attributes) = match piece {
            Piece::Text(_) => continue,
            Piece::End(name) => (name, Vec::new()),
            Piece::Start(name, attributes) => (name, attributes),
            Piece::Other(what) => {
                findings.push(format!("a comment or doctype: {what}"));
                continue;
            }
        };
        let Some((_, allowed)) = ELEMENTS.iter().find(|(element, _)| *element == name) else {
            findings.push(format!("<{name}>"));
            continue;
        };
        for (key, value) in &attributes {
            if !allowed.contains(&key.as_str()) && !EVERYWHERE.contains(&key.as_str()) {
                findings.push(format!("<{name} {key}>"));
            }
            if let Some(why) = wrong(&name, key, value, &attributes) {
                findings.push(format!("<{name} {key}={value:?}>: {why}"));
            }
        }
        if name == "input" && !attributes.iter().any(|(key, _)| key == "disabled") {
            findings.push("a box that can be used".into());
        }
    }
    findings
}

fn wrong(name: &str, key: &str, value: &str, all: &[(String, String)]) -> Option<&'static str> {
    let scheme = scheme(value);
    let away = matches!(scheme.as_deref(), Some("http" | "https")) || names_a_host(value);
    match (name, key) {
        (_, "href") if !matches!(scheme.as_deref(), None | Some("http" | "https" | "mailto")) => {
            Some("a scheme that is not followed")
        }
        (_, "href") if away => {
            let rel = all.iter().find(|(key, _)| key == "rel");
            let is_so = rel.is_some_and(|(_, rel)| rel == "noopener noreferrer nofollow");
            (!is_so).then_some("a remote link without its rel")
        }
        ("img", "data-remote") if !away => Some("this is not remote"),
        ("img", "data-src") if away || scheme.is_some() => Some("this is not in the workspace"),
        ("input", "type") if value != "checkbox" => Some("no box"),
        (_, "data-line") if value.parse::<u32>().is_err() => Some("no line"),
        _ => None,
    }
}

/// What a browser takes for the scheme.
fn scheme(address: &str) -> Option<String> {
    let plain: String = address
        .trim_start_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    let (scheme, _) = plain.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

fn names_a_host(address: &str) -> bool {
    let plain: Vec<char> = address
        .chars()
        .skip_while(|c| *c <= ' ')
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .take(2)
        .collect();
    plain.len() == 2 && plain.iter().all(|c| matches!(c, '/' | '\\'))
}

fn corpus() -> Vec<String> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/markdown/payloads.txt");
    let text = std::fs::read_to_string(path).expect("the payloads");
    text.split("%%%%\n").map(str::to_owned).collect()
}

/// Schemes as people hide them, and the places where an address stands.
fn made() -> Vec<String> {
    let addresses = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\u{1}javascript:alert(1)",
        "\u{b}javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\u{0}script:alert(1)",
        "\u{a0}javascript:alert(1)",
        "\u{200b}javascript:alert(1)",
        "ｊavascript:alert(1)",
        "javascript\u{fe55}alert(1)",
        "javaſcript:alert(1)",
        "&#0000106avascript:alert(1)",
        "&#x6a;avascript&#58;alert(1)",
        "javascript&colon;alert(1)",
        "java%73cript:alert(1)",
        "java%0ascript:alert(1)",
        "livescript:x",
        "mocha:x",
        "jar:x",
        "feed:javascript:x",
        "data:,x",
        "DATA:text/html,x",
        "vbscript:x",
        "about:blank",
        "ms-its:x",
        "intent://x",
        "asset://localhost/x",
        "http:evil.example",
        "https:\\\\evil.example",
        "///evil.example",
        "\\/evil.example",
        "\t//evil.example",
    ];
    let places = [
        "[x]({})",
        "[x](<{}>)",
        "![x]({})",
        "[x]: {}\n\n[x] ![x]",
        "<{}>",
        "<a href=\"{}\">x</a>",
        "<a href={}>x</a>",
        "<img src=\"{}\">",
        "<img src='{}' data-src=\"{}\">",
        "[[{}]]",
        "![[{}|x]]",
        "<div title=\"{}\"><a href='{}'>",
    ];
    let mut made = Vec::new();
    for address in addresses {
        made.extend(places.iter().map(|place| place.replace("{}", address)));
    }
    made
}

/// Where a text may stand.
fn surroundings(text: &str) -> Vec<String> {
    let quoted: String = text.lines().map(|line| format!("> {line}\n")).collect();
    vec![
        text.to_owned(),
        format!("word {text} word"),
        format!("> [!tip]- {text}\n{quoted}"),
        format!("- [ ] {text}\n"),
        format!("| {} |\n|---|\n", text.replace('\n', " ")),
        format!("<div title=\"\n\n{text}\n"),
    ]
}

#[test]
fn nothing_of_the_corpus_comes_through() {
    let corpus = corpus();
    assert!(corpus.len() >= 200, "{}", corpus.len());
    let all: Vec<_> = corpus.into_iter().chain(made()).collect();
    for positions in [false, true] {
        for text in all.iter().flat_map(|text| surroundings(text)) {
            let html = html(&text, &Options { positions }).expect("short");
            let findings = findings(&html);
            assert!(findings.is_empty(), "{findings:?}\n{text}\n--\n{html}");
        }
    }
    println!("{} texts in 6 places", all.len());
}

#[test]
fn the_test_sees_what_it_is_there_for() {
    for bad in [
        "<script></script>",
        "<p onclick=a>",
        "<p style=a>",
        "<p id=a>",
        "<a name=a>",
        "<a href=javascript:a>",
        "<a href='data:,'>",
        "<a href='//x'>",
        "<a href=http://x>",
        "<img src=a>",
        "<img data-src='//x'>",
        "<img data-remote=a>",
        "<input type=text disabled>",
        "<input type=checkbox>",
        "<svg>",
        "<math>",
        "<form>",
        "<!-- -->",
        "<p class=a>",
        "<div data-x>",
        "<p data-line=x>",
        "<td background=x>",
        "</template>",
    ] {
        assert!(!findings(bad).is_empty(), "{bad}");
    }
}

/// HTML from the person never has what the page acts on.
#[test]
fn attributes_that_only_tenon_writes_are_never_a_persons() {
    for text in [
        "<div data-math=\"display\" data-line=\"1\">x</div>",
        "<span data-embed data-target=\"x\" DATA-TAG=y>x</span>",
        "<a data-wikilink data-target=x data-fragment=y data-footnote-ref=1>x</a>",
        "<img data-src=x data-remote=http://x>",
        "<pre data-diagram=mermaid><code data-language=x>y</code></pre>",
        "<li data-task=x>y</li> <section data-footnotes>z</section>",
        "<h1 data-heading=x>y</h1> <div data-callout=x data-fold=->z</div>",
    ] {
        let html = html(text, &Options::default()).expect("short");
        assert!(!html.contains("data-"), "{text}: {html}");
    }
    // An open quote would take what follows into an attribute of the person's.
    for open in [
        "<div title=\"\n\n",
        "<div\ntitle='\n\n",
        "<div title=\"<b x='\n\n",
    ] {
        let text = format!("{open}[[note#part]] $x$\n\n## Heading\n");
        let html = html(&text, &Options::default()).expect("short");
        assert!(
            html.contains("<a data-wikilink=\"\" data-target=\"note\" data-fragment=\"part\">"),
            "{html}"
        );
        assert!(
            html.contains("<span data-math=\"inline\">x</span>"),
            "{html}"
        );
        assert!(
            html.contains("<h2 data-heading=\"heading\">Heading</h2>"),
            "{html}"
        );
        assert!(!html.contains(" title=\""), "{html}");
    }
}
