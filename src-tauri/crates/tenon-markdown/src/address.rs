//! Addresses in links and images.

/// What an address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leads {
    /// A place elsewhere: http, https, or an address without a scheme that names a host.
    Away,
    /// A mailbox.
    ToMail,
    /// A path relative to the note or the workspace, or a place in the note.
    Here,
    /// Any other scheme; it is not followed.
    Nowhere,
}

/// Reads an address as a browser does: without control characters and spaces around it, without tabs
/// and line ends in it, with a backslash as good as a slash.
pub(crate) fn leads(address: &str) -> Leads {
    let around = |c: char| c <= ' ';
    let mut letters = address
        .trim_matches(around)
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'));
    let mut scheme = String::new();
    for letter in letters.by_ref() {
        match letter {
            ':' => {
                return match scheme.to_ascii_lowercase().as_str() {
                    "http" | "https" => Leads::Away,
                    "mailto" => Leads::ToMail,
                    "" => Leads::Here,
                    _ => Leads::Nowhere,
                };
            }
            '/' | '\\' if scheme.is_empty() => break,
            'a'..='z' | 'A'..='Z' | '0'..='9' | '+' | '-' | '.' => scheme.push(letter),
            _ => return Leads::Here,
        }
        if !scheme.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Leads::Here;
        }
    }
    match letters.next() {
        Some('/' | '\\') if scheme.is_empty() => Leads::Away,
        _ => Leads::Here,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_where_a_browser_would_go() {
        for (address, expected) in [
            ("http://a.b/c", Leads::Away),
            ("HTTPS://a", Leads::Away),
            ("ht\ttps://a", Leads::Away),
            ("//a.b", Leads::Away),
            ("/\\a.b", Leads::Away),
            ("\\\\a.b", Leads::Away),
            ("/\t/a.b", Leads::Away),
            ("mailto:a@b", Leads::ToMail),
            ("", Leads::Here),
            ("#x", Leads::Here),
            ("/x", Leads::Here),
            ("a/b:c", Leads::Here),
            ("?a:b", Leads::Here),
            ("1:2", Leads::Here),
            ("a.md", Leads::Here),
            ("javascript:alert(1)", Leads::Nowhere),
            ("\u{1}java\nscript:alert(1)", Leads::Nowhere),
            ("data:text/html,x", Leads::Nowhere),
            ("file:///etc/passwd", Leads::Nowhere),
            ("tauri:x", Leads::Nowhere),
        ] {
            assert_eq!(leads(address), expected, "{address:?}");
        }
    }
}
