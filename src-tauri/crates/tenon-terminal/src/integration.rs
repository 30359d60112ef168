//! Shell integration: how a shell is started so that it marks its prompts and commands.
//!
//! Nothing of the person's is touched. The scripts lie in a folder of Tenon's own; each shell is
//! led there in its own way, reads the person's files as ever, and tells the marks with an identity
//! that only this terminal knows.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The variable that carries the identity; the scripts take it away.
const IDENTITY: &str = "TENON_SHELL_ID";

/// What each shell reads, by its place in the folder.
const SCRIPTS: &[(&str, &str)] = &[
    ("bash/tenon.bash", include_str!("integration/tenon.bash")),
    ("zsh/.zshenv", include_str!("integration/zshenv.zsh")),
    (
        "share/fish/vendor_conf.d/tenon.fish",
        include_str!("integration/tenon.fish"),
    ),
    ("pwsh/tenon.ps1", include_str!("integration/tenon.ps1")),
];

#[cfg(test)]
mod pwsh;

type Environment = Vec<(OsString, OsString)>;

/// Makes `args` and `env` so that the shell marks what it does with `identity`, and writes the
/// scripts into `folder`. Says whether it will: only of bash, zsh, fish and PowerShell is known how,
/// and one that is given arguments does what they say.
pub(crate) fn prepare(
    folder: &Path,
    shell: &Path,
    args: &mut Vec<OsString>,
    env: &mut Environment,
    identity: &str,
) -> io::Result<bool> {
    let name = shell
        .file_name()
        .and_then(OsStr::to_str)
        .unwrap_or_default();
    let known = ["bash", "zsh", "fish", "pwsh", "pwsh-preview"].contains(&name);
    if !known || !args.is_empty() {
        return Ok(false);
    }
    for (path, text) in SCRIPTS {
        put(&folder.join(path), text)?;
    }
    match name {
        "bash" => args.extend(["--init-file".into(), folder.join("bash/tenon.bash").into()]),
        "zsh" => {
            lead(env, "ZDOTDIR", "TENON_ZDOTDIR", |_| {
                Ok(folder.join("zsh").into_os_string())
            })?;
        }
        "fish" => lead(env, "XDG_DATA_DIRS", "TENON_XDG_DATA_DIRS", |before| {
            let usual = OsStr::new("/usr/local/share:/usr/share");
            let before = before.filter(|dirs| !dirs.is_empty()).unwrap_or(usual);
            let dirs = std::env::split_paths(before);
            std::env::join_paths([folder.join("share")].into_iter().chain(dirs))
                .map_err(io::Error::other)
        })?,
        _ => {
            let script = folder.join("pwsh/tenon.ps1");
            let script = script
                .to_str()
                .ok_or_else(|| io::Error::other("no UTF-8"))?;
            let read = format!(". '{}'", script.replace('\'', "''"));
            args.extend(["-NoExit", "-Command", &read].map(OsString::from));
        }
    }
    env.retain(|(name, _)| name != IDENTITY);
    env.push((IDENTITY.into(), identity.into()));
    Ok(true)
}

/// Gives the variable `name` another value; the script finds the old one, if any, under `kept`.
fn lead(
    env: &mut Environment,
    name: &str,
    kept: &str,
    value: impl FnOnce(Option<&OsStr>) -> io::Result<OsString>,
) -> io::Result<()> {
    let before = env.iter().rposition(|(other, _)| other == name);
    let before = before.map(|at| env[at].1.clone());
    let value = value(before.as_deref())?;
    env.retain(|(other, _)| other != name && other != kept);
    env.push((name.into(), value));
    env.extend(before.map(|before| (kept.into(), before)));
    Ok(())
}

