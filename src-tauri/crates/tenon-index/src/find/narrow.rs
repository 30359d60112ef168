//! What a question leaves out, for a search that is done elsewhere and knows no files: patterns of
//! paths as expressions, and languages by their words.
//!
//! Both may leave in more than the question does, never less, so that looking again at what comes
//! back gives the right answer.

use std::path::Path;

use globset::GlobBuilder;
use ignore::Match;

use super::ask::Ask;
use super::list::types;
use crate::error::{FindError, Result};
use crate::syntax::Language;

/// Expressions for whole paths, relative to the workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathPatterns {
    /// One of these fits, when there are some.
    pub include: Vec<String>,
    /// None of these fits.
    pub exclude: Vec<String>,
}

/// Patterns of paths as expressions.
///
/// # Errors
/// [`FindError::Glob`] names one that cannot be read.
pub fn path_patterns(globs: &[String]) -> Result<PathPatterns> {
    let mut patterns = PathPatterns::default();
    for glob in globs {
        match glob.strip_prefix('!') {
            Some(out) => patterns.exclude.push(expression(out)?),
            None => {
                patterns.include.push(expression(glob)?);
                // A later pattern may bring back what one before it leaves out.
                patterns.exclude.clear();
            }
        }
    }
    Ok(patterns)
}

/// A pattern as ignore files and `--glob` read it: without a slash it fits a name at any depth, and
/// that of a folder means what is in it.
fn expression(glob: &str) -> Result<String> {
    let wrong = |what: String| FindError::Glob {
        glob: glob.to_owned(),
        what,
    };
    let bare = glob.trim_end_matches('/');
    let anchored = bare.trim_start_matches('/');
    let whole = match bare.contains('/') {
        true => anchored.to_owned(),
        false => format!("**/{anchored}"),
    };
    let built = GlobBuilder::new(&whole)
        .literal_separator(true)
        .backslash_escape(true)
        .build();
    let built = built.map_err(|e| wrong(e.to_string()))?;
    // Paths are text there, so that a dot stands for a letter and not for a byte.
    let regex = built.regex().trim_start_matches("(?-u)");
    let inner = regex.trim_start_matches('^').trim_end_matches('$');
    Ok(format!("^{inner}(?:/.*)?$"))
}

/// The languages that a question narrows to; none when it names none, or one that files without a
/// grammar are in.
///
/// # Errors
/// [`FindError::Language`] names one that is not known.
pub fn languages(ask: &Ask) -> Result<Vec<String>> {
    let (false, Some(types)) = (ask.languages.is_empty(), types(ask)?) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for asked in &ask.languages {
        let alone = Ask {
            languages: vec![asked.clone()],
            ..Ask::default()
        };
        let Some(alone) = self::types(&alone)? else {
            continue;
        };
        let fits = |language: &&Language| {
            let files = language
                .extensions()
                .map(|extension| format!("a.{extension}"));
            let mut fits = files.map(|file| alone.matched(Path::new(&file), false));
            fits.any(|it| matches!(it, Match::Whitelist(_)))
        };
        let before = found.len();
        found.extend(
            Language::ALL
                .iter()
                .filter(fits)
                .map(|it| it.word().to_owned()),
        );
        if found.len() == before {
            return Ok(Vec::new());
        }
    }
    drop(types);
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    fn fits(globs: &[&str], path: &str) -> bool {
        let globs: Vec<String> = globs.iter().map(|glob| (*glob).to_owned()).collect();
        let patterns = path_patterns(&globs).expect("they are read");
        let one = |of: &[String]| {
            of.iter()
                .any(|it| Regex::new(it).expect("it is one").is_match(path))
        };
        (patterns.include.is_empty() || one(&patterns.include)) && !one(&patterns.exclude)
    }

    #[test]
    fn patterns_fit_what_globs_fit() {
        assert!(fits(&["*.rs"], "a/b.rs") && fits(&["*.rs"], "b.rs") && !fits(&["*.rs"], "b.rsx"));
        assert!(fits(&["src", "src/**"], "src/a/é.rs") && !fits(&["src/**"], "a/src2/x"));
        assert!(fits(&["/src/*.rs"], "src/a.rs") && !fits(&["/src/*.rs"], "src/a/b.rs"));
        assert!(fits(&["{a,b}/*.[ch]"], "b/x.h") && !fits(&["{a,b}/*.[ch]"], "c/x.h"));
        assert!(!fits(&["!tests/"], "tests/a.rs") && fits(&["!tests/"], "src/a.rs"));
        assert!(
            fits(&["a+(1).txt"], "a+(1).txt"),
            "signs of expressions are letters"
        );
    }

    #[test]
    fn what_is_brought_back_is_not_left_out() {
        assert!(fits(&["!src/**", "src/a.rs"], "src/a.rs"));
        assert!(!fits(&["src/**", "!src/a.rs"], "src/a.rs"));
        assert!(path_patterns(&["[".to_owned()]).is_err());
    }

    #[test]
    fn languages_are_named_by_their_words() {
        let of = |names: &[&str]| {
            languages(&Ask {
                languages: names.iter().map(|name| (*name).to_owned()).collect(),
                ..Ask::default()
            })
        };
        assert_eq!(of(&["rust"]).expect("it is known"), ["rust"]);
        assert_eq!(
            of(&["py", "rust"]).expect("they are known"),
            ["python", "rust"]
        );
        assert_eq!(of(&[]).expect("there is none"), [] as [String; 0]);
        assert_eq!(of(&["make"]).expect("it has no grammar"), [] as [String; 0]);
        assert!(of(&["nosuch"]).is_err());
    }
}
