//! The scripts of `package.json`, run by the package manager that the folder's lock file names.

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{Folder, Given, Source, line_at};
use crate::script::{Script, Tool, words};

/// Lock files, and whose they are. In one folder the first one counts.
const LOCKS: [(&str, Tool); 6] = [
    ("pnpm-lock.yaml", Tool::Pnpm),
    ("yarn.lock", Tool::Yarn),
    ("bun.lock", Tool::Bun),
    ("bun.lockb", Tool::Bun),
    ("package-lock.json", Tool::Npm),
    ("npm-shrinkwrap.json", Tool::Npm),
];

pub(super) fn read<F: Folder>(source: &Source<'_, F>) -> Given {
    let text = source.text;
    // The other reader does not bound how deep a text goes, and this one does.
    let whole: serde_json::Value = serde_json::from_str(text).map_err(|e| {
        let said = e.to_string();
        let reason = said.split(" at line ").next().unwrap_or(&said);
        let line = u32::try_from(e.line()).ok().filter(|line| *line > 0);
        (line, format!("it is no JSON: {reason}"))
    })?;
    let about = |name: &str| {
        let noted = whole.get("scripts-info").and_then(|info| info.get(name));
        noted.and_then(serde_json::Value::as_str).map(str::to_owned)
    };
    let options = (CollectOptions::default(), ParseOptions::default());
    let parsed = parse_to_ast(text, &options.0, &options.1)
        .map_err(|e| (None, format!("it is no JSON: {e}")))?;
    let Some(Value::Object(object)) = &parsed.value else {
        return Err((Some(1), "it holds no object".into()));
    };
    let Some(scripts) = member(object, "scripts") else {
        return Ok(Vec::new());
    };
    let Value::Object(scripts) = scripts else {
        let line = line_at(text, scripts.start());
        return Err((Some(line), "\"scripts\" is no object".into()));
    };
    let manager = manager(source, &whole);
    let mut found: Vec<Script> = Vec::new();
    for property in &scripts.properties {
        let name = property.name.as_str();
        let Value::StringLit(body) = &property.value else {
            continue;
        };
        if name.is_empty() {
            continue;
        }
        let mut script = Script::new(manager, source.file, name, name, call(manager, name))
            .line(line_at(text, property.start()))
            .detail(Some(about(name).as_deref().unwrap_or(&body.value)));
        script.before_arguments = (manager == Tool::Npm && !name.starts_with('-')).then_some("--");
        // Of a name that comes twice the last one counts.
        found.retain(|other| other.id != script.id);
        found.push(script);
    }
    Ok(found)
}

fn member<'v, 'a>(object: &'v Object<'a>, name: &str) -> Option<&'v Value<'a>> {
    let mut fits = object.properties.iter().rev();
    let property = fits.find(|property| property.name.as_str() == name)?;
    Some(&property.value)
}

fn call(manager: Tool, name: &str) -> Vec<String> {
    match name.starts_with('-') {
        // It would be taken for an option.
        true => words(&[manager.name(), "run", "--", name]),
        false => words(&[manager.name(), "run", name]),
    }
}

fn manager<F: Folder>(source: &Source<'_, F>, whole: &serde_json::Value) -> Tool {
    let named = whole.get("packageManager").and_then(|named| named.as_str());
    let named = named.and_then(|named| match named.split('@').next()? {
        "npm" => Some(Tool::Npm),
        "pnpm" => Some(Tool::Pnpm),
        "yarn" => Some(Tool::Yarn),
        "bun" => Some(Tool::Bun),
        _ => None,
    });
    named.unwrap_or_else(|| {
        let locks = LOCKS.map(|(name, _)| name);
        source.nearest(&locks).map_or(Tool::Npm, |at| LOCKS[at].1)
    })
}
