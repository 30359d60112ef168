//! Names that people give.

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
}

/// Checks a name as it was typed.
pub(crate) fn check(name: &str) -> Result<(), NameError> {
    if !(1..=64).contains(&name.chars().count()) {
        Err(NameError::Length)
    } else if name
        .chars()
        .any(|c| c.is_control() || c == '/' || c == '\\')
    {
        Err(NameError::Character)
    } else if name.trim() != name {
        Err(NameError::Space)
    } else if name == "." || name == ".." {
        Err(NameError::Dots)
    } else {
        Ok(())
    }
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
            ("..", Err(NameError::Dots)),
        ] {
            assert_eq!(check(name), want, "{name:?}");
        }
    }
}
