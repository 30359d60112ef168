//! Tests of tenon-sidecar with real processes and real connections on the loopback interface.

mod broken;
mod contract;
mod fake;
mod lifecycle;
mod models;
mod parent;
mod real;
mod stranger;
mod vectors;
mod ways;
mod work;

#[test]
fn every_file_of_this_folder_is_compiled() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sidecar");
    let main = include_str!("main.rs");
    for entry in std::fs::read_dir(folder).expect("the folder of this file") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("a plain name");
        let Some(module) = name.strip_suffix(".rs") else {
            let known = ["fake.py", "ways.py"];
            assert!(
                known.contains(&name.as_str()),
                "only Rust files and their scripts here"
            );
            continue;
        };
        assert!(
            module == "main" || main.contains(&format!("mod {module};")),
            "{name} is not a module of main.rs, so its tests never run"
        );
    }
}
