//! Reading the person's files with the line of each fault, and writing one line of them.

use std::path::Path;

use jsonc_parser::ast::{ObjectProp, ObjectPropName, Value as Ast};
use jsonc_parser::common::Ranged;
use jsonc_parser::cst::{CstInputValue, CstRootNode};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde_json::Value;
use tenon_core::Code;

use super::table::{ENTRIES, defaults};
use crate::wire::{KeyBinding, Settings, SettingsProblem};
use crate::{ApiError, ApiResult};

/// The largest file that is read, in bytes.
const LIMIT: u64 = 4 << 20;

struct Source<'a> {
    path: &'a Path,
    text: String,
}

impl Source<'_> {
    fn problem(&self, offset: usize, message: String) -> SettingsProblem {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        let line_start = before
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        let lines = before.iter().filter(|b| **b == b'\n').count();
        SettingsProblem {
            file: self.path.display().to_string(),
            line: u32::try_from(lines + 1).unwrap_or(u32::MAX),
            column: u32::try_from(before.len() - line_start + 1).unwrap_or(u32::MAX),
            message,
            key: None,
            code: None,
        }
    }
}

/// Reads a file of the person's. A missing one says nothing, one that cannot be read is a problem.
fn source<'a>(path: &'a Path, problems: &mut Vec<SettingsProblem>) -> Option<Source<'a>> {
    let empty = Source {
        path,
        text: String::new(),
    };
    let fault = match std::fs::metadata(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return None,
        Err(e) => format!("cannot be read: {e}"),
        Ok(meta) if !meta.is_file() => "is not a file".to_owned(),
        Ok(meta) if meta.len() > LIMIT => "is larger than 4 MiB".to_owned(),
        Ok(_) => match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
                return Some(Source { path, text });
            }
            Ok(Err(_)) => "is not UTF-8".to_owned(),
            Err(e) => format!("cannot be read: {e}"),
        },
    };
    problems.push(empty.problem(0, fault));
    None
}

fn parse<'a>(source: &'a Source<'_>, problems: &mut Vec<SettingsProblem>) -> Option<Ast<'a>> {
    match parse_to_ast(
        &source.text,
        &CollectOptions::default(),
        &ParseOptions::default(),
    ) {
        Ok(parsed) => parsed.value,
        Err(e) => {
            problems.push(source.problem(e.range().start, e.kind().to_string()));
            None
        }
    }
}

/// Reads `settings.json`. Each fault keeps the default of what it concerns.
pub fn read_settings(path: &Path, problems: &mut Vec<SettingsProblem>) -> Settings {
    let mut settings = defaults();
    let before = problems.len();
    // Nothing that the person has set holds.
    let lost = |problems: &mut Vec<SettingsProblem>| {
        let all = problems.iter_mut().skip(before);
        all.for_each(|problem| problem.code = Some(Code::Invalid));
    };
    let Some(source) = source(path, problems) else {
        lost(problems);
        return settings;
    };
    let Some(value) = parse(&source, problems) else {
        lost(problems);
        return settings;
    };
    let Ast::Object(object) = value else {
        problems.push(source.problem(value.start(), "settings stand in { }".into()));
        lost(problems);
        return settings;
    };
    let name = |property: &ObjectProp<'_>| match &property.name {
        ObjectPropName::String(name) => name.value.to_string(),
        ObjectPropName::Word(name) => name.value.to_owned(),
    };
    let mut properties: Vec<_> = object.properties.iter().collect();
    // What is let through names rules, which may stand behind it in the file.
    properties.sort_by_key(|property| name(property) == "secrets.allow");
    for property in properties {
        let key = name(property);
        let Some(entry) = ENTRIES.iter().find(|entry| entry.key == key) else {
            problems
                .push(source.problem(property.start(), format!("there is no setting \"{key}\"")));
            continue;
        };
        let mut value: Value = property.value.clone().into();
        let mut starts = starts(&property.value);
        // A list holds without the elements that are at fault.
        while let Err(fault) = (entry.set)(&mut settings, &value) {
            let element = fault.element.filter(|at| *at < starts.len());
            let start = element.map_or(property.value.start(), |at| starts.remove(at));
            problems.push(SettingsProblem {
                key: Some(key.clone()),
                code: Some(fault.code()),
                ..source.problem(start, format!("\"{key}\" {fault}"))
            });
            match (&mut value, element) {
                (Value::Array(list), Some(at)) => list.remove(at),
                _ => break,
            };
        }
    }
    problems.sort_by_key(|problem| (problem.line, problem.column));
    settings
}

/// Where the elements of a list begin.
fn starts(value: &Ast<'_>) -> Vec<usize> {
    match value {
        Ast::Array(array) => array.elements.iter().map(Ranged::start).collect(),
        _ => Vec::new(),
    }
}

