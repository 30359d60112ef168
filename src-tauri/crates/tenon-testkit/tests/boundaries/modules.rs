//! Files of modules and tests.

use crate::repository::{expect_none, files, text, top};

fn rust_files() -> Vec<String> {
    let mut files = files();
    files.retain(|path| path.starts_with("src-tauri/") && path.ends_with(".rs"));
    files
}

/// The files that may declare the module in `path`.
fn parents(path: &str) -> Vec<String> {
    let (folder, _) = path.rsplit_once('/').expect("every file lies in a folder");
    let mut parents = vec![format!("{folder}.rs")];
    parents.extend(["lib.rs", "main.rs"].map(|name| format!("{folder}/{name}")));
    parents
}

#[test]
fn there_is_no_mod_rs() {
    let mut files = rust_files();
    files.retain(|path| path.ends_with("/mod.rs"));
    expect_none(
        "a module `foo` lies in foo.rs, and what is below it in foo/",
        &files,
    );
}

#[test]
fn no_file_is_forgotten_by_its_module() {
    let mut findings = Vec::new();
    for path in rust_files() {
        let name = path.rsplit('/').next().unwrap_or_default();
        let in_a_module = path.contains("/src/") || path.matches("/tests/").count() == 1;
        if matches!(name, "main.rs" | "lib.rs" | "build.rs") || !in_a_module {
            continue;
        }
        let declaration = format!("mod {};", name.trim_end_matches(".rs"));
        let declared = parents(&path).into_iter().any(|parent| {
            top().join(&parent).is_file()
                && text(&parent).is_some_and(|text| text.contains(&declaration))
        });
        if !declared {
            findings.push(format!(
                "{path}: no `{declaration}` above it, so it is never compiled"
            ));
        }
    }
    expect_none("every file is part of a module", &findings);
}

#[test]
fn a_crate_has_one_binary_of_integration_tests() {
    let mut files = rust_files();
    files.retain(|path| {
        let inside = path.split_once("/tests/").map(|(_, inside)| inside);
        inside.is_some_and(|inside| !inside.contains('/'))
    });
    expect_none(
        "integration tests lie in tests/<crate>/main.rs and beside it",
        &files,
    );
}
