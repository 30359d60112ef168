//! Making notes.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;
use tenon_core::{Code, EntityKind, WirePath};
use tenon_knowledge::note::{self, Note, Settings, file_name, free_file_name};
use tenon_workspace::{WorkspaceError, tree};

use super::settings::{settings, template, usual_folder};
use crate::owner::{Caller, Owner, lock, reference};
use crate::wire::{NoteDailyParams, NoteMade, NoteNewParams, NoteTemplateParams, NoteText};
use crate::{ApiError, ApiResult};

/// The longest text that a note is made with, in bytes.
const LONGEST: usize = 16 << 20;
/// Others may take a free name first; it is tried so often again.
const ATTEMPTS: usize = 100;

/// Makes a note under a name that is free.
pub(crate) fn new(owner: &Owner, caller: &Caller, params: &NoteNewParams) -> ApiResult<NoteMade> {
    if params.text.len() > LONGEST {
        let message = "a new note has at most 16 MiB of text; no note was made";
        return Err(ApiError::new(Code::Invalid, message));
    }
    may_make(owner)?;
    let (settings, problems) = settings(&owner.root);
    let folder = match &params.folder {
        Some(folder) => owner.root.relative(&folder.to_bytes()?)?.to_vec(),
        None => usual_folder(&settings, b"").unwrap_or_default(),
    };
    let folder = folder.strip_suffix(b"/").unwrap_or(&folder);
    let folder = if folder == b"." { b"" } else { folder };
    let title = params
        .title
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let now = now(owner)?;
    let mut begin = match &params.template {
        None => String::new(),
        Some(name) => {
            let text = template(&owner.root, &settings, name)?;
            settings.template(&text, &title, now.date(), now.time())
        }
    };
    for _ in 0..ATTEMPTS {
        let name = free_name(owner, folder, &title)?;
        if params.template.is_none() && name != title && !title.is_empty() {
            // The file's name cannot say what the note is called.
            begin = format!("# {title}\n\n");
        }
        let text = joined(&begin, &params.text);
        let path = below(folder, format!("{name}.md").as_bytes());
        match write(owner, caller, &path, &text) {
            Err(error) if error.code == Code::Conflict => {}
            Err(error) => return Err(error),
            Ok(()) => return Ok(made(&path, &text, true, problems)),
        }
    }
    let message = format!("no free name was found for \"{title}\"; no note was made");
    Err(ApiError::new(Code::Conflict, message).hint("Choose another title."))
}

/// What a template says in a note of this title, as of now.
pub(crate) fn of_template(owner: &Owner, params: &NoteTemplateParams) -> ApiResult<NoteText> {
    let (settings, _) = settings(&owner.root);
    let text = template(&owner.root, &settings, &params.template)?;
    let now = now(owner)?;
    let text = settings.template(&text, &params.title, now.date(), now.time());
    Ok(NoteText { text })
}

/// Makes the note of a day, unless it is there.
pub(crate) fn daily(
    owner: &Owner,
    caller: &Caller,
    params: &NoteDailyParams,
) -> ApiResult<NoteMade> {
    may_make(owner)?;
    let (settings, problems) = settings(&owner.root);
    let now = now(owner)?;
    let date = match &params.date {
        None => now.date(),
        Some(date) => date.parse::<Date>().map_err(|_| {
            let message = format!("\"{}\" is no day", date.escape_debug());
            ApiError::new(Code::Invalid, message).hint("Write it as 2026-11-22.")
        })?,
    };
    let path = note::daily(&settings, date).into_bytes();
    if let Some(there) = there(owner, &path, &problems)? {
        return Ok(there);
    }
    let text = daily_text(owner, &settings, &path, date.to_datetime(now.time()))?;
    match write(owner, caller, &path, &text) {
        Ok(()) => Ok(made(&path, &text, true, problems)),
        // Somebody else made it meanwhile.
        Err(error) if error.code == Code::Conflict => there(owner, &path, &problems)?.ok_or(error),
        Err(error) => Err(error),
    }
}

