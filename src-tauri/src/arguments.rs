//! What the window's program is started with: `[DIR | FILE[:LINE[:COLUMN]]] [--open FILE[:LINE[:COLUMN]]]
//! [--profile NAME] [--data-dir DIR]`.

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use tenon_api::ApiResult;
use tenon_api::place::Place;
use tenon_api::wire::OpenTarget;
use tenon_core::WirePath;

/// The arguments of one start.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// The folder; the current one when left out.
    pub folder: Option<PathBuf>,
    /// A file to open, absolute.
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
                Some("--open") => parsed.open = Some(Place::parse(cwd, &value()?)),
                Some("--profile") => parsed.profile = Some(value()?.to_string_lossy().into_owned()),
                Some("--data-dir") => parsed.data_dir = Some(cwd.join(value()?)),
                Some("--keep-sessions") => parsed.keep_sessions = true,
                Some("--version") => parsed.version = true,
                Some(flag) if flag.starts_with("--") => {
                    return Err(format!("there is no option {flag}"));
                }
                _ if parsed.folder.is_some() => {
                    return Err("one folder at a time can be opened".into());
                }
                // A folder that is missing is named in its window.
                _ => match Place::parse(cwd, &argument) {
                    file if file.path.exists() && !file.path.is_dir() => {
                        if parsed.open.replace(file).is_some() {
                            return Err("one file at a time can be opened".into());
                        }
                    }
                    _ => parsed.folder = Some(cwd.join(argument)),
                },
            }
        }
        Ok(parsed)
    }
}

impl Arguments {
    /// The folder to open: the one that was named, or the one that a file asks for.
    pub fn workspace(&self, cwd: &Path) -> ApiResult<PathBuf> {
        match (&self.folder, &self.open) {
            (Some(folder), _) => Ok(folder.clone()),
            (None, Some(place)) => Ok(Place::folder_of(&place.real()?, cwd)),
            (None, None) => Ok(cwd.to_path_buf()),
        }
    }

    /// The file to open, as the window of `folder` names it.
    pub fn targets(&self, folder: &Path) -> ApiResult<Vec<OpenTarget>> {
        let Some(place) = &self.open else {
            return Ok(Vec::new());
        };
        let real = place.real()?;
        let folder = folder
            .canonicalize()
            .unwrap_or_else(|_| folder.to_path_buf());
        let inside = real.strip_prefix(&folder).unwrap_or(&real);
        Ok(vec![OpenTarget {
            path: WirePath::from_bytes(inside.as_os_str().as_bytes()),
            line: place.line,
            column: place.column,
        }])
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

    #[test]
    fn a_file_is_opened_as_the_command_line_opens_it() {
        let cwd = tempfile::tempdir().expect("a folder");
        let other = tempfile::tempdir().expect("another one");
        let (here, there) = (cwd.path(), other.path());
        let real = |folder: &Path| folder.canonicalize().expect("it is there");
        std::fs::create_dir(here.join("src")).expect("made");
        std::fs::write(here.join("src/a.rs"), "").expect("written");
        std::fs::write(there.join("b.txt"), "").expect("written");
        let check = |argument: &Path, folder: &Path, path: &str, line, column| {
            let arguments = [argument.as_os_str().to_owned()];
            let parsed = Arguments::parse(arguments, here).expect("it is taken");
            let workspace = parsed.workspace(here).expect("it is there");
            assert_eq!(workspace, folder, "{argument:?}");
            let target = OpenTarget {
                path: path.into(),
                line,
                column,
            };
            let targets = parsed.targets(&workspace).expect("it is there");
            assert_eq!(targets, [target], "{argument:?}");
        };
        let inside = Path::new("src/a.rs");
        check(inside, &real(here), "src/a.rs", None, None);
        check(
            Path::new("src/a.rs:3"),
            &real(here),
            "src/a.rs",
            Some(3),
            None,
        );
        check(
            Path::new("src/a.rs:3:9"),
            &real(here),
            "src/a.rs",
            Some(3),
            Some(9),
        );
        check(&there.join("b.txt"), &real(there), "b.txt", None, None);
        check(&there.join("b.txt:7"), &real(there), "b.txt", Some(7), None);
        let folder = Arguments::parse(["src".into()], here).expect("it is taken");
        assert_eq!(folder.workspace(here), Ok(here.join("src")));
        assert_eq!(folder.targets(&here.join("src")), Ok(Vec::new()));
        let odd = Arguments::parse(["/dev/null".into()], here).expect("it is taken");
        let refused = odd.workspace(here).expect_err("a device");
        assert!(
            refused.message.starts_with("\"/dev/null\" is a pipe"),
            "{refused}"
        );
    }
}
