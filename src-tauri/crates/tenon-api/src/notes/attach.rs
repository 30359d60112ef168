//! Pictures that are put into notes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use tenon_core::{Code, EntityKind, WirePath};
use tenon_knowledge::note::Location;
use tenon_workspace::{WorkspaceError, tree};

use super::make::{below, may_make};
use super::settings::settings;
use crate::owner::{Caller, Owner, reference};
use crate::wire::{NoteAttachParams, NoteAttached};
use crate::{ApiError, ApiResult};

/// The largest picture, in bytes.
const LARGEST: usize = 32 << 20;
/// So many names are tried where others have them already.
const ATTEMPTS: usize = 100;
/// What is drawn in notes. An SVG can hold a script, so it is none of them.
const ENDINGS: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp"];
/// Where pictures come to lie in a folder that is no vault of Obsidian: below that of the note.
const FOLDER: &str = "attachments";

/// Writes a picture where the settings put those of a note, and tells how the note shows it.
pub(crate) fn attach(
    owner: &Owner,
    caller: &Caller,
    params: &NoteAttachParams,
) -> ApiResult<NoteAttached> {
    may_make(owner)?;
    let note = owner.root.relative(&params.note.to_bytes()?)?.to_vec();
    owner.root.open_file(&note)?;
    let (stem, ending) = name(&params.name)?;
    if params.bytes.len() > LARGEST / 3 * 4 + 4 {
        return Err(invalid("a picture in a note has at most 32 MiB"));
    }
    let bytes = STANDARD
        .decode(&params.bytes)
        .map_err(|_| invalid("the bytes of the picture are not base64"))?;
    let (settings, _) = settings(&owner.root);
    let folder = match owner.root.place(b".obsidian") {
        Ok(_) => settings.attachments.folder(&note),
        Err(_) => Location::Beside(FOLDER.into()).folder(&note),
    };
    for number in 0..ATTEMPTS {
        let name = match number {
            0 => format!("{stem}.{ending}"),
            number => format!("{stem} {number}.{ending}"),
        };
        let path = below(&folder, name.as_bytes());
        let known = match tree::write_new(&owner.root, &path, &bytes) {
            Ok(_) => false,
            Err(WorkspaceError::Exists(_)) => match owner.root.read(&path) {
                Ok((there, _)) if there == bytes => true,
                _ => continue,
            },
            Err(error) => return Err(error.into()),
        };
        if !known {
            record(owner, caller, &path, &note)?;
        }
        let known_notes = owner.notes.now(owner)?;
        let link = known_notes
            .vault()
            .link_to(&note, &path, &settings, true, None);
        // What ignore files leave out is not known by name; its path shows it all the same.
        let link = link.unwrap_or_else(|| format!("![[{}]]", String::from_utf8_lossy(&path)));
        return Ok(NoteAttached {
            path: WirePath::from_bytes(&path),
            link,
            known,
        });
    }
    let message = format!("no free name was found for \"{stem}.{ending}\"; nothing was written");
    Err(ApiError::new(Code::Conflict, message).hint("Give the picture another name."))
}

/// A name without folders, and its ending.
fn name(written: &str) -> ApiResult<(&str, &str)> {
    let odd = |c: char| c.is_control() || "/\\:*?\"<>|[]#^".contains(c);
    let (stem, ending) = written.rsplit_once('.').unwrap_or((written, ""));
    if stem.is_empty() || stem.starts_with('.') || written.len() > 200 || written.contains(odd) {
        let name = written.escape_debug();
        return Err(invalid(format!("\"{name}\" is no name for a picture")));
    }
    if !ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) {
        let message = format!("\"{written}\" is no picture that notes show");
        let hint = format!("They show {}.", ENDINGS.join(", "));
        return Err(invalid(message).hint(hint));
    }
    Ok((stem, ending))
}

fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::new(Code::Invalid, message).hint("Nothing was written.")
}

/// The journal says nothing about a file that is excluded.
fn record(owner: &Owner, caller: &Caller, path: &[u8], note: &[u8]) -> ApiResult<()> {
    if !owner.journaled(path) {
        return Ok(());
    }
    let masked = owner.masked_path(path);
    let id = owner.db.see_document(&masked)?.id;
    let payload = json!({
        "path": WirePath::from_bytes(&masked),
        "note": WirePath::from_bytes(&owner.masked_path(note)),
    });
    let subject = reference(EntityKind::File, &id.to_string());
    owner.record("note.attached", subject, payload, Some(caller));
    Ok(())
}
