//! Which shell a terminal runs.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::error::TerminalError;

/// Where a shell may be named, strongest first.
#[derive(Debug, Clone, Copy, Default)]
pub struct ShellSources<'a> {
    /// The person's setting: a path, or a name to be found in `search_path`.
    pub setting: Option<&'a str>,
    /// The value of `SHELL`.
    pub env_shell: Option<&'a OsStr>,
    /// The text of the password file.
    pub passwd: Option<&'a str>,
    /// The value of `PATH`.
    pub search_path: Option<&'a OsStr>,
}

/// Picks the shell: the setting, `SHELL`, the password file's entry of this process's user,
/// `/bin/bash`, `/bin/sh`.
///
/// A setting that cannot be run is an error, so that a person's typing mistake is not hidden; the
/// other sources are passed over when they name nothing that can be run.
pub fn pick(sources: ShellSources<'_>) -> Result<PathBuf, TerminalError> {
    if let Some(setting) = sources.setting.map(str::trim).filter(|s| !s.is_empty()) {
        let path = locate(OsStr::new(setting), sources.search_path)?;
        check(&path)?;
        return Ok(path);
    }
    let user = rustix::process::getuid().as_raw();
    let named = sources.env_shell.map(PathBuf::from);
    let entered = sources.passwd.and_then(|text| passwd_shell(text, user));
    [
        named,
        entered,
        Some("/bin/bash".into()),
        Some("/bin/sh".into()),
    ]
    .into_iter()
    .flatten()
    .find(|path| path.is_absolute() && check(path).is_ok())
    .ok_or(TerminalError::NoShell)
}

/// Says whether `path` is a program, and if not, why.
pub(crate) fn check(path: &Path) -> Result<(), TerminalError> {
    let found =
        fs::metadata(path).map_err(|_| TerminalError::ShellMissing { path: path.into() })?;
    if found.is_file() && found.permissions().mode() & 0o111 != 0 {
        Ok(())
    } else {
        Err(TerminalError::ShellNotExecutable { path: path.into() })
    }
}

fn locate(name: &OsStr, search_path: Option<&OsStr>) -> Result<PathBuf, TerminalError> {
    let named = Path::new(name);
    if named.is_absolute() {
        return Ok(named.into());
    }
    // A relative path with a folder in it would depend on where Tenon was started.
    let plain = named.components().count() == 1;
    let found = search_path.filter(|_| plain).and_then(|path| {
        std::env::split_paths(path)
            .map(|dir| dir.join(named))
            .find(|p| check(p).is_ok())
    });
    found.ok_or_else(|| TerminalError::ShellMissing { path: named.into() })
}

fn passwd_shell(text: &str, user: u32) -> Option<PathBuf> {
    let fields = text.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let entry = fields
        .into_iter()
        .find(|f| f.len() >= 7 && f[2].parse() == Ok(user))?;
    (!entry[6].is_empty()).then(|| PathBuf::from(entry[6]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_wins_and_a_bare_name_is_found_in_the_path() {
        let sources = ShellSources {
            setting: Some("sh"),
            env_shell: Some(OsStr::new("/bin/bash")),
            search_path: Some(OsStr::new("/nowhere:/bin")),
            ..ShellSources::default()
        };
        assert_eq!(
            pick(sources).unwrap(),
            Path::new("/bin/sh"),
            "found in the second folder"
        );
    }

    #[test]
    fn a_setting_that_cannot_be_run_is_named_and_not_passed_over() {
        let pick = |setting| {
            pick(ShellSources {
                setting: Some(setting),
                ..ShellSources::default()
            })
            .unwrap_err()
            .to_string()
        };
        assert_eq!(
            pick("/no/such/shell"),
            "The shell \"/no/such/shell\" does not exist. Set another one in the settings."
        );
        assert!(
            pick("/etc/passwd").contains("is not a program"),
            "a file without the x bit"
        );
        assert!(
            pick("bin/sh").contains("does not exist"),
            "relative to nothing in particular"
        );
    }

    #[test]
    fn the_environment_comes_before_the_password_file_and_missing_ones_are_passed_over() {
        let user = rustix::process::getuid().as_raw();
        let passwd = format!(
            "x:x:{}:0::/:/bin/false\nme:x:{user}:0:me:/:/bin/sh\n",
            user + 1
        );
        let pick = |env| {
            pick(ShellSources {
                env_shell: env,
                passwd: Some(&passwd),
                ..ShellSources::default()
            })
            .unwrap()
        };
        assert_eq!(
            pick(Some(OsStr::new("/bin/cat"))),
            Path::new("/bin/cat"),
            "SHELL is obeyed"
        );
        assert_eq!(
            pick(Some(OsStr::new("/gone"))),
            Path::new("/bin/sh"),
            "a stale SHELL is not"
        );
        assert_eq!(
            pick(None),
            Path::new("/bin/sh"),
            "the entry of this user, not of the other"
        );
    }
}
