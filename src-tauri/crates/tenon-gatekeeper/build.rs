//! Refuses to build a rule that cannot be judged: every rule has examples that match and examples
//! that must not. Whether the examples hold is tried by the tests.

use serde_json::Value;

fn main() {
    println!("cargo::rerun-if-changed=src/rules.json");
    let text = std::fs::read_to_string("src/rules.json").expect("src/rules.json can be read");
    let file: Value = serde_json::from_str(&text).expect("src/rules.json is JSON");
    let rules = file["rules"].as_array().expect("it has a list of rules");
    for rule in rules {
        let id = rule["id"].as_str().expect("every rule has an id");
        for keyword in rule["keywords"].as_array().into_iter().flatten() {
            let size = keyword.as_str().map_or(0, str::len);
            assert!(size >= 3, "the rule \"{id}\" has a keyword under 3 bytes");
        }
        for (key, wanted) in [("match", "that match"), ("mustNot", "that must not match")] {
            let examples = rule[key].as_array().map_or(0, Vec::len);
            assert!(
                examples > 0,
                "the rule \"{id}\" has no examples {wanted} (\"{key}\")"
            );
        }
    }
}
