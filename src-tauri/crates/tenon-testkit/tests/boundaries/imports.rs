//! Who may talk to the window's framework in the page.

use crate::repository::{expect_none, files, text};

#[test]
fn only_the_ipc_folder_imports_the_frameworks_packages() {
    let mut findings = Vec::new();
    for path in files() {
        let is_page = path.starts_with("src/") && (path.ends_with(".ts") || path.ends_with(".tsx"));
        if !is_page || path.starts_with("src/ipc/") {
            continue;
        }
        for (number, line) in text(&path).unwrap_or_default().lines().enumerate() {
            if imports_the_framework(line) {
                findings.push(format!("{path}:{}", number + 1));
            }
        }
    }
    expect_none(
        "@tauri-apps is imported in src/ipc and nowhere else",
        &findings,
    );
}

/// Whether a line is an import, not a text that speaks of one.
fn imports_the_framework(line: &str) -> bool {
    let line = line.trim_start().replace('\'', "\"");
    let is_import = ["import ", "export ", "} from "]
        .iter()
        .any(|start| line.starts_with(start));
    is_import && line.contains("\"@tauri-apps/") || line.contains("await import(\"@tauri-apps/")
}
