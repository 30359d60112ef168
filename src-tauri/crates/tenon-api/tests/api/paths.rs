//! No command leads out of the workspace, whatever path it is given.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use serde_json::{Value, json};
use tenon_api::command::COMMANDS;
use tenon_api::owner::Caller;
use tenon_api::{ApiResult, ops};
use tenon_core::Code;

use crate::desk::Desk;

/// Every command that takes a path, and its parameters with that path.
fn table(doc: &str, path: &Value) -> Vec<(&'static str, Value)> {
    vec![
        ("tree_list", json!({ "path": path })),
        ("tree_create", json!({ "path": path, "kind": "file" })),
        ("tree_create", json!({ "path": path, "kind": "folder" })),
        (
            "tree_move",
            json!({ "from": path, "to": { "path": "stolen" } }),
        ),
        (
            "tree_move",
            json!({ "from": { "path": "mine.txt" }, "to": path }),
        ),
        ("tree_duplicate", json!({ "path": path })),
        (
            "tree_trash",
            json!({ "paths": [{ "path": "d/inside.txt" }, path] }),
        ),
        ("file_read", json!({ "path": path })),
        (
            "file_bytes",
            json!({ "path": path, "offset": 0, "length": 10 }),
        ),
        ("document_open", json!({ "path": path })),
        (
            "document_save",
            json!({ "doc": doc, "path": path, "overwrite": true, "counter": 0 }),
        ),
        ("symbols_outline", json!({ "path": path })),
        (
            "symbols_list",
            json!({ "path": path, "offset": 0, "limit": 10 }),
        ),
        (
            "symbol_definition",
            json!({ "path": path, "line": 1, "column": 1 }),
        ),
        ("links_above", json!({ "path": path })),
        ("entities_find", json!({ "path": path, "limit": 1 })),
        (
            "search_ranked",
            json!({ "search": { "text": "x", "mode": "hybrid" }, "limit": 1, "front": path }),
        ),
        (
            "search_ranked",
            json!({
                "search": { "text": "x", "mode": "semantic" },
                "limit": 1,
                "like": { "path": path, "line": 1 }
            }),
        ),
        ("history_list", json!({ "path": path })),
        ("history_version", json!({ "path": path, "at": 1 })),
        ("history_read", json!({ "path": path, "at": 1 })),
        ("history_text", json!({ "path": path, "at": 1 })),
        (
            "history_restore",
            json!({ "path": path, "at": 1, "dryRun": false }),
        ),
        (
            "journal_page",
            json!({ "path": path, "backwards": true, "limit": 10, "kinds": [] }),
        ),
        ("index_status", json!({ "path": path, "limit": 10 })),
        (
            "note_list",
            json!({ "text": "", "folder": path, "orphans": false, "unresolved": false }),
        ),
        ("note_show", json!({ "note": path, "html": false })),
        (
            "note_attach",
            json!({ "note": path, "name": "a.png", "bytes": "" }),
        ),
        ("note_backlinks", json!({ "note": path, "mentions": false })),
        (
            "note_complete",
            json!({ "text": "", "from": path, "limit": 5 }),
        ),
        (
            "note_rename",
            json!({ "note": path, "to": { "path": "other" }, "dryRun": false }),
        ),
        (
            "note_rename",
            json!({ "note": { "path": "a.md" }, "to": path, "dryRun": false }),
        ),
        (
            "note_new",
            json!({ "title": "x", "folder": path, "text": "" }),
        ),
        ("note_folders", json!({ "from": path })),
        ("task_candidates", json!({ "path": path })),
        ("context_now", json!({ "open": [path], "limit": 5 })),
        ("task_adopt", json!({ "path": path, "line": 1 })),
        ("workspace_reveal", json!({ "path": path })),
        ("workspace_raise", json!({ "target": { "path": path } })),
        (
            "terminal_start",
            json!({ "cwd": path, "cols": 80, "rows": 24 }),
        ),
    ]
}

fn run(desk: &Desk, name: &str, params: Value) -> ApiResult<Value> {
    let caller = Caller::window("main");
    ops::dispatch(&desk.owner, &caller, name, params, || Box::new(|_| true))
}

/// Every path below a folder with what is in it.
fn snapshot(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("it can be listed").flatten() {
        let path = entry.path();
        let content = if path.is_symlink() || !path.is_dir() {
            fs::read(&path).unwrap_or_default()
        } else {
            found.extend(snapshot(&path));
            Vec::new()
        };
        found.insert(path.display().to_string(), content);
    }
    found
}

