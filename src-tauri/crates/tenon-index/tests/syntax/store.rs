//! Keeping symbols, and what is never kept.

use std::path::Path;
use std::sync::Arc;

use tenon_gatekeeper::Gatekeeper;
use tenon_index::syntax::{Nowhere, Symbols, lexical};

use crate::Counting;

fn open(dir: &Path) -> Symbols {
    let gatekeeper = Arc::new(Gatekeeper::new([7; 32]));
    let ids = Arc::new(Counting::default());
    Symbols::open(dir.to_path_buf(), &Nowhere, gatekeeper, ids)
}

fn shown(symbols: &Symbols) -> String {
    let all: Vec<_> = symbols
        .all()
        .map(|l| format!("{l:?} {:?}", symbols.chunks(l.path)))
        .collect();
    all.join("\n")
}

const TEXT: &str = "/// Doc.\nstruct S { x: u8 }\nimpl S { fn a(&self) { call(1, 2, 3) } }\n";

#[test]
fn what_was_kept_is_the_same_after_opening_it_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut symbols = open(dir.path());
    symbols
        .put(b"a\xff.rs", TEXT.as_bytes())
        .expect("it is read");
    symbols
        .put(b"gone.rs", b"fn gone() { body(1, 2, 3, 4, 5, 6, 7) }")
        .expect("it is read");
    let gone = symbols.outline(b"gone.rs")[0].id;
    symbols.remove(b"gone.rs");
    symbols.save().expect("it is kept");
    let mut again = open(dir.path());
    assert_eq!(shown(&again), shown(&symbols));
    assert_eq!(again.mentions("call"), symbols.mentions("call"));
    let rank = |symbols: &Symbols| lexical::rank(symbols, "call", &|_| true, 9).len();
    assert_eq!((rank(&again), rank(&symbols)), (1, 1));
    again
        .put(b"gone.rs", b"fn gone() { body(1, 2, 3, 4, 5, 6, 7) }")
        .expect("it is read");
    assert_eq!(
        again.outline(b"gone.rs")[0].id,
        gone,
        "what is gone is remembered"
    );
}

#[test]
fn a_damaged_file_is_begun_anew() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut symbols = open(dir.path());
    symbols.put(b"a.rs", TEXT.as_bytes()).expect("it is read");
    symbols.save().expect("it is kept");
    let file = dir.path().join("symbols");
    let whole = std::fs::read(&file).expect("there");
    for at in 0..whole.len() {
        let mut broken = whole.clone();
        broken[at] ^= 0x40;
        std::fs::write(&file, &broken).expect("written");
        assert_eq!(open(dir.path()).counts(), (0, 0, 0), "byte {at}");
    }
    for end in [0, 5, 20, whole.len() - 1] {
        std::fs::write(&file, &whole[..end]).expect("written");
        assert_eq!(open(dir.path()).counts(), (0, 0, 0), "cut at {end}");
    }
    std::fs::write(&file, &whole).expect("written");
    assert_eq!(open(dir.path()).counts().0, 1, "the whole one is read");
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_nothing_else_fails() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("file");
    std::fs::write(&file, "").expect("written");
    let mut symbols = open(&file);
    symbols.put(b"a.rs", TEXT.as_bytes()).expect("it is read");
    let error = symbols.save().expect_err("a file is no folder").to_string();
    assert!(
        error.starts_with("the symbols cannot be kept in \""),
        "{error}"
    );
    assert_eq!(symbols.outline(b"a.rs").len(), 3);
}

#[test]
fn no_secret_is_kept() {
    let dir = tempfile::tempdir().expect("a folder");
    let secret = ["ghp_", "0123456789abcdefghijABCDEFGHIJ012345"].concat();
    let text = format!(
        "/// Uses {secret} for it.\nconst TOKEN: &str = \"{secret}\";\nfn f(a: &str = \"{secret}\") {{ g(\"{secret}\") }}\n"
    );
    let mut symbols = open(dir.path());
    symbols.put(b"a.rs", text.as_bytes()).expect("it is read");
    let markdown = format!("# {secret}\n\n## below {secret}\n\ntext\n");
    symbols
        .put(b"a.md", markdown.as_bytes())
        .expect("it is read");
    let path = format!("d-{secret}/b.rs");
    symbols
        .put(path.as_bytes(), b"fn inside() {}")
        .expect("it is read");
    assert_eq!(
        symbols.outline(path.as_bytes()).len(),
        1,
        "known, and not written down"
    );
    symbols.save().expect("it is kept");
    let kept = std::fs::read(dir.path().join("symbols")).expect("there");
    assert!(memchr::memmem::find(&kept, b"0123456789").is_none());
    symbols.remove(path.as_bytes());
    symbols.save().expect("it is kept");
    assert!(symbols.counts().1 >= 4, "{}", shown(&symbols));
    assert!(
        !shown(&symbols).contains("0123456789"),
        "{}",
        shown(&symbols)
    );
    let kept = std::fs::read(dir.path().join("symbols")).expect("there");
    assert!(memchr::memmem::find(&kept, b"0123456789").is_none());
    assert!(
        lexical::rank(&symbols, &secret, &|_| true, 9).is_empty(),
        "nor its hash"
    );
    assert!(symbols.mentions("TOKEN").len() == 1, "what is no secret is");
}
