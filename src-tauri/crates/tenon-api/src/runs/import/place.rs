//! Where shells and Atuin keep their histories.

use std::path::{Path, PathBuf};

use tenon_core::Code;

use crate::surroundings::Surroundings;
use crate::wire::RunSource;
use crate::{ApiError, ApiResult};

/// The first history of a program that is there.
pub(super) fn named(around: &Surroundings, source: RunSource) -> ApiResult<PathBuf> {
    let places = places(around, source);
    if let Some(found) = places.iter().find(|file| file.exists()) {
        return Ok(found.clone());
    }
    let shown: Vec<_> = places
        .iter()
        .map(|file| format!("\"{}\"", file.display()))
        .collect();
    let message = format!(
        "there is no history of {}: looked for {}",
        word(source),
        shown.join(", ")
    );
    Err(ApiError::new(Code::NotFound, message).hint("Name its file with --file."))
}

/// The history of a program, if it is there.
pub(super) fn found(around: &Surroundings, source: RunSource) -> Option<PathBuf> {
    places(around, source)
        .into_iter()
        .find(|file| file.exists())
}

fn word(source: RunSource) -> &'static str {
    match source {
        RunSource::Tenon => "Tenon",
        RunSource::Bash => "bash",
        RunSource::Zsh => "zsh",
        RunSource::Fish => "fish",
        RunSource::Atuin => "Atuin",
    }
}

fn places(around: &Surroundings, source: RunSource) -> Vec<PathBuf> {
    let home = &around.dirs.home;
    let absolute = |name: &str| {
        let path = around.var(name).map(PathBuf::from);
        path.filter(|path| path.is_absolute())
    };
    let data = absolute("XDG_DATA_HOME").unwrap_or_else(|| home.join(".local/share"));
    let in_home = |names: &[&str]| names.iter().map(|name| home.join(name)).collect::<Vec<_>>();
    match source {
        RunSource::Tenon => Vec::new(),
        RunSource::Bash => in_home(&[".bash_history"]),
        RunSource::Zsh => {
            let own = absolute("ZDOTDIR").map(|folder| folder.join(".zsh_history"));
            let usual = in_home(&[".zsh_history", ".zhistory", ".histfile"]);
            own.into_iter().chain(usual).collect()
        }
        RunSource::Fish => vec![data.join(Path::new("fish/fish_history"))],
        RunSource::Atuin => {
            let own = absolute("ATUIN_DB_PATH");
            own.into_iter()
                .chain([data.join("atuin/history.db")])
                .collect()
        }
    }
}
