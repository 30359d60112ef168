//! Notes and headings by what they are called.

use tenon_knowledge::note::Vault;

fn vault() -> Vault {
    let mut vault = Vault::new();
    vault.put(
        b"design/line.md",
        "---\naliases: [Growth]\n---\n# Line buffer\n\n## Growth of a line\n\n## Limits\n",
        10,
    );
    vault.put(b"line.md", "no heading\n", 20);
    vault.put(b"other.md", "## Line ends\n\n## The last line\n", 30);
    vault.put("a\u{308}pfel.md".as_bytes(), "", 40);
    vault
}

fn found(query: &str) -> Vec<(String, String, usize)> {
    let vault = vault();
    let rows = vault.find(query, 10);
    rows.into_iter()
        .map(|row| {
            let path = String::from_utf8_lossy(row.path).into_owned();
            (path, row.text, row.line)
        })
        .collect()
}

fn row(path: &str, text: &str, line: usize) -> (String, String, usize) {
    (path.into(), text.into(), line)
}

#[test]
fn the_best_fit_comes_first_and_names_before_headings() {
    assert_eq!(
        found("LINE"),
        [
            row("line.md", "line", 1),
            row("design/line.md", "line", 1),
            row("other.md", "Line ends", 1),
            row("other.md", "The last line", 3),
            row("design/line.md", "Growth of a line", 6),
        ]
    );
}

#[test]
fn aliases_folders_and_other_forms_of_letters_are_found() {
    assert_eq!(
        found("growth"),
        [
            row("design/line.md", "Growth", 1),
            row("design/line.md", "Growth of a line", 6),
        ]
    );
    assert_eq!(
        found("design"),
        [row("design/line.md", "design/line", 1)],
        "a folder is a part of the path"
    );
    assert_eq!(found("line growth of").len(), 1, "in any order");
    assert_eq!(found("\u{c4}PFEL").len(), 1);
    assert_eq!(found("nothing").len(), 0);
    assert_eq!(found("").len(), 4, "every note, and no heading");
}
