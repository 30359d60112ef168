//! What the window's program is started with: `[DIR] [--open FILE[:LINE:COLUMN]] [--profile NAME]
//! [--data-dir DIR]`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The arguments of one start.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// The folder; the current one when left out.
    pub folder: Option<PathBuf>,
    /// A file to open in it, absolute.
    pub open: Option<Place>,
    /// The profile, by name or id.
    pub profile: Option<String>,
    /// Where data and settings lie.
    pub data_dir: Option<PathBuf>,
    /// This process ends orphaned terminal sessions and opens no window.
    pub keep_sessions: bool,
    /// Print the version and open no window.
    pub version: bool,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// From 1.
    pub line: Option<u32>,
    /// From 1, in bytes.
    pub column: Option<u32>,
}

impl Arguments {
    /// Reads arguments without the program's own name; paths are taken from `cwd`.
    pub fn parse(
        arguments: impl IntoIterator<Item = OsString>,
        cwd: &Path,
    ) -> Result<Self, String> {
        let mut parsed = Self::default();
        let mut rest = arguments.into_iter();
        while let Some(argument) = rest.next() {
            let mut value = || {
                rest.next()
                    .ok_or(format!("{} needs a value", argument.display()))
            };
            match argument.to_str() {
                Some("--open") => parsed.open = Some(place(&value()?, cwd)),
                Some("--profile") => parsed.profile = Some(value()?.to_string_lossy().into_owned()),
                Some("--data-dir") => parsed.data_dir = Some(cwd.join(value()?)),
                Some("--keep-sessions") => parsed.keep_sessions = true,
                Some("--version") => parsed.version = true,
                Some(flag) if flag.starts_with("--") => {
                    return Err(format!("there is no option {flag}"));
                }
                _ if parsed.folder.is_none() => parsed.folder = Some(cwd.join(argument)),
                _ => return Err("one folder at a time can be opened".into()),
            }
        }
        Ok(parsed)
    }
}

/// `FILE` or `FILE:LINE:COLUMN`, as `tenon open` writes it.
fn place(text: &OsString, cwd: &Path) -> Place {
    let whole = Place {
        path: cwd.join(text),
        line: None,
        column: None,
    };
    if whole.path.exists() {
        return whole;
    }
    let Some(text) = text.to_str() else {
        return whole;
    };
    let mut parts = text.rsplitn(3, ':');
    let column = parts.next().and_then(|part| part.parse().ok());
    let line = parts.next().and_then(|part| part.parse().ok());
    match (parts.next(), line) {
        (Some(path), Some(line)) => Place {
            path: cwd.join(path),
            line: Some(line),
            column,
        },
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Arguments, String> {
        Arguments::parse(arguments.iter().map(OsString::from), Path::new("/cwd"))
    }

    #[test]
    fn a_folder_a_file_and_a_profile_are_taken() {
        let parsed = parse(&["--open", "/x/a.rs:3:9", "dir", "--profile", "Work"]).expect("fine");
        assert_eq!(parsed.folder, Some("/cwd/dir".into()));
        let place = Place {
            path: "/x/a.rs".into(),
            line: Some(3),
            column: Some(9),
        };
        assert_eq!(parsed.open, Some(place));
        assert_eq!(parsed.profile.as_deref(), Some("Work"));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        assert!(parse(&["--nonsense"]).is_err_and(|why| why.contains("--nonsense")));
        assert!(parse(&["--open"]).is_err_and(|why| why.contains("needs a value")));
        assert!(parse(&["a", "b"]).is_err());
    }
}
