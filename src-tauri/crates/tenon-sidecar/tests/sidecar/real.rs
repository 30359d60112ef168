//! The real sidecar, when its environment has been made.

use std::path::Path;

use tenon_sidecar::{Condition, Places, find_python};

use crate::fake::{Watched, config, rules};

#[test]
fn the_real_sidecar_answers_with_its_test_engine() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let places = Places {
        source: Some(source),
        ..Places::default()
    };
    if let Err(error) = find_python(&places) {
        println!("skipped: {error}");
        return;
    }
    let mut config = config(Path::new("/"), rules());
    config.python = places;
    let watched = Watched::start(config);
    let status = watched.until_state(Condition::Ready);
    assert_eq!(status.engine.as_deref(), Some("hashing"));
    let texts = ["a red door", "a red door", "something else"]
        .map(String::from)
        .to_vec();
    let made = watched.supervisor.embed(texts).expect("vectors");
    assert_eq!(
        made.vectors[0], made.vectors[1],
        "the same text gives the same vector"
    );
    assert_ne!(
        made.vectors[0], made.vectors[2],
        "another text gives another"
    );
    assert_eq!(made.vectors[0].len(), made.dimensions);
    assert!(watched.supervisor.stop(), "it ends in time");
}
