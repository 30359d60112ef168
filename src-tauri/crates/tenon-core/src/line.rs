//! Texts of others made fit for one line of a message.

/// A text in one line of at most `most` characters: without what a terminal would obey, every run of
/// blanks and line ends as one blank, and with a sign where something is left out.
pub fn one_line(text: &str, most: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    for word in without_escapes(text).split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        let blank = usize::from(length > 0);
        let letters = word.chars().count();
        if length + blank + letters > most {
            let room = most.saturating_sub(length + blank + 1);
            if blank == 1 {
                line.push(' ');
            }
            line.extend(word.chars().take(room));
            line.push('…');
            return line;
        }
        if blank == 1 {
            line.push(' ');
        }
        line.push_str(word);
        length += blank + letters;
    }
    line
}

/// A text without the sequences that begin with ESC (or its one-character form): colours, moves of
/// the cursor, titles of windows.
pub fn without_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let kind = match c {
            '\u{1b}' => chars.next(),
            '\u{9b}' => Some('['),
            '\u{9d}' => Some(']'),
            _ => {
                plain.push(c);
                continue;
            }
        };
        match kind {
            // Parameters, then one letter or sign that ends it.
            Some('[') => while chars.next().is_some_and(|c| !('@'..='~').contains(&c)) {},
            // A text up to BEL or ESC \.
            Some(']' | 'P' | 'X' | '^' | '_') => {
                while let Some(c) = chars.next() {
                    match c {
                        '\u{7}' | '\u{9c}' => break,
                        '\u{1b}' => {
                            chars.next_if_eq(&'\\');
                            break;
                        }
                        _ => {}
                    }
                }
            }
            // Signs before one that ends it, as in the choice of a set of characters.
            Some(' '..='/') => while chars.next().is_some_and(|c| (' '..='/').contains(&c)) {},
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_left_out() {
        let log = "\u{1b}[1;31merror\u{1b}[0m: a\u{1b}]0;title\u{7}b \u{1b}(Bc\u{1b}]8;;x\u{1b}\\d \u{9b}2Je\u{1b}";
        assert_eq!(without_escapes(log), "error: ab cd e");
        assert_eq!(one_line("a\r\n\tb\u{0}c  \u{8}d", 80), "a b c d");
        assert_eq!(one_line("ä ö\u{1b}[", 80), "ä ö", "one that is cut off");
        assert_eq!(one_line(" \n", 80), "");
    }

    #[test]
    fn a_long_text_is_cut_between_characters_with_a_sign() {
        assert_eq!(one_line("one two three", 13), "one two three");
        assert_eq!(one_line("one two three", 12), "one two thr…");
        assert_eq!(one_line("one two", 4), "one …");
        let long = one_line(&"ä".repeat(600), 200);
        assert_eq!((long.chars().count(), long.ends_with('…')), (200, true));
    }
}
