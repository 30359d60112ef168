//! Declares every command to Tauri, so that none is allowed by default.

/// The list of commands, read as text: this program runs before the crate that holds it is built.
/// A test compares what it finds with the list itself.
fn commands() -> Vec<&'static str> {
    const LIST: &str = include_str!("crates/tenon-api/src/command.rs");
    LIST.lines()
        .filter_map(|line| {
            let (_, after) = line.trim().strip_prefix('"')?.split_once("\" ")?;
            let (name, _) = after.split_once('(')?;
            name.bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'_')
                .then_some(name)
        })
        .collect()
}

fn main() {
    println!("cargo:rerun-if-changed=crates/tenon-api/src/command.rs");
    let commands: &'static [&'static str] = commands().leak();
    let manifest = tauri_build::AppManifest::new().commands(commands);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(e) = tauri_build::try_build(attributes) {
        panic!("Tauri's build step failed: {e:#}");
    }
}
