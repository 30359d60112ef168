//! Names that people give.

use uuid::Uuid;

/// Why a name cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing, or too much.
    #[error("a name has 1 to 64 characters")]
    Length,
    /// A character that cannot be seen or that divides paths.
    #[error("a name holds no control character, no / and no \\")]
    Character,
    /// Blank space around the name.
    #[error("a name neither starts nor ends with a space")]
    Space,
    /// `.` and `..` mean folders.
    #[error("a name is neither . nor ..")]
    Dots,
    /// A verb of the command line would take it for an option.
    #[error("a name does not start with -")]
    Dash,
    /// A profile is named by its id too, and the two must not be mixed up.
    #[error("a name does not look like an id")]
    Id,
}

/// Checks a name as it was typed.
pub(crate) fn check(name: &str) -> Result<(), NameError> {
    if !(1..=64).contains(&name.chars().count()) {
        Err(NameError::Length)
    } else if name
        .chars()
        .any(|c| c.is_control() || is_invisible(c) || c == '/' || c == '\\')
    {
        Err(NameError::Character)
    } else if name.trim() != name {
        Err(NameError::Space)
    } else if name == "." || name == ".." {
        Err(NameError::Dots)
    } else if name.starts_with('-') {
        Err(NameError::Dash)
    } else if Uuid::try_parse(name).is_ok() {
        Err(NameError::Id)
    } else {
        Ok(())
    }
}

/// Characters that draw nothing, or turn around what stands beside them: with them two names look
/// the same.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// What makes two names the same: case does not.
pub(crate) fn fold(name: &str) -> String {
    name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_confuse_people_or_paths_are_refused() {
        for (name, want) in [
            ("Personal", Ok(())),
            ("Büro & Söhne", Ok(())),
            ("", Err(NameError::Length)),
            (&"x".repeat(65), Err(NameError::Length)),
            ("a/b", Err(NameError::Character)),
            ("a\\b", Err(NameError::Character)),
            ("a\u{7}b", Err(NameError::Character)),
            (" a", Err(NameError::Space)),
            ("   ", Err(NameError::Space)),
            ("a\u{3000}", Err(NameError::Space)),
            ("a\u{200b}b", Err(NameError::Character)),
            ("\u{202e}a", Err(NameError::Character)),
            ("a\nb", Err(NameError::Character)),
            ("..", Err(NameError::Dots)),
            ("-x", Err(NameError::Dash)),
            ("--json", Err(NameError::Dash)),
            ("a-b", Ok(())),
            ("0192f0c1-2345-7abc-8def-0123456789ab", Err(NameError::Id)),
            ("0192F0C123457ABC8DEF0123456789AB", Err(NameError::Id)),
            ("{0192f0c1-2345-7abc-8def-0123456789ab}", Err(NameError::Id)),
            ("0192f0c1", Ok(())),
        ] {
            assert_eq!(check(name), want, "{name:?}");
        }
    }
}
