//! `tenon md`.

use serde_json::json;

use crate::bench::Bench;
use crate::read::with_input;

const NOTE: &str =
    "---\na: 1\n---\n# Title\n\n- [x] <b onclick=alert(1)>done</b> [[note#part|there]]\n";

#[test]
fn the_html_of_the_window_is_sanitised_and_placed() {
    let bench = Bench::new(&[]);
    let ran = with_input(&bench, &["md"], NOTE.as_bytes());
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    assert_eq!(
        ran.text(),
        "<h1 data-line=\"4\" data-heading=\"title\">Title</h1>\n<ul data-line=\"6\">\n\
         <li data-line=\"6\" data-task=\"x\"><input type=\"checkbox\" disabled=\"\" checked=\"\" data-line=\"6\"> \
         <b>done</b> <a data-wikilink=\"\" data-target=\"note\" data-fragment=\"part\">there</a></li>\n</ul>\n"
    );
    let json = with_input(&bench, &["md", "--json"], NOTE.as_bytes());
    assert_eq!(json.value(), json!({ "html": ran.text() }));
    assert_eq!(json.lines().len(), 1);
}

#[test]
fn raw_html_is_what_the_renderer_gives() {
    let bench = Bench::new(&[]);
    let ran = with_input(&bench, &["md", "--raw"], NOTE.as_bytes());
    assert_eq!(
        (ran.code, ran.text().as_str()),
        (
            Some(0),
            "<h1>Title</h1>\n<ul>\n<li><input type=\"checkbox\" checked=\"\" disabled=\"\" /> \
             <b onclick=alert(1)>done</b> [[note#part|there]]</li>\n</ul>\n"
        )
    );
    let open = with_input(
        &bench,
        &["md", "--raw", "--json"],
        b"---\nFoo\n---\nBar\n---\nBaz",
    );
    assert_eq!(
        open.value(),
        json!({ "html": "<hr />\n<h2>Foo</h2>\n<h2>Bar</h2>\n<p>Baz</p>\n" })
    );
    let nothing = with_input(&bench, &["md"], b"");
    assert_eq!((nothing.code, nothing.text().as_str()), (Some(0), ""));
}

#[test]
fn what_cannot_be_shown_is_refused_in_a_sentence() {
    let bench = Bench::new(&[]);
    let odd = with_input(&bench, &["md"], b"# ok \xc3\xa9\n\xff");
    assert_eq!((odd.code, odd.out.len()), (Some(1), 0));
    assert!(odd.err.contains("not UTF-8 at byte 8"), "{}", odd.err);
    let large = with_input(&bench, &["md", "--json"], &vec![b'a'; (16 << 20) + 1]);
    assert_eq!((large.code, large.out.len()), (Some(1), 0));
    let error = large.error();
    assert_eq!(error["code"], "invalid");
    assert!(
        error["message"]
            .as_str()
            .is_some_and(|m| m.contains("16 MiB")),
        "{error}"
    );
}
