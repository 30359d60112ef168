//! `tenon profile`.

use serde_json::json;

use crate::bench::Bench;

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
fn a_folder_is_bound_to_the_profile_it_was_first_opened_with() {
    let bench = Bench::new(&[]);
    bench.run(["profile", "create", "Work", "--json"]).value();
    let opened = bench.run(["status", "--json", "--profile", "work"]).value();
    assert_eq!(opened["workspace"]["profile"]["name"], "Work");
    let again = bench.run(["status", "--json"]).value();
    assert_eq!(again["workspace"], opened["workspace"], "it stays there");
    let first = names(&bench)
        .into_iter()
        .find(|name| name != "Work")
        .expect("the first one");
    let other = bench.run(["status", "--json", "--profile", &first]);
    assert_eq!(
        (other.code, &other.error()["code"]),
        (Some(1), &json!("conflict"))
    );
    let unknown = bench.run(["status", "--json", "--profile", "none"]);
    assert_eq!(
        (unknown.code, &unknown.error()["code"]),
        (Some(1), &json!("notFound"))
    );
}
