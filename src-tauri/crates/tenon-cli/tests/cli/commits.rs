//! `tenon commits`.

use std::process::Command;

use serde_json::json;

use crate::bench::Bench;

#[test]
fn commits_are_listed_the_last_first_and_found_by_words_and_hashes() {
    let bench = Bench::new(&[("a.txt", "")]);
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
        let folder = bench.workspace.path();
        let done = git.args(arguments).current_dir(folder).output();
        assert!(done.expect("git runs").status.success());
    };
    git(&["init", "-q"]);
    for message in ["first", "second \u{1b}[31mred", "third"] {
        git(&["commit", "-q", "--allow-empty", "-m", message]);
    }
    let all = bench.run(["commits", "--json"]);
    assert_eq!(all.code, Some(0), "{}", all.err);
    let all = all.lines();
    let said: Vec<_> = all.iter().map(|commit| commit["subject"].clone()).collect();
    assert_eq!(
        said,
        [
            json!("third"),
            json!("second \u{1b}[31mred"),
            json!("first")
        ]
    );
    let short = all[2]["short"].as_str().expect("digits");
    assert_eq!(bench.run(["commits", short, "--json"]).lines(), all[2..]);
    let found = bench.run(["commits", "red", "SECOND"]);
    let short = all[1]["short"].as_str().expect("digits");
    assert!(found.text().starts_with(short), "{}", found.text());
    assert!(
        !found.text().contains('\u{1b}'),
        "a terminal is not told to do anything"
    );
    assert_eq!(bench.run(["commits", "--limit", "0"]).code, Some(2));
}
