//! Names of files, and when two of them are taken for one.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Whether a path is a note's: it ends in `.md` or `.markdown`, in letters of any case.
pub fn is_note(path: &[u8]) -> bool {
    stem(file(path)).len() < file(path).len()
}

/// The folder of a path, without a slash at its end; empty for the workspace itself.
pub(super) fn folder(path: &[u8]) -> &[u8] {
    let slash = path.iter().rposition(|byte| *byte == b'/');
    &path[..slash.unwrap_or(0)]
}

/// The last part of a path.
pub(super) fn file(path: &[u8]) -> &[u8] {
    let slash = path.iter().rposition(|byte| *byte == b'/');
    &path[slash.map_or(0, |slash| slash + 1)..]
}

/// A file's name without the ending of a note; the whole name when it is no note.
pub(super) fn stem(file: &[u8]) -> &[u8] {
    for ending in [&b".md"[..], b".markdown"] {
        if let Some(at) = file.len().checked_sub(ending.len())
            && at > 0
            && file[at..].eq_ignore_ascii_case(ending)
        {
            return &file[..at];
        }
    }
    file
}

/// The parts of a path.
pub(super) fn parts(path: &[u8]) -> Vec<&[u8]> {
    path.split(|byte| *byte == b'/').collect()
}

/// What all spellings of a name share that differ only in case or in how Unicode writes them.
pub(super) fn key(name: &[u8]) -> Vec<u8> {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    match std::str::from_utf8(name) {
        Ok(text) => fold(text).into_bytes(),
        Err(_) => name.to_ascii_lowercase(),
    }
}

/// A text in small letters and in one Unicode form.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// How far two names are from each other: 0 for the same bytes, 1 for another Unicode form, 2 for
/// other cases; nothing when they are not the same name.
pub(super) fn distance(a: &[u8], b: &[u8]) -> Option<u8> {
    if a == b {
        return Some(0);
    }
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b).then_some(2);
    }
    if composed(a) == composed(b) {
        return Some(1);
    }
    (key(a) == key(b)).then_some(2)
}

fn composed(name: &[u8]) -> Vec<u8> {
    match std::str::from_utf8(name) {
        Ok(text) if is_nfc_quick(text.chars()) != IsNormalized::Yes => {
            text.nfc().collect::<String>().into_bytes()
        }
        _ => name.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_a_folder_a_name_and_an_ending() {
        for (path, of, name, without) in [
            ("a/b/C d.md", "a/b", "C d.md", "C d"),
            ("x.MarkDown", "", "x.MarkDown", "x"),
            (".md", "", ".md", ".md"),
            ("a.md/b.png", "a.md", "b.png", "b.png"),
            ("v1.2.md", "", "v1.2.md", "v1.2"),
        ] {
            let path = path.as_bytes();
            assert_eq!(folder(path), of.as_bytes());
            assert_eq!(file(path), name.as_bytes());
            assert_eq!(stem(file(path)), without.as_bytes());
            assert_eq!(is_note(path), without != name);
        }
    }

    #[test]
    fn names_are_one_in_any_case_and_form() {
        for (a, b, expected) in [
            ("Note", "Note", Some(0)),
            ("é", "e\u{301}", Some(1)),
            ("NOTE", "note", Some(2)),
            ("É", "e\u{301}", Some(2)),
            ("note", "notes", None),
            ("e", "é", None),
        ] {
            assert_eq!(distance(a.as_bytes(), b.as_bytes()), expected, "{a} {b}");
            assert_eq!(
                key(a.as_bytes()) == key(b.as_bytes()),
                expected.is_some(),
                "{a} {b}"
            );
        }
        assert_eq!(distance(b"\xffA", b"\xffa"), Some(2));
    }
}
