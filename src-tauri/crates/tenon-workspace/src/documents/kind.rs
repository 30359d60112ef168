//! What a file holds, as far as that decides how it is shown.

use std::io::Read;

use crate::error::{Result, WorkspaceError};
use crate::root::Root;
use crate::text::looks_binary;

/// Whether a name is one of an image that a viewer shows.
pub(super) fn is_image(path: &[u8]) -> bool {
    const ENDINGS: [&[u8]; 8] = [
        b".png", b".jpg", b".jpeg", b".gif", b".webp", b".bmp", b".ico", b".avif",
    ];
    let lower = path.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// Whether the first bytes of a file are no text.
pub(super) fn head_is_binary(root: &Root, path: &[u8]) -> Result<bool> {
    let (file, _) = root.open_file(path)?;
    let mut head = Vec::new();
    file.take(8192)
        .read_to_end(&mut head)
        .map_err(|e| WorkspaceError::from_io(path, e))?;
    Ok(looks_binary(&head))
}
