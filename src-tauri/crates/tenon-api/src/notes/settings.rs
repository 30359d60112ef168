//! How this workspace makes notes: the settings of Obsidian, and templates.

use std::collections::BTreeSet;

use tenon_core::{Code, WirePath};
use tenon_knowledge::note::{Obsidian, Settings, is_note};
use tenon_workspace::{Root, WorkspaceError, tree};

use super::find::inside;
use super::read::text_of;
use crate::owner::Owner;
use crate::wire::{NoteFolders, NoteFoldersParams, NoteTemplates};
use crate::{ApiError, ApiResult};

/// The settings, and sentences about what cannot be read of them.
pub(super) fn settings(root: &Root) -> (Settings, Vec<String>) {
    let mut problems = Vec::new();
    let mut read = |name: &str| {
        let path = format!(".obsidian/{name}");
        match root.read(path.as_bytes()) {
            Ok((bytes, _)) => Some(tenon_workspace::text::decode(&bytes).text),
            Err(WorkspaceError::NotFound(_)) => None,
            Err(error) => {
                problems.push(ApiError::from(error).words());
                None
            }
        }
    };
    let daily = read("daily-notes.json");
    let templates = read("templates.json");
    let app = read("app.json");
    let (settings, unread) = Settings::read(Obsidian {
        daily_notes: daily.as_deref(),
        templates: templates.as_deref(),
        app: app.as_deref(),
    });
    problems.extend(unread);
    (settings, problems)
}

/// Where the settings put a note that is made while another one is in front, `b""` for none; nothing
/// where they do not say.
pub(super) fn usual_folder(settings: &Settings, from: &[u8]) -> Option<Vec<u8>> {
    settings.new_notes.as_ref().map(|place| place.folder(from))
}

/// The folders that notes lie in, with those around them, and the one that the settings name.
pub(crate) fn folders(owner: &Owner, params: &NoteFoldersParams) -> ApiResult<NoteFolders> {
    let from = match &params.from {
        Some(from) => {
            let path = from.to_bytes()?;
            let path = owner.root.relative(&path)?;
            inside(&owner.root, path)?;
            path.to_vec()
        }
        None => Vec::new(),
    };
    let (settings, problems) = settings(&owner.root);
    let usual = usual_folder(&settings, &from);
    let known = owner.notes.now(owner)?;
    let mut folders = BTreeSet::from([Vec::new()]);
    folders.extend(usual.clone());
    for (path, _) in known.vault.notes() {
        let ends = path.iter().enumerate().filter(|(_, byte)| **byte == b'/');
        let around = ends.map(|(at, _)| &path[..at]);
        // Tools keep what is theirs in hidden folders.
        let seen = around.take_while(|folder| {
            let name = folder.rsplit(|byte| *byte == b'/').next();
            !name.unwrap_or_default().starts_with(b".")
        });
        folders.extend(seen.map(<[u8]>::to_vec));
    }
    Ok(NoteFolders {
        usual: usual.map(|folder| WirePath::from_bytes(&folder)),
        folders: folders
            .iter()
            .map(|folder| WirePath::from_bytes(folder))
            .collect(),
        problems,
    })
}

/// Where templates lie when the settings name no folder.
const OWN_TEMPLATES: &str = ".tenon/templates";

fn templates_folder(settings: &Settings) -> &str {
    let named = settings.templates_folder.as_deref();
    named
        .filter(|folder| !folder.is_empty())
        .unwrap_or(OWN_TEMPLATES)
}

/// The folder of templates, and what lies in it.
pub(crate) fn templates(owner: &Owner) -> ApiResult<NoteTemplates> {
    let (settings, problems) = settings(&owner.root);
    let folder = templates_folder(&settings);
    Ok(NoteTemplates {
        names: names(&owner.root, folder)?,
        folder: WirePath::from(folder),
        problems,
    })
}

/// The names of the templates in a folder, without their endings; none where there is no folder.
fn names(root: &Root, folder: &str) -> ApiResult<Vec<String>> {
    let entries = match tree::list(root, folder.as_bytes()) {
        Ok(entries) => entries,
        Err(WorkspaceError::NotFound(_) | WorkspaceError::ParentGone(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let notes = entries.iter().filter(|entry| is_note(&entry.name));
    // A name that is no text cannot be asked for.
    let names = notes.filter_map(|entry| std::str::from_utf8(&entry.name).ok());
    let stems = names.map(|name| {
        name.rsplit_once('.')
            .map_or(name, |(stem, _)| stem)
            .to_owned()
    });
    Ok(stems.collect())
}

/// The text of a template, by its name in the folder of templates or its path, with or without its
/// ending.
pub(super) fn template(root: &Root, settings: &Settings, name: &str) -> ApiResult<String> {
    let folder = templates_folder(settings);
    for path in [format!("{folder}/{name}"), name.to_owned()] {
        for path in [path.clone(), format!("{path}.md")] {
            match text_of(root, path.as_bytes()) {
                Ok(text) => return Ok(text),
                Err(error) if error.code == Code::NotFound => {}
                // A folder may have the name that a template has without its ending.
                Err(_) if !is_note(path.as_bytes()) => {}
                Err(error) => return Err(error),
            }
        }
    }
    let message = format!("there is no template \"{}\"", name.escape_debug());
    Err(ApiError::new(Code::NotFound, message).hint(offered(root, folder)))
}

/// Says which templates there are.
fn offered(root: &Root, folder: &str) -> String {
    // A folder that cannot be listed offers none.
    let names = names(root, folder).unwrap_or_default();
    match names.is_empty() {
        true => format!("There is none in the folder {folder}; name one by its path."),
        false => format!("In {folder} there are {}.", names.join(", ")),
    }
}
