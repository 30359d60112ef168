//! What a terminal's environment tells the programs in it: where its window is to be reached, and
//! where `tenon` lies.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use tenon_core::TerminalId;
use tenon_terminal::environment::terminal_environment;

use crate::owner::Owner;
use crate::surroundings::{DATA_DIR, SOCKET, TERMINAL, WORKSPACE};

/// The command line's program.
const PROGRAM: &str = "tenon";

type Environment = Vec<(OsString, OsString)>;

/// The environment of a terminal of this owner.
pub(super) fn of(owner: &Owner, id: TerminalId) -> Environment {
    let around = &owner.app.surroundings;
    let base = around.environment.iter().cloned();
    let mut env = terminal_environment(base, env!("CARGO_PKG_VERSION"));
    if let Ok(socket) = Owner::socket(&owner.app, &owner.row()) {
        // Programs in here are clients of this owner.
        env.push((SOCKET.into(), socket.into_os_string()));
    }
    env.push((TERMINAL.into(), id.to_string().into()));
    env.push((WORKSPACE.into(), owner.root().into()));
    if let Some(data) = &around.dirs.data_dir {
        env.push((DATA_DIR.into(), data.into()));
    }
    if let Some(folder) = around.program.parent() {
        add_program(&mut env, folder);
    }
    env
}

/// Puts the folder with `tenon` behind the PATH, so that one that the person chose goes first.
fn add_program(env: &mut Environment, folder: &Path) {
    if !folder.join(PROGRAM).is_file() {
        return;
    }
    // Where there is no PATH, shells have their own, which another one would replace.
    let Some((_, path)) = env.iter_mut().rfind(|(name, _)| name == OsStr::new("PATH")) else {
        return;
    };
    if std::env::split_paths(path).any(|known| known == folder) {
        return;
    }
    let folders = std::env::split_paths(path).chain([folder.to_owned()]);
    // A folder with a colon in its name cannot be named there.
    if let Ok(longer) = std::env::join_paths(folders) {
        *path = longer;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(before: Option<&str>, folder: &Path) -> Option<String> {
        let mut env: Environment = vec![("HOME".into(), "/root".into())];
        env.extend(before.map(|path| ("PATH".into(), path.into())));
        add_program(&mut env, folder);
        let (_, path) = env.into_iter().find(|(name, _)| name == "PATH")?;
        Some(path.into_string().expect("UTF-8"))
    }

    #[test]
    fn the_folder_of_the_program_stands_behind_the_path_and_once() {
        let base = tempfile::tempdir().expect("a folder");
        let (here, none) = (base.path().join("bin"), base.path().join("other"));
        for folder in [&here, &none] {
            std::fs::create_dir(folder).expect("a folder");
        }
        std::fs::write(here.join(PROGRAM), "").expect("a program");
        let longer = format!("/usr/bin:/bin:{}", here.display());
        assert_eq!(path(Some("/usr/bin:/bin"), &here), Some(longer.clone()));
        assert_eq!(path(Some(&longer), &here), Some(longer), "it is there");
        let kept = Some("/usr/bin:/bin".to_owned());
        assert_eq!(path(Some("/usr/bin:/bin"), &none), kept, "no program there");
        assert_eq!(path(None, &here), None, "shells have their own");
    }
}
