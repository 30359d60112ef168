//! The scripts of `pyproject.toml`: entry points, and the tables of the tools that run tasks.

use toml::de::DeValue;

use super::toml_file::{Table, parse, written};
use super::{Folder, Given, Source};
use crate::script::{Script, Tool, words};

/// Lock files whose tool runs programs in the project's own environment.
const LOCKS: [(&str, &str); 3] = [
    ("uv.lock", "uv"),
    ("poetry.lock", "poetry"),
    ("pdm.lock", "pdm"),
];

pub(super) fn read<F: Folder>(source: &Source<'_, F>) -> Given {
    let parsed = parse(source.text)?;
    let project = Table::new(source.text, parsed.get_ref());
    let names = LOCKS.map(|(name, _)| name);
    let runner = source.nearest(&names).map(|at| LOCKS[at].1);
    let within = |program: &[&str]| match runner {
        Some(runner) => [words(&[runner, "run"]), words(program)].concat(),
        None => words(program),
    };
    let mut found = Vec::new();
    let mut add = |tool, table: &str, name: &str, line, detail: Option<&str>, argv| {
        let key = format!("{table}.{name}");
        let script = Script::new(tool, source.file, &key, name, argv);
        found.push(script.line(line).detail(detail));
    };
    for keys in [&["project", "scripts"][..], &["tool", "poetry", "scripts"]] {
        for (name, line, value) in entries(&project, keys) {
            let entry = about(value);
            add(
                Tool::Python,
                "scripts",
                name,
                line,
                entry.as_deref(),
                within(&[name]),
            );
        }
    }
    for (name, line, value) in entries(&project, &["tool", "poe", "tasks"]) {
        // Poe keeps names that begin so for its own use.
        if !name.starts_with('_') {
            add(
                Tool::Poe,
                "poe",
                name,
                line,
                about(value).as_deref(),
                within(&["poe", name]),
            );
        }
    }
    for (name, line, value) in entries(&project, &["tool", "pdm", "scripts"]) {
        // `_` holds options for all of them.
        if name != "_" && !name.starts_with('_') {
            let argv = words(&["pdm", "run", name]);
            add(Tool::Pdm, "pdm", name, line, about(value).as_deref(), argv);
        }
    }
    for (environment, _, value) in entries(&project, &["tool", "hatch", "envs"]) {
        let Some(table) = value.as_table() else {
            continue;
        };
        let scripts = Table::new(source.text, table).below(&["scripts"]);
        for (name, line, value) in scripts.iter().flat_map(Table::entries) {
            let named = match environment {
                "default" => name.to_owned(),
                environment => format!("{environment}:{name}"),
            };
            let argv = words(&["hatch", "run", &named]);
            add(
                Tool::Hatch,
                "hatch",
                &named,
                line,
                about(value).as_deref(),
                argv,
            );
        }
    }
    for (name, line, value) in entries(&project, &["tool", "taskipy", "tasks"]) {
        let argv = within(&["task", name]);
        add(
            Tool::Taskipy,
            "taskipy",
            name,
            line,
            about(value).as_deref(),
            argv,
        );
    }
    for (name, line, value) in entries(&project, &["tool", "rye", "scripts"]) {
        let argv = words(&["rye", "run", name]);
        add(Tool::Rye, "rye", name, line, about(value).as_deref(), argv);
    }
    Ok(found)
}

fn entries<'v, 'i>(project: &Table<'v, 'i>, keys: &[&str]) -> Vec<(&'v str, u32, &'v DeValue<'i>)> {
    project
        .below(keys)
        .map(|table| table.entries())
        .unwrap_or_default()
}

/// What is said of a script, or what it runs.
fn about(value: &DeValue<'_>) -> Option<String> {
    let Some(table) = value.as_table() else {
        return written(value);
    };
    let keys = [
        "help",
        "cmd",
        "shell",
        "composite",
        "sequence",
        "script",
        "call",
        "expr",
        "chain",
    ];
    keys.iter()
        .find_map(|key| written(table.get(*key)?.get_ref()))
}
