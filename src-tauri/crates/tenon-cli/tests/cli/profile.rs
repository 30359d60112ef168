//! `tenon profile`.

use rustix::process::Signal;
use serde_json::json;

use crate::bench::{Bench, Serve};

fn names(bench: &Bench) -> Vec<String> {
    let lines = bench.run(["profile", "list", "--json"]).lines();
    lines
        .iter()
        .map(|line| line["name"].as_str().expect("a name").to_owned())
        .collect()
}

#[test]
fn profiles_are_made_renamed_and_deleted() {
    let bench = Bench::new(&[]);
    let first = names(&bench);
    assert_eq!(first.len(), 1, "there is always one");
    let made = bench.run(["profile", "create", "Work", "--json"]).value();
    assert_eq!(
        (&made["name"], &made["workspaces"]),
        (&json!("Work"), &json!(0))
    );
    let taken = bench.run(["profile", "create", "work", "--json"]);
    assert_eq!(
        (taken.code, &taken.error()["code"]),
        (Some(1), &json!("conflict"))
    );
    let renamed = bench
        .run(["profile", "rename", "Work", "Client", "--json"])
        .value();
    assert_eq!(renamed["id"], made["id"]);
    assert!(names(&bench).contains(&"Client".to_owned()));
    let deleted = bench.run([
        "profile",
        "delete",
        made["id"].as_str().expect("an id"),
        "--json",
    ]);
    assert_eq!(deleted.value()["deleted"], made["id"], "by its id too");
    assert_eq!(names(&bench), first);
    let unknown = bench.run(["profile", "delete", "Client", "--json"]);
    assert_eq!(
        (unknown.code, &unknown.error()["code"]),
        (Some(1), &json!("notFound"))
    );
    let last = bench.run(["profile", "delete", &first[0], "--json"]);
    assert_eq!(
        (last.code, &last.error()["code"]),
        (Some(1), &json!("preconditionFailed"))
    );
    let empty = bench.run(["profile", "create", "", "--json"]);
    assert_eq!(
        (empty.code, &empty.error()["code"]),
        (Some(1), &json!("invalid"))
    );
}

#[test]
fn names_that_confuse_are_refused_with_a_reason() {
    let bench = Bench::new(&[]);
    let long = "x".repeat(65);
    let id = "0192f0c1-2345-7abc-8def-0123456789ab";
    for name in ["", " ", " a", "a ", "a\tb", "-x", "--", id, &long] {
        let ran = bench.run(["profile", "create", "--json", "--", name]);
        assert_eq!(
            (ran.code, &ran.error()["code"]),
            (Some(1), &json!("invalid")),
            "{name:?}"
        );
        let said = ran.error()["message"].as_str().expect("words").to_owned();
        assert!(said.starts_with("The name cannot be used: "), "{said}");
    }
    assert_eq!(names(&bench).len(), 1, "none was made");
}

#[test]
fn a_folder_is_bound_to_the_profile_it_was_first_opened_with() {
    let bench = Bench::new(&[]);
    bench.run(["profile", "create", "Work", "--json"]).value();
    let serve = Serve::start(&mut bench.command(["serve", "--json", "--profile", "work"]));
    let opened = serve.told["serving"].clone();
    assert_eq!(opened["profile"]["name"], "Work");
    serve.signal(Signal::TERM);
    assert_eq!(serve.ended(), Some(0));
    let again = bench.run(["status", "--json"]).value();
    assert_eq!(again["workspace"], opened, "it stays there");
    let first = names(&bench)
        .into_iter()
        .find(|name| name != "Work")
        .expect("the first one");
    for verb in ["status", "serve"] {
        let other = bench.run([verb, "--json", "--profile", &first]);
        assert_eq!(
            (other.code, &other.error()["code"]),
            (Some(1), &json!("conflict")),
            "{verb}"
        );
    }
}

#[test]
fn a_look_at_a_folder_binds_it_to_no_profile() {
    let bench = Bench::new(&[("a.txt", "a")]);
    let verbs: &[&[&str]] = &[
        &["status"],
        &["doctor"],
        &["files"],
        &["read", "a.txt"],
        &["sidecar", "status"],
        &["profile", "list"],
    ];
    for verb in verbs {
        let ran = bench.run([*verb, &["--json"]].concat());
        assert_eq!(ran.code, Some(0), "{verb:?}: {}", ran.err);
    }
    let status = bench.run(["status", "--json"]).value();
    let folder = &status["workspace"];
    assert_eq!(
        (&folder["id"], &folder["profile"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(
        folder["root"],
        bench.workspace.path().display().to_string(),
        "it is named all the same"
    );
    assert!(bench.run(["status"]).text().contains("never opened"));
    let bound: u64 = bench
        .run(["profile", "list", "--json"])
        .lines()
        .iter()
        .map(|profile| profile["workspaces"].as_u64().expect("a number"))
        .sum();
    assert_eq!(bound, 0, "no profile has a folder");
    let profiles = bench.home.path().join(".local/share/tenon/profiles");
    assert!(!profiles.exists(), "and nothing is kept about one");
}

#[test]
fn a_profile_that_nobody_made_is_refused_by_every_verb() {
    let bench = Bench::new(&[("a.txt", "a")]);
    let verbs: &[&[&str]] = &[
        &["open"],
        &["serve"],
        &["files"],
        &["read", "a.txt"],
        &["doctor"],
        &["status"],
        &["profile", "list"],
        &["profile", "create", "Work"],
        &["sidecar", "status"],
        &["sidecar", "restart"],
    ];
    for verb in verbs {
        let ran = bench.run([*verb, &["--json", "--profile", "nobody"]].concat());
        assert_eq!(ran.code, Some(1), "{verb:?}");
        let error = ran.error();
        assert_eq!(error["code"], "notFound", "{verb:?}");
        assert_eq!(error["message"], "There is no profile \"nobody\"");
        assert!(error["hint"].is_string(), "{verb:?} says where to look");
    }
    assert_eq!(names(&bench).len(), 1, "nothing was made");
}
