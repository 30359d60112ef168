//! How this workspace makes notes: the settings of Obsidian, and templates.

use tenon_core::Code;
use tenon_knowledge::note::{Obsidian, Settings, is_note};
use tenon_workspace::{Root, WorkspaceError, tree};

use super::read::text_of;
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

/// The text of a template, by its name in the folder of templates or its path, with or without its
/// ending.
pub(super) fn template(root: &Root, settings: &Settings, name: &str) -> ApiResult<String> {
    let folder = settings
        .templates_folder
        .as_deref()
        .filter(|folder| !folder.is_empty());
    let paths = folder.map(|folder| format!("{folder}/{name}"));
    for path in paths.into_iter().chain([name.to_owned()]) {
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
    let message = format!(
        "there is no template \"{}\"; no note was made",
        name.escape_debug()
    );
    Err(ApiError::new(Code::NotFound, message).hint(offered(root, folder)))
}

/// Says which templates there are.
fn offered(root: &Root, folder: Option<&str>) -> String {
    let Some(folder) = folder else {
        return "Name a template by its path; no folder of templates is set in .obsidian/templates.json.".into();
    };
    // A folder that cannot be listed offers none.
    let entries = tree::list(root, folder.as_bytes()).unwrap_or_default();
    let names = entries.iter().filter(|entry| is_note(&entry.name));
    let names: Vec<_> = names
        .map(|entry| String::from_utf8_lossy(&entry.name))
        .collect();
    match names.is_empty() {
        true => {
            format!("There is none in the folder {folder}, which .obsidian/templates.json names.")
        }
        false => format!("In {folder} there are {}.", names.join(", ")),
    }
}