#[test]
fn every_command_that_takes_a_path_is_in_the_table() {
    let mut with_paths = BTreeSet::new();
    let wire = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/wire");
    for entry in fs::read_dir(wire).expect("the shapes").flatten() {
        let text = fs::read_to_string(entry.path()).expect("a source");
        for part in text.split("pub struct ").skip(1) {
            let (name, rest) = part.split_once(" {").expect("a name");
            let body = rest.split("\n    }").next().unwrap_or_default();
            if body.contains("WirePath") || body.contains("OpenTarget") {
                with_paths.insert(name.to_owned());
            }
        }
    }
    let commands = COMMANDS
        .iter()
        .filter(|spec| with_paths.contains(spec.params));
    let commands: BTreeSet<_> = commands.map(|spec| spec.name).collect();
    let covered: BTreeSet<_> = table("", &json!({}))
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(covered, commands);
}

#[test]
fn a_path_that_leads_out_is_refused_and_nothing_is_touched() {
    let desk = Desk::new(&[("mine.txt", "mine"), ("d/inside.txt", "inside")]);
    let outside = tempfile::tempdir().expect("a folder beside it");
    fs::create_dir(outside.path().join("folder")).expect("a folder");
    fs::write(outside.path().join("folder/x"), "secret").expect("written");
    fs::write(outside.path().join("x"), "secret").expect("written");
    let name = outside
        .path()
        .file_name()
        .expect("a name")
        .to_str()
        .expect("UTF-8");
    symlink(outside.path(), desk.workspace.at(b"absolute")).expect("a link");
    symlink(format!("../{name}"), desk.workspace.at(b"relative")).expect("a link");
    symlink("/proc/self/root", desk.workspace.at(b"magic")).expect("a link");
    let doc = desk.open("mine.txt").doc.to_string();

    let whole = outside.path().display().to_string();
    let encoded =
        json!({ "path": "mine.txt", "pathBytes": base64(format!("../{name}/x").as_bytes()) });
    let escapes = [
        json!({ "path": format!("../{name}/x") }),
        json!({ "path": format!("../{name}/folder") }),
        json!({ "path": format!("d/../../{name}/x") }),
        json!({ "path": format!("{whole}/x") }),
        json!({ "path": format!("{}/../{name}/x", desk.workspace.path().display()) }),
        json!({ "path": "absolute/x" }),
        json!({ "path": "absolute/folder" }),
        json!({ "path": "relative/folder/x" }),
        json!({ "path": format!("magic{whole}/x") }),
        json!({ "path": "/etc/passwd" }),
        encoded,
    ];
    let (before, ours) = (snapshot(outside.path()), snapshot(desk.workspace.path()));
    for path in &escapes {
        for (command, params) in table(&doc, path) {
            let refused = run(&desk, command, params.clone());
            let error = refused.expect_err(&format!("{command} {params}"));
            assert_eq!(
                error.code,
                Code::Permission,
                "{command} {params}: {error:?}"
            );
            assert!(!error.message.contains("secret"), "{error:?}");
        }
    }
    assert_eq!(
        snapshot(outside.path()),
        before,
        "nothing outside was changed"
    );
    assert_eq!(snapshot(desk.workspace.path()), ours, "and nothing inside");
}

#[test]
fn a_link_to_a_file_outside_is_neither_read_nor_written_through() {
    let desk = Desk::new(&[("mine.txt", "mine")]);
    let outside = tempfile::NamedTempFile::new().expect("a file");
    fs::write(outside.path(), "secret").expect("written");
    symlink(outside.path(), desk.workspace.at(b"link")).expect("a link");
    let doc = desk.open("mine.txt").doc.to_string();
    let path = json!({ "path": "link" });
    let commands = [
        "file_read",
        "file_bytes",
        "document_open",
        "document_save",
        "workspace_reveal",
        "terminal_start",
    ];
    for (command, params) in table(&doc, &path) {
        if commands.contains(&command) {
            let error = run(&desk, command, params).expect_err(command);
            assert_eq!(error.code, Code::Permission, "{command}: {error:?}");
        }
    }
    assert_eq!(fs::read(outside.path()).expect("it is there"), b"secret");
    assert!(desk.workspace.at(b"link").is_symlink());
}

#[test]
fn a_path_that_is_none_is_refused_before_the_disk_is_asked() {
    let desk = Desk::new(&[("mine.txt", "mine"), ("d/inside.txt", "inside")]);
    let doc = desk.open("mine.txt").doc.to_string();
    let ours = snapshot(desk.workspace.path());
    for path in [
        json!({ "path": "a\0b" }),
        json!({ "path": "x", "pathBytes": "***" }),
        json!("x"),
        json!({}),
    ] {
        for (command, params) in table(&doc, &path) {
            let error = run(&desk, command, params.clone()).expect_err(command);
            assert_eq!(error.code, Code::Invalid, "{command} {params}: {error:?}");
        }
    }
    assert_eq!(snapshot(desk.workspace.path()), ours);
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
