//! Tests of tenon-egress with real processes and real connections on the loopback interface.

mod levels;
mod pictures;
mod proxy;

#[test]
fn every_file_of_this_folder_is_compiled() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/egress");
    let main = include_str!("main.rs");
    for entry in std::fs::read_dir(folder).expect("the folder of this file") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("a plain name");
        let module = name.strip_suffix(".rs").expect("only Rust files here");
        assert!(
            module == "main" || main.contains(&format!("mod {module};")),
            "{name} is not a module of main.rs, so its tests never run"
        );
    }
}
