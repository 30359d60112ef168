//! The page's bindings are made from the list of commands.

use std::fs;
use std::path::Path;

use specta_typescript::Typescript;
use tauri::Wry;

#[test]
fn bindings_are_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/ipc/bindings.ts");
    let folder = tempfile::tempdir().expect("a folder");
    let made = folder.path().join("bindings.ts");
    tenon_window::ipc::builder::<Wry>()
        .export(Typescript::default(), &made)
        .expect("every type has a form in TypeScript");
    let made = fs::read_to_string(made).expect("it was written");
    #[expect(
        clippy::disallowed_methods,
        reason = "a person asks the test to write the file"
    )]
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    if update {
        fs::write(&file, &made).expect("it can be written");
    }
    let have = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        have == made,
        "src/ipc/bindings.ts is not what the program says; \"make bindings\" writes it"
    );
}