/// Writes a script unless it is there as it is. A shell that starts meanwhile reads the old one or
/// the new one, whole.
fn put(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|found| found == text.as_bytes()) {
        return Ok(());
    }
    let folder = path.parent().map_or_else(PathBuf::new, PathBuf::from);
    fs::create_dir_all(&folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let new = folder.join(format!("{name}.{}", std::process::id()));
    let written = fs::File::create(&new)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        // What is half written is of no use to anybody; the first failure is told.
        let _ = fs::remove_file(&new);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(shell: &str, args: &[&str], env: &[(&str, &str)]) -> Option<(String, Environment)> {
        let folder = tempfile::tempdir().unwrap();
        let mut args: Vec<OsString> = args.iter().map(OsString::from).collect();
        let mut env: Environment = env.iter().map(|(n, v)| (n.into(), v.into())).collect();
        let prepared = prepare(folder.path(), Path::new(shell), &mut args, &mut env, "me").unwrap();
        let shorten = |text: &OsStr| {
            let text = text.to_string_lossy();
            text.replace(folder.path().to_str().unwrap(), "FOLDER")
        };
        let args: Vec<_> = args.iter().map(|arg| shorten(arg)).collect();
        let env = env.into_iter().map(|(n, v)| (n, shorten(&v).into()));
        prepared.then(|| (args.join(" "), env.collect()))
    }

    #[test]
    fn each_shell_is_led_to_its_script_in_its_own_way() {
        for (shell, before, args, after) in [
            ("/bin/bash", "", "--init-file FOLDER/bash/tenon.bash", ""),
            ("/bin/zsh", "", "", "ZDOTDIR=FOLDER/zsh"),
            (
                "/bin/zsh",
                "ZDOTDIR=/a",
                "",
                "ZDOTDIR=FOLDER/zsh TENON_ZDOTDIR=/a",
            ),
            (
                "/bin/fish",
                "",
                "",
                "XDG_DATA_DIRS=FOLDER/share:/usr/local/share:/usr/share",
            ),
            (
                "/bin/fish",
                "XDG_DATA_DIRS=/a:/b",
                "",
                "XDG_DATA_DIRS=FOLDER/share:/a:/b TENON_XDG_DATA_DIRS=/a:/b",
            ),
            (
                "/bin/pwsh",
                "",
                "-NoExit -Command . 'FOLDER/pwsh/tenon.ps1'",
                "",
            ),
        ] {
            let before: Vec<_> = before.split_once('=').into_iter().collect();
            let (given, env) = prepared(shell, &[], &before).unwrap();
            let env: Vec<_> = env
                .iter()
                .map(|(n, v)| format!("{}={}", n.to_string_lossy(), v.to_string_lossy()))
                .collect();
            let after = format!("{after} TENON_SHELL_ID=me");
            assert_eq!(
                (given.as_str(), env.join(" ").as_str()),
                (args, after.trim()),
                "{shell}"
            );
        }
    }

    #[test]
    fn other_shells_and_shells_with_arguments_are_left_as_they_are() {
        assert_eq!(prepared("/bin/sh", &[], &[]), None);
        assert_eq!(prepared("/bin/bash", &["-c", "ls"], &[]), None);
        assert_eq!(prepared("/bin/bash2", &[], &[]), None);
    }

    #[test]
    fn the_scripts_are_there_and_written_only_where_they_differ() {
        let folder = tempfile::tempdir().unwrap();
        let prepare = || {
            let (mut args, mut env) = (Vec::new(), Vec::new());
            prepare(folder.path(), Path::new("bash"), &mut args, &mut env, "me")
        };
        assert!(prepare().unwrap());
        let script = folder.path().join("bash/tenon.bash");
        let first = fs::metadata(&script).unwrap().modified().unwrap();
        assert!(prepare().unwrap());
        assert_eq!(fs::metadata(&script).unwrap().modified().unwrap(), first);
        fs::write(&script, "broken").unwrap();
        assert!(prepare().unwrap());
        assert_eq!(
            fs::read_to_string(&script).unwrap(),
            SCRIPTS[0].1,
            "it is mended"
        );
        assert_eq!(
            fs::read_dir(script.parent().unwrap()).unwrap().count(),
            1,
            "nothing is left"
        );
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told() {
        let (mut args, mut env) = (Vec::new(), Vec::new());
        let nowhere = Path::new("/proc/nowhere");
        assert!(prepare(nowhere, Path::new("bash"), &mut args, &mut env, "me").is_err());
        assert!(
            args.is_empty() && env.is_empty(),
            "the shell can start as it is"
        );
    }
}