/// Reads `keybindings.json`, an array in VS Code's form.
pub fn read_keybindings(path: &Path, problems: &mut Vec<SettingsProblem>) -> Vec<KeyBinding> {
    let mut bindings = Vec::new();
    let Some(source) = source(path, problems) else {
        return bindings;
    };
    let Some(value) = parse(&source, problems) else {
        return bindings;
    };
    let Ast::Array(array) = value else {
        problems.push(source.problem(value.start(), "key bindings stand in [ ]".into()));
        return bindings;
    };
    for element in &array.elements {
        let value: Value = element.clone().into();
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        match (text("key"), text("command")) {
            (Some(key), Some(command)) if !key.trim().is_empty() && !command.is_empty() => {
                bindings.push(KeyBinding {
                    key,
                    command,
                    when: text("when"),
                });
            }
            _ => {
                let message = "a key binding has a \"key\" and a \"command\"".to_owned();
                problems.push(source.problem(element.start(), message));
            }
        }
    }
    bindings
}

/// Writes one setting into `settings.json`, or takes it out when the value is null. Comments, order
/// and everything else stay; a file that cannot be parsed is not touched.
pub fn update(path: &Path, key: &str, value: &Value) -> ApiResult<()> {
    let name = path.display();
    let storage = |e: std::io::Error| {
        ApiError::new(Code::Storage, format!("\"{name}\" cannot be written: {e}"))
    };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => "{}\n".to_owned(),
        Err(e) => return Err(storage(e)),
    };
    let root = CstRootNode::parse(&text, &ParseOptions::default()).map_err(|e| {
        ApiError::new(
            Code::PreconditionFailed,
            format!("\"{name}\" has a fault: {e}"),
        )
        .hint("Mend the file by hand first; nothing in it was changed.")
    })?;
    let object = root.object_value_or_set();
    match (object.get(key), value) {
        (Some(property), Value::Null) => property.remove(),
        (None, Value::Null) => {}
        (Some(property), value) => property.set_value(input(value)),
        (None, value) => {
            object.append(key, input(value));
        }
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(storage)?;
    crate::atomic::write(path, root.to_string().as_bytes(), 0o666).map_err(storage)
}

fn input(value: &Value) -> CstInputValue {
    match value {
        Value::Null => CstInputValue::Null,
        Value::Bool(yes) => CstInputValue::Bool(*yes),
        Value::Number(number) => CstInputValue::Number(number.to_string()),
        Value::String(text) => CstInputValue::String(text.clone()),
        Value::Array(list) => CstInputValue::Array(list.iter().map(input).collect()),
        Value::Object(object) => CstInputValue::Object(
            object
                .iter()
                .map(|(key, value)| (key.clone(), input(value)))
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("settings.json");
        std::fs::write(&path, text).expect("written");
        (folder, path)
    }

    #[test]
    fn a_fault_names_its_line_and_the_rest_holds() {
        let (_folder, path) = file(
            "{\n  // a comment\n  \"editor.tabSize\": 99,\n  \"editor.wordWrap\": true,\n  \"no.such\": 1,\n}\n",
        );
        let mut problems = Vec::new();
        let settings = read_settings(&path, &mut problems);
        assert!(settings.editor_word_wrap, "what is right holds");
        assert_eq!(
            settings.editor_tab_size, 4,
            "what is wrong keeps its default"
        );
        let places: Vec<_> = problems.iter().map(|p| (p.line, p.column)).collect();
        assert_eq!(places, [(3, 21), (5, 3)], "{problems:?}");
    }

    #[test]
    fn a_broken_file_keeps_all_defaults_and_is_not_touched() {
        let text = "{\n  \"editor.tabSize\": 2\n  \"oops\" }";
        let (_folder, path) = file(text);
        let mut problems = Vec::new();
        assert_eq!(read_settings(&path, &mut problems), defaults());
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].line >= 2, "{problems:?}");
        let refused = update(&path, "editor.tabSize", &Value::from(3)).expect_err("it is broken");
        assert_eq!(refused.code, Code::PreconditionFailed);
        assert_eq!(std::fs::read_to_string(&path).expect("still there"), text);
    }

    #[test]
    fn writing_keeps_comments_and_null_takes_a_line_out() {
        let (_folder, path) = file("{\n  // mine\n  \"editor.tabSize\": 2, // two\n}\n");
        update(&path, "editor.tabSize", &Value::from(8)).expect("written");
        update(&path, "workbench.theme", &Value::from("light")).expect("written");
        let text = std::fs::read_to_string(&path).expect("there");
        assert!(
            text.contains("// mine") && text.contains("// two"),
            "{text}"
        );
        let mut problems = Vec::new();
        let settings = read_settings(&path, &mut problems);
        assert_eq!((settings.editor_tab_size, problems.len()), (8, 0), "{text}");
        update(&path, "editor.tabSize", &Value::Null).expect("taken out");
        assert_eq!(read_settings(&path, &mut problems).editor_tab_size, 4);
    }

    #[test]
    fn key_bindings_read_as_in_vs_code() {
        let (_folder, path) =
            file("[{ \"key\": \"ctrl+s\", \"command\": \"-editor.save\" }, { \"key\": 1 },]");
        let mut problems = Vec::new();
        let bindings = read_keybindings(&path, &mut problems);
        assert_eq!(bindings.len(), 1);
        assert_eq!(bindings[0].command, "-editor.save");
        assert_eq!(problems.len(), 1, "{problems:?}");
    }
}
