//! Which files have to do with one another.

use super::symbols;

#[test]
fn a_file_uses_what_others_define_and_is_used() {
    let mut symbols = symbols();
    for (path, text) in [
        (
            "src/a.rs",
            "use crate::shape::Outline;\npub fn draw(of: Outline) { helper() }\n",
        ),
        (
            "src/shape.rs",
            "pub struct Outline;\nimpl Outline { fn new() {} }\n",
        ),
        ("src/help.rs", "pub fn helper() {}\npub fn new() {}\n"),
        ("src/b.rs", "fn b() { draw(1) }\n"),
        ("src/one.rs", "fn common() {}\n"),
        ("src/two.rs", "fn common() {}\n"),
        ("src/three.rs", "fn common() {}\n"),
        ("src/four.rs", "fn common() {}\n"),
        ("src/last.rs", "fn last() { common() }\n"),
        ("web/draw.ts", "export const x = draw(1)\n"),
    ] {
        symbols.put(path.as_bytes(), text.as_bytes()).expect(path);
    }
    let uses = |path: &str| -> Vec<(String, Option<String>, bool)> {
        let found = symbols.uses(path.as_bytes()).into_iter();
        let found = found.map(|it| {
            assert!(it.sure > 0.0 && it.sure < 1.0, "{it:?}");
            let path = String::from_utf8_lossy(it.path).into_owned();
            (path, it.name.map(str::to_owned), it.by)
        });
        found.collect()
    };
    let name = |name: &str| Some(name.to_owned());
    // What is imported says most, and a file of another language uses nothing of it.
    assert_eq!(
        uses("src/a.rs"),
        [
            ("src/shape.rs".to_owned(), name("Outline"), false),
            ("src/b.rs".to_owned(), name("draw"), true),
            ("src/help.rs".to_owned(), name("helper"), false),
        ]
    );
    assert_eq!(
        uses("src/b.rs"),
        [("src/a.rs".to_owned(), name("draw"), false)]
    );
    // A name that many files define says nothing.
    assert_eq!(uses("src/last.rs"), []);
    assert_eq!(uses("src/gone.rs"), []);
}
