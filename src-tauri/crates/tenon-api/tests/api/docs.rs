//! The pages that list commands and settings are made from the lists themselves.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use tenon_api::command::COMMANDS;
use tenon_api::settings::{ENTRIES, defaults};

/// The source tree.
pub fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    root.canonicalize().expect("the source tree")
}

/// Compares a file with what it has to say, or writes it when the variable `UPDATE` is 1.
#[track_caller]
pub fn expect_text(file: &Path, text: &str) {
    #[expect(
        clippy::disallowed_methods,
        reason = "a person asks the test to write the file"
    )]
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    if update {
        fs::write(file, text).expect("it can be written");
    }
    let have = fs::read_to_string(file).unwrap_or_default();
    let name = file.strip_prefix(root()).unwrap_or(file).display();
    assert!(
        have == text,
        "{name} is not what the program says; UPDATE=1 cargo test -p tenon-api --test api writes it"
    );
}

/// Compares what stands between two marks of a page; the rest of the page is people's.
#[track_caller]
fn expect_part(page: &str, mark: &str, introduction: &str, table: &str) {
    let file = root().join("docs").join(page);
    let (start, end) = (format!("<!-- {mark} -->"), format!("<!-- /{mark} -->"));
    let have =
        fs::read_to_string(&file).unwrap_or_else(|_| format!("{introduction}\n{start}\n{end}\n"));
    let (before, rest) = have
        .split_once(&start)
        .unwrap_or_else(|| panic!("{page} has no {start}"));
    let (_, after) = rest
        .split_once(&end)
        .unwrap_or_else(|| panic!("{page} has no {end}"));
    expect_text(&file, &format!("{before}{start}\n\n{table}\n{end}{after}"));
}

/// A cell of a table: a bar would end it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The word of a value of the wire.
fn word(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_value(value).expect("plain data");
    json.as_str().unwrap_or_default().to_owned()
}

#[test]
fn every_command_is_documented() {
    let mut table = String::from(
        "| Command | What it does | Takes | Answers | Needs | Changes |\n|---|---|---|---|---|---|\n",
    );
    for spec in COMMANDS {
        let how = match spec.answer {
            tenon_api::command::Answer::Json => format!("`{}`", spec.output),
            tenon_api::command::Answer::Raw => "bytes".to_owned(),
            tenon_api::command::Answer::Stream => format!("`{}`, then bytes", spec.output),
            tenon_api::command::Answer::Shell => format!("`{}`, in a window only", spec.output),
        };
        let changes = if spec.changes { "yes" } else { "" };
        let (about, needs) = (cell(spec.about), word(&spec.permission));
        writeln!(
            table,
            "| `{}` | {about} | `{}` | {how} | {needs} | {changes} |",
            spec.name, spec.params
        )
        .expect("a string");
    }
    let introduction = "# Commands\n\nEverything Tenon can do, under the same names in the window, on the owner's socket and for later programs. The shapes are in `src-tauri/crates/tenon-api/src/wire/`.\n";
    expect_part("commands.md", "commands", introduction, &table);
}

#[test]
fn every_setting_is_documented_with_its_default() {
    let mut table =
        String::from("| Setting | What it does | Takes | Default |\n|---|---|---|---|\n");
    let base = defaults();
    for entry in ENTRIES {
        let default = match (entry.get)(&base) {
            // A list of names is long; one below the other it can be read.
            serde_json::Value::Array(list) => list
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join("<br>"),
            value => format!("`{value}`"),
        };
        writeln!(
            table,
            "| `{}` | {} | {} | {} |",
            entry.key,
            cell(entry.about),
            cell(entry.takes),
            cell(&default)
        )
        .expect("a string");
    }
    let introduction = "# Settings\n\n`settings.json` in the config folder holds what differs from the defaults. It is JSON with comments and may be edited by hand; it is read again whenever it changes. A value that does not fit keeps its default, and the window names its line.\n";
    expect_part("settings.md", "settings", introduction, &table);
}

/// The page's tests compare their form with it, and its backend in memory takes its defaults from it.
#[test]
fn the_page_has_the_table_of_settings() {
    let base = defaults();
    let whole = serde_json::to_value(&base).expect("plain data");
    let lines: Vec<String> = ENTRIES
        .iter()
        .map(|entry| {
            let initial = (entry.get)(&base);
            let field = whole
                .as_object()
                .expect("an object")
                .keys()
                .find(|name| snake(name) == entry.field)
                .unwrap_or_else(|| panic!("{} is a field of the settings", entry.field));
            let (key, takes) = (entry.key, entry.takes);
            format!(
                "  {}",
                serde_json::json!({ "key": key, "field": field, "takes": takes, "initial": initial })
            )
        })
        .collect();
    let file = root().join("src/ipc/fake/setting-table.json");
    expect_text(&file, &format!("[\n{}\n]\n", lines.join(",\n")));
}

/// `likeThis` as `like_this`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[test]
fn every_kind_of_event_is_documented() {
    let mut table = String::from("| Kind | What it says | Payload |\n|---|---|---|\n");
    for kind in tenon_core::KINDS {
        let fields = kind.payload.split(", ").filter(|field| !field.is_empty());
        let fields: Vec<_> = fields.map(|field| format!("`{field}`")).collect();
        let about = cell(kind.about);
        writeln!(
            table,
            "| `{}` | {about} | {} |",
            kind.name,
            fields.join(", ")
        )
        .expect("a string");
    }
    expect_part("data.md", "kinds", "", &table);
}
