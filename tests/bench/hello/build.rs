//! Makes the folder of the peers' pages, so that the crate can be checked before they are built.

const PAGES: &str = "../../../target/bench/pages";

fn main() {
    println!("cargo:rerun-if-changed={PAGES}");
    if let Err(e) = std::fs::create_dir_all(PAGES) {
        panic!("the folder {PAGES} cannot be made: {e}");
    }
    tauri_build::build();
}
