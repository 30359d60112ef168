//! Names for files.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use super::name::fold;

/// The longest name, in bytes, so that an ending has room in every file system.
const LONGEST: usize = 200;
/// What a note is called that has no name.
const NAMELESS: &str = "Untitled";
/// What Windows keeps for devices, besides those with a digit.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A file's name, without an ending, for a title: one that Linux, macOS, Windows and wikilinks can
/// hold, at most 200 bytes. It is never empty.
pub fn file_name(title: &str) -> String {
    let mut spaced: String = title
        .nfc()
        .map(|c| if is_refused(c) { ' ' } else { c })
        .collect();
    while spaced.contains("%%") {
        spaced = spaced.replace("%%", "%");
    }
    let words: Vec<_> = spaced.split_whitespace().collect();
    let joined = words.join(" ");
    let name = cut(joined.trim_start_matches(['.', ' ']), LONGEST);
    if name.is_empty() {
        return NAMELESS.to_owned();
    }
    let first = name.split('.').next().unwrap_or_default();
    if is_device(first.trim_end()) {
        let rest = &name[first.len()..];
        return cut(&format!("{}_{rest}", first.trim_end()), LONGEST).to_owned();
    }
    name.to_owned()
}

/// A file's name for a title that is none of those `taken`, in any case: `Name`, `Name 2`, `Name 3`.
/// All are without endings.
pub fn free_file_name(title: &str, taken: &[&str]) -> String {
    let name = file_name(title);
    let taken: HashSet<_> = taken.iter().map(|taken| fold(taken)).collect();
    let numbered = (2_u64..).map(|number| {
        let number = format!(" {number}");
        format!("{}{number}", cut(&name, LONGEST - number.len()))
    });
    // There are more numbers than names are taken.
    std::iter::once(name.clone())
        .chain(numbered)
        .find(|name| !taken.contains(&fold(name)))
        .unwrap_or_default()
}

fn is_refused(c: char) -> bool {
    // The last two ranges turn the direction of text around, so that a name would read as another.
    c.is_control()
        || "/\\:*?\"<>|#^[]".contains(c)
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_device(name: &str) -> bool {
    let name = name.to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|device| {
        let digit = name.strip_prefix(device);
        digit.is_some_and(|digit| {
            let mut letters = digit.chars();
            letters
                .next()
                .is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c))
                && letters.next().is_none()
        })
    });
    numbered || DEVICES.contains(&name.as_str())
}

/// At most so many bytes, without dots and spaces at the end.
fn cut(name: &str, most: usize) -> &str {
    let mut end = name.len().min(most);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name[..end].trim_end_matches(['.', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_safe_everywhere() {
        for (title, expected) in [
            ("A note", "A note"),
            (" a/b\\c: \"d\"? <e>|#f^[g]* ", "a b c d e f g"),
            ("../../etc/passwd", "etc passwd"),
            ("...", "Untitled"),
            ("", "Untitled"),
            ("\u{0}\n\t", "Untitled"),
            ("end. . .", "end"),
            ("v1.2", "v1.2"),
            ("CON", "CON_"),
            ("nul.txt", "nul_.txt"),
            ("Com1", "Com1_"),
            ("COM10", "COM10"),
            ("Console", "Console"),
            ("100%%%", "100%"),
            ("e\u{301}", "é"),
            ("a\u{202e}gpj", "a gpj"),
        ] {
            assert_eq!(file_name(title), expected, "{title:?}");
        }
        let long = file_name(&"日本".repeat(100));
        assert!(long.len() <= LONGEST && long.len() > LONGEST - 3 && long.starts_with('日'));
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        assert_eq!(free_file_name("Note", &["other"]), "Note");
        assert_eq!(free_file_name("Note", &["note", "NOTE 2"]), "Note 3");
        assert_eq!(free_file_name("é", &["e\u{301}"]), "é 2");
        let long = "x".repeat(300);
        let taken = file_name(&long);
        let free = free_file_name(&long, &[&taken]);
        assert!(free.len() == LONGEST && free.ends_with("x 2"));
    }
}
