//! The store from outside: what is kept, what is refused, and what faults may not break.

mod content;
mod cut;
mod damage;
mod fixture;
mod flips;
mod forget;
mod golden;
mod history;
mod journal;
mod keys;
mod kill;
mod meaning;
mod meaning_damage;
mod opening;
mod profiles;
mod runs;
mod runs_search;
mod schema;
mod symbols;
mod unsaved;
mod verdicts;
mod window;

/// No file of this folder is forgotten above.
#[test]
fn every_file_of_this_folder_is_a_module() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/store");
    let main = include_str!("main.rs");
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("a plain name");
        if let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") {
            assert!(
                main.contains(&format!("mod {module};")),
                "{name} is never run"
            );
        }
    }
}
