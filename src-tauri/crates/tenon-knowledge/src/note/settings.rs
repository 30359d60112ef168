//! How notes are made and linked in a vault: the settings of Obsidian.

use jiff::civil::{Date, Time};
use serde_json::Value;

use super::file_name::file_name;
use super::moment;
use super::name::folder;

/// How a new link names its file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LinkFormat {
    /// The shortest text that leads there.
    #[default]
    Shortest,
    /// The path from the note.
    Relative,
    /// The whole path in the workspace.
    Absolute,
}

/// Where new files come to lie. Folders are relative to the workspace and empty for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// In this folder.
    Folder(String),
    /// In this folder below that of the note; when it is empty, beside the note.
    Beside(String),
}

/// How notes are made and linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The folder of daily notes.
    pub daily_folder: String,
    /// The names of daily notes, in Moment's words; `/` makes folders.
    pub daily_format: String,
    /// The path of the template of daily notes, as it is set: an ending may be missing.
    pub daily_template: Option<String>,
    /// The folder of templates.
    pub templates_folder: Option<String>,
    /// What `{{date}}` is in a template, in Moment's words.
    pub date_format: String,
    /// What `{{time}}` is in a template, in Moment's words.
    pub time_format: String,
    /// Where pasted files come to lie.
    pub attachments: Location,
    /// Where new notes come to lie; nothing where the settings do not say, which is the workspace itself.
    pub new_notes: Option<Location>,
    /// How new links name their files.
    pub link_format: LinkFormat,
    /// Whether new links are Markdown's and no wikilinks.
    pub markdown_links: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            daily_folder: String::new(),
            daily_format: "YYYY-MM-DD".into(),
            daily_template: None,
            templates_folder: None,
            date_format: "YYYY-MM-DD".into(),
            time_format: "HH:mm".into(),
            attachments: Location::Folder(String::new()),
            new_notes: None,
            link_format: LinkFormat::Shortest,
            markdown_links: false,
        }
    }
}

/// The texts of Obsidian's settings, of those files that there are.
#[derive(Debug, Clone, Copy, Default)]
pub struct Obsidian<'a> {
    /// `.obsidian/daily-notes.json`
    pub daily_notes: Option<&'a str>,
    /// `.obsidian/templates.json`
    pub templates: Option<&'a str>,
    /// `.obsidian/app.json`
    pub app: Option<&'a str>,
}

impl Settings {
    /// Reads Obsidian's settings, and says in sentences what cannot be read; for that the defaults
    /// hold, which are Obsidian's own.
    pub fn read(obsidian: Obsidian<'_>) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        let mut file = |name, text| File::read(name, text, &mut problems);
        let daily = file("daily-notes.json", obsidian.daily_notes);
        let templates = file("templates.json", obsidian.templates);
        let app = file("app.json", obsidian.app);
        let usual = Self::default();
        let link_format = match app.text("newLinkFormat").as_deref() {
            Some("relative") => LinkFormat::Relative,
            Some("absolute") => LinkFormat::Absolute,
            _ => LinkFormat::Shortest,
        };
        let new_notes = match app.text("newFileLocation").as_deref() {
            Some("current") => Some(Location::Beside(String::new())),
            Some("folder") => {
                let folder = app.text("newFileFolderPath").unwrap_or_default();
                Some(Location::of(&folder))
            }
            Some("root") => Some(Location::Folder(String::new())),
            _ => usual.new_notes,
        };
        let settings = Self {
            daily_folder: inside(&daily.text("folder").unwrap_or_default()),
            daily_format: daily.text("format").unwrap_or(usual.daily_format),
            daily_template: daily.text("template").map(|path| inside(&path)),
            templates_folder: templates.text("folder").map(|path| inside(&path)),
            date_format: templates.text("dateFormat").unwrap_or(usual.date_format),
            time_format: templates.text("timeFormat").unwrap_or(usual.time_format),
            attachments: Location::of(&app.text("attachmentFolderPath").unwrap_or_default()),
            new_notes,
            link_format,
            markdown_links: app.0.get("useMarkdownLinks").and_then(Value::as_bool) == Some(true),
        };
        (settings, problems)
    }

    /// The text of a new note from a template: `{{title}}`, `{{date}}`, `{{time}}`, and with a format
    /// of its own `{{date:YYYY}}` and `{{time:HH}}`. What else stands between such braces stays.
    pub fn template(&self, text: &str, title: &str, date: Date, time: Time) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(end) = rest.find("}}") {
            let said = rest[..end].rfind("{{").and_then(|start| {
                let said = self.said(&rest[start + 2..end], title, date, time)?;
                Some((start, said))
            });
            match said {
                Some((start, said)) => {
                    out.push_str(&rest[..start]);
                    out.push_str(&said);
                }
                None => out.push_str(&rest[..end + 2]),
            }
            rest = &rest[end + 2..];
        }
        out.push_str(rest);
        out
    }

    /// What stands for a word between braces.
    fn said(&self, word: &str, title: &str, date: Date, time: Time) -> Option<String> {
        let (name, format) = match word.split_once(':') {
            Some((name, format)) => (name, Some(format)),
            None => (word, None),
        };
        let usual = match name.trim().to_ascii_lowercase().as_str() {
            "title" if format.is_none() => return Some(title.to_owned()),
            "date" => &self.date_format,
            "time" => &self.time_format,
            _ => return None,
        };
        Some(moment::format(format.unwrap_or(usual), date, time))
    }
}

/// The path of a day's note. Whatever the settings say, it lies in the workspace.
pub fn daily(settings: &Settings, date: Date) -> String {
    let name = moment::format(&settings.daily_format, date, Time::midnight());
    let parts = inside(&name);
    let parts: Vec<_> = parts.split('/').map(file_name).collect();
    join(&settings.daily_folder, &format!("{}.md", parts.join("/")))
}

impl Location {
    fn of(path: &str) -> Self {
        match path == "." || path.starts_with("./") {
            true => Self::Beside(inside(path)),
            false => Self::Folder(inside(path)),
        }
    }

    /// The folder of a new file that belongs to a note.
    pub fn folder(&self, note: &[u8]) -> Vec<u8> {
        match self {
            Self::Folder(path) => path.clone().into_bytes(),
            Self::Beside(path) => {
                let parts = [folder(note), path.as_bytes()];
                let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                said.join(&b'/')
            }
        }
    }
}

/// A path without what would lead out of the workspace.
fn inside(path: &str) -> String {
    let parts = path.split(['/', '\\']).map(str::trim);
    let kept: Vec<_> = parts
        .filter(|part| !matches!(*part, "" | "." | ".."))
        .collect();
    kept.join("/")
}

fn join(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}

/// A file of settings.
struct File(serde_json::Map<String, Value>);

impl File {
    fn read(name: &str, text: Option<&str>, problems: &mut Vec<String>) -> Self {
        let Some(text) = text else {
            return Self(serde_json::Map::new());
        };
        let why = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
            Ok(Value::Object(map)) => return Self(map),
            Ok(_) => "it holds no names and values".to_owned(),
            Err(error) => error.to_string(),
        };
        problems.push(format!(
            "The settings in .obsidian/{name} cannot be read: {why}. The defaults hold until the file is mended."
        ));
        Self(serde_json::Map::new())
    }

    /// A text that is set and not empty.
    fn text(&self, key: &str) -> Option<String> {
        let text = self.0.get(key)?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

#[cfg(test)]
mod tests;