/// The note at a path, where there is one.
fn there(owner: &Owner, path: &[u8], problems: &[String]) -> ApiResult<Option<NoteMade>> {
    match owner.root.open_file(path) {
        Ok(_) => {
            // What cannot be read as text is there all the same, and has its file's name.
            let text = super::read::text_of(&owner.root, path).unwrap_or_default();
            Ok(Some(made(path, &text, false, problems.to_vec())))
        }
        Err(WorkspaceError::NotFound(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn daily_text(owner: &Owner, settings: &Settings, path: &[u8], at: DateTime) -> ApiResult<String> {
    match &settings.daily_template {
        None => Ok(String::new()),
        Some(name) => {
            let text = template(&owner.root, settings, name)?;
            Ok(settings.template(&text, &stem(path), at.date(), at.time()))
        }
    }
}

/// A name without an ending that nothing in the folder has.
fn free_name(owner: &Owner, folder: &[u8], title: &str) -> ApiResult<String> {
    let taken: Vec<String> = match tree::list(&owner.root, folder) {
        Ok(entries) => entries.iter().map(|entry| stem(&entry.name)).collect(),
        Err(WorkspaceError::NotFound(_)) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let open = lock(&owner.documents);
    let open = open.iter().filter_map(|document| document.path.as_deref());
    // A text that is open and whose file is gone keeps its name.
    let open: Vec<String> = open
        .filter_map(|path| path.strip_prefix(folder))
        .map(|name| stem(name.strip_prefix(b"/").unwrap_or(name)))
        .collect();
    let taken: Vec<&str> = taken.iter().chain(&open).map(String::as_str).collect();
    Ok(free_file_name(&file_name(title), &taken))
}

/// Writes a file that is not there, and notes that.
fn write(owner: &Owner, caller: &Caller, path: &[u8], text: &str) -> ApiResult<()> {
    let open = lock(&owner.documents)
        .iter()
        .any(|document| document.path.as_deref() == Some(path) && document.dirty());
    if open {
        let path = String::from_utf8_lossy(path);
        let message =
            format!("\"{path}\" is open with text that is not saved; nothing was written");
        return Err(ApiError::new(Code::PreconditionFailed, message).hint("Save it there first."));
    }
    tree::write_new(&owner.root, path, text.as_bytes())?;
    // The journal says nothing about a file that is excluded, not even that it exists.
    if owner.journaled(path) {
        let masked = owner.masked_path(path);
        let id = owner.db.see_document(&masked)?.id;
        let payload = json!({ "path": WirePath::from_bytes(&masked) });
        let subject = reference(EntityKind::File, &id.to_string());
        owner.record("note.created", subject, payload, Some(caller));
    }
    Ok(())
}

pub(super) fn may_make(owner: &Owner) -> ApiResult<()> {
    if owner.is_loose() {
        let message = "only a file of this folder is open, so no note is made in it";
        return Err(ApiError::new(Code::PreconditionFailed, message)
            .hint("Open the folder, or answer the question of trust."));
    }
    Ok(())
}

fn made(path: &[u8], text: &str, created: bool, problems: Vec<String>) -> NoteMade {
    let title = Note::read(text, 0).title;
    NoteMade {
        path: WirePath::from_bytes(path),
        title: title.unwrap_or_else(|| stem(path)),
        created,
        problems,
    }
}

/// The moment on the wall's clock.
fn now(owner: &Owner) -> ApiResult<DateTime> {
    let now = owner.app.surroundings.ambient.clock.now();
    let now = Timestamp::from_millisecond(now)
        .map_err(|e| ApiError::new(Code::Internal, format!("the clock: {e}")))?;
    Ok(now.to_zoned(TimeZone::system()).datetime())
}

/// A file's name without its ending.
fn stem(path: &[u8]) -> String {
    let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or(path);
    let name = String::from_utf8_lossy(name);
    name.rsplit_once('.')
        .map_or(&*name, |(stem, _)| stem)
        .to_owned()
}

pub(super) fn below(folder: &[u8], name: &[u8]) -> Vec<u8> {
    match folder.is_empty() {
        true => name.to_vec(),
        false => [folder, name].join(&b'/'),
    }
}

/// Two texts behind each other, the second on a line of its own.
fn joined(begin: &str, text: &str) -> String {
    let between = match begin.is_empty() || begin.ends_with('\n') || text.is_empty() {
        true => "",
        false => "\n",
    };
    let end = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    format!("{begin}{between}{text}{end}")
}
