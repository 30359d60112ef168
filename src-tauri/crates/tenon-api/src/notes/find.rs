//! Which note a person means.

use tenon_core::Code;
use tenon_knowledge::note::Vault;
use tenon_workspace::{Root, WorkspaceError};

use crate::{ApiError, ApiResult};

/// Refuses a path that leads out of the folder, whether or not there is something.
pub(super) fn inside(root: &Root, path: &[u8]) -> ApiResult<()> {
    match root.place(path) {
        Err(outside @ WorkspaceError::Outside { .. }) => Err(outside.into()),
        _ => Ok(()),
    }
}

/// The path of the note that has this path, name or alias; a name of several is an error that lists
/// them.
pub(crate) fn find(root: &Root, vault: &Vault, name: &[u8]) -> ApiResult<Vec<u8>> {
    let path = root.relative(name)?;
    if vault.note(path).is_some() {
        return Ok(path.to_vec());
    }
    let said = String::from_utf8_lossy(path);
    let found = vault.look_up(&said);
    let all = found
        .iter()
        .flat_map(|found| std::iter::once(&found.path).chain(&found.others));
    let mut notes: Vec<&[u8]> = all
        .copied()
        .filter(|path| vault.note(path).is_some())
        .collect();
    match notes[..] {
        [only] => Ok(only.to_vec()),
        // What leads out is refused as everywhere; it is not looked for.
        [] => {
            inside(root, path)?;
            let message = format!("there is no note \"{}\"", said.escape_debug());
            Err(ApiError::new(Code::NotFound, message).hint("\"tenon note list\" lists them."))
        }
        _ => {
            notes.sort_unstable();
            let paths: Vec<_> = notes
                .iter()
                .map(|path| String::from_utf8_lossy(path))
                .collect();
            let message = format!(
                "{} notes are called \"{}\"",
                notes.len(),
                said.escape_debug()
            );
            let hint = format!("Name one by its path: {}.", paths.join(", "));
            Err(ApiError::new(Code::Invalid, message).hint(hint))
        }
    }
}
